# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How gates are run: a step has a log, ends as passed, failed or skipped, and any number of them run side by side."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from gate_env import ROOT, Context, Skip

#: No single step may take longer, in seconds.
STEP_LIMIT = 1200
TAIL_LINES = 60


class StepFailed(Exception):
    """A step found something wrong; the message says what, the log has the rest."""


class Job:
    """One running step: its log file, and the processes it starts."""

    def __init__(self, context: Context, name: str, logs: Path) -> None:
        self.context = context
        self.name = name
        self.log = logs / f"{name}.log"
        self.log.write_text("")
        self.note = ""
        self.telling = ""  # pattern of the log's lines to show of a failure, in place of its end
        self.tests: dict[str, int] = {}
        self._deadline = time.monotonic() + STEP_LIMIT

    def write(self, text: str) -> None:
        with self.log.open("a") as handle:
            handle.write(text.rstrip("\n") + "\n")

    def run(self, command: Sequence[str | Path], *, env: Mapping[str, str] | None = None, cwd: Path = ROOT) -> str:
        """Run a command, its output going to the log; return that output. Any exit status but 0 fails the step."""
        words = [str(part) for part in command]
        self.write(f"$ cd {cwd}\n$ {' '.join(words)}")
        start = self.log.stat().st_size
        with self.log.open("ab") as handle:
            process = subprocess.Popen(
                words,
                cwd=cwd,
                env=dict(env if env is not None else self.context.env()),
                stdin=subprocess.DEVNULL,
                stdout=handle,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            RUNNING.add(process)
            try:
                status = process.wait(timeout=max(1.0, self._deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                kill(process)
                raise StepFailed(f"took longer than {STEP_LIMIT} s: {words[0]}") from None
            finally:
                RUNNING.discard(process)
        with self.log.open("rb") as handle:
            handle.seek(start)
            output = handle.read().decode(errors="replace")
        self.write(f"(exit status {status})")
        if status:
            raise StepFailed(f"exit status {status}: {Path(words[0]).name}")
        return output

    def pytest(self, paths: Sequence[str], env: Mapping[str, str]) -> None:
        """Run pytest and note how many tests it ran; none at all is a failure."""
        command = [sys.executable, "-m", "pytest", "-q", "--no-header", "--tb=short", "-rfEs", *paths]
        self.telling = r"^(?:FAILED|ERROR|E  )"
        try:
            self.run(command, env=env)
        finally:
            log = self.log.read_text(errors="replace")
            summaries = re.findall(r"^.*\d (?:passed|failed|error|skipped).* in [\d.]+s.*$", log, re.MULTILINE)
            for number, outcome in re.findall(r"(\d+) (passed|failed|skipped|error)", "".join(summaries[-1:])):
                self.tests[outcome] = int(number)
            self.note = ", ".join(f"{number} {outcome}" for outcome, number in self.tests.items())


RUNNING: set[subprocess.Popen[bytes]] = set()


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process with everything it started."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(timeout=10)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue


@dataclass(frozen=True)
class Step:
    name: str
    about: str
    run: Callable[[Job], None]


@dataclass
class Result:
    step: Step
    outcome: str
    seconds: float
    reason: str = ""
    note: str = ""
    telling: str = ""
    tests: dict[str, int] = field(default_factory=dict)


def run_step(step: Step, context: Context, logs: Path) -> Result:
    start = time.monotonic()
    job = Job(context, step.name, logs)
    outcome, reason = "passed", ""
    try:
        step.run(job)
    except Skip as exc:
        outcome, reason = "skipped", str(exc)
    except StepFailed as exc:
        outcome, reason = "failed", str(exc)
    except Exception as exc:  # noqa: BLE001 - a broken step is a failed step, the others go on
        outcome, reason = "failed", f"{type(exc).__name__}: {str(exc).splitlines()[0] if str(exc) else ''}"
        job.write(traceback.format_exc())
    if reason:
        job.write(f"{outcome}: {reason}")
    return Result(step, outcome, time.monotonic() - start, reason, job.note, job.telling, job.tests)


def report(result: Result, logs: Path) -> None:
    """Print one line for a finished step, with the end of its log if it failed."""
    text = "; ".join(part for part in (result.note, result.reason) if part)
    print(f"{result.outcome:<8}{result.step.name:<18}{result.seconds:>6.1f} s  {text}".rstrip(), flush=True)
    if result.outcome == "failed":
        log = logs / f"{result.step.name}.log"
        lines = log.read_text(errors="replace").splitlines()
        told = [line for line in lines if result.telling and re.search(result.telling, line)]
        for line in told[:TAIL_LINES] or lines[-TAIL_LINES:]:
            print(f"        | {line}")
        shown = log.relative_to(ROOT) if log.is_relative_to(ROOT) else log
        print(f"        the whole log: {shown}", flush=True)


def run_steps(steps: Sequence[Step], context: Context, logs: Path, lanes: int = 2) -> list[Result]:
    """Run the steps in their order, up to `lanes` at once, reporting each as it ends."""
    printing = threading.Lock()

    def one(step: Step) -> Result:
        result = run_step(step, context, logs)
        with printing:
            report(result, logs)
        return result

    with ThreadPoolExecutor(lanes) as pool:
        futures = [pool.submit(one, step) for step in steps]
        try:
            return [future.result() for future in futures]
        except KeyboardInterrupt:
            for future in futures:
                future.cancel()
            for process in list(RUNNING):
                kill(process)
            raise


def summarise(results: Sequence[Result]) -> int:
    """Print the totals; return the exit status."""
    outcomes = [result.outcome for result in results]
    counts = {outcome: outcomes.count(outcome) for outcome in ("passed", "failed", "skipped")}
    tests: dict[str, int] = {}
    for result in results:
        for outcome, number in result.tests.items():
            tests[outcome] = tests.get(outcome, 0) + number
    print()
    for result in results:
        if result.outcome != "passed":
            print(f"{result.outcome}: {result.step.name}: {result.reason}")
    if tests:
        print("tests in these steps: " + ", ".join(f"{number} {outcome}" for outcome, number in sorted(tests.items())))
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 1 if counts["failed"] or not counts["passed"] else 0
