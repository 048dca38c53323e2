# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that answer otherwise than the simulator does, each by a few lines: what is unknown must not matter."""

from __future__ import annotations

import threading
from typing import Any

import pytest

CPANEL_LOGIN = "<!DOCTYPE html><html><head><title>cPanel Login</title></head><body></body></html>"
STRANGE_LOGIN = "<html><body><h1>Willkommen</h1><form action=/anmelden><input type=password></form></body></html>"
MAINTENANCE = "<html><body><h1>Back soon</h1><form action=/search><input name=q></form></body></html>"
TOKEN = "/cpsess1234567890"
SESSION_ID = "ex%3aAb12Cd34Ef56Gh78%2c0123456789abcdef0123456789abcdef"


def whm(data: Any, **metadata: Any) -> tuple[int, list[Any], Any]:
    return 200, [], {"metadata": {"version": 1, "result": 1, "reason": "OK", **metadata}, "data": data}


def flat(data: Any, **metadata: Any) -> tuple[int, list[Any], Any]:
    return 200, [], {"status": 1, "data": data, "errors": None, "messages": None, "metadata": metadata}


def logs_in(port: int, cookies: list[str]) -> Any:
    """What mints and opens a session, with these cookies beside the session's own."""

    def answer(path: str) -> Any:
        if path.endswith("/create_user_session"):
            url = "http://inner.example.net:%d%s/login/?session=x" % (port, TOKEN)
            return whm({"cp_security_token": TOKEN, "url": url, "expires": 2000000000})
        if "/login/" in path:
            lines = ["cpsession=%s; HttpOnly; path=/; port=2082" % SESSION_ID, *cookies]
            return 301, [("Set-Cookie", line) for line in lines], ""
        return None

    return answer


def test_cookies_that_are_no_secrets_mask_nothing(runner, odd):
    port: list[int] = []
    extra = ["timezone=Europe/Berlin", "session_locale=german", "roundcube_sessauth=expired"]
    extra.append("cprelogin=no; expires=Thu, 01-Jan-1970 00:00:01 GMT")

    def answer(method: str, path: str, form: dict[str, str]) -> Any:
        return logs_in(port[0], extra)(path) or flat([{"zone": "Europe/Berlin", "language": "german"}])

    server = odd(answer)
    port.append(server.port)
    session = runner.run("cpanel_session", account="ex", **server.options)["session"]
    result = runner.run("cpanel_uapi", session=session, function="Email::list_pops")

    assert result["result"] == [{"zone": "Europe/Berlin", "language": "german"}]
    assert session["cookies"]["timezone"] == "Europe/Berlin"
    assert "cprelogin" not in server.seen[-1][3]["Cookie"]
    assert "roundcube_sessauth=expired" in server.seen[-1][3]["Cookie"]


def test_a_category_stays_a_category_whatever_the_password(runner, odd):
    server = odd(lambda method, path, form: (401, [], CPANEL_LOGIN))
    given = {**server.options, "api_token": None, "login_password": "auth_invalid"}
    result = runner.run("whm_api", function="version", **given)
    assert result["error"]["category"] == "auth_invalid"


@pytest.mark.parametrize(
    ("status", "body", "category"),
    [(401, CPANEL_LOGIN, "auth_invalid"), (200, CPANEL_LOGIN, "auth_invalid"), (200, STRANGE_LOGIN, "auth_invalid")],
)
def test_a_refusal_by_a_page_is_one_attempt(runner, odd, status, body, category):
    server = odd(lambda method, path, form: (status, [("Content-Type", "text/html")], body))
    first = runner.run("whm_api", function="version", **server.options)
    second = runner.run("whm_api", function="gethostname", **server.options)

    assert first["error"]["category"] == category
    assert second["error"]["code"] == "breaker_open"
    assert server.paths == ["/json-api/version"]


