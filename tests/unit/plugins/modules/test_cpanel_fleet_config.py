# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_fleet with a document: many accounts made what it says, in one task."""

from __future__ import annotations

import collections
import json
from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.hostops.cpanel.plugins.modules.cpanel_fleet import COMMAND
from ansible_collections.hostops.cpanel.tests.unit.plugins.modules.fleets import Fleet, everyone, names

PASSWORD = "Correct-horse-7-battery"
DOCUMENT = {
    "email_account": [{"email": "front@{domain}", "password": PASSWORD, "quota_mb": 100}],
    "email_forwarder": [{"address": "sales@{domain}", "destination": "front@{domain}"}],
    "mysql_database": [{"name": "wiki"}],
    "dns_zone": [{"zone": "{domain}", "records": [{"name": "store", "type": "A", "value": ["192.0.2.9"]}]}],
}


@pytest.fixture
def fleet(two):
    class Config(Fleet):
        def apply(self, check_mode: bool = False, **options: Any) -> dict[str, Any]:
            for server in two.servers:
                server.journal.clear()
            return self.run(check_mode, **{"calls": None, "config": DOCUMENT, **options})

        def written(self) -> collections.Counter[tuple[str, str]]:
            """How often each function that writes was called for each account."""
            return collections.Counter(
                (entry.account, name)
                for entry in self.journal()
                if entry.writes
                for name in entry.inner or [entry.function]
            )

    return Config(two)


def accounts(two):
    return [account for server in two.servers for account in server.accounts.values()]


@pytest.mark.parametrize("via", ["session", "whm", "auto"])
def test_every_account_becomes_what_the_document_says(fleet, two, via):
    first = fleet.apply(via=via)
    assert not first.get("failed"), first
    assert sorted(names(first, "changed")) == sorted(everyone(two))
    assert first["summary"]["drift"] == dict.fromkeys(sorted(DOCUMENT), 24)
    for account in accounts(two):
        assert account.contents.mailboxes["front@" + account.main_domain].quota_mb == 100
        assert account.db_prefix + "wiki" in account.contents.databases
    assert PASSWORD not in json.dumps(first)

    again = fleet.apply(via=via)
    assert again["changed"] is False and again["summary"]["drift"] == {}
    assert all(item["plan"] == [] for item in again["results"])
    assert not any(entry.writes for entry in fleet.journal() if entry.function != "create_user_session")


def test_requests_per_account_when_nothing_is_to_do(fleet, two):
    fleet.apply()
    listing = len(two.servers)
    assert len(fleet.journal()) > 0
    fleet.apply(via="session")
    assert (len(fleet.journal()) - listing) / 24 == 4  # created, logged in to, read, closed
    fleet.apply(via="whm")
    assert len(fleet.journal()) / 24 <= 0.5


@pytest.mark.parametrize("via", ["session", "whm"])
def test_a_domain_that_is_not_the_accounts_is_told(fleet, two, via):
    """Domains of a list are asked about at once; if one is wrong, the account is asked which ones it has."""
    server = two.servers[0]
    one, other = list(server.accounts.values())[:2]
    listed = [
        {"account": one.name, "host": server.hostname, "domain": other.main_domain},
        {"account": other.name, "host": server.hostname, "domain": other.main_domain.upper()},
    ]
    result = fleet.apply(accounts=listed, config={"dns_zone": DOCUMENT["dns_zone"]}, via=via)
    assert names(result, "changed") == [other.name]
    error = result["failed_accounts"][0]["error"]
    assert error["category"] == "usage"
    assert "the account has no domain %s; it has %s" % (other.main_domain, one.main_domain) in error["msg"]
    assert [key for key in fleet.written() if key[1] == "DNS::mass_edit_zone"] == [(other.name, "DNS::mass_edit_zone")]


@pytest.mark.parametrize("via", ["session", "whm"])
def test_check_mode_plans_the_same_and_sends_no_write(fleet, two, via):
    planned = fleet.apply(check_mode=True, via=via)
    assert planned["changed"] is True and planned["summary"]["changed"] == 24
    assert not any(entry.writes for entry in fleet.journal() if entry.function != "create_user_session")
    made = fleet.apply(via=via)
    plans = [{item["account"]: item["plan"] for item in result["results"]} for result in (planned, made)]
    assert plans[0] == plans[1]


@pytest.mark.parametrize("via", ["session", "whm"])
def test_one_bad_account_stops_no_other(fleet, two, via):
    bad = accounts(two)[3]
    bad.overrides["maxsql"] = str(len(bad.contents.databases))
    result = fleet.apply(via=via)
    assert [item["account"] for item in result["failed_accounts"]] == [bad.name]
    assert result["summary"]["ok"] == 23
    record = next(item for item in result["results"] if item["account"] == bad.name)
    assert [item["kind"] for item in record["pending"]][:1] == ["mysql_database"]
    assert record["error"]["msg"].startswith("mysql_database")

    bad.overrides["maxsql"] = "unlimited"
    rest = fleet.apply(via=via, resume_from=result)
    assert rest["summary"]["ok"] == 24
    assert {account for account, _name in fleet.written() if account} == {bad.name}


