# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The folders of the simulator: each imports only those below it, and nothing of the collection.

What stands under ``if TYPE_CHECKING`` is not counted: a type is no dependency.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ansible_collections.hostops.cpanel.tests.simulator import Simulator

ROOT = Path(sys.modules[Simulator.__module__].__file__ or "").parent
ROOMS = "errors,texts,locale_de hostile state api uapi api2 whm wire server control simulator __main__".split()
FLOORS = {room: floor for floor, names in enumerate(ROOMS) for room in names.split(",")}
FILES = [path for path in sorted(ROOT.rglob("*.py")) if path != ROOT / "__init__.py"]


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports that happen when the code runs."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield node
        elif not (isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            yield from imports(node)


def rooms_imported(path: Path) -> Iterator[str]:
    depth = len(path.relative_to(ROOT).parts)
    for node in imports(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names]
        if isinstance(node, ast.Import) or not node.level:
            module = names[0] if isinstance(node, ast.Import) else node.module or ""
            assert not module.startswith("ansible"), f"{path} imports {module}: the simulator stands alone"
        else:
            assert node.level <= depth, f"{path} imports what is outside of the simulator"
            if node.level == depth:
                yield from [node.module.split(".")[0]] if node.module else names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_point_down(path: Path) -> None:
    room = room_of(path)
    for other in rooms_imported(path):
        assert FLOORS[other] < FLOORS[room] or (other != room and FLOORS[other] == FLOORS[room]), (
            f"{path} imports {other}, which is above {room}"
        )
