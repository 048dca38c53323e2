# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The guides say what the code does: every category and code of an error, every option, fault and request is real."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CATEGORIES, CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._state.registry import KINDS
from ansible_collections.hostops.cpanel.plugins.plugin_utils import fleet_file

ROOT = Path(__file__).resolve().parents[3]
RST = ROOT / "docs" / "docsite" / "rst"
GUIDES = sorted(RST.glob("*.rst"))
README = ROOT / "README.md"
DOCUMENTS = [
    *sorted(ROOT.glob("C*.md")),
    README,
    ROOT / "SECURITY.md",
    *sorted(ROOT.glob("roles/*/README.md")),
    *GUIDES,
]
PACKAGE = "ansible_collections.hostops.cpanel"


def tables(path: Path) -> dict[str, list[list[str]]]:
    """The list-tables of a guide: the first cell of the header, and the rows as lists of cells."""
    found: dict[str, list[list[str]]] = {}
    for block in re.findall(r"^\.\. list-table::\n(.*?)(?=^\S|\Z)", path.read_text(), re.MULTILINE | re.DOTALL):
        rows = [
            [" ".join(cell.split()) for cell in re.split(r"^     - ", row, flags=re.MULTILINE)]
            for row in re.split(r"^   \* - ", block, flags=re.MULTILINE)[1:]
        ]
        found[rows[0][0]] = rows[1:]
    return found


def literals(text: str) -> list[str]:
    return re.findall(r"``([^`]+)``", text)


def sources() -> list[Path]:
    return sorted(path for path in (ROOT / "plugins").rglob("*.py") if "cache" not in str(path))


