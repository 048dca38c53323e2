# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""As whom requests are made: every kind of credential, and never two of them in one request."""

from __future__ import annotations

import base64

import pytest


def basic(username, password):
    return "Basic " + base64.b64encode(("%s:%s" % (username, password)).encode()).decode()


def test_whm_token(runner):
    result = runner.whm("version")
    assert result["data"] == {"version": runner.srv.version}
    assert runner.lines == ["POST 2087 version 200"]
    assert runner.headers[0]["Authorization"] == "whm root:" + runner.srv.root_token
    assert runner.srv.journal[0].identity == "root (token)"


def test_whm_basic(runner):
    result = runner.whm("version", api_token=None, login_password=runner.srv.root_password)
    assert result["status"] == 1
    assert runner.headers[0]["Authorization"] == basic("root", runner.srv.root_password)
    assert "X-CPANEL-OTP" not in runner.headers[0]


def test_whm_basic_with_second_factor(runner):
    runner.srv.enable_two_factor("root")
    code = runner.srv.otp("root")
    result = runner.whm("version", api_token=None, login_password=runner.srv.root_password, otp=code)
    assert result["status"] == 1
    assert runner.headers[0]["X-CPANEL-OTP"] == code
    refused = runner.whm("version", api_token=None, login_password=runner.srv.root_password)
    assert refused["error"]["category"] == "auth_invalid"
    assert "otp" in refused["error"]["hint"]


def test_a_reseller_by_token_and_by_password(runner):
    reseller = runner.srv.resellers["reseller1"]
    by_token = runner.run("whm_api", **runner.reseller, function="listaccts", query="acct[].owner")
    assert set(by_token["result"]) == {"reseller1"}
    by_password = runner.whm("version", username="reseller1", api_token=None, login_password=reseller.password)
    assert by_password["status"] == 1
    assert [entry.identity for entry in runner.srv.journal] == ["reseller1 (token)", "reseller1 (basic)"]


def test_the_accounts_own_token(runner):
    result = runner.run("cpanel_uapi", **runner.owner, function="Email::list_pops")
    assert result["via"] == "account"
    assert runner.lines == ["POST 2083 Email::list_pops 200"]
    assert runner.headers[0]["Authorization"] == "cpanel %s:%s" % (runner.alice.name, runner.alice.api_token)


def test_the_accounts_own_password(runner):
    owner = {**runner.owner, "login_password": runner.alice.password}
    del owner["api_token"]
    result = runner.run("cpanel_uapi", **owner, function="Email::list_pops")
    assert result["status"] == 1
    assert runner.headers[0]["Authorization"] == basic(runner.alice.name, runner.alice.password)


def test_a_mailbox_by_its_password(runner):
    box = next(iter(runner.alice.contents.mailboxes.values()))
    options = {**runner.server(2096), "credential": "cpanel", "username": box.address, "login_password": box.password}
    result = runner.run("cpanel_uapi", **options, function="Variables::get_user_information", query="user")
    assert result["result"] == runner.alice.name
    assert runner.lines == ["POST 2096 Variables::get_user_information 200"]


@pytest.mark.parametrize("service", ["cpaneld", "webmaild", "whostmgrd"])
def test_a_session_is_a_cookie_and_a_prefix_and_nothing_else(runner, service):
    box = next(iter(runner.alice.contents.mailboxes))
    whose = {"cpaneld": runner.alice.name, "webmaild": box, "whostmgrd": "reseller1"}[service]
    session = runner.open(account=whose, service=service)
    assert session["service"] == service
    assert session["port"] == runner.srv.ports[{"cpaneld": 2083, "webmaild": 2096, "whostmgrd": 2087}[service]]
    if service == "whostmgrd":
        result = runner.run("whm_api", session=session, function="version")
    else:
        result = runner.run("cpanel_uapi", session=session, function="Variables::get_user_information")
    assert result["status"] == 1
    (entry,) = runner.srv.journal
    assert entry.identity == "%s (session)" % whose
    assert entry.path.startswith(session["security_token"] + "/")
    assert "Authorization" not in entry.headers
    assert "; ".join("%s=%s" % item for item in session["cookies"].items()) == entry.headers["Cookie"]


