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


def present(hands, **options):
    return hands.run("cpanel_session", **{**hands.root, "account": hands.alice.name, **options})


# --- opening -----------------------------------------------------------------------------------------------------


def test_a_session_is_minted_and_opened(hands):
    result = present(hands)
    assert hands.lines == OPENED
    assert (result["changed"], result["reused"]) == (False, False)
    session = result["session"]
    assert set(session) == BUNDLE_KEYS
    assert (session["host"], session["port"], session["scheme"]) == (hands.srv.host, hands.srv.ports[2083], "https")
    assert (session["service"], session["account"]) == ("cpaneld", hands.alice.name)
    assert (session["validate_certs"], session["ca_path"]) == (True, hands.sim.ca_path)
    (live,) = hands.srv.open_sessions()
    assert session["security_token"] == live.token
    assert session["cookies"]["cpsession"] == live.cookie.partition("=")[2]
    for name in ("created_at", "expires_at"):
        datetime.datetime.strptime(session[name], "%Y-%m-%dT%H:%M:%SZ")
    assert session["expires_at"] > session["created_at"]


def test_all_parameters_arrive(hands):
    present(hands, service="cpaneld", app="Email_Accounts", locale="de", preferred_domain="panel.example.net")
    assert dict(hands.form(0)) == {
        "api.version": "1",
        "user": hands.alice.name,
        "service": "cpaneld",
        "app": "Email_Accounts",
        "locale": "de",
        "preferred_domain": "panel.example.net",
    }
    login = hands.srv.journal[1]
    assert login.query["goto_uri"].endswith("email_accounts/index.html")
    assert login.headers["Host"] == "%s:%d" % (hands.srv.host, hands.srv.ports[2083])


def test_all_cookies_are_kept_and_sent(hands):
    session = hands.open(locale="de")
    assert session["cookies"]["session_locale"] == "de"
    hands.run("cpanel_uapi", session=session, function="Email::list_pops")
    assert "session_locale=de" in hands.headers[0]["Cookie"]


@pytest.mark.parametrize("status", ["307", "301", "200"])
def test_however_the_login_is_answered(hands, status):
    hands.srv.switches.login_status = status
    session = present(hands)["session"]
    assert hands.lines == [OPENED[0], "GET 2083 login " + status]
    assert hands.run("cpanel_uapi", session=session, function="Email::list_pops")["status"] == 1


def test_the_id_is_the_cookies_and_not_the_minted_one(hands):
    session = hands.open()
    minted = next(iter(hands.srv.sessions.used))
    assert minted.split(":")[1] not in session["cookies"]["cpsession"]


@pytest.mark.parametrize("options", [{}, {"session_host": "localhost"}])
def test_the_host_is_ours(hands, options):
    session = hands.open(**options)
    assert session["host"] == options.get("session_host", hands.srv.host)
    result = hands.run("cpanel_uapi", session=session, function="Email::list_pops")
    assert result["status"] == 1
    assert hands.headers[0]["Host"] == "%s:%d" % (session["host"], session["port"])


def test_a_session_without_login_is_one_url_that_works(hands):
    result = present(hands, login=False)
    assert hands.lines == OPENED[:1]
    assert hands.srv.open_sessions() == []
    assert set(result["session"]) == BUNDLE_KEYS
    assert set(result["session"].values()) == {None}
    assert urlsplit(result["login_url"]).netloc == "%s:%d" % (hands.srv.host, hands.srv.ports[2083])
    context = ssl.create_default_context(cafile=hands.sim.ca_path)

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_args):
            return None

    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), Stay)
    with pytest.raises(urllib.error.HTTPError, match="307"):
        opener.open(result["login_url"], timeout=10)
    assert [session.user for session in hands.srv.open_sessions()] == [hands.alice.name]


@pytest.mark.parametrize(
    ("options", "host"),
    [({"preferred_domain": "panel.example.net"}, "panel.example.net"), ({"session_host": "localhost"}, "localhost")],
)
def test_a_login_url_names_the_host_that_was_asked_for(hands, options, host):
    result = present(hands, login=False, **options)
    assert urlsplit(result["login_url"]).hostname == host


