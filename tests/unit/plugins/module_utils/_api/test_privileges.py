# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which privilege is missing: only what a server says is lacking, and never a guess."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._api.functions import whm
from ansible_collections.hostops.cpanel.plugins.module_utils._api.privileges import missing_privilege
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.refusals import ACLS


def answer(privileges):
    return Result("myprivs", data={"privileges": privileges})


@pytest.mark.parametrize("none", [0, "0", "", None, False, "yes", [1]])
def test_a_privilege_that_is_not_granted_is_missing(none):
    assert missing_privilege("listaccts", answer([{"all": 0, "list-accts": none}])) == "list-accts"
    assert missing_privilege("listaccts", answer({"list-accts": none})) == "list-accts"


@pytest.mark.parametrize("one", [1, "1"])
@pytest.mark.parametrize("name", ["all", "list-accts"])
def test_what_is_granted_is_not_missing(name, one):
    assert missing_privilege("listaccts", answer([{"all": 0, "list-accts": 0, name: one}])) is None


def test_another_privilege_grants_nothing():
    granted = {"list-accts": 0, "create-acct": 1, "kill-acct": 1}
    assert missing_privilege("listaccts", answer([granted])) == "list-accts"


@pytest.mark.parametrize(
    "unknown",
    [
        None,
        Result("myprivs", status=0),
        Result("myprivs", data=["privileges"]),
        Result("myprivs", data={}),
        answer([]),
        answer([None]),
        answer("list-accts"),
        answer(0),
        answer([{}]),
        answer([{"all": 0}]),
    ],
)
def test_what_nobody_knows_is_not_claimed(unknown):
    assert missing_privilege("listaccts", unknown) is None


def test_a_function_without_a_known_privilege():
    assert missing_privilege("version", answer([{"all": 0, "version": 0}])) is None


@pytest.mark.parametrize("name", ACLS)
def test_privileges_are_those_of_functions_that_exist(name):
    assert whm(name).known


@pytest.mark.parametrize("acl", ["list-accts", "acct-summary", "suspend-acct"])
def test_the_question_is_put_to_the_server(runner, acl):
    """``myprivs`` over the socket: the one privilege that a reseller lacks is found among all."""
    function = {"list-accts": "listaccts", "acct-summary": "accountsummary", "suspend-acct": "suspendacct"}[acl]
    reseller = runner.srv.resellers["reseller1"]
    reseller.acls = reseller.acls - {acl}
    privileges = runner.run("whm_api", **runner.reseller, function="myprivs")["data"]
    assert missing_privilege(function, Result("myprivs", data=privileges)) == acl
    reseller.acls = reseller.acls | {acl}
    privileges = runner.run("whm_api", **runner.reseller, function="myprivs")["data"]
    assert missing_privilege(function, Result("myprivs", data=privileges)) is None
