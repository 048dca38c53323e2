# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_fleet on two simulated servers: what it asks of them, and what it says of each account."""

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
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.hostops.cpanel.plugins.module_utils import _lanes
from ansible_collections.hostops.cpanel.plugins.modules.cpanel_fleet import COMMAND
from ansible_collections.hostops.cpanel.tests.simulator import Simulator

READ = [
    {"name": "boxes", "function": "Email::list_pops", "query": "length(@)"},
    {"name": "disk", "module": "Quota", "function": "get_quota_info", "query": "megabytes_used"},
]
FORWARD = {
    "function": "Email::add_forwarder",
    "params": {"domain": "{domain}", "email": "office", "fwdopt": "fwd", "fwdemail": "{account}@example.org"},
}


@pytest.fixture(scope="module")
def two():
    with Simulator(servers=2, accounts=24, seed=11) as running:
        yield running


@pytest.fixture
def sim(two):
    two.reset()
    yield two
    for server in two.servers:
        assert server.internal_errors == []
        assert server.open_sessions() == []


class Fleet:
    """Runs the command and keeps what it said meanwhile."""

    def __init__(self, sim: Any) -> None:
        self.sim = sim
        self.warnings: list[str] = []
        self.servers = [
            {"name": server.hostname, "host": server.host, "port": server.ports[2087], "api_token": server.root_token}
            for server in sim.servers
        ]

    def run(self, check_mode: bool = False, **options: Any) -> dict[str, Any]:
        given = {"servers": self.servers, "ca_path": self.sim.ca_path, "calls": READ, "retries": 3, **options}
        if "accounts" not in given:
            given.setdefault("select", {})
        validation = ArgumentSpecValidator(dict(COMMAND.spec), **COMMAND.constraints).validate(given)
        assert validation.error_messages == []
        return COMMAND.execute(validation.validated_parameters, check_mode, self.warnings.append)

    def journal(self, *functions: str) -> list[Any]:
        return [e for server in self.sim.servers for e in server.journal if not functions or e.function in functions]


@pytest.fixture
def fleet(sim):
    return Fleet(sim)


def names(result: dict[str, Any], key: str = "ok") -> list[str]:
    return [item["account"] for item in result["results"] if item[key]]


def everyone(sim: Any) -> list[str]:
    return [name for server in sim.servers for name in server.accounts]


def test_all_accounts_of_two_servers_over_sessions(fleet, sim):
    result = fleet.run(via="session")

    assert sorted(names(result)) == sorted(everyone(sim))
    assert result["summary"]["requests"] == 2 + 4 * 24
    assert result["changed"] is False
    assert {item["via"] for item in result["results"]} == {"session"}
    first = sim.servers[0].journal.lines()
    assert first[0] == "POST 2087 listaccts 200"
    assert collections.Counter(first)["POST 2083 Batch::strict 200"] == 12
    assert collections.Counter(first)["GET 2083 logout 200"] == 12


def test_whm_packs_whole_accounts_into_batches(fleet, sim):
    result = fleet.run(via="whm")

    assert sorted(names(result)) == sorted(everyone(sim))
    assert [entry.function for entry in fleet.journal()].count("batch") == 2
    assert result["summary"]["requests"] == 4
    by_account = {item["account"]: item["calls"] for item in result["results"]}
    for server in sim.servers:
        for name in server.accounts:
            assert [call["name"] for call in by_account[name]] == ["boxes", "disk"]
            assert by_account[name][0]["result"] >= 1


def test_the_ways_agree(fleet):
    answers = {}
    for via in ("session", "whm", "auto"):
        result = fleet.run(via=via)
        answers[via] = {
            (item["host"], item["account"]): [call["result"] for call in item["calls"]] for item in result["results"]
        }
    assert answers["session"] == answers["whm"] == answers["auto"]


def test_auto_takes_a_session_where_a_function_needs_one(fleet, sim, tmp_path):
    hello = tmp_path / "hello.txt"
    hello.write_text("hello")
    account = next(iter(sim.servers[0].accounts))

    upload = {"function": "Fileman::upload_files", "params": {"dir": "public_html", "file-1": str(hello)}}
    result = fleet.run(accounts=[{"account": account, "host": sim.servers[0].hostname}], calls=[upload])

    assert result["results"][0]["via"] == "session"
    assert result["results"][0]["ok"]


def test_auto_leaves_the_way_that_is_closed(fleet, sim):
    server = sim.servers[0]
    reseller = server.resellers["reseller1"]
    reseller.acls -= {"cpanel-api"}
    fleet.servers = [{**fleet.servers[0], "username": "reseller1", "api_token": reseller.token}]

    result = fleet.run()

    assert result["summary"]["failed"] == 0
    assert result["summary"]["via"] == ["session"]
    assert sorted(names(result)) == sorted(a.name for a in server.accounts.values() if a.owner == "reseller1")


def test_select_is_answered_by_the_server(fleet, sim):
    server = sim.servers[0]
    some = sorted(server.accounts)[:2]
    server.accounts[some[0]].suspended = True

    result = fleet.run(select={"regex": "^(%s)$" % "|".join(some), "suspended": False})

    assert [(item["host"], item["account"]) for item in result["results"]] == [(server.hostname, some[1])]
    asked = dict(fleet.journal("listaccts")[0].form)
    assert asked["searchmethod"] == "regex"
    assert asked["api.filter.a.field"] == "suspended"


