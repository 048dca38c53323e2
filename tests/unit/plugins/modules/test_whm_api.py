# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""whm_api: what is returned, how lists are shaped, what check mode keeps back, and why a function failed."""

from __future__ import annotations

import pytest


def names(runner):
    return sorted(runner.srv.accounts)


def test_a_reading_function(runner):
    result = runner.whm("listaccts")
    wanted = {"changed", "data", "errors", "function", "invocation", "messages", "metadata", "output", "reason"}
    assert set(result) == wanted | {"result", "status", "warnings"}
    assert (result["changed"], result["status"], result["reason"]) == (False, 1, "OK")
    assert sorted(row["user"] for row in result["data"]["acct"]) == names(runner)
    assert runner.lines == ["POST 2087 listaccts 200"]
    assert runner.form(0) == [("api.version", "1")]


def test_a_writing_function_and_its_output(runner):
    params = {"user": runner.alice.name, "reason": "not paid"}
    result = runner.whm("suspendacct", params=params)
    assert result["changed"] is True
    assert runner.alice.suspended
    assert result["output"]["raw"]


def test_check_mode_sends_nothing_that_writes(runner):
    result = runner.run("whm_api", True, **runner.root, function="suspendacct", params={"user": runner.alice.name})
    assert (result["changed"], result["status"], result["skipped_in_check_mode"]) == (True, None, True)
    assert runner.run("whm_api", True, **runner.root, function="listaccts")["changed"] is False
    assert runner.lines == ["POST 2087 listaccts 200"]


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ([{"column": "user", "type": "eq", "term": "ALICE"}], lambda account, alice: account is alice),
        ([{"column": "owner", "type": "begins", "term": "resell"}], lambda account, _a: account.owner == "reseller1"),
        (
            [{"column": "owner", "term": "root"}, {"column": "user", "type": "eq", "term": "ALICE"}],
            lambda account, alice: account is alice,
        ),
        ([{"column": "uid", "type": "gt_equal", "term": "1003"}], lambda account, _a: account.uid >= 1003),
        (
            [{"column": "disklimit", "type": "gt_handle_unlimited", "term": "10000"}],
            lambda account, _a: account.quota_mb == 0,
        ),
    ],
)
def test_filters(runner, filters, wanted):
    filters = [{**one, "term": one["term"].replace("ALICE", runner.alice.name)} for one in filters]
    result = runner.whm("listaccts", filters=filters, query="acct[].user")
    expected = sorted(account.name for account in runner.srv.accounts.values() if wanted(account, runner.alice))
    assert sorted(result["result"]) == expected
    assert 0 < len(expected) < len(runner.srv.accounts)


@pytest.mark.parametrize("size", [1, 2, 5, 50])
def test_sort_columns_and_all_pages(runner, size):
    sort = [{"column": "user", "reverse": True}]
    result = runner.whm("listaccts", sort=sort, columns=["user", "owner"], page_size=size)
    assert [row["user"] for row in result["data"]["acct"]] == names(runner)[::-1]
    assert {key for row in result["data"]["acct"] for key in row} == {"user", "owner"}
    assert len(runner.lines) == max(1, -(-len(runner.srv.accounts) // size))


def test_numeric_sort(runner):
    result = runner.whm("listaccts", sort=[{"column": "uid", "method": "numeric"}], query="acct[].uid")
    assert result["result"] == sorted(result["result"], key=int)


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"filters": [{"column": "user", "type": "matches", "term": "x"}]}, "matches"),
        ({"sort": [{"column": "uid"}], "columns": ["user"]}, "uid"),
        ({"page_size": -1}, "page_size"),
        ({"query": "[?"}, "position 2"),
        ({"function": "../version"}, "function"),
        ({"function": "Email::list_pops"}, "function"),
    ],
)
def test_what_cannot_work_sends_nothing(runner, options, word):
    result = runner.whm(**{"function": "listaccts", **options})
    assert result["error"]["category"] == "usage"
    assert word in result["msg"]
    assert runner.lines == []


def test_lists_of_parameters(runner):
    params = {"token_name": "neu", "acl": ["list-accts", "acct-summary"], "expires_at": None}
    result = runner.whm("api_token_create", params=params)
    assert runner.form() == [
        ("api.version", "1"),
        ("token_name", "neu"),
        ("acl", "list-accts"),
        ("acl", "acct-summary"),
    ]
    assert result["data"]["token"] == runner.srv.state.root_tokens["neu"].value
    assert runner.srv.state.root_tokens["neu"].acls == {"list-accts", "acct-summary"}


def test_calls_go_in_one_request(runner):
    result = runner.whm(
        calls=[
            {"function": "version", "query": "version"},
            {"function": "accountsummary", "params": {"user": runner.alice.name}, "name": "who"},
            {"function": "suspendacct", "params": {"user": runner.alice.name, "reason": "a & b=c?"}},
        ]
    )
    assert runner.lines == ["POST 2087 batch 200"]
    assert (result["changed"], result["calls"][0]["result"]) == (True, runner.srv.version)
    assert result["calls"][1]["name"] == "who"
    assert result["calls"][1]["data"]["acct"][0]["user"] == runner.alice.name
    assert runner.alice.suspend_reason == "a & b=c?"


def test_calls_stop_at_the_first_failure(runner):
    result = runner.whm(
        calls=[
            {"function": "version"},
            {"function": "suspendacct", "params": {"user": "nobody"}},
            {"function": "suspendacct", "params": {"user": runner.alice.name}},
        ]
    )
    assert (result["failed"], result["changed"]) == (True, False)
    assert [call["status"] for call in result["calls"]] == [1, 0]
    assert result["error"]["function"] == "suspendacct"
    assert not runner.alice.suspended


def test_check_mode_of_calls(runner):
    calls = [{"function": "version"}, {"function": "suspendacct", "params": {"user": runner.alice.name}}]
    result = runner.run("whm_api", True, **runner.root, calls=calls)
    assert result["changed"] is True
    assert [call["status"] for call in result["calls"]] == [1, None]
    assert not runner.alice.suspended


def test_uapi_through_whm_is_judged_by_both_statuses(runner):
    inner = {"cpanel.user": runner.alice.name, "cpanel.module": "Email", "cpanel.function": "list_forwarders"}
    good = runner.whm("uapi_cpanel", params={**inner, "domain": runner.alice.main_domain})
    assert (good["changed"], good["data"]["uapi"]["status"]) == (False, 1)
    bad = runner.whm("uapi_cpanel", params={**inner, "domain": "not-mine.example"})
    assert bad["failed"]
    assert "not-mine.example" in bad["msg"]
    listed = runner.whm(
        calls=[{"function": "version"}, {"function": "uapi_cpanel", "params": {**inner, "domain": "x"}}]
    )
    assert listed["failed"]


def test_the_older_way_to_uapi_and_api2(runner):
    params = {
        "cpanel_jsonapi_user": runner.alice.name,
        "cpanel_jsonapi_module": "Email",
        "cpanel_jsonapi_func": "list_pops",
    }
    result = runner.whm("cpanel", params={**params, "cpanel_jsonapi_apiversion": 3})
    assert not result.get("failed"), result["msg"]
    assert {row["email"] for row in result["data"]} == {runner.alice.name, *runner.alice.contents.mailboxes}
    refused = runner.whm("cpanel", params={**params, "cpanel_jsonapi_apiversion": 2})
    assert (refused["failed"], refused["error"]["category"]) == (True, "api")
