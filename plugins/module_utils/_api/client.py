# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import contextlib
import dataclasses
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._interrupts import held
from ansible_collections.hostops.cpanel.plugins.module_utils._names import printable
from ansible_collections.hostops.cpanel.plugins.module_utils._wire import envelope as _envelope
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import SERVICE_TITLES, Identity, Options
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.session import (
    Minted,
    Session,
    create_parameters,
    logout_path,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.transport import Endpoint

from . import batches as _batch
from . import paging as _paging
from . import reasons as _explain
from . import requests as _request
from .functions import uapi, whm
from .link import Link
from .requests import Call, Request

_PROBE = Call(uapi("Variables::get_session_information"))
# A login or logout that is not answered by then is given up: signals wait for it.
_LOGIN_SECONDS, _LOGOUT_SECONDS = 20, 10


class Client:
    """Calls functions for one task: as whom, over which way, and what to do when a session died or a way is closed.

    A context manager: leaving it logs out every session that it opened, also when interrupted. In check mode it
    refuses to send a call that writes. ``via`` tells the way taken: session, whm or account. ``base`` is a connection
    with the same credential that someone else keeps open; ``trouble`` is told of passing failures and says whether to
    go on. Not for several threads.
    """

    def __init__(
        self,
        options: Options,
        *,
        check_mode: bool = False,
        warn: t.Callable[[str], None] = lambda _text: None,
        base: Link | None = None,
        trouble: t.Callable[[], bool] = lambda: True,
    ) -> None:
        options.validate()
        self.options = options
        self.via: str | None = None
        self._check_mode = check_mode
        self._show = warn
        self._links: list[Link] = []
        self._trouble = trouble
        self._base = base
        self._session: Link | None = None
        self._owned: list[tuple[Session, Link]] = []
        self._renewed = False
        if options.session is not None:
            self._adopt(Session.from_dict(options.session))

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *exc_info: t.Any) -> None:
        self.close()

    def _warn(self, text: str) -> None:
        """What a server said may be part of it."""
        self._show(printable(text))

    @property
    def account(self) -> str:
        """The cPanel account that calls act on. Raises ``usage`` if nothing tells."""
        session = self.options.session or {}
        own = self.options.username if self.options.credential == "cpanel" else None
        whose = [session.get("account"), self.options.account, own]
        if session.get("service") == "whostmgrd":  # that is a reseller's or root's, not an account's
            whose = [self.options.account]
        found = next(filter(None, whose), None)
        if found is None:
            raise usage("account is missing", "Give account, the cPanel account that is meant.")
        return str(found).lower()

    @property
    def requests(self) -> int:
        """How many requests were sent so far."""
        return sum(link.transport.requests for link in self._links)

    def close(self) -> None:
        """Logs out what this client opened and closes its connections. A failed logout is a warning."""
        with held():
            while self._owned:
                session, link = self._owned.pop()
                try:
                    with link.transport.limited(_LOGOUT_SECONDS):
                        self._logout(session, link)
                except CpanelError as exc:
                    self._warn(
                        "A session of %s could not be logged out and ends after 15 idle minutes: %s"
                        % (session.account, exc.msg)
                    )
            for link in self._links:
                link.transport.close()

    def abandon(self) -> None:
        """Ends the sessions from another thread, over connections of its own, while this client is stuck in a call.

        No other session takes their place when that call comes back.
        """
        self._renewed = True
        for session, _link in list(self._owned):
            endpoint = dataclasses.replace(session.endpoint(self.options), timeout=5)
            link = Link(session.identity(), endpoint, retries=0, check_mode=False)
            with contextlib.suppress(CpanelError):
                self._logout(session, link)
            link.transport.close()

    # Sessions

    def mint(self, account: str, service: str = "cpaneld", extra: t.Mapping[str, t.Any] | None = None) -> Minted:
        """A one-time login (``create_user_session``), not yet opened."""
        self._require_whm("create_user_session")
        # Not counted as writing, here where it is the way to a call: it comes and goes without touching the account.
        call = Call(whm("create_user_session"), create_parameters(service, account, extra or {}), writes=False)
        result = self.credentials().call(_request.whm_request(self.credentials().identity, call))
        if not result.ok:
            raise _explain.session_failure(result, account, self.options.username, self._ask_whm)
        return Minted.from_answer(result.data, self.options, service, account, (extra or {}).get("preferred_domain"))

    def open_session(
        self, account: str, service: str = "cpaneld", extra: t.Mapping[str, t.Any] | None = None
    ) -> Session:
        """Mints and opens a session; it is closed with this client unless ``disown`` is called."""
        minted = self.mint(account, service, extra)
        link = self._link(
            Identity(service, account, "the login URL of %s" % account, {}, prefix=minted.security_token),
            minted.endpoint,
        )
        with held(), link.transport.limited(_LOGIN_SECONDS):
            session = minted.activated(link.visit(Request("login", service, minted.login_path, [])))
            link.become(session.identity())
            self._owned.append((session, link))
        self._session = link
        return session

    def disown(self, session: Session) -> None:
        """From here on someone else closes this session."""
        self._owned = [(owned, link) for owned, link in self._owned if owned is not session]

    def kept_session(self) -> Session | None:
        """The session that the options brought, if it still works; else None."""
        if self._session is None or self.options.session is None or not self._alive(self._session):
            return None
        return Session.from_dict(self.options.session)

    @property
    def can_mint(self) -> bool:
        """Whether there is a credential of WHM, which can open sessions."""
        return self.options.credential == "whm" and self.options.has_credentials and bool(self.options.host)

    def _alive(self, link: Link) -> bool:
        """Any answer to something harmless says that a session works."""
        whm_side = link.identity.service == "whostmgrd"
        try:
            link.call(self._whm(link, Call(whm("version"))) if whm_side else self._uapi(link, _PROBE))
        except CpanelError as exc:
            if exc.category != "session_expired":
                raise
            return False
        return True

    def logout(self) -> bool:
        """Ends the session that the options brought; False if it had ended before."""
        if self._session is None or self.options.session is None:
            return False
        return self._logout(Session.from_dict(self.options.session), self._session)

    def _logout(self, session: Session, link: Link) -> bool:
        try:
            link.visit(Request("logout", session.service, logout_path(session), []))
        except CpanelError as exc:
            if exc.category != "session_expired":
                raise
            return False
        return True

    def _adopt(self, session: Session) -> None:
        account = self.options.account
        if (
            account
            and session.account
            and session.service != "whostmgrd"
            and account.lower() != session.account.lower()
        ):
            raise usage(
                "account: %s, but session is one of %s" % (account, session.account),
                "Leave account out, or open a session for it.",
            )
        self._session = self._link(session.identity(), session.endpoint(self.options))

    # Calls

    def whm(self, call: Call) -> Result:
        """One WHM API 1 function; all its pages if a page size is given. Raises CpanelError if it failed."""
        result = self._on_whm(call.function.name, lambda link: self._paged(link, call, self._whm, "chunk"))
        if not result.ok:
            raise _explain.whm_failure(result, call.function, call.params, self.options.username, self._ask_whm)
        return result

    def uapi(self, call: Call) -> Result:
        """One UAPI function for the account, over the cheapest way that can do it. Raises CpanelError if it failed."""

        def perform(link: Link) -> Result:
            result = self._paged(link, call, self._uapi, "paginate")
            if link.identity.service == "whostmgrd" and result.ok:
                result.data = call.controls.applied(result.data)
            return result

        result = self._on_account([call], perform)
        if not result.ok:
            raise _explain.uapi_failure(result, call.function, call.params, self._ask_uapi)
        return result

    def uapi_batch(self, calls: t.Sequence[Call]) -> tuple[list[Result], CpanelError | None]:
        """Several functions in one request (Batch::strict): in order, up to the first failure.

        Returns the results of what ran, the failed one last, and the error if there was one.
        """
        batch = _request.strict_batch(calls)
        outer = self._on_account(calls, lambda link: link.call(self._uapi(link, batch)))
        return _batch.unpack_strict(outer, calls, self._ask_uapi)

    def accounts_batch(
        self, wanted: t.Sequence[tuple[str, t.Sequence[Call]]], *, strict: bool
    ) -> dict[str, tuple[list[Result], CpanelError | None]]:
        """Calls on several accounts in one WHM batch; ``strict`` stops an account's calls at the first failure.

        Returns for each account what ``uapi_batch`` does. Raises CpanelError if the batch as a whole failed.
        """
        link = self.credentials()
        packed = [(account, [_request.strict_batch(calls)] if strict else list(calls)) for account, calls in wanted]
        commands = [_request.on_account(account, call) for account, calls in packed for call in calls]
        outer = link.call(self._whm(link, _request.whm_batch(commands, abort=False)))
        if not outer.ok and outer.data is None:
            raise _explain.whm_failure(outer, whm("batch"), {}, self.options.username, self._ask_whm)
        names = [call.function.name for _account, calls in packed for call in calls]
        answers = _batch.parsed(outer, names, _envelope.parse_uapi_cpanel, commands)
        found: dict[str, tuple[list[Result], CpanelError | None]] = {}
        start = 0
        for (account, sent), (_account, calls) in zip(packed, wanted):
            mine = answers[start : start + len(sent)]
            start += len(sent)
            asks = _batch.Asks(self._ask_whm, self._ask_about(account), self.options.username)
            found[account] = _batch.of_account(account, mine, calls, strict, asks)
        return found

    def whm_batch(self, calls: t.Sequence[Call]) -> tuple[list[Result], CpanelError | None]:
        """Several WHM API 1 functions in one request (``batch``), in order; results as of ``uapi_batch``."""
        batch = _request.whm_batch(calls)
        outer = self._on_whm("batch", lambda link: link.call(self._whm(link, batch)))
        results = _batch.parsed(outer, [call.function.name for call in calls], _envelope.parse_whm_call, calls)
        for number, result in enumerate(results):
            if not result.ok:
                call, username = calls[number], self.options.username
                error = _explain.whm_failure(result, call.function, call.params, username, self._ask_whm)
                return results[: number + 1], error
        return results, _batch.verdict(outer, calls, results)

    # The way of a call

    def _on_whm(self, function: str, perform: t.Callable[[Link], Result]) -> Result:
        link = self._whm_link(function)
        try:
            return perform(link)
        except CpanelError as exc:
            if link is not self._session or not self._may_renew(exc):
                raise
        self._renew(link)
        return perform(self._session)

    def _on_account(self, calls: t.Sequence[Call], perform: t.Callable[[Link], Result]) -> Result:
        """Chooses the way, renews a session that died once, and leaves WHM's way where it turns out to be closed."""
        link = self._uapi_link(calls)
        try:
            result = perform(link)
            if not result.ok and result.function == "uapi_cpanel":
                account = str(self.options.account)
                raise _explain.session_failure(result, account, self.options.username, self._ask_whm)
            return result
        except CpanelError as exc:
            absent = exc.category == "unsupported" and exc.function == "uapi_cpanel"
            closed = exc.category == "permission" or absent
            if self._may_renew(exc):
                self._renew(link)
            elif closed and link is self._base and self.via == "whm" and self.options.via == "auto":
                self._open_for(str(self.options.account))
            else:
                raise
        return perform(t.cast(Link, self._session))

    def _renew(self, link: Link) -> None:
        self._renewed = True
        if self.options.session is not None:
            whose = "The %s session of %s" % (SERVICE_TITLES[link.identity.service], link.identity.username)
            self._warn(whose + " had expired and was renewed for this task only; open a new one with cpanel_session.")
        self._open_for(link.identity.username, link.identity.service)

    def _may_renew(self, error: CpanelError) -> bool:
        return error.category == "session_expired" and not self._renewed and self.can_mint

    def _open_for(self, account: str, service: str = "cpaneld") -> None:
        self.via = "session"
        self._owned = [(owned, link) for owned, link in self._owned if link is not self._session]
        self.open_session(account, service)

    def _uapi_link(self, calls: t.Sequence[Call]) -> Link:
        session_only = [call.function.name for call in calls if call.function.session_only]
        if self._session is not None and self._session.identity.service != "whostmgrd":
            self.via = "session"
            return self._session
        if self._session is None and self.options.credential == "cpanel":
            self._check_own_account()
            self.via = "account"
            return self.credentials()
        if not self.options.account:
            raise usage(
                "account is missing", "Give account, the cPanel account that %s acts on." % calls[0].function.name
            )
        webmail = "@" in self.options.account  # WHM calls for accounts only
        needs_session = bool(session_only) or webmail
        if self._session is None and (self.options.via == "session" or (self.options.via == "auto" and needs_session)):
            self._open_for(self.options.account, "webmaild" if webmail else "cpaneld")
            return t.cast(Link, self._session)
        if session_only:
            raise usage(
                "via: %s works only over a session" % session_only[0],
                "Set via to session or auto, with credentials of WHM.",
            )
        self.via = "whm"
        return self._session or self.credentials()

    def _check_own_account(self) -> None:
        if self.options.account and self.options.account.lower() != self.options.username.lower():
            raise usage(
                "account: %s, but the credential is the one of %s" % (self.options.account, self.options.username),
                "Leave account out, or give a WHM credential (credential: whm).",
            )
        if self.options.via != "auto":
            raise usage("via: %s needs a WHM credential" % self.options.via, "Leave via out with credential: cpanel.")

    def _whm_link(self, function: str) -> Link:
        service = self._session.identity.service if self._session is not None else None
        if self._session is not None and service == "whostmgrd":
            return self._session
        if self.options.session is not None and service is not None and not self.can_mint:
            raise CpanelError(
                "wrong_port",
                "%s is a WHM API 1 function, but session is one of %s" % (function, SERVICE_TITLES[service]),
                hint="Open the session with service: whostmgrd, or give WHM credentials.",
                function=function,
                sent=False,
            )
        self._require_whm(function)
        return self.credentials()

    def _require_whm(self, function: str) -> None:
        if self.options.credential != "whm":
            raise CpanelError(
                "wrong_port",
                "%s is a WHM API 1 function, but credential is cpanel" % function,
                hint="Give the token or password of root or a reseller, with credential: whm.",
                function=function,
                sent=False,
            )
        if not self.options.has_credentials or not self.options.host:
            raise usage("api_token or login_password is missing", "%s needs host and a WHM credential." % function)

    def credentials(self) -> Link:
        if self._base is None:
            self._base = self._link(self.options.identity(), self.options.endpoint())
        return self._base

    def _link(self, identity: Identity, endpoint: Endpoint) -> Link:
        if not endpoint.use_ssl and all(link.transport.endpoint.use_ssl for link in self._links):
            self._warn(
                "%s is spoken to in plain HTTP (use_ssl: false): what is sent can be read on the way." % endpoint.netloc
            )
        link = Link(
            identity,
            endpoint,
            retries=self.options.retries,
            check_mode=self._check_mode,
            trouble=self._trouble,
            warn=self._warn,
        )
        self._links.append(link)
        return link

    @staticmethod
    def _whm(link: Link, call: Call, start: int = 1) -> Request:
        return _request.whm_request(link.identity, call, start)

    def _uapi(self, link: Link, call: Call, start: int = 1) -> Request:
        return _request.uapi_request(link.identity, call, self.options.account, start)

    @staticmethod
    def _paged(link: Link, call: Call, build: t.Callable[[Link, Call, int], Request], block: str) -> Result:
        """One request, or one for each page."""
        if not call.controls.page_size:
            return link.call(build(link, call, 1))
        largest = link.transport.endpoint.largest
        return _paging.fetch(lambda start: link.call(build(link, call, start)), call.function.name, block, largest)

    # Questions after a failure

    def _ask_whm(self, function: str, params: t.Mapping[str, t.Any]) -> Result | None:
        link = (
            self._session if self._session is not None and self._session.identity.service == "whostmgrd" else self._base
        )
        return self._ask(link, self._whm, Call(whm(function), params))

    def _ask_uapi(self, function: str, params: t.Mapping[str, t.Any]) -> Result | None:
        return self._ask(self._session or self._base, self._uapi, Call(uapi(function), params))

    def _ask_about(self, account: str) -> _explain.Ask:
        def ask(function: str, params: t.Mapping[str, t.Any]) -> Result | None:
            call = Call(uapi(function), params)
            return self._ask(
                self.credentials(), lambda link, call: _request.uapi_request(link.identity, call, account), call
            )

        return ask

    @staticmethod
    def _ask(link: Link | None, build: t.Callable[[Link, Call], Request], call: Call) -> Result | None:
        try:
            return None if link is None else link.call(build(link, call))
        except CpanelError:
            return None
