# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The life of a session: minted, opened, kept, renewed, closed by whoever opened it."""

from __future__ import annotations

import datetime
import signal
import ssl
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest

BUNDLE_KEYS = {
    "host",
    "port",
    "scheme",
    "service",
    "account",
    "security_token",
    "cookies",
    "created_at",
    "expires_at",
    "validate_certs",
    "ca_path",
}
OPENED = ["POST 2087 create_user_session 200", "GET 2083 login 307"]


def present(runner, **options):
    return runner.run("cpanel_session", **{**runner.root, "account": runner.alice.name, **options})


# --- opening -----------------------------------------------------------------------------------------------------


def test_a_session_is_minted_and_opened(runner):
    result = present(runner)
    assert runner.lines == OPENED
    assert (result["changed"], result["reused"]) == (False, False)
    session = result["session"]
    assert set(session) == BUNDLE_KEYS
    assert (session["host"], session["port"], session["scheme"]) == (runner.srv.host, runner.srv.ports[2083], "https")
    assert (session["service"], session["account"]) == ("cpaneld", runner.alice.name)
    assert (session["validate_certs"], session["ca_path"]) == (True, runner.sim.ca_path)
    (live,) = runner.srv.open_sessions()
    assert session["security_token"] == live.token
    assert session["cookies"]["cpsession"] == live.cookie.partition("=")[2]
    for name in ("created_at", "expires_at"):
        datetime.datetime.strptime(session[name], "%Y-%m-%dT%H:%M:%SZ")
    assert session["expires_at"] > session["created_at"]


def test_all_parameters_arrive(runner):
    present(runner, service="cpaneld", app="Email_Accounts", locale="de", preferred_domain="panel.example.net")
    assert dict(runner.form(0)) == {
        "api.version": "1",
        "user": runner.alice.name,
        "service": "cpaneld",
        "app": "Email_Accounts",
        "locale": "de",
        "preferred_domain": "panel.example.net",
    }
    login = runner.srv.journal[1]
    assert login.query["goto_uri"].endswith("email_accounts/index.html")
    assert login.headers["Host"] == "%s:%d" % (runner.srv.host, runner.srv.ports[2083])


def test_all_cookies_are_kept_and_sent(runner):
    session = runner.open(locale="de")
    assert session["cookies"]["session_locale"] == "de"
    runner.run("cpanel_uapi", session=session, function="Email::list_pops")
    assert "session_locale=de" in runner.headers[0]["Cookie"]


@pytest.mark.parametrize("status", ["307", "301", "200"])
def test_however_the_login_is_answered(runner, status):
    runner.srv.switches.login_status = status
    session = present(runner)["session"]
    assert runner.lines == [OPENED[0], "GET 2083 login " + status]
    assert runner.run("cpanel_uapi", session=session, function="Email::list_pops")["status"] == 1


def test_the_id_is_the_cookies_and_not_the_minted_one(runner):
    session = runner.open()
    minted = next(iter(runner.srv.sessions.used))
    assert minted.split(":")[1] not in session["cookies"]["cpsession"]


@pytest.mark.parametrize("options", [{}, {"session_host": "localhost"}])
def test_the_host_is_ours(runner, options):
    session = runner.open(**options)
    assert session["host"] == options.get("session_host", runner.srv.host)
    result = runner.run("cpanel_uapi", session=session, function="Email::list_pops")
    assert result["status"] == 1
    assert runner.headers[0]["Host"] == "%s:%d" % (session["host"], session["port"])


def test_a_session_without_login_is_one_url_that_works(runner):
    result = present(runner, login=False)
    assert runner.lines == OPENED[:1]
    assert runner.srv.open_sessions() == []
    assert set(result["session"]) == BUNDLE_KEYS
    assert set(result["session"].values()) == {None}
    assert urlsplit(result["login_url"]).netloc == "%s:%d" % (runner.srv.host, runner.srv.ports[2083])
    context = ssl.create_default_context(cafile=runner.sim.ca_path)

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_args):
            return None

    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), Stay)
    with pytest.raises(urllib.error.HTTPError, match="307"):
        opener.open(result["login_url"], timeout=10)
    assert [session.user for session in runner.srv.open_sessions()] == [runner.alice.name]


