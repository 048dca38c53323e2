# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_mysql_user: what protocol.md 6.5 says of users and privileges, met by a user."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._api.client import Client
from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.shared.mysql import PRIVILEGES
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import desired_of, validated
from ansible_collections.hostops.cpanel.plugins.module_utils._state.drive import drive
from ansible_collections.hostops.cpanel.plugins.module_utils._state.engine import Engine
from ansible_collections.hostops.cpanel.plugins.module_utils._state.registry import KINDS
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import Options
from ansible_collections.hostops.cpanel.tests.simulator.api import registry

PASSWORD = "Correct-horse-7-battery"
LISTS = ["Mysql::list_users", "Mysql::get_restrictions", "Mysql::list_databases"]
GET = "Mysql::get_privileges_on_database"
SET = "Mysql::set_privileges_on_database"


@pytest.fixture
def user(life, runner):
    for name in ("one", "two"):
        runner.alice.contents.databases[runner.alice.db_prefix + name] = 0
    return life("mysql_user")


@pytest.fixture
def whole(runner):
    return lambda name: runner.alice.db_prefix + name


@pytest.fixture
def granted(runner, whole):
    """What the server has granted, by the short names of databases."""

    def found(user="shop"):
        grants = runner.alice.contents.grants
        return {d.removeprefix(runner.alice.db_prefix): p for (u, d), p in grants.items() if u == whole(user)}

    return found


def test_its_whole_life(user):
    make = {"name": "shop", "password": PASSWORD, "privileges": {"one": ["select", "INSERT"]}}
    change = {"privileges": {"one": "SELECT, DELETE", "two": "ALL"}}
    user.whole(make, change, key={"name": "shop"})


@pytest.mark.parametrize(
    "change",
    [
        {"privileges": {"one": ["DROP"]}, "append_privs": True},
        {"privileges": {"one": ["SELECT"], "two": "ALL"}, "subtract_privs": True},
        {"privileges": {"one": []}},
        {"privileges": {"two": PRIVILEGES[:-1]}},
    ],
)
def test_its_whole_life_with_each_change(user, change):
    make = {"name": "shop", "password": PASSWORD, "privileges": {"one": ["SELECT", "INSERT"]}}
    user.whole(make, change, key={"name": "shop"})


def test_requests_are_counted(user, whole):
    user.ok(name="shop", password=PASSWORD, privileges={"one": "ALL"})
    strength = "PasswdStrength::get_required_strength"
    assert user.sent == [*LISTS, strength, "Mysql::create_user", SET, *LISTS, GET]
    assert len(user.runner.lines) == 5
    user.ok(name="shop", password=PASSWORD, privileges={"one": "ALL"})
    assert user.sent == [*LISTS, GET] and len(user.runner.lines) == 2
    user.ok(name="shop", state="absent")
    assert user.sent == [*LISTS, GET, "Mysql::delete_user", *LISTS]


def test_only_privileges_of_the_user_that_is_meant_are_asked_for(user, whole):
    """The account has another user, with privileges on a database of its own."""
    user.ok(name="shop", password=PASSWORD)
    assert GET not in user.sent
    assert [item["name"] for item in user.listed()] == [whole("app"), whole("shop")]
    assert user.listed()[0]["privileges"] == {whole("app"): ["ALL PRIVILEGES"]}


def test_a_lost_answer_is_settled_by_reading(user):
    make = {"name": "shop", "password": PASSWORD, "privileges": {"one": "SELECT"}}
    user.survives_lost_answer("Mysql::create_user", **make)
    user.survives_lost_answer(SET, name="shop", privileges={"one": "SELECT,INSERT"})
    user.survives_lost_answer("Mysql::revoke_access_to_database", name="shop", privileges={"one": []})
    user.survives_lost_answer("Mysql::delete_user", name="shop", state="absent")


def test_a_lost_answer_to_a_password_alone_stays_in_doubt(user):
    user.ok(name="shop", password=PASSWORD)
    user.runner.srv.faults.add("drop_after", function="Mysql::set_password", times=1)
    result = user.fails(name="shop", password=PASSWORD + "2", update_password="always")
    assert result["error"]["category"] == "ambiguous" and result["changed"] is True
    assert user.written == ["Mysql::set_password"]


