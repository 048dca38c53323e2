# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Databases of MySQL. Nothing about one can be changed."""

from __future__ import annotations

from .. import values
from ..kind import Field, Kind
from ..reading import Reading, ask, rows
from ..scope import Item, Scope
from .shared.mysql import Restrictions, check_new_database, database_name, portable, prefixed


def _read(scope: Scope) -> Reading:
    databases, restrictions = yield [ask("Mysql::list_databases"), ask("Mysql::get_restrictions")]
    scope.notes(Restrictions).set(restrictions)
    return [
        {
            "name": str(row["database"]),
            "disk_usage_bytes": int(float(row.get("disk_usage") or 0)),
            "users": sorted(values.texts(row.get("users"))),
        }
        for row in rows(databases)
    ]


def _identify(item: Item, scope: Scope) -> None:
    item["name"] = prefixed(item["name"], scope)


def _merge(item: Item, current: Item | None, scope: Scope) -> None:
    if current is None:
        check_new_database(item["name"], scope)


MYSQL_DATABASE = Kind(
    name="mysql_database",
    fields={
        "name": Field(normalize=database_name),
        "disk_usage_bytes": Field("int", read_only="Space used, in bytes."),
        "users": Field("list", elements="str", read_only="Names of the users who have privileges on it."),
    },
    key=("name",),
    order=30,
    read=_read,
    identify=_identify,
    portable=portable,
    merge=_merge,
    create=lambda item, _scope: [ask("Mysql::create_database", name=item["name"])],
    remove=lambda item, _scope: [ask("Mysql::delete_database", name=item["name"])],
)
