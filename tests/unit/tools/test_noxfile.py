# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The gates as nox runs them: what fails must be seen to fail, and what is started must end."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

#: A noxfile whose sessions run their commands as the gates do.
NOXFILE = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
import nox, noxfile

noxfile.TIME_LIMIT = 60

def session(*command):
    return lambda gate: noxfile.run_python(gate, *command)

def breaks(gate):
    raise ValueError("no idea")

def skips(gate):
    gate.skip("no such Python")

gates = dict(
    passes=session("-c", "pass"),
    fails=session("-c", "print('look at me'); raise SystemExit(3)"),
    breaks=breaks,
    skips=skips,
    reads=session("-c", "import sys; raise SystemExit(len(sys.stdin.read()))"),
    hangs=session("hang.py"),
    one=session(*noxfile.PYTEST, "-p", "no:xdist", "test_one.py"),
    none=session(*noxfile.PYTEST, "-p", "no:xdist", "empty"),
)
for name, gate in gates.items():
    nox.session(gate, name=name, venv_backend="none")
nox.session(skips, name="missing", python=noxfile.python_for("3.98", "3.99"))
"""
#: A program with a child, which both leave their number and would outlive the test.
HANG = """
import os, pathlib, subprocess, sys, time
if len(sys.argv) == 1:
    subprocess.Popen([sys.executable, __file__, "child"])
pathlib.Path(f"{os.getpid()}.pid").touch()
time.sleep(60)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    (folder / "noxfile.py").write_text(NOXFILE)
    (folder / "test_one.py").write_text("def test_one():\n    pass\n")
    (folder / "empty").mkdir()
    return folder


@contextlib.contextmanager
def nox(folder: Path, *names: str) -> Iterator[subprocess.Popen[str]]:
    """A run of these sessions, which has something on its standard input."""
    command = [sys.executable, "-m", "nox", "--report", "report.json", "-s", *names]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("NOX", "PYTEST_"))}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    # A job in the background ignores Ctrl-C, and so would what it starts.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(command, cwd=folder, env=env, text=True, **pipes) as process:
        signal.signal(signal.SIGINT, before)
        yield process


@dataclasses.dataclass
class Finished:
    """What nox said to each session, what it printed, and its exit status."""

    results: dict[str, str]
    output: str
    status: int


def run(folder: Path, *names: str) -> Finished:
    with nox(folder, *names) as process:
        output = process.communicate("some input", timeout=60)[0]
    sessions = json.loads((folder / "report.json").read_text())["sessions"]
    return Finished({session["name"]: session["result"] for session in sessions}, output, process.returncode)


@pytest.fixture(scope="module")
def finished(project: Path) -> Finished:
    """All sessions but the one that hangs."""
    return run(project, "fails", "breaks", "skips", "missing", "none", "one", "passes", "reads")


def test_all_passed_and_commands_get_no_input(project: Path) -> None:
    finished = run(project, "passes", "reads")
    assert finished.results == {"passes": "success", "reads": "success"}
    assert finished.status == 0
    assert finished.output.splitlines()[-2:] == ["nox > * passes: success", "nox > * reads: success"]


def test_a_command_that_fails(finished: Finished) -> None:
    assert finished.results["fails"] == "failed"
    assert "failed with exit code 3" in finished.output
    assert "\nlook at me\n" in finished.output
    assert "\nnox > * fails: failed\n" in finished.output
    assert finished.status == 1


def test_a_gate_that_breaks_is_a_failure_and_the_others_go_on(finished: Finished) -> None:
    assert finished.results["breaks"] == "failed"
    assert "no idea" in finished.output
    assert finished.results["passes"] == finished.results["reads"] == "success"


def test_skipping_says_why(finished: Finished) -> None:
    assert finished.results["skips"] == finished.results["missing"] == "skipped"
    assert "\nnox > * skips: skipped (no such Python)\n" in finished.output
    assert "\nnox > * missing: skipped (Python interpreter 3.98 or 3.99 not found)" in finished.output


def test_tests_are_counted_and_none_is_a_failure(finished: Finished) -> None:
    assert finished.results["one"] == "success"
    assert "\n1 passed in " in finished.output
    assert finished.results["none"] == "failed"


def alive(folder: Path) -> list[str]:
    """The processes that left their number and run; one that has ended but that nobody waited for does not."""

    def runs(number: str) -> bool:
        done = subprocess.run(["ps", "-o", "stat=", "-p", number], stdout=subprocess.PIPE, check=False)
        return done.stdout.strip()[:1] not in (b"", b"Z")

    return [path.stem for path in folder.glob("*.pid") if runs(path.stem)]


def hanging(folder: Path, seconds: int) -> Path:
    (folder / "noxfile.py").write_text(NOXFILE.replace("TIME_LIMIT = 60", f"TIME_LIMIT = {seconds}"))
    (folder / "hang.py").write_text(HANG)
    return folder


def test_a_command_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    finished = run(hanging(tmp_path, 1), "hangs")
    assert finished.results == {"hangs": "failed"}
    assert "took longer than 1 s" in finished.output
    assert finished.status == 1
    assert len(list(tmp_path.glob("*.pid"))) == 2
    assert not alive(tmp_path)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_gates_end_with_their_children(tmp_path: Path, number: signal.Signals) -> None:
    with nox(hanging(tmp_path, 60), "hangs") as process:
        deadline = time.monotonic() + 30
        while len(alive(tmp_path)) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        process.send_signal(number)
        process.communicate(timeout=30)
    assert process.returncode == 130
    assert not alive(tmp_path)


def test_sanity_ignores_nothing() -> None:
    assert not list(ROOT.glob("tests/sanity/ignore*"))
