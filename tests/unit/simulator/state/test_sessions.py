# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions: logins, expiry, the session log (protocol.md 3, 7.1)."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

LIST = "/execute/Email/list_pops"


def test_mint_login_call_logout(wire: Any, name: str) -> None:
    minted = wire.mint(name)
    assert re.fullmatch(r"/cpsess\d{10}", minted["cp_security_token"])
    assert re.fullmatch(name + r":\w{16}:create_user_session,[0-9a-f]{32}", minted["session"])
    assert f"?session={name}%3a" in minted["url"]
    assert "%2c" in minted["url"]
    assert len(wire.server.pending_sessions()) == 1
    assert wire.server.open_sessions() == []

    answer = wire.login(minted)
    assert (answer.status, answer.reason) == (307, "Moved")
    assert answer.headers["Server"] == "cpsrvd"
    assert answer.headers["Location"].startswith(minted["cp_security_token"] + "/")
    header = answer.headers["Set-Cookie"]
    assert re.fullmatch(rf"cpsession={name}%3a\w{{16}}%2c[0-9a-f]{{32}}; HttpOnly; path=/; port=2083; secure", header)
    assert minted["session"].split(":")[1] not in header
    assert wire.server.pending_sessions() == []
    assert len(wire.server.open_sessions()) == 1

    token, cookie = minted["cp_security_token"], {"Cookie": answer.cookie("cpsession")}
    assert wire.send(2083, token + LIST, {}, headers=cookie).json["status"] == 1
    assert wire.send(2083, token + "/logout", headers=cookie).status == 200
    assert wire.server.open_sessions() == []
    after = wire.send(2083, token + LIST, {}, headers=cookie)
    assert after.status == 401
    assert "cPanel Login" in after.text
    assert wire.server.journal.lines() == [
        "POST 2087 create_user_session 200",
        "GET 2083 login 307",
        "POST 2083 Email::list_pops 200",
        "GET 2083 logout 200",
        "POST 2083 Email::list_pops 401",
    ]


def test_before_the_login_the_session_is_useless(wire: Any, name: str) -> None:
    minted = wire.mint(name)
    cookie = {"Cookie": "cpsession=" + minted["session"].replace(":", "%3a").replace(",", "%2c")}
    assert wire.send(2083, minted["cp_security_token"] + LIST, {}, headers=cookie).status == 401


@pytest.mark.parametrize(("status", "expected"), [("307", 307), ("301", 301), ("200", 200)])
def test_login_status_switch(wire: Any, name: str, status: str, expected: int) -> None:
    wire.server.switches.login_status = status
    answer = wire.login(wire.mint(name))
    assert answer.status == expected
    assert answer.cookie("cpsession")


def test_three_wrong_tokens_end_the_session(wire: Any, name: str) -> None:
    token, cookie = wire.session(name)
    for _turn in range(2):
        answer = wire.send(2083, "/cpsess0000000000" + LIST, {}, headers=cookie)
        assert (answer.status, answer.reason) == (401, "Token Denied")
        assert "The security token in your request is invalid." in answer.text
    assert wire.send(2083, token + LIST, {}, headers=cookie).status == 200
    missing = wire.send(2083, LIST, {}, headers=cookie)
    assert missing.reason == "Token Denied"
    assert "missing from your request" in missing.text
    assert wire.send(2083, token + LIST, {}, headers=cookie).status == 401
    assert "tokendenied [Too many token failures (3/3)]" in wire.server.session_log()
    assert wire.server.open_sessions() == []


def test_idle_sessions_expire_by_the_clock(wire: Any, name: str) -> None:
    token, cookie = wire.session(name)
    wire.simulator.clock.advance(800)
    assert wire.send(2083, token + LIST, {}, headers=cookie).status == 200
    wire.simulator.clock.advance(800)
    assert wire.send(2083, token + LIST, {}, headers=cookie).status == 200
    wire.simulator.clock.advance(901)
    answer = wire.send(2083, token + LIST, {}, headers=cookie)
    assert answer.status == 401
    assert "Your session has expired. Please log in again." in answer.text
    assert wire.server.session_log().splitlines()[-1].endswith(" expired")


def test_a_minted_session_nobody_used_expires(wire: Any, name: str) -> None:
    minted = wire.mint(name)
    wire.simulator.clock.set(minted["expires"] + 5)
    assert wire.server.pending_sessions() == []
    assert wire.login(minted).status == 401


@pytest.mark.parametrize(("reply", "status"), [("401_html", 401), ("redirect", 307), ("200_html", 200)])
def test_expired_reply_switch(wire: Any, name: str, reply: str, status: int) -> None:
    wire.server.switches.expired_reply = reply
    token, cookie = wire.session(name)
    wire.simulator.clock.advance(1000)
    assert wire.send(2083, token + LIST, {}, headers=cookie).status == status


def test_another_client_address_ends_the_session(wire: Any, name: str) -> None:
    token, cookie = wire.session(name)
    answer = wire.send(2083, token + LIST, {}, headers=cookie, source="127.0.0.2")
    assert answer.status == 401
    assert "Your IP address has changed" in answer.text
    assert "badpass [cookie ip check: IP address has changed]" in wire.server.session_log()
    assert wire.send(2083, token + LIST, {}, headers=cookie).status == 401


def test_a_session_works_on_its_service_only(wire: Any, name: str) -> None:
    minted = wire.mint(name)
    assert wire.login(minted, port=2087).status == 401
    answer = wire.login(minted)
    assert answer.status == 307
    cookie = {"Cookie": answer.cookie("cpsession").replace("cpsession", "whostmgrsession")}
    assert wire.send(2087, minted["cp_security_token"] + "/json-api/version", {}, headers=cookie).status == 403


