# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter drift_report: findings with values, numbers, and the lines that a run prints."""

from __future__ import annotations

import copy

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.hostops.cpanel.plugins.filter.drift_report import FilterModule
from ansible_collections.hostops.cpanel.plugins.plugin_utils.reports import rows

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


def result(*items, **more):
    failed = [{key: item[key] for key in ("host", "account", "error")} for item in items if not item["ok"]]
    counts = {"accounts": len(items), "ok": len(items) - len(failed), "failed": len(failed), "skipped": 0, "drift": {}}
    counts["changed"] = sum(item["changed"] for item in items)
    return {"results": list(items), "failed_accounts": failed, "summary": counts, **more}


def report(*items, more=None, **options):
    return drift_report(result(*items, **(more or {})), **options)


def findings(*plan, **options):
    return report(account("alice", *plan), **options)["results"][0]["findings"]


def record(name, kind="A", values=("192.0.2.1",)):
    return {"name": name, "type": kind, "ttl": 1, "value": list(values)}


FORWARDER = {
    "kind": "email_forwarder",
    "name": "boss@b.c fwd thief@evil.example",
    "item": {"address": "boss@b.c", "action": "fwd", "destination": "thief@evil.example"},
}
QUOTA = ({"quota_mb": 1}, {"quota_mb": 2})
PRIVILEGES = ({"privileges": {"a": ["SELECT"], "b": []}}, {"privileges": {"a": ["INSERT"], "b": []}})
RECORDS = (
    {"records": [record("same"), record("gone"), record("other", values=["1"])]},
    {"records": [record("same"), record("other", values=["2"]), record("new", "TXT")]},
)


@pytest.mark.parametrize(
    ("step", "planned", "made"),
    [
        (
            change("email_account", "a@b.c", "update", *QUOTA),
            "email_account a@b.c: quota_mb is 1 instead of 2",
            "email_account a@b.c: quota_mb changed from 1 to 2",
        ),
        (
            change("email_account", "a@b.c", "update", {"password": "unchanged"}, {"password": "changed"}),
            "email_account a@b.c: password is to be set",
            "email_account a@b.c: password was set",
        ),
        (
            change("mysql_database", "shop", "create", None, {"name": "shop"}),
            "mysql_database shop is missing",
            "mysql_database shop was made",
        ),
        (
            change("mysql_database", "shop", "remove", {"name": "shop"}, None),
            "mysql_database shop is there and should not be",
            "mysql_database shop was removed",
        ),
        (
            change("mysql_user", "shop", "update", *PRIVILEGES),
            'mysql_user shop: privileges (a) is ["SELECT"] instead of ["INSERT"]',
            'mysql_user shop: privileges (a) changed from ["SELECT"] to ["INSERT"]',
        ),
        (
            change("redirect", "b.c", "update", {"wildcard": True, "to": ""}, {"wildcard": False, "to": "\x1b[2J\n"}),
            "redirect b.c: wildcard is true instead of false, to is empty instead of \\x1b[2J\\n",
            "redirect b.c: wildcard changed from true to false, to changed from empty to \\x1b[2J\\n",
        ),
    ],
)
def test_a_finding_says_what_it_is_with_values_before_and_after(step, planned, made):
    assert [one["text"] for one in findings(step, check_mode=True)] == [planned]
    assert [one["text"] for one in findings(step)] == [made]


def test_of_a_zone_the_sets_that_differ():
    (found,) = findings(change("dns_zone", "b.c", "update", *RECORDS), check_mode=True)
    assert found["what"] == "differs" and found["kind"] == "dns_zone" and found["name"] == "b.c"
    assert [
        (one["field"], one["before"] and one["before"]["value"], one["after"] and one["after"]["value"])
        for one in found["changes"]
    ] == [
        ("records (gone A)", ["192.0.2.1"], None),
        ("records (other A)", ["1"], ["2"]),
        ("records (new TXT)", None, ["192.0.2.1"]),
    ]


def test_what_is_not_in_git_is_told_as_such_and_never_as_something_to_remove():
    thief = account("alice", unlisted=[FORWARDER], unreadable=[])
    found = report(thief, check_mode=True)
    (one,) = found["results"][0]["findings"]
    assert one["text"] == "email_forwarder boss@b.c fwd thief@evil.example: not in Git"
    assert one["what"] == "unlisted" and "remove" not in str(one)
    assert {"field": "destination", "before": "thief@evil.example", "after": None} in one["changes"]
    assert found["results"][0]["state"] == "finding" and found["summary"]["unlisted"] == 1
    assert found["lines"] == ["server1/alice: email_forwarder boss@b.c fwd thief@evil.example: not in Git"]
    ignored = report(thief, check_mode=True, unlisted="ignore")
    assert ignored["results"][0]["state"] == "ok" and ignored["lines"] == [] and ignored["summary"]["unlisted"] == 0


