# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_fleet when things go wrong: limits, lost answers, interrupts, and going on after them."""

from __future__ import annotations

import collections
import json
import os
import signal
import socket
import subprocess
import sys
import time
from typing import Any

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._fleet import work as _fleet_work
from ansible_collections.hostops.cpanel.tests.simulator import Simulator
from ansible_collections.hostops.cpanel.tests.unit.plugins.modules.fleets import (
    FORWARD,
    INTERRUPTED,
    Fleet,
    forwarders,
    names,
)

pytestmark = pytest.mark.slow


def test_max_fail_percentage_names_those_that_were_not_started(fleet, two):
    server = two.servers[0]
    server.faults.add("status", status=503, function="create_user_session")
    accounts = [{"account": name, "host": server.hostname} for name in server.accounts]

    result = fleet.run(accounts=accounts, via="session", retries=0, forks=1, max_fail_percentage=10)

    assert result["summary"]["failed"] == 2
    assert len(names(result, "skipped")) == 10
    assert [entry.function for entry in server.journal] == ["create_user_session"] * 2


def test_resume_does_again_only_what_failed_or_was_skipped(fleet, two):
    server = two.servers[0]
    accounts = [{"account": name, "host": server.hostname} for name in server.accounts]
    fault = server.faults.add("status", status=503, function="Batch::strict", times=2)
    first = fleet.run(accounts=accounts, via="session", retries=0, forks=1)
    assert first["summary"]["failed"] == 2
    server.faults.remove(fault)
    server.journal.clear()

    second = fleet.run(accounts=accounts, via="session", resume_from=first)

    assert second["summary"] == {**second["summary"], "accounts": 12, "ok": 12, "failed": 0}
    assert len(fleet.journal("create_user_session")) == 2
    assert sum(bool(item.get("resumed")) for item in second["results"]) == 10


def test_what_is_in_doubt_is_not_done_again(fleet, two):
    server = two.servers[0]
    account = sorted(server.accounts)[0]
    server.faults.add("drop_after", function="Email::add_forwarder", times=1)
    given = {"accounts": [{"account": account, "host": server.hostname}], "calls": [FORWARD], "via": "session"}

    first = fleet.run(**given)
    assert first["results"][0]["error"]["category"] == "ambiguous"
    assert first["changed"] is True
    server.journal.clear()
    second = fleet.run(**given, resume_from=first)

    assert fleet.journal("create_user_session", "Email::add_forwarder") == []
    assert second["results"][0]["error"]["category"] == "ambiguous"


def test_resume_goes_on_behind_the_calls_that_were_made(fleet, two):
    server = two.servers[0]
    accounts = [{"account": name, "host": server.hostname} for name in server.accounts]
    database = {"function": "Mysql::create_database", "params": {"name": "{account}_db"}}
    fault = server.faults.add("status", status=503, function="Mysql::create_database")
    given = {"accounts": accounts, "calls": [FORWARD, {"function": "Mysql::list_databases"}, database]}
    given.update(via="session", batch="never", retries=0)
    server.faults.remove(fault)
    broken = [dict(call) for call in given["calls"]]
    broken[2] = {"function": "Mysql::create_database", "params": {"name": "no-such-prefix_db"}}

    first = fleet.run(**{**given, "calls": broken})
    assert first["summary"]["failed"] == 12
    second = fleet.run(**given, resume_from=first)

    assert second.get("msg") is None
    assert forwarders(two) == 12
    assert [len(item["calls"]) for item in second["results"]] == [3] * 12
    assert {item["changed"] for item in second["results"]} == {True}


@pytest.mark.parametrize("via", ["session", "whm"])
def test_what_the_server_did_not_tell_is_not_done_again(fleet, two, via):
    server = two.servers[0]
    server.switches.batch_failure_data = "null"
    accounts = [{"account": name, "host": server.hostname} for name in server.accounts]
    wrong = {"function": "Mysql::delete_database", "params": {"name": "not_there"}}

    first = fleet.run(accounts=accounts, calls=[FORWARD, wrong], via=via)
    assert {item["error"]["category"] for item in first["results"]} == {"partial"}
    before = forwarders(two)
    second = fleet.run(accounts=accounts, calls=[FORWARD, wrong], via=via, resume_from=first)

    assert forwarders(two) == before
    assert {item["error"]["category"] for item in second["results"]} == {"partial"}


@pytest.mark.parametrize("given", [{"foo": 1}, {"results": "x"}, {"results": [{"account": "a"}]}])
def test_resume_takes_only_what_a_fleet_returned(fleet, given):
    result = fleet.run(resume_from=given)
    assert (result["error"]["category"], "resume_from" in result["msg"]) == ("usage", True)


def test_accounts_that_leave_whms_way_are_as_parallel_and_as_bounded_as_others(fleet, two):
    server = two.servers[0]
    reseller = server.resellers["reseller1"]
    reseller.acls -= {"cpanel-api"}
    mine = [name for name, account in server.accounts.items() if account.owner == "reseller1"]
    fleet.servers = [{**fleet.servers[0], "username": "reseller1", "api_token": reseller.token}]
    server.faults.add("status", status=503, function="Batch::strict")

    result = fleet.run(accounts=[*mine, *["ghost%d" % n for n in range(8)]], retries=0, forks=1, max_fail_percentage=10)

    assert result["summary"]["failed"] <= 3
    assert result["summary"]["skipped"] == len(mine) + 8 - result["summary"]["failed"]


