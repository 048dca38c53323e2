# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parameters as a server reads them: a form, or the arguments of a command in a batch.

Pure: knows values and their spelling (protocol.md 4.1), no functions. Called by ``requests`` and ``batches``.
"""

from __future__ import annotations

import json
import typing as t

Pairs = list[tuple[str, str]]


def encode(params: t.Mapping[str, t.Any]) -> Pairs:
    """Parameters as a form: lists repeat the name, booleans are 1 and 0, null is left out, anything deeper is JSON."""
    pairs: Pairs = []
    for name, value in params.items():
        for item in value if isinstance(value, (list, tuple)) else [value]:
            if item is not None:
                pairs.append((str(name), spell(item)))
    return pairs


def encode_in_batch(params: t.Mapping[str, t.Any]) -> dict[str, str]:
    """The same as an object, where a name cannot be repeated: lists become name, name-1, name-2 (protocol.md 4.1)."""
    values: dict[str, str] = {}
    seen: dict[str, int] = {}
    for name, value in encode(params):
        number = seen.get(name, 0)
        seen[name] = number + 1
        values["%s-%d" % (name, number) if number else name] = value
    return values


def spell(value: t.Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return str(value)