def test_a_page_that_is_no_login_page_stops_no_credential(runner, odd):
    """A server under maintenance: a good token works again as soon as the server does."""
    pages = [MAINTENANCE, MAINTENANCE]

    def answer(method: str, path: str, form: dict[str, str]) -> Any:
        return (200, [("Content-Type", "text/html")], pages.pop()) if pages else whm({"version": "11.130.0.1"})

    server = odd(answer)
    results = [runner.run("whm_api", function="version", **server.options) for _turn in range(3)]
    assert [result.get("error", {}).get("code") for result in results] == ["html", "html", None]
    assert len(server.paths) == 3


def test_a_whm_session_that_died_is_renewed_whatever_the_page_says(runner, odd):
    port: list[int] = []

    def answer(method: str, path: str, form: dict[str, str]) -> Any:
        if path.endswith("/create_user_session"):
            return logs_in(port[0], [])(path)
        if "/login/" in path:
            return 200, [("Set-Cookie", "whostmgrsession=%s; path=/" % SESSION_ID)], ""
        if path.endswith("/version") and TOKEN not in path:
            return 401, [("Content-Type", "text/html")], CPANEL_LOGIN
        return whm({"version": "11.130"})

    server = odd(answer)
    port.append(server.port)
    dead = {"host": "127.0.0.1", "port": server.port, "scheme": "http", "service": "whostmgrd", "account": "root"}
    dead.update(security_token="/cpsess1", cookies={"whostmgrsession": "root%3adead"})
    result = runner.run("whm_api", function="version", session=dead, **server.options)

    assert result["data"] == {"version": "11.130"}
    assert server.paths[0] == "/cpsess1/json-api/version"
    assert server.paths[-1] == "%s/logout" % TOKEN


def test_filters_and_sort_hold_where_whm_passes_nothing_on(runner, odd):
    rows = [{"email": "b@x", "n": "10"}, {"email": "c@y", "n": "9"}, {"email": "a@x", "n": "100"}]

    def answer(method: str, path: str, form: dict[str, str]) -> Any:
        return whm({"uapi": {"status": 1, "data": rows, "errors": None, "metadata": {}}})

    server = odd(answer)
    result = runner.run(
        "cpanel_uapi",
        account="ex",
        function="Email::list_pops",
        filters=[{"column": "email", "type": "ends", "term": "@X"}],
        sort=[{"column": "n", "method": "numeric", "reverse": True}],
        **server.options,
    )
    assert [row["email"] for row in result["result"]] == ["a@x", "b@x"]
    assert len(server.seen) == 1


@pytest.mark.parametrize("body", [{"foo": 1}, "[]"])
def test_a_write_with_an_answer_that_is_none_is_in_doubt(runner, odd, body):
    server = odd(lambda method, path, form: (200, [], body))
    result = runner.run("whm_api", function="suspendacct", params={"user": "ex"}, **server.options)
    assert result["error"]["category"] == "ambiguous"
    assert result["changed"] is True
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("options", "named"),
    [({"host": "localhost:2087"}, "port: 2087"), ({"session": {"cookies": {"cpsession": "a\r\nb"}}}, "cookie")],
)
def test_what_cannot_be_sent_is_refused_before(runner, odd, options, named):
    server = odd(lambda method, path, form: whm({}))
    bundle = {"host": "127.0.0.1", "port": server.port, "service": "cpaneld", "security_token": "/cpsess1"}
    given = {**server.options, **options}
    if "session" in given:
        given["session"] = {**bundle, **given["session"]}
    result = runner.run("cpanel_uapi", function="Email::list_pops", account=None, **given)
    assert result["error"]["category"] == "usage"
    assert named in result["msg"] + str(result["error"]["hint"])
    assert server.seen == []


def unknown(name: str) -> tuple[int, list[Any], Any]:
    reason = "Unknown app (%s) requested for this version (1) of the API." % name
    return 200, [], {"metadata": {"command": name, "version": 1, "result": 0, "reason": reason}}


