# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the tables of variables in the README of each role from its meta/argument_specs.yml.

python tools/make_role_tables.py [--check]
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
TABLE = re.compile(r"(<!-- variables of (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def plain(text: str) -> str:
    """Ansible's markup as Markdown."""
    return re.sub(r"[A-Z]\(([^)]*)\)", r"`\1`", text).replace("|", r"\|")


def default_of(option: dict[str, Any]) -> str:
    if option.get("required"):
        return "needed"
    value = option.get("default")
    if value is None:
        return ""
    if isinstance(value, list):
        return f"`[{', '.join(map(str, value))}]`"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`" if value != "" else "empty"


def table(spec: dict[str, Any]) -> str:
    lines = ["| variable | type | default | meaning |", "| --- | --- | --- | --- |"]
    for name, option in spec["options"].items():
        kind = f"list of {option['elements']}" if option["type"] == "list" else option["type"]
        meaning = " ".join(map(plain, option["description"]))
        if "choices" in option:
            meaning += " One of " + ", ".join(f"`{choice}`" for choice in option["choices"]) + "."
        lines.append(f"| `{name}` | {kind} | {default_of(option)} | {meaning} |".replace("  ", " "))
    return "\n".join(lines) + "\n"


def wanted(role: Path) -> str:
    """The README of a role as it should be."""
    specs = yaml.safe_load((role / "meta" / "argument_specs.yml").read_text())["argument_specs"]
    return TABLE.sub(lambda match: match[1] + table(specs[match[2]]) + match[3], (role / "README.md").read_text())


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say which are not current")
    check = parser.parse_args().check
    stale = [role for role in sorted((ROOT / "roles").iterdir()) if wanted(role) != (role / "README.md").read_text()]
    for role in stale:
        if check:
            print(f"not current: {role.name}/README.md")
        else:
            (role / "README.md").write_text(wanted(role))
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
