# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what follows from the declarations of resources and the documentation of their modules.

    python tools/make_resources.py [--check]

From each ``plugins/module_utils/_state/account/NAME.py`` and ``plugins/modules/cpanel_NAME.py``: the module
``cpanel_NAME_info`` (its EXAMPLES may be edited: they are kept), the actions of both, the list of kinds
(``registry.py``), the action group in meta/runtime.yml, the table of modules in README.md and the table of kinds in the
guide to desired state.
"""

from __future__ import annotations

import argparse
import ast
import dataclasses
import importlib
import re
import sys
import textwrap
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "ansible_collections.hostops.cpanel.plugins."
DECLARATIONS = ROOT / "plugins" / "module_utils" / "_state" / "account"
HEADER = """\
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""
NOTE = "# Written by tools/make_resources.py: do not edit.\n"
INFO_NOTE = "# Written by tools/make_resources.py: edit nothing but EXAMPLES.\n"
README_START = "<!-- resources: written by tools/make_resources.py -->"
GUIDE_START = ".. kinds: written by tools/make_resources.py"

ACTION = (
    HEADER
    + """
from __future__ import annotations

from ansible_collections.hostops.cpanel.plugins.modules.{module} import COMMAND
from ansible_collections.hostops.cpanel.plugins.plugin_utils.in_process import InProcessAction


class ActionModule(InProcessAction):
    command = COMMAND
"""
)

INFO = (
    "#!/usr/bin/python\n"
    + HEADER
    + INFO_NOTE
    + '''
from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_{name}_info
short_description: List {what}
version_added: {version}
description:
  - Lists {what}.
  - Use M(hostops.cpanel.cpanel_{name}) to manage them.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource.info
  - hostops.cpanel.attributes.runners
{options}
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_{name}
"""

EXAMPLES = r"""{examples}"""

RETURN = r"""
{returned}
"""

{declaration}
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import info_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = info_command({constant})


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
'''
)

# The examples that a new module begins with.
EXAMPLES = """
---
- name: List {what}
  hosts: localhost
  gather_facts: false
  tasks:
    - name: List {what}
      hostops.cpanel.cpanel_{name}_info:
        host: server1.example.net
        api_token: "{{{{ whm_token }}}}"
        account: alice
      register: result

    - name: Show the {key} of each
      ansible.builtin.debug:
        msg: "{{{{ result.{many} | map(attribute='{key}') }}}}"
"""


def documents(name: str) -> dict[str, str]:
    """The texts of a module, which are YAML: DOCUMENTATION, EXAMPLES and RETURN; none if there is no such module."""
    path = ROOT / "plugins" / "modules" / f"cpanel_{name}.py"
    named = ("DOCUMENTATION", "EXAMPLES", "RETURN")
    return {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in ast.parse(path.read_text() if path.exists() else "").body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in named
    }


def dumped(value: Any) -> str:
    return yaml.safe_dump(value, sort_keys=False, width=110, allow_unicode=True).strip()


def imported(name: str) -> str:
    """The line that imports a declaration, or three where one is too long."""
    start = f"from {PACKAGE}module_utils._state.account.{name} import "
    line = start + name.upper()
    return line if len(line) <= 120 else f"{start}(\n    {name.upper()},\n)"


def info_module(name: str) -> str:
    kind = getattr(importlib.import_module(f"{PACKAGE}module_utils._state.account.{name}"), name.upper())
    texts = documents(name)
    documentation, returned = yaml.safe_load(texts["DOCUMENTATION"]), yaml.safe_load(texts["RETURN"])
    options = {}
    for field in kind.key:
        spec = kind.fields[field].spec(False)
        option = {"description": f"List only those with this C({field}).", "type": spec["type"]}
        option.update({key: spec[key] for key in ("choices", "aliases", "elements") if key in spec})
        options[field] = option
    contains = dict(returned[name]["contains"])
    for field, declared in kind.fields.items():
        if declared.read_only:
            contains[field] = {"description": declared.read_only, "type": declared.type}
            contains[field].update({"elements": declared.elements} if declared.elements else {})
    what = re.sub(r"^Manage ", "", documentation["short_description"])
    rows = {
        "description": f"{what[0].upper()}{what[1:]}, sorted by name.",
        "returned": "success",
        "type": "list",
        "elements": "dict",
        "contains": contains,
    }
    examples = documents(f"{name}_info").get("EXAMPLES")
    return INFO.format(
        name=name,
        what=what,
        examples=examples or EXAMPLES.format(name=name, what=what, many=kind.plural, key=kind.key[0]),
        constant=name.upper(),
        declaration=imported(name),
        version=documentation["version_added"],
        options=dumped({"options": options}),
        returned=dumped({kind.plural: rows}),
    )


def kinds(names: list[str]) -> str:
    imports = [f"from .account.{name} import {name.upper()}" for name in names]
    imports += ["from .kind import Kind"]
    entries = [f'    "{name}": {name.upper()},' for name in names]
    lines = [
        '"""All kinds of resources, by name. Imports every declaration: modules of one kind import that one alone."""',
        "",
        "from __future__ import annotations",
        "",
        *imports,
        "",
        "KINDS: dict[str, Kind] = {",
        *entries,
        "}",
    ]
    return HEADER + NOTE + "\n" + "\n".join(lines) + "\n"


