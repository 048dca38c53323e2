# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A simulated server for all tests, reset for each, and commands run as the action and as the module run them."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import types
import uuid
from typing import Any

import pytest
from ansible.module_utils.common.parameters import PASS_VARS
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible.utils.display import Display

from ansible_collections.hostops.cpanel.plugins.module_utils._api import link as _link
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CATEGORIES
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.breaker import RUN_VARIABLE
from ansible_collections.hostops.cpanel.plugins.plugin_utils.in_process import InProcessAction
from ansible_collections.hostops.cpanel.tests.simulator import Simulator
from ansible_collections.hostops.cpanel.tests.unit.plugins.controller import COLLECTIONS, Controller
from ansible_collections.hostops.cpanel.tests.unit.plugins.odd_server import OddServer

# ansible-core 2.21 leaves the invocation out unless it is asked to; older ones do not know the question.
SWITCHES = {"_ansible_inject_invocation": True} if "inject_invocation" in PASS_VARS else {}
ERROR_KEYS = {
    "category",
    "code",
    "http_status",
    "service",
    "function",
    "errors",
    "messages",
    "retryable",
    "hint",
}


@pytest.fixture(scope="session")
def sim():
    with Simulator(servers=1, accounts=5, seed=7) as running:
        yield running


@pytest.fixture
def srv(sim):
    sim.reset()
    yield sim.servers[0]
    assert sim.servers[0].internal_errors == []


@pytest.fixture(scope="session")
def two_servers():
    with Simulator(servers=2, accounts=24, seed=11) as running:
        yield running


@pytest.fixture
def two(two_servers):
    """Two servers as they were at their start. A mistake inside of them, or a session left open, fails the test."""
    two_servers.reset()
    yield two_servers
    for server in two_servers.servers:
        assert server.internal_errors == []
        assert server.open_sessions() == []


@pytest.fixture
def controller(two, tmp_path):
    return Controller(two, tmp_path)


@pytest.fixture(autouse=True)
def own_world(monkeypatch, tmp_path):
    """No settings of the machine, a run of its own for the breaker, and no pauses between repetitions."""
    for name in [name for name in os.environ if name.startswith(("CPANEL_", "HOSTOPS_CPANEL"))]:
        monkeypatch.delenv(name)
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    monkeypatch.setenv(RUN_VARIABLE, uuid.uuid4().hex)
    monkeypatch.setattr(_link, "time", types.SimpleNamespace(sleep=lambda _seconds: None))


