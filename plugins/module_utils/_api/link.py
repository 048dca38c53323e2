# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import random
import time
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._interrupts import orphaned, waiting
from ansible_collections.hostops.cpanel.plugins.module_utils._wire import envelope as _envelope
from ansible_collections.hostops.cpanel.plugins.module_utils._wire import refusals as _diagnosis
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.breaker import Breaker
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import (
    SERVICE_TITLES,
    Identity,
    port_of,
    service_of_port,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.transport import Endpoint, Response, Transport

from . import reasons as _explain
from .requests import Request

_T = t.TypeVar("_T")
# What any credential of WHM may ask.
_ALIVE = Request("myprivs", "whostmgrd", "/json-api/myprivs", [("api.version", "1")], _envelope.parse_whm)

# An answer came, and does not say what was done.
_UNREADABLE = frozenset(("wrong_shape", "malformed", "too_large", "encoding"))


class Link:
    """One identity on its own connection: sends requests, repeats them where that is safe, says what a failure means.

    ``retries`` is the number of repetitions; in check mode a request that writes is refused; ``trouble`` is told of
    every passing failure and says whether to go on; ``warn`` of what a user should know. Not for several threads.
    """

    def __init__(
        self,
        identity: Identity,
        endpoint: Endpoint,
        *,
        retries: int,
        check_mode: bool,
        trouble: t.Callable[[], bool] = lambda: True,
        warn: t.Callable[[str], None] = lambda _text: None,
    ) -> None:
        self.identity = identity
        self.transport = Transport(endpoint)
        self._warn = warn
        self._breaker = Breaker(identity, warn)
        self._retries = retries
        self._check_mode = check_mode
        self._trouble = trouble

    def become(self, identity: Identity) -> None:
        """From here on requests are those of another identity, which this connection has just logged in."""
        self.identity = identity
        self._breaker = Breaker(identity, self._warn)

    def call(self, request: Request) -> Result:
        """POSTs a call and returns its answer, good or bad; raises CpanelError if there was none.

        Nothing is sent any more for a run that is gone.
        """
        if orphaned():
            text = "%s was not sent, as the process that ran the play is gone" % request.function
            raise CpanelError("connection", text, code="interrupted", sent=False)
        try:
            return self._repeated(request, lambda: self._read(request, self._post(request)))
        except CpanelError as exc:
            raise (self._confirmed(exc) if exc.code == "forbidden" else exc) from exc.__cause__

    def visit(self, request: Request) -> Response:
        """GETs a login or logout URL: the two that are no calls. A redirect is an answer and is not followed."""

        def get() -> Response:
            answer = self.transport.request("GET", request.path, headers=self.identity.headers)
            if not 300 <= answer.status < 400:
                self._check(request, answer)
            return answer

        return self._repeated(request, get)

    def _confirmed(self, error: CpanelError) -> CpanelError:
        """A credential that has worked before is refused: it lacks a privilege, or it has been revoked. Asked once."""
        with self._breaker.alone() as refused:
            if refused is not None:
                return refused
            try:
                held = self._repeated(_ALIVE, lambda: self._read(_ALIVE, self._post(_ALIVE)))
            except CpanelError as exc:
                if exc.code == "forbidden":
                    return self._breaker.refuse(_diagnosis.revoked(error, self.identity))
                return error
        function = "uapi_cpanel" if "::" in str(error.function) else str(error.function)
        if _explain.missing_acl(function, lambda _function, _params: held):
            error.code = "missing_acl"
        return error

    def _post(self, request: Request) -> Response:
        answer = self.transport.request(
            "POST",
            request.path,
            headers=self.identity.headers,
            form=request.form,
            uploads=request.uploads,
            document=request.document,
        )
        self._check(request, answer)
        return answer

    def _check(self, request: Request, answer: Response) -> None:
        _diagnosis.check_http(
            answer,
            self.identity,
            request.function,
            request.service,
            self.transport.endpoint.use_ssl,
            self._breaker.proven,
        )

    def _read(self, request: Request, answer: Response) -> Result:
        use_ssl = self.transport.endpoint.use_ssl
        try:
            result, clean = _parsed(request, answer.body, self.transport.endpoint.largest)
        except _envelope.Unreadable as exc:
            raise _diagnosis.check_body(
                answer, self.identity, request.function, request.service, use_ssl, self._breaker.proven, exc
            ) from None
        result.size = len(answer.body)
        if result.foreign:
            raise _diagnosis.foreign(result, request.service, use_ssl, answer.status)
        if not clean:
            result.warnings.append(
                "The answer was not valid UTF-8, or held control characters; some characters were replaced."
            )
        return result

    def _repeated(self, request: Request, once: t.Callable[[], _T]) -> _T:
        if request.writes and self._check_mode:
            raise usage(
                "check mode: %s writes and was not sent" % request.function,
                code="check_mode",
                function=request.function,
            )
        attempt = 0
        while True:
            try:
                with self._breaker.attempt():
                    return once()
            except CpanelError as exc:
                given_up = exc.retryable and not self._trouble()
                harmless = not request.writes or not exc.sent or exc.code == "too_many_requests"
                if not (exc.retryable and harmless) or attempt >= self._retries or given_up or waiting():
                    raise _verdict(exc, request, harmless, self.transport.endpoint) from exc.__cause__
            time.sleep(min(8.0, 0.25 * 2**attempt) * random.uniform(0.75, 1.25))  # noqa: S311 - spreads retries, hides nothing
            attempt += 1


def _parsed(request: Request, body: bytes, largest: int) -> tuple[Result, bool]:
    """The result in a body. Whatever a server says, what cannot be read is its failure, and no bug of ours."""
    document, clean = _envelope.decode(body, largest)
    try:
        return request.parse(document, request.function), clean
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as exc:
        raise _envelope.Unreadable("malformed", "JSON with values of other types than documented") from exc


def _verdict(error: CpanelError, request: Request, harmless: bool, endpoint: Endpoint) -> CpanelError:
    """A write whose answer was lost may have taken effect: it is neither repeated nor called failed."""
    error.function = error.function or request.function
    error.service = error.service or request.service
    if error.code == "auth_invalid" and service_of_port(endpoint.port) is None:
        error.hint = (
            "%s Port %d is none of cPanel's own: it may lead to another service than %s, which listens on %d."
            % (
                error.hint,
                endpoint.port,
                SERVICE_TITLES[request.service],
                port_of(request.service, endpoint.use_ssl),
            )
        )
    if (error.retryable or error.code in _UNREADABLE) and not harmless:
        error.category, error.retryable = "ambiguous", False
        error.msg = "%s was sent, but its answer was lost; it may or may not have taken effect. %s" % (
            request.function,
            error.msg,
        )
        error.hint = "Read the state before you repeat it."
    return error
