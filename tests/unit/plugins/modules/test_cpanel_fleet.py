# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_fleet on two simulated servers: what it asks of them, and what it says of each account."""

from __future__ import annotations

import collections
import json
import socket
from typing import Any

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._fleet import lanes as _lanes
from ansible_collections.hostops.cpanel.tests.unit.plugins.modules.fleets import (
    FORWARD,
    READ,
    everyone,
    names,
)


def test_all_accounts_of_two_servers_over_sessions(fleet, two):
    result = fleet.run(via="session")

    assert sorted(names(result)) == sorted(everyone(two))
    assert result["summary"]["requests"] == 2 + 4 * 24
    assert result["changed"] is False
    assert {item["via"] for item in result["results"]} == {"session"}
    first = two.servers[0].journal.lines()
    assert first[0] == "POST 2087 listaccts 200"
    assert collections.Counter(first)["POST 2083 Batch::strict 200"] == 12
    assert collections.Counter(first)["GET 2083 logout 200"] == 12


def test_whm_packs_whole_accounts_into_batches(fleet, two):
    result = fleet.run(via="whm")

    assert sorted(names(result)) == sorted(everyone(two))
    assert [entry.function for entry in fleet.journal()].count("batch") == 2
    assert result["summary"]["requests"] == 4
    by_account = {item["account"]: item["calls"] for item in result["results"]}
    for server in two.servers:
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


def test_auto_takes_a_session_where_a_function_needs_one(fleet, two, tmp_path):
    hello = tmp_path / "hello.txt"
    hello.write_text("hello")
    account = next(iter(two.servers[0].accounts))

    upload = {"function": "Fileman::upload_files", "params": {"dir": "public_html", "file-1": str(hello)}}
    result = fleet.run(accounts=[{"account": account, "host": two.servers[0].hostname}], calls=[upload])

    assert result["results"][0]["via"] == "session"
    assert result["results"][0]["ok"]


def test_auto_leaves_the_way_that_is_closed(fleet, two):
    server = two.servers[0]
    reseller = server.resellers["reseller1"]
    reseller.acls -= {"cpanel-api"}
    fleet.servers = [{**fleet.servers[0], "username": "reseller1", "api_token": reseller.token}]

    result = fleet.run()

    assert result["summary"]["failed"] == 0
    assert result["summary"]["via"] == ["session"]
    assert sorted(names(result)) == sorted(a.name for a in server.accounts.values() if a.owner == "reseller1")


def test_select_is_answered_by_the_server(fleet, two):
    server = two.servers[0]
    some = sorted(server.accounts)[:2]
    server.accounts[some[0]].suspended = True

    result = fleet.run(select={"regex": "^(%s)$" % "|".join(some), "suspended": False})

    assert [(item["host"], item["account"]) for item in result["results"]] == [(server.hostname, some[1])]
    asked = dict(fleet.journal("listaccts")[0].form)
    assert asked["searchmethod"] == "regex"
    assert asked["api.filter.a.field"] == "suspended"


def test_placeholders_are_each_accounts_own(fleet, two):
    accounts = [{"account": name, "host": s.hostname, "vars": {"n": 7}} for s in two.servers for name in s.accounts]
    calls = [FORWARD, {"function": "Email::list_forwarders", "params": {"domain": "{domain}"}, "query": "[].forward"}]

    result = fleet.run(accounts=accounts, calls=calls)

    assert [item["account"] for item in result["results"]] == [entry["account"] for entry in accounts]
    for item in result["results"]:
        assert item["changed"]
        assert "%s@example.org" % item["account"] in item["calls"][1]["result"]


def test_a_placeholder_without_value_fails_its_account_only(fleet, two):
    server = two.servers[0]
    one, two = sorted(server.accounts)[:2]
    call = {"function": "Email::list_pops", "params": {"regex": "{vars.pattern}"}}
    accounts = [{"account": one, "host": server.hostname, "vars": {"pattern": "x"}}]

    result = fleet.run(accounts=[*accounts, {"account": two, "host": server.hostname}], calls=[call])

    assert names(result) == [one]
    assert result["failed_accounts"][0]["account"] == two
    assert "vars.pattern" in result["failed_accounts"][0]["error"]["msg"]


