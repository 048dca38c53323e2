# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients of other people, each in an environment of its own, and how their drivers are run.

Two of them install a package of the same name, so no environment holds more than one. The session `client` of
noxfile.py makes them in .venvs/client-<name>, with the versions that requirements-<name>.txt pins.
"""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TIME_LIMIT = 60


@dataclasses.dataclass
class Finished:
    """A process that has ended."""

    status: int
    stdout: str
    stderr: str


@dataclasses.dataclass
class Witness:
    """One client. ``trusts`` is the CA file its HTTP library believes, ``home`` an empty home directory."""

    name: str
    bin_dir: Path
    home: Path
    trusts: str

    def run(self, command: str, *arguments: str, given: str = "", **variables: str) -> Finished:
        """Run a program of the client's environment; nothing of ours but the variables given is in its own."""
        done = subprocess.run(
            [str(self.bin_dir / command), *arguments],
            input=given,
            capture_output=True,
            text=True,
            timeout=TIME_LIMIT,
            check=False,
            cwd=self.home,
            env={
                "PATH": os.pathsep.join([str(self.bin_dir), os.defpath]),
                "HOME": str(self.home),
                "LC_ALL": "C.UTF-8",
                "REQUESTS_CA_BUNDLE": self.trusts,
                **variables,
            },
        )
        return Finished(done.returncode, done.stdout, done.stderr)

    def talk(self, connection: dict[str, Any], *steps: list[Any]) -> list[dict[str, Any]]:
        """Let the client's driver say the steps in one process.

        Returns for each ``{"result": what the client returned}`` or ``{"error": class, "text": message}``.
        """
        driver = HERE / "drivers" / f"drive_{self.name.replace('-', '_')}.py"
        job = json.dumps({"connection": connection, "steps": steps})
        done = self.run("python", str(driver), given=job)
        assert done.status == 0, f"the driver of {self.name} failed:\n{done.stderr}"
        answers: list[dict[str, Any]] = json.loads(done.stdout)
        return answers


def witness(name: str, home: Path, trusts: str) -> Witness:
    """The client of that name, installed if it is not. Offline (HOSTOPS_OFFLINE=1) a missing one skips the test."""
    bin_dir = ROOT / ".venvs" / f"client-{name}" / "bin"
    if not bin_dir.is_dir():
        if os.environ.get("HOSTOPS_OFFLINE") == "1":
            pytest.skip(f"HOSTOPS_OFFLINE is set, and {name} is not installed")
        subprocess.run([sys.executable, "-m", "nox", "-s", f"client({name})"], cwd=ROOT, check=True)
    return Witness(name, bin_dir, home, trusts)
