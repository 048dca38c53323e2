# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter drift_report: lines and numbers, and no values."""

from __future__ import annotations

import copy

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.hostops.cpanel.plugins.filter.drift_report import FilterModule
from ansible_collections.hostops.cpanel.plugins.filter.fleet_report import fleet_report

drift_report = FilterModule().filters()["drift_report"]


def change(kind, name, action, before=None, after=None):
    return {"kind": kind, "name": name, "action": action, "before": before, "after": after}


def account(name, *plan, **changes):
    drift = {}
    for step in plan:
        drift[step["kind"]] = drift.get(step["kind"], 0) + 1
    return {
        "host": "server1",
        "account": name,
        "ok": True,
        "changed": bool(plan),
        "skipped": False,
        "seconds": 0.1,
        "via": "whm",
        "plan": list(plan),
        "drift": drift,
        "passwords_to_set": [],
        "error": None,
        **changes,
    }


def report(*items, **options):
    return drift_report({"results": list(items), "summary": {"accounts": len(items)}}, **options)


def lines(*plan):
    return report(account("alice", *plan))["results"][0]["findings"]


def record(name, kind="A", values=("secret",)):
    return {"name": name, "type": kind, "ttl": 1, "value": list(values)}


@pytest.mark.parametrize(
    ("step", "line"),
    [
        (
            change("email_account", "office@example.com", "update", {"quota_mb": 1}, {"quota_mb": 2}),
            "email_account office@example.com: update quota_mb",
        ),
        (
            change("email_account", "a@b.c", "update", {"password": "unchanged"}, {"password": "changed"}),
            "email_account a@b.c: update password",
        ),
        (change("mysql_database", "shop", "create", None, {"name": "shop"}), "mysql_database shop: create"),
        (change("mysql_database", "shop", "remove", {"name": "shop"}, None), "mysql_database shop: remove"),
        (
            change(
                "dns_zone",
                "b.c",
                "update",
                {"records": [record("same"), record("gone"), record("other", values=["1"])]},
                {"records": [record("same"), record("other", values=["2"]), record("new", "TXT")]},
            ),
            "dns_zone b.c: update records (gone A, other A, new TXT)",
        ),
        (
            change(
                "mysql_user",
                "shop",
                "update",
                {"privileges": {"a": ["SELECT"], "b": []}},
                {"privileges": {"a": ["INSERT"], "b": []}},
            ),
            "mysql_user shop: update privileges (a)",
        ),
        (
            change("redirect", "b.c /", "update", {"wildcard": True, "www": True}, {"wildcard": False, "www": False}),
            "redirect b.c /: update wildcard, www",
        ),
    ],
)
def test_a_line_names_what_changes_and_no_value(step, line):
    assert lines(step) == [line]


def test_numbers_by_kind_in_the_order_of_documents():
    steps = [
        change("mysql_user", "u", "create"),
        change("subdomain", "s", "create"),
        change("mysql_user", "v", "create"),
    ]
    found = report(account("alice", *steps), account("bob"), check_mode=True)
    assert found["columns"] == ["changes", "subdomain", "mysql_user"]
    assert [item["cells"] for item in found["results"]] == [
        {"changes": 3, "subdomain": 1, "mysql_user": 2},
        {"changes": 0, "subdomain": 0, "mysql_user": 0},
    ]
    assert found["check_mode"] is True
    assert found["summary"] == {"accounts": 2}


def test_a_failed_account_has_no_numbers_and_says_what_was_not_made():
    made, left = change("mysql_database", "a", "create"), change("mysql_database", "b", "create")
    error = {"category": "limit", "msg": "too many"}
    found = report(account("alice", ok=False, error=error, applied=[made], pending=[left]))
    assert found["results"][0]["cells"] == {}
    assert found["results"][0]["findings"] == [
        "mysql_database a: create",
        "not made: mysql_database b: create",
    ]


def test_reports_take_it():
    failed = account("zoe", ok=False, error={"category": "api", "msg": "no"})
    whole = report(account("alice"), account("bob", change("mysql_database", "b", "create")), failed)
    shown = fleet_report(whole, whole["columns"], "changes")
    assert [row["account"] for row in shown["rows"]] == ["zoe", "bob", "alice"]
    assert [row["cells"] for row in shown["rows"]] == [["", ""], ["1", "1"], ["0", "0"]]
    assert shown["counts"]["findings"] == 1
    assert [chart["title"] for chart in shown["charts"]] == ["How long accounts took", "changes"]


def test_what_was_given_is_left_as_it_was():
    given = {"results": [account("alice", change("mysql_database", "b", "create"))]}
    before = copy.deepcopy(given)
    drift_report(given)
    assert given == before


@pytest.mark.parametrize("result", [None, [], {}, {"results": [{"host": "a", "account": "b", "calls": []}]}])
def test_other_results_are_refused(result):
    with pytest.raises(AnsibleFilterError, match="this is no result of"):
        drift_report(result)