def test_placeholders_are_each_accounts_own(fleet, sim):
    accounts = [{"account": name, "host": s.hostname, "vars": {"n": 7}} for s in sim.servers for name in s.accounts]
    calls = [FORWARD, {"function": "Email::list_forwarders", "params": {"domain": "{domain}"}, "query": "[].forward"}]

    result = fleet.run(accounts=accounts, calls=calls)

    assert [item["account"] for item in result["results"]] == [entry["account"] for entry in accounts]
    for item in result["results"]:
        assert item["changed"]
        assert "%s@example.org" % item["account"] in item["calls"][1]["result"]


def test_a_placeholder_without_value_fails_its_account_only(fleet, sim):
    server = sim.servers[0]
    one, two = sorted(server.accounts)[:2]
    call = {"function": "Email::list_pops", "params": {"regex": "{vars.pattern}"}}
    accounts = [{"account": one, "host": server.hostname, "vars": {"pattern": "x"}}]

    result = fleet.run(accounts=[*accounts, {"account": two, "host": server.hostname}], calls=[call])

    assert names(result) == [one]
    assert result["failed_accounts"][0]["account"] == two
    assert "vars.pattern" in result["failed_accounts"][0]["error"]["msg"]


@pytest.mark.parametrize("via", ["session", "whm"])
def test_one_bad_account_stops_no_other(fleet, sim, via):
    server = sim.servers[0]
    good = sorted(server.accounts)[0]
    accounts = [{"account": name, "host": server.hostname} for name in (good, "nobodyhere")]

    result = fleet.run(accounts=accounts, via=via)

    assert result["failed"] is True
    assert result["error"]["category"] == "partial"
    assert [(item["account"], item["ok"]) for item in result["results"]] == [(good, True), ("nobodyhere", False)]
    assert result["results"][1]["error"]["category"] == "not_found"
    assert result["summary"] == {**result["summary"], "ok": 1, "failed": 1, "skipped": 0}


@pytest.mark.parametrize("via", ["session", "whm"])
def test_an_account_stops_at_its_first_failure(fleet, sim, via):
    server = sim.servers[0]
    account = sorted(server.accounts)[0]
    calls = [
        {"function": "Mysql::delete_database", "params": {"name": "not_there"}},
        {"function": "Email::add_forwarder", "params": {**FORWARD["params"], "email": "never"}},
    ]

    result = fleet.run(accounts=[{"account": account, "host": server.hostname}], calls=calls, via=via)

    assert result["results"][0]["error"]["category"] == "api"
    domain = server.accounts[account].main_domain
    after = fleet.run(
        accounts=[{"account": account, "host": server.hostname}],
        calls=[{"function": "Email::list_forwarders", "params": {"domain": domain}, "query": "[].dest"}],
    )
    assert "never@%s" % domain not in after["results"][0]["calls"][0]["result"]


def test_a_wrong_token_is_tried_once_and_the_other_server_goes_on(fleet, sim):
    fleet.servers[0]["api_token"] = "WRONG" * 6

    accounts = [{"account": name, "host": s.hostname} for s in sim.servers for name in s.accounts]
    result = fleet.run(accounts=accounts, via="session")

    assert len(sim.servers[0].failed_logins) == 1
    assert len(sim.servers[0].journal) == 1
    assert sorted(names(result)) == sorted(sim.servers[1].accounts)
    assert {item["error"]["category"] for item in result["failed_accounts"]} == {"auth_invalid"}


def test_a_dead_server_is_given_up_after_three(fleet, sim):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        fleet.servers[0]["port"] = unused.getsockname()[1]
        accounts = [{"account": name, "host": s.hostname} for s in sim.servers for name in s.accounts]
        result = fleet.run(accounts=accounts, via="session", retries=0, per_host=1)

    codes = collections.Counter(item["error"]["code"] for item in result["failed_accounts"])
    assert codes == {"connect": _lanes.DEAD_AFTER, "server_given_up": 12 - _lanes.DEAD_AFTER}
    assert sorted(names(result)) == sorted(sim.servers[1].accounts)


def test_a_server_that_cannot_be_asked_for_its_accounts_is_in_the_results(fleet, sim):
    sim.servers[0].faults.add("status", status=503, function="listaccts")

    result = fleet.run(retries=0)

    lost = result["results"][0]
    assert (lost["host"], lost["account"], lost["ok"]) == (sim.servers[0].hostname, None, False)
    assert sorted(names(result)) == sorted(sim.servers[1].accounts)


def test_max_fail_percentage_names_those_that_were_not_started(fleet, sim):
    server = sim.servers[0]
    server.faults.add("status", status=503, function="create_user_session")
    accounts = [{"account": name, "host": server.hostname} for name in server.accounts]

    result = fleet.run(accounts=accounts, via="session", retries=0, forks=1, max_fail_percentage=10)

    assert result["summary"]["failed"] == 2
    assert len(names(result, "skipped")) == 10
    assert [entry.function for entry in server.journal] == ["create_user_session"] * 2


