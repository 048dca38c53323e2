# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sessions of one client: minted, opened, renewed once, and logged out with it.

Owns which sessions are ours to end. Must not know calls or which way they take. Called by ``routes``, ``client``, and
by ``cpanel_session``, which gives a session to the user.
"""

from __future__ import annotations

import contextlib
import dataclasses
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._interrupts import held
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.endpoint import SERVICE_TITLES
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.identity import Identity
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import Options
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.session import (
    Minted,
    Session,
    create_parameters,
    logout_path,
)

from .call import Call
from .functions import uapi, whm
from .link import Link, Links, Policy
from .reasons import Questions, session_failure
from .requests import Request, write

# Harmless questions: any answer says that a session works.
_PROBE, _WHM_PROBE = Call(uapi("Variables::get_session_information")), Call(whm("version"))
# A login or logout that is not answered by then is given up: signals wait for it.
_LOGIN_SECONDS, _LOGOUT_SECONDS = 20, 10

Extra = t.Mapping[str, t.Any]


class Sessions:
    """The sessions of one client. ``current`` is the link of the one that calls take, the options' or one opened here.

    Raises ``usage`` for a session of the options that is not one, or not one of the account that they name.
    """

    def __init__(self, options: Options, links: Links) -> None:
        self.current: Link | None = None
        self._options = options
        self._links = links
        self._owned: list[tuple[Session, Link]] = []
        self._renewed = False
        if options.session is not None:
            session = Session.from_dict(options.session)
            account, whose = options.account, session.account
            if account and whose and session.service != "whostmgrd" and account.lower() != whose.lower():
                raise usage(
                    "account: %s, but the session belongs to %s" % (account, whose),
                    "Leave account out, or open a session for it.",
                )
            self.current = links.open(session.identity(), session.endpoint(options))

    @property
    def can_mint(self) -> bool:
        """Whether there is a credential of WHM, which can open sessions."""
        return self._options.credential == "whm" and self._options.has_credentials and bool(self._options.host)

    @property
    def can_renew(self) -> bool:
        """Whether a session that died may have a successor: once in the life of a client."""
        return self.can_mint and not self._renewed

    def mint(self, account: str, service: str = "cpaneld", extra: Extra | None = None) -> Minted:
        """A one-time login (``create_user_session``), not yet opened."""
        link = self._links.to_whm("create_user_session")
        # Not counted as writing, here where it is the way to a call: it comes and goes without touching the account.
        call = Call(whm("create_user_session"), create_parameters(service, account, extra or {}), writes=False)
        result = link.call(write(call, link.identity))
        if not result.ok:
            raise session_failure(result, account, self.questions())
        return Minted.from_answer(result.data, self._options, service, account, (extra or {}).get("preferred_domain"))

    def open(self, account: str, service: str = "cpaneld", extra: Extra | None = None) -> Link:
        """Mints and opens a session; it ends with the client unless it is handed over."""
        minted = self.mint(account, service, extra)
        identity = Identity(service, account, "the login URL of %s" % account, {}, prefix=minted.security_token)
        link = self._links.open(identity, minted.endpoint)
        with held(), link.transport.limited(_LOGIN_SECONDS):
            session = minted.activated(link.visit(Request("login", service, minted.login_path)))
            link.become(session.identity())
            self._owned.append((session, link))
        self.current = link
        return link

    def renew(self, link: Link) -> Link:
        """Opens a session in place of one that died."""
        self._renewed = True
        if self._options.session is not None:
            whose = "The %s session of %s" % (SERVICE_TITLES[link.identity.service], link.identity.username)
            text = whose + " had expired and was renewed for this task only. Open a new one with cpanel_session."
            self._links.warn(text)
        self._owned = [(session, owned) for session, owned in self._owned if owned is not link]
        return self.open(link.identity.username, link.identity.service)

    def hand_over(self, link: Link) -> Session:
        """The session that was opened on a link. From here on someone else ends it."""
        session = next(session for session, owned in self._owned if owned is link)
        self._owned = [(other, owned) for other, owned in self._owned if owned is not link]
        return session

    def kept(self) -> Session | None:
        """The session that the options brought, if it still works; else None."""
        link = self.current
        if link is None or self._options.session is None:
            return None
        probe = _WHM_PROBE if link.identity.service == "whostmgrd" else _PROBE
        try:
            link.call(write(probe, link.identity, self._options.account))
        except CpanelError as exc:
            if exc.category != "session_expired":
                raise
            return None
        return Session.from_dict(self._options.session)

    def logout(self) -> bool:
        """Ends the session that the options brought; False if it had ended before."""
        if self.current is None or self._options.session is None:
            return False
        return _logout(Session.from_dict(self._options.session), self.current)

    def close(self) -> None:
        """Logs out what was opened here. A failed logout is a warning."""
        if not self._owned:
            return
        with held():
            while self._owned:
                session, link = self._owned.pop()
                try:
                    with link.transport.limited(_LOGOUT_SECONDS):
                        _logout(session, link)
                except CpanelError as exc:
                    self._links.warn(
                        "A session of %s could not be logged out; it ends by itself after 15 idle minutes: %s"
                        % (session.account, exc.msg)
                    )

    def abandon(self) -> None:
        """Ends the sessions from another thread, over connections of its own, while their client is stuck in a call.

        No other session takes their place when that call comes back.
        """
        self._renewed = True
        for session, _link in list(self._owned):
            endpoint = dataclasses.replace(session.endpoint(self._options), timeout=5)
            link = Link(session.identity(), endpoint, Policy())
            with contextlib.suppress(CpanelError):
                _logout(session, link)
            link.transport.close()

    def questions(self) -> Questions:
        """Who can be asked why a call failed."""
        is_whm = self.current is not None and self.current.identity.service == "whostmgrd"
        whm_link = self.current if is_whm else self._links.credential
        return Questions(whm_link, self.current or whm_link, self._options.account, self._options.username)


def _logout(session: Session, link: Link) -> bool:
    """False if it had ended before."""
    try:
        link.visit(Request("logout", session.service, logout_path(session)))
    except CpanelError as exc:
        if exc.category != "session_expired":
            raise
        return False
    return True
