# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

"""Names of databases and their users, with the prefix and the length that the server asks for; and privileges (6.5)."""

from __future__ import annotations

import difflib
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result

from ...kind import Calls, Item, Scope, ask

_NEVER = "/\\`'\""


def database_name(value: t.Any) -> str:
    """A name of a database or of its user, with or without the prefix. Raises ValueError for what cannot be one."""
    text = str(value).strip()
    if not text or any(char.isspace() or char in _NEVER for char in text):
        raise ValueError("%r is no name; give letters, digits, - and _" % (value,))
    return text


def note_restrictions(scope: Scope, answer: Result) -> None:
    """What ``Mysql::get_restrictions`` says: the prefix, null if there is none, and the lengths (protocol.md 6.5)."""
    scope.facts.update(answer.data)


def prefixed(name: str, scope: Scope) -> str:
    """The name with the prefix in front, which the server wants to be sent."""
    prefix = str(scope.facts.get("prefix") or "")
    return name if name.startswith(prefix) else prefix + name


def bare(name: str, scope: Scope) -> str:
    """The name without the prefix, if it gets the same one in any account that way."""
    prefix = str(scope.facts.get("prefix") or "")
    rest = name[len(prefix) :] if prefix and name.startswith(prefix) else ""
    return rest if rest and not rest.startswith(prefix) else name


def portable(item: Item, scope: Scope) -> Item:
    """A database or a user by the name that fits any account; the privileges of a user, too."""
    found = {**item, "name": bare(item["name"], scope)}
    if "privileges" in item:
        given = {bare(database, scope): names for database, names in item["privileges"].items()}
        found["privileges"] = dict(sorted(given.items()))
    return found


def check_new_name(name: str, length: int, limit: str, scope: Scope) -> None:
    """Whether a new name fits; ``limit`` is the restriction that says so. Raises ValueError."""
    longest = str(scope.facts.get(limit))
    if name == scope.facts.get("prefix"):
        raise ValueError("name: %s is the prefix alone; give what follows it" % name)
    if longest.isascii() and longest.isdigit() and length > int(longest[:9]):
        raise ValueError("name: %s is too long: it counts %d, and the server takes %s" % (name, length, longest))


def check_database(name: str, names: t.Collection[str], scope: Scope) -> None:
    """Raises ValueError if privileges are wanted on a database that is not there, or not for long."""
    if names and ("mysql_database", (name,)) in scope.going:
        raise ValueError("privileges: the database %s is removed by the same task" % name)
    if names and name not in scope.facts["databases"] and ("mysql_database", (name,)) not in scope.making:
        raise ValueError("privileges: the account has no database %s" % name)


PRIVILEGES = (
    "ALTER,ALTER ROUTINE,CREATE,CREATE ROUTINE,CREATE TEMPORARY TABLES,CREATE VIEW,DELETE,DROP,EVENT,EXECUTE,INDEX,"
    "INSERT,LOCK TABLES,REFERENCES,SELECT,SHOW VIEW,TRIGGER,UPDATE"
).split(",")
ALL = "ALL PRIVILEGES"


def privileges(names: t.Iterable[t.Any]) -> list[str]:
    """Sorted names in upper case; those of all privileges are the one name for them."""
    found = {" ".join(str(name).upper().split()) for name in names} - {""}
    return [ALL] if found & {ALL, "ALL"} or found >= set(PRIVILEGES) else sorted(found)


def privileges_by_database(value: t.Any) -> dict[str, list[str]]:
    """The privileges that a user names: lists or texts, by database. Raises ValueError for an unknown name."""
    found: dict[str, list[str]] = {}
    for database, names in value.items():
        if not isinstance(names, (str, list)):
            raise ValueError("%s: give a list of privileges, which may be empty, or ALL" % database)
        wanted = privileges(names.split(",") if isinstance(names, str) else names)
        for name in wanted:
            if name not in PRIVILEGES and name != ALL:
                near = difflib.get_close_matches(name, [*PRIVILEGES, ALL], n=1, cutoff=0.0)
                raise ValueError("%s: %r is no privilege; did you mean %s?" % (database, name, near[0]))
        found[database_name(database)] = wanted
    return found


def each(names: list[str]) -> set[str]:
    """The single privileges that names stand for."""
    return set(PRIVILEGES if names == [ALL] else names)


def grants(user: str, before: t.Mapping[str, list[str]], after: t.Mapping[str, list[str]]) -> Calls:
    """From one to the other; granting replaces what was granted before (protocol.md 6.5)."""
    gone = [name for name in before if name not in after]
    return [ask("Mysql::revoke_access_to_database", user=user, database=name) for name in gone] + [
        ask("Mysql::set_privileges_on_database", user=user, database=name, privileges=",".join(names))
        for name, names in after.items()
        if before.get(name) != names
    ]
