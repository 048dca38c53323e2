# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job that is cancelled while a fleet writes: by ansible-runner, as AWX does it; by SIGKILL; by Ctrl-C.

The first two ask nobody: what is left of the job has to see by itself that its run is gone.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.hostops.cpanel.tests.integration.harness import ansible_bin, ansible_env

runner = pytest.importorskip("ansible_runner")
pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty:DeprecationWarning")

ACCOUNTS = 40
FORWARD = {
    "function": "Email::add_forwarder",
    "params": {"domain": "{domain}", "email": "office", "fwdopt": "fwd", "fwdemail": "{account}@example.org"},
}


class Job:
    """A playbook with one fleet that writes in many accounts, slowly."""

    def __init__(self, simulator: Any, folder: Path, via: str, in_process: bool) -> None:
        self.server = simulator.servers[0]
        self.folder = folder
        self.via = via
        host = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
        variables = {**host, "hostops_cpanel_in_process": in_process}
        fleet = {
            "host": self.server.host,
            "port": self.server.ports[2087],
            "api_token": self.server.root_token,
            "ca_path": str(simulator.ca_path),
            "select": {},
            "calls": [FORWARD],
            "via": via,
            "forks": 2,
        }
        looped = {**fleet, "accounts": ["{{ item }}"], "select": None}
        names = list(self.server.accounts)
        tasks = [
            {"name": "Write", "hostops.cpanel.cpanel_fleet": fleet},
            {"name": "Write more", "hostops.cpanel.cpanel_fleet": looped, "loop": names},
        ]
        play = {"name": "Write", "hosts": "localhost", "gather_facts": False, "tasks": tasks}
        for part in ("project", "inventory"):
            (folder / part).mkdir(parents=True)
        (folder / "project" / "write.yml").write_text(yaml.safe_dump([play]))
        (folder / "inventory" / "hosts.yml").write_text(yaml.safe_dump({"all": {"hosts": {"localhost": variables}}}))
        (folder / "ansible.cfg").write_text("[defaults]\n")
        self.env = ansible_env(folder)

    def wrote(self) -> int:
        return sum(entry.writes for entry in list(self.server.journal))

    def wait(self, what: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not what():
            assert time.monotonic() < deadline, "it did not come to that"
            time.sleep(0.05)

    def at_work(self) -> bool:
        """Some of it is done, and sessions are open, if there are to be any."""
        return self.wrote() >= 4 and (self.via == "whm" or len(self.server.open_sessions()) > 0)

    def processes(self) -> list[str]:
        """What still runs with the environment of this job."""
        mark = f"ANSIBLE_HOME={self.env['ANSIBLE_HOME']}".encode()
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (path / "environ").read_bytes().split(b"\0"):
                    found.append((path / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
            except OSError:
                continue
        return found


@contextlib.contextmanager
def by_runner(job: Job) -> Iterator[None]:
    """As AWX does it when somebody presses the button."""
    pressed = threading.Event()
    thread, done = runner.run_async(
        private_data_dir=str(job.folder),
        playbook="write.yml",
        envvars=job.env,
        quiet=True,
        cancel_callback=pressed.is_set,
        settings={"idle_timeout": 120, "pexpect_timeout": 0.5},  # how often it looks whether the button was pressed
    )
    try:
        job.wait(job.at_work, 60)
    finally:
        pressed.set()
    yield
    thread.join(30)
    assert done.status == "canceled"


@contextlib.contextmanager
def by_kill(job: Job) -> Iterator[None]:
    """The process that runs the play is killed, and nothing else."""
    with started(job) as process:
        os.kill(process.pid, signal.SIGKILL)
        yield


@contextlib.contextmanager
def by_ctrl_c(job: Job) -> Iterator[None]:
    """As a terminal does it: an interrupt for the whole group."""
    with started(job) as process:
        os.killpg(process.pid, signal.SIGINT)
        yield


@contextlib.contextmanager
def started(job: Job) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [str(ansible_bin() / "ansible-playbook"), "-i", "../inventory/hosts.yml", "write.yml"],
        cwd=job.folder / "project",
        env=job.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        job.wait(job.at_work, 60)
        yield process
    finally:  # Ansible itself may take its time to end, or forget to
        process.kill()
        process.wait(30)


@pytest.fixture(scope="module")
def simulator() -> Iterator[Any]:
    from ansible_collections.hostops.cpanel.tests.simulator import Simulator

    with Simulator(servers=1, accounts=ACCOUNTS, seed=7, latency=0.3) as running:
        yield running


@pytest.mark.parametrize("cancel", [by_runner, by_kill, by_ctrl_c])
@pytest.mark.parametrize("in_process", [True, False], ids=["in_process", "module"])
@pytest.mark.parametrize("via", ["session", "whm"])
def test_nothing_goes_on(
    simulator: Any, tmp_path: Path, via: str, in_process: bool, cancel: Callable[[Job], Any]
) -> None:
    simulator.reset()
    job = Job(simulator, tmp_path / "job", via, in_process)
    with cancel(job):
        time.sleep(3)
        begun = job.wrote()
        assert begun < ACCOUNTS
        job.wait(lambda: not job.server.open_sessions(), 7)
        assert job.wrote() == begun
    job.wait(lambda: not job.processes(), 7)
    assert job.wrote() == begun and job.server.open_sessions() == []