def test_check_mode_opens_and_closes_really(hands):
    result = hands.run("cpanel_session", check_mode=True, **hands.root, account=hands.alice.name)
    assert len(hands.srv.open_sessions()) == 1
    assert result["changed"] is False
    hands.run("cpanel_session", check_mode=True, state="absent", session=result["session"])
    assert hands.srv.open_sessions() == []


# --- keeping and renewing ----------------------------------------------------------------------------------------


def test_a_live_session_is_kept(hands):
    session = hands.open()
    result = present(hands, session=session)
    assert (result["reused"], result["session"]) == (True, session)
    assert hands.lines == ["POST 2083 Variables::get_session_information 200"]


@pytest.mark.parametrize("reply", ["401_html", "redirect", "200_html"])
def test_a_dead_session_is_replaced(hands, reply):
    hands.srv.switches.expired_reply = reply
    session = hands.open()
    hands.sim.clock.advance(1000)
    result = present(hands, session=session)
    status = {"401_html": 401, "redirect": 307, "200_html": 200}[reply]
    assert hands.lines == ["POST 2083 Variables::get_session_information %d" % status, *OPENED]
    assert result["reused"] is False
    assert result["session"]["cookies"] != session["cookies"]
    assert len(hands.srv.open_sessions()) == 1


def test_a_session_for_another_service_is_refused(hands):
    session = hands.open()
    box = next(iter(hands.alice.contents.mailboxes))
    for account, named in ((None, "service"), (box, "account")):
        given = {**hands.root, "account": account} if account else hands.root
        result = hands.run("cpanel_session", **given, service="webmaild", session=session)
        assert result["error"]["category"] == "usage"
        assert named in result["msg"]
    assert hands.lines == []


def test_a_session_keeps_its_service(hands):
    session = hands.run("cpanel_session", **hands.root, account="root", service="whostmgrd")["session"]
    assert hands.run("cpanel_session", **hands.root, session=session)["reused"]
    hands.sim.clock.advance(1000)
    renewed = hands.run("cpanel_session", **hands.root, session=session)
    assert (renewed["reused"], renewed["session"]["service"]) == (False, "whostmgrd")
    hands.close(renewed["session"])


def test_a_dead_session_without_a_credential_cannot_be_renewed(hands):
    session = hands.open()
    hands.sim.clock.advance(1000)
    result = hands.run("cpanel_session", session=session)
    assert result["error"]["category"] == "session_expired"
    assert "api_token" in result["error"]["hint"]


def test_a_token_that_is_revoked_meanwhile_is_found_out_by_one_question(hands):
    assert hands.whm("version")["status"] == 1
    given = hands.root
    hands.srv.state.root_tokens.clear()
    hands.srv.journal.clear()
    first = hands.run("whm_api", **given, function="listaccts")
    again = hands.run("whm_api", **given, function="listaccts")
    assert first["error"]["category"] == again["error"]["category"] == "auth_invalid"
    assert again["error"]["code"] == "breaker_open"
    assert [line.split()[2] for line in hands.lines] == ["listaccts", "myprivs"]


@pytest.mark.parametrize("reply", ["401_html", "redirect", "200_html"])
def test_a_task_renews_a_session_that_died_once(hands, reply):
    hands.srv.switches.expired_reply = reply
    session = hands.open()
    hands.sim.clock.advance(1000)
    result = hands.uapi("Email::list_pops", session=session)
    status = {"401_html": 401, "redirect": 307, "200_html": 200}[reply]
    assert result["status"] == 1
    assert hands.lines == [
        "POST 2083 Email::list_pops %d" % status,
        *OPENED,
        "POST 2083 Email::list_pops 200",
        "GET 2083 logout 200",
    ]
    assert len(hands.warnings) == 1
    assert "renewed" in hands.warnings[0]
    assert hands.srv.open_sessions() == []


def test_it_is_renewed_only_once(hands):
    session = hands.open()
    hands.srv.faults.add("expire_session", function="Email::list_pops")
    result = hands.uapi("Email::list_pops", session=session)
    assert result["error"]["category"] == "session_expired"
    assert hands.lines == [
        "POST 2083 Email::list_pops 401",
        *OPENED,
        "POST 2083 Email::list_pops 401",
        "GET 2083 logout 401",
    ]


