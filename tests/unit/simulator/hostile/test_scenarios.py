# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The hostile scenarios: each strikes what it should and nothing else, and the way to it is that of a real server."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from ansible_collections.hostops.cpanel.tests.simulator import Simulator
from ansible_collections.hostops.cpanel.tests.simulator.hostile import SCENARIOS

BYTES = [name for name, one in SCENARIOS.items() if one.play is not None]
SAID = [name for name in SCENARIOS if name not in BYTES]


def raw(wire, port, path, form, headers, limit=100_000, patience=40.0):
    """The first bytes of an answer, whatever they are."""
    connection = wire.connect(port)
    connection.connect()
    body = urlencode(form)
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: x",
        "Connection: close",
        f"Content-Length: {len(body)}",
        *map(": ".join, headers.items()),
    ]
    lines.append("Content-Type: application/x-www-form-urlencoded")
    sock = connection.sock
    sock.sendall(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
    sock.settimeout(patience)
    end = time.monotonic() + patience
    answer = b""
    try:
        while len(answer) < limit and time.monotonic() < end and (part := sock.recv(65536)):
            answer += part
    except TimeoutError:
        pass
    connection.close()
    return answer


def ask(wire, scenario, name, patience=40.0):
    """The answer to a call that this scenario strikes."""
    functions = scenario.functions
    if functions.startswith("create_user_session"):
        form = {"api.version": 1, "user": name, "service": "cpaneld"}
        return raw(wire, 2087, "/json-api/create_user_session", form, wire.root, patience=patience)
    if functions == "gethostname":
        return raw(wire, 2087, "/json-api/gethostname", {"api.version": 1}, wire.root, patience=patience)
    if "batch" in scenario.name:
        form = {"api.version": 1, "command": "version"}
        return raw(wire, 2087, "/json-api/batch", form, wire.root, patience=patience)
    form = {"api.version": 1, "api.chunk.enable": 1, "api.chunk.verbose": 1, "api.chunk.size": 3}
    return raw(wire, 2087, "/json-api/listaccts", form, wire.root, patience=patience)


@pytest.mark.parametrize("name", SAID)
def test_what_is_said_is_hostile(wire, name, theirs):
    scenario = SCENARIOS[name]
    wire.server.switches.hostile = name
    hostile = ask(wire, scenario, theirs)
    assert wire.server.journal[-1].fault == name
    assert b"Internal Server Error" not in hostile
    assert b"\r\n\r\n" in hostile
    assert wire.send(2087, "/json-api/myprivs", {"api.version": 1}).status == 403, "nobody is let in without a token"


@pytest.mark.parametrize("name", [name for name in BYTES if not name.startswith(("big-", "slow-"))])
def test_the_bytes_are_hostile(wire, name):
    wire.server.switches.hostile = name
    answer = ask(wire, SCENARIOS[name], "")
    assert b"Internal Server Error" not in answer
    assert bool(answer) == (name != "http-empty")


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in BYTES if name.startswith("slow-")])
def test_slow_ones_do_not_end(wire, name):
    wire.server.switches.hostile = name
    answer = ask(wire, SCENARIOS[name], "", patience=1.0)
    assert (len(answer) < 100_000) == (name != "slow-continue-fast")


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in BYTES if name.startswith("big-")])
def test_big_ones_are_big(wire, name):
    wire.server.switches.hostile = name
    megabyte = 1024 * 1024
    assert len(ask(wire, SCENARIOS[name], "")) >= (100_000 if name != "big-promised" else 0)
    assert len(raw(wire, 2087, "/json-api/listaccts", {"api.version": 1}, wire.root, 8 * megabyte)) >= (
        8 * megabyte if name != "big-promised" else 0
    )


def test_the_way_to_a_call_stays_open(wire, theirs):
    """Login and logout are struck only if the user says so."""
    wire.server.switches.hostile = "malformed-answer-null"
    token, cookie = wire.session(theirs)
    assert wire.send(2083, f"{token}/execute/Email/list_pops", {}, headers=cookie).json is None
    wire.server.switches.hostile_on = "create_user_session"
    assert wire.send(2083, f"{token}/execute/Email/list_pops", {}, headers=cookie).json["status"] == 1
    assert wire.whm("create_user_session", user=theirs, service="cpaneld") is None


@pytest.mark.parametrize("group", ["paths", "yaml", "jinja", "groups", "patterns"])
def test_behind_an_invented_name_is_an_account(wire, group):
    """Also in a batch, so that an export of all accounts has something to write."""
    wire.server.switches.hostile = "accounts-" + group
    rows = wire.whm("listaccts")["data"]["acct"]
    invented = [row["user"] for row in rows if row["user"] not in wire.server.accounts]
    assert len(invented) >= 5
    for user in filter(None, invented):
        form = {"cpanel.user": user, "cpanel.module": "Email", "cpanel.function": "list_pops"}
        assert wire.whm("uapi_cpanel", **form)["data"]["uapi"]["status"] == 1
        inner = "uapi_cpanel?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in form.items())
        assert wire.whm("batch", command=inner)["data"]["result"][0]["data"]["uapi"]["status"] == 1


def test_every_value_of_every_row(wire):
    wire.server.switches.hostile = "malformed-values-version"
    rows = wire.whm("listaccts")["data"]["acct"]
    assert {value for row in rows for value in row.values()} == {"1.2.3M"}


def test_scenarios_are_listed_and_checked(tmp_path):
    def run(*arguments):
        command = [sys.executable, "-m", "tests.simulator", *arguments]
        root = Path(__file__).parents[4]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=root)

    listed = run("--list-hostile")
    assert listed.returncode == 0
    assert [line.split()[0] for line in listed.stdout.splitlines()] == list(SCENARIOS)
    assert listed.stdout.isprintable() or "\x1b" not in listed.stdout
    wrong = run("--hostile", "slow-bodie")
    assert wrong.returncode == 2
    assert "slow-body" in wrong.stderr
    ready = tmp_path / "ready.json"
    right = run("--hostile", "slow-body", "--hostile-on", "login", "--exit-after", "0.5", "--ready-file", str(ready))
    assert right.returncode == 0, right.stderr
    assert json.loads(ready.read_text())["servers"]


def test_a_switch_takes_known_scenarios_only():
    with Simulator(switches={"hostile": "slow-body"}) as sim:
        assert sim.servers[0].switches.hostile == "slow-body"
        with pytest.raises(ValueError, match="--list-hostile"):
            sim.servers[0].switches.hostile = "nonsense"