def test_accounts_without_documents_and_documents_without_accounts():
    more = {
        "unlisted_accounts": [{"host": "server1", "account": "ghost"}, {"host": "server1", "account": "known"}],
        "missing_accounts": [{"host": "server1", "account": "gone"}],
    }
    gone = account("gone", ok=False, error={"category": "not_found", "msg": "there is no account gone on server1"})
    lost = account(None, host="server2", ok=False, error={"category": "auth", "msg": "refused"})
    known = ["server1/known", "server1/orphan", "server2/nobody_knows", "server1/alice"]
    found = report(account("alice"), gone, lost, more=more, check_mode=True, documents=known)
    rows = {
        (row["host"], row["account"]): (row["state"], [one["what"] for one in row["findings"]])
        for row in found["results"]
    }
    assert rows == {
        ("server1", "alice"): ("ok", []),
        ("server1", "gone"): ("failed", ["document"]),
        ("server2", None): ("failed", []),
        ("server1", "orphan"): ("failed", ["document"]),
        ("server1", "ghost"): ("finding", ["account"]),
    }
    assert found["summary"]["unlisted_accounts"] == 1 and found["summary"]["failed"] == 3
    assert len(found["failed_accounts"]) == 3
    assert found["summary"]["names"] == ["server1/gone", "server2", "server1/orphan", "server1/ghost"]
    part = report(account("alice"), more=more, check_mode=True, documents=known, accounts=False)
    assert not any(row["account"] == "ghost" for row in part["results"])


def test_what_could_not_be_read_is_a_finding_but_where_an_account_may_not_have_it():
    refused = {"kind": "mysql_user", "category": "permission", "msg": "no such feature"}
    broken = {"kind": "email_filter", "category": "api", "msg": "disk error"}
    found = report(*(account(name, unlisted=[], unreadable=[refused]) for name in ("a", "b")), check_mode=True)
    assert found["lines"] == ["mysql_user may not be read in 2 accounts"]
    found = report(account("a", unlisted=[], unreadable=[broken]), check_mode=True)
    assert found["lines"] == ["server1/a: email_filter could not be read: disk error"]
    assert found["results"][0]["state"] == "finding"


def test_an_empty_document_was_not_looked_at_where_nothing_else_is():
    found = report(account("a"), account("b"), check_mode=True, unlisted="ignore", blank=["server1/a"])
    assert found["summary"]["looked_at"] == 1 and found["results"][0]["state"] == "finding"
    assert report(account("a"), check_mode=True, blank=["server1/a"])["summary"]["looked_at"] == 1


def test_equal_failures_are_one_short_line_and_the_rest_is_counted():
    error = {"category": "auth", "msg": "%s was not tried, because server1 failed before: refused"}
    failed = [account("a%02d" % n, ok=False, error={**error, "msg": error["msg"] % ("a%02d" % n)}) for n in range(68)]
    found = report(*failed, check_mode=True)
    assert found["lines"] == [
        "server1: 68 accounts failed (a00, a01, a02, and 65 more): %s" % (error["msg"] % "the account")
    ]
    assert len(found["summary"]["names"]) == 50
    many = report(account("a", *(change("mysql_database", "d%d" % n, "create") for n in range(30))), check_mode=True)
    assert len(many["lines"]) == 21 and many["lines"][-1] == "and 10 more: see the report"


def test_what_was_made_is_no_finding_that_is_left():
    found = report(account("a", change("mysql_database", "d", "create")))
    assert found["results"][0]["state"] == "ok" and found["summary"]["with_findings"] == 0
    assert [one["text"] for one in found["results"][0]["findings"]] == ["mysql_database d was made"]


def test_numbers_by_kind_in_the_order_of_documents():
    steps = [
        change("mysql_user", "u", "create"),
        change("subdomain", "s", "create"),
        change("mysql_user", "v", "create"),
    ]
    found = report(account("alice", *steps), account("bob"), check_mode=True)
    assert found["columns"] == ["changes", "subdomain", "mysql_user", "unlisted"]
    assert [item["cells"] for item in found["results"]] == [
        {"changes": 3, "subdomain": 1, "mysql_user": 2, "unlisted": 0},
        {"changes": 0, "subdomain": 0, "mysql_user": 0, "unlisted": 0},
    ]
    assert found["check_mode"] is True


def test_a_failed_account_has_no_numbers_and_says_what_was_not_made():
    made, left = change("mysql_database", "a", "create"), change("mysql_database", "b", "create")
    error = {"category": "limit", "msg": "too many"}
    found = report(account("alice", ok=False, error=error, applied=[made], pending=[left]))
    assert found["results"][0]["cells"] == {}
    assert [one["text"] for one in found["results"][0]["findings"]] == [
        "mysql_database a was made",
        "not made: mysql_database b is missing",
    ]


def test_reports_take_it():
    failed = account("zoe", ok=False, error={"category": "api", "msg": "no"})
    whole = report(account("alice"), account("bob", change("mysql_database", "b", "create")), failed)
    shown = [rows.row(item) for item in whole["results"]]
    assert [(row.account, row.state) for row in shown] == [("alice", "ok"), ("bob", "ok"), ("zoe", "failed")]
    assert [list(row.cells.values()) for row in shown] == [["0", "0", "0"], ["1", "1", "0"], []]
    assert rows.columns_of(shown) == whole["columns"]


def test_what_was_given_is_left_as_it_was():
    given = result(account("alice", change("mysql_database", "b", "create")))
    before = copy.deepcopy(given)
    drift_report(given)
    assert given == before


@pytest.mark.parametrize("other", [None, [], {}, {"results": [{"host": "a", "account": "b", "calls": []}]}])
def test_other_results_are_refused(other):
    with pytest.raises(AnsibleFilterError, match="not a result of"):
        drift_report(other)
