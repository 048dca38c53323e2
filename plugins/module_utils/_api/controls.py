# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters, sorting, columns and pages of a list, in one form for UAPI and WHM API 1.

Owns the options as users write them and how each API spells them (protocol.md 4.4 and 5.1), and applies filters and
sorting itself on a way where a server may not get them. Pure: knows no functions and sends nothing.
Called by whatever makes a call, and by ``requests`` and ``batches``, which write it.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import usage

from .encoding import Pairs

# One name for each kind of filter, and how UAPI and WHM API 1 spell it (protocol.md 4.4 and 5.1); None: it has none.
FILTER_TYPES: dict[str, tuple[str | None, str | None]] = {
    "contains": ("contains", "contains"),
    "eq": ("eq", "eq"),
    "ne": ("ne", None),
    "lt": ("lt", "lt"),
    "gt": ("gt", "gt"),
    "lt_equal": (None, "lt_equal"),
    "gt_equal": (None, "gt_equal"),
    "lt_handle_unlimited": ("lt_handle_unlimited", "lt_handle_unlimited"),
    "gt_handle_unlimited": ("gt_handle_unlimited", "gt_handle_unlimited"),
    "begins": ("begins", "begins"),
    "ends": ("ends", None),
    "matches": ("matches", None),
    "defined": ("defined", None),
    "undefined": ("undefined", None),
}
SORT_METHODS = ["lexicographic", "numeric", "numeric_zero_as_max", "ipv4"]

FILTERS_SPEC: dict[str, t.Any] = {
    "type": "list",
    "elements": "dict",
    "options": {
        "column": {"type": "str", "required": True, "aliases": ["field"]},
        "type": {"type": "str", "default": "contains", "choices": list(FILTER_TYPES)},
        "term": {"type": "str", "aliases": ["value", "arg0"]},
    },
}
SORT_SPEC: dict[str, t.Any] = {
    "type": "list",
    "elements": "dict",
    "options": {
        "column": {"type": "str", "required": True, "aliases": ["field"]},
        "method": {"type": "str", "default": "lexicographic", "choices": SORT_METHODS},
        "reverse": {"type": "bool", "default": False},
    },
}


