# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_fleet reads many accounts as documents; results stand in order; the whole says what all failures share."""

from __future__ import annotations

from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.hostops.cpanel.plugins.modules.cpanel_account_export import COMMAND as EXPORT
from ansible_collections.hostops.cpanel.tests.unit.plugins.modules.fleets import FORWARD, everyone

WIKI = {"mysql_database": [{"name": "wiki"}]}


def accounts(two: Any) -> list[dict[str, str]]:
    return [{"account": name, "host": server.hostname} for server in two.servers for name in server.accounts]


@pytest.mark.parametrize("via", ["session", "whm"])
def test_exports_are_those_of_single_accounts(fleet, two, via):
    result = fleet.run(calls=None, export={}, via=via)
    assert not result.get("failed"), result
    assert result["changed"] is False
    assert sorted(item["account"] for item in result["results"]) == sorted(everyone(two))
    server = two.servers[0]
    for item in [item for item in result["results"] if item["host"] == server.hostname][:2]:
        given = {"host": server.host, "port": server.ports[2087], "api_token": server.root_token}
        given = {**given, "ca_path": two.ca_path, "account": item["account"]}
        params = ArgumentSpecValidator(dict(EXPORT.spec)).validate(given).validated_parameters
        alone = EXPORT.execute(params, False)
        assert {key: item[key] for key in ("config", "not_exported", "unreadable")} == {
            key: alone[key] for key in ("config", "not_exported", "unreadable")
        }
    assert not [entry for entry in fleet.journal() if entry.writes and entry.function != "create_user_session"]


def test_kinds_are_chosen_and_checked(fleet):
    chosen = fleet.run(calls=None, export={"kinds": ["mysql_database"]})
    assert {kind for item in chosen["results"] for kind in item["config"]} <= {"mysql_database"}
    wrong = fleet.run(calls=None, export={"kinds": ["mysql_databas"]})
    assert wrong["error"]["category"] == "usage"
    assert "mysql_database" in wrong["error"]["hint"]


def test_an_account_that_cannot_be_read_has_no_document(fleet, two):
    given = [{"account": "nobody", "host": two.servers[0].hostname}, *accounts(two)[:1]]
    result = fleet.run(calls=None, export={}, accounts=given)
    assert result["failed"]
    assert [(item["ok"], item["config"] is None) for item in result["results"]] == [(False, True), (True, False)]


def test_config_of_each_account_is_enough(fleet, two):
    given = [{**entry, "config": WIKI} for entry in accounts(two)[:3]]
    result = fleet.run(check_mode=True, calls=None, accounts=given)
    assert not result.get("failed"), result
    assert result["summary"]["drift"] == {"mysql_database": 3}


@pytest.mark.parametrize("entries", [["alice"], [{"account": "alice", "config": WIKI}, {"account": "bob"}]])
def test_nothing_to_do_is_an_error(fleet, two, entries):
    result = fleet.run(calls=None, accounts=entries, servers=fleet.servers[:1])
    assert result["error"]["category"] == "usage"
    assert "one of calls, config and export is needed" in result["msg"]
    assert fleet.journal() == []


def test_resumed_results_stand_in_their_places_and_are_no_changes(fleet, two):
    given = accounts(two)
    fault = two.servers[0].faults.add("status", status=503, function="Email::add_forwarder", times=2)
    first = fleet.run(accounts=given, calls=[FORWARD], via="session", retries=0, forks=1)
    two.servers[0].faults.remove(fault)
    failed = [item["account"] for item in first["results"] if not item["ok"]]
    assert 0 < len(failed) < len(given)
    first["results"] = [i if i["ok"] else {**i, "error": {**i["error"], "category": "api"}} for i in first["results"]]

    second = fleet.run(accounts=given, calls=[FORWARD], via="session", resume_from=first)

    assert [(i["account"], i["host"]) for i in second["results"]] == [(i["account"], i["host"]) for i in given]
    assert [item["account"] for item in second["results"] if item["changed"]] == failed
    assert second["summary"]["changed"] == len(failed)

    third = fleet.run(accounts=given, calls=[FORWARD], via="session", resume_from=second)
    assert (third["changed"], third["summary"]["changed"], third["summary"]["ok"]) == (False, 0, len(given))


def test_drift_of_an_earlier_run_is_not_counted_again(fleet, two):
    given = accounts(two)
    first = fleet.run(calls=None, config=WIKI, accounts=given)
    assert first["summary"]["drift"] == {"mysql_database": len(given)}
    second = fleet.run(calls=None, config=WIKI, accounts=given, resume_from=first)
    assert second["summary"]["drift"] == {}
    assert second["changed"] is False


def test_servers_that_cannot_be_asked_are_told_as_such(fleet, two):
    wrong = [{**server, "api_token": "WRONG"} for server in fleet.servers]
    result = fleet.run(servers=wrong[:1], retries=0)
    assert result["msg"].startswith("1 server could not be asked for accounts; the first: ")
    assert "the first: %s: " % result["failed_accounts"][0]["host"] in result["msg"]
    first = result["failed_accounts"][0]["error"]
    for name in ("category", "code", "http_status", "service", "function", "hint"):
        assert result["error"][name] == first[name], name
    assert result["error"]["http_status"] is not None

    mixed = fleet.run(servers=[wrong[0], fleet.servers[1]], retries=0)
    assert mixed["msg"].startswith("1 server could not be asked for accounts; the first: ")
    assert mixed["error"]["category"] == "partial"
