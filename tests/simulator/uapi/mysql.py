# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI Mysql: databases, users and grants (protocol.md 6.5).

Must not know what is in a database. Called by name.
"""

from __future__ import annotations

import re
from typing import Any

from ..api.checks import check_password, limit_reached
from ..api.registry import Call, uapi
from ..errors import ApiError
from ..state.secrets import password_value

MAX_DATABASE, MAX_USER = 64, 47
ALL = "ALL PRIVILEGES"
PRIVILEGES = (
    "ALTER,ALTER ROUTINE,CREATE,CREATE ROUTINE,CREATE TEMPORARY TABLES,CREATE VIEW,DELETE,DROP,EVENT,EXECUTE,INDEX,"
    "INSERT,LOCK TABLES,REFERENCES,SELECT,SHOW VIEW,TRIGGER,UPDATE"
).split(",")
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_USER, _DATABASE = 0, 1  # the parts of a grant's key
_DATABASE_EXISTS = "The MySQL database `[_1]` already exists."
_USER_EXISTS = "The user `[_1]` cannot be created because it already exists."


def _new_name(call: Call, name: str, longest: int, kind: str) -> str:
    prefix = call.account.db_prefix
    if not name.startswith(prefix) or name == prefix:
        raise ApiError("The name `[_1]` does not begin with the required prefix `[_2]`.", name, prefix)
    if not _NAME.fullmatch(name):
        raise ApiError("The `[_1]` argument is invalid.", "name")
    wild = len(name) + name.count("_")
    if kind == "database" and wild > longest:
        raise ApiError("This database name has too many wildcard-sensitive characters ([_1]).", wild)
    if len(name) > longest:
        raise ApiError("The `[_1]` argument is invalid.", "name")
    return name


def _database(call: Call, name: str) -> str:
    if name not in call.account.contents.databases:
        raise ApiError("You do not control a MySQL database named `[_1]`.", name)
    return name


def _user(call: Call, name: str) -> str:
    if name not in call.account.contents.db_users:
        raise ApiError("You do not control a MySQL user named `[_1]`.", name)
    return name


def _remove(call: Call, names: dict[str, Any], part: int, name: str) -> None:
    """A database or a user, and its grants."""
    del names[name]
    grants = call.account.contents.grants
    call.account.contents.grants = {key: granted for key, granted in grants.items() if key[part] != name}


def _rename(call: Call, names: dict[str, Any], part: int, old: str, new: str, exists: str) -> None:
    """A database or a user; its grants follow. ``exists`` is the text for a name that is taken."""
    if new in names:
        raise ApiError(exists, new)
    names[new] = names.pop(old)
    contents = call.account.contents
    renamed = {key: (new, key[1]) if part == _USER else (key[0], new) for key in contents.grants if key[part] == old}
    contents.grants = {renamed.get(key, key): granted for key, granted in contents.grants.items()}


@uapi("Mysql::list_databases", feature="mysql")
def list_databases(call: Call) -> list[dict[str, Any]]:
    """Every database with its size in bytes, a number for some and a text for others, and its users."""
    contents = call.account.contents
    return [
        {
            "database": name,
            "disk_usage": str(size) if index % 2 else size,
            "users": [u for (u, d), p in contents.grants.items() if d == name and p],
        }
        for index, (name, size) in enumerate(contents.databases.items())
    ]


@uapi("Mysql::list_users", feature="mysql")
def list_users(call: Call) -> list[dict[str, Any]]:
    """Every database user."""
    contents, prefix = call.account.contents, call.account.db_prefix
    return [
        {
            "user": name,
            "shortuser": name.removeprefix(prefix),
            "databases": [d for (u, d), p in contents.grants.items() if u == name and p],
        }
        for name in contents.db_users
    ]


@uapi("Mysql::get_restrictions", feature="mysql")
def get_restrictions(call: Call) -> dict[str, Any]:
    """Name lengths and the prefix names must carry."""
    return {
        "max_database_name_length": MAX_DATABASE,
        "max_username_length": MAX_USER,
        "prefix": call.account.db_prefix,
    }


@uapi("Mysql::create_database", writes=True, feature="mysql", required=("name",))
def create_database(call: Call) -> None:
    """The name must carry the prefix."""
    name, databases = _new_name(call, call.params["name"], MAX_DATABASE, "database"), call.account.contents.databases
    if name in databases:
        raise ApiError(_DATABASE_EXISTS, name)
    if limit_reached(call, "maxsql", len(databases)):
        raise ApiError("You have reached your maximum allotment of databases ([_1]).", len(databases))
    databases[name] = 0


@uapi("Mysql::delete_database", writes=True, feature="mysql", required=("name",))
def delete_database(call: Call) -> None:
    """The grants on it go too."""
    _remove(call, call.account.contents.databases, _DATABASE, _database(call, call.params["name"]))


@uapi("Mysql::rename_database", writes=True, feature="mysql", required=("oldname", "newname"))
def rename_database(call: Call) -> None:
    """Grants follow."""
    databases, old = call.account.contents.databases, _database(call, call.params["oldname"])
    new = _new_name(call, call.params["newname"], MAX_DATABASE, "database")
    _rename(call, databases, _DATABASE, old, new, _DATABASE_EXISTS)


@uapi("Mysql::check_database", feature="mysql", required=("name",))
def check_database(call: Call) -> list[dict[str, Any]]:
    """All tables are well."""
    name = _database(call, call.params["name"])
    return [{"table": f"{name}.options", "msg_type": "status", "msg_text": "OK"}]


@uapi("Mysql::repair_database", writes=True, feature="mysql", required=("name",))
def repair_database(call: Call) -> list[dict[str, Any]]:
    """Nothing to repair."""
    name = _database(call, call.params["name"])
    return [{"table": f"{name}.options", "msg_type": "status", "msg_text": "OK"}]


@uapi("Mysql::create_user", writes=True, feature="mysql", required=("name", "password"))
def create_user(call: Call) -> None:
    """The name must carry the prefix."""
    name, users = _new_name(call, call.params["name"], MAX_USER, "user"), call.account.contents.db_users
    if name in users:
        raise ApiError(_USER_EXISTS, name)
    check_password(call, call.params["password"], name)
    users[name] = call.params["password"]


@uapi("Mysql::delete_user", writes=True, feature="mysql", required=("name",))
def delete_user(call: Call) -> None:
    """Its grants go too."""
    _remove(call, call.account.contents.db_users, _USER, _user(call, call.params["name"]))


@uapi("Mysql::rename_user", writes=True, feature="mysql", required=("oldname", "newname"))
def rename_user(call: Call) -> None:
    """Grants follow."""
    users, old = call.account.contents.db_users, _user(call, call.params["oldname"])
    new = _new_name(call, call.params["newname"], MAX_USER, "user")
    _rename(call, users, _USER, old, new, _USER_EXISTS)


@uapi("Mysql::set_password", writes=True, feature="mysql", required=("user", "password"))
def set_password(call: Call) -> dict[str, Any]:
    """Hosts where it failed: none."""
    name = _user(call, call.params["user"])
    check_password(call, call.params["password"], name)
    call.account.contents.db_users[name] = call.params["password"]
    return {"failures": []}


@uapi("Mysql::set_privileges_on_database", writes=True, feature="mysql", required=("user", "database"))
def set_privileges_on_database(call: Call) -> None:
    """Replaces what was granted before."""
    user, database = _user(call, call.params["user"]), _database(call, call.params["database"])
    privileges = [p.strip().upper() for text in call.params.all("privileges") for p in text.split(",") if p.strip()]
    for privilege in privileges:
        if privilege not in (*PRIVILEGES, ALL, "ALL"):
            raise ApiError("The following is not a valid MySQL privilege: [_1]", privilege)
    if ALL in privileges or "ALL" in privileges or set(privileges) >= set(PRIVILEGES):
        privileges = [ALL]
    call.account.contents.grants[user, database] = sorted(set(privileges))


@uapi("Mysql::get_privileges_on_database", feature="mysql", required=("user", "database"))
def get_privileges_on_database(call: Call) -> list[str]:
    """An empty list when nothing is granted."""
    user, database = _user(call, call.params["user"]), _database(call, call.params["database"])
    return list(call.account.contents.grants.get((user, database), []))


@uapi("Mysql::revoke_access_to_database", writes=True, feature="mysql", required=("user", "database"))
def revoke_access_to_database(call: Call) -> None:
    """Take everything away."""
    user, database = _user(call, call.params["user"]), _database(call, call.params["database"])
    call.account.contents.grants.pop((user, database), None)


@uapi("Mysql::get_server_information", feature="mysql")
def get_server_information(call: Call) -> dict[str, Any]:
    """Where the databases are."""
    return {"host": "localhost", "is_remote": 0, "version": "10.11.8"}


@uapi("Mysql::locate_server", feature="mysql")
def locate_server(call: Call) -> dict[str, Any]:
    """On the same machine."""
    return {"is_remote": 0, "remote_host": "localhost"}


@uapi("Mysql::setup_db_and_user", writes=True, feature="mysql")
def setup_db_and_user(call: Call) -> dict[str, Any]:
    """A database and a user with random names, and everything granted."""
    name = call.account.db_prefix + (call.params.get("prefix") or "db") + call.server.sessions.random_id(4).lower()
    contents = call.account.contents
    password = password_value(call.server.random)
    contents.databases[name], contents.db_users[name] = 0, password
    contents.grants[name, name] = [ALL]
    return {
        "database": name,
        "database_user": name,
        "database_user_password": password,
        "hostname": "localhost",
        "port": "/var/lib/mysql/mysql.sock",
    }
