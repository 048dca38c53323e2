# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients of other people, each in an environment of its own, and how their drivers are run.

Two of them install a package of the same name, so no environment holds more than one. They are made when first
needed, in .venvs/client-<name>, with the versions that requirements-<name>.txt pins.
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
sys.path.append(str(ROOT / "tools"))

import envs

#: The Pythons each client runs on, the preferred one first.
PYTHONS = {
    "cpanel-api": ("3.12", "3.13", "3.11", "3.10"),
    "whambampy": ("3.12", "3.11", "3.10", "3.9"),
    "cpanel-cli": ("3.12", "3.13", "3.11"),
    "cpanel-client": ("3.12", "3.13", "3.11", "3.10"),
}
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
    """The client of that name, installed if need be. Offline (HOSTOPS_OFFLINE=1) a missing one skips the test."""
    offline = os.environ.get("HOSTOPS_OFFLINE") == "1"
    if offline and not (envs.VENVS / f"client-{name}").is_dir():
        pytest.skip(f"HOSTOPS_OFFLINE is set, and {name} is not installed")
    python = next((found for found in map(envs.find_python, PYTHONS[name]) if found), None)
    assert python, f"{name} needs one of Python {', '.join(PYTHONS[name])}; none was found"
    requirements = ["-r", f"tests/clients/requirements-{name}.txt"]
    return Witness(name, envs.make_venv(f"client-{name}", python, requirements), home, trusts)
