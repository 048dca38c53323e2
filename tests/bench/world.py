# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the cases work against: simulated servers in a process of their own, and places to write to."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
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


@dataclass(frozen=True)
class Ran:
    """What a process said and took: CPU seconds and peak memory are its own and that of its children."""

    output: str
    seconds: float
    cpu: float
    peak_mb: float


@dataclass
class World:
    """The servers as ``--ready-file`` describes them, and a directory for files of the cases."""

    described: dict[str, Any]
    folder: Path

    @property
    def server(self) -> dict[str, Any]:
        return self.described["servers"][0]

    @property
    def connection(self) -> dict[str, Any]:
        """Where WHM is and how root gets in."""
        return self._connection(self.server)

    @property
    def servers(self) -> list[dict[str, Any]]:
        """The same for each server, with its name."""
        return [{"name": server["hostname"], **self._connection(server)} for server in self.all_servers]

    def _connection(self, server: dict[str, Any]) -> dict[str, Any]:
        return {
            "host": server["host"],
            "port": server["ports"]["2087"],
            "api_token": server["root"]["token"],
            "ca_path": self.described["ca_path"],
        }

    def accounts(self, count: int) -> list[str]:
        """The names of that many accounts."""
        names = [account["user"] for account in self.server["accounts"]]
        if count > len(names):
            raise BenchError(f"the simulator has {len(names)} accounts, not {count}")
        return names[:count]

    def spread(self, count: int) -> list[dict[str, str]]:
        """That many accounts, of all servers in turn: each with its server's name."""
        names = [[(server["hostname"], item["user"]) for item in server["accounts"]] for server in self.all_servers]
        turns = [pair for turn in itertools.zip_longest(*names) for pair in turn if pair is not None]
        if count > len(turns):
            raise BenchError(f"the simulator has {len(turns)} accounts, not {count}")
        return [{"host": host, "account": user} for host, user in turns[:count]]

    @property
    def all_servers(self) -> list[dict[str, Any]]:
        return self.described["servers"]

    def _control(self, path: str, method: str = "GET") -> Any:
        request = urllib.request.Request(self.described["control"] + path, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def counters(self) -> dict[str, Any]:
        """The server's own count of requests, sessions and failed logins."""
        return self._control("/counters")[self.server["hostname"]]

    def sums(self) -> dict[str, int]:
        """Of all servers together: requests, and whatever must be none at the end."""
        counted = self._control("/counters").values()
        return {
            "requests": sum(server["requests"] for server in counted),
            "sessions": sum(server["sessions"]["open"] + server["sessions"]["pending"] for server in counted),
            "failed_logins": sum(server["failed_logins"] for server in counted),
        }

    def writes(self) -> int:
        """Requests that wrote something, to all servers together."""
        return sum(server["writes"] for server in self._control("/counters").values())

    def reset(self) -> None:
        """The servers as they were at the start."""
        self._control("/reset", "POST")


@contextlib.contextmanager
def simulated(accounts: int, latency: str, servers: int = 1) -> Iterator[World]:
    """A simulator with that many accounts in all; it ends with the block."""
    with tempfile.TemporaryDirectory(prefix="hostops-bench-") as name:
        folder = Path(name)
        ready = folder / "ready.json"
        command = [sys.executable, "-m", SIMULATOR, "--servers", str(servers), "--accounts", str(accounts)]
        with (folder / "simulator.log").open("w") as log:
            process = subprocess.Popen(
                [*command, "--latency", latency, "--ready-file", str(ready)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
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


def run(command: list[str | Path], env: Mapping[str, str] | None = None, cwd: Path = ROOT, given: str = "") -> Ran:
    """Run a process to its end. Raises BenchError if it failed."""
    with contextlib.ExitStack() as stack:
        stdin, out, err = (stack.enter_context(tempfile.TemporaryFile("w+")) for _stream in range(3))
        stdin.write(given)
        stdin.seek(0)
        began = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=cwd,
            env=dict(env) if env is not None else None,
            stdin=stdin,
            stdout=out,
            stderr=err,
        )
        limit = threading.Timer(TIME_LIMIT, process.kill)
        limit.start()
        try:
            _pid, status, usage = os.wait4(process.pid, 0)
        finally:
            limit.cancel()
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        output, errors = out.read(), err.read()
    if process.returncode:
        raise BenchError(f"{command[0]} ended with {process.returncode}:\n{output[-3000:]}\n{errors[-3000:]}")
    return Ran(output, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
