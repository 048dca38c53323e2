# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What answers mean that are not the API's: pages, redirects, wrong ports, refused credentials and sessions."""

from __future__ import annotations

import json

import pytest

READ = {"function": "Email::list_pops"}


@pytest.mark.parametrize(("kind", "code"), [("garbage", "not_json"), ("empty", "empty")])
def test_a_body_that_is_no_answer(runner, kind, code):
    runner.srv.faults.add(kind)
    result = runner.uapi(**READ)
    assert (result["error"]["category"], result["error"]["code"]) == ("protocol", code)


def test_a_login_page_with_status_200_is_a_refusal(runner):
    runner.srv.faults.add("html200")
    result = runner.uapi(**READ, retries=3)
    assert result["error"]["category"] == "auth_invalid"
    assert len(runner.lines) == 1


@pytest.mark.parametrize("via", ["whm", "session"])
def test_a_redirect_elsewhere_is_not_followed(runner, via):
    runner.srv.faults.add("redirect", function="Email::list_pops")
    result = runner.uapi(**READ, via=via, retries=3)
    assert (result["error"]["category"], result["error"]["code"]) == ("protocol", "redirect")
    assert "server1.example.net" in result["msg"]
    assert [entry.status for entry in runner.srv.journal].count(301) == 1
    assert runner.whm("version")["status"] == 1  # no breaker: the credential was not refused


@pytest.mark.parametrize("reply", ["permission_denied", "401_html", "not_found"])
@pytest.mark.parametrize("port", [2083, 2096])
def test_a_whm_call_that_went_elsewhere(runner, reply, port):
    runner.srv.switches.wrong_port_reply = reply
    result = runner.whm("version", port=runner.srv.ports[port], retries=3)
    assert len(runner.lines) == 1
    if port == 2083:
        assert result["error"]["category"] == "wrong_port", result["msg"]
        assert "2087" in result["msg"]
    else:  # webmail refuses a token as such, in the form of a wrong one
        assert result["error"]["category"] in ("wrong_port", "auth_invalid")


@pytest.mark.parametrize("status", [404, 405, 421])
def test_an_address_that_what_answers_does_not_know(runner, status):
    runner.srv.faults.add("status", status=status)
    result = runner.whm("version", retries=3)
    assert (result["error"]["category"], result["error"]["http_status"]) == ("wrong_port", status)
    assert len(runner.lines) == 1


@pytest.mark.parametrize("reply", ["permission_denied", "401_html", "not_found"])
def test_an_account_call_that_went_to_whm(runner, reply):
    runner.srv.switches.wrong_port_reply = reply
    result = runner.run("cpanel_uapi", **{**runner.owner, "port": runner.srv.ports[2087]}, **READ)
    assert result["error"]["category"] == "wrong_port"
    assert "2083" in result["msg"]


def test_a_server_that_redirects_plain_http(runner):
    runner.srv.switches.ssl_redirect = True
    result = runner.whm("version", port=runner.srv.ports[2086], use_ssl=False, retries=3)
    assert (result["error"]["category"], result["error"]["code"]) == ("tls", "tls_expected")
    assert len(runner.lines) == 1


@pytest.fixture(params=["en", "de"])
def language(request, runner):
    runner.srv.switches.locale = request.param


def test_a_wrong_token(runner, language):
    result = runner.whm("version", api_token="A" * 32, retries=3)
    assert (result["error"]["category"], result["error"]["http_status"]) == ("auth_invalid", 403)
    assert result["error"]["retryable"] is False
    assert len(runner.srv.failed_logins) == 1
    assert "root" in result["msg"]
    assert "A" * 32 not in json.dumps(result)


@pytest.mark.parametrize("reply", ["401_html", "redirect", "200_html"])
@pytest.mark.parametrize("kind", ["api_token", "login_password"])
def test_a_wrong_secret_of_an_account(runner, language, reply, kind):
    runner.srv.switches.execute_auth_reply = reply
    owner = {name: value for name, value in runner.owner.items() if name != "api_token"}
    result = runner.run("cpanel_uapi", **{**owner, kind: "B" * 32, "retries": 3}, **READ)
    assert result["error"]["category"] == "auth_invalid"
    assert len(runner.srv.failed_logins) == 1
    assert runner.lines == [
        "POST 2083 Email::list_pops %s" % {"401_html": 401, "redirect": 307, "200_html": 200}[reply]
    ]


@pytest.mark.parametrize("reply", ["403_json", "403_html", "503_html"])
def test_locked_out(runner, language, reply):
    runner.srv.switches.cphulk_reply = reply
    for _number in range(5):
        runner.srv.auth.failed("root", "whostmgrd", "test", "127.0.0.1")
    result = runner.whm("version", retries=3)
    wanted = {"403_json": "auth_invalid", "403_html": "auth_locked", "503_html": "connection"}[reply]
    assert result["error"]["category"] == wanted
    assert "cPHulk" in result["error"]["hint"]
    if wanted != "connection":
        assert len(runner.lines) == 1
        assert result["error"]["retryable"] is False


def test_an_expired_token(runner):
    runner.srv.state.root_tokens["simulator"].expires_at = 1
    assert runner.whm("version")["error"]["category"] == "auth_invalid"


def test_licence_trouble_is_no_wrong_password(runner, monkeypatch):
    from ansible_collections.hostops.cpanel.tests.simulator.wire import dispatch, pages

    broken = pages.page("500", "Your License has expired.", 500, "Error")
    monkeypatch.setattr(dispatch, "page", lambda *_args, **_kwargs: broken)
    runner.srv.faults.add("status", status=500)
    result = runner.whm("version")
    assert result["error"]["category"] == "connection"
    assert "license" in result["error"]["hint"]


def test_every_failure_has_the_same_shape_and_no_secret(runner):
    """Runner.run asserts the keys of each; here that nothing that was sent comes back."""
    for kind in ("drop_before", "garbage", "html200", "redirect", "truncate", "empty"):
        runner.srv.faults.clear()
        runner.srv.faults.add(kind)
        printed = json.dumps(runner.uapi(**READ, via="session", otp="987654"))
        assert runner.srv.root_token not in printed
        assert "987654" not in printed
