# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parameters that shape a list: filter, sort, then a page, as UAPI and as WHM write them (protocol.md 4.4, 5.1).

Must not know what the rows are about. Called by ``api/execute.py`` with what a function returned.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from .registry import Params

Row = Any


def _number(value: Any) -> float:
    match = re.match(r"\s*-?\d+(\.\d+)?", str(value))
    return float(match.group()) if match else 0.0


def _unlimited(value: Any) -> float:
    return math.inf if value in ("unlimited", 0, "0", "0.00", None) else _number(value)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


_TESTS: dict[str, Callable[[Any, str], bool]] = {
    "contains": lambda value, term: term.lower() in _text(value).lower(),
    "eq": lambda value, term: _text(value) == term,
    "==": lambda value, term: _number(value) == _number(term),
    "ne": lambda value, term: _text(value) != term,
    "lt": lambda value, term: _number(value) < _number(term),
    "gt": lambda value, term: _number(value) > _number(term),
    "lt_equal": lambda value, term: _number(value) <= _number(term),
    "gt_equal": lambda value, term: _number(value) >= _number(term),
    "lt_handle_unlimited": lambda value, term: _unlimited(value) < _unlimited(term),
    "gt_handle_unlimited": lambda value, term: _unlimited(value) > _unlimited(term),
    "begins": lambda value, term: _text(value).startswith(term),
    "ends": lambda value, term: _text(value).endswith(term),
    "matches": lambda value, term: re.search(term, _text(value)) is not None,
    "defined": lambda value, term: value is not None,
    "undefined": lambda value, term: value is None,
}


def _keep(rows: list[Row], column: str, term: str, kind: str) -> list[Row]:
    test = _TESTS.get(kind or "contains", _TESTS["contains"])

    def match(row: Row) -> bool:
        if not isinstance(row, dict):
            return test(row, term)
        if column == "*":
            return any(test(value, term) for value in row.values())
        return test(row.get(column), term)

    return [row for row in rows if match(row)]


def _ipv4(value: Any) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in _text(value).split("."))


def _order(rows: list[Row], column: str, method: str, reverse: bool) -> list[Row]:
    def key(row: Row) -> Any:
        value = row.get(column) if isinstance(row, dict) else row
        if method == "numeric":
            return _number(value)
        if method == "numeric_zero_as_max":
            return _number(value) or math.inf
        if method == "ipv4":
            return _ipv4(value)
        return _text(value)

    return sorted(rows, key=key, reverse=reverse)


def _suffixes(params: Params, stem: str) -> list[str]:
    suffixes = [name[len(stem) :] for name in params.names() if name == stem or name.startswith(stem + "_")]
    return sorted(suffixes, key=lambda suffix: (len(suffix), suffix))


def control_uapi(rows: list[Row], params: Params, metadata: dict[str, Any]) -> list[Row]:
    """Apply ``api.filter``, then ``api.sort``, then ``api.paginate``; what was done goes into ``metadata``.

    A column is enough for a filter: the vendor's own library sends ``api.filter_column_0`` without ``api.filter=1``.
    For all pages it asks for the one that starts at -1.
    """
    columns = _suffixes(params, "api.filter_column")
    if params.flag("api.filter", bool(columns)):
        metadata["filter"] = {"records_before_filter": len(rows)}
        for suffix in columns:
            column = params["api.filter_column" + suffix]
            term, kind = params.get("api.filter_term" + suffix), params.get("api.filter_type" + suffix)
            rows = _keep(rows, column, term, kind)
    if params.flag("api.sort"):
        for suffix in reversed(_suffixes(params, "api.sort_column")):
            method, reverse = params.get("api.sort_method" + suffix), params.flag("api.sort_reverse" + suffix)
            rows = _order(rows, params["api.sort_column" + suffix], method, reverse)
    if params.flag("api.paginate"):
        size = max(1, int(_number(params.get("api.paginate_size", "10"))))
        start = int(_number(params.get("api.paginate_start", "0")))
        if start < 0:
            start, size = 1, max(1, len(rows))
        elif start == 0:
            start = (max(1, int(_number(params.get("api.paginate_page", "1")))) - 1) * size + 1
        total = len(rows)
        metadata["paginate"] = {
            "total_results": total,
            "total_pages": math.ceil(total / size),
            "current_page": (start - 1) // size + 1,
            "results_per_page": size,
            "start_result": str(start),
        }
        rows = rows[start - 1 : start - 1 + size]
    return rows


def _letters(params: Params, stem: str) -> list[str]:
    letters = {name[len(stem) :].split(".")[0] for name in params.names() if name.startswith(stem)}
    return sorted(letters - {"enable", "verbose"}, key=lambda letter: (len(letter), letter))


def control_whm(rows: list[Row], params: Params, metadata: dict[str, Any]) -> list[Row]:
    """Apply ``api.filter``, ``api.sort``, ``api.chunk`` and ``api.columns``."""
    if params.flag("api.filter.enable"):
        before = len(rows)
        for letter in _letters(params, "api.filter."):
            field, kind = params.get(f"api.filter.{letter}.field", "*"), params.get(f"api.filter.{letter}.type")
            rows = _keep(rows, field, params.get(f"api.filter.{letter}.arg0"), kind)
        if params.flag("api.filter.verbose"):
            metadata["filter"] = {"filtered": before - len(rows)}
    if params.flag("api.sort.enable"):
        for letter in reversed(_letters(params, "api.sort.")):
            method, reverse = params.get(f"api.sort.{letter}.method"), params.flag(f"api.sort.{letter}.reverse")
            rows = _order(rows, params.get(f"api.sort.{letter}.field"), method, reverse)
    if params.flag("api.chunk.enable"):
        start = int(_number(params.get("api.chunk.start", "1"))) or 1
        size = max(1, int(_number(params.get("api.chunk.size", "10"))))
        total = len(rows)
        if start > 0:
            rows = rows[start - 1 : start - 1 + size]
        if params.flag("api.chunk.verbose"):
            chunks = math.ceil(total / size)
            current = 1 if start < 0 else (start - 1) // size + 1
            metadata["chunk"] = {
                "start": start,
                "current": current,
                "size": size,
                "chunks": chunks,
                "records": total,
            }
    if params.flag("api.columns.enable"):
        names = [params[f"api.columns.{letter}"] for letter in _letters(params, "api.columns.")]
        rows = [{k: v for k, v in row.items() if k in names} if isinstance(row, dict) else row for row in rows]
    return rows