def test_a_task_of_several_requests_renews_once_in_all(hands):
    session = hands.open()
    for function in ("Email::count_pops", "Email::list_pops"):
        hands.srv.faults.add("expire_session", function=function, times=1)
    calls = [{"function": "Email::count_pops"}, {"function": "Email::list_pops"}]
    result = hands.uapi(session=session, batch="never", calls=calls)
    assert result["error"]["category"] == "session_expired"
    assert hands.lines == [
        "POST 2083 Email::count_pops 401",
        *OPENED,
        "POST 2083 Email::count_pops 200",
        "POST 2083 Email::list_pops 401",
        "GET 2083 logout 401",
    ]


def test_a_write_is_made_once_by_the_renewed_session(hands):
    session = hands.open()
    hands.sim.clock.advance(1000)
    params = {"domain": hands.alice.main_domain, "email": "a", "fwdopt": "fwd", "fwdemail": "b@example.com"}
    result = hands.uapi("Email::add_forwarder", session=session, params=params)
    assert result["changed"] is True
    assert [entry.writes for entry in hands.srv.journal if entry.function == "Email::add_forwarder"] == [False, True]


def test_without_credentials_a_dead_session_is_a_failure(hands):
    session = hands.open()
    hands.sim.clock.advance(1000)
    result = hands.run("cpanel_uapi", session=session, function="Email::list_pops")
    assert result["error"]["category"] == "session_expired"
    assert hands.lines == ["POST 2083 Email::list_pops 401"]


def test_a_whm_session_is_renewed_too(hands):
    session = hands.open(account="reseller1", service="whostmgrd")
    hands.sim.clock.advance(1000)
    result = hands.whm("version", session=session)
    assert result["status"] == 1
    assert hands.lines == [
        "POST 2087 version 401",
        "POST 2087 create_user_session 200",
        "GET 2087 login 307",
        "POST 2087 version 200",
        "GET 2087 logout 200",
    ]


def test_a_token_that_does_not_fit_the_cookie_is_told_from_an_expired_session(hands):
    session = {**hands.open(), "security_token": "/cpsess1234567890"}
    result = hands.run("cpanel_uapi", session=session, function="Email::list_pops")
    assert (result["error"]["category"], result["error"]["code"]) == ("session_expired", "token_denied")
    assert "security_token" in result["error"]["hint"]
    assert hands.lines == ["POST 2083 Email::list_pops 401"]


def test_a_session_ended_by_a_change_of_address(hands):
    session = hands.open()
    hands.srv.faults.add("ip_change", times=1)
    result = hands.run("cpanel_uapi", session=session, function="Email::list_pops")
    assert result["error"]["category"] == "session_expired"


# --- closing -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["200", "307"])
def test_logout(hands, status):
    hands.srv.switches.logout_status = status
    session = hands.open()
    result = hands.close(session)
    assert hands.lines == ["GET 2083 logout " + status]
    assert hands.srv.open_sessions() == []
    assert (result["changed"], result["reused"]) == (False, False)
    assert set(result["session"]) == BUNDLE_KEYS
    assert set(result["session"].values()) == {None}


@pytest.mark.parametrize("reply", ["401_html", "redirect", "200_html"])
def test_absent_is_idempotent(hands, reply):
    hands.srv.switches.expired_reply = reply
    session = hands.open()
    first, second = hands.close(session), hands.close(session)
    assert not first.get("failed")
    assert not second.get("failed"), second["msg"]
    nothing = hands.close(second["session"])
    assert not nothing.get("failed")
    assert len(hands.lines) == 2


def test_absent_needs_a_session(hands):
    result = hands.run("cpanel_session", **hands.root, state="absent")
    assert result["error"]["category"] == "usage"
    assert hands.lines == []


def test_absent_ignores_what_module_defaults_brought(hands):
    session = hands.open()
    result = hands.close(session, **{**hands.root, "account": "someone", "port": 1, "timeout": 5})
    assert not result.get("failed"), result["msg"]
    assert hands.lines == ["GET 2083 logout 200"]


def test_the_task_that_opened_a_session_closes_it(hands):
    assert hands.uapi("Email::list_pops", via="session")["via"] == "session"
    assert hands.lines == [*OPENED, "POST 2083 Email::list_pops 200", "GET 2083 logout 200"]
    assert hands.srv.open_sessions() == []


