# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_fleet where servers lie about their accounts, or users mistype them: what is left out, what goes on."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils import _names
from ansible_collections.hostops.cpanel.tests.simulator.api import registry
from ansible_collections.hostops.cpanel.tests.simulator.whm import accounts as whm_accounts
from ansible_collections.hostops.cpanel.tests.unit.plugins.modules.fleets import READ, Fleet, everyone, names

ROW = whm_accounts.account_row
ADDRESS = [{"function": "Email::list_pops", "name": "boxes", "params": {"regex": "{ip}"}}]


@pytest.fixture
def rows(monkeypatch):
    """What the servers say of accounts in place of what is so, by account."""
    changed: dict[str, dict[str, Any]] = {}

    def row(call: Any, account: Any) -> dict[str, Any]:
        return {**ROW(call, account), **changed.get(account.name, {})}

    monkeypatch.setattr(whm_accounts, "account_row", row)
    return changed


def failure(fleet: Fleet, **options: Any) -> dict[str, Any]:
    result = fleet.run(**options)
    assert result["failed"] is True
    assert "Traceback" not in result["msg"]
    return result


HOSTILE = ["../../x", "/etc/passwd", "a\nb: !!x", "{{ 1 }}", "$HOME", "", 7, None, ["alice"], {"a": 1}, "x" * 65, "é"]


@pytest.mark.parametrize("where", ["user", "domain"])
@pytest.mark.parametrize("name", HOSTILE, ids=repr)
@pytest.mark.parametrize("via", ["whm", "session"])
def test_an_account_that_is_none_fails_and_the_others_go_on(fleet, two, rows, where, name, via):
    if where == "domain" and name in ("", None, "x" * 65):
        pytest.skip("no domain is no name, and a label of 65 letters is in the next test")
    account = everyone(two)[0]
    rows[account] = {where: name}
    error = failure(fleet, via=via)
    result = error
    assert sorted(names(result)) == sorted(everyone(two)[1:])
    (failed,) = result["failed_accounts"]
    assert failed["host"] == two.servers[0].hostname
    assert failed["error"]["category"] == "protocol"
    assert failed["error"]["code"] == "unsafe_name"
    assert failed["account"] is None or not _names.is_account(failed["account"])
    assert "/" not in failed["account"]
    assert failed["error"]["msg"].isprintable()
    assert result["summary"]["failed"] == 1
    assert {entry.function for entry in fleet.journal()} >= {"listaccts"}


@pytest.mark.parametrize("row", ["text", 7, None, [], {}])
def test_rows_that_are_no_accounts(fleet, two, monkeypatch, row):
    usual = registry.WHM["listaccts"]

    def listaccts(call: Any) -> Any:
        found = usual.run(call)
        return {"acct": [row, *found["acct"]]} if call.server is two.servers[0] else found

    monkeypatch.setitem(registry.WHM, "listaccts", dataclasses.replace(usual, run=listaccts, result_key=""))
    result = failure(fleet, via="whm")
    assert sorted(names(result)) == sorted(everyone(two))
    (failed,) = result["failed_accounts"]
    assert failed["error"]["category"] == "protocol"


@pytest.mark.parametrize("acct", ["text", None, {}, 1e300], ids=repr)
def test_a_list_that_is_none_costs_that_server(fleet, two, monkeypatch, acct):
    usual = registry.WHM["listaccts"]

    def listaccts(call: Any) -> Any:
        return {"acct": acct} if call.server is two.servers[0] else usual.run(call)

    monkeypatch.setitem(registry.WHM, "listaccts", dataclasses.replace(usual, run=listaccts, result_key=""))
    result = failure(fleet, via="whm")
    assert sorted(names(result)) == sorted(two.servers[1].accounts)
    (failed,) = result["failed_accounts"]
    assert (failed["host"], failed["account"]) == (two.servers[0].hostname, None)
    assert failed["error"]["category"] == "protocol"


