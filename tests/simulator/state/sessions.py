# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions: minted by an API call, made usable by a login, ended for many reasons; and their log (protocol.md 3, 7.1).

Must not know requests or who may log in. Called by ``wire`` at the door, and by functions that mint or end sessions.
"""

from __future__ import annotations

import random
import string
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from .clock import SimClock
    from .switches import Switches

COOKIES = {"cpaneld": "cpsession", "whostmgrd": "whostmgrsession", "webmaild": "webmailsession"}
_MIXED = string.ascii_letters + string.digits


def encode(value: str) -> str:
    """Percent-encode as the server does, with lower-case hex: ``%3a``, ``%2c``."""
    return quote(value, safe="_@").replace("%3A", "%3a").replace("%2C", "%2c").replace("%40", "@")


@dataclass
class Session:
    """A session. ``minted`` is the API-made id, ``value`` the cookie's (empty until the login)."""

    user: str
    service: str
    token: str
    creator: str
    created: float
    expires: int
    minted: str = ""
    value: str = ""
    locale: str = ""
    method: str = ""
    ip: str = ""
    last_used: float = 0.0
    denied: int = 0
    goto_uri: str = ""

    @property
    def cookie(self) -> str:
        """``cpsession=user%3a...%2c...``."""
        return f"{COOKIES[self.service]}={encode(self.value)}"


@dataclass
class SessionStore:
    """All sessions of one server, and its session log."""

    clock: SimClock
    switches: Switches
    random: random.Random
    log_path: Path
    pending: dict[str, Session] = field(default_factory=dict)
    used: dict[str, Session] = field(default_factory=dict)
    live: dict[str, Session] = field(default_factory=dict)
    ended: dict[str, str] = field(default_factory=dict)
    minted: int = 0
    opened: int = 0
    closed: int = 0

    def random_id(self, length: int = 16) -> str:
        """A random part of a session id."""
        return "".join(self.random.choices(_MIXED, k=length))

    def secret(self) -> str:
        """32 hexadecimal digits."""
        return f"{self.random.getrandbits(128):032x}"

    def new_token(self) -> str:
        """``/cpsess`` and ten digits."""
        return f"/cpsess{self.random.randrange(10**9, 10**10)}"

    def mint(self, user: str, service: str, creator: str, method: str, ip: str, tag: str, locale: str = "") -> Session:
        """What ``create_user_session`` makes: not usable before its login URL was fetched."""
        now = self.clock.now()
        session = Session(
            user, service, self.new_token(), creator, now, int(now + self.switches.login_url_seconds), locale=locale
        )
        session.minted = f"{user}:{self.random_id()}:{method},{self.secret()}"
        session.method = method
        self.pending[session.minted] = session
        self.minted += 1
        self.log_new(session.minted, tag, ip, service, creator, method, "-")
        return session

    def activate(self, minted: str, service: str, ip: str) -> Session | None:
        """The login with a minted id: its id is purged, a cookie session begins; None when it cannot be."""
        now = self.clock.now()
        session = self.pending.pop(minted, None)
        if session is None:
            earlier = self.used.get(minted)
            if earlier is None or self.switches.login_url_reuse == "refuse":
                return None
            session = Session(**{**vars(earlier), "value": "", "denied": 0})
            if self.switches.login_url_reuse == "replace" and earlier.value in self.live:
                self.purge(earlier, "loadsession", service, ip)
        if session.service != service:
            self.pending.setdefault(minted, session)
            return None
        if now > session.expires:
            self.log_purge(minted, "expired", service, ip)
            self.used.pop(minted, None)
            return None
        self.log_purge(minted, "loginsuccess", service, ip)
        self.used[minted] = session
        return self._open(session, ip, "handle_form_login")

    def login(self, user: str, service: str, ip: str, locale: str = "") -> Session:
        """A session from a password."""
        now = self.clock.now()
        session = Session(user, service, self.new_token(), user, now, 0, locale=locale, method="handle_form_login")
        return self._open(session, ip, "handle_form_login")

    def _open(self, session: Session, ip: str, method: str) -> Session:
        session.value = f"{session.user}:{self.random_id()},{self.secret()}"
        session.ip = ip
        session.last_used = self.clock.now()
        self.live[session.value] = session
        self.opened += 1
        self.log_new(session.value, session.service, ip, session.service, session.creator, method, "form")
        return session

    def purge(self, session: Session, reason: str, tag: str = "", ip: str = "") -> None:
        """End a session; the cookie's later uses are answered according to ``reason``."""
        if self.live.pop(session.value, None) is not None:
            self.closed += 1
        self.ended[session.value] = reason
        self.log_purge(session.value, reason, tag or session.service, ip or session.ip)

    def purge_user(self, user: str, reason: str, tag: str = "security") -> int:
        """End all sessions of a user; returns how many there were."""
        doomed = [s for s in list(self.live.values()) if s.user == user]
        for session in doomed:
            self.purge(session, reason, tag, "internal")
        for minted in [m for m, s in list(self.pending.items()) if s.user == user]:
            self.pending.pop(minted)
            self.log_purge(minted, reason, tag, "internal")
        self.used = {m: s for m, s in self.used.items() if s.user != user}
        return len(doomed)

    def expire(self) -> None:
        """End what has been idle too long, and minted ids nobody used in time."""
        now = self.clock.now()
        for session in [s for s in list(self.live.values()) if now - s.last_used > self.switches.idle_seconds]:
            self.purge(session, "expired")
        for minted in [m for m, s in list(self.pending.items()) if now > s.expires]:
            session = self.pending.pop(minted)
            self.log_purge(minted, "expired", session.service, "internal")

    def reset(self) -> None:
        """Forget all sessions and empty the log."""
        for table in (self.pending, self.used, self.live, self.ended):
            table.clear()
        self.minted = self.opened = self.closed = 0
        self.log_path.write_text("", encoding="utf-8")

    # The session log (protocol.md 7.1)

    def _write(self, tag: str, ip: str, event: str, name: str, rest: str) -> None:
        now = self.clock.now()
        short = ":".join(name.split(",")[0].split(":")[:2])
        if self.switches.session_log_format == "old":
            stamp = time.strftime("%m/%d/%Y:%H:%M:%S +0000", time.gmtime(now))
            line = f"{ip} [{stamp}] {event} {short} {rest}"
        else:
            stamp = time.strftime("%Y-%m-%d %H:%M:%S +0000", time.gmtime(now))
            line = f"[{stamp}] info [{tag}] {ip} {event} {short} {rest}"
        with self.log_path.open("a", encoding="utf-8") as stream:
            stream.write(line + "\n")

    def log_new(self, name: str, tag: str, ip: str, app: str, creator: str, method: str, path: str) -> None:
        """A NEW line."""
        user = name.split(":")[0]
        possessed = int(creator != user)
        rest = f"address={ip},app={app},creator={creator},method={method},path={path},possessed={possessed}"
        self._write(tag, ip, "NEW", name, rest)

    def log_purge(self, name: str, reason: str, tag: str, ip: str) -> None:
        """A PURGE line."""
        self._write(tag, ip, "PURGE", name, reason)