def without(absent: str, port: list[int]) -> Any:
    """A server that lacks one function, and can do everything with sessions."""

    def answer(method: str, path: str, form: dict[str, str]) -> Any:
        name = path.split("/json-api/")[-1]
        if path.startswith("/json-api/"):
            if name == absent:
                return unknown(name)
            if name == "applist":
                return whm({"app": ["version", "accountsummary", "create_user_session", "myprivs"]})
            if name == "myprivs":
                return whm({"privileges": [{"all": 1}]})
            if name == "accountsummary":
                return whm({"acct": [{"user": form["user"], "suspended": 0}]})
            if name == "batch":
                count = sum(key.startswith("command-") for key in form)
                return whm({"result": [unknown("uapi_cpanel")[2]] * count})
        if path.endswith("/execute/Batch/strict") and absent == "Batch::strict":
            text = "Failed to load module Cpanel::API::Batch"
            return 200, [], {"status": 0, "data": None, "errors": [text], "messages": None, "metadata": {}}
        return logs_in(port[0], [])(path) or flat([{"email": "a@x"}])

    return answer


def test_uapi_takes_a_session_where_whm_has_no_uapi_cpanel(runner, odd):
    port: list[int] = []
    server = odd(without("uapi_cpanel", port))
    port.append(server.port)
    result = runner.run("cpanel_uapi", account="ex", function="Email::list_pops", **server.options)
    assert (result["via"], result["data"]) == ("session", [{"email": "a@x"}])


@pytest.mark.parametrize("absent", ["batch", "uapi_cpanel"])
def test_a_fleet_takes_sessions_where_whm_has_no_way(runner, odd, absent):
    port: list[int] = []
    server = odd(without(absent, port))
    port.append(server.port)
    calls = [{"function": "Email::list_pops"}]
    result = runner.run("cpanel_fleet", accounts=["a", "b", "c"], calls=calls, **server.options)
    assert result["summary"] == {**result["summary"], "ok": 3, "failed": 0, "via": ["session"]}


def test_calls_are_made_singly_where_there_is_no_batch(runner, odd):
    port: list[int] = []
    server = odd(without("Batch::strict", port))
    port.append(server.port)
    add = {"function": "Email::add_forwarder", "params": {"domain": "x", "email": "y", "fwdopt": "fail"}}
    calls = [{"function": "Email::list_pops"}, add]
    result = runner.run("cpanel_uapi", account="ex", via="session", calls=calls, **server.options)
    assert [call["status"] for call in result["calls"]] == [1, 1]
    assert result["changed"] is True
    assert sum("add_forwarder" in path for path in server.paths) == 1


def test_a_privilege_that_is_missing_closes_a_server_at_once(runner, odd):
    def answer(method: str, path: str, form: dict[str, str]) -> Any:
        if path.endswith("/myprivs"):
            return whm({"privileges": [{"all": 0, "create-user-session": 0, "list-accts": 1}]})
        if path.endswith("/listaccts"):
            return whm({"acct": [{"user": "u%d" % number, "domain": "d%d" % number} for number in range(20)]})
        body = {"cpanelresult": {"apiversion": "2", "error": "Access denied", "data": {"reason": "Access denied"}}}
        return 403, [("Content-Type", "text/plain")], body

    server = odd(answer)
    calls = [{"function": "Email::list_pops"}]
    result = runner.run("cpanel_fleet", select={}, calls=calls, via="session", forks=1, **server.options)
    assert {item["error"]["category"] for item in result["results"]} == {"permission"}
    assert [path.rsplit("/", 1)[1] for path in server.paths] == ["listaccts", "create_user_session", "myprivs"]


def test_a_token_revoked_midway_is_confirmed_once_for_all_workers(runner, odd):
    revoked = threading.Event()

    def answer(method: str, path: str, form: dict[str, str]) -> Any:
        if path.endswith("/listaccts"):
            return whm({"acct": [{"user": "u%d" % number, "domain": "d%d" % number} for number in range(20)]})
        revoked.wait(0.2)
        body = {"cpanelresult": {"apiversion": "2", "error": "Access denied", "data": {"reason": "Access denied"}}}
        return 403, [("Content-Type", "text/plain")], body

    server = odd(answer)
    calls = [{"function": "Email::list_pops"}]
    result = runner.run("cpanel_fleet", select={}, calls=calls, via="session", **server.options)
    assert {item["error"]["category"] for item in result["results"]} == {"auth_invalid"}
    assert [path.rsplit("/", 1)[1] for path in server.paths].count("myprivs") == 1
