# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions that succeed although there was nothing to do (protocol.md 6)."""

from __future__ import annotations

from typing import Any


def test_silent_successes(wire: Any, name: str) -> None:
    domain = f"{name}.example.com"
    forwarder = {"domain": domain, "email": "a", "fwdopt": "fwd", "fwdemail": "b@example.org"}
    before = len(wire.uapi(name, "Email::list_forwarders", domain=domain)["data"])
    for _turn in range(2):
        assert wire.uapi(name, "Email::add_forwarder", forwarder)["status"] == 1
    assert len(wire.uapi(name, "Email::list_forwarders", domain=domain)["data"]) == before + 1
    assert wire.uapi(name, "Tokens::revoke", name="absent")["data"] == 1
    assert wire.uapi(name, "Email::get_auto_responder", email=f"no@{domain}")["data"] == {"charset": "utf-8"}
    template = wire.uapi(name, "Email::get_filter", account=f"info@{domain}", filtername="absent")
    assert template["data"]["filtername"] == "Rule 1"
    (error,) = wire.uapi(name, "Email::delete_filter", account=f"info@{domain}", filtername="absent")["errors"]
    assert error == 'Filter "absent" not found.'
