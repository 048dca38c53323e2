# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""README.md names the plugins, roles and playbooks that there are, and no others, and links all guides."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ROW = r"^\| (role )?`hostops\.cpanel\.(\w+)` \|"


def rows(of_roles: bool) -> set[str]:
    """The names in the table of roles and playbooks."""
    table = (ROOT / "README.md").read_text().partition("| role or playbook |")[2].partition("\n\n")[0]
    return {name for role, name in re.findall(ROW, table, re.MULTILINE) if bool(role) is of_roles}


def test_roles() -> None:
    assert rows(of_roles=True) == {path.name for path in (ROOT / "roles").iterdir() if (path / "tasks").is_dir()}


def test_playbooks() -> None:
    # The demonstration is named among the use cases.
    assert rows(of_roles=False) == {path.stem for path in (ROOT / "playbooks").glob("*.yml")} - {"demo"}


def test_every_plugin_is_named() -> None:
    text = (ROOT / "README.md").read_text()
    for kind in ("modules", "lookup", "filter", "inventory"):
        for path in (ROOT / "plugins" / kind).glob("[!_]*.py"):
            assert f"`hostops.cpanel.{path.stem}`" in text, f"README.md does not name the {kind} plugin {path.stem}"


def test_every_guide_is_linked() -> None:
    text = (ROOT / "README.md").read_text()
    linked = set(re.findall(r"blob/main/docs/docsite/rst/(\w+)\.rst", text))
    assert linked == {path.stem for path in (ROOT / "docs" / "docsite" / "rst").glob("*.rst")}
