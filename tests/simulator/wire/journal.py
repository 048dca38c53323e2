# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was asked of a server, request by request, and the counters of it.

Must not judge. Written by ``dispatch.py``; read by tests and the control port, which gets secrets masked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

_SECRET_NAME = re.compile(r"pass|token|otp|secret|session|^key$|authorization|cookie|^auth$", re.IGNORECASE)
_SECRET_PATH = re.compile(r"(/cpsess)\d+|(session=)[^&]+")
MASK = "********"


@dataclass
class JournalEntry:
    """One request and its fate. Secrets are in here as they came; :meth:`as_dict` masks them."""

    seq: int
    time: float
    server: str
    service: str
    port: int
    tls: bool
    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    form: list[tuple[str, str]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    user: str = ""
    how: str = "none"
    function: str = ""
    account: str = ""
    inner: list[str] = field(default_factory=list)
    writes: bool = False
    status: int = 0
    answered: bool = True
    fault: str = ""
    connection: int = 0

    @property
    def identity(self) -> str:
        """Who the request was resolved as, and how: ``root (token)``."""
        return f"{self.user} ({self.how})" if self.user else self.how

    @property
    def line(self) -> str:
        """``POST 2087 create_user_session 200``; a dropped answer shows as ``-``."""
        return f"{self.method} {self.port} {self.function or self.path} {self.status if self.answered else '-'}"

    def as_dict(self, reveal: bool = False) -> dict[str, Any]:
        """JSON form; values of secrets are masked unless ``reveal``."""
        line = _SECRET_PATH.sub(lambda m: (m.group(1) or m.group(2)) + MASK, self.line)
        shown = dict(vars(self), identity=self.identity, line=line)
        if reveal:
            return shown
        shown["path"] = _SECRET_PATH.sub(lambda m: (m.group(1) or m.group(2)) + MASK, self.path)
        shown["query"] = {k: MASK if _SECRET_NAME.search(k) else v for k, v in self.query.items()}
        shown["form"] = [(k, MASK if _SECRET_NAME.search(k) else v) for k, v in self.form]
        shown["headers"] = {k: MASK if _SECRET_NAME.search(k) else v for k, v in self.headers.items()}
        return shown


class Journal(list[JournalEntry]):
    """The entries of one server, oldest first. Counters survive :meth:`clear`."""

    def __init__(self, entries: Iterable[JournalEntry] = ()) -> None:
        super().__init__(entries)
        self.total = 0
        self.writes = 0
        self.by_function: Counter[str] = Counter()

    def record(self, entry: JournalEntry) -> None:
        """Append an entry and count it."""
        self.total += 1
        self.writes += entry.writes
        self.by_function[entry.function or entry.path] += 1
        for name in entry.inner:
            self.by_function[name] += 1
        self.append(entry)

    def lines(self, **values: Any) -> list[str]:
        """One short line per entry, for exact-conversation asserts; keywords select, e.g. ``port=2087``."""
        return [e.line for e in list(self) if all(getattr(e, k) == v for k, v in values.items())]

    def functions(self) -> list[str]:
        """The function of each entry."""
        return [entry.function for entry in list(self)]

    def reset(self) -> None:
        """Forget entries and counters."""
        self.clear()
        self.total = self.writes = 0
        self.by_function.clear()