def test_an_accounts_own_document_is_added(fleet, two):
    server = two.servers[0]
    one, other = list(server.accounts.values())[:2]
    own = {"email_account": [{"email": "own@" + one.main_domain, "password": PASSWORD}]}
    listed = [{"account": one.name, "config": own, "host": server.hostname}, {"account": other.name}]
    listed[1]["host"] = server.hostname
    result = fleet.apply(accounts=listed, config={"mysql_database": [{"name": "wiki"}]})
    assert [[item["kind"] for item in record["plan"]] for record in result["results"]] == [
        ["mysql_database", "email_account"],
        ["mysql_database"],
    ]
    assert PASSWORD not in json.dumps(result)


def test_a_document_that_cannot_be_right_is_told_before_anything_is_sent(fleet):
    result = fleet.apply(config={"email_account": [{"email": "a@b.de", "quota_mb": "x"}]})
    assert "config.email_account[0].quota_mb" in result["msg"] and result["error"]["category"] == "usage"
    assert fleet.journal() == []


def test_a_placeholder_without_value_fails_its_account_only(fleet, two):
    server = two.servers[0]
    one, other = list(server.accounts)[:2]
    listed = [
        {"account": one, "host": server.hostname, "vars": {"size": 5}},
        {"account": other, "host": server.hostname},
    ]
    document = {"email_account": [{"email": "front@{domain}", "password": PASSWORD, "quota_mb": "{vars.size}"}]}
    result = fleet.apply(accounts=listed, config=document)
    assert names(result) == [one]
    assert "{vars.size} has no value" in result["failed_accounts"][0]["error"]["msg"]


def test_the_brake_holds_for_each_account(fleet, two):
    result = fleet.apply(max_changes=3)
    assert result["summary"]["failed"] == 24 and not result["changed"]
    assert {item["error"]["code"] for item in result["failed_accounts"]} == {"too_many_changes"}
    assert not any(entry.writes for entry in fleet.journal())


@pytest.mark.parametrize("via", ["session", "whm"])
def test_lost_answers_are_settled_and_nothing_is_written_twice(fleet, two, via):
    for server in two.servers:
        server.faults.add("drop_after", function=".*(create_database|add_pop).*", probability=0.3)
        server.faults.add("status", status=503, function=".*list_pops_with_disk.*", probability=0.1)
    result = fleet.apply(via=via)
    for server in two.servers:
        server.faults.clear()
    assert result["summary"]["ok"] == 24, result["msg"]
    sent = [name for entry in fleet.journal() for name in [entry.function, *entry.inner]]
    assert sent.count("Mysql::create_database") == 24
    assert fleet.apply(via=via)["changed"] is False


def test_domains_are_made_one_account_after_another_also_over_whm(fleet, two):
    """API 2 fits into no batch."""
    document = {
        "addon_domain": [{"domain": "new-{account}.example"}],
        "email_account": [{"email": "front@new-{account}.example", "password": PASSWORD}],
    }
    for account in accounts(two):
        account.overrides["maxaddon"] = "unlimited"
    result = fleet.apply(via="whm", config=document)
    assert not result.get("failed"), result["msg"]
    for account in accounts(two):
        assert "front@new-%s.example" % account.name in account.contents.mailboxes
    assert fleet.apply(via="whm", config=document)["changed"] is False


@pytest.mark.parametrize("where", ["config", "calls", "own"])
def test_a_var_that_fills_a_password_is_a_secret_whatever_its_name(two, where):
    account = next(iter(two.servers[0].accounts))
    box = {"email_account": [{"email": "front@{domain}", "password": "{vars.post.box}"}]}
    call = {"function": "Email::passwd_pop", "params": {"email": "a@b.de", "password": "x-{vars.post.box}"}}
    given = {"accounts": [{"account": account, "vars": {"post": {"box": PASSWORD}, "size": "not-a-secret"}}]}
    if where == "own":
        given["accounts"][0]["config"] = box
    given.update({"calls": [call]} if where == "calls" else {"config": box if where == "config" else {}})
    found = COMMAND.secrets(given)
    assert PASSWORD in found and "not-a-secret" not in found


def test_what_fills_a_password_is_not_shown_in_the_invocation(two):
    server = two.servers[0]
    options = {
        "host": server.host,
        "port": server.ports[2087],
        "api_token": server.root_token,
        "ca_path": two.ca_path,
        "accounts": [{"account": next(iter(server.accounts)), "vars": {"mailbox": PASSWORD}}],
        "config": {"email_account": [{"email": "front@{domain}", "password": "{vars.mailbox}"}]},
    }
    validated = ArgumentSpecValidator(dict(COMMAND.spec), **COMMAND.constraints).validate(options)
    assert validated.error_messages == []
    params = validated.validated_parameters
    result = COMMAND.execute(params, False)
    assert result["changed"] is True
    assert PASSWORD not in json.dumps(result)


