# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules and actions of email filters: what users give and what servers list have one form."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.shared import mail_filters as filters
from ansible_collections.hostops.cpanel.plugins.module_utils._state.scope import Scope


def test_given_and_listed_rules_have_one_form():
    given = [
        {"part": " $header_from: ", "match": "is", "value": "grüße"},
        {"part": "not delivered", "match": "is", "value": "x"},
    ]
    listed = [
        {"part": "$header_from", "match": "is", "val": "grüße"},
        {"part": "not delivered", "match": None, "val": None},
    ]
    assert filters.rules(given) == filters.parse_rules(listed)
    assert filters.parse_rules(None) == []


def test_folders_have_one_form_and_odd_ones_are_kept():
    given = [{"action": "save", "destination": "~/mail//.Müll/"}, {"action": "save", "destination": "/dev/null"}]
    listed = [{"action": "save", "dest": "$home/mail/.Müll"}, {"action": "save", "dest": "/dev/null"}]
    assert filters.actions(given) == filters.parse_actions(listed)
    assert [action["destination"] for action in filters.actions(given)] == ["mail/.Müll", "/dev/null"]
    odd = {"action": "save", "dest": "$home/../bob"}
    assert filters.parse_actions([odd]) == [{"action": "save", "destination": odd["dest"]}]


@pytest.mark.parametrize("action", ["deliver", "save", "pipe"])
def test_some_actions_need_a_destination(action):
    with pytest.raises(ValueError, match=action + ": give a destination"):
        filters.actions([{"action": action, "destination": ""}])
    assert filters.actions([{"action": "finish", "destination": ""}])


@pytest.mark.parametrize("check", [filters.rules, filters.actions])
def test_an_empty_list_is_told(check):
    with pytest.raises(ValueError, match="the list is empty"):
        check([])


def test_only_delivery_to_the_account_fits_others():
    actions = [{"action": name, "destination": "alice"} for name in ("deliver", "save")]
    found = filters.portable({"name": "f", "actions": actions}, Scope("alice", []))
    assert found == {"name": "f", "actions": [{"action": "deliver", "destination": "{account}"}, actions[1]]}
