# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""whm_api: what is returned, how lists are shaped, what check mode keeps back, and why a function failed."""

from __future__ import annotations

import json

import pytest


def names(hands):
    return sorted(hands.srv.accounts)


def test_a_reading_function(hands):
    result = hands.whm("listaccts")
    wanted = {"changed", "data", "errors", "function", "invocation", "messages", "metadata", "output", "reason"}
    assert set(result) == wanted | {"result", "status", "warnings"}
    assert (result["changed"], result["status"], result["reason"]) == (False, 1, "OK")
    assert sorted(row["user"] for row in result["data"]["acct"]) == names(hands)
    assert hands.lines == ["POST 2087 listaccts 200"]
    assert hands.form(0) == [("api.version", "1")]


def test_a_writing_function_and_its_output(hands):
    params = {"user": hands.alice.name, "reason": "not paid"}
    result = hands.whm("suspendacct", params=params)
    assert result["changed"] is True
    assert hands.alice.suspended
    assert result["output"]["raw"]


def test_check_mode_sends_nothing_that_writes(hands):
    result = hands.run("whm_api", True, **hands.root, function="suspendacct", params={"user": hands.alice.name})
    assert (result["changed"], result["status"], result["skipped_in_check_mode"]) == (True, None, True)
    assert hands.run("whm_api", True, **hands.root, function="listaccts")["changed"] is False
    assert hands.lines == ["POST 2087 listaccts 200"]


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
def test_filters(hands, filters, wanted):
    filters = [{**one, "term": one["term"].replace("ALICE", hands.alice.name)} for one in filters]
    result = hands.whm("listaccts", filters=filters, query="acct[].user")
    expected = sorted(account.name for account in hands.srv.accounts.values() if wanted(account, hands.alice))
    assert sorted(result["result"]) == expected
    assert 0 < len(expected) < len(hands.srv.accounts)