class Runner:
    """Runs commands against the simulated server as the action runs them, and shows what was said on the wire."""

    def __init__(self, sim: Any, srv: Any) -> None:
        self.sim = sim
        self.srv = srv
        self.warnings: list[str] = []
        self.alice = next(account for account in srv.accounts.values() if account.owner == "root")
        self.bob = next(account for account in srv.accounts.values() if account.owner == "reseller1")

    @property
    def root(self) -> dict[str, Any]:
        return {**self.server(2087), "api_token": self.srv.root_token}

    @property
    def reseller(self) -> dict[str, Any]:
        return {**self.server(2087), "username": "reseller1", "api_token": self.srv.resellers["reseller1"].token}

    @property
    def owner(self) -> dict[str, Any]:
        """The account's own token."""
        account = self.alice
        return {
            **self.server(2083),
            "credential": "cpanel",
            "username": account.name,
            "api_token": account.api_token,
        }

    def server(self, port: int) -> dict[str, Any]:
        return {"host": self.srv.host, "port": self.srv.ports[port], "ca_path": self.sim.ca_path, "retries": 0}

    def run(self, command: str, check_mode: bool = False, **options: Any) -> dict[str, Any]:
        """As the action does it: validated by the spec, executed in this process."""
        action = InProcessAction.__new__(InProcessAction)
        module = importlib.import_module("ansible_collections.hostops.cpanel.plugins.modules." + command)
        action.command, action._task = (
            module.COMMAND,
            types.SimpleNamespace(check_mode=check_mode, diff=False, args=options),
        )
        action._display = Display()
        result = action._execute()
        if result.get("failed") and "invocation" not in result:
            return {**result, "refused_by_spec": True}
        self.warnings = result["warnings"]
        if result.get("failed"):
            assert set(result["error"]) == ERROR_KEYS
            assert result["error"]["category"] in CATEGORIES
            assert result["error"]["code"] != "internal", result["exception"]
        return result

    def uapi(self, function: str = "", **options: Any) -> dict[str, Any]:
        """cpanel_uapi inside the account of ``alice``, by root's token unless the options say otherwise."""
        given = {**self.root, "account": self.alice.name, **options}
        if function:
            given["function"] = function
        return self.run("cpanel_uapi", **{name: value for name, value in given.items() if value is not None})

    def whm(self, function: str = "", **options: Any) -> dict[str, Any]:
        given = {**self.root, **options}
        if function:
            given["function"] = function
        return self.run("whm_api", **{name: value for name, value in given.items() if value is not None})

    def open(self, **options: Any) -> dict[str, Any]:
        """cpanel_session: a session of the account of ``alice``, with the journal cleared after it."""
        given = {**self.root, "account": self.alice.name, **options}
        result = self.run("cpanel_session", **given)
        assert not result.get("failed"), result["msg"]
        self.srv.journal.clear()
        return result["session"]

    def close(self, session: dict[str, Any], **options: Any) -> dict[str, Any]:
        return self.run("cpanel_session", state="absent", session=session, **options)

    @property
    def lines(self) -> list[str]:
        return self.srv.journal.lines()

    @property
    def headers(self) -> list[dict[str, str]]:
        return [entry.headers for entry in self.srv.journal]

    def form(self, index: int = -1) -> list[tuple[str, str]]:
        return self.srv.journal[index].form


@pytest.fixture
def runner(sim, srv):
    return Runner(sim, srv)


@pytest.fixture
def odd():
    """Starts servers that answer as a function says."""
    servers: list[OddServer] = []

    def make(answer: Any) -> OddServer:
        servers.append(OddServer(answer))
        return servers[-1]

    yield make
    for server in servers:
        server.stop()


@pytest.fixture
def ask(runner):
    """A lookup with root's token, unless the options say otherwise."""

    def run(module, *terms, variables=None, **given):
        loader = DataLoader()
        templar = Templar(loader=loader, variables=variables or {})
        given = {name: value for name, value in given.items() if value is not None}
        return module.LookupModule(loader=loader, templar=templar).run(list(terms), variables or {}, **given)

    return run


def start_module(name: str, options: dict[str, Any], check_mode: bool = False) -> subprocess.Popen[str]:
    """The real module in a process of its own, with its parameters on standard input."""
    arguments = {"ANSIBLE_MODULE_ARGS": {**SWITCHES, **options, "_ansible_check_mode": check_mode}}
    environment = {**os.environ, "PYTHONPATH": COLLECTIONS, "PYTHONWARNINGS": "ignore"}
    process = subprocess.Popen(
        [sys.executable, "-m", "ansible_collections.hostops.cpanel.plugins.modules." + name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(arguments))
    process.stdin.close()
    process.stdin = None
    return process


@pytest.fixture
def module():
    """Run a module as a process; returns its result, and everything that it printed as ``printed``."""
    started = []

    def start(name: str, options: dict[str, Any], check_mode: bool = False) -> subprocess.Popen[str]:
        started.append(start_module(name, options, check_mode))
        return started[-1]

    def finish(process: subprocess.Popen[str]) -> dict[str, Any]:
        out, err = process.communicate(timeout=30)
        return {**json.loads(out.strip().splitlines()[-1]), "printed": out + err}

    def run(name: str, options: dict[str, Any], check_mode: bool = False) -> dict[str, Any]:
        return finish(start(name, options, check_mode))

    run.start, run.finish = start, finish
    yield run
    for process in started:
        if process.poll() is None:
            process.kill()
            process.communicate()
