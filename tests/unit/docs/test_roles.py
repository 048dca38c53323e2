# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Roles say what they take: argument specs, defaults and README agree, and no task takes what is not described."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
ROLES = sorted(path for path in (ROOT / "roles").iterdir() if path.is_dir())
TABLES = runpy.run_path(str(ROOT / "tools" / "make_role_tables.py"))

each_role = pytest.mark.parametrize("role", ROLES, ids=lambda path: path.name)


def specs(role: Path) -> dict[str, Any]:
    return dict(yaml.safe_load((role / "meta" / "argument_specs.yml").read_text())["argument_specs"])


def test_there_are_roles() -> None:
    assert [role.name for role in ROLES] == ["account_state", "fleet", "session"]


def lent(role: Path) -> tuple[str, ...]:
    """The prefix of the variables that a role takes over from another, whose tasks it includes."""
    return ("fleet_",) if role.name == "account_state" else ()


@each_role
def test_readme_is_current(role: Path) -> None:
    assert TABLES["wanted"](role) == (role / "README.md").read_text(), "run tools/make_role_tables.py"


@each_role
def test_variables_carry_the_name_of_the_role(role: Path) -> None:
    for spec in specs(role).values():
        assert all(name.startswith((f"{role.name}_", *lent(role))) for name in spec["options"])


@each_role
def test_defaults_are_the_described_ones(role: Path) -> None:
    options = specs(role)["main"]["options"]
    described = {
        name: option["default"]
        for name, option in options.items()
        if "default" in option and not name.startswith(lent(role))
    }
    given = yaml.safe_load((role / "defaults" / "main.yml").read_text())
    computed = {name for name, value in given.items() if isinstance(value, str) and "{{" in value}
    assert {name: value for name, value in given.items() if name not in computed} == described
    assert computed <= set(specs(role)["main"]["options"])


@each_role
def test_every_part_has_a_spec_and_the_same_options(role: Path) -> None:
    parts = {path.stem for path in (role / "tasks").glob("*.yml")}
    assert set(specs(role)) == parts
    main = specs(role)["main"]["options"]
    for name, spec in specs(role).items():
        for option, described in spec["options"].items():
            assert option == "fleet_result" or main[option] == described, f"{name}: {option}"


@each_role
def test_every_option_is_used_and_every_variable_described(role: Path) -> None:
    text = "\n".join(path.read_text() for folder in ("tasks", "templates", "vars") for path in role.glob(f"{folder}/*"))
    used = set(re.findall(rf"\b{role.name}_\w+", text))
    options = {name for spec in specs(role).values() for name in spec["options"] if not name.startswith(lent(role))}
    assert options <= used
    inner = {"fleet_report_written", "fleet_written", "session_login"}
    inner |= {"fleet_call_names", "fleet_percentage", "fleet_lost_servers", "fleet_check_mode", "fleet_summary"}
    inner |= {"account_state_found", "account_state_result", "account_state_report", "account_state_config"}
    inner |= {"account_state_drift"}
    assert {name for name in used - options - inner if f"*{name}" not in text and f".{name}" not in text} == set()


@each_role
def test_role_has_no_other_client(role: Path) -> None:
    text = "\n".join(path.read_text() for path in role.glob("tasks/*.yml"))
    assert not re.search(r"builtin\.(uri|get_url|shell|command|raw)\b", text)


def test_what_is_lent_is_described_alike() -> None:
    mine, theirs = (specs(ROOT / "roles" / name)["main"]["options"] for name in ("account_state", "fleet"))
    for name, option in mine.items():
        if name.startswith("fleet_"):
            assert {**option, "description": 0} == {**theirs[name], "description": 0}, name