def test_with_the_prefix_and_without_it_is_the_same(user, whole, granted):
    made = user.ok(name="shop", password=PASSWORD, privileges={"one": "SELECT"})
    assert made["mysql_user"] == {"name": whole("shop"), "privileges": {whole("one"): ["SELECT"]}}
    assert user.ok(name=whole("shop"), privileges={whole("one"): ["SELECT"]})["changed"] is False
    assert granted() == {"one": ["SELECT"]}


def test_the_set_is_replaced_only_where_it_is_given(user, granted):
    """Granting replaces on the server (protocol.md 6.5): databases that are not named are not touched."""
    user.ok(name="shop", password=PASSWORD, privileges={"one": "SELECT,INSERT", "two": "ALL"})
    result = user.ok(name="shop", privileges={"one": ["DELETE"]})
    assert granted() == {"one": ["DELETE"], "two": ["ALL PRIVILEGES"]}
    assert user.written == [SET] and len(result["mysql_user"]["privileges"]) == 2


def test_privileges_are_added_and_taken_away(user, granted):
    user.ok(name="shop", password=PASSWORD, privileges={"one": "SELECT"}, append_privs=True)
    assert granted() == {"one": ["SELECT"]}
    user.ok(name="shop", privileges={"one": "INSERT", "two": "DROP"}, append_privs=True)
    assert granted() == {"one": ["INSERT", "SELECT"], "two": ["DROP"]}
    assert user.ok(name="shop", privileges={"one": "INSERT"}, append_privs=True)["changed"] is False
    user.ok(name="shop", privileges={"one": "INSERT", "two": ["DROP", "ALTER"]}, subtract_privs=True)
    assert granted() == {"one": ["SELECT"]}
    assert user.written == ["Mysql::revoke_access_to_database", SET]
    assert user.ok(name="shop", privileges={"one": "INSERT"}, subtract_privs=True)["changed"] is False


def test_all_privileges_are_one_name(user, granted):
    user.ok(name="shop", password=PASSWORD, privileges={"one": "all"})
    for same in ("ALL", "ALL PRIVILEGES", ["all privileges"], list(reversed(PRIVILEGES)), ",".join(PRIVILEGES)):
        assert user.ok(name="shop", privileges={"one": same})["changed"] is False
    assert user.ok(name="shop", privileges={"one": "SELECT"}, append_privs=True)["changed"] is False
    user.ok(name="shop", privileges={"one": ["CREATE  temporary tables"]}, subtract_privs=True)
    assert granted()["one"] == [name for name in PRIVILEGES if name != "CREATE TEMPORARY TABLES"]
    user.ok(name="shop", privileges={"one": ["CREATE TEMPORARY TABLES"]}, append_privs=True)
    assert granted()["one"] == ["ALL PRIVILEGES"]
    user.ok(name="shop", privileges={"one": "ALL"}, subtract_privs=True)
    assert granted() == {}


def test_the_order_and_the_letters_of_the_server_do_not_matter(user, monkeypatch):
    user.ok(name="shop", password=PASSWORD, privileges={"one": "SELECT,INSERT"})
    odd = dataclasses.replace(registry.UAPI[GET], run=lambda call: ["Select", "INSERT"])
    monkeypatch.setitem(registry.UAPI, GET, odd)
    assert user.ok(name="shop", privileges={"one": "SELECT,INSERT"})["changed"] is False


def test_an_empty_answer_is_no_privilege(user, runner, whole, monkeypatch):
    """A user may be listed for a database on which nothing is granted (protocol.md 6.5: empty list = no grant)."""
    user.ok(name="shop", password=PASSWORD, privileges={"one": "SELECT"})
    monkeypatch.setitem(registry.UAPI, GET, dataclasses.replace(registry.UAPI[GET], run=lambda call: None))
    assert user.ok(name="shop")["mysql_user"]["privileges"] == {}
    assert user.ok(name="shop", privileges={"one": []})["changed"] is False


