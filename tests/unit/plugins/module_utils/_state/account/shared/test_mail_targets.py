# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where mail goes: an action and a destination for us, one text for a server."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.shared import mail_targets as targets
from ansible_collections.hostops.cpanel.plugins.module_utils._state.scope import Scope

ALICE = Scope("alice", [])


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("a@example.com", "fwd"),
        (":fail: a, b@example.com", "fail"),
        ('":fail: x"', "fail"),
        (":fail:", "fail"),
        (":blackhole:", "blackhole"),
        ("|/home/alice/bin/x -y a@example.com", "pipe"),
        ("|/usr/local/bin/post list", "pipe"),
        ("alice", "system"),
        ("/dev/null", "system"),
        (":include:/home/alice/a@example.com", "system"),
    ],
)
def test_what_was_listed_can_be_asked_for(text, action):
    """An export is given back as it is."""
    item = {"address": "a@example.com", **targets.parse(text, "alice")}
    again = dict(item)
    targets.check(again)
    targets.complete(again, Scope("alice", []))
    assert again == item and item["action"] == action


def checked(**item):
    targets.check(item)
    return item["action"], item["destination"]


def test_what_was_given_has_one_form():
    assert checked(destination=" Sales@B\u00fccher.example ") == ("fwd", "sales@xn--bcher-kva.example")
    assert checked(destination="A@example.com,b@Example.com") == ("fwd", "a@example.com,b@example.com")
    assert checked(destination="Alice") == checked(action="system", destination="ALICE") == ("system", "alice")
    assert checked(action="fail", destination=" Weg, gr\u00fc\u00dfe ") == ("fail", "Weg, gr\u00fc\u00dfe")


@pytest.mark.parametrize(
    ("action", "destination"),
    [
        ("fwd", ""),
        ("pipe", None),
        ("blackhole", "x"),
        ("fail", "one\ntwo"),
        ("fail", "one\rBcc: x"),
        ("fwd", "a@example.com,"),
        ("fwd", "|/bin/sh@example.com"),
        ("pipe", "bin/../../bob/x"),
        ("pipe", "|"),
        ("system", "alice bob"),
        ("system", "b\u00fccher"),
    ],
)
def test_what_cannot_be_asked_for_is_told_with_its_option(action, destination):
    with pytest.raises(ValueError, match=r"^destination: "):
        checked(action=action, destination=destination)


def test_programs_are_in_the_home_wherever_that_is():
    for text in ("|/home/alice/bin/x -a /b", '"|/home2/alice//bin/x -a /b"', "|bin/x -a /b"):
        assert targets.parse(text, "alice") == {"action": "pipe", "destination": "bin/x -a /b"}
    for text in ("/usr/bin/x y", "/home/alice/../bob/x", "/home/malice/x"):
        item = targets.parse("|" + text, "alice")
        assert item["destination"] == text and targets.is_foreign(item)
        with pytest.raises(ValueError, match="is not in the account's home"):
            targets.check_reachable(item)


@pytest.mark.parametrize(
    ("action", "destination", "params"),
    [
        ("fwd", "a@example.com", {"fwdemail": "a@example.com"}),
        ("fail", "gone", {"failmsgs": "gone"}),
        ("pipe", "bin/x", {"pipefwd": "bin/x"}),
        ("system", "alice", {"fwdsystem": "alice"}),
        ("blackhole", "", {}),
    ],
)
def test_each_action_has_its_own_parameter(action, destination, params):
    assert targets.wire({"action": action, "destination": destination}) == {"fwdopt": action, **params}


def test_only_mail_for_the_account_itself_fits_others():
    item = {"action": "system", "destination": "alice"}
    assert targets.portable(item, ALICE) == {"action": "system", "destination": "{account}"}
    for other in ({**item, "destination": "bob"}, {"action": "fail", "destination": "alice"}):
        assert targets.portable(other, ALICE) == other
