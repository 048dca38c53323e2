# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The guide to a new kind of resource is complete: what it shows, and nothing else, makes one in a copy of the tree."""

from __future__ import annotations

import ast
import dataclasses
import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._state.kind import Field, Kind
from ansible_collections.hostops.cpanel.plugins.module_utils._state.scope import Scope

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
GUIDE = ROOT / "docs" / "docsite" / "rst" / "contributing_resources_guide.rst"
NAME = "dynamic_dns"
DECLARATION = f"plugins/module_utils/_state/account/{NAME}.py"
MODULE = f"plugins/modules/cpanel_{NAME}.py"
PACKAGE = "ansible_collections.hostops.cpanel.tests.unit.plugins.module_utils._state.account"
TEST = f"tests/unit/plugins/module_utils/_state/account/test_{NAME}.py"
#: What the tools write, beside new files.
WRITTEN = {
    "README.md",
    "docs/docsite/rst/desired_state_guide.rst",
    "meta/runtime.yml",
    "plugins/module_utils/_state/registry.py",
}
#: The kind in documents, which the guide's own test does not go into. Its fixture brings the functions of the server.
DOCUMENTS = f'''
"""A kind from the guide, in documents, exports and purges."""

from {PACKAGE}.test_{NAME} import rows  # noqa: F401


def test_documents(rows, runner):
    def config(items, check_mode=False, **options):
        found = runner.run("cpanel_account_config", check_mode, config={{"{NAME}": items}}, **runner.owner, **options)
        assert not found.get("failed"), found
        return found

    def exported(portable=False):
        found = runner.run("cpanel_account_export", **runner.owner, kinds=["{NAME}"], portable=portable)
        assert not found.get("failed"), found
        return found["config"].get("{NAME}", [])

    one, two = ({{"domain": name + runner.alice.main_domain, "description": "x"}} for name in ("one.", "two."))
    assert config([one, two], True)["drift"] == {{"{NAME}": 2}} and not rows
    assert config([one, two])["changed"] is True and len(rows) == 2
    assert config([one, two])["changed"] is False
    assert exported() == [one, two] and config(exported())["changed"] is False
    assert exported(portable=True)[0]["domain"] == "one.{{domain}}"
    assert config(exported(portable=True))["changed"] is False
    assert config([{{**one, "description": "y"}}])["plan"][0]["after"] == {{"description": "y"}}
    assert config([two])["changed"] is False and len(rows) == 2
    assert config([two], purge=["{NAME}"])["plan"][0]["action"] == "remove"
    assert exported() == [two] and [row["domain"] for row in rows.values()] == [two["domain"]]
'''


def blocks(language: str) -> list[tuple[str, str]]:
    """The code blocks of the guide in a language: caption and text."""
    pattern = rf"^\.\. code-block:: {language}\n((?:   :.*\n)*)\n((?:   .*\n|\n)+)"
    found = []
    for options, text in re.findall(pattern, GUIDE.read_text(), re.MULTILINE):
        caption = re.search(r":caption: (\S+)", options)
        found.append((caption[1] if caption else "", textwrap.dedent(text).strip("\n") + "\n"))
    return found


def scripts() -> list[str]:
    """The commands of the guide, each block of them as one script."""
    return [re.sub("^[$] ", "", text, flags=re.MULTILINE) for _caption, text in blocks("console")]


def files_of(tree: Path) -> dict[str, str]:
    """Every file of a tree that is source, and a digest of what is in it."""
    listed = (path.relative_to(tree) for path in tree.rglob("*") if path.is_file())
    names = [str(path) for path in listed if not {".venv", ".cache", "__pycache__"} & set(path.parts)]
    return {name: hashlib.sha256((tree / name).read_bytes()).hexdigest() for name in names}


class Copy:
    """A copy of the checkout, laid out as an installed collection, with an environment that looks like its own."""

    def __init__(self, base: Path) -> None:
        self.tree = base / "ansible_collections" / "hostops" / "cpanel"
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if listed.returncode:
            pytest.skip("this is no git checkout")
        for name in filter(None, listed.stdout.split("\0")):
            if (ROOT / name).is_file():
                (self.tree / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.tree / name)
        venv = self.tree / ".venv"
        below = venv / "collections" / "ansible_collections" / "hostops"
        below.mkdir(parents=True)
        (below / "cpanel").symlink_to(self.tree)
        for name in ("bin", "lib", "pyvenv.cfg"):
            (venv / name).symlink_to(Path(sys.prefix) / name)
        (venv / ".made").touch()
        self.home = base / "home"
        self.home.mkdir()

    def run(self, command: str) -> str:
        dropped = ("ANSIBLE_", "PYTHON", "PYTEST_", "HOSTOPS_", "MAKE", "MFLAGS", "COV_")
        env = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
        env.update(HOME=str(self.home), PYTHONDONTWRITEBYTECODE="1", NO_COLOR="1")
        done = subprocess.run(
            ["sh", "-ec", command],
            cwd=self.tree,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout[-4000:]}"
        return done.stdout

    def pytest(self, *words: str) -> int:
        """Runs tests of the copy; returns how many passed."""
        printed = self.run(shlex.join([".venv/bin/pytest", "-q", *words]))
        passed = re.search(r"^(\d+) passed", printed, re.MULTILINE)
        assert passed and "skipped" not in printed, printed
        return int(passed[1])


