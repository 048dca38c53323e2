# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Worlds from a seed."""

from __future__ import annotations

import time
from typing import Any

from ansible_collections.hostops.cpanel.tests.simulator import Simulator


def worlds(seed: int) -> list[dict[str, Any]]:
    """The worlds of two servers, and what one account holds."""
    simulator = Simulator(servers=2, accounts=6, seed=seed)
    both = [server.world() for server in simulator.servers]
    both.append({"contents": repr([a.contents for a in simulator.servers[0].accounts.values()])})
    simulator.stop()
    return both


def test_the_same_seed_gives_the_same_world() -> None:
    assert worlds(3) == worlds(3)
    assert worlds(3) != worlds(4)


def test_a_thousand_accounts() -> None:
    started = time.process_time()
    simulator = Simulator(servers=3, accounts=1000, seed=1)
    elapsed = time.process_time() - started
    names = [name for server in simulator.servers for name in server.accounts]
    assert len(names) == len(set(names)) == 1000 == len({name[:8] for name in names})
    assert {len(server.accounts) for server in simulator.servers} == {333, 334}
    simulator.stop()
    assert elapsed < 1.0