def runtime(names: list[str]) -> str:
    text = (ROOT / "meta" / "runtime.yml").read_text()
    head, mark, listed = text.partition("  cpanel:\n")
    known = [line.strip()[2:] for line in listed.splitlines()]
    mine = [module for name in names for module in (f"cpanel_{name}", f"cpanel_{name}_info")]
    others = [module for module in known if (ROOT / "plugins" / "modules" / f"{module}.py").exists()]
    return head + mark + "".join(f"    - {module}\n" for module in sorted({*others, *mine}))


def between(path: Path, start: str, end: str, table: str) -> str:
    """The text of a file with another table between two lines of it, of which the first one says who wrote it."""
    head, first, rest = path.read_text().partition(f"{start}\n")
    _old, last, tail = rest.partition(f"{end}\n")
    if not (first and last):
        raise SystemExit(f"{path.relative_to(ROOT)} lacks the line {start!r}, or {end!r} below it")
    return f"{head}{first}{table}{last}{tail}"


def readme(names: list[str]) -> str:
    lines = ["| modules | what they manage and list |", "| --- | --- |"]
    for name in names:
        pair = ", ".join(f"`hostops.cpanel.cpanel_{module}`" for module in (name, f"{name}_info"))
        what = re.sub("^Manage (the )?", "", yaml.safe_load(documents(name)["DOCUMENTATION"])["short_description"])
        what = re.sub(" of a cPanel account$| a cPanel account's", "", what)
        lines.append(f"| {pair} | {what} |")
    return between(ROOT / "README.md", README_START, "<!-- end of resources -->", "\n".join(lines) + "\n")


def declares(kind: Any, name: str) -> bool:
    """Whether a kind has a function of its own, where there is a default that does nothing."""
    default = next(field.default for field in dataclasses.fields(kind) if field.name == name)
    return getattr(kind, name) is not default


def cells(kind: Any) -> list[str]:
    """What the guide says of a kind: its name, what tells one from another, its other fields, and how one goes."""
    fields = []
    for name, field in kind.fields.items():
        words = {"secret": field.secret, "immutable": field.immutable, "read-only": field.read_only}
        marks = [word for word, applies in words.items() if applies]
        if name not in kind.key and not field.input_only:
            fields.append(f"``{name}``" + (f" ({', '.join(marks)})" if marks else ""))
    if kind.reset_to is not None:
        gone = ", ".join(f"``{name}: {value}``" for name, value in kind.reset_to({}).items() if value)
        leaves = f"always exists; ``state: absent`` sets {gone}"
    elif not kind.in_documents:
        leaves = "removed; in documents, part of another kind"
    elif kind.purge_option is not None:
        leaves = "always exists; a purge removes its contents"
    else:
        leaves = "removed, also by a purge"
    own = ", which keeps the server's own" if declares(kind, "protected") else ""
    keys = ", ".join(f"``{name}``" for name in kind.key)
    return [f"``{kind.name}``", keys, ", ".join(fields) or "none", leaves + own]


def guide(names: list[str]) -> str:
    rows = [["Kind", "Identified by", "Other fields", "Removal"]]
    for name in names:
        kind = getattr(importlib.import_module(f"{PACKAGE}module_utils._state.account.{name}"), name.upper())
        rows.append(cells(kind))
    lines = ["", ".. list-table::", "   :header-rows: 1", ""]
    for row in rows:
        for number, cell in enumerate(row):
            start = "     - " if number else "   * - "
            lines += textwrap.wrap(cell, 116, initial_indent=start, subsequent_indent=" " * 7, break_on_hyphens=False)
    path = ROOT / "docs" / "docsite" / "rst" / "desired_state_guide.rst"
    return between(path, GUIDE_START, ".. end of kinds", "\n".join(lines) + "\n\n")


def written() -> dict[Path, str]:
    """Every file that is written here, with its text."""
    names = sorted(path.stem for path in DECLARATIONS.glob("*.py") if path.stem != "__init__")
    plugins = ROOT / "plugins"
    files = {
        plugins / "module_utils" / "_state" / "registry.py": kinds(names),
        ROOT / "meta" / "runtime.yml": runtime(names),
        ROOT / "README.md": readme(names),
        ROOT / "docs" / "docsite" / "rst" / "desired_state_guide.rst": guide(names),
    }
    for name in names:
        for module in (f"cpanel_{name}", f"cpanel_{name}_info"):
            files[plugins / "action" / f"{module}.py"] = ACTION.format(module=module)
        files[plugins / "modules" / f"cpanel_{name}_info.py"] = info_module(name)
    return files


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say which are not current")
    check = parser.parse_args().check
    stale = {path: text for path, text in written().items() if not path.exists() or path.read_text() != text}
    for path, text in stale.items():
        if check:
            print(f"not current: {path.relative_to(ROOT)}")
        else:
            path.write_text(text)
            print(f"written: {path.relative_to(ROOT)}")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
