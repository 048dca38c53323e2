# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is asking: tokens, passwords, second factors and lock-outs, checked against the state (protocol.md 2).

Must not know requests, nor what an identity may do. Called by ``access.py``.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..api.identity import ALL, Identity
from ..state.accounts import Account
from ..state.secrets import equal, totp_accepts
from ..state.sessions import Session

if TYPE_CHECKING:
    from ..server import SimServer


@dataclass
class FailedLogin:
    """One failed authentication."""

    time: float
    user: str
    service: str
    reason: str
    ip: str


class AuthError(Exception):
    """The credentials were refused; ``locked`` when cPHulk did it."""

    def __init__(self, reason: str, user: str = "", locked: bool = False, message: str = "") -> None:
        super().__init__(reason)
        self.user = user
        self.locked = locked
        self.message = message or "The login is invalid."


class WrongPort(Exception):
    """A valid token at a service that does not take its kind (protocol.md 1.3)."""


class Authenticator:
    """Checks credentials against one server's state and counts the failures."""

    def __init__(self, server: SimServer) -> None:
        self.server = server
        self.failures: dict[str, list[float]] = {}
        self.locked_until: dict[str, float] = {}

    def reset(self) -> None:
        """Forget failures and lock-outs."""
        self.failures.clear()
        self.locked_until.clear()

    # cPHulk

    def locked(self, user: str) -> bool:
        """Is this user locked out now?"""
        return self.server.switches.cphulk and self.locked_until.get(user, 0.0) > self.server.clock.now()

    def failed(self, user: str, service: str, reason: str, ip: str) -> None:
        """Count a failure; the last allowed one locks the user."""
        now = self.server.clock.now()
        self.server.failed_logins.append(FailedLogin(now, user, service, reason, ip))
        self.server.log_login(f'{ip} - {user or "-"} "-" FAILED LOGIN {service}: {reason}')
        if not user or self.locked(user):
            return
        switches = self.server.switches
        recent = [t for t in self.failures.get(user, []) if now - t < switches.cphulk_period]
        recent.append(now)
        self.failures[user] = recent
        if switches.cphulk and len(recent) >= switches.cphulk_threshold:
            self.locked_until[user] = now + switches.cphulk_period

    # The ways in

    def by_header(self, header: str, service: str, ip: str, otp: str) -> Identity:
        """``Authorization: whm|cpanel USER:TOKEN`` or ``Basic``; a failure is counted and raised."""
        scheme, _space, rest = header.strip().partition(" ")
        scheme, rest = scheme.lower(), rest.strip()
        how = "basic" if scheme == "basic" else "token"
        if scheme == "basic":
            try:
                rest = base64.b64decode(rest, validate=True).decode("utf-8", "replace")
            except (binascii.Error, ValueError):
                rest = ""
        user, _colon, secret = rest.partition(":")
        if self.locked(user) and (how == "basic" or self.server.switches.cphulk_tokens):
            self.failed(user, service, "brute force protection active", ip)
            raise AuthError("locked", user, locked=True)
        try:
            if how == "basic":
                return self.by_password(user, secret, service, otp, api=True)
            if scheme in ("whm", "cpanel"):
                return self._by_token(scheme, user, secret, service, ip)
            raise AuthError("unknown scheme", user)
        except AuthError as error:
            self.failed(user, service, str(error), ip)
            raise

    def by_password(self, user: str, password: str, service: str, otp: str, api: bool = False) -> Identity:
        """A user name and password; raises AuthError without counting."""
        if not user or not password:
            raise AuthError("login attempt without username or password", user)
        identity, expected, secret = self._named(user, service)
        if not equal(expected, password):
            raise AuthError("user password incorrect", user)
        code_needed = secret and (not api or self.server.switches.two_factor_api)
        if code_needed and not totp_accepts(secret, otp, self.server.clock.now()):
            raise AuthError("security code incorrect", user, message="The security code is invalid.")
        identity.how = "basic"
        return identity

    def _named(self, user: str, service: str) -> tuple[Identity, str, str]:
        """The identity a user name stands for at a service, its password and its second-factor secret."""
        state = self.server.state
        if service == "whostmgrd":
            if user == "root":
                return Identity("root", "root", acls=ALL), state.root_password, state.root_otp_secret
            reseller = state.resellers.get(user)
            if reseller is None:
                raise AuthError(f"invalid reseller {user}", user)
            return Identity("reseller", user, acls=reseller.acls), reseller.password, reseller.otp_secret
        if service == "webmaild" and "@" in user:
            held = self.server.find_mailbox(user)
            if held is None:
                raise AuthError(f"invalid webmail user {user}", user)
            account, box = held
            self._open_account(account, user)
            if box.suspended_login:
                raise AuthError("login suspended", user)
            return Identity("webmail", user, account=account, mailbox=box), box.password, ""
        account = self._account(user)
        return Identity("account", user, account=account), account.password, account.otp_secret

    def _account(self, user: str) -> Account:
        if user == "root":
            raise AuthError("invalid cpanel user root", user)
        account = self.server.state.accounts.get(user)
        if account is None:
            raise AuthError(f"invalid cpanel user {user} (loadcpdata failed)", user)
        self._open_account(account, user)
        return account

    @staticmethod
    def _open_account(account: Account, user: str) -> None:
        if account.suspended:
            raise AuthError("account suspended", user)

    def _by_token(self, scheme: str, user: str, value: str, service: str, ip: str) -> Identity:
        state = self.server.state
        if scheme == "whm" and service == "whostmgrd":
            if user == "root":
                identity, tokens = Identity("root", user, acls=ALL), state.root_tokens
            elif user in state.resellers:
                reseller = state.resellers[user]
                identity, tokens = Identity("reseller", user, acls=reseller.acls), reseller.tokens
            else:
                raise AuthError(f"invalid reseller {user}", user)
        elif scheme == "cpanel" and service == "cpaneld":
            account = self._account(user)
            identity, tokens = Identity("account", user, account=account), account.tokens
        elif scheme == ("whm" if service == "cpaneld" else "cpanel") and service != "webmaild":
            self._by_token(scheme, user, value, "whostmgrd" if scheme == "whm" else "cpaneld", ip)
            raise WrongPort(service)
        else:
            raise AuthError(f"{scheme} tokens are not accepted by {service}", user)
        token = next((t for t in tokens.values() if equal(t.value, value)), None)
        if token is None:
            raise AuthError("unknown API token", user)
        if token.expires_at and token.expires_at <= self.server.clock.now():
            raise AuthError("expired API token", user)
        if token.whitelist_ips and not _allowed(ip, token.whitelist_ips):
            raise AuthError("IP address not on the token's allow-list", user)
        if token.acls is not None:
            identity.acls = token.acls if "all" in identity.acls else token.acls & identity.acls
        identity.token, identity.how = token, "token"
        return identity

    def by_session(self, session: Session) -> Identity | None:
        """Whom a session belongs to; None when that user is gone or suspended."""
        try:
            identity, _password, _secret = self._named(session.user, session.service)
        except AuthError:
            return None
        identity.session, identity.how = session, "session"
        return identity


def _allowed(ip: str, whitelist: list[str]) -> bool:
    address = ipaddress.ip_address(ip)
    return any(address in ipaddress.ip_network(entry, strict=False) for entry in whitelist)
