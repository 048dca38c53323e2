# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The switches, and what README.md says of them and of the faults."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.hostops.cpanel.tests.simulator import Simulator
from ansible_collections.hostops.cpanel.tests.simulator.state.switches import CHOICES, Switches
from ansible_collections.hostops.cpanel.tests.simulator.wire.faults import KINDS


def test_switches_refuse_what_they_do_not_know(wire: Any) -> None:
    with pytest.raises(ValueError, match="login_status"):
        wire.server.switches.login_status = "418"
    with pytest.raises(AttributeError, match="no_such"):
        wire.server.switches.no_such = 1


def test_the_readme_lists_every_switch_and_fault() -> None:
    text = (Path(sys.modules[Simulator.__module__].__file__ or "").parent / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]*) \|", text, re.MULTILINE))
    defaults = Switches().as_dict()
    assert set(defaults) | set(KINDS) <= set(rows)
    for name, default in defaults.items():
        shown = rows[name].split(", ")
        assert shown[0] == (str(default).lower() if isinstance(default, bool) else str(default) or "none")
        assert name == "hostile" or name not in CHOICES or set(shown) == set(CHOICES[name])