def test_uapi_over_a_whm_session(runner):
    session = runner.open(account="reseller1", service="whostmgrd")
    result = runner.run("cpanel_uapi", session=session, account=runner.bob.name, function="Email::list_pops")
    assert result["via"] == "whm"
    assert runner.lines == ["POST 2087 uapi_cpanel 200"]
    assert "Authorization" not in runner.headers[0]


def test_a_session_wins_over_credentials_beside_it(runner):
    session = runner.open()
    result = runner.uapi("Email::list_pops", session=session)
    assert result["via"] == "session"
    assert runner.lines == ["POST 2083 Email::list_pops 200"]
    assert "Authorization" not in runner.headers[0]


def test_whm_calls_take_the_credentials_where_the_session_is_one_of_cpanel(runner):
    session = runner.open()
    assert runner.whm("version", session=session)["status"] == 1
    assert runner.lines == ["POST 2087 version 200"]
    assert "Cookie" not in runner.headers[0]


def test_no_request_ever_carries_two_identities(runner):
    """A whole day: own sessions, foreign ones, renewals and fall-backs."""
    session = runner.open()
    runner.uapi("Email::list_pops", via="session")
    runner.uapi("Email::list_pops", via="whm")
    runner.sim.clock.advance(1000)
    runner.uapi("Email::list_pops", session=session)
    runner.run("cpanel_uapi", session=runner.open(), function="Email::list_pops")
    runner.srv.resellers["reseller1"].acls = runner.srv.resellers["reseller1"].acls - {"cpanel-api"}
    runner.run("cpanel_uapi", **runner.reseller, account=runner.bob.name, function="Email::list_pops")
    for entry in runner.srv.journal:
        assert not {"Authorization", "Cookie"} <= set(entry.headers)
        assert entry.method == ("GET" if entry.function in ("login", "logout") else "POST")


def test_options_come_from_the_environment(runner, monkeypatch):
    monkeypatch.setenv("CPANEL_HOST", runner.srv.host)
    monkeypatch.setenv("CPANEL_PORT", str(runner.srv.ports[2083]))
    monkeypatch.setenv("CPANEL_CREDENTIAL", "cpanel")
    monkeypatch.setenv("CPANEL_USERNAME", runner.alice.name)
    monkeypatch.setenv("CPANEL_API_TOKEN", runner.alice.api_token)
    monkeypatch.setenv("CPANEL_CA_PATH", runner.sim.ca_path)
    assert runner.run("cpanel_uapi", function="Email::list_pops")["status"] == 1


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"host": None}, "host"),
        ({"host": "https://server"}, "host"),
        ({"host": "root@server"}, "host"),
        ({"api_token": None}, "api_token"),
        ({"login_password": "x"}, "login_password"),
        ({"api_token": "AB\nCD"}, "api_token"),
        ({"username": "ro\not"}, "username"),
        ({"username": "żółw"}, "username"),
        ({"api_token": "żółw"}, "api_token"),
        ({"credential": "cpanel"}, "root"),
        ({"credential": "cpanel", "username": "info@example.com"}, "webmail"),
        ({"timeout": 0}, "timeout"),
        ({"retries": -1}, "retries"),
        ({"port": 70000}, "port"),
        ({"ca_path": "/nowhere/ca.pem"}, "ca_path"),
    ],
)
def test_what_cannot_work_fails_before_anything_is_sent(runner, options, word):
    result = runner.whm("version", **options)
    assert result["failed"]
    assert result["error"]["category"] == "usage", result["msg"]
    assert word in result["msg"]
    assert runner.lines == []
    assert runner.srv.root_token not in str(result)


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"account": "other"}, "account"),
        ({"via": "whm"}, "via"),
        ({"via": "session"}, "via"),
    ],
)
def test_an_account_cannot_act_for_others(runner, options, word):
    result = runner.run("cpanel_uapi", **runner.owner, **options, function="Email::list_pops")
    assert result["error"]["category"] == "usage"
    assert result["msg"].startswith(word)
    assert runner.lines == []
