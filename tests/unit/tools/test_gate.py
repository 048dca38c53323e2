# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The driver of the gates: what fails must be seen to fail."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

TOOLS = Path(__file__).resolve().parents[3] / "tools"


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(TOOLS))
    import gate_run

    return gate_run


def outcome(gate: Any, tmp_path: Path, *runs: Any) -> tuple[list[Any], int]:
    steps = [gate.Step(f"step{number}", "a step", run) for number, run in enumerate(runs)]
    results = gate.run_steps(steps, gate.Context(), tmp_path)
    return results, gate.summarise(results)


def test_all_passed(gate: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    results, status = outcome(gate, tmp_path, lambda job: None, lambda job: job.run([sys.executable, "-c", "pass"]))
    assert [result.outcome for result in results] == ["passed", "passed"]
    assert status == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 passed, 0 failed, 0 skipped"


def test_a_command_that_fails(gate: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-c", "print('look at me'); raise SystemExit(3)"]
    results, status = outcome(gate, tmp_path, lambda job: job.run(command), lambda job: None)
    assert [result.outcome for result in results] == ["failed", "passed"]
    assert results[0].reason.startswith("exit status 3")
    assert status == 1
    out = capsys.readouterr().out
    assert "| look at me" in out
    assert out.splitlines()[-1] == "1 passed, 1 failed, 0 skipped"


def test_a_step_that_breaks_is_a_failure_and_the_others_go_on(gate: Any, tmp_path: Path) -> None:
    def broken(job: Any) -> None:
        raise ValueError("no idea")

    results, status = outcome(gate, tmp_path, broken, lambda job: None)
    assert [result.outcome for result in results] == ["failed", "passed"]
    assert "no idea" in results[0].reason
    assert status == 1


def test_skipping_says_why(gate: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def skipping(job: Any) -> None:
        raise gate.Skip("no such Python")

    results, status = outcome(gate, tmp_path, skipping)
    assert results[0].outcome == "skipped"
    assert "no such Python" in capsys.readouterr().out
    assert status == 1


def test_a_command_that_hangs_is_ended(gate: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "STEP_LIMIT", 0)
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    results, status = outcome(gate, tmp_path, lambda job: job.run(command))
    assert "took longer" in results[0].reason
    assert status == 1


def test_commands_get_no_input(gate: Any, tmp_path: Path) -> None:
    read = [sys.executable, "-c", "import sys; raise SystemExit(len(sys.stdin.read()))"]
    results, _status = outcome(gate, tmp_path, lambda job: job.run(read))
    assert results[0].outcome == "passed"


def test_tests_are_counted_and_none_is_a_failure(gate: Any, tmp_path: Path) -> None:
    tests = tmp_path / "tests"
    tests.mkdir()
    (tests / "test_one.py").write_text("def test_one():\n    pass\n")
    (tmp_path / "empty").mkdir()
    env = gate.Context().unit_env()
    runs = [lambda job, path=path: job.pytest([str(path)], env) for path in (tests, tmp_path / "empty")]
    results, _status = outcome(gate, tmp_path, *runs)
    assert results[0].tests == {"passed": 1}
    assert results[1].outcome == "failed"
