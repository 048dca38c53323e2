# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One identity on its own connection: requests are sent, repeated where that is safe, and their failures explained.

Owns when a request is repeated, and what a lost answer means for one that writes. Must not know options or which way a
call takes: ``routes`` gives a link, ``requests`` writes for its identity. ``Links`` are those of one client. Called by
``client``, ``paging``, ``batches`` and ``reasons``.
"""

from __future__ import annotations

import dataclasses
import random
import time
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._interrupts import orphaned, waiting
from ansible_collections.hostops.cpanel.plugins.module_utils._names import printable
from ansible_collections.hostops.cpanel.plugins.module_utils._wire import envelope
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.breaker import Breaker
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.endpoint import (
    SERVICE_TITLES,
    Endpoint,
    port_of,
    service_of_port,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.identity import Identity
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import Options
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.refusals import Exchange, revoked
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.transport import Response, Transport

from .privileges import missing_privilege
from .requests import Request

# What any credential of WHM may ask.
_PRIVILEGES = Request("myprivs", "whostmgrd", "/json-api/myprivs", [("api.version", "1")], envelope.parse_whm)

# An answer came, and does not say what was done.
_UNREADABLE = frozenset(("wrong_shape", "malformed", "too_large", "encoding"))


@dataclasses.dataclass(frozen=True)
class Policy:
    """How the links of a client behave.

    ``retries`` is the number of repetitions; in check mode a request that writes is refused; ``warn`` shows a text
    to the user; ``trouble`` hears of every passing failure, and says whether to go on.
    """

    retries: int = 0
    check_mode: bool = False
    warn: t.Callable[[str], None] = lambda _text: None
    trouble: t.Callable[[], bool] = lambda: True


class Link:
    """One identity on its own connection. Not for several threads."""

    def __init__(self, identity: Identity, endpoint: Endpoint, policy: Policy) -> None:
        self.identity = identity
        self.transport = Transport(endpoint)
        self._policy = policy
        self._breaker = Breaker(identity, policy.warn)

    def become(self, identity: Identity) -> None:
        """From here on requests are those of another identity, which this connection has just logged in."""
        self.identity = identity
        self._breaker = Breaker(identity, self._policy.warn)

    def visit(self, request: Request) -> Response:
        """GETs a login or logout URL: the two that are no calls. A redirect is an answer and is not followed."""
        return t.cast(Response, self.call(request).data)

    def call(self, request: Request) -> Result:
        """Sends a request until it is answered, good or bad, or must not be repeated: then raises CpanelError.

        No call is sent any more for a run that is gone.
        """
        if request.parse is not None and orphaned():
            text = "%s was not sent, because the process that ran the play is gone" % request.function
            raise CpanelError("connection", text, code="interrupted", sent=False)
        if request.writes and self._policy.check_mode:
            text = "check mode: %s writes and was not sent" % request.function
            raise usage(text, code="check_mode", function=request.function)
        attempt = 0
        while True:
            try:
                with self._breaker.attempt():
                    answer = self.transport.request(
                        "GET" if request.parse is None else "POST",
                        request.path,
                        headers=self.identity.headers,
                        form=request.form,
                        uploads=request.uploads,
                        document=request.document,
                    )
                    return self._read(request, answer)
            except CpanelError as exc:
                given_up = exc.retryable and not self._policy.trouble()
                harmless = not request.writes or not exc.sent or exc.code == "too_many_requests"
                if not (exc.retryable and harmless) or attempt >= self._policy.retries or given_up or waiting():
                    error = _explained(exc, request, harmless, self.transport.endpoint)
                    if error.code == "forbidden" and request is not _PRIVILEGES:
                        error = self._confirmed(error)
                    raise error from exc.__cause__
            time.sleep(min(8.0, 0.25 * 2**attempt) * random.uniform(0.75, 1.25))  # noqa: S311 - spreads retries, hides nothing
            attempt += 1

    def _confirmed(self, error: CpanelError) -> CpanelError:
        """A credential that has worked before is refused: it lacks a privilege, or it has been revoked. Asked once."""
        with self._breaker.alone() as refused:
            if refused is not None:
                return refused
            try:
                privileges = self.call(_PRIVILEGES)
            except CpanelError as exc:
                if exc.code == "forbidden":
                    return self._breaker.refuse(revoked(error, self.identity))
                return error
        function = "uapi_cpanel" if "::" in str(error.function) else str(error.function)
        if missing_privilege(function, privileges):
            error.code = "missing_acl"
        return error

    def _read(self, request: Request, answer: Response) -> Result:
        """The result that an answer holds. Whatever a server says, what cannot be read is its failure, not a bug."""
        if request.parse is None and 300 <= answer.status < 400:
            return Result(request.function, data=answer)
        endpoint = self.transport.endpoint
        exchange = Exchange(
            request.function, request.service, self.identity, endpoint.use_ssl, self._breaker.proven, answer
        )
        exchange.check_status()
        if request.parse is None:
            return Result(request.function, data=answer)
        try:
            document, clean = envelope.decode(answer.body, endpoint.largest)
            try:
                result = request.parse(document, request.function)
            except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as exc:
                text = "JSON with values that are not of the documented types"
                raise envelope.Unreadable("malformed", text) from exc
        except envelope.Unreadable as exc:
            raise exchange.unreadable(exc) from None
        result.size = len(answer.body)
        if result.foreign:
            raise exchange.foreign(result)
        if not clean:
            result.warnings.append(
                "The answer was not valid UTF-8, or held control characters; some characters were replaced."
            )
        return result


def _explained(error: CpanelError, request: Request, harmless: bool, endpoint: Endpoint) -> CpanelError:
    """The error with what it means for the request.

    A write whose answer was lost may have taken effect: it is neither repeated nor called failed.
    """
    error.function = error.function or request.function
    error.service = error.service or request.service
    if error.code == "auth_invalid" and service_of_port(endpoint.port) is None:
        error.hint = (
            "%s Port %d is not one of cPanel's own: it may lead to another service than %s, which listens on %d."
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


class Links:
    """The connections of one client: made alike, counted, and closed together.

    ``shared`` is a connection with the options' credential that someone else keeps open, counts and closes.
    """

    def __init__(self, options: Options, policy: Policy, shared: Link | None = None) -> None:
        self.credential = shared  # the link with the options' credential, once there is one
        self._options = options
        self._policy = policy
        self._opened: list[Link] = []

    @property
    def requests(self) -> int:
        """How many requests were sent so far."""
        return sum(link.transport.requests for link in self._opened)

    def warn(self, text: str) -> None:
        """What a server said may be part of it."""
        self._policy.warn(printable(text))

    def open(self, identity: Identity, endpoint: Endpoint) -> Link:
        if not endpoint.use_ssl and all(link.transport.endpoint.use_ssl for link in self._opened):
            self.warn(
                "use_ssl is false: %s is reached over plain HTTP, and anyone on the way can read what is sent."
                % endpoint.netloc
            )
        link = Link(identity, endpoint, self._policy)
        self._opened.append(link)
        return link

    def with_credential(self) -> Link:
        """The link that presents the options' credential; always the same."""
        if self.credential is None:
            endpoint = self._options.endpoint()
            self.credential = self.open(self._options.identity(endpoint), endpoint)
        return self.credential

    def to_whm(self, function: str) -> Link:
        """The same for a function of WHM API 1. Raises ``wrong_port`` or ``usage`` if it is no credential of WHM."""
        if self._options.credential != "whm":
            raise CpanelError(
                "wrong_port",
                "%s is a WHM API 1 function, but credential is cpanel" % function,
                hint="Give the token or password of root or a reseller, with credential: whm.",
                function=function,
                sent=False,
            )
        if not self._options.has_credentials or not self._options.host:
            raise usage("api_token or login_password is missing", "%s needs host and a WHM credential." % function)
        return self.with_credential()

    def close(self) -> None:
        for link in self._opened:
            link.transport.close()
