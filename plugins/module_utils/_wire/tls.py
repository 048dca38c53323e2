# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The SSL contexts of this process: whom we trust; and whether a port speaks TLS at all.

Must not know of requests being sent. Called by the transport, and by actions before they fork workers.
"""

from __future__ import annotations

import os
import socket
import ssl
import threading

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import usage

from .endpoint import Endpoint

_contexts: dict[tuple[str | bool | None, ...], ssl.SSLContext] = {}
_contexts_lock = threading.Lock()


def ssl_context(validate_certs: bool, ca_path: str | None) -> ssl.SSLContext:
    """One context per process and TLS setting: loading the CA bundle costs about 30 ms, so it is done once."""
    key = (validate_certs, ca_path, os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))
    with _contexts_lock:
        if key not in _contexts:
            _contexts[key] = _make_context(validate_certs, ca_path)
        return _contexts[key]


def _make_context(validate_certs: bool, ca_path: str | None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if not validate_certs:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context
    if ca_path is None:
        context.load_default_certs()
        if not context.cert_store_stats()["x509_ca"] and not _has_system_certs():
            import requests

            context.load_verify_locations(cafile=requests.utils.DEFAULT_CA_BUNDLE_PATH)
        return context
    if not os.path.exists(ca_path):
        raise usage(
            "ca_path: %s does not exist" % ca_path, "Give ca_path a PEM file or a directory of hashed certificates."
        )
    try:
        if os.path.isdir(ca_path):
            context.load_verify_locations(capath=ca_path)
        else:
            context.load_verify_locations(cafile=ca_path)
    except (OSError, ssl.SSLError) as exc:
        raise usage(
            "ca_path: %s cannot be read as PEM certificates: %s" % (ca_path, exc),
            "Give ca_path a PEM file or a directory.",
        ) from exc
    return context


def _has_system_certs() -> bool:
    paths = ssl.get_default_verify_paths()
    return bool(paths.cafile or (paths.capath and os.listdir(paths.capath)))


def speaks_tls(endpoint: Endpoint) -> bool:
    """A handshake and nothing else, to tell a TLS port from a dead one; sends no request."""
    try:
        connection = socket.create_connection((endpoint.host, endpoint.port), timeout=min(endpoint.timeout, 5))
        with connection, ssl_context(False, None).wrap_socket(connection):
            return True
    except OSError:
        return False
