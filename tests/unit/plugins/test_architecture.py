# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the house is built, read from its sources: who may import whom, how big a room is, what each module needs."""

from __future__ import annotations

import ast
import graphlib
import importlib
import tokenize
from pathlib import Path

import pytest
import yaml

from ansible_collections.hostops.cpanel.plugins.modules import cpanel_uapi
from ansible_collections.hostops.cpanel.plugins.plugin_utils.controller_action import ControllerAction

PLUGINS = Path(cpanel_uapi.__file__).parents[1]
ROOT = PLUGINS.parent
PREFIX = "ansible_collections.hostops.cpanel.plugins."
# From the bottom to the top: a package may import lower ones only. All may import the files of the ground, which import
# nothing but _names; what stands apart imports no floor, and none imports it.
FLOORS = ["_wire", "_api", "_task", "_state", "_fleet"]
APART = ["_session_log"]
GROUND = {"_errors", "_interrupts", "_names", "_redact"}
NO_CODE = {getattr(tokenize, name) for name in "COMMENT NL NEWLINE INDENT DEDENT ENCODING ENDMARKER".split()}
BELOW = PLUGINS / "module_utils"
SOURCES = sorted(BELOW.rglob("*.py"))
DECLARATIONS = sorted(path for path in (BELOW / "_state" / "account").glob("*.py") if path.stem != "__init__")
# What only the controller can do is an action; the module of that name is nothing but its documentation.
CONTROLLER = ["account_documents", "report"]
MODULES = sorted(path.stem for path in (PLUGINS / "modules").glob("*.py") if path.stem not in ("__init__", *CONTROLLER))


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def code_lines(path):
    """The numbers of the lines with code on them: not those that are blank, comments or docstrings."""
    found = set()
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type not in NO_CODE:
                found.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(tree(path)):
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(node) is not None:
            found.difference_update(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    return found


def dotted(path):
    """The name under which a file is imported."""
    parts = path.relative_to(PLUGINS).with_suffix("").parts
    return PREFIX + ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path):
    """The names that a file imports, anywhere in it, in full."""
    names = set()
    package = dotted(path).split(".") if path.stem == "__init__" else dotted(path).split(".")[:-1]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *filter(None, [node.module])])
            names |= {module, *("%s.%s" % (module, alias.name) for alias in node.names)}
    return names


def room(name):
    """The package or file of module_utils in which an imported name is; None for all others."""
    below = PREFIX + "module_utils."
    return name[len(below) :].split(".")[0] if name.startswith(below) else None


def modules_of(path):
    """The files of module_utils that a file imports."""
    modules = {dotted(other): other for other in SOURCES}
    return {modules[name] for name in imported(path) & set(modules) if modules[name].stem != "__init__"} - {path}


def test_the_rooms_are_those_of_the_table():
    rooms = {path.relative_to(BELOW).parts[0].removesuffix(".py") for path in SOURCES}
    assert rooms - {"__init__"} == {*GROUND, *FLOORS, *APART}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(BELOW).as_posix())
def test_dependencies_point_down(path):
    own = room(dotted(path))
    floors = set(FLOORS[: FLOORS.index(own)]) if own in FLOORS else set()
    below = {"_names"} if own in GROUND else GROUND | floors
    others = {room(name) for name in imported(path)} - {None, own}
    assert others <= below, "%s must not import %s" % (path.relative_to(BELOW), others - below)


def test_no_file_imports_itself_by_a_detour():
    imports = {path: modules_of(path) for path in SOURCES}
    assert set(graphlib.TopologicalSorter(imports).static_order()) == set(SOURCES)


@pytest.mark.parametrize("path", sorted(BELOW.rglob("*.py")), ids=lambda path: path.relative_to(BELOW).as_posix())
def test_imports_are_relative_within_a_package_and_absolute_across(path):
    own, depth = room(dotted(path)), len(path.relative_to(BELOW).parts) - 1
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom):
            assert node.level <= depth, "a relative import leaves the package"
        if isinstance(node, (ast.Import, ast.ImportFrom)) and not getattr(node, "level", 0):
            module = getattr(node, "module", None)
            names = {".".join(filter(None, [module, alias.name])) for alias in node.names}
            assert own not in {room(name) for name in names}, "%s is in this package" % names


@pytest.mark.parametrize("package", ["", *FLOORS, *APART, "_state/account", "_state/account/shared"])
def test_a_package_says_what_it_is_and_nothing_else(package):
    """Were kinds imported in it, every module would ship them all."""
    path = BELOW / package / "__init__.py"
    if package:
        (only,) = tree(path).body
        text = ast.get_docstring(tree(path))
        assert isinstance(only, ast.Expr)
        assert "ust not" in text and "by" in text.split() and "nothing here is a public interface" in text
    else:
        assert not path.exists()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(BELOW).as_posix())
def test_rooms_import_nothing_that_only_a_controller_has(path):
    allowed = ("ansible.module_utils.", PREFIX + "module_utils")
    for name in imported(path):
        assert not name.startswith("ansible") or name.startswith(allowed) or name == "ansible.module_utils", name


SIZED = sorted([*PLUGINS.rglob("*.py"), *(ROOT / "tests" / "simulator").rglob("*.py")])