@pytest.fixture(scope="module")
def before_and_after(tmp_path_factory: pytest.TempPathFactory) -> tuple[Copy, dict[str, str], str]:
    """A copy in which someone has followed the guide; what was there before; and what the commands printed."""
    copy = Copy(tmp_path_factory.mktemp("walkthrough"))
    before = files_of(copy.tree)
    for path, text in blocks("python"):
        assert not (copy.tree / path).exists(), f"{path} is there already"
        (copy.tree / path).write_text(text)
    return copy, before, "\n".join(map(copy.run, scripts()))


def test_the_guide_shows_two_files_and_their_test() -> None:
    assert [path for path, _text in blocks("python")] == [DECLARATION, MODULE, TEST]
    assert scripts()[0] == "make resources\n"
    shown = dict(blocks("python"))
    assert 30 <= len(shown[DECLARATION].splitlines()) <= 80
    documents = ("DOCUMENTATION", "EXAMPLES", "RETURN")
    code = [
        node
        for node in ast.parse(shown[MODULE]).body
        if not (isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in documents)
    ]
    assert sum((node.end_lineno or 0) - node.lineno + 1 for node in code) <= 45


def test_every_word_is_one_of_the_language() -> None:
    """What a declaration may say is explained in kind.py; the test of that file looks at its comments."""
    text = GUIDE.read_text()
    assert "``plugins/module_utils/_state/kind.py`` explains every word" in text
    calls = [node for node in ast.walk(ast.parse(dict(blocks("python"))[DECLARATION])) if isinstance(node, ast.Call)]
    shown = {getattr(node.func, "id", ""): {keyword.arg for keyword in node.keywords} for node in calls}
    for part in (Field, Kind):
        assert shown[part.__name__] - {field.name for field in dataclasses.fields(part)} == set()
    assert {"key", "read", "merge", "defaults", "create", "update", "remove"} <= shown["Kind"]
    assert {name for name in re.findall(r"\bscope\.(\w+)", text) if not hasattr(Scope("alice", []), name)} == set()


def test_nothing_else_is_touched(before_and_after: tuple[Copy, dict[str, str], str]) -> None:
    copy, before, _printed = before_and_after
    after = files_of(copy.tree)
    new = {name for name in after if name not in before}
    generated = {f"plugins/modules/cpanel_{NAME}_info.py"}
    generated |= {f"plugins/action/cpanel_{name}.py" for name in (NAME, f"{NAME}_info")}
    assert new == {path for path, _text in blocks("python")} | generated
    assert {name for name in before if before[name] != after.get(name)} == WRITTEN
    copy.run("PYTHONPATH=.venv/collections .venv/bin/python tools/make_resources.py --check")


def test_what_is_written_is_clean(before_and_after: tuple[Copy, dict[str, str], str]) -> None:
    copy, before, _printed = before_and_after
    new = shlex.join(name for name in sorted(files_of(copy.tree)) if name not in before)
    copy.run(f".venv/bin/ruff check --no-cache {new} plugins/module_utils/_state/registry.py")
    copy.run(f".venv/bin/ruff format --no-cache --check {new} plugins/module_utils/_state/registry.py")


def test_both_modules_are_documented(before_and_after: tuple[Copy, dict[str, str], str]) -> None:
    copy, _before, printed = before_and_after
    assert "Creates, changes and removes a name" in printed
    assert "List only those with this" in printed
    assert "[WARNING]" not in printed and "[ERROR]" not in printed
    assert f"`hostops.cpanel.cpanel_{NAME}_info`" in (copy.tree / "README.md").read_text()
    guide = (copy.tree / "docs/docsite/rst/desired_state_guide.rst").read_text()
    assert f"   * - ``{NAME}``\n     - ``domain``\n     - ``description``\n" in guide


def test_it_fits_into_the_house(before_and_after: tuple[Copy, dict[str, str], str]) -> None:
    copy, _before, _printed = before_and_after
    assert copy.pytest("tests/unit/plugins/test_architecture.py", "tests/unit/docs/test_docs.py") > 500


def test_it_works(before_and_after: tuple[Copy, dict[str, str], str]) -> None:
    """The whole life of one is in the test that the guide shows; here are documents, an export and a purge."""
    copy, _before, printed = before_and_after
    shown = len(re.findall(r"^def test_", dict(blocks("python"))[TEST], re.MULTILINE))
    assert f"{shown} passed" in printed
    (copy.tree / TEST).with_name("test_documents_of_the_guide.py").write_text(DOCUMENTS)
    try:
        assert copy.pytest("tests/unit/plugins/module_utils/_state/account/test_documents_of_the_guide.py") == 1
    finally:
        (copy.tree / TEST).with_name("test_documents_of_the_guide.py").unlink()