def test_an_owner_that_is_a_list_is_not_passed_over(fleet, two, rows, monkeypatch):
    """By a server that leaves the filter to us."""
    usual = registry.WHM["listaccts"]
    monkeypatch.setitem(registry.WHM, "listaccts", dataclasses.replace(usual, result_key=""))
    account = next(name for name, item in two.servers[0].accounts.items() if item.owner == "root")
    rows[account] = {"owner": ["root"]}
    result = failure(fleet, via="whm", select={"suspended": False, "regex": "^%s$" % account, "owner": "root"})
    assert [item["error"]["category"] for item in result["failed_accounts"]] == ["protocol"]


@pytest.mark.parametrize(
    "name", ["../x", "Alice", "a b", "a/b", "{account}", "office@example.com", "é", "x" * 65, ["a"]]
)
def test_names_that_users_give_are_looked_at_before_anything_is_sent(fleet, name):
    error = failure(fleet, accounts=["alice", {"account": name, "host": fleet.servers[0]["name"]}][1:])
    assert error["error"]["category"] == "usage"
    assert "accounts[0]" in error["msg"]
    assert "is not the name of a cPanel account" in error["msg"]
    assert fleet.journal() == []


@pytest.mark.parametrize("more", [{"domain": "../x"}, {"domain": "bücher.example"}, {"ip": "x"}, {"ip": "::1%x"}])
def test_so_are_domains_and_addresses(fleet, two, more):
    host = fleet.servers[0]["name"]
    error = failure(fleet, accounts=[{"account": everyone(two)[0], "host": host, **more}])
    assert (error["error"]["category"], fleet.journal()) == ("usage", [])
    assert next(iter(more)) in error["msg"]


@pytest.mark.parametrize("name", ["../s1", "a/b", "s 1", "$HOME", ".s1"])
def test_so_are_names_of_servers(fleet, name):
    error = failure(fleet, servers=[{**fleet.servers[0], "name": name}])
    assert (error["error"]["category"], fleet.journal()) == ("usage", [])
    assert "servers[0].name" in error["msg"]


def test_a_missing_account_is_not_found(fleet, two):
    host = fleet.servers[0]["name"]
    accounts = [{"account": "nobody", "host": host}, {"account": everyone(two)[0], "host": host}]
    calls = [{"function": "Email::list_forwarders", "params": {"domain": "{domain}"}}]
    result = failure(fleet, accounts=accounts, calls=calls, via="whm")
    assert names(result) == [everyone(two)[0]]
    (failed,) = result["failed_accounts"]
    assert (failed["account"], failed["error"]["category"]) == ("nobody", "not_found")
    assert failed["error"]["msg"] == "there is no account nobody on %s" % host


def test_a_domain_that_a_server_makes_up_is_not_filled_in(fleet, two, rows):
    account, host = everyone(two)[0], fleet.servers[0]["name"]
    rows[account] = {"domain": "../../x"}
    calls = [{"function": "Email::list_forwarders", "params": {"domain": "{domain}"}}]
    result = failure(fleet, accounts=[{"account": account, "host": host}], calls=calls, via="whm")
    assert [item["error"]["code"] for item in result["failed_accounts"]] == ["unsafe_name"]


def test_an_account_knows_its_address(fleet, two, rows):
    """Asked of WHM only where something needs it, for those that are selected and those that are listed."""
    first, host = everyone(two)[0], fleet.servers[0]["name"]
    rows[first] = {"ip": "198.51.100.7"}
    for given in ({"select": {}}, {"accounts": [{"account": first, "host": host}]}):
        fleet.sim.servers[0].journal.clear()
        assert first in names(fleet.run(calls=ADDRESS, via="session", batch="never", **given))
        asked = [dict(entry.form) for entry in fleet.sim.servers[0].journal if entry.function == "Email::list_pops"]
        assert "198.51.100.7" in [form["regex"] for form in asked]
        (listaccts,) = [dict(e.form) for e in fleet.sim.servers[0].journal if e.function == "listaccts"]
        assert "ip" in listaccts["want"].split(",")
    fleet.sim.servers[0].journal.clear()
    fleet.run(accounts=[{"account": first, "host": host, "ip": "192.0.2.99"}], calls=ADDRESS, via="whm")
    assert [e.function for e in fleet.sim.servers[0].journal] == ["batch"]


