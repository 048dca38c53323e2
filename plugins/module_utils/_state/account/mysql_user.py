# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users of MySQL, and their privileges by database (protocol.md 6.5)."""

from __future__ import annotations

import typing as t

from .. import values
from ..kind import Field, Kind
from ..reading import Reading, ask, rows
from ..scope import Calls, Item, Scope
from .shared import mysql


def _prepare(item: Item) -> None:
    if item.get("append_privs") and item.get("subtract_privs"):
        raise ValueError("append_privs: cannot be combined with subtract_privs; give one of them")


def _read(scope: Scope) -> Reading:
    """The privileges of each user that is asked for, on each database where it has any."""
    calls = [ask("Mysql::list_users"), ask("Mysql::get_restrictions")]
    listed, restrictions, *databases = yield calls + ([ask("Mysql::list_databases")] if scope.desired else [])
    scope.notes(mysql.Restrictions).set(restrictions)
    scope.notes(mysql.Databases).update(str(row["database"]) for row in rows(*databases))
    desired = {mysql.prefixed(item["name"], scope) for item in scope.desired}
    chosen = [row for row in rows(listed) if scope.everything or row["user"] in desired]
    granted = {str(row["user"]): values.texts(row["databases"]) for row in chosen}
    users: dict[str, Item] = {user: {"name": user, "privileges": {}} for user in granted}
    pairs = [(user, database) for user in users for database in granted[user]]
    if pairs:
        answers = yield [ask("Mysql::get_privileges_on_database", user=user, database=name) for user, name in pairs]
        for (user, name), answer in zip(pairs, answers):
            privileges = mysql.privileges(values.texts(answer.data))
            users[user]["privileges"].update({name: privileges} if privileges else {})
    return list(users.values())


def _identify(item: Item, scope: Scope) -> None:
    item["name"] = mysql.prefixed(item["name"], scope)
    given = item.get("privileges") or {}
    privileges = {mysql.prefixed(database, scope): names for database, names in given.items()}
    if len(privileges) < len(given):
        raise ValueError("privileges: a database is listed twice, with the prefix and without; list it once")
    item.update({"privileges": privileges} if "privileges" in item else {})


def _merge(item: Item, current: Item | None, scope: Scope) -> None:
    """Databases that are not listed are left as they are; those that are get the set, or are added to or taken from."""
    if current is None:
        mysql.check_new_user(item["name"], scope)
    if "privileges" in item:
        merged = _staying(current, scope) if current is not None else {}
        for database, names in item["privileges"].items():
            held, given = mysql.each(merged.pop(database, [])), mysql.each(names)
            privileges = held | given if item.get("append_privs") else given
            privileges = held - given if item.get("subtract_privs") else privileges
            if privileges:
                mysql.check_database(database, scope)
                merged[database] = mysql.privileges(privileges)
        item["privileges"] = merged


def _staying(item: Item, scope: Scope) -> dict[str, list[str]]:
    """Its privileges, without those on databases that the same plan removes: they go with them."""
    return {name: names for name, names in item["privileges"].items() if not scope.will_remove("mysql_database", name)}


def _create(item: Item, _scope: Scope) -> Calls:
    made = ask("Mysql::create_user", name=item["name"], password=item["password"])
    return [made, *mysql.grants(item["name"], {}, item["privileges"])]


def _update(current: Item, item: Item, changed: t.Collection[str], scope: Scope) -> Calls:
    calls = mysql.grants(item["name"], _staying(current, scope), item["privileges"])
    if "password" in changed:
        calls.append(ask("Mysql::set_password", user=item["name"], password=item["password"]))
    return calls


MYSQL_USER = Kind(
    name="mysql_user",
    fields={
        "name": Field(normalize=mysql.database_name),
        "password": Field(secret=True, required=True),
        "privileges": Field("dict", normalize=mysql.privileges_by_database, entries=dict),
        "append_privs": Field("bool", input_only=True, default=False),
        "subtract_privs": Field("bool", input_only=True, default=False),
    },
    key=("name",),
    order=40,
    prepare=_prepare,
    read=_read,
    identify=_identify,
    portable=mysql.portable,
    merge=_merge,
    defaults=lambda _item, _scope: {"privileges": {}},
    create=_create,
    update=_update,
    remove=lambda item, _scope: [ask("Mysql::delete_user", name=item["name"])],
    password_app="mysql",
)
