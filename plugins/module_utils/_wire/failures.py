# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the exceptions of requests, urllib3 and ssl mean: CpanelError, with what to do about it.

Pure: nothing is sent here. Must not know what was asked for, or what an HTTP answer means (that is ``refusals``).
Called by the transport, which raises what it gets. Every message begins with the URL of the endpoint.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._names import printable, shown

from .checks import proxy_shown
from .clock import TooLate
from .endpoint import Endpoint

with contextlib.suppress(ImportError):  # the transport says so
    import requests
    import urllib3

_PLAIN_HTTP = (
    "WRONG_VERSION_NUMBER",
    "HTTP_REQUEST",
    "RECORD_LAYER_FAILURE",
    "UNKNOWN_PROTOCOL",
    "PACKET_LENGTH_TOO_LONG",
)


def explain(exc: Exception, endpoint: Endpoint) -> CpanelError:
    """The category, whether the request was sent, and the remedy. An exception that is not of the network's kinds
    comes from an HTTP library that stumbled over a header or a length of the answer.
    """
    if not isinstance(
        exc, (requests.RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException, OSError)
    ):
        return _malformed(exc, endpoint)
    chain = list(_causes(exc))
    for cause in chain:
        if isinstance(cause, TooLate):
            return _late(endpoint, cause.sent)
    for cause in chain:
        if isinstance(cause, ssl.SSLError) and not isinstance(cause, (ssl.SSLEOFError, ssl.SSLZeroReturnError)):
            return _tls(cause, endpoint)
    return _bad_address(exc, chain, endpoint) or _not_connected(exc, chain, endpoint) or _lost(chain, endpoint)


def _bad_address(exc: Exception, chain: t.Sequence[BaseException], endpoint: Endpoint) -> CpanelError | None:
    """Host, port or proxy cannot be used as they were given."""
    if isinstance(exc, requests.exceptions.InvalidURL):
        return usage(
            "host, port: %s is not a valid address: %s" % (endpoint.url, exc),
            "Give host a name or an address, without a scheme.",
        )
    bad_scheme = any(type(cause).__name__ in ("ProxySchemeUnknown", "ProxySchemeUnsupported") for cause in chain)
    if not bad_scheme and not isinstance(exc, (requests.exceptions.InvalidSchema, requests.exceptions.InvalidProxyURL)):
        return None
    if endpoint.proxy is None:
        return _malformed(exc, endpoint)
    if "SOCKS" in str(exc):
        return usage(
            "proxy: SOCKS needs the Python library PySocks, which is missing",
            "Install PySocks for the Python that runs this task, or give an HTTP proxy.",
            code="missing_library",
        )
    return usage("proxy: is not the URL of a proxy", "Give proxy a URL such as http://proxy.example.com:3128.")


def _not_connected(exc: Exception, chain: t.Sequence[BaseException], endpoint: Endpoint) -> CpanelError | None:
    """There was no connection, or no answer in time."""
    unsent: dict[str, t.Any] = {"retryable": True, "sent": False}
    if isinstance(exc, requests.exceptions.ProxyError):
        what = "the proxy %s did not take the request: %s" % (proxy_shown(endpoint.proxy or ""), chain[-1])
        return _error(endpoint, "connection", what, code="proxy", **unsent)
    for cause in chain:
        if isinstance(cause, socket.gaierror):
            what, hint = "the name cannot be resolved: %s" % cause, "Check host, or this machine's name servers."
            return _error(endpoint, "connection", what, code="dns", hint=hint, **unsent)
    if isinstance(exc, requests.exceptions.ConnectTimeout):
        what = "no connection within %g seconds" % endpoint.timeout
        return _error(endpoint, "connection", what, code="connect_timeout", **unsent)
    if any(type(cause).__name__ == "NewConnectionError" for cause in chain):
        what, hint = "cannot connect: %s" % chain[-1], "Check host, port and firewalls."
        return _error(endpoint, "connection", what, code="connect", hint=hint, **unsent)
    if any(isinstance(cause, (TimeoutError, urllib3.exceptions.TimeoutError)) for cause in chain):
        return _late(endpoint, True)
    return None


def _late(endpoint: Endpoint, sent: bool) -> CpanelError:
    what = "no complete answer within %g seconds" if sent else "the request could not be sent within %g seconds"
    hint = "Raise timeout if the server is slow."
    return _error(endpoint, "connection", what % endpoint.timeout, code="timeout", retryable=True, hint=hint)