def test_placeholders_in_names_and_random_passwords(fleet, two):
    """Names in dictionaries are filled too; a fleet warns once of passwords that nobody knows."""
    user = {"name": "{account}_all", "privileges": {"{account}_all": ["SELECT"]}}
    result = fleet.apply(config={"mysql_database": [{"name": "{account}_all"}], "mysql_user": [user]})
    assert not result.get("failed"), result
    for account in accounts(two):
        name = account.db_prefix + account.name + "_all"
        name = account.name + "_all" if account.db_prefix == account.name + "_" else name
        assert account.contents.grants[name, name] == ["SELECT"]
    assert [text for text in fleet.warnings if "random password" in text] == [
        "24 resources in 24 accounts have a random password that nobody knows: see passwords_to_set"
    ]


def test_placeholders_for_whole_resources_and_lists(fleet, two):
    """A placeholder that is the whole text keeps the type of its value, wherever it stands."""
    server = two.servers[0]
    one = next(iter(server.accounts.values()))
    box = {"email": "own@" + one.main_domain, "password": PASSWORD, "quota_mb": 5}
    listed = [{"account": one.name, "host": server.hostname, "domain": one.main_domain}]
    every = fleet.apply(accounts=[{**listed[0], "vars": {"boxes": [box]}}], config={"email_account": "{vars.boxes}"})
    assert not every.get("failed") and one.contents.mailboxes[box["email"]].quota_mb == 5, every
    again = {"box": {**box, "update_password": "always", "password": PASSWORD + "-2"}}
    single = fleet.apply(accounts=[{**listed[0], "vars": again}], config={"email_account": ["{vars.box}"]})
    assert single["changed"] is True and one.contents.mailboxes[box["email"]].password == PASSWORD + "-2"
    wrong = fleet.apply(accounts=[{**listed[0], "vars": {"boxes": "none"}}], config={"email_account": "{vars.boxes}"})
    assert "config.email_account: not a list" in wrong["failed_accounts"][0]["error"]["msg"]


@pytest.mark.parametrize("via", ["session", "whm"])
def test_what_no_document_lists_is_told_for_every_account(fleet, two, via):
    """A mailbox and a thief's forwarder, in one account; and an account that nobody listed."""
    everybody = [(server.hostname, account) for server in two.servers for account in server.accounts.values()]
    (_host, victim), (host, forgotten) = everybody[0], everybody[-1]
    listed = [{"account": account.name, "host": name} for name, account in everybody[:-1]]
    before = fleet.apply(accounts=listed, config={}, unlisted="report", unlisted_accounts=True, via=via)
    victim.contents.forwarders.append(("boss@" + victim.main_domain, "thief@elsewhere.example.net"))
    result = fleet.apply(True, accounts=listed, config={}, unlisted="report", unlisted_accounts=True, via=via)
    assert not result.get("failed"), result
    assert result["unlisted_accounts"] == [{"host": host, "account": forgotten.name}]
    more = {
        item["account"]: [entry for entry in item["unlisted"] if entry not in old["unlisted"]]
        for old, item in zip(before["results"], result["results"])
    }
    told = more.pop(victim.name)
    assert [(entry["kind"], entry["item"]["destination"]) for entry in told] == [
        ("email_forwarder", "thief@elsewhere.example.net")
    ]
    assert not any(more.values())
    assert not any(entry.writes for entry in fleet.journal() if entry.function != "create_user_session")


def test_a_server_without_listed_accounts_that_cannot_be_asked_is_a_failure(fleet, two):
    servers = [dict(server) for server in fleet.servers]
    servers[1]["api_token"] = "WRONGWRONGWRONGWRONGWRONGWRONGWR"
    listed = [{"account": name, "host": servers[0]["name"]} for name in two.servers[0].accounts]
    result = fleet.apply(servers=servers, accounts=listed, config={}, unlisted="report", unlisted_accounts=True)
    assert result["failed"] and result["failed_accounts"][0]["account"] is None
    assert result["failed_accounts"][0]["host"] == servers[1]["name"]
    assert len(names(result)) == len(listed)
    assert not fleet.apply(servers=servers[:1], accounts=listed, config={}).get("failed")


def test_the_difference_is_returned_where_it_is_wanted_and_holds_no_password(fleet, two):
    assert "diff" not in fleet.apply(True)
    given = {"servers": fleet.servers, "ca_path": two.ca_path, "select": {}, "config": DOCUMENT}
    params = ArgumentSpecValidator(dict(COMMAND.spec), **COMMAND.constraints).validate(given).validated_parameters
    diff = COMMAND.execute(params, True, None, True)["diff"]
    assert len(diff) == 24
    assert diff[0]["before_header"] == "%s/%s" % (two.servers[0].hostname, next(iter(two.servers[0].accounts)))
    assert set(diff[0]["after"]) == set(DOCUMENT)
    assert PASSWORD not in json.dumps(diff)
