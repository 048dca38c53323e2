# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI Ftp (protocol.md 6.4)."""

from __future__ import annotations

from typing import Any

PASSWORD = "Kq7-wePtorD3"


def test_ftp(wire: Any, name: str) -> None:
    domain = f"{name}.example.com"
    wire.uapi(name, "Ftp::add_ftp", {"user": "web.deploy", "pass": PASSWORD, "quota": "80000"})
    wire.uapi(name, "Ftp::add_ftp", {"user": "a.b", "pass": PASSWORD, "disallowdot": "0"})
    rows = {row["login"]: row for row in wire.uapi(name, "Ftp::list_ftp_with_disk")["data"]}
    assert rows[f"webdeploy@{domain}"]["diskquota"] == "80000.00"
    assert (rows[f"a.b@{domain}"]["diskquota"], rows[f"a.b@{domain}"]["_diskquota"]) == ("unlimited", "0.00")
    assert (rows[name]["accttype"], rows[name]["deleteable"]) == ("main", 1)
    assert {type(row["diskused"]) for row in rows.values()} == {str, float}
