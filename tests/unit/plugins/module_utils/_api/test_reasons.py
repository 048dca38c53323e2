# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a call failed: asked of the server, in whatever language it answers."""

from __future__ import annotations

import json

import pytest


@pytest.fixture(params=["en", "de"])
def language(request, runner):
    runner.srv.switches.locale = request.param


def test_an_unknown_function_and_the_closest_one(runner, language):
    result = runner.whm("listacct")
    assert (result["error"]["category"], result["error"]["code"]) == ("unsupported", "unknown_function")
    assert "listaccts" in result["error"]["hint"]


@pytest.mark.parametrize("refusal", ["result0", "403"])
def test_a_missing_privilege_by_name(runner, language, refusal):
    runner.srv.switches.acl_refusal = refusal
    runner.srv.resellers["reseller1"].acls = runner.srv.resellers["reseller1"].acls - {"list-accts"}
    result = runner.run("whm_api", **runner.reseller, function="listaccts")
    assert "list-accts" in result["error"]["hint"]
    if refusal == "403":  # the same answer as to a wrong token: one attempt, and both causes named
        assert result["error"]["category"] == "auth_invalid"
        assert len(runner.lines) == 1
    else:
        assert (result["error"]["category"], result["error"]["code"]) == ("permission", "missing_acl")


def test_a_refusal_of_a_credential_that_had_worked_is_no_wrong_password(runner):
    runner.srv.switches.acl_refusal = "403"
    runner.srv.resellers["reseller1"].acls = runner.srv.resellers["reseller1"].acls - {"list-accts"}
    assert runner.run("whm_api", **runner.reseller, function="version")["status"] == 1
    result = runner.run("whm_api", **runner.reseller, function="listaccts")
    assert result["error"]["category"] == "permission"
    assert "list-accts" in result["error"]["hint"]
    assert runner.run("whm_api", **runner.reseller, function="version")["status"] == 1


@pytest.mark.parametrize("service", ["cpaneld", "webmaild"])
def test_a_session_for_nobody(runner, language, service):
    account = "nobody" if service == "cpaneld" else "info@nowhere.example"
    result = runner.run("cpanel_session", **runner.root, account=account, service=service)
    assert result["error"]["category"] == "not_found"
    assert account in result["msg"]


def test_a_session_for_a_suspended_account(runner, language):
    runner.alice.suspended, runner.alice.suspend_reason = True, "not paid"
    result = runner.run("cpanel_session", **runner.root, account=runner.alice.name)
    assert (result["error"]["category"], result["error"]["code"]) == ("conflict", "account_suspended")
    assert "not paid" in result["error"]["hint"]


def test_a_session_for_someone_elses_account(runner, language):
    result = runner.run("cpanel_session", **runner.reseller, account=runner.alice.name)
    assert result["error"]["category"] == "not_found"
    assert "reseller1" in result["error"]["hint"]


def test_what_cannot_be_asked_is_not_claimed(runner, language):
    """Without the privilege to look at accounts, a suspended one must not be called missing."""
    runner.bob.suspended = True
    runner.srv.resellers["reseller1"].acls = runner.srv.resellers["reseller1"].acls - {"acct-summary"}
    result = runner.run("cpanel_session", **runner.reseller, account=runner.bob.name)
    assert result["error"]["category"] == "api"


def test_a_session_without_the_privilege(runner, language):
    runner.srv.resellers["reseller1"].acls = runner.srv.resellers["reseller1"].acls - {"create-user-session"}
    result = runner.run("cpanel_session", **runner.reseller, account=runner.bob.name)
    assert (result["error"]["category"], result["error"]["code"]) == ("permission", "missing_acl")
    assert "create-user-session" in result["error"]["hint"]


@pytest.mark.parametrize("via", ["whm", "session"])
def test_uapi_for_nobody(runner, language, via):
    result = runner.uapi("Email::list_pops", account="nobody", via=via)
    assert result["error"]["category"] == "not_found"


@pytest.mark.parametrize("via", ["whm", "session"])
@pytest.mark.parametrize("function", ["Email::list_popz", "Cron::add_line", "Emial::list_pops"])
def test_an_unknown_uapi_function(runner, language, via, function):
    result = runner.uapi(function, via=via)
    assert (result["error"]["category"], result["error"]["code"]) == ("unsupported", "unknown_function")
    if "list" in function:
        assert "Email::list_pops" in result["error"]["hint"]


@pytest.mark.parametrize("via", ["whm", "session"])
def test_a_feature_that_is_off(runner, language, via):
    runner.alice.features["mysql"] = False
    result = runner.uapi("Mysql::list_databases", via=via)
    assert (result["error"]["category"], result["error"]["code"]) == ("permission", "feature_disabled")
    assert "mysql" in result["error"]["hint"]


@pytest.mark.parametrize("via", ["whm", "session"])
def test_the_servers_own_reason_is_handed_on(runner, via):
    box = next(iter(runner.alice.contents.mailboxes)).split("@")[0]
    params = {"email": box, "domain": runner.alice.main_domain, "password": "Kq7-wePtorD3"}
    result = runner.uapi("Email::add_pop", params=params, via=via)
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
def test_what_is_not_there_is_not_found(runner, function, params, what):
    """Asked of a list, as the text of the failure is translated."""
    for locale in ("en", "de"):
        runner.srv.switches.locale = locale
        result = runner.whm(function, params=params)
        assert result["error"]["category"] == "not_found", result
        assert result["error"]["hint"].startswith("There is no %s on this server" % what)
        result = runner.run(
            "whm_api", **runner.root, calls=[{"function": "version"}, {"function": function, "params": params}]
        )
        assert result["error"]["category"] == "not_found", result


def test_what_is_there_and_fails_otherwise_is_no_absence(runner):
    used = runner.alice.package
    result = runner.whm("killpkg", params={"pkgname": used})
    assert result["error"]["category"] == "api", result
    result = runner.whm("changepackage", params={"user": runner.alice.name, "pkg": "gone"})
    assert (result["error"]["category"], "package gone" in result["error"]["hint"]) == ("not_found", True)
