# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which link a call takes: over a session, over WHM on behalf of the account, or with the account's own credential.

Owns the choice, and what takes its place when a session has died or the way over WHM is closed. Must not know how a
call is written or sent. Called by ``client``.
"""

from __future__ import annotations

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.endpoint import SERVICE_TITLES
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import Options

from .call import Call
from .link import Link, Links
from .sessions import Sessions


class Routes:
    """The links that the calls of one client take. ``via`` is how the last UAPI call went: session, whm or account."""

    def __init__(self, options: Options, links: Links, sessions: Sessions) -> None:
        self.via: str | None = None
        self._options = options
        self._links = links
        self._sessions = sessions

    def link(self, call: Call) -> Link:
        """The link for a call, over the cheapest way that can do it. Raises ``usage`` or ``wrong_port``."""
        return self._to_account(call) if call.is_uapi else self._to_whm(call)

    def other(self, link: Link, call: Call, error: CpanelError) -> Link | None:
        """The link to try once more after a failure: a session renewed, or one in place of the way over WHM."""
        if error.category == "session_expired" and link is self._sessions.current and self._sessions.can_renew:
            self.via = "session"
            return self._sessions.renew(link)
        absent = error.category == "unsupported" and error.function == "uapi_cpanel"
        closed = error.category == "permission" or absent
        may_switch = call.is_uapi and self.via == "whm" and self._options.via == "auto"
        if closed and may_switch and link is self._links.credential:
            return self._open("cpaneld")
        return None

    def _to_whm(self, call: Call) -> Link:
        session, function = self._sessions.current, call.function.name
        if session is not None and session.identity.service == "whostmgrd":
            return session
        if session is not None and self._options.session is not None and not self._sessions.can_mint:
            raise CpanelError(
                "wrong_port",
                "%s is a WHM API 1 function, but the session is for %s"
                % (function, SERVICE_TITLES[session.identity.service]),
                hint="Open the session with service: whostmgrd, or give WHM credentials.",
                function=function,
                sent=False,
            )
        return self._links.to_whm(function)

    def _to_account(self, call: Call) -> Link:
        options, session = self._options, self._sessions.current
        if session is not None and session.identity.service != "whostmgrd":
            self.via = "session"
            return session
        if session is None and options.credential == "cpanel":
            self._check_own_account()
            self.via = "account"
            return self._links.with_credential()
        if not options.account:
            raise usage("account is missing", "Set account to the name of the cPanel account.")
        webmail = "@" in options.account  # WHM calls for accounts only
        needs_session = options.via == "auto" and (call.function.session_only or webmail)
        if session is None and (options.via == "session" or needs_session):
            return self._open("webmaild" if webmail else "cpaneld")
        if call.function.session_only:
            raise usage(
                "via: %s works only over a session" % call.function.name,
                "Set via to session or auto, and give a WHM credential.",
            )
        self.via = "whm"
        return session or self._links.with_credential()

    def _open(self, service: str) -> Link:
        self.via = "session"
        return self._sessions.open(str(self._options.account), service)

    def _check_own_account(self) -> None:
        options = self._options
        if options.account and options.account.lower() != options.username.lower():
            raise usage(
                "account: %s, but the credential belongs to %s" % (options.account, options.username),
                "Leave account out, or give a WHM credential (credential: whm).",
            )
        if options.via != "auto":
            raise usage("via: %s needs a WHM credential" % options.via, "Leave via out with credential: cpanel.")
