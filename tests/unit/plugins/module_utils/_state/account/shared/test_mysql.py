# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of databases and their users, and privileges, in the forms that people and servers write."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.shared import mysql
from ansible_collections.hostops.cpanel.plugins.module_utils._state.scope import Scope
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result


def scope_of(prefix="alice_", database=64, user=None):
    scope = Scope(
        "alice", [], present={("mysql_database", ("alice_new",))}, absent={("mysql_database", ("alice_old",))}
    )
    data = {"prefix": prefix, "max_database_name_length": database, "max_username_length": user}
    scope.notes(mysql.Restrictions).set(Result("Mysql::get_restrictions", data))
    return scope


@pytest.mark.parametrize("name", ["", " ", "a b", "a\u00a0b", "a/b", "a`b", "a'b", 'a"b', "a\\\\b"])
def test_what_is_no_name_is_told(name):
    with pytest.raises(ValueError, match="is not a name for a database or user"):
        mysql.database_name(name)


def test_prefixes_come_and_go():
    scope = scope_of()
    assert mysql.prefixed("app", scope) == mysql.prefixed("alice_app", scope) == "alice_app"
    assert mysql.bare("alice_app", scope) == "app" and mysql.bare("bob_app", scope) == "bob_app"
    for odd in ("alice_", "alice_alice_x"):  # what is left would get another name, or none
        assert mysql.bare(odd, scope) == odd
    assert mysql.prefixed("app", scope_of(None)) == mysql.bare("app", scope_of(None)) == "app"


def test_wildcards_count_twice_in_databases_only():
    scope = scope_of(database=12, user="10")
    mysql.check_new_database("alice_abcd_"[:-1], scope)
    mysql.check_new_user("alice_abcd", scope)
    with pytest.raises(ValueError, match=r"alice_abcd_ counts as 13 characters, and the server allows 12"):
        mysql.check_new_database("alice_abcd_", scope)
    with pytest.raises(ValueError, match="counts as 11 characters, and the server allows 10"):
        mysql.check_new_user("alice_abcde", scope)
    with pytest.raises(ValueError, match="is the prefix alone"):
        mysql.check_new_user("alice_", scope)
    for unlimited in (None, "\u0661", "unlimited"):
        mysql.check_new_user("x" * 99, scope_of(user=unlimited))


def test_a_database_has_to_be_there_or_to_come():
    scope = scope_of()
    scope.notes(mysql.Databases).update(["alice_app", "alice_old"])
    mysql.check_database("alice_app", scope)
    mysql.check_database("alice_new", scope)
    for name, text in (
        ("alice_old", "is removed by the same task"),
        ("alice_x", "the account has no database alice_x"),
    ):
        with pytest.raises(ValueError, match=text):
            mysql.check_database(name, scope)


def test_privileges_have_one_form():
    given = {"app": " select,  create   view ,SELECT", "all": ["all"], "each": mysql.PRIVILEGES, "none": []}
    found = mysql.privileges_by_database(given)
    assert found == {"app": ["CREATE VIEW", "SELECT"], "all": [mysql.ALL], "each": [mysql.ALL], "none": []}
    assert mysql.each(found["all"]) == set(mysql.PRIVILEGES) and mysql.each(["DROP"]) == {"DROP"}
    with pytest.raises(ValueError, match=r"app: 'SELCT' is not a privilege; did you mean SELECT\?"):
        mysql.privileges_by_database({"app": "SELCT"})
    with pytest.raises(ValueError, match="app: give a list of privileges"):
        mysql.privileges_by_database({"app": 5})


def test_only_differences_are_granted_or_revoked():
    calls = mysql.grants("u", {"a": ["DROP"], "b": ["DROP"], "c": []}, {"b": ["DROP"], "c": ["ALTER", "DROP"]})
    assert [(call.function.name, dict(call.params)) for call in calls] == [
        ("Mysql::revoke_access_to_database", {"user": "u", "database": "a"}),
        ("Mysql::set_privileges_on_database", {"user": "u", "database": "c", "privileges": "ALTER,DROP"}),
    ]