@dataclasses.dataclass(frozen=True)
class Controls:
    """Filter, sort, columns and paging of a list, in one form for UAPI and WHM API 1. ``page_size`` is in rows."""

    filters: tuple[t.Mapping[str, t.Any], ...] = ()
    sort: tuple[t.Mapping[str, t.Any], ...] = ()
    columns: tuple[str, ...] = ()
    page_size: int | None = None

    @classmethod
    def from_params(cls, params: t.Mapping[str, t.Any], api: str) -> Controls:
        """What the options ask for. Raises ``usage`` for a filter that this API (uapi or whm) does not know."""
        made = cls(
            tuple(params.get("filters") or ()),
            tuple(params.get("sort") or ()),
            tuple(params.get("columns") or ()),
            params.get("page_size"),
        )
        if made.page_size is not None and made.page_size < 1:
            raise usage(
                "page_size: %d is too small" % made.page_size, "Give the number of rows to fetch at a time, 1 or more."
            )
        side = 0 if api == "uapi" else 1
        for item in made.filters:
            if FILTER_TYPES[item["type"]][side] is None:
                known = ", ".join(name for name, both in FILTER_TYPES.items() if both[side])
                raise usage("filters: type %s does not exist in this API" % item["type"], "Use one of %s." % known)
            if item.get("term") is None and item["type"] not in ("defined", "undefined"):
                raise usage(
                    "filters: term is missing for column %s" % item["column"],
                    "Give term, the text or number to compare with.",
                )
        columns = made.columns
        for item in made.sort if columns else ():
            if item["column"] not in columns:
                raise usage(
                    "sort: column %s is not among columns" % item["column"],
                    "Add it to columns: WHM sorts only by a column that it returns.",
                )
        return made

    def to_uapi(self, start: int = 1) -> Pairs:
        pairs: Pairs = []
        for number, item in enumerate(self.filters):
            suffix = "_%d" % number if len(self.filters) > 1 else ""
            pairs += [
                ("api.filter_column" + suffix, item["column"]),
                ("api.filter_type" + suffix, str(FILTER_TYPES[item["type"]][0])),
            ]
            pairs += [("api.filter_term" + suffix, item["term"])] if item.get("term") is not None else []
        pairs = [("api.filter", "1"), *pairs] if pairs else []
        for number, item in enumerate(self.sort):
            suffix = "_%d" % number if len(self.sort) > 1 else ""
            pairs += [] if number else [("api.sort", "1")]
            pairs += [("api.sort_column" + suffix, item["column"]), ("api.sort_method" + suffix, item["method"])]
            pairs += [("api.sort_reverse" + suffix, "1")] if item["reverse"] else []
        if self.page_size:
            pairs += [
                ("api.paginate", "1"),
                ("api.paginate_start", str(start)),
                ("api.paginate_size", str(self.page_size)),
            ]
        return pairs

    def applied(self, rows: t.Any) -> t.Any:
        """The rows as they were asked for, for a way on which the server may not get filters and sorting."""
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            return rows
        rows = [row for row in rows if all(_matches(row, item) for item in self.filters)]
        for item in reversed(self.sort):
            key = _SORT_KEYS[item["method"]]
            rows = sorted(rows, key=lambda row: key(row.get(item["column"])), reverse=item["reverse"])
        return rows

    def to_whm(self, start: int = 1) -> Pairs:
        pairs: Pairs = []
        for letter, item in zip(_letters(), self.filters):
            pairs += [] if pairs else [("api.filter.enable", "1")]
            prefix = "api.filter.%s." % letter
            pairs += [
                (prefix + "field", item["column"]),
                (prefix + "type", str(FILTER_TYPES[item["type"]][1])),
                (prefix + "arg0", item["term"]),
            ]
        for number, (letter, item) in enumerate(zip(_letters(), self.sort)):
            prefix = "api.sort.%s." % letter
            pairs += [] if number else [("api.sort.enable", "1")]
            pairs += [(prefix + "field", item["column"]), (prefix + "method", item["method"])]
            pairs += [(prefix + "reverse", "1")] if item["reverse"] else []
        for number, (letter, column) in enumerate(zip(_letters(), self.columns)):
            pairs += [] if number else [("api.columns.enable", "1")]
            pairs += [("api.columns.%s" % letter, column)]
        if self.page_size:
            pairs += [
                ("api.chunk.enable", "1"),
                ("api.chunk.verbose", "1"),
                ("api.chunk.start", str(start)),
                ("api.chunk.size", str(self.page_size)),
            ]
        return pairs


def _number(value: t.Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return 0.0


def _address(value: t.Any) -> tuple[float, ...]:
    return tuple(_number(part) for part in str(value).split("."))


def _unlimited(value: t.Any) -> float:
    return float("inf") if value in (None, "unlimited") or _number(value) == 0 else _number(value)


_TESTS: dict[str, t.Callable[[str, str], bool]] = {
    "contains": lambda value, term: term.lower() in value.lower(),
    "eq": lambda value, term: value == term,
    "ne": lambda value, term: value != term,
    "lt": lambda value, term: _number(value) < _number(term),
    "gt": lambda value, term: _number(value) > _number(term),
    "lt_handle_unlimited": lambda value, term: _unlimited(value) < _unlimited(term),
    "gt_handle_unlimited": lambda value, term: _unlimited(value) > _unlimited(term),
    "begins": lambda value, term: value.lower().startswith(term.lower()),
    "ends": lambda value, term: value.lower().endswith(term.lower()),
}


def _matches(row: t.Mapping[str, t.Any], item: t.Mapping[str, t.Any]) -> bool:
    """One filter of UAPI (protocol.md 4.4). A regular expression is the server's business: its dialect is not ours."""
    kind, column = item["type"], item["column"]
    values = list(row.values()) if column == "*" else [row.get(column)]
    if kind in ("defined", "undefined"):
        defined = any(value is not None for value in values)
        return defined if kind == "defined" else not defined
    texts = ["" if value is None else str(value) for value in values]
    return kind not in _TESTS or any(_TESTS[kind](text, str(item["term"])) for text in texts)


_SORT_KEYS: dict[str, t.Callable[[t.Any], t.Any]] = {
    "lexicographic": lambda value: "" if value is None else str(value),
    "numeric": _number,
    "numeric_zero_as_max": lambda value: _number(value) or float("inf"),
    "ipv4": _address,
}


def _letters() -> t.Iterator[str]:
    """a to z, then za to zz, and so on: WHM's keys for more than one filter, sort key or column."""
    prefix = ""
    while True:
        for code in range(26):
            yield prefix + chr(97 + code)
        prefix += "z"
