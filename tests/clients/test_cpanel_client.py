# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel-client: root with a password makes, suspends and removes accounts, by GET."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def api(client: Any) -> Any:
    return client("cpanel-client")


def as_root(server: Any, **changes: Any) -> dict[str, Any]:
    place = {"username": "root", "password": server.root_password}
    return {**place, "url": f"https://{server.host}", "port": server.ports[2087], **changes}


def test_a_life_of_an_account(api: Any, server: Any) -> None:
    created, suspended = api.talk(
        as_root(server),
        ["create_account", ["owner@fresh.org", "fresh.org", "starter"]],
        ["suspend_account", ["FreshOrg"]],
    )
    assert (created["result"]["success"], created["result"]["username"]) == (1, "freshorg")
    assert created["result"]["message"] == "Account Creation Ok"
    assert "fresh.org" in created["result"]["data"]
    assert suspended["result"]["success"] == 1
    account = server.accounts["freshorg"]
    assert (account.main_domain, account.package, account.contact_email) == ("fresh.org", "starter", "owner@fresh.org")
    assert (account.suspended, account.suspend_reason) == (True, "No Payment")

    removed, again = api.talk(as_root(server), ["terminate_account", ["freshorg"]], ["terminate_account", ["freshorg"]])
    assert removed["result"]["success"] == 1
    assert again["result"] == {"success": 0, "message": "The account \u201cfreshorg\u201d does not exist."}
    assert "freshorg" not in server.accounts
    assert server.journal.lines() == [
        "GET 2087 createacct 200",
        "GET 2087 suspendacct 200",
        "GET 2087 removeacct 200",
        "GET 2087 removeacct 200",
    ]
    assert {entry.identity for entry in server.journal} == {"root (basic)"}


def test_a_name_that_is_taken(api: Any, server: Any, account: Any) -> None:
    """A failure has a reason and no output; that is how the client tells it."""
    taken, no_package = api.talk(
        as_root(server),
        ["create_account", ["owner@example.org", account.name, "starter"]],
        ["create_account", ["owner@fresh.org", "fresh.org", "no such package"]],
    )
    assert taken["result"]["success"] == 0
    assert taken["result"]["message"] == f"A user named \u201c{account.name}\u201d already exists on this server."
    assert no_package["result"]["message"] == "The package \u201cno such package\u201d does not exist."
    assert "freshorg" not in server.accounts


def test_wrong_password(api: Any, server: Any) -> None:
    """The client takes any status but 200 for a refusal, and then stumbles over its own message."""
    (answer,) = api.talk(as_root(server, password="wrong"), ["suspend_account", ["anyone"]])
    assert answer["error"] == "UnboundLocalError"
    assert server.journal.lines() == ["GET 2087 suspendacct 403"]
    assert [(failed.user, failed.service) for failed in server.failed_logins] == [("root", "whostmgrd")]


def test_the_certificate_is_checked(client: Any, server: Any, simulator: Any) -> None:
    (answer,) = client("cpanel-client", trusts="").talk(as_root(server), ["suspend_account", ["anyone"]])
    assert "CERTIFICATE_VERIFY_FAILED" in answer["result"]["message"]
    assert len(server.journal) == 0
