# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The search through a session log: what is looked for, and one pass over the entries in bounded memory.

Must not know how a line is written (``parse``) or where it comes from (``files``). Called by ``whm_session_log_info``.
"""

from __future__ import annotations

import collections
import datetime
import fnmatch
import heapq
import io
import re
import time
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import usage

from . import files
from .parse import MAX_OPEN, Entry, Lifetime, Pairing, normal_reason, parse

SEARCH_SPEC: dict[str, t.Any] = {
    "path": {"type": "path", "default": files.PATH},
    "content": {"type": "str", "no_log": True},
    "include_rotated": {"type": "bool", "default": False},
    "users": {"type": "list", "elements": "str"},
    "creators": {"type": "list", "elements": "str"},
    "apps": {"type": "list", "elements": "str"},
    "methods": {"type": "list", "elements": "str"},
    "possessed": {"type": "bool"},
    "reasons": {"type": "list", "elements": "str"},
    "events": {"type": "list", "elements": "str", "choices": ["NEW", "PURGE"]},
    "since": {"type": "str"},
    "until": {"type": "str"},
    "lifetimes": {"type": "bool", "default": False},
    "limit": {"type": "int", "default": 1000},
    "max_open": {"type": "int", "default": MAX_OPEN},
    "reveal_ids": {"type": "bool", "default": False},
}
_UNITS = {"m": 60, "h": 3600, "d": 86400, "w": 604800}
# What is counted comes from the log. So many different values are counted each, all further ones together.
_DISTINCT = 100
_OTHERS = "(others)"


class Bound(t.NamedTuple):
    """An end of the time window, in seconds; ``local`` if it is to be read on the clock of the log."""

    seconds: float
    local: bool

    def of(self, entry: Entry) -> int:
        """The entry's time on the same clock."""
        return entry.epoch + (entry.offset if self.local else 0)


def bound(option: str, text: str | None, end_of_day: bool, now: t.Callable[[], float] = time.time) -> Bound | None:
    """``since`` or ``until``: ISO 8601, seconds since 1970, or a time ago such as ``7d``. Raises ``usage``.

    A time without an offset means the clock of the log; a date alone its first or last second.
    """
    if text is None:
        return None
    text = text.strip()
    ago = re.fullmatch(r"([0-9]{1,6})([mhdw])", text)
    if ago:
        return Bound(now() - int(ago[1]) * _UNITS[ago[2]], False)
    date = re.fullmatch(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})", text)
    try:
        if date:
            day = datetime.datetime(int(date[1]), int(date[2]), int(date[3]), tzinfo=datetime.timezone.utc).timestamp()
            return Bound(day + (86399 if end_of_day else 0), True)
        if re.fullmatch(r"[0-9]{1,12}(\.[0-9]+)?", text):
            return Bound(float(text), False)
        # Before Python 3.11, this reads neither Z nor an offset without a colon.
        text = re.sub("([+-][0-9]{2})([0-9]{2})$", r"\1:\2", re.sub("[zZ]$", "+00:00", text))
        moment = datetime.datetime.fromisoformat(text)
        if moment.tzinfo is None:
            return Bound(moment.replace(tzinfo=datetime.timezone.utc).timestamp(), True)
        return Bound(moment.timestamp(), False)
    except (ValueError, OverflowError):
        raise usage(
            "%s: %r is not a time" % (option, text),
            "Give 2026-07-01, 2026-07-01T10:00:00+02:00, seconds since 1970, or a time ago: 30m, 12h, 7d, 2w.",
        ) from None


class Names:
    """Names to look for: exact ones, and patterns as the shell has them; everything if there are none."""

    def __init__(self, names: t.Iterable[str] | None) -> None:
        names = list(names or ())
        self._exact = {name for name in names if not re.search(r"[*?\[]", name)}
        self._patterns = [re.compile(fnmatch.translate(name)) for name in names if name not in self._exact]
        self.any = not names

    def __contains__(self, value: object) -> bool:
        return self.any or value in self._exact or any(p.match(str(value)) for p in self._patterns if value is not None)


class Criteria:
    """What the user looks for. Raises ``usage``."""

    def __init__(self, params: t.Mapping[str, t.Any], now: t.Callable[[], float] = time.time) -> None:
        self.users = Names(params.get("users"))
        asked = [name for name in ("creator", "app", "method") if params.get(name + "s")]
        self.origin = {name: Names(params[name + "s"]) for name in asked}
        self.possessed: bool | None = params.get("possessed")
        self.reasons = Names([normal_reason(name) for name in params.get("reasons") or ()])
        self.events = set(params.get("events") or ())
        self.since = bound("since", params.get("since"), False, now)
        self.until = bound("until", params.get("until"), True, now)
        if self.since and self.until and self.since.local == self.until.local and self.since > self.until:
            raise usage("since: is later than until", "Swap the two.")
        if params.get("lifetimes") and self.events:
            raise usage("events: cannot be combined with lifetimes, which have both events", "Leave one of them out.")

    def too_late(self, entry: Entry) -> bool:
        return self.until is not None and self.until.of(entry) > self.until.seconds

    def too_early(self, entry: Entry) -> bool:
        return self.since is not None and self.since.of(entry) < self.since.seconds

    def selects_session(self, lifetime: Lifetime) -> bool:
        """By whose it is and how it was made; what is not known because NEW was not read does not match."""
        opened = lifetime.opened
        if lifetime.first.user not in self.users:
            return False
        if any((opened and getattr(opened, name)) not in names for name, names in self.origin.items()):
            return False
        return self.possessed is None or (opened is not None and opened.possessed is self.possessed)

    def selects_entry(self, entry: Entry, lifetime: Lifetime) -> bool:
        if self.events and entry.event not in self.events:
            return False
        if not self.reasons.any and (entry.event != "PURGE" or entry.reason not in self.reasons):
            return False
        return not self.too_early(entry) and self.selects_session(lifetime)

    def selects_lifetime(self, lifetime: Lifetime) -> bool:
        """Lifetimes that reach into the time window."""
        closed = lifetime.closed
        if not self.reasons.any and (closed is None or closed.reason not in self.reasons):
            return False
        return not (closed and self.too_early(closed)) and self.selects_session(lifetime)


