# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator as a whole: from Python, and from the command line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.hostops.cpanel.tests.simulator import Simulator


def test_stop_removes_the_folder() -> None:
    with Simulator(accounts=1) as simulator:
        assert Path(simulator.ca_path).is_file()
    assert not Path(simulator.ca_path).exists()


def test_a_port_in_use_is_reported(wire: Any) -> None:
    with pytest.raises(OSError), Simulator(accounts=1, base_port=min(wire.server.ports.values())):
        pass


def test_command_line(tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    module = Simulator.__module__.rpartition(".")[0]
    arguments = ["--servers", "2", "--accounts", "4", "--fault", "503:3%", "--switch", "login_status=301"]
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments, "--ready-file", str(ready), "--exit-after", "20"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    try:
        for _turn in range(200):
            if ready.exists():
                break
            time.sleep(0.05)
        world = json.loads(ready.read_text())
        process.send_signal(signal.SIGTERM)
        output, _errors = process.communicate(timeout=10)
    finally:
        process.kill()
    assert process.returncode == 0
    assert [len(server["accounts"]) for server in world["servers"]] == [2, 2]
    assert set(world["servers"][0]) == {"hostname", "host", "ports", "root", "resellers", "accounts"}
    assert world["servers"][0]["root"]["token"] in output
    assert world["control"] in output
    assert not Path(world["ca_path"]).exists()


def test_command_line_refuses_nonsense() -> None:
    module = Simulator.__module__.rpartition(".")[0]
    command = [sys.executable, "-m", module, "--switch", "login_status=418"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "login_status is one of" in result.stderr
