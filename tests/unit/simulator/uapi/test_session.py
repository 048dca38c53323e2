# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI Session (protocol.md 3.6)."""

from __future__ import annotations

from typing import Any


def test_create_temp_user_needs_a_session(wire: Any, name: str) -> None:
    assert wire.uapi(name, "Session::create_temp_user")["status"] == 0
    token, cookie = wire.session(name)
    assert wire.send(2083, token + "/execute/Session/create_temp_user", {}, headers=cookie).json["data"]["created"] == 1


def test_webmail_session_from_uapi(wire: Any, name: str) -> None:
    domain = wire.server.accounts[name].main_domain
    function = "Session::create_webmail_session_for_mail_user"
    data = wire.uapi(name, function, login="info", domain=domain)["data"]
    assert data["hostname"] is None
    assert "CREATE_WEBMAIL_SESSION_FOR_MAIL_USER" in data["session"]
    answer = wire.send(2096, data["token"] + "/login", {"session": data["session"]})
    assert answer.status == 307
    assert answer.cookie("webmailsession").startswith("webmailsession=info@")
    wrong = wire.uapi(name, function + "_check_password", login="info", domain=domain, password="wrong")
    assert wrong["status"] == 0
