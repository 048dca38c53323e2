# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import typing as t

from .. import kind as r
from .shared import mysql as _mysql


def _prepare(item: r.Item) -> None:
    if item.get("append_privs") and item.get("subtract_privs"):
        raise ValueError("append_privs: it excludes subtract_privs; give one of them")


def _read(scope: r.Scope) -> r.Reading:
    """The privileges of each user that is asked for, on each database where it has any."""
    asked = [r.ask("Mysql::list_users"), r.ask("Mysql::get_restrictions")]
    users, restrictions, *databases = yield asked + ([r.ask("Mysql::list_databases")] if scope.wanted else [])
    _mysql.note_restrictions(scope, restrictions)
    scope.facts["databases"] = {str(row["database"]) for answer in databases for row in r.rows(answer)}
    wanted = {_mysql.prefixed(item["name"], scope) for item in scope.wanted}
    found: dict[str, r.Item] = {
        str(row["user"]): {"name": str(row["user"]), "privileges": {}}
        for row in r.rows(users)
        if scope.everything or row["user"] in wanted
    }
    granted = {str(row["user"]): r.listed(row["databases"]) for row in r.rows(users)}
    pairs = [(user, database) for user in found for database in granted[user]]
    if pairs:
        answers = yield [r.ask("Mysql::get_privileges_on_database", user=user, database=name) for user, name in pairs]
        for (user, name), answer in zip(pairs, answers):
            if _mysql.privileges(r.listed(answer.data)):
                found[user]["privileges"][name] = _mysql.privileges(r.listed(answer.data))
    return list(found.values())


def _identify(item: r.Item, scope: r.Scope) -> None:
    item["name"] = _mysql.prefixed(item["name"], scope)
    given = item.get("privileges") or {}
    whole = {_mysql.prefixed(database, scope): names for database, names in given.items()}
    if len(whole) < len(given):
        raise ValueError("privileges: a database is there twice, with the prefix and without")
    item.update({"privileges": whole} if "privileges" in item else {})


def _settle(item: r.Item, before: r.Item | None, scope: r.Scope) -> None:
    """Databases that are not listed are left as they are; those that are get the set, or are added to or taken from."""
    if before is None:
        _mysql.check_new_name(item["name"], len(item["name"]), "max_username_length", scope)
    if "privileges" in item:
        there = before["privileges"] if before is not None else {}
        merged = {name: names for name, names in there.items() if ("mysql_database", (name,)) not in scope.going}
        for database, names in item["privileges"].items():
            held, given = _mysql.each(merged.pop(database, [])), _mysql.each(names)
            left = held | given if item.get("append_privs") else given
            left = held - given if item.get("subtract_privs") else left
            _mysql.check_database(database, left, scope)
            merged.update({database: _mysql.privileges(left)} if left else {})
        item["privileges"] = merged


def _create(item: r.Item, _scope: r.Scope) -> r.Calls:
    made = r.ask("Mysql::create_user", name=item["name"], password=item["password"])
    return [made, *_mysql.grants(item["name"], {}, item["privileges"])]


def _update(before: r.Item, after: r.Item, changed: t.Collection[str], scope: r.Scope) -> r.Calls:
    """Privileges on a database that the same plan removes go with it."""
    there = before["privileges"].items()
    held = {name: names for name, names in there if ("mysql_database", (name,)) not in scope.going}
    calls = _mysql.grants(after["name"], held, after["privileges"])
    if "password" in changed:
        calls.append(r.ask("Mysql::set_password", user=after["name"], password=after["password"]))
    return calls


MYSQL_USER = r.Kind(
    name="mysql_user",
    fields={
        "name": r.Field(normal=_mysql.database_name),
        "password": r.Field(secret=True, needed=True),
        "privileges": r.Field("dict", normal=_mysql.privileges_by_database, parts=dict),
        "append_privs": r.Field("bool", helper=True, default=False),
        "subtract_privs": r.Field("bool", helper=True, default=False),
    },
    key=("name",),
    order=40,
    prepare=_prepare,
    read=_read,
    identify=_identify,
    portable=_mysql.portable,
    settle=_settle,
    initial=lambda _item, _scope: {"privileges": {}},
    create=_create,
    update=_update,
    remove=lambda item, _scope: [r.ask("Mysql::delete_user", name=item["name"])],
    strength="mysql",
)
