# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of modules and items of documents become what is desired; bad ones are told before anything is sent."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import (
    desired_of,
    info_command,
    resource_command,
    validated,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._state.registry import KINDS

BOX, FORWARDER, DATABASE = (KINDS[name] for name in ("email_account", "email_forwarder", "mysql_database"))


@pytest.mark.parametrize(
    ("kind", "given", "text"),
    [
        (BOX, ["x"], "config.x[0]: not a dictionary"),
        (BOX, {"email": "a@example.com", "qouta_mb": 1}, "did you mean quota_mb?"),
        (BOX, {"email": "a@example.com", 5: 1}, "is unsupported"),
        (BOX, {"email": ["a@example.com"]}, "config.x[0].email: not a text"),
        (BOX, {}, "config.x[0]: missing required arguments: email"),
        (BOX, {"email": "a@example.com", "state": "gone"}, "config.x[0]: value of state must be one of"),
    ],
)
def test_a_bad_item_is_told_with_its_place(kind, given, text):
    with pytest.raises(CpanelError) as caught:
        validated(kind, given, "config.x[0]")
    assert text in str(caught.value) and caught.value.category == "usage"


def test_an_item_is_typed_as_the_module_does_it():
    found = validated(FORWARDER, {"source": "a@example.com", "text": 5}, "x")
    assert (found["address"], found["destination"], found["action"], found["state"]) == (
        *("a@example.com", "5"),
        *("fwd", "present"),
    )


def test_what_is_not_given_is_not_desired():
    desired = desired_of(BOX, validated(BOX, {"email": "A@Bücher.example", "state": "absent"}, "x"), "x")
    assert desired.item == {"email": "a@xn--bcher-kva.example"}
    assert desired.absent and desired.update_password == "on_create" and desired.where == "x"


def test_what_a_declaration_refuses_is_told_with_its_place():
    with pytest.raises(CpanelError, match=r"^config\.x\[0\]\.address: 'info' has no domain"):
        desired_of(FORWARDER, {"address": "info", "destination": "a@example.com"}, "config.x[0]")
    with pytest.raises(CpanelError, match=r"^address: 'info' has no domain"):
        desired_of(FORWARDER, {"address": "info", "destination": "a@example.com"})


def test_lists_can_be_narrowed_by_the_key_only():
    command = info_command(FORWARDER)
    assert command.name == "cpanel_email_forwarder_info" and resource_command(BOX).name == "cpanel_email_account"
    options = {name for name in command.spec if name not in info_command(DATABASE).spec}
    assert options == {"address", "action", "destination"}
    assert "default" not in command.spec["action"] and "required" not in command.spec["address"]


def test_a_list_is_sorted_and_found_with_the_prefix_and_without(runner):
    prefix = runner.alice.db_prefix
    runner.alice.contents.databases.update({prefix + "zoo": 0, prefix + "ape": 0})
    found = runner.run("cpanel_mysql_database_info", **runner.owner)["mysql_databases"]
    names = [item["name"] for item in found]
    assert names == sorted(names) and {prefix + "zoo", prefix + "ape"} <= set(names)
    for name in ("zoo", prefix + "zoo"):
        found = runner.run("cpanel_mysql_database_info", name=name, **runner.owner)["mysql_databases"]
        assert [item["name"] for item in found] == [prefix + "zoo"]
    assert runner.run("cpanel_mysql_database_info", name="none", **runner.owner)["mysql_databases"] == []
