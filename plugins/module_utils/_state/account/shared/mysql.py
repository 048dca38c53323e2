# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of databases and their users, with the prefix and the length that the server asks for; and privileges (6.5).

Called by the declarations of both.
"""

from __future__ import annotations

import dataclasses
import difflib
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result

from ...reading import ask
from ...scope import Calls, Item, Scope

_NEVER = "/\\`'\""


def database_name(value: t.Any) -> str:
    """A name of a database or of its user, with or without the prefix. Raises ValueError for what cannot be one."""
    name = str(value).strip()
    if not name or any(char.isspace() or char in _NEVER for char in name):
        raise ValueError("%r is not a name for a database or user; give letters, digits, - and _" % (value,))
    return name


@dataclasses.dataclass
class Restrictions:
    """What ``Mysql::get_restrictions`` says of names: the prefix, and the lengths as texts, if there are limits."""

    prefix: str = ""
    longest_database: str = ""
    longest_user: str = ""

    def set(self, answer: Result) -> None:
        """Takes what the server answered; no prefix and no limit are null (protocol.md 6.5)."""
        self.prefix = str(answer.data.get("prefix") or "")
        self.longest_database = str(answer.data.get("max_database_name_length"))
        self.longest_user = str(answer.data.get("max_username_length"))


class Databases(set[str]):
    """The names of the databases that there are."""


def prefixed(name: str, scope: Scope) -> str:
    """The name with the prefix in front, which the server expects."""
    prefix = scope.notes(Restrictions).prefix
    return name if name.startswith(prefix) else prefix + name


def bare(name: str, scope: Scope) -> str:
    """The name without the prefix, if it gets the same one in any account that way."""
    prefix = scope.notes(Restrictions).prefix
    rest = name[len(prefix) :] if prefix and name.startswith(prefix) else ""
    return rest if rest and not rest.startswith(prefix) else name


def portable(item: Item, scope: Scope) -> Item:
    """A database or a user by the name that fits any account; the privileges of a user, too."""
    fitting = {**item, "name": bare(item["name"], scope)}
    if "privileges" in item:
        given = {bare(database, scope): names for database, names in item["privileges"].items()}
        fitting["privileges"] = dict(sorted(given.items()))
    return fitting


def check_new_user(name: str, scope: Scope) -> None:
    """Raises ValueError if the server would not take the name of a new user."""
    _check_new(name, len(name), scope.notes(Restrictions).longest_user, scope)


def check_new_database(name: str, scope: Scope) -> None:
    """The same for a database, where what is a wildcard in grants counts twice (protocol.md 6.5)."""
    _check_new(name, len(name) + sum(map(name.count, "_%")), scope.notes(Restrictions).longest_database, scope)


def _check_new(name: str, length: int, longest: str, scope: Scope) -> None:
    if name == scope.notes(Restrictions).prefix:
        raise ValueError("name: %s is the prefix alone; give what follows it" % name)
    if longest.isascii() and longest.isdigit() and length > int(longest[:9]):
        text = "name: %s counts as %d characters, and the server allows %s; shorten it"
        raise ValueError(text % (name, length, longest))


def check_database(name: str, scope: Scope) -> None:
    """Raises ValueError if a database is not there, or not for long."""
    if scope.will_remove("mysql_database", name):
        raise ValueError("privileges: the database %s is removed by the same task" % name)
    if name not in scope.notes(Databases) and not scope.will_have("mysql_database", name):
        raise ValueError("privileges: the account has no database %s" % name)


PRIVILEGES = (
    "ALTER,ALTER ROUTINE,CREATE,CREATE ROUTINE,CREATE TEMPORARY TABLES,CREATE VIEW,DELETE,DROP,EVENT,EXECUTE,INDEX,"
    "INSERT,LOCK TABLES,REFERENCES,SELECT,SHOW VIEW,TRIGGER,UPDATE"
).split(",")
ALL = "ALL PRIVILEGES"


def privileges(names: t.Iterable[t.Any]) -> list[str]:
    """Sorted names in upper case; those of all privileges are the one name for them."""
    known = {" ".join(str(name).upper().split()) for name in names} - {""}
    return [ALL] if known & {ALL, "ALL"} or known >= set(PRIVILEGES) else sorted(known)


def privileges_by_database(value: t.Any) -> dict[str, list[str]]:
    """The privileges that a user names: lists or texts, by database. Raises ValueError for an unknown name."""
    by_database: dict[str, list[str]] = {}
    for database, names in value.items():
        if not isinstance(names, (str, list)):
            raise ValueError("%s: give a list of privileges, which may be empty, or ALL" % database)
        given = privileges(names.split(",") if isinstance(names, str) else names)
        for name in given:
            if name not in PRIVILEGES and name != ALL:
                near = difflib.get_close_matches(name, [*PRIVILEGES, ALL], n=1, cutoff=0.0)
                raise ValueError("%s: %r is not a privilege; did you mean %s?" % (database, name, near[0]))
        by_database[database_name(database)] = given
    return by_database


def each(names: list[str]) -> set[str]:
    """The single privileges that names stand for."""
    return set(PRIVILEGES if names == [ALL] else names)


def grants(user: str, current: t.Mapping[str, list[str]], desired: t.Mapping[str, list[str]]) -> Calls:
    """From one to the other; granting replaces what was granted before (protocol.md 6.5)."""
    revoked = [name for name in current if name not in desired]
    return [ask("Mysql::revoke_access_to_database", user=user, database=name) for name in revoked] + [
        ask("Mysql::set_privileges_on_database", user=user, database=name, privileges=",".join(names))
        for name, names in desired.items()
        if current.get(name) != names
    ]