@pytest.mark.parametrize(
    ("options", "host"),
    [({"preferred_domain": "panel.example.net"}, "panel.example.net"), ({"session_host": "localhost"}, "localhost")],
)
def test_a_login_url_names_the_host_that_was_asked_for(runner, options, host):
    result = present(runner, login=False, **options)
    assert urlsplit(result["login_url"]).hostname == host


def test_check_mode_opens_and_closes_really(runner):
    result = runner.run("cpanel_session", check_mode=True, **runner.root, account=runner.alice.name)
    assert len(runner.srv.open_sessions()) == 1
    assert result["changed"] is False
    runner.run("cpanel_session", check_mode=True, state="absent", session=result["session"])
    assert runner.srv.open_sessions() == []


# --- keeping and renewing ----------------------------------------------------------------------------------------


def test_a_live_session_is_kept(runner):
    session = runner.open()
    result = present(runner, session=session)
    assert (result["reused"], result["session"]) == (True, session)
    assert runner.lines == ["POST 2083 Variables::get_session_information 200"]


@pytest.mark.parametrize("reply", ["401_html", "redirect", "200_html"])
def test_a_dead_session_is_replaced(runner, reply):
    runner.srv.switches.expired_reply = reply
    session = runner.open()
    runner.sim.clock.advance(1000)
    result = present(runner, session=session)
    status = {"401_html": 401, "redirect": 307, "200_html": 200}[reply]
    assert runner.lines == ["POST 2083 Variables::get_session_information %d" % status, *OPENED]
    assert result["reused"] is False
    assert result["session"]["cookies"] != session["cookies"]
    assert len(runner.srv.open_sessions()) == 1


def test_a_session_for_another_service_is_refused(runner):
    session = runner.open()
    box = next(iter(runner.alice.contents.mailboxes))
    for account, named in ((None, "service"), (box, "account")):
        given = {**runner.root, "account": account} if account else runner.root
        result = runner.run("cpanel_session", **given, service="webmaild", session=session)
        assert result["error"]["category"] == "usage"
        assert named in result["msg"]
    assert runner.lines == []


def test_a_session_keeps_its_service(runner):
    session = runner.run("cpanel_session", **runner.root, account="root", service="whostmgrd")["session"]
    assert runner.run("cpanel_session", **runner.root, session=session)["reused"]
    runner.sim.clock.advance(1000)
    renewed = runner.run("cpanel_session", **runner.root, session=session)
    assert (renewed["reused"], renewed["session"]["service"]) == (False, "whostmgrd")
    runner.close(renewed["session"])


def test_a_dead_session_without_a_credential_cannot_be_renewed(runner):
    session = runner.open()
    runner.sim.clock.advance(1000)
    result = runner.run("cpanel_session", session=session)
    assert result["error"]["category"] == "session_expired"
    assert "api_token" in result["error"]["hint"]


def test_a_token_that_is_revoked_meanwhile_is_found_out_by_one_question(runner):
    assert runner.whm("version")["status"] == 1
    given = runner.root
    runner.srv.state.root_tokens.clear()
    runner.srv.journal.clear()
    first = runner.run("whm_api", **given, function="listaccts")
    again = runner.run("whm_api", **given, function="listaccts")
    assert first["error"]["category"] == again["error"]["category"] == "auth_invalid"
    assert again["error"]["code"] == "breaker_open"
    assert [line.split()[2] for line in runner.lines] == ["listaccts", "myprivs"]


# --- closing -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["200", "307"])
def test_logout(runner, status):
    runner.srv.switches.logout_status = status
    session = runner.open()
    result = runner.close(session)
    assert runner.lines == ["GET 2083 logout " + status]
    assert runner.srv.open_sessions() == []
    assert (result["changed"], result["reused"]) == (False, False)
    assert set(result["session"]) == BUNDLE_KEYS
    assert set(result["session"].values()) == {None}


@pytest.mark.parametrize("reply", ["401_html", "redirect", "200_html"])
def test_absent_is_idempotent(runner, reply):
    runner.srv.switches.expired_reply = reply
    session = runner.open()
    first, second = runner.close(session), runner.close(session)
    assert not first.get("failed")
    assert not second.get("failed"), second["msg"]
    nothing = runner.close(second["session"])
    assert not nothing.get("failed")
    assert len(runner.lines) == 2