class Newest:
    """The ``limit`` sessions that began last, of any number."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._heap: list[tuple[int, int, Lifetime]] = []
        self.seen = 0

    def add(self, lifetime: Lifetime) -> None:
        self.seen += 1
        item = (lifetime.first.epoch, self.seen, lifetime)
        if len(self._heap) < self._limit:
            heapq.heappush(self._heap, item)
        elif self._limit:
            heapq.heappushpop(self._heap, item)

    def as_list(self, reveal: bool) -> list[dict[str, t.Any]]:
        return [lifetime.as_dict(reveal) for _epoch, _number, lifetime in sorted(self._heap)]


class Search:
    """One pass over the log, in bounded memory: ``limit`` entries or lifetimes, ``max_open`` sessions."""

    def __init__(self, params: t.Mapping[str, t.Any], now: t.Callable[[], float] = time.time) -> None:
        for name in ("limit", "max_open"):
            if params[name] < 0:
                raise usage("%s: must not be negative" % name, "Give 0 or more.")
        self._criteria = Criteria(params, now)
        self._reveal: bool = params["reveal_ids"]
        self._lifetimes_only: bool = params["lifetimes"]
        self._limit: int = params["limit"]
        self._pairing = Pairing(params["max_open"])
        self._entries: collections.deque[Entry] = collections.deque(maxlen=self._limit)
        self._lifetimes = Newest(self._limit)
        self._counts = {"lines": 0, "parsed": 0, "unparsed": 0, "matched": 0, "possessed": 0}
        self._by: dict[str, dict[str, int]] = {name: {} for name in ("event", "reason", "method", "app")}

    def read(self, lines: t.Iterable[str], file: str | None) -> None:
        """Takes in one file, or the content given; files in the order of their age."""
        criteria, feed, counts = self._criteria, self._pairing.feed, self._counts
        for entry in parse(lines, self._not_parsed, file):
            counts["parsed"] += 1
            if criteria.too_late(entry):
                continue
            lifetime = feed(entry)
            if criteria.selects_entry(entry, lifetime):
                self._count(entry)
                if not self._lifetimes_only:
                    self._entries.append(entry)
            if self._lifetimes_only and entry.event == "PURGE" and criteria.selects_lifetime(lifetime):
                self._lifetimes.add(lifetime)

    def result(self) -> dict[str, t.Any]:
        """What the module returns, without ``files``."""
        still_open = Newest(self._limit)
        for lifetime in self._pairing.still_open():
            if self._criteria.selects_session(lifetime):
                still_open.add(lifetime)
                if self._lifetimes_only and self._criteria.selects_lifetime(lifetime):
                    self._lifetimes.add(lifetime)
        counts: dict[str, t.Any] = {**self._counts, **self._by}
        counts["lines"] = counts["parsed"] + counts["unparsed"]
        counts.update(open=still_open.seen, forgotten=self._pairing.forgotten, unpaired=self._pairing.unpaired)
        if self._lifetimes_only:
            counts["lifetimes"] = self._lifetimes.seen
            selected = {"lifetimes": self._lifetimes.as_list(self._reveal)}
        else:
            selected = {"entries": [entry.as_dict(self._reveal) for entry in self._entries]}
        total = counts["lifetimes" if self._lifetimes_only else "matched"]
        return {
            **selected,
            "sessions_open": still_open.as_list(self._reveal),
            "counts": counts,
            "truncated": max(total, still_open.seen) > self._limit,
        }

    def _not_parsed(self, _number: int) -> None:
        self._counts["unparsed"] += 1

    def _count(self, entry: Entry) -> None:
        self._counts["matched"] += 1
        self._counts["possessed"] += bool(entry.possessed)
        for name, table in self._by.items():
            value = getattr(entry, name)
            if value is not None:
                value = value if value in table or len(table) < _DISTINCT else _OTHERS
                table[value] = table.get(value, 0) + 1


def search(params: t.Mapping[str, t.Any], warn: t.Callable[[str], None]) -> dict[str, t.Any]:
    """What ``whm_session_log_info`` does. Raises ``usage``, ``not_found`` or ``permission``."""
    one_pass = Search(params)
    read: list[dict[str, t.Any]] = []
    if params.get("content") is not None:
        one_pass.read(io.StringIO(params["content"], newline="\n"), None)
        return {**one_pass.result(), "files": read}
    for path in files.paths(params["path"], params["include_rotated"]):
        error = None
        with files.opened(path) as stream:
            try:
                one_pass.read(files.lines(stream), path)
            except files.UNREADABLE as exc:
                error = str(exc)
                warn("%s was not read to the end: %s" % (path, exc))
        read.append({"path": path, "error": error})
    return {**one_pass.result(), "files": read}
