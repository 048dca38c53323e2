# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines of a session log as entries, and entries as sessions: what was opened, why it ended, and what a login made.

Owns both formats that servers write, and what users see of an entry. Must not know what is searched for, or where a
line comes from. Called by ``search``, and by the filter ``session_log`` with a text that a user has.
"""

from __future__ import annotations

import collections
import datetime
import functools
import re
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._names import escaped
from ansible_collections.hostops.cpanel.plugins.module_utils._redact import MASK, Redactor

# Reason codes of PURGE entries: the nine that cPanel documents (guide to API authentication, "The Single Sign On
# session log"), in our words, and two that servers write (protocol.md 7.1).
DOCUMENTED_REASONS = {
    "badpass": "Authentication of the session failed.",
    "expired": "The session expired.",
    "kill": "The server ended the session and gave no reason.",
    "loadsession": "A login with its token created a new session in its place.",
    "loginsuccess": "The login succeeded, and a new session took its place.",
    "logout": "Its user logged out.",
    "xfercpanel": "WHM handed the session over to cPanel.",
    "xferwebmail": "cPanel handed the session over to Webmail.",
    "xferwhm": "cPanel handed the session over to WHM.",
}
REASONS = {
    **DOCUMENTED_REASONS,
    "password_change": "The password of its user was changed.",
    "tokendenied": "Requests came with a wrong security token, or without one, too often.",
}
# Written in cPanel's published sample.
_MISSPELT = {"loginsucess": "loginsuccess"}

KEYS = ("address", "app", "creator", "method", "path", "possessed")
MAX_OPEN = 50000
# A login ends the session that was made for it and begins another one, both logged by the same process.
LOGIN_SECONDS = 5
_LOGINS_KEPT = 1000

_NAME = "(NEW|PURGE) ([^ :]*):([^ ]+)(?: +(.*))?"
_CLOCK = "[0-9]{2}:[0-9]{2}:[0-9]{2} [+-][0-9]{4}"
_CURRENT = re.compile(r"\[([0-9]{4}-[0-9]{2}-[0-9]{2} %s)\] [^ ]+ \[([^\]]*)\] ([^ ]+) %s" % (_CLOCK, _NAME))
_OLD = re.compile(r"([^ ]+) \[([0-9]{2}/[0-9]{2}/[0-9]{4}:%s)\] %s" % (_CLOCK, _NAME))
_KEY = re.compile("(?:^|,)(%s)=" % "|".join(KEYS))
_REDACTOR = Redactor()
_EPOCH = datetime.datetime(1970, 1, 1)  # compared with times of which the offset is known apart
_NO_ORIGIN = (None,) * (len(KEYS) + 1)


class Entry(t.NamedTuple):
    """One entry of the log. ``secret`` is the random part of the session's id; times are seconds, also ``offset``.

    A NEW entry has the six keys, a PURGE entry the reason; what an entry does not have is None.
    """

    file: str | None
    line: int
    epoch: int
    offset: int
    daemon: str | None
    client: str
    event: str
    user: str
    secret: str
    address: str | None = None
    app: str | None = None
    creator: str | None = None
    method: str | None = None
    path: str | None = None
    possessed: bool | None = None
    extra: t.Mapping[str, str] | None = None
    reason: str | None = None
    reason_written: str | None = None
    reason_detail: str | None = None

    @property
    def key(self) -> str:
        """The session's id as the log has it."""
        return "%s:%s" % (self.user, self.secret)

    def session(self, reveal: bool = False) -> str:
        """The session's id: complete, or with no more than the first four characters of its random part."""
        return self.key if reveal else "%s:%s..." % (self.user, self.secret[:4] if len(self.secret) > 8 else "")

    def time(self) -> str:
        """ISO 8601, with the offset that the log has."""
        zone = datetime.timezone(datetime.timedelta(seconds=self.offset))
        return datetime.datetime.fromtimestamp(self.epoch, zone).isoformat()

    def time_utc(self) -> str:
        return datetime.datetime.fromtimestamp(self.epoch, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

    def shown(self, value: str | None, reveal: bool) -> str | None:
        """A value of the entry; without secrets unless they are to be revealed."""
        if not value or reveal:
            return value
        return _REDACTOR.text(value.replace(self.secret, MASK) if len(self.secret) >= 4 else value)

    def origin(self, reveal: bool = False) -> dict[str, t.Any]:
        """The six keys of a NEW entry, and those that the documentation does not know as ``extra``."""
        return {
            **{name: self.shown(getattr(self, name), reveal) for name in KEYS if name != "possessed"},
            "possessed": self.possessed,
            "extra": {name: self.shown(value, reveal) for name, value in (self.extra or {}).items()},
        }

    def end(self, reveal: bool = False) -> dict[str, t.Any]:
        """Why a PURGE entry ended its session."""
        return {
            "reason": self.shown(self.reason, reveal),
            "reason_written": self.shown(self.reason_written, reveal),
            "reason_detail": self.shown(self.reason_detail, reveal),
            "meaning": REASONS.get(self.reason or ""),
        }

    def as_dict(self, reveal: bool = False) -> dict[str, t.Any]:
        """What users see of it: the same names for both events and formats; what controls a terminal is escaped."""
        shown = {
            "file": self.file,
            "line": self.line,
            "time": self.time(),
            "time_utc": self.time_utc(),
            "daemon": self.daemon,
            "client": self.client,
            "event": self.event,
            "user": self.user,
            "session": self.session(reveal),
            **self.origin(reveal),
            **self.end(reveal),
        }
        return t.cast("dict[str, t.Any]", escaped(shown))


def parse_line(text: str, number: int = 0, file: str | None = None) -> Entry | None:
    """One line, in either format; None if it is not an entry. ``file`` and ``number`` say where it stands."""
    text = text.strip(" \t\r\n")
    match = _CURRENT.fullmatch(text)
    if match is not None:
        stamp, daemon, client, event, user, secret, rest = match.groups()
        moment = _moment(stamp)
    else:
        match = _OLD.fullmatch(text)
        if match is None:
            return None
        client, stamp, event, user, secret, rest = match.groups()
        daemon, moment = None, _moment("%s-%s-%s %s" % (stamp[6:10], stamp[:2], stamp[3:5], stamp[11:]))
    if moment is None:
        return None
    more: tuple[t.Any, ...]
    more = _origin(rest or "") if event == "NEW" else (*_NO_ORIGIN, *_reason(rest or ""))
    return Entry(file, number, *moment, daemon, client, event, user, secret, *more)


def parse(
    lines: t.Iterable[str], unparsed: t.Callable[[int], None] | None = None, file: str | None = None
) -> t.Iterator[Entry]:
    """The entries among lines, one after the other; ``unparsed`` is called with the number of each other line."""
    for number, text in enumerate(lines, 1):
        entry = parse_line(text, number, file)
        if entry is not None:
            yield entry
        elif unparsed is not None and text.strip():
            unparsed(number)


def normal_reason(written: str) -> str:
    """A reason code as documented, of one that may be misspelt."""
    return _MISSPELT.get(written.lower(), written.lower())


# Few of these differ: what was read before is taken from memory, of which the number is the bound.
@functools.lru_cache(maxsize=64)
def _moment(stamp: str) -> tuple[int, int] | None:
    """Seconds since 1970 and the offset in seconds, of ``2026-07-01 12:00:00 +0200``; None if that is not a time."""
    hours, minutes = int(stamp[21:23]), int(stamp[23:25])
    if hours > 23 or minutes > 59 or not "1970" <= stamp[:4] < "9999":
        return None
    offset = (hours * 3600 + minutes * 60) * (-1 if stamp[20] == "-" else 1)
    try:
        moment = datetime.datetime.fromisoformat(stamp[:19])
    except ValueError:
        return None
    return int((moment - _EPOCH).total_seconds()) - offset, offset


@functools.lru_cache(maxsize=1024)
def _origin(rest: str) -> tuple[t.Any, ...]:
    """The keys of a NEW entry, in order, and further ones as a dictionary.

    Values are not quoted: one may hold a comma, or what looks like another key.
    """
    values = _in_order(rest) or _in_any_order(rest)
    flag, _comma, more = values.get("possessed", "").partition(",")
    extra = dict(item.partition("=")[::2] for item in more.split(",") if item)
    texts = (values.get(name) for name in KEYS[:-1])
    return (*texts, {"0": False, "1": True}.get(flag), extra or None)


def _in_order(rest: str) -> dict[str, str] | None:
    """The keys in the documented order; ``path``, the only free text, ends at the last ``possessed``."""
    values: dict[str, str] = {}
    if not rest.startswith("address="):
        return None
    start = len("address=")
    for name, following in zip(KEYS, KEYS[1:]):
        mark = ",%s=" % following
        end = rest.rfind(mark, start) if following == "possessed" else rest.find(mark, start)
        if end < 0:
            return None
        values[name], start = rest[start:end], end + len(mark)
    return {**values, "possessed": rest[start:]}


def _in_any_order(rest: str) -> dict[str, str]:
    values: dict[str, str] = {}
    marks = list(_KEY.finditer(rest))
    for mark, following in zip(marks, [*marks[1:], None]):
        values.setdefault(mark[1], rest[mark.end() : following.start() if following else None])
    return values


@functools.lru_cache(maxsize=256)
def _reason(rest: str) -> tuple[str | None, str | None, str | None]:
    """Of ``code``, ``code [detail]`` or ``code detail`` the code, the code as written, and the detail."""
    written, _space, detail = rest.partition(" ")
    detail = detail.strip()
    if detail.startswith("[") and detail.endswith("]"):
        detail = detail[1:-1].strip()
    return (normal_reason(written) if written else None, written or None, detail or None)


class Lifetime:
    """A session from its NEW to its PURGE entry; either may be missing from the log.

    ``login_of`` is the NEW entry of the session whose login opened this one, ``login_to`` the one that its own login
    opened. The log does not link the two: see Pairing.
    """

    __slots__ = ("closed", "login_of", "login_to", "opened")

    def __init__(self, opened: Entry | None, closed: Entry | None = None, login_of: Entry | None = None) -> None:
        self.opened = opened
        self.closed = closed
        self.login_of = login_of
        self.login_to: Entry | None = None

    @property
    def first(self) -> Entry:
        """The entry that says whose session it is."""
        return t.cast(Entry, self.opened or self.closed)

    def as_dict(self, reveal: bool = False) -> dict[str, t.Any]:
        """What users see of it."""
        opened, closed, first = self.opened, self.closed, self.first
        nothing = Entry(None, 0, 0, 0, None, "", "", "", "")
        shown = {
            "user": first.user,
            "session": first.session(reveal),
            "opened": opened.time() if opened else None,
            "opened_utc": opened.time_utc() if opened else None,
            "closed": closed.time() if closed else None,
            "closed_utc": closed.time_utc() if closed else None,
            "seconds": closed.epoch - opened.epoch if opened and closed else None,
            "open": closed is None,
            "client": opened.client if opened else None,
            "daemon": opened.daemon if opened else None,
            **(opened or nothing).origin(reveal),
            "closed_by": closed.client if closed else None,
            **(closed or nothing).end(reveal),
            "file": opened.file if opened else None,
            "line": opened.line if opened else None,
            "file_closed": closed.file if closed else None,
            "line_closed": closed.line if closed else None,
            "login_of": self._linked(self.login_of, reveal),
            "login_to": self._linked(self.login_to, reveal),
        }
        return t.cast("dict[str, t.Any]", escaped(shown))

    @staticmethod
    def _linked(entry: Entry | None, reveal: bool) -> dict[str, t.Any] | None:
        if entry is None:
            return None
        kept = ("creator", "method", "app", "possessed")
        origin = {name: value for name, value in entry.origin(reveal).items() if name in kept}
        return {"session": entry.session(reveal), "opened": entry.time(), **origin, "guessed": True}


class Pairing:
    """Joins NEW and PURGE entries of the same session while they are read, in bounded memory.

    At most ``max_open`` sessions are remembered; of more, the oldest are forgotten, and ``forgotten`` counts them.
    ``unpaired`` counts PURGE entries of sessions that were not opened in what was read, or were forgotten.

    A login is guessed: a session purged as ``loginsuccess``, and after it, within LOGIN_SECONDS, a NEW entry of the
    same user and client.
    """

    def __init__(self, max_open: int = MAX_OPEN) -> None:
        self._open: collections.OrderedDict[str, Lifetime] = collections.OrderedDict()
        self._logins: collections.deque[Lifetime] = collections.deque(maxlen=_LOGINS_KEPT)
        self._max_open = max_open
        self.forgotten = 0
        self.unpaired = 0

    def feed(self, entry: Entry) -> Lifetime:
        """The session that the entry is about. A second NEW entry of a session that is open changes nothing."""
        if entry.event == "NEW":
            return self._open.get(entry.key) or self._begin(entry)
        lifetime = self._open.pop(entry.key, None)
        if lifetime is None:
            self.unpaired += 1
            lifetime = Lifetime(None)
        lifetime.closed = entry
        if entry.reason == "loginsuccess":
            self._logins.append(lifetime)
        return lifetime

    def still_open(self) -> t.Iterator[Lifetime]:
        """The sessions without a PURGE entry, in the order of their NEW entries."""
        return iter(self._open.values())

    def _begin(self, entry: Entry) -> Lifetime:
        lifetime = Lifetime(entry)
        login = self._login_before(entry)
        if login is not None:
            login.login_to = entry
            lifetime.login_of = login.opened
        if self._max_open > 0:
            self._open[entry.key] = lifetime
        else:
            self.forgotten += 1
        if len(self._open) > self._max_open > 0:
            self._open.popitem(last=False)
            self.forgotten += 1
        return lifetime

    def _login_before(self, entry: Entry) -> Lifetime | None:
        logins = self._logins
        while logins and logins[0].closed and entry.epoch - logins[0].closed.epoch > LOGIN_SECONDS:
            logins.popleft()
        for login in logins:
            closed = login.closed
            if closed and (closed.user, closed.client) == (entry.user, entry.client) and entry.epoch >= closed.epoch:
                logins.remove(login)
                return login
        return None


def lifetimes(entries: t.Iterable[Entry], max_open: int = MAX_OPEN) -> list[Lifetime]:
    """All sessions of a log that fits into memory: in the order of their first entries."""
    pairing = Pairing(max_open)
    sessions: dict[int, Lifetime] = {}
    for entry in entries:
        lifetime = pairing.feed(entry)
        sessions[id(lifetime)] = lifetime
    return list(sessions.values())
