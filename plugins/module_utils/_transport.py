# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import socket
import ssl
import threading
import time
import typing as t
from urllib.parse import urlencode

from ansible_collections.hostops.cpanel.plugins.module_utils._checks import proxy_shown
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage

REQUESTS_IMPORT_ERROR: str | None = None
try:
    import requests
    import urllib3
    from requests.adapters import HTTPAdapter
except ImportError as _exc:  # pragma: no cover - reported when a Client is made
    REQUESTS_IMPORT_ERROR = str(_exc)
    HTTPAdapter = object  # type: ignore[assignment,misc]

USER_AGENT = "hostops.cpanel/0.1.0"
_HEADERS = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", "Accept": "*/*"}
_CHUNK = 65536
_contexts: dict[tuple[str | bool | None, ...], ssl.SSLContext] = {}
_contexts_lock = threading.Lock()


@dataclasses.dataclass(frozen=True)
class Endpoint:
    """Where a service listens, and how to get there. ``timeout`` is in seconds, for connecting and for each answer."""

    host: str
    port: int
    use_ssl: bool = True
    validate_certs: bool = True
    ca_path: str | None = None
    proxy: str | None = None
    timeout: float = 60

    @property
    def scheme(self) -> str:
        return "https" if self.use_ssl else "http"

    @property
    def netloc(self) -> str:
        host = "[%s]" % self.host if ":" in self.host and not self.host.startswith("[") else self.host
        return "%s:%d" % (host, self.port)

    @property
    def url(self) -> str:
        return "%s://%s" % (self.scheme, self.netloc)


@dataclasses.dataclass(frozen=True)
class Upload:
    """A local file that becomes a part of a multipart form."""

    field: str
    path: str


@dataclasses.dataclass(frozen=True)
class Response:
    """An HTTP answer, whole: ``set_cookies`` are the raw Set-Cookie lines in order."""

    status: int
    reason: str
    headers: t.Mapping[str, str]
    set_cookies: tuple[str, ...]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def location(self) -> str:
        return self.headers.get("location") or ""


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


class _Adapter(HTTPAdapter):
    """Hands our SSL context to urllib3 and leaves it at that: requests would load a CA bundle for each connection."""

    def __init__(self, context: ssl.SSLContext | None) -> None:
        self._context = context
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: t.Any, **kwargs: t.Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)

    def proxy_manager_for(self, proxy: str, **kwargs: t.Any) -> t.Any:
        return super().proxy_manager_for(proxy, ssl_context=self._context, **kwargs)

    def cert_verify(self, conn: t.Any, url: str, verify: t.Any, cert: t.Any) -> None:  # noqa: ARG002 - the signature is HTTPAdapter's
        conn.cert_reqs = "CERT_REQUIRED" if verify else "CERT_NONE"


class Transport:
    """One identity's connection to one endpoint: ``requests``, tamed.

    No ``Session``: it would ask the environment (``~/.netrc`` would replace our Authorization header), follow redirects
    and keep cookies. Time-outs always, one connection: cpsrvd may bind a connection to the user whom it served first.
    Not for several threads.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        if REQUESTS_IMPORT_ERROR is not None:
            raise usage(
                "The Python library requests is missing: %s" % REQUESTS_IMPORT_ERROR,
                "Install requests for the Python that runs this task (ansible_python_interpreter).",
                code="missing_library",
            )
        self.endpoint = endpoint
        self.requests = 0
        self._proxies = {"http": endpoint.proxy, "https": endpoint.proxy} if endpoint.proxy else {}
        if not endpoint.validate_certs:  # the user said so: nothing to print about with every request
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
        self._adapter = _Adapter(ssl_context(endpoint.validate_certs, endpoint.ca_path) if endpoint.use_ssl else None)

    @contextlib.contextmanager
    def limited(self, seconds: float) -> t.Iterator[None]:
        """While this lasts no request takes longer than that."""
        before = self.endpoint
        self.endpoint = dataclasses.replace(before, timeout=min(before.timeout, seconds))
        try:
            yield
        finally:
            self.endpoint = before

    def close(self) -> None:
        self._adapter.close()

    def request(
        self,
        method: str,
        path: str,
        *,
        headers: t.Mapping[str, str],
        form: t.Sequence[tuple[str, str]] | None = None,
        uploads: t.Sequence[Upload] = (),
        document: t.Any = None,
    ) -> Response:
        """Sends one request (a form, with files a multipart form, or a JSON document); any status is an answer.

        Raises CpanelError ``connection`` or ``tls``; its ``sent`` is False if the request never left this machine.
        """
        url = self.endpoint.url + path
        send_headers = {**_HEADERS, **headers}
        files: list[tuple[str, t.Any]] = []
        body: t.Any = None
        try:
            if uploads:
                body = list(form or ())
                files = [(part.field, (os.path.basename(part.path), open(part.path, "rb"))) for part in uploads]  # noqa: SIM115 - closed below
            elif document is not None:
                body = json.dumps(document).encode()
                send_headers["Content-Type"] = "application/json"
            elif form is not None:
                body = urlencode(form, encoding="utf-8", errors="surrogateescape")
                send_headers["Content-Type"] = "application/x-www-form-urlencoded"
            self.requests += 1
            return self._exchange(method, url, send_headers, body, files)
        except OSError as exc:
            if isinstance(exc, requests.RequestException):
                raise self._explain(exc) from exc
            raise usage("Cannot read a file to upload: %s" % exc) from exc
        finally:
            for part in files:
                part[1][1].close()

    def _exchange(
        self, method: str, url: str, headers: dict[str, str], body: t.Any, files: list[tuple[str, t.Any]]
    ) -> Response:
        timeout = self.endpoint.timeout
        request = requests.Request(method, url, headers=headers, data=body, files=files or None).prepare()
        answer = self._adapter.send(
            request,
            stream=True,
            timeout=(timeout, timeout),
            verify=self.endpoint.validate_certs,
            proxies=self._proxies,
        )
        try:
            content = self._read(answer, time.monotonic() + timeout)
            raw_headers = answer.raw.headers
            return Response(
                answer.status_code,
                answer.reason or "",
                answer.headers,
                tuple(raw_headers.getlist("set-cookie")),
                content,
            )
        finally:
            answer.close()

    def _read(self, answer: t.Any, deadline: float) -> bytes:
        parts: list[bytes] = []
        for part in answer.iter_content(_CHUNK):
            parts.append(part)
            if time.monotonic() > deadline:
                raise self._error(
                    "connection",
                    "the answer was not complete after %g seconds" % self.endpoint.timeout,
                    code="timeout",
                    retryable=True,
                )
        content = b"".join(parts)
        expected = answer.headers.get("content-length", "")
        if expected.isdigit() and len(content) < int(expected):
            raise self._error(
                "connection",
                "the answer was cut off after %d of %s bytes" % (len(content), expected),
                code="truncated",
                retryable=True,
            )
        return content

    def _error(self, category: str, what: str, **kwargs: t.Any) -> CpanelError:
        return CpanelError(category, "%s: %s" % (self.endpoint.url, what), **kwargs)

    def _explain(self, exc: Exception) -> CpanelError:
        """What a requests exception means: the category, whether the request was sent, and the remedy."""
        chain = list(_causes(exc))
        for cause in chain:
            if isinstance(cause, ssl.SSLError) and not isinstance(cause, (ssl.SSLEOFError, ssl.SSLZeroReturnError)):
                return self._explain_tls(cause)
        if isinstance(exc, requests.exceptions.InvalidURL):
            return usage(
                "host, port: %s is not a valid address: %s" % (self.endpoint.url, exc),
                "Give host a name or an address, without a scheme.",
            )
        if isinstance(exc, requests.exceptions.ProxyError):
            return self._error(
                "connection",
                "the proxy %s did not take the request: %s" % (proxy_shown(self.endpoint.proxy or ""), chain[-1]),
                code="proxy",
                retryable=True,
                sent=False,
            )
        for cause in chain:
            if isinstance(cause, socket.gaierror):
                return self._error(
                    "connection",
                    "the name cannot be resolved: %s" % cause,
                    code="dns",
                    retryable=True,
                    sent=False,
                    hint="Check host, or this machine's name servers.",
                )
        if isinstance(exc, requests.exceptions.ConnectTimeout):
            return self._error(
                "connection",
                "no connection within %g seconds" % self.endpoint.timeout,
                code="connect_timeout",
                retryable=True,
                sent=False,
            )
        for cause in chain:
            if type(cause).__name__ == "NewConnectionError":
                return self._error(
                    "connection",
                    "cannot connect: %s" % chain[-1],
                    code="connect",
                    retryable=True,
                    sent=False,
                    hint="Check host, port and firewalls.",
                )
        if isinstance(exc, requests.exceptions.ReadTimeout):
            return self._error(
                "connection",
                "no answer within %g seconds" % self.endpoint.timeout,
                code="timeout",
                retryable=True,
                hint="Raise timeout if the server is slow.",
            )
        return self._lost(chain)

    def _lost(self, chain: t.Sequence[BaseException]) -> CpanelError:
        """The connection broke off: within the answer, or before it."""
        if any(type(cause).__name__ == "IncompleteRead" for cause in chain):
            return self._error("connection", "the answer was cut off: %s" % chain[-1], code="truncated", retryable=True)
        if not self.endpoint.use_ssl and self._speaks_tls():
            return self._error(
                "tls",
                "plain HTTP was spoken to a port that speaks TLS",
                code="tls_expected",
                sent=False,
                hint="Set use_ssl to true, or port to the plain port of the service (2082, 2086 or 2095).",
            )
        return self._error(
            "connection", "the connection was lost before an answer came: %s" % chain[-1], code="lost", retryable=True
        )

    def _explain_tls(self, exc: ssl.SSLError) -> CpanelError:
        if isinstance(exc, ssl.SSLCertVerificationError):
            if exc.verify_code in (62, 64):  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH
                what, code = "the server's certificate is not valid for %s" % self.endpoint.host, "certificate_name"
                hint = "Set host to the name in the certificate (usually the server's hostname)."
            else:
                what, code = (
                    "the server's certificate cannot be verified: %s" % exc.verify_message,
                    "certificate_untrusted",
                )
                hint = "Give ca_path the CA certificate that signed it; validate_certs: false gives up protection."
            return self._error("tls", what, code=code, hint=hint, sent=False)
        if exc.reason in (
            "WRONG_VERSION_NUMBER",
            "HTTP_REQUEST",
            "RECORD_LAYER_FAILURE",
            "UNKNOWN_PROTOCOL",
            "PACKET_LENGTH_TOO_LONG",
        ):
            return self._error(
                "tls",
                "TLS was spoken to a port that speaks plain HTTP",
                code="plain_expected",
                sent=False,
                hint="Set port to the TLS port of the service (2083, 2087 or 2096), or use_ssl to false.",
            )
        return self._error("tls", "TLS failed: %s" % (exc.reason or exc), code="handshake", sent=False)

    def _speaks_tls(self) -> bool:
        """A handshake and nothing else, to tell a TLS port from a dead one; sends no request."""
        context = ssl_context(False, None)
        try:
            address = (self.endpoint.host, self.endpoint.port)
            plain = socket.create_connection(address, timeout=min(self.endpoint.timeout, 5))
            with plain, context.wrap_socket(plain):
                return True
        except OSError:
            return False


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
