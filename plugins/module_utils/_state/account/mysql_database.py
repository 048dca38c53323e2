# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

from .. import kind as r
from .shared.mysql import check_new_name, database_name, note_restrictions, portable, prefixed


def _read(scope: r.Scope) -> r.Reading:
    found, restrictions = yield [r.ask("Mysql::list_databases"), r.ask("Mysql::get_restrictions")]
    note_restrictions(scope, restrictions)
    return [
        {
            "name": str(row["database"]),
            "disk_usage_bytes": int(float(row.get("disk_usage") or 0)),
            "users": sorted(r.listed(row.get("users"))),
        }
        for row in r.rows(found)
    ]


def _identify(item: r.Item, scope: r.Scope) -> None:
    item["name"] = prefixed(item["name"], scope)


def _settle(item: r.Item, before: r.Item | None, scope: r.Scope) -> None:
    """In a database's name, what is a wildcard in grants counts twice (protocol.md 6.5)."""
    if before is None:
        name = item["name"]
        check_new_name(name, len(name) + sum(map(name.count, "_%")), "max_database_name_length", scope)


MYSQL_DATABASE = r.Kind(
    name="mysql_database",
    fields={
        "name": r.Field(normal=database_name),
        "disk_usage_bytes": r.Field("int", told="Space that it takes, in bytes."),
        "users": r.Field("list", elements="str", told="Names of the users who have privileges on it."),
    },
    key=("name",),
    order=30,
    read=_read,
    identify=_identify,
    portable=portable,
    settle=_settle,
    create=lambda item, _scope: [r.ask("Mysql::create_database", name=item["name"])],
    remove=lambda item, _scope: [r.ask("Mysql::delete_database", name=item["name"])],
)
