# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every playbook over hosts that are given as a variable begins with a play that says so if they match nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

PLAYBOOKS = sorted((Path(__file__).parents[3] / "playbooks").glob("*.yml"))
# But for the demo, which comes with an inventory of its own.
OVER_HOSTS = [path for path in PLAYBOOKS if f"{path.stem}_hosts" in path.read_text() and path.stem != "demo"]


def test_there_are_some() -> None:
    names = {path.stem for path in OVER_HOSTS}
    assert names == {"account_apply", "account_export", "drift", "fleet_audit", "fleet_call", "sso_link"}


@pytest.mark.parametrize("path", OVER_HOSTS, ids=lambda path: path.stem)
def test_it_begins_with_a_look_at_the_hosts(path: Path) -> None:
    first, *others = yaml.safe_load(path.read_text())
    option = f"{path.stem}_hosts"
    assert first["vars"]["hosts_option"] == option and option in first["vars"]["hosts_pattern"]
    assert first["any_errors_fatal"] is True
    assert first["tasks"][-1]["ansible.builtin.import_tasks"] == "tasks/hosts_check.yml"
    assert first["hosts"] == yaml.safe_load(OVER_HOSTS[0].read_text())[0]["hosts"]
    assert [play["hosts"] for play in others] == ["{{ %s | default('localhost', true) }}" % option]
