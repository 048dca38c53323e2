# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""As whom requests are made: every kind of credential, and never two of them in one request."""

from __future__ import annotations

import base64

import pytest


def basic(username, password):
    return "Basic " + base64.b64encode(("%s:%s" % (username, password)).encode()).decode()


def test_whm_token(hands):
    result = hands.whm("version")
    assert result["data"] == {"version": hands.srv.version}
    assert hands.lines == ["POST 2087 version 200"]
    assert hands.headers[0]["Authorization"] == "whm root:" + hands.srv.root_token
    assert hands.srv.journal[0].identity == "root (token)"


def test_whm_basic(hands):
    result = hands.whm("version", api_token=None, login_password=hands.srv.root_password)
    assert result["status"] == 1
    assert hands.headers[0]["Authorization"] == basic("root", hands.srv.root_password)
    assert "X-CPANEL-OTP" not in hands.headers[0]


def test_whm_basic_with_second_factor(hands):
    hands.srv.enable_two_factor("root")
    code = hands.srv.otp("root")
    result = hands.whm("version", api_token=None, login_password=hands.srv.root_password, otp=code)
    assert result["status"] == 1
    assert hands.headers[0]["X-CPANEL-OTP"] == code
    refused = hands.whm("version", api_token=None, login_password=hands.srv.root_password)
    assert refused["error"]["category"] == "auth_invalid"
    assert "otp" in refused["error"]["hint"]


def test_a_reseller_by_token_and_by_password(hands):
    reseller = hands.srv.resellers["reseller1"]
    by_token = hands.run("whm_api", **hands.reseller, function="listaccts", query="acct[].owner")
    assert set(by_token["result"]) == {"reseller1"}
    by_password = hands.whm("version", username="reseller1", api_token=None, login_password=reseller.password)
    assert by_password["status"] == 1
    assert [entry.identity for entry in hands.srv.journal] == ["reseller1 (token)", "reseller1 (basic)"]


def test_the_accounts_own_token(hands):
    result = hands.run("cpanel_uapi", **hands.owner, function="Email::list_pops")
    assert result["via"] == "account"
    assert hands.lines == ["POST 2083 Email::list_pops 200"]
    assert hands.headers[0]["Authorization"] == "cpanel %s:%s" % (hands.alice.name, hands.alice.api_token)


def test_the_accounts_own_password(hands):
    owner = {**hands.owner, "login_password": hands.alice.password}
    del owner["api_token"]
    result = hands.run("cpanel_uapi", **owner, function="Email::list_pops")
    assert result["status"] == 1
    assert hands.headers[0]["Authorization"] == basic(hands.alice.name, hands.alice.password)


def test_a_mailbox_by_its_password(hands):
    box = next(iter(hands.alice.contents.mailboxes.values()))
    options = {**hands.server(2096), "credential": "cpanel", "username": box.address, "login_password": box.password}
    result = hands.run("cpanel_uapi", **options, function="Variables::get_user_information", query="user")
    assert result["result"] == hands.alice.name
    assert hands.lines == ["POST 2096 Variables::get_user_information 200"]


@pytest.mark.parametrize("service", ["cpaneld", "webmaild", "whostmgrd"])
def test_a_session_is_a_cookie_and_a_prefix_and_nothing_else(hands, service):
    box = next(iter(hands.alice.contents.mailboxes))
    whose = {"cpaneld": hands.alice.name, "webmaild": box, "whostmgrd": "reseller1"}[service]
    session = hands.open(account=whose, service=service)
    assert session["service"] == service
    assert session["port"] == hands.srv.ports[{"cpaneld": 2083, "webmaild": 2096, "whostmgrd": 2087}[service]]
    if service == "whostmgrd":
        result = hands.run("whm_api", session=session, function="version")
    else:
        result = hands.run("cpanel_uapi", session=session, function="Variables::get_user_information")
    assert result["status"] == 1
    (entry,) = hands.srv.journal
    assert entry.identity == "%s (session)" % whose
    assert entry.path.startswith(session["security_token"] + "/")
    assert "Authorization" not in entry.headers
    assert "; ".join("%s=%s" % item for item in session["cookies"].items()) == entry.headers["Cookie"]


def test_uapi_over_a_whm_session(hands):
    session = hands.open(account="reseller1", service="whostmgrd")
    result = hands.run("cpanel_uapi", session=session, account=hands.bob.name, function="Email::list_pops")
    assert result["via"] == "whm"
    assert hands.lines == ["POST 2087 uapi_cpanel 200"]
    assert "Authorization" not in hands.headers[0]


def test_a_session_wins_over_credentials_beside_it(hands):
    session = hands.open()
    result = hands.uapi("Email::list_pops", session=session)
    assert result["via"] == "session"
    assert hands.lines == ["POST 2083 Email::list_pops 200"]
    assert "Authorization" not in hands.headers[0]


def test_whm_calls_take_the_credentials_where_the_session_is_one_of_cpanel(hands):
    session = hands.open()
    assert hands.whm("version", session=session)["status"] == 1
    assert hands.lines == ["POST 2087 version 200"]
    assert "Cookie" not in hands.headers[0]


def test_no_request_ever_carries_two_identities(hands):
    """A whole day: own sessions, foreign ones, renewals and fall-backs."""
    session = hands.open()
    hands.uapi("Email::list_pops", via="session")
    hands.uapi("Email::list_pops", via="whm")
    hands.sim.clock.advance(1000)
    hands.uapi("Email::list_pops", session=session)
    hands.run("cpanel_uapi", session=hands.open(), function="Email::list_pops")
    hands.srv.resellers["reseller1"].acls = hands.srv.resellers["reseller1"].acls - {"cpanel-api"}
    hands.run("cpanel_uapi", **hands.reseller, account=hands.bob.name, function="Email::list_pops")
    for entry in hands.srv.journal:
        assert not {"Authorization", "Cookie"} <= set(entry.headers)
        assert entry.method == ("GET" if entry.function in ("login", "logout") else "POST")


def test_options_come_from_the_environment(hands, monkeypatch):
    monkeypatch.setenv("CPANEL_HOST", hands.srv.host)
    monkeypatch.setenv("CPANEL_PORT", str(hands.srv.ports[2083]))
    monkeypatch.setenv("CPANEL_CREDENTIAL", "cpanel")
    monkeypatch.setenv("CPANEL_USERNAME", hands.alice.name)
    monkeypatch.setenv("CPANEL_API_TOKEN", hands.alice.api_token)
    monkeypatch.setenv("CPANEL_CA_PATH", hands.sim.ca_path)
    assert hands.run("cpanel_uapi", function="Email::list_pops")["status"] == 1


def test_a_netrc_and_proxy_variables_change_nothing(hands, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login mallory password netrc-password\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(netrc))
    assert hands.whm("version")["status"] == 1
    assert hands.headers[0]["Authorization"] == "whm root:" + hands.srv.root_token


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
def test_what_cannot_work_fails_before_anything_is_sent(hands, options, word):
    result = hands.whm("version", **options)
    assert result["failed"]
    assert result["error"]["category"] == "usage", result["msg"]
    assert word in result["msg"]
    assert hands.lines == []
    assert hands.srv.root_token not in str(result)


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"account": "other"}, "account"),
        ({"via": "whm"}, "via"),
        ({"via": "session"}, "via"),
    ],
)
def test_an_account_cannot_act_for_others(hands, options, word):
    result = hands.run("cpanel_uapi", **hands.owner, **options, function="Email::list_pops")
    assert result["error"]["category"] == "usage"
    assert result["msg"].startswith(word)
    assert hands.lines == []
