# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a call is: what it changes, and whose names its parameters cannot have."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._api.call import Call
from ansible_collections.hostops.cpanel.plugins.module_utils._api.functions import api2, uapi, whm
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError


@pytest.mark.parametrize(
    "name", ["calendar-color", "services.email.quota", "MXCHECK-example.com", "file-1", "acl-add-pkg"]
)
def test_odd_names_that_are_documented(name):
    assert Call(uapi("Plugin::do"), {name: "x"}).params == {name: "x"}


@pytest.mark.parametrize("function", [uapi("Email::list_pops"), whm("listaccts")])
def test_whoever_makes_a_call_cannot_give_them(function):
    with pytest.raises(CpanelError, match="reserved"):
        Call(function, {"cpanel.user": "bob"})


def test_it_is_refused_by_name_and_nothing_was_sent():
    with pytest.raises(CpanelError, match=r"^params: .*API\.Version") as caught:
        Call(uapi("Email::list_pops"), {"regex": "x", "API.Version": "2"})
    error = caught.value
    assert (error.category, error.function, error.sent) == ("usage", "Email::list_pops", False)


@pytest.mark.parametrize(
    ("function", "params", "writes", "changes"),
    [
        (uapi("Email::list_pops"), {}, None, False),
        (uapi("Email::add_pop"), {}, None, True),
        (uapi("Email::add_pop"), {}, False, False),
        (uapi("Plugin::reindex"), {}, None, True),
        (uapi("Plugin::reindex"), {}, False, False),
        (uapi("Email::list_pops"), {}, True, True),
        (whm("batch"), {"command": ["version", "applist"]}, None, False),
        (whm("batch"), {"command": ["version", "removeacct?user=joe"]}, None, True),
        (whm("batch"), {"command": "[version"}, None, True),
        (whm("batch"), {}, None, True),
        (uapi("Batch::strict"), {"command": ["Email", "list_pops"]}, None, False),
        (uapi("Batch::strict"), {"command": ["Email", "list_pops"]}, True, True),
    ],
)
def test_what_changes_something(function, params, writes, changes):
    """By the table, by what a holder holds, or by what the caller says; what cannot be read changes something."""
    assert Call(function, params, writes=writes).changes is changes


@pytest.mark.parametrize(
    ("function", "is_uapi"),
    [(uapi("Email::list_pops"), True), (api2("Park::park"), True), (whm("listaccts"), False), (whm("a/b"), False)],
)
def test_which_calls_act_inside_an_account(function, is_uapi):
    assert Call(function).is_uapi is is_uapi