def _lost(chain: t.Sequence[BaseException], endpoint: Endpoint) -> CpanelError:
    """The connection broke off: within the answer, or before it."""
    if any(_breaks_http(cause) for cause in chain):
        return _malformed(chain[-1], endpoint)
    if any(type(cause).__name__ == "IncompleteRead" for cause in chain):
        what, code = "the answer was cut off: %s" % chain[-1], "truncated"
    else:
        what, code = "the connection was lost before an answer came: %s" % chain[-1], "lost"
    return _error(endpoint, "connection", what, code=code, retryable=True)


def _tls(exc: ssl.SSLError, endpoint: Endpoint) -> CpanelError:
    if isinstance(exc, ssl.SSLCertVerificationError):
        if exc.verify_code in (62, 64):  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH
            what, code = "the server's certificate is not valid for %s" % endpoint.host, "certificate_name"
            hint = "Set host to the name in the certificate (usually the server's hostname)."
        else:
            what = "the server's certificate cannot be verified: %s" % exc.verify_message
            code = "certificate_untrusted"
            hint = (
                "Set ca_path to the CA certificate that signed it; with validate_certs: false the connection is not "
                "protected."
            )
        return _error(endpoint, "tls", what, code=code, hint=hint, sent=False)
    if exc.reason in _PLAIN_HTTP:
        what = "the client spoke TLS to a port that speaks plain HTTP"
        hint = "Set port to the TLS port of the service (2083, 2087 or 2096), or use_ssl to false."
        return _error(endpoint, "tls", what, code="plain_expected", hint=hint, sent=False)
    return _error(endpoint, "tls", "TLS failed: %s" % (exc.reason or exc), code="handshake", sent=False)


def tls_expected(endpoint: Endpoint) -> CpanelError:
    """The connection over plain HTTP was lost, as its port speaks TLS."""
    what = "the client spoke plain HTTP to a port that speaks TLS"
    hint = "Set use_ssl to true, or port to the plain port of the service (2082, 2086 or 2095)."
    return _error(endpoint, "tls", what, code="tls_expected", hint=hint, sent=False)


def encoded(endpoint: Endpoint, encoding: str) -> CpanelError:
    what = "the server encoded its answer (Content-Encoding: %s), although no encoding was accepted"
    hint = "A proxy between here and the server may do that: turn its compression off."
    return _error(endpoint, "protocol", what % shown(encoding, 40), code="encoding", hint=hint)


def too_large(endpoint: Endpoint, size: str) -> CpanelError:
    what = "the answer has %s, and max_response_mb is %d" % (size, endpoint.max_response_mb)
    hint = "Ask for less (filters, columns, page_size), or raise max_response_mb."
    return _error(endpoint, "protocol", what, code="too_large", hint=hint)


def truncated(endpoint: Endpoint, size: int, length: int) -> CpanelError:
    what = "the answer was cut off after %d of %d bytes" % (size, length)
    return _error(endpoint, "connection", what, code="truncated", retryable=True)


def _malformed(exc: BaseException, endpoint: Endpoint) -> CpanelError:
    what = "the answer is not HTTP: %s" % printable(str(exc) or type(exc).__name__, 200)
    hint = "Something other than cPanel or WHM may listen there: check host and port."
    return _error(endpoint, "protocol", what, code="malformed", hint=hint)


def _error(endpoint: Endpoint, category: str, what: str, **more: t.Any) -> CpanelError:
    return CpanelError(category, "%s: %s" % (endpoint.url, what), **more)


def _breaks_http(cause: BaseException) -> bool:
    """Whether this says that an answer breaks the rules of HTTP, and not only that it ended too early."""
    if isinstance(cause, (http.client.RemoteDisconnected, urllib3.exceptions.ProtocolError)):
        return False
    early = isinstance(cause, http.client.IncompleteRead) and not isinstance(
        cause, urllib3.exceptions.InvalidChunkLength
    )
    broken = (http.client.HTTPException, urllib3.exceptions.InvalidHeader, requests.exceptions.InvalidHeader)
    return isinstance(cause, (*broken, ValueError)) and not early


def _causes(exc: BaseException | None) -> t.Iterator[BaseException]:
    """The exception, what it wraps (in args or ``reason``) and its causes, outermost first."""
    seen: set[int] = set()
    while exc is not None and id(exc) not in seen:
        seen.add(id(exc))
        yield exc
        inner = [arg for arg in exc.args if isinstance(arg, BaseException)]
        reason = getattr(exc, "reason", None)
        if isinstance(reason, BaseException):
            inner.append(reason)
        exc = inner[0] if inner else (exc.__cause__ or exc.__context__)
