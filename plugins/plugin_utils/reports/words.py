# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How values, columns and numbers read in a report.

Pure. Called by all formats.
"""

from __future__ import annotations

import json
import math
import re
import typing as t

NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,2})?", re.ASCII)
_ACRONYMS = {name.lower(): name for name in ("DNS", "FTP", "IP", "MX", "MySQL", "PHP", "SSL", "TTL", "URL")}
_UNITS = {"mb": "(MB)", "percent": "(%)", "seconds": "(s)"}
# What a finding is, as people say it.
WHAT = {
    "differs": "differs",
    "missing": "missing",
    "unlisted": "not in Git",
    "unread": "not read",
    "account": "not in Git",
    "document": "no such account",
}
# The same of what was put right.
DONE = {"differs": "changed", "missing": "made"}


def text(value: t.Any) -> str:
    """A value in a cell: scalars and lists of scalars as they are, of anything else the number of entries."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)) and not any(isinstance(entry, (dict, list, tuple)) for entry in value):
        return "; ".join(map(text, value))
    if isinstance(value, (dict, list, tuple)):
        return "1 entry" if len(value) == 1 else "%d entries" % len(value)
    return str(value)


def value(given: t.Any) -> str:
    """A value before or after a change, whole."""
    if isinstance(given, dict) or (isinstance(given, (list, tuple)) and any(isinstance(x, dict) for x in given)):
        return json.dumps(given, ensure_ascii=False, default=str)
    return "(empty)" if text(given) == "" else text(given)


def title(name: str) -> str:
    """A column in plain words: disk_mb is "Disk (MB)". What is no name of ours, such as a function, stays as it is."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        return name
    parts = name.split("_")
    unit = _UNITS.get(parts[-1]) if len(parts) > 1 else None
    names = [_ACRONYMS.get(part, part) for part in (parts[:-1] if unit else parts)]
    names[0] = names[0] if parts[0] in _ACRONYMS else names[0].capitalize()
    return " ".join([*names, unit] if unit else names)


def aligned(values: t.Sequence[str]) -> list[str] | None:
    """A column of numbers with as many decimals each, so that they line up; None if it is no column of numbers."""
    numbers = [value for value in values if value]
    if not numbers or not all(NUMBER.fullmatch(value) for value in numbers):
        return None
    if any("e" in value.lower() for value in numbers):
        return list(values)
    decimals = min(3, max(len(value.partition(".")[2]) for value in numbers))
    return ["%.*f" % (decimals, float(value)) if value else "" for value in values]


def number(value: str) -> float | None:
    parsed = float(value) if NUMBER.fullmatch(value) else None
    return parsed if parsed is None or math.isfinite(parsed) else None


def count(number: int, one: str, many: str | None = None) -> str:
    return "%d %s" % (number, one if number == 1 else many or one + "s")


def finite(value: t.Any) -> t.Any:
    """The same for JSON, which knows neither NaN nor infinity: null in their place."""
    if isinstance(value, t.Mapping):
        return {str(key): finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