def test_the_password_is_set_as_asked_and_never_shown(user, runner, whole):
    made = user.ok(name="shop", password=PASSWORD)
    assert made["diff"]["after"]["password"] == "changed" and PASSWORD not in str(made)
    assert user.ok(name="shop", password="Another-1-secret")["changed"] is False
    changed = user.ok(name="shop", password="Another-1-secret", update_password="always")
    assert changed["changed"] is True and user.written == ["Mysql::set_password"]
    assert runner.alice.contents.db_users[whole("shop")] == "Another-1-secret"


def test_a_new_one_needs_a_strong_password(user):
    assert "password: required" in user.fails(name="shop")["msg"]
    result = user.fails(name="shop", password="12345")
    assert result["error"]["code"] == "weak_password" and user.written == []


def test_a_long_name_is_told_before_anything_is_written(user, runner, whole):
    """In the name of a user _ counts once."""
    longest = "_" * (47 - len(runner.alice.db_prefix))
    assert user.ok(name=longest, password=PASSWORD)["changed"] is True
    result = user.fails(name=longest + "x", password=PASSWORD)
    assert result["msg"].startswith("name: ") and "allows 47" in result["msg"] and user.written == []


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"name": "a b"}, "name: 'a b' is not a name for a database or user"),
        ({"privileges": {"one": ["SELCT"]}}, "privileges: one: 'SELCT' is not a privilege; did you mean SELECT?"),
        ({"privileges": {"one": "CREATE_VIEW"}}, "did you mean CREATE VIEW?"),
        ({"privileges": {"one": None}}, "privileges: one: give a list"),
        ({"privileges": {"one": 1}}, "privileges: one: give a list"),
        ({"privileges": {"a b": "ALL"}}, "privileges: 'a b' is not a name for a database or user"),
        ({"privileges": {"one": "ALL"}, "append_privs": True, "subtract_privs": True}, "append_privs: "),
    ],
)
def test_bad_input_is_told_before_anything_is_sent(user, options, text):
    result = user.fails(**{"name": "shop", "password": PASSWORD, **options})
    assert text in result["msg"] and result["error"]["category"] == "usage"
    assert user.sent == []


def test_a_database_that_is_named_twice_is_told(user, whole):
    result = user.fails(name="shop", password=PASSWORD, privileges={"one": "ALL", whole("one"): "SELECT"})
    assert result["msg"].startswith("privileges: ") and user.written == []


def test_a_database_that_is_not_there_is_told_before_anything_is_written(user, whole):
    result = user.fails(name="shop", password=PASSWORD, privileges={"nowhere": "ALL"})
    assert "privileges: the account has no database " + whole("nowhere") in result["msg"]
    assert result["changed"] is False and user.written == []
    assert user.ok(name="shop", password=PASSWORD, privileges={"nowhere": []})["changed"] is True


def test_a_database_and_its_user_are_made_at_once(user, runner, whole):
    """As in a document: the database first, then the user with privileges on it, in one request; and back."""
    runner.alice.overrides["maxsql"] = "unlimited"

    def converge(state):
        items = {"mysql_user": {"name": "new", "password": PASSWORD, "privileges": {"new": "ALL"}, "state": state}}
        items["mysql_database"] = {"name": "new", "state": state}
        desired = [desired_of(KINDS[kind], validated(KINDS[kind], item, kind), kind) for kind, item in items.items()]
        program = Engine([KINDS[kind] for kind in items], desired, account=runner.alice.name).converge()
        runner.srv.journal.clear()
        with Client(Options.from_params(runner.owner)) as client:
            return drive(client, program)

    assert len(converge("present").changes) == 2
    assert user.written == ["Mysql::create_database", "Mysql::create_user", SET]
    assert user.sent[:3] == ["Mysql::list_users", "Mysql::get_restrictions", "Mysql::list_databases"]
    assert len(runner.lines) == 5  # read, ask for the strength, write, and read again in two rounds
    assert converge("present").changes == []
    assert len(converge("absent").changes) == 2
    assert user.written == ["Mysql::delete_user", "Mysql::delete_database"]
