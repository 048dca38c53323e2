# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every integration target, in the controller's process and as a module: it succeeds, in silence, and leaves nothing.

pytest tests/integration -k "cpanel_session and module"
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ansible_collections.hostops.cpanel.tests.integration.harness import (
    GET_ALLOWED,
    Target,
    all_targets,
    run_target,
)

CASES = [pytest.param(target, mode, id=f"{target.name}-{mode}") for target in all_targets() for mode in target.modes]


def test_there_are_targets() -> None:
    assert CASES, "tests/integration/targets holds no target with tasks"


@pytest.mark.parametrize(("target", "mode"), CASES)
def test_target(target: Target, mode: str, simulator: Any, tmp_path: Path) -> None:
    run = run_target(target, mode, simulator, tmp_path / "run")

    problems = run.problems(simulator)
    for server in simulator.servers:
        left = (len(server.open_sessions()), len(server.pending_sessions()))
        if left != (target.sessions_open, target.sessions_pending):
            problems.append(f"{server.hostname}: {left[0]} sessions left open, {left[1]} minted and never used")
        if not target.requests_by_get:
            for entry in list(server.journal):
                if entry.method != "POST" and not GET_ALLOWED.match(entry.path):
                    problems.append(f"{server.hostname}: a call by {entry.method}: {entry.line}")
    print(run.tail())  # pytest shows it of a test that failed
    if problems:
        raise AssertionError("\n".join(problems))
