# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI Mysql (protocol.md 6.5)."""

from __future__ import annotations

from typing import Any

PASSWORD = "Kq7-wePtorD3"


def test_mysql_prefix_and_grants(wire: Any, name: str) -> None:
    prefix = wire.uapi(name, "Mysql::get_restrictions")["data"]["prefix"]
    (error,) = wire.uapi(name, "Mysql::create_database", name="bare")["errors"]
    assert error == f"The name \u201cbare\u201d does not begin with the required prefix \u201c{prefix}\u201d."
    wire.uapi(name, "Mysql::create_user", name=prefix + "u", password=PASSWORD)
    grant = {"user": prefix + "u", "database": prefix + "app"}
    wire.uapi(name, "Mysql::set_privileges_on_database", **grant, privileges="SELECT,INSERT")
    wire.uapi(name, "Mysql::set_privileges_on_database", **grant, privileges="DELETE")
    assert wire.uapi(name, "Mysql::get_privileges_on_database", **grant)["data"] == ["DELETE"]
    wire.uapi(name, "Mysql::revoke_access_to_database", **grant)
    assert wire.uapi(name, "Mysql::get_privileges_on_database", **grant)["data"] == []


def test_database_sizes_are_numbers_or_texts(wire: Any, name: str) -> None:
    prefix = wire.uapi(name, "Mysql::get_restrictions")["data"]["prefix"]
    wire.uapi(name, "Mysql::create_database", name=prefix + "two")
    rows = wire.uapi(name, "Mysql::list_databases")["data"]
    assert [type(row["disk_usage"]) for row in rows] == [int, str]