def codes_of(path: Path) -> Iterator[str]:
    """Every constant that becomes the code of an error: ``code=...``, ``x.code = ...``, ``Unreadable("html", ...)``."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            named = getattr(node.func, "id", getattr(node.func, "attr", ""))
            values = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
            values += node.args[:1] if named == "Unreadable" else []
            values += [part for value in values if isinstance(value, ast.IfExp) for part in (value.body, value.orelse)]
            yield from (value.value for value in values if _is_text(value))
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _assigned(target, node.value)


def _assigned(target: ast.expr, value: ast.expr) -> Iterator[str]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for inner, given in zip(target.elts, value.elts):
            yield from _assigned(inner, given)
    elif getattr(target, "id", getattr(target, "attr", "")) == "code":
        yield from (node.value for node in ast.walk(value) if _is_text(node))


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def spec_of(module: str) -> dict[str, Any]:
    return importlib.import_module(f"{PACKAGE}.plugins.modules.{module}").COMMAND.spec


def test_every_category_has_a_cause_and_a_remedy() -> None:
    rows = tables(RST / "errors_guide.rst")["Category"]
    assert [literals(row[0]) for row in rows] == [[category] for category in CATEGORIES]
    assert all(len(row) == 3 and all(row) for row in rows)


def test_every_code_is_explained_and_every_explained_code_is_used() -> None:
    used = {code for path in sources() for code in codes_of(path)} - set(CATEGORIES)
    rows = tables(RST / "errors_guide.rst")["Code"]
    explained = [code for row in rows for code in literals(row[0])]
    assert {"not explained": used - set(explained), "not used": set(explained) - used} == {
        "not explained": set(),
        "not used": set(),
    }
    assert len(explained) == len(set(explained))
    assert {category for row in rows for category in literals(row[1])} <= set(CATEGORIES)


def test_categories_raised_are_the_documented_ones() -> None:
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "CpanelError" and _is_text(node.args[0]):
                assert node.args[0].value in CATEGORIES, f"{path.name}:{node.lineno}"


def test_keys_of_an_error_are_the_documented_ones() -> None:
    keys = set(CpanelError("api", "text").as_dict())
    shown = [name for row in tables(RST / "errors_guide.rst")["Key"] for name in literals(row[0])]
    assert sorted(shown) == sorted(keys)
    sample = (RST / "errors_guide.rst").read_text().split("   error:\n")[1].split("\n\n")[0]
    assert re.findall(r"^     (\w+):", sample, re.MULTILINE) == list(CpanelError("api", "text").as_dict())


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_guide_has_its_label(guide: Path) -> None:
    assert f".. _{PACKAGE}.docsite.{guide.stem}:" in guide.read_text()


def test_guides_are_in_the_table_of_contents() -> None:
    listed = re.findall(r"^\s+- (\w+_guide)$", (ROOT / "docs/docsite/extra-docs.yml").read_text(), re.MULTILINE)
    assert sorted(listed) == [guide.stem for guide in GUIDES]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_options_exist_with_their_values(guide: Path) -> None:
    roles = re.findall(r":ansopt:`hostops\.cpanel\.(\w+)#module:([\w.]+)(?:=([^`]*))?`", guide.read_text())
    assert roles or guide.stem == "simulator_guide"
    for module, name, value in roles:
        options = spec_of(module)
        for part in name.split("."):
            assert part in options, f"{module} has no option {name}"
            option = options[part]
            options = option.get("options", {})
        value = value.strip("'")
        if value and option["type"] == "bool":
            assert value in ("true", "false")
        elif value and "choices" in option:
            assert value in option["choices"], f"{module}: {name}={value}"


def test_ways_are_those_of_the_option() -> None:
    rows = tables(RST / "sessions_guide.rst")[":ansopt:`hostops.cpanel.cpanel_uapi#module:via`"]
    shown = re.findall(r"#module:via=(\w+)`", " ".join(row[0] for row in rows))
    assert sorted(shown) == sorted(spec_of("cpanel_uapi")["via"]["choices"])


@pytest.mark.parametrize("document", [README, *GUIDES], ids=lambda path: path.name)
def test_environment_variables_are_read(document: Path) -> None:
    fallbacks = {name for option in spec_of("cpanel_uapi").values() for name in option.get("fallback", (None, []))[1]}
    assert set(re.findall(r"\bCPANEL_[A-Z_]+\b", document.read_text())) <= fallbacks | {fleet_file.VARIABLE}


def test_faults_are_those_of_the_simulator() -> None:
    from ansible_collections.hostops.cpanel.tests.simulator.wire.faults import KINDS

    shown = [name for row in tables(RST / "simulator_guide.rst")["Fault"] for name in literals(row[0])]
    assert sorted(shown) == sorted(KINDS)


def test_requests_to_the_control_port_exist() -> None:
    source = (ROOT / "tests/simulator/control/port.py").read_text()
    routes = {(method.upper(), path) for method, path in re.findall(r'web\.(get|post|delete)\("(/\w+)', source)}
    for row in tables(RST / "simulator_guide.rst")["Request to the control port"]:
        words = " ".join(literals(row[0])).split()
        path = re.match(r"/\w+", words.pop())
        assert path, row
        assert all((method, path[0]) in routes for method in words), row


def test_readme_names_every_module() -> None:
    modules = {path.stem for path in (ROOT / "plugins" / "modules").glob("[!_]*.py")}
    assert {name for name in modules if f"`hostops.cpanel.{name}`" not in README.read_text()} == set()


def test_the_table_of_kinds_is_that_of_the_declarations() -> None:
    rows = {literals(row[0])[0]: row for row in tables(RST / "desired_state_guide.rst")["Kind"]}
    assert list(rows) == sorted(KINDS)
    for name, (_kind, key, fields, gone) in rows.items():
        kind = KINDS[name]
        assert literals(key) == list(kind.key)
        shown = {field for field in kind.fields if not kind.fields[field].input_only and field not in kind.key}
        assert set(literals(fields)) == shown
        for mark, marked in (("secret", kind.secrets), ("read-only", [f for f in shown if kind.fields[f].read_only])):
            assert {field for field in shown if f"``{field}`` ({mark})" in fields} == set(marked)
        assert ("always exists" in gone) == (kind.reset_to is not None or kind.purge_option is not None)


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """The numbered lines of a document, but for code, and for the tables of Markdown."""
    inside = ""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if path.suffix == ".rst":
            inside = "code" if line.startswith((".. code-block::", ".. image::")) else inside
            inside = "" if inside and line and not line.startswith((" ", "..")) else inside
            if not inside:
                yield number, line
        elif line.startswith("```"):
            inside = "" if inside else "code"
        elif not inside and not line.startswith(("|", "    ")):
            yield number, line


@pytest.mark.parametrize(
    "document", [*DOCUMENTS, ROOT / "tests/simulator/README.md"], ids=lambda path: str(path.relative_to(ROOT))
)
def test_prose_wraps_at_120_columns(document: Path) -> None:
    lines = dict(prose(document))
    assert lines
    assert {number: line for number, line in lines.items() if len(line) > 120} == {}


def test_links_of_the_readme_are_absolute() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README.read_text())
    assert links
    assert [link for link in links if not link.startswith("https://")] == []
