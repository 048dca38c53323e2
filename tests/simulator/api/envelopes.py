# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The envelopes around data, and the order of their keys (protocol.md 4.2, 4.7, 4.8, 5.1).

Must not know what the data is about. Called by ``api/execute.py``, and by ``wire/access.py`` for the order.
"""

from __future__ import annotations

import random
from typing import Any

Row = Any


def shuffled(value: Any, rng: random.Random) -> Any:
    """The same value with the keys of its objects in a random order; alike rows share one order."""
    if isinstance(value, dict):
        keys = list(value)
        rng.shuffle(keys)
        return {key: shuffled(value[key], rng) if isinstance(value[key], (dict, list)) else value[key] for key in keys}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        keys = list(value[0])
        rng.shuffle(keys)
        first = value[0].keys()
        return [{k: row[k] for k in keys} if isinstance(row, dict) and row.keys() == first else row for row in value]
    return value


def flat(data: Any, errors: list[str], messages: list[str], warnings: list[str], metadata: Any) -> dict[str, Any]:
    """The UAPI envelope of ``/execute``."""
    return {
        "status": 0 if errors else 1,
        "data": None if errors else data,
        "errors": errors or None,
        "messages": messages or None,
        "warnings": warnings or None,
        "metadata": metadata,
    }


def api2_answer(
    module: str, function: str, rows: list[Row], error: str = "", event: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The envelope of cPanel API 2; ``error`` only when there is one."""
    result: dict[str, Any] = {"apiversion": 2, "module": module, "func": function, "data": rows}
    result["event"] = event or {"result": 1}
    if error:
        result["error"] = error
    return {"cpanelresult": result}


def whm1(command: str, data: Any, result: int, reason: str, metadata: dict[str, Any]) -> dict[str, Any]:
    """The WHM API 1 envelope; ``data`` is left out when there is none."""
    answer: dict[str, Any] = {
        "metadata": {"version": 1, "command": command, "result": result, "reason": reason, **metadata}
    }
    if data is not None:
        answer["data"] = data
    return answer
