# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import csv
import io
import math
import re
import typing as t

from ansible.errors import AnsibleFilterError

STATES = ("failed", "skipped", "changed", "ok")
FIXED = ("host", "account", "ok", "changed", "skipped", "seconds", "via", "error_category", "error")
BARS = 12
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,2})?")
_FORMULA = re.compile(r"\s*[=+@-]")
Item = t.Mapping[str, t.Any]


def fleet_report(
    result: Item, columns: t.Sequence[str] | None = None, chart: str | None = None, table: bool = False
) -> t.Any:
    """What a report needs of the result of cpanel_fleet; with ``table`` the same as the text of a CSV file."""
    items = result.get("results") if isinstance(result, dict) else None
    if not isinstance(items, (list, tuple)):
        raise AnsibleFilterError("fleet_report: this is no result of hostops.cpanel.cpanel_fleet, it has no results")
    names = [str(name) for name in columns or _names(items)]
    if table:
        return _csv(items, names)
    rows = [_row(item, names) for item in items]
    taken = [item["seconds"] for item in items if item["account"] is not None and not item["skipped"]]
    charts = [_histogram("How long accounts took", "seconds", taken)]
    if chart:
        charts.append(_histogram(chart, chart, [_float(_cells(item).get(chart)) for item in items]))
    return {
        "columns": names,
        "rows": sorted(rows, key=lambda row: row["rank"]),
        "counts": {
            **{state: sum(row["state"] == state for row in rows) for state in STATES},
            "findings": sum(bool(row["findings"]) for row in rows),
        },
        "findings": any("findings" in item for item in items),
        "charts": [found for found in charts if found is not None],
    }


def _names(items: t.Sequence[Item]) -> list[str]:
    """The columns: all that there are, in the order in which they first appear."""
    return list(dict.fromkeys(str(name) for item in items for name in _cells(item)))


def _cells(item: Item) -> Item:
    """Values by column: those given as ``cells``, or the results of the calls."""
    if item.get("cells") is not None:
        return t.cast(Item, item["cells"])
    return {call["name"]: call.get("result") for call in item.get("calls") or ()}


def _row(item: Item, names: t.Sequence[str]) -> dict[str, t.Any]:
    cells = _cells(item)
    error = item.get("error") or {}
    state = "ok" if item["ok"] else "skipped" if item["skipped"] else "failed"
    state = "changed" if state == "ok" and item["changed"] else state
    findings = [str(one["text"] if isinstance(one, t.Mapping) else one) for one in item.get("findings") or ()]
    return {
        "state": state,
        "rank": {"failed": 0, "skipped": 1}.get(state, 2 if findings else 3),
        "host": _text(item["host"]),
        "account": _text(item["account"]),
        "cells": [_text(cells.get(name)) for name in names],
        "findings": findings,
        "seconds": _text(item["seconds"]),
        "via": _text(item["via"]),
        "category": _text(error.get("category")),
        "msg": _text(error.get("msg")),
        "hint": _text(error.get("hint")),
    }


def _text(value: t.Any) -> str:
    """A value in a cell: scalars and lists of scalars as they are, of anything else the number of entries."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)) and not any(isinstance(entry, (dict, list, tuple)) for entry in value):
        return "; ".join(_text(entry) for entry in value)
    if isinstance(value, (dict, list, tuple)):
        return "1 entry" if len(value) == 1 else "%d entries" % len(value)
    return str(value)


def _float(value: t.Any) -> float | None:
    return float(_text(value)) if _NUMBER.fullmatch(_text(value)) else None


def _csv(items: t.Sequence[Item], names: t.Sequence[str]) -> str:
    """RFC 4180. A spreadsheet must not take data for a formula: such a cell starts with an apostrophe."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([*FIXED, *map(_harmless, names)])
    for item in items:
        error = item.get("error") or {}
        cells = _cells(item)
        values = [item.get(name) for name in FIXED[:7]] + [error.get("category"), error.get("msg")]
        writer.writerow([_harmless(_text(value)) for value in [*values, *(cells.get(name) for name in names)]])
    return stream.getvalue()


def _harmless(text: str) -> str:
    return "'" + text if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _histogram(title: str, unit: str, values: t.Sequence[float | None]) -> dict[str, t.Any] | None:
    """Numbers in bars as wide as 1, 2 or 5 times a power of ten, whole ones at least 1; None if there are none."""
    numbers = sorted(value for value in values if value is not None and math.isfinite(value))
    if not numbers:
        return None
    low, high = numbers[0], numbers[-1]
    raw = (high - low) / BARS or abs(high) / BARS or 1.0
    if all(float(number).is_integer() for number in numbers):
        raw = max(raw, 1.0)
    power = 10.0 ** math.floor(math.log10(raw))
    width = next(factor * power for factor in (1, 2, 5, 10) if raw <= factor * power * 1.0000001)
    first = math.floor(low / width)
    counts = [0] * (math.floor(high / width) - first + 1)
    for number in numbers:
        counts[min(math.floor(number / width) - first, len(counts) - 1)] += 1
    return {
        "title": title,
        "unit": unit,
        "number": len(numbers),
        "bars": [
            {"from": _short((first + place) * width), "to": _short((first + place + 1) * width), "count": count}
            for place, count in enumerate(counts)
        ],
        "most": max(counts),
        "low": _short(low),
        "median": _short(numbers[len(numbers) // 2]),
        "late": _short(numbers[len(numbers) * 95 // 100]),
        "high": _short(high),
    }


def _short(value: float) -> str:
    return "%.4g" % value if abs(value) < 10000 else "%.0f" % value


class FilterModule:
    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"fleet_report": fleet_report}
