# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sessions of one client: opened, renewed once, handed over, and ended by whoever opened them."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._api.call import Call
from ansible_collections.hostops.cpanel.plugins.module_utils._api.client import Client
from ansible_collections.hostops.cpanel.plugins.module_utils._api.functions import uapi
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import Options

READ = Call(uapi("Email::list_pops"))
OPENED = ["POST 2087 create_user_session 200", "GET 2083 login 307"]


@pytest.mark.parametrize("reply", ["401_html", "redirect", "200_html"])
def test_a_task_renews_a_session_that_died_once(runner, reply):
    runner.srv.switches.expired_reply = reply
    session = runner.open()
    runner.sim.clock.advance(1000)
    result = runner.uapi("Email::list_pops", session=session)
    status = {"401_html": 401, "redirect": 307, "200_html": 200}[reply]
    assert result["status"] == 1
    assert runner.lines == [
        "POST 2083 Email::list_pops %d" % status,
        *OPENED,
        "POST 2083 Email::list_pops 200",
        "GET 2083 logout 200",
    ]
    assert len(runner.warnings) == 1
    assert "renewed" in runner.warnings[0]
    assert runner.srv.open_sessions() == []


def test_it_is_renewed_only_once(runner):
    session = runner.open()
    runner.srv.faults.add("expire_session", function="Email::list_pops")
    result = runner.uapi("Email::list_pops", session=session)
    assert result["error"]["category"] == "session_expired"
    assert runner.lines == [
        "POST 2083 Email::list_pops 401",
        *OPENED,
        "POST 2083 Email::list_pops 401",
        "GET 2083 logout 401",
    ]


def test_a_task_of_several_requests_renews_once_in_all(runner):
    session = runner.open()
    for function in ("Email::count_pops", "Email::list_pops"):
        runner.srv.faults.add("expire_session", function=function, times=1)
    calls = [{"function": "Email::count_pops"}, {"function": "Email::list_pops"}]
    result = runner.uapi(session=session, batch="never", calls=calls)
    assert result["error"]["category"] == "session_expired"
    assert runner.lines == [
        "POST 2083 Email::count_pops 401",
        *OPENED,
        "POST 2083 Email::count_pops 200",
        "POST 2083 Email::list_pops 401",
        "GET 2083 logout 401",
    ]


def test_a_write_is_made_once_by_the_renewed_session(runner):
    session = runner.open()
    runner.sim.clock.advance(1000)
    params = {"domain": runner.alice.main_domain, "email": "a", "fwdopt": "fwd", "fwdemail": "b@example.com"}
    result = runner.uapi("Email::add_forwarder", session=session, params=params)
    assert result["changed"] is True
    assert [entry.writes for entry in runner.srv.journal if entry.function == "Email::add_forwarder"] == [False, True]


def test_without_credentials_a_dead_session_is_a_failure(runner):
    session = runner.open()
    runner.sim.clock.advance(1000)
    result = runner.run("cpanel_uapi", session=session, function="Email::list_pops")
    assert result["error"]["category"] == "session_expired"
    assert runner.lines == ["POST 2083 Email::list_pops 401"]


def test_a_whm_session_is_renewed_too(runner):
    session = runner.open(account="reseller1", service="whostmgrd")
    runner.sim.clock.advance(1000)
    result = runner.whm("version", session=session)
    assert result["status"] == 1
    assert runner.lines == [
        "POST 2087 version 401",
        "POST 2087 create_user_session 200",
        "GET 2087 login 307",
        "POST 2087 version 200",
        "GET 2087 logout 200",
    ]


def test_a_token_that_does_not_fit_the_cookie_is_told_from_an_expired_session(runner):
    session = {**runner.open(), "security_token": "/cpsess1234567890"}
    result = runner.run("cpanel_uapi", session=session, function="Email::list_pops")
    assert (result["error"]["category"], result["error"]["code"]) == ("session_expired", "token_denied")
    assert "security_token" in result["error"]["hint"]
    assert runner.lines == ["POST 2083 Email::list_pops 401"]


def test_a_session_ended_by_a_change_of_address(runner):
    session = runner.open()
    runner.srv.faults.add("ip_change", times=1)
    result = runner.run("cpanel_uapi", session=session, function="Email::list_pops")
    assert result["error"]["category"] == "session_expired"


def test_the_task_that_opened_a_session_closes_it(runner):
    assert runner.uapi("Email::list_pops", via="session")["via"] == "session"
    assert runner.lines == [*OPENED, "POST 2083 Email::list_pops 200", "GET 2083 logout 200"]
    assert runner.srv.open_sessions() == []


def test_a_session_that_was_handed_over_is_left_open(runner):
    session = runner.open()
    runner.uapi("Email::list_pops", session=session)
    assert len(runner.srv.open_sessions()) == 1


@pytest.mark.parametrize(
    "options",
    [
        {"function": "Email::delete_pop", "params": {"email": "nobody@example.com"}},
        {"function": "Email::list_pops", "query": "length(`5`)"},
        {"function": "Nothing::here"},
        {"function": "Fileman::upload_files", "params": {"dir": "x", "file-1": "/nowhere/at/all"}},
    ],
)
def test_it_is_closed_after_a_failure_too(runner, options):
    result = runner.uapi(via="session", **options)
    assert result["failed"]
    assert runner.srv.open_sessions() == []
    assert runner.srv.counters()["sessions"]["opened"] == runner.srv.counters()["sessions"]["closed"]


def test_a_logout_that_fails_is_a_warning_and_no_failure(runner):
    runner.srv.faults.add("status", function="logout", status=500)
    result = runner.uapi("Email::list_pops", via="session")
    assert result["status"] == 1
    assert len(runner.warnings) == 1
    assert "could not be logged out" in runner.warnings[0]
    assert "/cpsess1" not in runner.warnings[0]


def test_a_session_of_another_account_is_refused(runner):
    session = runner.open()
    result = runner.run("cpanel_uapi", session=session, account=runner.bob.name, function="Email::list_pops")
    assert result["error"]["category"] == "usage"
    assert runner.lines == []


@pytest.fixture
def client(runner):
    with Client(Options.from_params({**runner.root, "account": runner.alice.name, "via": "session"})) as client:
        yield client


def test_a_session_that_is_handed_over_outlives_its_client(runner, client):
    session = client.sessions.hand_over(client.sessions.open(runner.alice.name))
    client.sessions.close()
    assert [live.token for live in runner.srv.open_sessions()] == [session.security_token]
    assert runner.lines == OPENED


def test_an_abandoned_session_has_no_successor(runner, client):
    client.call(READ)
    client.sessions.abandon()
    assert runner.srv.open_sessions() == []
    with pytest.raises(CpanelError) as caught:
        client.call(READ)
    assert caught.value.category == "session_expired"
    assert [line for line in runner.lines if "create_user_session" in line] == OPENED[:1]


def test_an_account_without_a_whm_credential_can_mint_nothing(runner, client):
    with Client(Options.from_params(runner.owner)) as owner:
        assert (owner.sessions.can_mint, owner.sessions.can_renew) == (False, False)
        with pytest.raises(CpanelError) as caught:
            owner.sessions.mint(runner.alice.name)
    assert (caught.value.category, runner.lines) == ("wrong_port", [])
    assert client.sessions.can_mint