def test_resume_does_again_only_what_failed_or_was_skipped(fleet, sim):
    server = sim.servers[0]
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


def test_what_is_in_doubt_is_not_done_again(fleet, sim):
    server = sim.servers[0]
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


def test_check_mode_sends_no_write(fleet, sim):
    before = [server.counters()["writes"] for server in sim.servers]

    for via in ("session", "whm"):
        result = fleet.run(check_mode=True, calls=[*READ, FORWARD], via=via)
        assert result["changed"] is True
        assert result["results"][0]["calls"][2]["skipped_in_check_mode"]
        assert result["results"][0]["calls"][0]["result"] >= 1

    assert [server.counters()["writes"] for server in sim.servers] == before
    assert not [e for e in fleet.journal() if "Email::add_forwarder" in (e.function, *e.inner)]


def test_raw_data_is_kept_as_asked(fleet, sim):
    def data(**options: Any) -> list[bool]:
        return ["data" in call for item in fleet.run(**options)["results"] for call in item["calls"]]

    assert not any(data())
    assert all(data(keep="all"))
    bare = fleet.run(calls=[{"function": "Email::list_pops"}])["results"][0]["calls"][0]
    assert bare["data"] == bare["result"] != []
    none = fleet.run(calls=[{"function": "Email::list_pops"}], keep="none")["results"][0]["calls"][0]
    assert none["data"] is None and none["result"] is None


def test_an_account_with_its_own_credential(fleet, sim):
    server = sim.servers[0]
    account = next(iter(server.accounts.values()))
    own = {"account": account.name, "host": server.hostname, "api_token": account.api_token, "port": server.ports[2083]}

    result = fleet.run(accounts=[own])

    assert result["results"][0]["via"] == "account"
    assert [entry.how for entry in server.journal] == ["token"]
    assert account.api_token not in json.dumps(result)


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"accounts": ["baka0001"]}, "accounts[0]"),
        ({"accounts": [{"account": "x", "host": "elsewhere"}]}, "server1.example.net"),
        ({"accounts": [{"account": "x", "hots": "y"}]}, "hots"),
        ({"calls": [{"function": "Email::list_pops", "params": {"regexp": "x"}}]}, "calls[0]"),
        ({"calls": [{"function": "Email::list_pops", "query": "[].{"}]}, "position"),
        ({"select": {"regex": "("}}, "select.regex"),
    ],
)
def test_wrong_input_is_refused_before_anything_is_done(fleet, options, named):
    result = fleet.run(**options)

    assert result["failed"] is True
    text = json.dumps(result.get("error")) + result["msg"] + json.dumps(result.get("failed_accounts"))
    assert named in text
    assert "usage" in text
    assert not [entry for entry in fleet.journal() if entry.function != "listaccts"]


def test_many_accounts_under_faults_end_in_one_of_three_ways():
    """3 % 503, 1 % dropped before, 1 % answers lost, 1 % sessions that die, one server dead: nothing is done twice."""
    faults = ["503:3%", "drop_before:1%", "drop_after:1%", "expire_session:1%"]
    with Simulator(servers=2, accounts=200, seed=3, faults=faults) as sim:
        fleet = Fleet(sim)
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            dead = {**fleet.servers[0], "name": "dead.example.net", "port": unused.getsockname()[1]}
            fleet.servers.append(dead)
            accounts: list[Any] = [{"account": n, "host": s.hostname} for s in sim.servers for n in s.accounts]
            accounts += [{"account": "ghost%d" % number, "host": "dead.example.net"} for number in range(30)]
            create = {"domain": "{domain}", "email": "fresh", "password": "Zx81-strong-passphrase"}
            calls = [{"function": "Email::list_pops"}, {"function": "Email::add_pop", "params": create}]
            domains = {a.name: a.main_domain for s in sim.servers for a in s.accounts.values()}
            for entry in accounts:
                entry["domain"] = domains.get(entry["account"], "ghost.example.com")
            result = fleet.run(accounts=accounts, calls=calls, via="session", forks=8)

        assert len(result["results"]) == 230
        assert len({(item["host"], item["account"]) for item in result["results"]}) == 230
        for server in sim.servers:
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


INTERRUPTED = """
import json, sys
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.hostops.cpanel.plugins.module_utils._command import interruptible
from ansible_collections.hostops.cpanel.plugins.modules.cpanel_fleet import COMMAND
params = ArgumentSpecValidator(dict(COMMAND.spec)).validate(json.loads(sys.argv[1])).validated_parameters
with interruptible():
    print(json.dumps(COMMAND.execute(params, False, lambda text: None)))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_returns_what_was_done_and_closes_sessions(fleet, sim, number):
    server = sim.servers[0]
    slow = sorted(server.accounts)[3]
    server.faults.add("delay", seconds=5, function="Email::list_pops", account=slow)
    accounts = [{"account": name, "host": server.hostname} for name in sorted(server.accounts)]
    given = {
        "servers": fleet.servers,
        "ca_path": sim.ca_path,
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
