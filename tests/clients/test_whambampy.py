# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""whambampy: mints a session for itself, then calls WHM API 1 below /cpsess…/json-api/, by GET, with its token."""

from __future__ import annotations

import re
from typing import Any

import pytest


@pytest.fixture
def whm(client: Any) -> Any:
    return client("whambampy")


def place(simulator: Any, username: str, api_token: str) -> dict[str, Any]:
    server = simulator.servers[0]
    port = server.ports[2087]
    return {
        "host": server.host,
        "username": username,
        "api_token": api_token,
        "whm_port": port,
        "verify_ssl": simulator.ca_path,
    }


def test_root_mints_a_session_and_calls_below_its_token(whm: Any, simulator: Any, server: Any) -> None:
    listed, one, version, privileges, broken = whm.talk(
        place(simulator, "root", server.root_token),
        ["listaccts", {"want": "user,domain"}],
        ["accountsummary", {"user": next(iter(server.accounts))}],
        ["version", {}],
        ["myprivs", {}],
        ["accountsummary", {"user": "nobody"}],
    )
    accounts = {(account.name, account.main_domain) for account in server.accounts.values()}
    assert {(row["user"], row["domain"]) for row in listed["result"]["data"]["acct"]} == accounts
    assert listed["result"]["metadata"] == {"version": 1, "command": "listaccts", "result": 1, "reason": "OK"}
    assert len(one["result"]["data"]["acct"]) == 1
    assert version["result"]["data"]["version"] == server.version
    assert privileges["result"]["data"]["privileges"][0]["all"] == 1
    assert broken["result"]["metadata"]["result"] == 0

    mint, *calls = server.journal
    assert mint.line == "GET 2087 create_user_session 200"
    assert (mint.query["user"], mint.query["service"]) == ("root", "whostmgrd")
    (session,) = server.pending_sessions()
    assert re.fullmatch(r"/cpsess\d{10}", session.token)
    assert {entry.path.split("/json-api/")[0] for entry in calls} == {session.token}
    assert {entry.identity for entry in server.journal} == {"root (token)"}
    assert not any("Cookie" in entry.headers for entry in server.journal)
    assert {entry.method for entry in calls} == {"GET"}


def test_a_life_of_an_account(whm: Any, simulator: Any, server: Any) -> None:
    account = {"username": "freshone", "domain": "freshone.example.org", "password": "aB3+dE6&h=9!", "plan": "starter"}
    created, again, suspended, back, moved, removed, gone = whm.talk(
        place(simulator, "root", server.root_token),
        ["createacct", account],
        ["createacct", account],
        ["suspendacct", {"user": "freshone", "reason": "unpaid"}],
        ["unsuspendacct", {"user": "freshone"}],
        ["changepackage", {"user": "freshone", "pkg": "business"}],
        ["removeacct", {"username": "freshone"}],
        ["removeacct", {"username": "freshone"}],
    )
    assert created["result"]["metadata"]["reason"] == "Account Creation Ok"
    assert created["result"]["data"]["package"] == "starter"
    assert again["result"]["metadata"]["result"] == 0
    assert "already exists" in again["result"]["metadata"]["reason"]
    done = [step["result"]["metadata"]["result"] for step in (suspended, back, moved, removed)]
    assert done == [1, 1, 1, 1]
    assert all(step["result"]["metadata"]["output"]["raw"] for step in (suspended, back, moved, removed))
    assert gone["result"]["metadata"]["reason"] == "The account \u201cfreshone\u201d does not exist."
    assert "freshone" not in server.accounts
    assert [entry.writes for entry in server.journal] == [False, True, False, True, True, True, True, False]


def test_a_token_made_here_works_here_until_it_is_revoked(whm: Any, simulator: Any, server: Any) -> None:
    made, listed = whm.talk(
        place(simulator, "root", server.root_token),
        ["api_token_create", {"token_name": "spare"}],
        ["api_token_list", {}],
    )
    token = made["result"]["data"]["token"]
    assert re.fullmatch(r"[A-Z0-9]{32}", token)
    assert listed["result"]["data"]["tokens"]["spare"]["name"] == "spare"
    assert token not in str(listed)
    (revoked,) = whm.talk(place(simulator, "root", token), ["api_token_revoke", {"token_name": "spare"}])
    assert revoked["result"]["metadata"]["result"] == 1
    (refused,) = whm.talk(place(simulator, "root", token), ["version", {}])
    assert refused["error"] == "PermissionError"


def test_a_reseller_sees_its_own_accounts(whm: Any, simulator: Any, server: Any) -> None:
    reseller = next(iter(server.resellers.values()))
    other = next(account for account in server.accounts.values() if account.owner != reseller.name)
    listed, refused, unknown = whm.talk(
        place(simulator, reseller.name, reseller.token),
        ["listaccts", {}],
        ["suspendacct", {"user": other.name}],
        ["lookupnsip", {}],
    )
    owned = {account.name for account in server.accounts.values() if account.owner == reseller.name}
    assert {row["user"] for row in listed["result"]["data"]["acct"]} == owned
    text = f"You do not have access to an account named \u201c{other.name}\u201d."
    assert refused["result"]["metadata"]["reason"] == text
    assert not other.suspended
    assert unknown["result"]["metadata"]["reason"].startswith("Unknown app (\u201clookupnsip\u201d) requested")


def test_wrong_token(whm: Any, simulator: Any, server: Any) -> None:
    (answer,) = whm.talk(place(simulator, "root", "WRONG" * 6), ["version", {}])
    assert answer["error"] == "PermissionError"
    assert server.journal.lines() == ["GET 2087 create_user_session 403"]
    assert [failed.user for failed in server.failed_logins] == ["root"]
    assert server.pending_sessions() == []
