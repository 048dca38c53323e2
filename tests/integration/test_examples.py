# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every example that users may copy is run: it succeeds, in silence, and leaves no session.

    pytest tests/integration/test_examples.py -k errors_guide

What is run, and which substitutions are made: see examples.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._state.registry import KINDS
from ansible_collections.hostops.cpanel.tests.integration.examples import (
    document_examples,
    furnish,
    plugin_examples,
    run_example,
)
from ansible_collections.hostops.cpanel.tests.integration.harness import GET_ALLOWED, ROOT

PLUGINS = plugin_examples()
DOCUMENTS = document_examples()
# The modules of resources are alike: each is a declaration and one command. The target resources runs them as modules.
RESOURCES = re.compile(r"plugins/modules/cpanel_(%s)(_info)?\.py$" % "|".join(KINDS))
CASES = [
    pytest.param(example, mode, id=f"{example.name}-{mode}")
    for example in PLUGINS
    for mode in ("in_process", "module")
    if mode == "in_process" or not RESOURCES.search(example.source)
]
CASES += [pytest.param(example, "in_process", id=example.name) for example in DOCUMENTS if not example.is_data]


@pytest.fixture(scope="module")
def running() -> Iterator[Any]:
    from ansible_collections.hostops.cpanel.tests.simulator import Simulator

    with Simulator(servers=1, accounts=5, seed=7) as simulator:
        yield simulator


def test_every_plugin_and_document_has_examples() -> None:
    with_examples = {example.source for example in [*PLUGINS, *DOCUMENTS]}
    expected = {str(path.relative_to(ROOT)) for path in (ROOT / "docs" / "docsite" / "rst").glob("*.rst")}
    for kind in ("modules", "lookup", "inventory"):
        expected |= {str(path.relative_to(ROOT)) for path in (ROOT / "plugins" / kind).glob("[!_]*.py")}
    assert (expected | {"README.md"}) - with_examples == set()


@pytest.mark.parametrize(("example", "mode"), CASES)
def test_example(example: Any, mode: str, running: Any, tmp_path: Path) -> None:
    running.reset()
    furnish(running)
    server = running.servers[0]
    server.journal.clear()
    run = run_example(example, mode, running, tmp_path / "run")

    problems = run.problems(running)
    if server.open_sessions() or server.pending_sessions():
        problems.append(f"sessions left: {len(server.open_sessions())} open, {len(server.pending_sessions())} pending")
    for entry in list(server.journal):
        if entry.method != "POST" and not GET_ALLOWED.match(entry.path):
            problems.append(f"a call by {entry.method}: {entry.line}")
    problems += [f"the simulator failed: {text}" for text in server.internal_errors]
    print(run.tail())  # pytest shows it of a test that failed
    if problems:
        raise AssertionError("\n".join(problems))
