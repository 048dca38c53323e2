# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""WHM API 1: create_user_session (protocol.md 3.1)."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"service": "cpaneld"}, "Provide the \u201cuser\u201d argument."),
        ({"user": "{name}"}, "Provide the \u201cservice\u201d argument."),
        ({"user": "nobody", "service": "cpaneld"}, "\u201cnobody\u201d because they do not exist."),
        ({"user": "{name}", "service": "ftpd"}, "The service \u201cftpd\u201d is not valid."),
        (
            {"user": "{name}", "service": "whostmgrd"},
            "a \u201cwhostmgrd\u201d session for the user \u201c{name}\u201d because",
        ),
        ({"user": "x@{name}.example.com", "service": "webmaild"}, "because they do not exist."),
    ],
)
def test_mint_refusals(wire: Any, name: str, params: dict[str, str], reason: str) -> None:
    answer = wire.whm("create_user_session", **{k: v.replace("{name}", name) for k, v in params.items()})
    assert answer["metadata"]["result"] == 0
    assert reason.replace("{name}", name) in answer["metadata"]["reason"]
    assert "data" not in answer


def test_mint_for_a_suspended_account(wire: Any, name: str) -> None:
    wire.whm("suspendacct", user=name)
    answer = wire.whm("create_user_session", user=name, service="cpaneld")
    assert "because they are currently suspended" in answer["metadata"]["reason"]


def test_a_reseller_mints_only_for_its_own(wire: Any, name: str, theirs: str) -> None:
    allowed = wire.whm("create_user_session", wire.reseller, user=theirs, service="cpaneld")
    refused = wire.whm("create_user_session", wire.reseller, user=name, service="cpaneld")
    assert allowed["metadata"]["reason"] == "Created session"
    text = f"You do not have permission to create sessions for the user \u201c{name}\u201d."
    assert refused["metadata"]["reason"] == text


def test_app_locale_and_preferred_domain_show_in_the_url(wire: Any, name: str) -> None:
    url = wire.mint(name, app="Email_Accounts", locale="de", preferred_domain="panel.example.org")["url"]
    assert url.startswith("https://panel.example.org:")
    assert "&goto_uri=%2Ffrontend" in url
    assert url.endswith("&locale=de")
    assert "goto_uri" not in wire.mint(name, app="No_Such_App")["url"]


def test_whm_session(wire: Any) -> None:
    minted = wire.mint("reseller1", "whostmgrd")
    answer = wire.login(minted, 2087)
    assert "port=2087" in answer.headers["Set-Cookie"]
    cookie = {"Cookie": answer.cookie("whostmgrsession")}
    path = minted["cp_security_token"] + "/json-api/listaccts"
    accounts = wire.send(2087, path, {"api.version": 1}, headers=cookie).json["data"]["acct"]
    assert accounts
    assert {row["owner"] for row in accounts} == {"reseller1"}


def test_webmail_session_from_whm(wire: Any, name: str) -> None:
    address = f"info@{wire.server.accounts[name].main_domain}"
    minted = wire.mint(address, "webmaild")
    answer = wire.login(minted, 2096)
    cookie, token = {"Cookie": answer.cookie("webmailsession")}, minted["cp_security_token"]
    assert wire.send(2096, token + "/execute/Email/account_name", {}, headers=cookie).json["data"] == address
    refused = wire.send(2096, token + "/execute/Email/add_pop", {"email": "x"}, headers=cookie).json
    assert refused["status"] == 0