def test_absent_needs_a_session(runner):
    result = runner.run("cpanel_session", **runner.root, state="absent")
    assert result["error"]["category"] == "usage"
    assert runner.lines == []


def test_absent_ignores_what_module_defaults_brought(runner):
    session = runner.open()
    result = runner.close(session, **{**runner.root, "account": "someone", "port": 1, "timeout": 5})
    assert not result.get("failed"), result["msg"]
    assert runner.lines == ["GET 2083 logout 200"]


@pytest.mark.parametrize(
    ("number", "where"),
    [
        (signal.SIGINT, "Email::list_pops"),
        (signal.SIGTERM, "login"),
        (signal.SIGHUP, "logout"),
        (signal.SIGINT, "logout"),
    ],
)
def test_an_interrupted_module_leaves_no_session(runner, module, number, where):
    runner.srv.faults.add("delay", function=where, seconds=0.3)
    options = {**runner.root, "account": runner.alice.name, "via": "session", "function": "Email::list_pops"}
    process = module.start("cpanel_uapi", options)
    wanted = {"login": 1, "Email::list_pops": 2, "logout": 3}[where]
    give_up = time.monotonic() + 10
    while runner.srv._seq < wanted + 1 and process.poll() is None and time.monotonic() < give_up:
        time.sleep(0.01)
    process.send_signal(number)
    result = module.finish(process)
    assert result["failed"]
    assert signal.Signals(number).name in result["msg"]
    assert runner.srv.open_sessions() == []
    assert process.returncode == 1


def test_an_interrupted_module_says_which_session_it_could_not_end(runner, module):
    runner.srv.faults.add("delay", function="logout", seconds=0.3)
    runner.srv.faults.add("status", function="logout", status=500)
    options = {**runner.root, "account": runner.alice.name, "via": "session", "function": "Email::list_pops"}
    process = module.start("cpanel_uapi", {**options, "retries": 0})
    give_up = time.monotonic() + 10
    while runner.srv._seq < 4 and process.poll() is None and time.monotonic() < give_up:
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    result = module.finish(process)
    assert "SIGTERM" in result["msg"]
    # A text, or from ansible-core 2.19 on more than that.
    assert "A session of %s could not be logged out" % runner.alice.name in str(result.get("warnings"))


# --- the bundle --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"security_token": None}, "security_token"),
        ({"security_token": "/cpsess"}, "security_token"),
        ({"security_token": "../etc"}, "security_token"),
        ({"cookies": {}}, "cookies"),
        ({"host": ""}, "host"),
        ({"port": None}, "port"),
    ],
)
def test_half_a_session_is_refused(runner, change, word):
    session = {**runner.open(), **change}
    result = runner.run("cpanel_uapi", session=session, function="Email::list_pops")
    assert result["error"]["category"] == "usage"
    assert word in result["msg"]
    assert runner.lines == []


def test_a_null_session_counts_as_none(runner):
    null = dict.fromkeys(BUNDLE_KEYS)
    assert runner.uapi("Email::list_pops", session=null)["via"] == "whm"


def test_the_secrets_of_a_session_do_not_show_in_what_came_of_it(runner):
    session = runner.open()
    for result in (
        runner.uapi("Email::list_pops", session=session),
        runner.uapi("Email::delete_pop", session=session, params={"email": "nobody@example.com"}),
        runner.close({**session, "security_token": "/cpsess1234567890"}),
    ):
        printed = str(result)
        assert session["security_token"] not in printed
        assert session["cookies"]["cpsession"] not in printed
        assert session["account"] in printed


def test_plain_http_is_possible_and_warned_of(runner):
    plain = {**runner.root, "port": runner.srv.ports[2086], "use_ssl": False}
    result = runner.run("cpanel_session", **plain, account=runner.alice.name)
    session = result["session"]
    assert (session["scheme"], session["port"]) == ("http", runner.srv.ports[2082])
    assert runner.lines == ["POST 2086 create_user_session 200", "GET 2082 login 307"]
    assert any("use_ssl" in text for text in runner.warnings)
    assert runner.run("cpanel_uapi", session=session, function="Email::list_pops")["status"] == 1
    assert any("http" in text.lower() for text in runner.warnings)
