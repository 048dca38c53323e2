# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI Email: mailboxes (protocol.md 6.1)."""

from __future__ import annotations

from typing import Any

PASSWORD = "Kq7-wePtorD3"


def test_mailboxes(wire: Any, name: str) -> None:
    domain = f"{name}.example.com"
    assert wire.uapi(name, "Email::add_pop", email="a", password=PASSWORD)["data"] == f"a+{domain}"

    def row() -> dict[str, Any]:
        (mailbox,) = wire.uapi(name, "Email::list_pops_with_disk", email=f"a@{domain}")["data"]
        return dict(mailbox)

    assert (row()["diskquota"], row()["suspended_login"], row()["hold_outgoing"]) == ("1024.00", None, None)
    wire.uapi(name, "Email::suspend_login", email=f"a@{domain}")
    assert (row()["suspended_login"], row()["suspended_incoming"], row()["has_suspended"]) == (1, None, 1)
    wire.uapi(name, "Email::edit_pop_quota", email="a", domain=domain, quota=99_999_999)
    assert row()["diskquota"] == "4194304.00"
    wire.uapi(name, "Email::edit_pop_quota", email="a", domain=domain, quota="unlimited")
    assert row()["diskquota"] == "unlimited"
