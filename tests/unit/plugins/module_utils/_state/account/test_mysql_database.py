# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_mysql_database: what protocol.md 6.5 says of databases, met by a user."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.hostops.cpanel.tests.simulator.api import registry

READING = ["Mysql::list_databases", "Mysql::get_restrictions"]


@pytest.fixture
def base(life):
    return life("mysql_database")


@pytest.fixture
def answers(monkeypatch):
    """Lets a function of the server answer what a test says."""

    def answer(name, data):
        changed = dataclasses.replace(registry.UAPI[name], run=lambda call: data)
        monkeypatch.setitem(registry.UAPI, name, changed)

    return answer


def test_its_whole_life(base, runner):
    base.whole({"name": "shop"}, {}, key={"name": "shop"})
    whole = runner.alice.db_prefix + "blog"
    base.whole({"name": whole}, {}, key={"name": whole})


def test_requests_are_counted(base):
    base.ok(name="shop")
    assert base.sent == [*READING, "Mysql::create_database", *READING]
    assert len(base.runner.lines) == 3
    base.ok(name="shop")
    assert base.sent == READING and len(base.runner.lines) == 1
    base.ok(name="shop", state="absent")
    assert base.sent == [*READING, "Mysql::delete_database", *READING]


def test_a_lost_answer_is_settled_by_reading(base):
    base.survives_lost_answer("Mysql::create_database", name="shop")
    base.survives_lost_answer("Mysql::delete_database", name="shop", state="absent")


def test_with_the_prefix_and_without_it_is_the_same(base, runner):
    whole = runner.alice.db_prefix + "shop"
    made = base.ok(name="shop")
    assert made["mysql_database"] == {"name": whole} and made["diff"]["after"] == {"name": whole}
    assert made["diff"]["after_header"] == "mysql_database " + whole
    assert base.ok(name=whole)["changed"] is False
    assert whole in runner.alice.contents.databases and "shop" not in runner.alice.contents.databases
    assert base.ok(name=whole, state="absent")["changed"] is True


def test_a_server_without_prefixes_gets_the_name_as_it_is(base, runner, answers):
    answers("Mysql::get_restrictions", {"max_database_name_length": "64", "max_username_length": "16", "prefix": None})
    runner.alice.contents.databases["shop"] = 5
    assert base.ok(name="shop")["mysql_database"] == {"name": "shop"}
    assert base.ok(True, name="other")["mysql_database"] == {"name": "other"}


def test_sizes_are_numbers_and_users_are_told(base, runner):
    """disk_usage is a number in one row and a text in the next (protocol.md 6.5)."""
    base.ok(name="shop")
    runner.alice.contents.databases[runner.alice.db_prefix + "shop"] = 4096
    found = base.listed()
    assert [type(item["disk_usage_bytes"]) for item in found] == [int, int]
    assert found[1]["disk_usage_bytes"] == 4096 and found[1]["users"] == []
    assert found[0]["users"] == [runner.alice.db_prefix + "app"]


def test_no_databases_are_an_empty_list(base, runner, answers):
    answers("Mysql::list_databases", None)
    assert base.listed() == []


def test_wildcards_count_twice_in_a_new_name(base, runner):
    """Each _ counts twice, that of the prefix too (protocol.md 6.5): told before anything is written."""
    prefix = runner.alice.db_prefix
    longest = "x" * (64 - len(prefix) - 1)
    assert base.ok(name=longest)["changed"] is True
    result = base.fails(name="_" + longest[:-1])
    assert result["msg"].startswith("name: ") and "counts as 65" in result["msg"] and "allows 64" in result["msg"]
    assert result["error"]["category"] == "usage" and base.written == [] and result["changed"] is False


def test_a_long_name_that_is_there_is_left_alone(base, runner):
    name = runner.alice.db_prefix + "_" * 60
    runner.alice.contents.databases[name] = 0
    assert base.ok(name=name)["changed"] is False
    assert base.ok(name=name, state="absent")["changed"] is True


def test_the_prefix_alone_is_no_name(base, runner):
    result = base.fails(name=runner.alice.db_prefix)
    assert "name: " in result["msg"] and "is the prefix alone" in result["msg"] and base.written == []


@pytest.mark.parametrize("name", ["", "my shop", "a/b", "a`b", "a'b"])
def test_bad_input_is_told_before_anything_is_sent(base, name):
    result = base.fails(name=name)
    assert (
        "name: %r is not a name for a database or user" % name in result["msg"]
        and result["error"]["category"] == "usage"
    )
    assert base.sent == []


def test_a_refusal_changes_nothing(base, runner):
    runner.alice.overrides["maxsql"] = "1"
    result = base.fails(name="shop")
    assert result["changed"] is False and [item["action"] for item in result["pending"]] == ["create"]
