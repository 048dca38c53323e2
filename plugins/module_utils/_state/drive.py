# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a program for one account: makes the calls that it asks for. Must not know what a program is for.

Called by the commands of one account, and by a fleet for an account that has a client of its own. The programs of other
accounts a fleet runs side by side, in batches.
"""

from __future__ import annotations

import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._api import batches
from ansible_collections.hostops.cpanel.plugins.module_utils._api.batches import Answers
from ansible_collections.hostops.cpanel.plugins.module_utils._api.client import Client

from .plan import Program

T = t.TypeVar("T")


def drive(client: Client, program: Program[T], batch: str = "auto") -> T:
    """Makes the calls a program asks for until it returns. Returns what it returns, raises what it raises."""
    answers: Answers | None = None
    while True:
        try:
            calls = program.send(answers)  # type: ignore[arg-type]
        except StopIteration as stop:
            return t.cast(T, stop.value)
        answers = batches.run(client, calls, batch)