@pytest.mark.parametrize("via", ["session", "whm"])
def test_an_account_under_way_at_an_interrupt_is_in_doubt(fleet, two, via):
    server = two.servers[0]
    accounts = [{"account": name, "host": server.hostname, "domain": "x.example"} for name in sorted(server.accounts)]
    for entry in accounts:
        entry["domain"] = server.accounts[entry["account"]].main_domain
    function = "Email::add_forwarder" if via == "session" else "batch"
    server.faults.add("delay", seconds=6, function=function)
    given = {"servers": fleet.servers, "ca_path": two.ca_path, "accounts": accounts, "calls": [FORWARD]}
    given.update(via=via, forks=2, per_host=2)
    command = [sys.executable, "-c", INTERRUPTED, json.dumps(given)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        started = time.monotonic()
        time.sleep(2)
        process.send_signal(signal.SIGTERM)
        result = json.loads(process.communicate(timeout=30)[0])

    in_doubt = [item for item in result["results"] if not item["skipped"]]
    assert in_doubt
    assert {(i["error"]["category"], i["error"]["code"], i["changed"]) for i in in_doubt} == {
        ("ambiguous", "interrupted", True)
    }
    time.sleep(max(0.0, started + 8 - time.monotonic()))  # until the server is through with what it was given
    made = forwarders(two)
    assert made <= len(in_doubt)
    server.faults.active.clear()
    fleet.run(accounts=accounts, calls=[FORWARD], via=via, resume_from=result)
    assert forwarders(two) == made + len(accounts) - len(in_doubt)


def test_many_accounts_under_faults_end_in_one_of_three_ways():
    """3 % 503, 1 % dropped before, 1 % answers lost, 1 % sessions that die, one server dead: nothing is done twice."""
    faults = ["503:3%", "drop_before:1%", "drop_after:1%", "expire_session:1%"]
    with Simulator(servers=2, accounts=200, seed=3, faults=faults) as two:
        fleet = Fleet(two)
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            dead = {**fleet.servers[0], "name": "dead.example.net", "port": unused.getsockname()[1]}
            fleet.servers.append(dead)
            accounts: list[Any] = [{"account": n, "host": s.hostname} for s in two.servers for n in s.accounts]
            accounts += [{"account": "ghost%d" % number, "host": "dead.example.net"} for number in range(30)]
            create = {"domain": "{domain}", "email": "fresh", "password": "Zx81-strong-passphrase"}
            calls = [{"function": "Email::list_pops"}, {"function": "Email::add_pop", "params": create}]
            domains = {a.name: a.main_domain for s in two.servers for a in s.accounts.values()}
            for entry in accounts:
                entry["domain"] = domains.get(entry["account"], "ghost.example.com")
            result = fleet.run(accounts=accounts, calls=calls, via="session", forks=8)

        assert len(result["results"]) == 230
        assert len({(item["host"], item["account"]) for item in result["results"]}) == 230
        for server in two.servers:
            writes = collections.Counter()
            for entry in server.journal:
                if entry.writes and "Email::add_pop" in (entry.function, *entry.inner):
                    writes[entry.user] += 1
            assert max(writes.values()) == 1
            states = {item["account"]: item for item in result["results"] if item["host"] == server.hostname}
            for name, account in server.accounts.items():
                made = any(box.startswith("fresh@") for box in account.contents.mailboxes)
                error = states[name]["error"]
                assert states[name]["ok"] == (error is None)
                if error is None:
                    assert made
                elif error["category"] != "ambiguous":
                    assert not made, (name, error)
            assert server.open_sessions() == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_returns_what_was_done_and_closes_sessions(fleet, two, number):
    server = two.servers[0]
    slow = sorted(server.accounts)[3]
    server.faults.add("delay", seconds=5, function="Email::list_pops", account=slow)
    accounts = [{"account": name, "host": server.hostname} for name in sorted(server.accounts)]
    given = {
        "servers": fleet.servers,
        "ca_path": two.ca_path,
        "accounts": accounts,
        "calls": [{"function": "Email::list_pops", "query": "length(@)"}],
        "via": "session",
        "forks": 1,
    }
    command = [sys.executable, "-c", INTERRUPTED, json.dumps(given)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        deadline = time.monotonic() + 20
        while not any(session.user == slow for session in server.open_sessions()) and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(number)
        out = process.communicate(timeout=30)[0]

    result = json.loads(out)
    assert result["error"]["code"] == "interrupted"
    assert names(result) == sorted(server.accounts)[:3]
    assert len(names(result, "skipped")) >= 8
    assert server.open_sessions() == []


def test_a_surprise_in_one_account_fails_none_of_its_batch(fleet, two, monkeypatch):
    odd = sorted(two.servers[0].accounts)[0]
    read = _fleet_work.ExportWork.program

    def program(self, target):
        done = yield from read(self, target)
        if target.account == odd:
            raise TypeError("nobody has thought of this")
        return done

    monkeypatch.setattr(_fleet_work.ExportWork, "program", program)

    result = fleet.run(calls=None, export={}, via="whm")

    assert [item["account"] for item in result["results"] if not item["ok"]] == [odd]
    assert result["failed_accounts"][0]["error"]["code"] == "internal"
