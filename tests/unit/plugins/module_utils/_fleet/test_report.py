# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The record of each account, and the one result and error that come of all of them."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.report import (
    Results,
    earlier_results,
    record,
    report,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.work import Done, Work

DATA = [1, 2]
REDUCED = {"name": "n", "data": DATA, "result": 2}
WHOLE = {"name": "n", "data": DATA, "result": DATA}


class Nothing(Work):
    def __init__(self, writes=True):
        self.writes = writes

    def nothing(self, key):
        return {"calls": []}


def failed(category="permission", account="bob", **more):
    return record("s", account, Done(False, CpanelError(category, "no", **more)), {"calls": []})


FINE = record("s", "alice", Done(True), {"calls": []}, via="whm", seconds=1.23456)


@pytest.mark.parametrize(
    ("keep", "bad", "call", "kept"),
    [
        ("all", False, REDUCED, REDUCED),
        ("all", False, WHOLE, WHOLE),
        ("failed", False, REDUCED, {"name": "n", "result": 2}),
        ("failed", False, WHOLE, WHOLE),
        ("failed", True, REDUCED, REDUCED),
        ("none", True, REDUCED, {"name": "n", "result": 2}),
        ("none", False, WHOLE, {"name": "n", "data": None, "result": None}),
    ],
)
def test_raw_data_stays_as_keep_says(keep, bad, call, kept):
    error = CpanelError("api", "no") if bad else None
    assert record("s", "alice", Done(False, error), {"calls": [call]}, keep=keep)["calls"] == [kept]


def test_what_was_not_begun_is_skipped_and_what_was_under_way_is_in_doubt():
    results = Results(Nothing(), 3, "all", 100)
    results.begin([("s", "alice"), ("s", "bob")])
    results.take_back([("s", "bob")])
    assert results.of(("s", "alice"))["error"]["category"] == "ambiguous"
    assert results.of(("s", "alice"))["changed"] is True
    assert results.of(("s", "bob"))["skipped"] is True and results.of(("s", "bob"))["error"] is None
    reading = Results(Nothing(writes=False), 3, "all", 100)
    reading.begin([("s", "alice")])
    assert reading.of(("s", "alice"))["error"]["category"] == "connection"
    assert reading.of(("s", "alice"))["changed"] is False


def test_nothing_counts_after_the_end():
    results = Results(Nothing(), 2, "all", 100)
    results.finish(("s", "alice"), Done(True))
    results.close()
    results.finish(("s", "bob"), Done(False, CpanelError("api", "no")))
    assert ("s", "alice") in results and ("s", "bob") not in results
    assert results.progress() == "cpanel_fleet: 1 of 2 accounts, 0 failed"
    assert results.pace(2.0) == "0.5/s, 2 s left"


@pytest.mark.parametrize(("allowed", "numbers"), [(0, [True]), (25, [False, True]), (100, [False] * 4)])
def test_too_many_are_more_than_allowed(allowed, numbers):
    results = Results(Nothing(), 4, "all", allowed)
    assert not results.too_many_failed
    for account, expected in enumerate(numbers):
        results.finish(("s", "a%d" % account), Done(False, CpanelError("api", "no")))
        assert results.too_many_failed is expected


def test_a_run_without_failures_is_a_result():
    found = report([FINE], None, 3, 0.12345, unlisted_accounts=[])
    assert found["changed"] is True and found["unlisted_accounts"] == [] and "diff" not in found
    assert found["summary"] == {
        "accounts": 1,
        "ok": 1,
        "changed": 1,
        "failed": 0,
        "skipped": 0,
        "requests": 3,
        "seconds": 0.123,
        "via": ["whm"],
    }


def test_the_error_is_what_all_failures_have_in_common_if_nothing_went_well():
    alike = [failed(code="missing_acl", http_status=403), failed(account="carol", code="missing_acl", http_status=200)]
    with pytest.raises(CpanelError) as raised:
        report(alike, None, 1, 1)
    assert (raised.value.category, raised.value.code, raised.value.http_status) == ("permission", "missing_acl", None)
    with pytest.raises(CpanelError, match="1 of 2 accounts failed; the first: no") as raised:
        report([FINE, alike[0]], None, 1, 1)
    assert raised.value.category == "partial" and raised.value.changed
    assert "resume_from" in str(raised.value.hint)
    assert [item["account"] for item in raised.value.partial["failed_accounts"]] == ["bob"]


def test_lost_servers_and_skipped_accounts_are_told_as_such():
    records = [failed("connection", account=None), record("s", "x", None, {"calls": []})]
    with pytest.raises(CpanelError) as raised:
        report(records, "interrupted by SIGINT", 1, 1)
    said = "interrupted by SIGINT: 1 server could not be asked for accounts, 1 was skipped; the first: s: no"
    assert (raised.value.msg, raised.value.code, raised.value.category) == (said, "interrupted", "partial")


def test_drift_and_differences_are_those_of_this_run_only():
    change = {"kind": "mysql_user", "name": "größe", "before": None, "after": {"a": 1}}
    item = {**FINE, "drift": {"mysql_user": 1}, "plan": [change]}
    found = report([item, {**item, "resumed": True}], None, 1, 1, diff_mode=True)
    assert found["summary"]["drift"] == {"mysql_user": 1}
    (difference,) = found["diff"]
    assert (difference["before"], difference["after"]) == ({}, {"mysql_user": {"größe": {"a": 1}}})
    assert difference["after_header"] == "s/alice"


@pytest.mark.parametrize(
    "item",
    [
        "text",
        {"host": "s", "account": "alice"},
        {"host": "s", "account": "../alice", "ok": True},
        {"host": "../s", "account": "alice", "ok": True},
        {"host": "s", "account": None, "ok": True},
        {"host": "s", "account": ["alice"], "ok": False},
        {"host": None, "account": "alice", "ok": False},
    ],
)
def test_an_earlier_result_is_believed_no_more_than_other_input(item):
    with pytest.raises(CpanelError, match=r"resume_from: results\[1\]"):
        earlier_results({"results": [FINE, item]})


def test_an_earlier_failure_may_have_no_account():
    items = [FINE, {"host": "s", "account": None, "ok": False}, {"host": "s", "account": "what?", "ok": False}]
    assert earlier_results({"results": items}) == items
    assert earlier_results(None) == []
