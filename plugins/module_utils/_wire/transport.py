# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import contextlib
import dataclasses
import http.client
import json
import os
import re
import socket
import ssl
import typing as t
from urllib.parse import urlencode

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._names import printable, shown

from .checks import proxy_shown
from .clock import Clock, TooLate, timed
from .tls import ssl_context

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
_MEGABYTE = 1024 * 1024
_LENGTH = re.compile(r"\s*([0-9]{1,4000})\s*", re.ASCII)


@dataclasses.dataclass(frozen=True)
class Endpoint:
    """Where a service listens, and how to get there.

    ``timeout`` is in seconds, for connecting and for each answer; a larger answer than ``max_response_mb`` is refused.
    """

    host: str
    port: int
    use_ssl: bool = True
    validate_certs: bool = True
    ca_path: str | None = None
    proxy: str | None = None
    timeout: float = 60
    max_response_mb: int = 64

    @property
    def largest(self) -> int:
        """The most bytes that an answer may have."""
        return self.max_response_mb * _MEGABYTE

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
    """An HTTP answer, whole: ``set_cookies`` are the raw Set-Cookie lines in order; ``reason`` can be shown."""

    status: int
    reason: str
    headers: t.Mapping[str, str]
    set_cookies: tuple[str, ...]
    body: bytes

    @property
    def location(self) -> str:
        return self.headers.get("location") or ""

    @property
    def is_html(self) -> bool:
        return self.body[:4096].lstrip()[:1] == b"<"

    @property
    def page(self) -> str:
        """As much of the text as tells what sort of page it is."""
        return self.body[: 256 * 1024].decode("utf-8", "replace")


