# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated server that the clients talk to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ansible_collections.hostops.cpanel.tests.clients.witness import Witness


@pytest.fixture
def simulator() -> Iterator[Any]:
    from ansible_collections.hostops.cpanel.tests.simulator import Simulator

    with Simulator(servers=1, accounts=5, seed=7) as running:
        yield running
        assert running.servers[0].internal_errors == []


@pytest.fixture
def server(simulator: Any) -> Any:
    return simulator.servers[0]


@pytest.fixture
def account(server: Any) -> Any:
    """The first account; root owns it."""
    return next(iter(server.accounts.values()))


@pytest.fixture
def client(simulator: Any, tmp_path: Path) -> Callable[[str], Witness]:
    """``client("cpanel-api")``: that client, trusting the simulator's CA."""
    from ansible_collections.hostops.cpanel.tests.clients.witness import witness

    def make(name: str, trusts: str = simulator.ca_path) -> Witness:
        return witness(name, tmp_path, trusts)

    return make
