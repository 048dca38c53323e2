# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated server of a target."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ansible_collections.hostops.cpanel.tests.integration.harness import Target


@pytest.fixture
def simulator(target: Target) -> Iterator[Any]:
    from ansible_collections.hostops.cpanel.tests.simulator import Simulator

    with Simulator(**target.simulator) as running:
        yield running
