# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fleet that the tests of cpanel_fleet share."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.tests.unit.plugins.modules.fleets import Fleet


@pytest.fixture
def fleet(two):
    return Fleet(two)
