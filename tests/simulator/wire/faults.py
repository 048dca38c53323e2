# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Things that go wrong on purpose: which requests a fault strikes, how often, and its short form.

Must not know how a fault is played; ``dispatch.py`` does. Added by tests, the command line and the control port.
"""

from __future__ import annotations

import random
import re
from dataclasses import asdict, dataclass, field
from typing import Any

KINDS = (
    "delay",
    "drop_before",
    "drop_after",
    "status",
    "html200",
    "truncate",
    "redirect",
    "expire_session",
    "ip_change",
    "garbage",
    "empty",
)
AFTER = frozenset({"drop_after", "truncate"})


@dataclass
class Fault:
    """One fault and the requests it strikes. Patterns are regular expressions and must match the whole text."""

    kind: str
    seconds: float = 0.0
    status: int = 503
    function: str = ""
    service: str = ""
    account: str = ""
    method: str = ""
    probability: float = 1.0
    times: int = 0
    skip: int = 0
    id: int = 0
    seen: int = 0
    struck: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"a fault is one of {', '.join(KINDS)}, not {self.kind!r}")

    def matches(self, functions: list[str], service: str, names: set[str], method: str) -> bool:
        """Is this request one of those it strikes (before probability and counts)?"""
        if self.service and not re.fullmatch(self.service, service):
            return False
        if self.method and not re.fullmatch(self.method, method):
            return False
        if self.function and not any(re.fullmatch(self.function, name) for name in functions):
            return False
        return not self.account or any(re.fullmatch(self.account, name) for name in names)


@dataclass
class Faults:
    """The faults of one server; drawn with a seeded generator, so a run can be repeated."""

    seed: str = "0"
    active: list[Fault] = field(default_factory=list)
    _next: int = 1

    def __post_init__(self) -> None:
        self.random = random.Random(f"faults:{self.seed}")

    def __len__(self) -> int:
        return len(self.active)

    def add(self, kind: str, **options: Any) -> Fault:
        """``add("status", status=503, function="Email::.*", times=1)``; returns the fault."""
        fault = Fault(kind=kind, **options)
        fault.id = self._next
        self._next += 1
        self.active.append(fault)
        return fault

    def remove(self, fault: Fault | int) -> None:
        """Take one away, by itself or by its id."""
        number = fault if isinstance(fault, int) else fault.id
        self.active = [f for f in self.active if f.id != number]

    def clear(self) -> None:
        """Take all away and start the generator anew."""
        self.active = []
        self.random = random.Random(f"faults:{self.seed}")

    def strike(self, functions: list[str], service: str, names: set[str], method: str) -> list[Fault]:
        """The faults that hit this request: all delays, and the first of the others."""
        hits: list[Fault] = []
        for fault in list(self.active):
            if not fault.matches(functions, service, names, method):
                continue
            if fault.kind != "delay" and any(h.kind != "delay" for h in hits):
                continue
            fault.seen += 1
            if fault.seen <= fault.skip or (fault.times and fault.struck >= fault.times):
                continue
            if fault.probability < 1.0 and self.random.random() >= fault.probability:
                continue
            fault.struck += 1
            hits.append(fault)
        return hits

    def as_list(self) -> list[dict[str, Any]]:
        """JSON form."""
        return [asdict(fault) for fault in self.active]


def parse_fault(text: str) -> dict[str, Any]:
    """Read the command line form ``KIND[=VALUE][@FUNCTION][:PERCENT%][xTIMES]``.

    ``503:3%``, ``delay=0.2``, ``drop_after@Email::add_pop x1``, ``html200@create_user_session:50%``.
    """
    match = re.fullmatch(
        r"(?P<kind>[a-z_0-9]+)(?:=(?P<value>[\d.]+))?(?:@(?P<function>\S+?))??"
        r"(?::(?P<percent>[\d.]+)%)?(?:\s*x(?P<times>\d+))?",
        text.strip(),
    )
    if not match:
        raise ValueError(f"cannot read the fault {text!r}")
    kind, value = match["kind"], match["value"]
    options: dict[str, Any] = {"kind": kind}
    if kind.isdigit():
        options = {"kind": "status", "status": int(kind)}
    if value:
        options["status" if kind == "status" else "seconds"] = int(value) if kind == "status" else float(value)
    if match["function"]:
        options["function"] = match["function"]
    if match["percent"]:
        options["probability"] = float(match["percent"]) / 100
    if match["times"]:
        options["times"] = int(match["times"])
    Fault(**options)
    return options