@pytest.mark.parametrize("ip", ["no address", None, 7, "fe80::1%/../x"])
def test_an_address_that_is_none_fails_the_account_that_needs_it(fleet, two, rows, ip):
    first = everyone(two)[0]
    rows[first] = {"ip": ip}
    result = failure(fleet, calls=ADDRESS, via="whm")
    assert sorted(names(result)) == sorted(everyone(two)[1:])
    (failed,) = result["failed_accounts"]
    assert (failed["account"], failed["error"]["category"]) == (first, "protocol")
    assert first in names(fleet.run(calls=READ, via="whm"))


def test_max_accounts(fleet, two):
    assert len(names(fleet.run(select={"max_accounts": 12}))) == 24
    error = failure(fleet, select={"max_accounts": 11})
    assert {item["error"]["code"] for item in error["failed_accounts"]} == {"too_many_accounts"}
    assert "select.max_accounts: 0 is too small" in failure(fleet, select={"max_accounts": 0})["msg"]


def test_no_folder_of_an_upload_is_named_by_a_server(fleet, two, tmp_path, rows):
    first, host = everyone(two)[0], fleet.servers[0]["name"]
    domain = two.servers[0].accounts[first].main_domain
    (tmp_path / domain).mkdir()
    (tmp_path / domain / "x").write_text("secret", encoding="utf-8")
    (tmp_path / (domain + ".txt")).write_text("hello", encoding="utf-8")

    def upload(path: str, **more: Any) -> Any:
        calls = [{"function": "Fileman::upload_files", "params": {"dir": "public_html", "file-1": path}}]
        return {"calls": calls, "accounts": [{"account": first, "host": host, **more}]}

    error = failure(fleet, **upload("%s/{domain}/x" % tmp_path))
    assert error["failed_accounts"][0]["error"]["category"] == "usage"
    assert "cannot name the folder" in error["failed_accounts"][0]["error"]["msg"]
    assert fleet.journal("Fileman::upload_files") == []
    fleet.run(**upload("%s/{domain}.txt" % tmp_path))
    fleet.run(**upload("%s/{domain}/x" % tmp_path, domain=domain))
    (tmp_path / (domain + ".txt")).unlink()
    (tmp_path / (domain + ".txt")).symlink_to("/etc/hostname")
    error = failure(fleet, **upload("%s/{domain}.txt" % tmp_path))
    assert "is outside the folder" in error["failed_accounts"][0]["error"]["msg"]


@pytest.mark.parametrize(
    "wrong", [{"account": "../x"}, {"account": ["a"]}, {"host": "../s"}, {"host": {}}, {"account": None}]
)
def test_an_earlier_result_is_looked_at_too(fleet, two, wrong):
    earlier = fleet.run(select={})
    assert fleet.run(select={}, resume_from=earlier)["results"][0]["resumed"] is True
    earlier["results"][0].update(wrong)
    for server in two.servers:
        server.journal.clear()
    error = failure(fleet, select={}, resume_from=earlier)
    assert error["error"]["category"] == "usage"
    assert "resume_from: results[0]" in error["msg"]


def test_a_result_with_a_name_that_was_none_can_be_resumed(fleet, two, rows):
    first = everyone(two)[0]
    rows[first] = {"user": "../x"}
    earlier = failure(fleet, via="whm")
    del rows[first]
    result = fleet.run(via="whm", resume_from=earlier)
    assert sorted(names(result)) == sorted(everyone(two))
