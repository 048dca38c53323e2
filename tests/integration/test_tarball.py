# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the built and installed collection holds, and what Ansible's own tools read in it.

The gates `build` and `ee` run this on the tarball installed in HOSTOPS_COLLECTIONS_PATH; on a checkout it is skipped.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

PATH = os.environ.get("HOSTOPS_COLLECTIONS_PATH", "")
COLLECTION = Path(PATH, "ansible_collections", "hostops", "cpanel")
BIN = Path(sys.executable).parent

pytestmark = pytest.mark.skipif(not PATH, reason="HOSTOPS_COLLECTIONS_PATH does not name an installed tarball")


@pytest.fixture(scope="module")
def names() -> list[str]:
    return [str(path.relative_to(COLLECTION)) for path in COLLECTION.rglob("*") if path.is_file()]


SHIPPED = (
    "README.md", "LICENSE", "CHANGELOG.rst", "requirements.txt", "meta/runtime.yml", "meta/execution-environment.yml",
    "plugins/modules/*.py", "plugins/action/*.py", "plugins/module_utils/*.py", "tests/config.yml",
    "tests/simulator/__init__.py", "changelogs/changelog.yaml",
)  # fmt: skip
NOT_SHIPPED = (
    "*__pycache__*", "*.pyc", "*.log", ".*", "*/.*", "build/*", "dist/*", "collections/*", "tests/output*", "*.tar.gz",
    "tests/unit/*", "tests/integration/*", "tools/*", "noxfile.py", "importer_result.json",
)  # fmt: skip


@pytest.mark.parametrize("pattern", SHIPPED)
def test_shipped(names: list[str], pattern: str) -> None:
    assert any(fnmatch(name, pattern) for name in names)


@pytest.mark.parametrize("pattern", NOT_SHIPPED)
def test_not_shipped(names: list[str], pattern: str) -> None:
    assert names
    assert not [name for name in names if fnmatch(name, pattern)]


def output_of(*command: str | Path) -> str:
    """The output, errors too, of a program that must succeed and may warn of nothing."""
    env = {**os.environ, "ANSIBLE_COLLECTIONS_PATH": PATH}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    output = done.stdout + done.stderr
    assert done.returncode == 0, output
    assert "[WARNING]" not in output
    assert "[ERROR]" not in output
    return output


@pytest.mark.parametrize("kind", ["module", "lookup", "inventory", "filter"])
def test_ansible_reads_the_documentation(kind: str) -> None:
    listed = output_of(BIN / "ansible-doc", "-t", kind, "--list", "--json", "hostops.cpanel")
    plugins = sorted(json.loads(listed))
    assert plugins
    output_of(BIN / "ansible-doc", "-t", kind, *plugins)


def test_builder_reads_the_python_requirements() -> None:
    introspected = output_of(BIN / "ansible-builder", "introspect", PATH)
    assert "requests" in introspected
    assert "jmespath" in introspected


@pytest.mark.parametrize(
    ("module", "folder", "variables"),
    [
        ("ansible_collections.hostops.cpanel.tests.simulator", "/", {"PYTHONPATH": PATH}),
        ("tests.simulator", COLLECTION, {}),
    ],
)
def test_the_simulator_starts(module: str, folder: Path | str, variables: dict[str, str]) -> None:
    """By the name that it has in the collection, and by the short one in the collection's folder."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    env = {**clean, **variables, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", module, "--exit-after", "0.1"]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "root token" in done.stdout