@pytest.mark.parametrize("via", ["session", "whm"])
def test_one_bad_account_stops_no_other(fleet, two, via):
    server = two.servers[0]
    good = sorted(server.accounts)[0]
    accounts = [{"account": name, "host": server.hostname} for name in (good, "nobodyhere")]

    result = fleet.run(accounts=accounts, via=via)

    assert result["failed"] is True
    assert result["error"]["category"] == "partial"
    assert [(item["account"], item["ok"]) for item in result["results"]] == [(good, True), ("nobodyhere", False)]
    assert result["results"][1]["error"]["category"] == "not_found"
    assert result["summary"] == {**result["summary"], "ok": 1, "failed": 1, "skipped": 0}


@pytest.mark.parametrize("via", ["session", "whm"])
def test_an_account_stops_at_its_first_failure(fleet, two, via):
    server = two.servers[0]
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


def test_a_wrong_token_is_tried_once_and_the_other_server_goes_on(fleet, two):
    fleet.servers[0]["api_token"] = "WRONG" * 6

    accounts = [{"account": name, "host": s.hostname} for s in two.servers for name in s.accounts]
    result = fleet.run(accounts=accounts, via="session")

    assert len(two.servers[0].failed_logins) == 1
    assert len(two.servers[0].journal) == 1
    assert sorted(names(result)) == sorted(two.servers[1].accounts)
    assert {item["error"]["category"] for item in result["failed_accounts"]} == {"auth_invalid"}


def test_a_dead_server_is_given_up_after_three(fleet, two):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        fleet.servers[0]["port"] = unused.getsockname()[1]
        accounts = [{"account": name, "host": s.hostname} for s in two.servers for name in s.accounts]
        result = fleet.run(accounts=accounts, via="session", retries=0, per_host=1)

    codes = collections.Counter(item["error"]["code"] for item in result["failed_accounts"])
    assert codes == {"connect": _lanes.DEAD_AFTER, "server_given_up": 12 - _lanes.DEAD_AFTER}
    assert sorted(names(result)) == sorted(two.servers[1].accounts)


def test_a_server_that_cannot_be_asked_for_its_accounts_is_in_the_results(fleet, two):
    two.servers[0].faults.add("status", status=503, function="listaccts")

    result = fleet.run(retries=0)

    lost = result["results"][0]
    assert (lost["host"], lost["account"], lost["ok"]) == (two.servers[0].hostname, None, False)
    assert sorted(names(result)) == sorted(two.servers[1].accounts)


@pytest.mark.parametrize("options", [{"forks": 0}, {"per_host": -1}, {"max_fail_percentage": 101}])
def test_numbers_that_would_do_nothing_are_refused(fleet, options):
    result = fleet.run(**options)
    assert (result["error"]["category"], next(iter(options)) in result["msg"]) == ("usage", True)
    assert fleet.journal() == []


def test_the_reason_why_a_domain_is_not_known_is_told(fleet, two):
    fleet.servers[0]["api_token"] = "WRONG" * 6
    server = two.servers[0]
    accounts = [{"account": name, "host": server.hostname} for name in server.accounts]
    result = fleet.run(accounts=accounts, calls=[FORWARD])
    assert {item["error"]["category"] for item in result["results"]} == {"auth_invalid"}
    assert len(server.journal) == 1


def test_check_mode_sends_no_write(fleet, two):
    before = [server.counters()["writes"] for server in two.servers]

    for via in ("session", "whm"):
        result = fleet.run(check_mode=True, calls=[*READ, FORWARD], via=via)
        assert result["changed"] is True
        assert result["results"][0]["calls"][2]["skipped_in_check_mode"]
        assert result["results"][0]["calls"][0]["result"] >= 1

    assert [server.counters()["writes"] for server in two.servers] == before
    assert not [e for e in fleet.journal() if "Email::add_forwarder" in (e.function, *e.inner)]


def test_raw_data_is_kept_as_asked(fleet, two):
    def data(**options: Any) -> list[bool]:
        return ["data" in call for item in fleet.run(**options)["results"] for call in item["calls"]]

    assert not any(data())
    assert all(data(keep="all"))
    bare = fleet.run(calls=[{"function": "Email::list_pops"}])["results"][0]["calls"][0]
    assert bare["data"] == bare["result"] != []
    none = fleet.run(calls=[{"function": "Email::list_pops"}], keep="none")["results"][0]["calls"][0]
    assert none["data"] is None and none["result"] is None


def test_an_account_with_its_own_credential(fleet, two):
    server = two.servers[0]
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