@pytest.mark.parametrize("path", SIZED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_file_is_longer_than_500_lines_and_no_class_longer_than_300(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 500
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ClassDef):
            assert node.end_lineno - node.lineno < 300, node.name


@pytest.mark.parametrize("path", SIZED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_says_what_it_owns(path):
    """Modules and fragments are documentation themselves; what an action is for, its module says."""
    text = ast.get_docstring(tree(path)) or ""
    assert text or path.parent.name in ("modules", "action", "doc_fragments")
    assert not text.startswith("Private to this collection")


def test_the_engine_and_the_fleet_are_small():
    for file in ("_state/engine.py", "_fleet/fleet.py"):
        assert len((BELOW / file).read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", DECLARATIONS, ids=lambda path: path.stem)
def test_a_declaration_is_no_program(path):
    """One file says all of a kind; what several need is in the folder shared."""
    assert len(code_lines(path)) <= 80
    assert len({other for other in modules_of(path) if other.parent.stem == "shared"}) <= 2


@pytest.mark.parametrize("path", sorted(PLUGINS.rglob("*.py")), ids=lambda path: path.stem)
def test_only_the_wire_speaks_http(path):
    network = {"requests", "urllib3", "http", "socket", "ssl", "urllib.request", "ansible.module_utils.urls"}
    used = {name for name in imported(path) if name in network or name.split(".")[0] in network - {"urllib.request"}}
    assert not used or (path.parent.stem == "_wire" and path.stem in ("transport", "failures", "clock", "tls"))


@pytest.mark.parametrize("path", sorted(PLUGINS.rglob("*.py")), ids=lambda path: path.stem)
def test_only_the_outermost_room_ends_a_module(path):
    calls = {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
    assert not calls & {"fail_json", "exit_json"} or path.stem == "module_runner"


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_its_documentation_and_a_command(name):
    path = PLUGINS / "modules" / (name + ".py")
    source = path.read_text(encoding="utf-8").splitlines()
    documents = {"DOCUMENTATION", "EXAMPLES", "RETURN"}
    skipped = set()
    for node in tree(path).body:
        if isinstance(node, ast.Assign) and {getattr(target, "id", "") for target in node.targets} & documents:
            skipped |= set(range(node.lineno, node.end_lineno + 1))
    code = [
        line
        for number, line in enumerate(source, 1)
        if number not in skipped and line.strip() and not line.startswith("#")
    ]
    assert len(code) <= (45 if name.removeprefix("cpanel_") in {path.stem for path in DECLARATIONS} else 60)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_has_an_action_and_belongs_to_the_group(name):
    action = importlib.import_module(PREFIX + "action." + name)
    module = importlib.import_module(PREFIX + "modules." + name)
    assert action.ActionModule.command is module.COMMAND
    assert module.COMMAND.name == name
    groups = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))["action_groups"]
    assert name in groups["cpanel"] or not {"host", "session"} & set(module.COMMAND.spec)  # talks to no server


def documented(name):
    """The options in a module's documentation, its fragments of this collection merged in."""
    module = importlib.import_module(PREFIX + "modules." + name)
    own = yaml.safe_load(module.DOCUMENTATION)
    options = {}
    for fragment in own.get("extends_documentation_fragment", []):
        _namespace, _collection, short, section = (fragment + ".documentation").split(".")[:4]
        part = importlib.import_module(PREFIX + "doc_fragments." + short).ModuleDocFragment
        options.update(yaml.safe_load(getattr(part, section.upper()))["options"])
    return {**options, **own["options"]}


def compare(spec, options, where):
    assert set(spec) == set(options), where
    for name, rule in spec.items():
        described, here = options[name], "%s.%s" % (where, name)
        assert rule.get("type", "str") == described["type"], here
        assert rule.get("default") == described.get("default"), here
        assert list(rule.get("choices") or []) == list(described.get("choices") or []), here
        assert rule.get("elements") == described.get("elements"), here
        assert bool(rule.get("required")) == bool(described.get("required")), here
        assert set(rule.get("aliases") or []) == set(described.get("aliases") or []), here
        text = described["description"]
        assert (" ".join(text) if isinstance(text, list) else text).strip(), here
        if "fallback" in rule:
            assert "E(%s)" % rule["fallback"][1][0] in " ".join(described["description"]), here
        compare(rule.get("options") or {}, described.get("suboptions") or {}, here)


@pytest.mark.parametrize("name", MODULES)
def test_the_documentation_is_that_of_the_options(name):
    module = importlib.import_module(PREFIX + "modules." + name)
    compare(module.COMMAND.spec, documented(name), name)


@pytest.mark.parametrize("name", CONTROLLER)
def test_an_action_of_the_controller_is_documented_by_a_module_without_code(name):
    body = tree(PLUGINS / "modules" / (name + ".py")).body
    names = [target.id for node in body if isinstance(node, ast.Assign) for target in node.targets]
    assert names == ["DOCUMENTATION", "EXAMPLES", "RETURN"]
    assert len(body) == len(names) + 1  # from __future__
    action = importlib.import_module(PREFIX + "action." + name).ActionModule
    assert issubclass(action, ControllerAction)
    compare(action.spec, documented(name), name)


@pytest.mark.parametrize("name", MODULES)
def test_every_option_that_holds_a_secret_is_no_log(name):
    def check(spec):
        for option, rule in spec.items():
            if option in ("api_token", "login_password", "otp", "security_token", "cookies"):
                assert rule["no_log"] is True, option
            assert option not in ("host", "username", "account") or not rule.get("no_log"), option
            check(rule.get("options") or {})

    check(importlib.import_module(PREFIX + "modules." + name).COMMAND.spec)
