# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a plan is made of: the order of changes, what is shown of them, and when one has come about."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._state.kind import Field, Kind
from ansible_collections.hostops.cpanel.plugins.module_utils._state.plan import (
    Change,
    Converged,
    Desired,
    name_of,
    state_of,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._state.reading import ask
from ansible_collections.hostops.cpanel.plugins.module_utils._state.registry import KINDS
from ansible_collections.hostops.cpanel.plugins.module_utils._state.scope import Scope

SECRET = "Grün-horse-7-battery"
SCOPE = Scope("alice", [])


def refuse(*_given):
    raise ValueError("size: too large")


def prefixed(item, scope):
    item["name"] = scope.account + "_" + item["name"]


BOX = Kind(
    name="box",
    fields={
        "name": Field(),
        "size": Field(),
        "grants": Field(entries=dict),
        "password": Field(secret=True),
        "hint": Field(input_only=True),
        "used": Field(read_only="what is used"),
    },
    key=("name",),
    read=lambda scope: iter(()),
    identify=prefixed,
    create=lambda item, scope: [ask("Box::create", **item)],
    remove=lambda item, scope: [ask("Box::remove", **item)],
    order=30,
)
UPDATED = Kind(
    name="updated",
    fields=BOX.fields,
    key=("name",),
    read=BOX.read,
    create=refuse,
    remove=refuse,
    update=lambda before, item, names, scope: [ask("Box::update", old=before["size"], names=list(names), **item)],
)


def test_the_key_is_completed_and_tells_it_from_others():
    desired = Desired(BOX, {"name": "größe", "size": 5}, "config.box[0]")
    desired.identify(SCOPE)
    assert desired.name == ("box", ("alice_größe",)) == name_of(BOX, {"name": "alice_größe", "size": 1})
    assert name_of(UPDATED, desired.item) != desired.name
    assert name_of(KINDS["dns_record"], {"zone": "example.com"}) == ("dns_record", ("example.com", None, None))


@pytest.mark.parametrize(
    ("where", "field", "shown"),
    [("config.box[0]", "size", "config.box[0].size"), ("", "size", "size"), ("config.box[0]", "", "config.box[0]")],
)
def test_a_field_is_named_as_the_task_has_it(where, field, shown):
    assert Desired(BOX, {}, where).option(field) == shown


def test_domains_come_first_and_go_last_and_what_goes_makes_room():
    item = {"name": "x", "domain": "x.example.com", "email": "a@example.com", "zone": "example.com", "type": "A"}

    def both(kind):
        return Change(KINDS[kind], None, item), Change(KINDS[kind], item, None)

    made, gone = zip(*[both(kind) for kind in ("mysql_user", "mysql_database", "subdomain", "addon_domain")])
    (user, base, sub, addon), (no_user, no_base, no_sub, no_addon) = made, gone
    ranked = sorted([*gone, *made], key=lambda change: change.rank)
    assert ranked == [addon, sub, no_user, no_base, base, user, no_sub, no_addon]


def test_secrets_are_sent_and_never_shown():
    before, after = {"name": "a", "size": 1, "used": 9}, {"name": "a", "size": 2, "used": 9}
    desired = Desired(BOX, {"name": "a", "hint": "new", "used": 7})
    change = Change(BOX, before, after, ("size",), {"password": SECRET}, desired)
    (call,) = change.calls(SCOPE)
    assert call.params == {"name": "a", "size": 2, "used": 9, "hint": "new", "password": SECRET}
    assert change.shown() == {
        "kind": "box",
        "action": "update",
        "name": "a",
        "before": {"size": 1, "password": "unchanged"},
        "after": {"size": 2, "password": "changed"},
    }
    assert SECRET not in repr(change) + repr(change.shown())
    assert change.unreadable and not Change(BOX, None, after, (), {"password": SECRET}).unreadable
    new = Change(BOX, None, after, (), {"password": SECRET})
    assert new.sides() == (None, {"name": "a", "size": 2, "password": "changed"})
    assert Change(BOX, before, None).sides() == ({"name": "a", "size": 1}, None)


def test_each_action_makes_its_own_calls():
    before, after = {"name": "a", "size": 1}, {"name": "a", "size": 2}
    changes = [Change(BOX, None, after), Change(BOX, before, after, ("size",)), Change(BOX, before, None)]
    assert [change.action for change in changes] == ["create", "update", "remove"]
    called = [(call.function.name, dict(call.params)) for change in changes for call in change.calls(SCOPE)]
    assert called == [("Box::create", after), ("Box::create", after), ("Box::remove", before)]
    (call,) = Change(UPDATED, before, after, ("size",)).calls(SCOPE)
    assert dict(call.params) == {"old": 1, "names": ["size"], **after}


@pytest.mark.parametrize("sides", [(None, {"name": "a"}), ({"name": "a"}, None)])
def test_what_a_declaration_refuses_is_told_with_its_name(sides):
    with pytest.raises(CpanelError, match=r"^updated a: size: too large$") as caught:
        Change(UPDATED, *sides).calls(SCOPE)
    assert caught.value.category == "usage"


def test_only_what_was_asked_for_has_to_be_there():
    before, after = {"name": "a", "size": 1}, {"name": "a", "size": 2, "grants": {}}
    given = Desired(BOX, {"name": "a", "size": 2})
    change = Change(BOX, before, after, ("size",), desired=given)
    assert change.reached({**after, "grants": {"x": 1}, "used": 3})
    assert not change.reached({**after, "size": 1}) and not change.reached(None)
    alone = Change(BOX, before, {**after, "grants": {"x": 1}}, ("size",))  # nothing was given: all of it counts
    assert alone.reached({**after, "grants": {"x": 1}}) and not alone.reached(after)


def test_what_is_to_go_is_reached_when_it_is_gone():
    item = {"name": "a", "size": 1}
    gone = Change(BOX, item, None, desired=Desired(BOX, {"name": "a"}, absent=True))
    assert gone.reached(None) and not gone.reached(item)
    assert Change(BOX, item, None).reached(None) and not Change(BOX, item, None).reached(item)
    some = Change(BOX, item, {"name": "a", "size": 2}, ("size",), desired=Desired(BOX, {"name": "a"}, absent=True))
    assert some.reached(None) and some.reached({"name": "a", "size": 2}) and not some.reached(item)


def test_of_many_entries_those_of_others_may_move():
    before = {"name": "a", "grants": {"kept": 1, "goes": 1, "changes": 1}}
    after = {"name": "a", "grants": {"kept": 1, "changes": 2, "comes": 1}}
    given = Desired(BOX, {"name": "a", "grants": {"comes": 1}})
    change = Change(BOX, before, after, ("grants",), desired=given)
    assert change.reached(after)
    assert change.reached({"name": "a", "grants": {"kept": 5, "changes": 2, "comes": 1, "foreign": 1}})
    for wrong in ({"comes": 2}, {"changes": 1}, {"goes": 1}):
        assert not change.reached({"name": "a", "grants": {**after["grants"], **wrong}}), wrong
    assert not change.reached({"name": "a"})


def test_both_sides_are_those_of_the_change_or_what_is_there():
    there = {"name": "a", "size": 1, "used": 9}
    desired = Desired(BOX, {"name": "a"}, name=("box", ("a",)))
    assert Converged(items={"box": [{"name": "b"}, there]}).sides(desired) == ({"name": "a", "size": 1},) * 2
    assert Converged(items={"box": [{"name": "b"}]}).sides(desired) == (None, None)
    change = Change(BOX, there, {"name": "a", "size": 2, "used": 9}, ("size",))
    other = Change(BOX, {"name": "b"}, None)
    planned = Converged([other, change], {"box": [there]})
    assert planned.sides(desired) == ({"name": "a", "size": 1}, {"name": "a", "size": 2})
    assert state_of(BOX, {"password": SECRET, "hint": "x", "used": 1, "size": 0}) == {"size": 0}
