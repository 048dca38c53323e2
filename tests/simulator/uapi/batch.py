# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI Batch: functions in a function (protocol.md 4.5).

Must not know the functions it runs; ``api/execute.py`` reads the commands. Called by name.
"""

from __future__ import annotations

from typing import Any

from ..api.execute import batch_commands, child, run_uapi
from ..api.registry import Call, uapi
from ..errors import ApiError


@uapi("Batch::strict", required=("command",))
def strict(call: Call) -> list[dict[str, Any]]:
    """Run commands in order and stop at the first failure."""
    results: list[dict[str, Any]] = []
    for number, (module, function, params) in enumerate(batch_commands(call.params)):
        inner = child(call, params, direct=call.direct)
        answer = run_uapi(inner, module, function)
        call.wrote = call.wrote or inner.wrote
        results.append(answer)
        if answer["status"] != 1:
            error = ApiError(
                "The command `[_1]` (index [_2]) failed: [_3]",
                f"{module}::{function}",
                number,
                "; ".join(answer["errors"] or answer["messages"] or []),
            )
            if call.server.switches.batch_failure_data == "partial":
                error.data = results  # type: ignore[attr-defined]
            raise error
    return results
