# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""WHM API 1: accounts (protocol.md 5.2)."""

from __future__ import annotations

from typing import Any

PASSWORD = "Kq7-wePtorD3"


def test_listaccts(wire: Any, name: str) -> None:
    (row,) = wire.whm("listaccts", search=name, searchtype="user", searchmethod="exact")["data"]["acct"]
    assert row["uid"].isdigit()
    assert isinstance(row["maxpop"], str)
    assert row["suspendreason"] == "not suspended"
    (row,) = wire.whm("listaccts", search=f"^{name}$", want="user,domain")["data"]["acct"]
    assert row == {"user": name, "domain": f"{name}.example.com"}
    none = wire.whm("listaccts", search="nobody", searchtype="user", searchmethod="exact")
    assert none["metadata"]["result"] == 1
    assert none["data"]["acct"] == []
    assert wire.whm("accountsummary", user="nobody")["metadata"]["result"] == 0


def test_accounts_come_and_go(wire: Any) -> None:
    made = wire.whm("createacct", username="freshone", domain="fresh.example.org", plan="starter", password=PASSWORD)
    assert made["metadata"]["reason"] == "Account Creation Ok"
    assert made["metadata"]["output"]["raw"]
    assert wire.whm("createacct", username="freshone", domain="x.example.org")["metadata"]["result"] == 0
    assert wire.uapi("freshone", "DomainInfo::list_domains")["data"]["main_domain"] == "fresh.example.org"
    assert wire.whm("removeacct", username="freshone")["metadata"]["result"] == 1
    gone = wire.whm("removeacct", username="freshone")["metadata"]["reason"]
    assert gone == "The account \u201cfreshone\u201d does not exist."