@pytest.mark.parametrize("size", [1, 2, 5, 50])
def test_sort_columns_and_all_pages(hands, size):
    sort = [{"column": "user", "reverse": True}]
    result = hands.whm("listaccts", sort=sort, columns=["user", "owner"], page_size=size)
    assert [row["user"] for row in result["data"]["acct"]] == names(hands)[::-1]
    assert {key for row in result["data"]["acct"] for key in row} == {"user", "owner"}
    assert len(hands.lines) == max(1, -(-len(hands.srv.accounts) // size))


def test_numeric_sort(hands):
    result = hands.whm("listaccts", sort=[{"column": "uid", "method": "numeric"}], query="acct[].uid")
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
def test_what_cannot_work_sends_nothing(hands, options, word):
    result = hands.whm(**{"function": "listaccts", **options})
    assert result["error"]["category"] == "usage"
    assert word in result["msg"]
    assert hands.lines == []


def test_lists_of_parameters(hands):
    params = {"token_name": "neu", "acl": ["list-accts", "acct-summary"], "expires_at": None}
    result = hands.whm("api_token_create", params=params)
    assert hands.form() == [("api.version", "1"), ("token_name", "neu"), ("acl", "list-accts"), ("acl", "acct-summary")]
    assert result["data"]["token"] == hands.srv.state.root_tokens["neu"].value
    assert hands.srv.state.root_tokens["neu"].acls == {"list-accts", "acct-summary"}


def test_calls_go_in_one_request(hands):
    result = hands.whm(
        calls=[
            {"function": "version", "query": "version"},
            {"function": "accountsummary", "params": {"user": hands.alice.name}, "name": "who"},
            {"function": "suspendacct", "params": {"user": hands.alice.name, "reason": "a & b=c?"}},
        ]
    )
    assert hands.lines == ["POST 2087 batch 200"]
    assert (result["changed"], result["calls"][0]["result"]) == (True, hands.srv.version)
    assert result["calls"][1]["name"] == "who"
    assert result["calls"][1]["data"]["acct"][0]["user"] == hands.alice.name
    assert hands.alice.suspend_reason == "a & b=c?"


def test_calls_stop_at_the_first_failure(hands):
    result = hands.whm(
        calls=[
            {"function": "version"},
            {"function": "suspendacct", "params": {"user": "nobody"}},
            {"function": "suspendacct", "params": {"user": hands.alice.name}},
        ]
    )
    assert (result["failed"], result["changed"]) == (True, False)
    assert [call["status"] for call in result["calls"]] == [1, 0]
    assert result["error"]["function"] == "suspendacct"
    assert not hands.alice.suspended


def test_check_mode_of_calls(hands):
    calls = [{"function": "version"}, {"function": "suspendacct", "params": {"user": hands.alice.name}}]
    result = hands.run("whm_api", True, **hands.root, calls=calls)
    assert result["changed"] is True
    assert [call["status"] for call in result["calls"]] == [1, None]
    assert not hands.alice.suspended


def test_uapi_through_whm_is_judged_by_both_statuses(hands):
    inner = {"cpanel.user": hands.alice.name, "cpanel.module": "Email", "cpanel.function": "list_forwarders"}
    good = hands.whm("uapi_cpanel", params={**inner, "domain": hands.alice.main_domain})
    assert (good["changed"], good["data"]["uapi"]["status"]) == (False, 1)
    bad = hands.whm("uapi_cpanel", params={**inner, "domain": "not-mine.example"})
    assert bad["failed"]
    assert "not-mine.example" in bad["msg"]
    listed = hands.whm(calls=[{"function": "version"}, {"function": "uapi_cpanel", "params": {**inner, "domain": "x"}}])
    assert listed["failed"]


def test_the_older_way_to_uapi_and_api2(hands):
    params = {
        "cpanel_jsonapi_user": hands.alice.name,
        "cpanel_jsonapi_module": "Email",
        "cpanel_jsonapi_func": "list_pops",
    }
    result = hands.whm("cpanel", params={**params, "cpanel_jsonapi_apiversion": 3})
    assert not result.get("failed"), result["msg"]
    assert {row["email"] for row in result["data"]} == {hands.alice.name, *hands.alice.contents.mailboxes}
    refused = hands.whm("cpanel", params={**params, "cpanel_jsonapi_apiversion": 2})
    assert (refused["failed"], refused["error"]["category"]) == (True, "api")


# --- why it failed -----------------------------------------------------------------------------------------------


@pytest.fixture(params=["en", "de"])
def language(request, hands):
    hands.srv.switches.locale = request.param


def test_an_unknown_function_and_the_closest_one(hands, language):
    result = hands.whm("listacct")
    assert (result["error"]["category"], result["error"]["code"]) == ("unsupported", "unknown_function")
    assert "listaccts" in result["error"]["hint"]


@pytest.mark.parametrize("refusal", ["result0", "403"])
def test_a_missing_privilege_by_name(hands, language, refusal):
    hands.srv.switches.acl_refusal = refusal
    hands.srv.resellers["reseller1"].acls = hands.srv.resellers["reseller1"].acls - {"list-accts"}
    result = hands.run("whm_api", **hands.reseller, function="listaccts")
    assert "list-accts" in result["error"]["hint"]
    if refusal == "403":  # the same answer as to a wrong token: one attempt, and both causes named
        assert result["error"]["category"] == "auth_invalid"
        assert len(hands.lines) == 1
    else:
        assert (result["error"]["category"], result["error"]["code"]) == ("permission", "missing_acl")


def test_a_refusal_of_a_credential_that_had_worked_is_no_wrong_password(hands):
    hands.srv.switches.acl_refusal = "403"
    hands.srv.resellers["reseller1"].acls = hands.srv.resellers["reseller1"].acls - {"list-accts"}
    assert hands.run("whm_api", **hands.reseller, function="version")["status"] == 1
    result = hands.run("whm_api", **hands.reseller, function="listaccts")
    assert result["error"]["category"] == "permission"
    assert "list-accts" in result["error"]["hint"]
    assert hands.run("whm_api", **hands.reseller, function="version")["status"] == 1


@pytest.mark.parametrize("service", ["cpaneld", "webmaild"])
def test_a_session_for_nobody(hands, language, service):
    account = "nobody" if service == "cpaneld" else "info@nowhere.example"
    result = hands.run("cpanel_session", **hands.root, account=account, service=service)
    assert result["error"]["category"] == "not_found"
    assert account in result["msg"]


def test_a_session_for_a_suspended_account(hands, language):
    hands.alice.suspended, hands.alice.suspend_reason = True, "not paid"
    result = hands.run("cpanel_session", **hands.root, account=hands.alice.name)
    assert (result["error"]["category"], result["error"]["code"]) == ("conflict", "account_suspended")
    assert "not paid" in result["error"]["hint"]


def test_a_session_for_someone_elses_account(hands, language):
    result = hands.run("cpanel_session", **hands.reseller, account=hands.alice.name)
    assert result["error"]["category"] == "not_found"
    assert "reseller1" in result["error"]["hint"]


def test_what_cannot_be_asked_is_not_claimed(hands, language):
    """Without the privilege to look at accounts, a suspended one must not be called missing."""
    hands.bob.suspended = True
    hands.srv.resellers["reseller1"].acls = hands.srv.resellers["reseller1"].acls - {"acct-summary"}
    result = hands.run("cpanel_session", **hands.reseller, account=hands.bob.name)
    assert result["error"]["category"] == "api"


def test_a_session_without_the_privilege(hands, language):
    hands.srv.resellers["reseller1"].acls = hands.srv.resellers["reseller1"].acls - {"create-user-session"}
    result = hands.run("cpanel_session", **hands.reseller, account=hands.bob.name)
    assert (result["error"]["category"], result["error"]["code"]) == ("permission", "missing_acl")
    assert "create-user-session" in result["error"]["hint"]


@pytest.mark.parametrize("via", ["whm", "session"])
def test_uapi_for_nobody(hands, language, via):
    result = hands.uapi("Email::list_pops", account="nobody", via=via)
    assert result["error"]["category"] == "not_found"


@pytest.mark.parametrize("via", ["whm", "session"])
@pytest.mark.parametrize("function", ["Email::list_popz", "Cron::add_line", "Emial::list_pops"])
def test_an_unknown_uapi_function(hands, language, via, function):
    result = hands.uapi(function, via=via)
    assert (result["error"]["category"], result["error"]["code"]) == ("unsupported", "unknown_function")
    if "list" in function:
        assert "Email::list_pops" in result["error"]["hint"]


@pytest.mark.parametrize("via", ["whm", "session"])
def test_a_feature_that_is_off(hands, language, via):
    hands.alice.features["mysql"] = False
    result = hands.uapi("Mysql::list_databases", via=via)
    assert (result["error"]["category"], result["error"]["code"]) == ("permission", "feature_disabled")
    assert "mysql" in result["error"]["hint"]


@pytest.mark.parametrize("via", ["whm", "session"])
def test_the_servers_own_reason_is_handed_on(hands, via):
    box = next(iter(hands.alice.contents.mailboxes)).split("@")[0]
    params = {"email": box, "domain": hands.alice.main_domain, "password": "Kq7-wePtorD3"}
    result = hands.uapi("Email::add_pop", params=params, via=via)
    assert result["error"]["category"] == "api"
    assert result["error"]["errors"][0] in result["msg"]
    assert "already exists" in result["msg"]
    assert json.dumps(result).count("Kq7-wePtorD3") == 0


@pytest.mark.parametrize(
    ("function", "params", "what"),
    [
        ("suspendacct", {"user": "nobody"}, "account nobody"),
        ("removeacct", {"username": "nobody"}, "account nobody"),
        ("accountsummary", {"user": "nobody"}, "account nobody"),
        ("passwd", {"user": "nobody", "password": "Tr0ub4dor&3x"}, "account nobody"),
        ("create_user_session", {"user": "nobody", "service": "cpaneld"}, "account nobody"),
        ("getpkginfo", {"pkg": "gone"}, "package gone"),
        ("killpkg", {"pkgname": "gone"}, "package gone"),
        ("editpkg", {"name": "gone", "quota": 5}, "package gone"),
        ("parse_dns_zone", {"zone": "gone.example"}, "zone gone.example"),
        ("api_token_update", {"token_name": "gone", "new_name": "x"}, "API token gone"),
    ],
)
def test_what_is_not_there_is_not_found(hands, function, params, what):
    """Asked of a list, as the text of the failure is translated."""
    for locale in ("en", "de"):
        hands.srv.locale = locale
        result = hands.whm(function, params=params)
        assert result["error"]["category"] == "not_found", result
        assert result["error"]["hint"].startswith("There is no %s on this server" % what)
        result = hands.run(
            "whm_api", **hands.root, calls=[{"function": "version"}, {"function": function, "params": params}]
        )
        assert result["error"]["category"] == "not_found", result


def test_what_is_there_and_fails_otherwise_is_no_absence(hands):
    used = hands.alice.package
    result = hands.whm("killpkg", params={"pkgname": used})
    assert result["error"]["category"] == "api", result
    result = hands.whm("changepackage", params={"user": hands.alice.name, "pkg": "gone"})
    assert (result["error"]["category"], "package gone" in result["error"]["hint"]) == ("not_found", True)