def test_a_live_cookie_without_token_is_sent_to_the_right_place(wire: Any, name: str) -> None:
    token, cookie = wire.session(name)
    answer = wire.send(2083, "/", headers=cookie)
    assert (answer.status, answer.headers["Location"]) == (307, token + "/")


def test_a_password_change_ends_sessions(wire: Any, name: str) -> None:
    token, cookie = wire.session(name)
    assert wire.whm("passwd", user=name, password="Kq7-wePtorD3")["metadata"]["result"] == 1
    assert wire.send(2083, token + LIST, {}, headers=cookie).status == 401
    assert "password_change" in wire.server.session_log()


def test_logout_by_redirect(wire: Any, name: str) -> None:
    wire.server.switches.logout_status = "307"
    token, cookie = wire.session(name)
    answer = wire.send(2083, token + "/logout", headers=cookie)
    assert (answer.status, answer.headers["Location"]) == (307, "/logout/?locale=en")


@pytest.mark.parametrize(("reuse", "status", "left"), [("replace", 307, 1), ("new", 307, 2), ("refuse", 401, 1)])
def test_login_url_reuse(wire: Any, name: str, reuse: str, status: int, left: int) -> None:
    wire.server.switches.login_url_reuse = reuse
    minted = wire.mint(name)
    assert wire.login(minted).status == 307
    assert wire.login(minted).status == status
    assert len(wire.server.open_sessions()) == left


def test_new_session_log(wire: Any, name: str) -> None:
    token, cookie = wire.session(name)
    wire.send(2083, token + "/logout", headers=cookie)
    lines = wire.server.session_log().splitlines()
    made = r"address=127\.0\.0\.1,app=cpaneld,creator=root,method=create_user_session,path=-,possessed=1"
    shapes = [
        rf"\[[\d-]+ [\d:]+ \+0000\] info \[xml-api\] 127\.0\.0\.1 NEW {name}:\w{{16}} {made}",
        rf"\[[\d-]+ [\d:]+ \+0000\] info \[cpaneld\] 127\.0\.0\.1 PURGE {name}:\w{{16}} loginsuccess",
        rf"\[.*\] info \[cpaneld\] 127\.0\.0\.1 NEW {name}:\w{{16}} .*method=handle_form_login,path=form,possessed=1",
        rf"\[.*\] info \[cpaneld\] 127\.0\.0\.1 PURGE {name}:\w{{16}} logout",
    ]
    assert len(lines) == len(shapes)
    for line, shape in zip(lines, shapes):
        assert re.fullmatch(shape, line), line


def test_old_session_log(wire: Any, name: str) -> None:
    wire.server.switches.session_log_format = "old"
    wire.mint(name)
    line = wire.server.session_log().strip()
    assert re.fullmatch(rf"127\.0\.0\.1 \[\d\d/\d\d/\d{{4}}:[\d:]{{8}} \+0000\] NEW {name}:\w{{16}} address=.*", line)


def test_password_login_form(wire: Any, name: str) -> None:
    account = wire.server.accounts[name]
    form = {"user": name, "pass": account.password, "login_only": 1}
    answer = wire.send(2083, "/login/", form)
    assert answer.json["status"] == 1
    token = answer.json["security_token"]
    assert answer.json["redirect"].startswith(token + "/")
    assert answer.headers["Location"].startswith(token + "/")
    cookie = {"Cookie": answer.cookie("cpsession")}
    assert wire.send(2083, token + LIST, {}, headers=cookie).json["status"] == 1
    plain = wire.send(2083, "/login", {"user": name, "pass": account.password})
    assert plain.status == 307
    assert plain.headers["Location"].startswith("/cpsess")


def test_password_login_refused(wire: Any, name: str) -> None:
    answer = wire.send(2083, "/login/?login_only=1", {"user": name, "pass": "wrong"})
    assert (answer.status, answer.reason) == (401, "Access Denied")
    assert answer.json == {"status": 0, "message": "see_login_log"}
    assert answer.cookie("cpsession").startswith("cpsession=%3a")
    page = wire.send(2083, "/login/", {"user": name, "pass": "wrong"})
    assert page.status == 401
    assert "The login is invalid." in page.text
    assert "user password incorrect" in wire.server.login_log()


def test_one_connection_belongs_to_one_identity(wire: Any, name: str, theirs: str) -> None:
    first, second = wire.session(name), wire.session(theirs)
    connection = wire.connect(2083)
    assert wire.send(2083, first[0] + LIST, {}, headers=first[1], connection=connection).status == 200
    assert wire.send(2083, second[0] + LIST, {}, headers=second[1], connection=connection).status == 401
    assert wire.send(2083, first[0] + LIST, {}, headers=first[1], connection=connection).status == 200
    wire.server.switches.bind_connections = False
    assert wire.send(2083, second[0] + LIST, {}, headers=second[1], connection=connection).status == 200
    connection.close()


def test_the_clock_moves_without_waiting(wire: Any) -> None:
    before = time.monotonic()
    assert wire.simulator.clock.advance(86400) > time.time() + 86000
    assert time.monotonic() - before < 1


def test_a_login_url_with_the_wrong_token_opens_nothing(wire: Any, name: str) -> None:
    minted = wire.mint(name)
    path = "/" + minted["url"].split("/", 3)[3].replace(minted["cp_security_token"][1:], "cpsess0000000000")
    assert wire.send(2083, path).reason == "Token Denied"
    assert wire.server.open_sessions() == []
    assert wire.login(minted).status == 307