def test_a_session_that_was_handed_over_is_left_open(hands):
    session = hands.open()
    hands.uapi("Email::list_pops", session=session)
    assert len(hands.srv.open_sessions()) == 1


@pytest.mark.parametrize(
    "options",
    [
        {"function": "Email::delete_pop", "params": {"email": "nobody@example.com"}},
        {"function": "Email::list_pops", "query": "length(`5`)"},
        {"function": "Nothing::here"},
        {"function": "Fileman::upload_files", "params": {"dir": "x", "file-1": "/nowhere/at/all"}},
    ],
)
def test_it_is_closed_after_a_failure_too(hands, options):
    result = hands.uapi(via="session", **options)
    assert result["failed"]
    assert hands.srv.open_sessions() == []
    assert hands.srv.counters()["sessions"]["opened"] == hands.srv.counters()["sessions"]["closed"]


def test_a_logout_that_fails_is_a_warning_and_no_failure(hands):
    hands.srv.faults.add("status", function="logout", status=500)
    result = hands.uapi("Email::list_pops", via="session")
    assert result["status"] == 1
    assert len(hands.warnings) == 1
    assert "could not be logged out" in hands.warnings[0]
    assert "/cpsess1" not in hands.warnings[0]


@pytest.mark.parametrize(
    ("number", "where"),
    [
        (signal.SIGINT, "Email::list_pops"),
        (signal.SIGTERM, "login"),
        (signal.SIGHUP, "logout"),
        (signal.SIGINT, "logout"),
    ],
)
def test_an_interrupted_module_leaves_no_session(hands, module, number, where):
    hands.srv.faults.add("delay", function=where, seconds=0.3)
    options = {**hands.root, "account": hands.alice.name, "via": "session", "function": "Email::list_pops"}
    process = module.start("cpanel_uapi", options)
    wanted = {"login": 1, "Email::list_pops": 2, "logout": 3}[where]
    give_up = time.monotonic() + 10
    while hands.srv._seq < wanted + 1 and process.poll() is None and time.monotonic() < give_up:
        time.sleep(0.01)
    process.send_signal(number)
    result = module.finish(process)
    assert result["failed"]
    assert signal.Signals(number).name in result["msg"]
    assert hands.srv.open_sessions() == []
    assert process.returncode == 1


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
def test_half_a_session_is_refused(hands, change, word):
    session = {**hands.open(), **change}
    result = hands.run("cpanel_uapi", session=session, function="Email::list_pops")
    assert result["error"]["category"] == "usage"
    assert word in result["msg"]
    assert hands.lines == []


def test_a_session_of_another_account_is_refused(hands):
    session = hands.open()
    result = hands.run("cpanel_uapi", session=session, account=hands.bob.name, function="Email::list_pops")
    assert result["error"]["category"] == "usage"
    assert hands.lines == []


def test_a_null_session_counts_as_none(hands):
    null = dict.fromkeys(BUNDLE_KEYS)
    assert hands.uapi("Email::list_pops", session=null)["via"] == "whm"


def test_the_secrets_of_a_session_do_not_show_in_what_came_of_it(hands):
    session = hands.open()
    for result in (
        hands.uapi("Email::list_pops", session=session),
        hands.uapi("Email::delete_pop", session=session, params={"email": "nobody@example.com"}),
        hands.close({**session, "security_token": "/cpsess1234567890"}),
    ):
        printed = str(result)
        assert session["security_token"] not in printed
        assert session["cookies"]["cpsession"] not in printed
        assert session["account"] in printed


def test_plain_http_is_possible_and_warned_of(hands):
    plain = {**hands.root, "port": hands.srv.ports[2086], "use_ssl": False}
    result = hands.run("cpanel_session", **plain, account=hands.alice.name)
    session = result["session"]
    assert (session["scheme"], session["port"]) == ("http", hands.srv.ports[2082])
    assert hands.lines == ["POST 2086 create_user_session 200", "GET 2082 login 307"]
    assert any("use_ssl" in text for text in hands.warnings)
    assert hands.run("cpanel_uapi", session=session, function="Email::list_pops")["status"] == 1
    assert any("http" in text.lower() for text in hands.warnings)
