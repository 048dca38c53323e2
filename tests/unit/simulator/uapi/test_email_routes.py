# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI Email: forwarders, default addresses, mail routing (protocol.md 6.2)."""

from __future__ import annotations

from typing import Any


def test_forwarders_and_default_address(wire: Any, name: str) -> None:
    domain = f"{name}.example.com"

    def targets(**params: Any) -> list[str]:
        wire.uapi(name, "Email::add_forwarder", domain=domain, email="f", **params)
        rows = wire.uapi(name, "Email::list_forwarders", domain=domain, regex="^f@")["data"]
        return [row["forward"] for row in rows]

    assert targets(fwdopt="fail") == [":fail: No such person at this address"]
    assert targets(fwdopt="fail", failmsgs="No, thanks")[1:] == [":fail: No, thanks"]
    assert targets(fwdopt="pipe", pipefwd="bin/mail.py")[2:] == [f"|/home/{name}/bin/mail.py"]
    assert targets(fwdopt="pipe", pipefwd=f"/home/{name}/bin/mail.py")[3:] == []
    assert targets(fwdopt="fwd", fwdemail="x@example.org, y@example.org")[3:] == ["x@example.org", "y@example.org"]
    assert targets(fwdopt="fwd", fwdemail="x@example.org")[5:] == []

    def default() -> str:
        (row,) = wire.uapi(name, "Email::list_default_address", domain=domain)["data"]
        return str(row["defaultaddress"])

    assert default() == name
    wire.uapi(name, "Email::set_default_address", domain=domain, fwdopt="fail", failmsgs="No Such User Here")
    assert default() == '":fail: No Such User Here"'
    wire.uapi(name, "Email::set_default_address", domain=domain, fwdopt="fwd", fwdemail=name)
    assert default() == name


def test_list_mxs_may_ignore_the_domain(wire: Any) -> None:
    account = next(a for a in wire.server.accounts.values() if a.addon_domains)
    addon = next(iter(account.addon_domains))
    assert [r["domain"] for r in wire.uapi(account.name, "Email::list_mxs", domain=addon)["data"]] == [addon]
    wire.server.switches.mxs_scoped = False
    rows = wire.uapi(account.name, "Email::list_mxs", domain=addon)["data"]
    assert [row["domain"] for row in rows] == [account.main_domain, addon]
    assert rows[0]["entries"][0]["priority"] == "0"
    assert wire.uapi(account.name, "Email::list_mxs", domain="other.example")["status"] == 0