class _Adapter(HTTPAdapter):
    """Hands our SSL context and our clock to urllib3: requests would load a CA bundle for each connection."""

    def __init__(self, context: ssl.SSLContext | None, clock: Clock) -> None:
        self._context = context
        self._clock = clock
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: t.Any, **kwargs: t.Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)
        timed(self.poolmanager, self._clock)

    def proxy_manager_for(self, proxy: str, **kwargs: t.Any) -> t.Any:
        known = proxy in self.proxy_manager
        manager = super().proxy_manager_for(proxy, ssl_context=self._context, **kwargs)
        return manager if known else timed(manager, self._clock)

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
        self._clock = Clock()
        context = ssl_context(endpoint.validate_certs, endpoint.ca_path) if endpoint.use_ssl else None
        self._adapter = _Adapter(context, self._clock)

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
            request = requests.Request(
                method, self.endpoint.url + path, headers=send_headers, data=body, files=files or None
            ).prepare()
        except requests.RequestException as exc:
            raise self._explain(exc) from exc
        except OSError as exc:
            raise usage("Cannot read a file to upload: %s" % exc) from exc
        except UnicodeError as exc:
            raise usage(
                "host, params: they hold a character that cannot be sent: %s" % exc,
                "Remove what is no text, such as one half of a surrogate pair.",
            ) from exc
        finally:
            for part in files:
                part[1][1].close()
        self.requests += 1
        try:
            return self._exchange(request)
        except (requests.RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException, OSError) as exc:
            raise self._explain(exc) from exc
        except (ValueError, LookupError, AttributeError) as exc:  # the HTTP libraries stumble over a header or a length
            raise self._malformed(exc) from exc

    def _exchange(self, request: t.Any) -> Response:
        timeout = self.endpoint.timeout
        self._clock.start(timeout)
        answer = self._adapter.send(
            request,
            stream=True,
            timeout=(timeout, timeout),
            verify=self.endpoint.validate_certs,
            proxies=self._proxies,
        )
        complete = False
        try:
            content = self._read(answer)
            cookies = tuple(answer.raw.headers.getlist("set-cookie"))
            complete = True
            return Response(answer.status_code, printable(answer.reason or "", 200), answer.headers, cookies, content)
        finally:
            if complete:
                answer.raw.release_conn()
            else:
                answer.close()

    def _read(self, answer: t.Any) -> bytes:
        """The body as it was sent, up to the size that is allowed. An encoding is refused: none was asked for."""
        encoding = answer.headers.get("content-encoding", "").strip()
        if encoding.lower() not in ("", "identity"):
            raise self._error(
                "protocol",
                "the server encoded its answer (Content-Encoding: %s), which it was not asked for"
                % shown(encoding, 40),
                code="encoding",
                hint="A proxy between here and the server may do that: turn its compression off.",
            )
        told = _LENGTH.fullmatch(answer.headers.get("content-length", ""))
        length = int(told.group(1)) if told else 0
        largest = self.endpoint.largest
        if length > largest:
            raise self._too_large("%d MB" % (length // _MEGABYTE))
        parts: list[bytes] = []
        size = 0
        while True:
            part = answer.raw.read(_CHUNK, decode_content=False)
            if not part:
                break
            parts.append(part)
            size += len(part)
            if size > largest:
                raise self._too_large("more than %d MB" % self.endpoint.max_response_mb)
        if size < length:
            raise self._error(
                "connection",
                "the answer was cut off after %d of %d bytes" % (size, length),
                code="truncated",
                retryable=True,
            )
        return b"".join(parts)

    def _too_large(self, size: str) -> CpanelError:
        return self._error(
            "protocol",
            "the answer has %s, and max_response_mb is %d" % (size, self.endpoint.max_response_mb),
            code="too_large",
            hint="Ask for less (filters, columns, page_size), or raise max_response_mb.",
        )

    def _malformed(self, exc: BaseException) -> CpanelError:
        return self._error(
            "protocol",
            "the answer is no HTTP: %s" % printable(str(exc) or type(exc).__name__, 200),
            code="malformed",
            hint="Something else than cPanel or WHM may listen there: check host and port.",
        )

    def _error(self, category: str, what: str, **kwargs: t.Any) -> CpanelError:
        return CpanelError(category, "%s: %s" % (self.endpoint.url, what), **kwargs)

    def _explain(self, exc: Exception) -> CpanelError:
        """What a requests exception means: the category, whether the request was sent, and the remedy."""
        chain = list(_causes(exc))
        late = next((cause for cause in chain if isinstance(cause, TooLate)), None)
        if late is not None:
            return self._late(late.sent)
        for cause in chain:
            if isinstance(cause, ssl.SSLError) and not isinstance(cause, (ssl.SSLEOFError, ssl.SSLZeroReturnError)):
                return self._explain_tls(cause)
        return self._explain_address(exc, chain) or self._explain_connecting(exc, chain)

    def _explain_address(self, exc: Exception, chain: t.Sequence[BaseException]) -> CpanelError | None:
        """What is wrong with host, port or proxy as they were given."""
        if isinstance(exc, requests.exceptions.InvalidURL):
            return usage(
                "host, port: %s is not a valid address: %s" % (self.endpoint.url, exc),
                "Give host a name or an address, without a scheme.",
            )
        if isinstance(exc, (requests.exceptions.InvalidSchema, requests.exceptions.InvalidProxyURL)) or any(
            type(cause).__name__ in ("ProxySchemeUnknown", "ProxySchemeUnsupported") for cause in chain
        ):
            return self._bad_proxy(exc)
        return None

    def _explain_connecting(self, exc: Exception, chain: t.Sequence[BaseException]) -> CpanelError:
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
        if any(isinstance(cause, (TimeoutError, urllib3.exceptions.TimeoutError)) for cause in chain):
            return self._late(True)
        return self._lost(chain)

    def _late(self, sent: bool) -> CpanelError:
        return self._error(
            "connection",
            ("no complete answer within %g seconds" if sent else "the request could not be sent within %g seconds")
            % self.endpoint.timeout,
            code="timeout",
            retryable=True,
            hint="Raise timeout if the server is slow.",
        )

    def _bad_proxy(self, exc: Exception) -> CpanelError:
        if self.endpoint.proxy is None:
            return self._malformed(exc)
        if "SOCKS" in str(exc):
            return usage(
                "proxy: SOCKS needs the Python library PySocks, which is missing",
                "Install PySocks for the Python that runs this task, or give an HTTP proxy.",
                code="missing_library",
            )
        return usage("proxy: it is no URL of a proxy", "Give proxy a URL such as http://proxy.example.com:3128.")

    def _lost(self, chain: t.Sequence[BaseException]) -> CpanelError:
        """The connection broke off: within the answer, or before it."""
        if any(_breaks_http(cause) for cause in chain):
            return self._malformed(chain[-1])
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
