# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends one request over one connection, and reads the answer: ``requests``, tamed.

Owns the connection, what is written into a request, and the bounds of an answer in time and size. Must not know what an
answer means (``refusals``) or whether a request may be repeated. Only ``_api``'s Link makes requests.
"""

from __future__ import annotations

import contextlib
import dataclasses
import http.client
import json
import os
import re
import ssl
import typing as t
from urllib.parse import urlencode

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import usage
from ansible_collections.hostops.cpanel.plugins.module_utils._names import printable

from . import failures
from .clock import Clock, timed
from .endpoint import MEGABYTE, Endpoint
from .tls import speaks_tls, ssl_context

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
_LENGTH = re.compile(r"\s*([0-9]{1,4000})\s*", re.ASCII)


@dataclasses.dataclass(frozen=True)
class Upload:
    """A local file that becomes a part of a multipart form."""

    field: str
    path: str


@dataclasses.dataclass(frozen=True)
class Response:
    """A complete HTTP answer: ``set_cookies`` are the raw Set-Cookie lines in order; ``reason`` can be shown."""

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
    """One identity's connection to one endpoint.

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

        Raises CpanelError ``connection``, ``tls``, ``protocol`` or ``usage``; its ``sent`` is False if the request
        never left this machine.
        """
        prepared = self._prepared(method, path, headers, form, uploads, document)
        self.requests += 1
        timeout = self.endpoint.timeout
        self._clock.start(timeout)
        try:
            answer = self._adapter.send(
                prepared,
                stream=True,
                timeout=(timeout, timeout),
                verify=self.endpoint.validate_certs,
                proxies=self._proxies,
            )
            with contextlib.ExitStack() as unread:
                unread.callback(answer.close)
                body = self._read(answer)
                cookies = tuple(answer.raw.headers.getlist("set-cookie"))
                reason = printable(answer.reason or "", 200)
                unread.pop_all()
            answer.raw.release_conn()
            return Response(answer.status_code, reason, answer.headers, cookies, body)
        except (
            requests.RequestException,
            urllib3.exceptions.HTTPError,
            http.client.HTTPException,
            OSError,
            ValueError,
            LookupError,
            AttributeError,
        ) as exc:
            error = failures.explain(exc, self.endpoint)
            if error.code == "lost" and not self.endpoint.use_ssl and speaks_tls(self.endpoint):
                error = failures.tls_expected(self.endpoint)
            raise error from exc

    def _prepared(
        self,
        method: str,
        path: str,
        headers: t.Mapping[str, str],
        form: t.Sequence[tuple[str, str]] | None,
        uploads: t.Sequence[Upload],
        document: t.Any,
    ) -> t.Any:
        """The request, ready to be sent. Files are read here, so that one that cannot be read is an error of usage."""
        headers = {**_HEADERS, **headers}
        files: list[tuple[str, t.Any]] = []
        body: t.Any = None
        try:
            if uploads:
                body = list(form or ())
                for part in uploads:  # one after the other: those before one that cannot be opened are closed, too
                    files.append((part.field, (os.path.basename(part.path), open(part.path, "rb"))))  # noqa: PERF401, SIM115
            elif document is not None:
                body = json.dumps(document).encode()
                headers["Content-Type"] = "application/json"
            elif form is not None:
                body = urlencode(form, encoding="utf-8", errors="surrogateescape")
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            return requests.Request(
                method, self.endpoint.url + path, headers=headers, data=body, files=files or None
            ).prepare()
        except requests.RequestException as exc:
            raise failures.explain(exc, self.endpoint) from exc
        except OSError as exc:
            raise usage(
                "A file to upload cannot be read: %s" % exc,
                "Check the paths that params gives as file-1, file-2 and so on.",
            ) from exc
        except UnicodeError as exc:
            raise usage(
                "host, params: contain a character that cannot be sent: %s" % exc,
                "Remove what is not text, such as one half of a surrogate pair.",
            ) from exc
        finally:
            for _field, (_name, file) in files:
                file.close()

    def _read(self, answer: t.Any) -> bytes:
        """The body as it was sent, up to the size that is allowed. An encoding is refused: none was asked for."""
        encoding = answer.headers.get("content-encoding", "").strip()
        if encoding.lower() not in ("", "identity"):
            raise failures.encoded(self.endpoint, encoding)
        announced = _LENGTH.fullmatch(answer.headers.get("content-length", ""))
        length = int(announced.group(1)) if announced else 0
        if length > self.endpoint.largest:
            raise failures.too_large(self.endpoint, "%d MB" % (length // MEGABYTE))
        parts: list[bytes] = []
        size = 0
        while True:
            part = answer.raw.read(_CHUNK, decode_content=False)
            if not part:
                break
            parts.append(part)
            size += len(part)
            if size > self.endpoint.largest:
                raise failures.too_large(self.endpoint, "more than %d MB" % self.endpoint.max_response_mb)
        if size < length:
            raise failures.truncated(self.endpoint, size, length)
        return b"".join(parts)
