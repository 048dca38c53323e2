# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the cases work against: a simulated server in a process of its own, and places to write to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
SIMULATOR = "ansible_collections.hostops.cpanel.tests.simulator"
START_SECONDS = 60
TIME_LIMIT = 600


class BenchError(Exception):
    """A case did not do what it was to do: its time says nothing."""


@dataclass
class World:
    """The server as ``--ready-file`` describes it, and a directory for files of the cases."""

    described: dict[str, Any]
    folder: Path

    @property
    def server(self) -> dict[str, Any]:
        return self.described["servers"][0]

    @property
    def connection(self) -> dict[str, Any]:
        """Where WHM is and how root gets in."""
        return {
            "host": self.server["host"],
            "port": self.server["ports"]["2087"],
            "api_token": self.server["root"]["token"],
            "ca_path": self.described["ca_path"],
        }

    def accounts(self, count: int) -> list[str]:
        """The names of that many accounts."""
        names = [account["user"] for account in self.server["accounts"]]
        if count > len(names):
            raise BenchError(f"the simulator has {len(names)} accounts, not {count}")
        return names[:count]

    def _control(self, path: str, method: str = "GET") -> Any:
        request = urllib.request.Request(self.described["control"] + path, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def counters(self) -> dict[str, Any]:
        """The server's own count of requests, sessions and failed logins."""
        return self._control("/counters")[self.server["hostname"]]

    def reset(self) -> None:
        """The server as it was at the start."""
        self._control("/reset", "POST")


@contextmanager
def simulated(accounts: int, latency: str) -> Iterator[World]:
    """A simulator with that many accounts; it ends with the block."""
    with tempfile.TemporaryDirectory(prefix="hostops-bench-") as name:
        folder = Path(name)
        ready = folder / "ready.json"
        command = [sys.executable, "-m", SIMULATOR, "--accounts", str(accounts), "--ready-file", str(ready)]
        with (folder / "simulator.log").open("w") as log:
            process = subprocess.Popen(
                [*command, "--latency", latency], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        try:
            deadline = time.monotonic() + START_SECONDS
            while not ready.exists():
                if process.poll() is not None or time.monotonic() > deadline:
                    raise BenchError("the simulator did not start:\n" + (folder / "simulator.log").read_text())
                time.sleep(0.05)
            yield World(json.loads(ready.read_text()), folder)
        finally:
            process.terminate()
            process.wait(START_SECONDS)


def run(
    command: list[str | Path], env: Mapping[str, str] | None = None, cwd: Path = ROOT, given: str = ""
) -> tuple[str, float, float]:
    """Run a process to its end: its output, and the seconds and CPU seconds (its children's too) that it took."""
    before, began = os.times(), time.perf_counter()
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=dict(env) if env is not None else None,
        input=given,
        capture_output=True,
        text=True,
        timeout=TIME_LIMIT,
        check=False,
    )
    seconds, after = time.perf_counter() - began, os.times()
    if done.returncode:
        raise BenchError(f"{command[0]} ended with {done.returncode}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return done.stdout, seconds, cpu
