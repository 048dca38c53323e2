# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that means harm: scenarios by name, chosen by the switch ``hostile``. README.md explains them.

A scenario changes or replaces the answers to some requests; all others are answered as usual, so that a client gets as
far as the answer that is meant to hurt it. Must not know functions, but by their names. Called by ``wire/dispatch.py``;
the switches know the names.
"""

from __future__ import annotations

from . import answers, http
from .scenario import Connection, Scenario

__all__ = ["SCENARIOS", "Connection", "Scenario"]

SCENARIOS: dict[str, Scenario] = {one.name: one for one in (*answers.SCENARIOS, *http.SCENARIOS)}
