# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""As whom and what is called is never a parameter's business: refused in every spelling, everywhere, nothing sent."""

from __future__ import annotations

import json

import pytest
from ansible.errors import AnsibleLookupError

from ansible_collections.hostops.cpanel.plugins.lookup import uapi as uapi_lookup
from ansible_collections.hostops.cpanel.plugins.lookup import whm as whm_lookup

WHOM = ["cpanel.user", "cpanel.function", "cpanel.module", "cpanel_jsonapi_user", "cpanel_jsonapi_func"]
WHOM += ["cpanel_xmlapi_user", "cpanel_xmlapi_func", "cpanel_jsonapi_apiversion", "api.version"]
SPELLINGS = [
    *WHOM,
    *("CPANEL.USER", "Cpanel.Function", "cPanel_jsonAPI_user", "API.Version", "api.VERSION"),
    *(" cpanel.user", "cpanel.user ", "\tcpanel.user", "cpanel.user\n", "cpanel .user", "cpanel. user"),
    *("cpanel.user-1", "cpanel.user-0", "cpanel.user.1", "cpanel.user_1", "cpanel.user1", "cpanel.user[]"),
    *("cpanel%2Euser", "cpanel%2euser", "%63panel.user", "cpanel%252Euser", "cpanel.user%00", "cpanel+.user"),
    *("cpanel\uff0euser", "\uff43panel.user", "cpanel\u2024user", "cpanel.\u200buser", "\u0441panel.user"),
    *("cpanel.user\0", "\0cpanel.user", "cpanel\0.user", "x&cpanel.user", "&cpanel.user", "?cpanel.user"),
    *("x=1&cpanel.user", "x;cpanel.user", "x\r\ncpanel.user", ".cpanel.user", "cpanel-user", "cpanel:user"),
    *("api_version", "api.version-1", "api%2Eversion", "", " ", "x y", "\ud800"),
]


def nothing_was_sent(runner, result):
    assert result["failed"], result
    assert result["error"]["category"] == "usage", result
    assert "params" in result["msg"] or "calls" in result["msg"]
    assert runner.lines == []


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("name", SPELLINGS)
def test_in_single_calls(runner, name, strict):
    given = {**runner.root, "account": runner.alice.name, "strict_params": strict, "via": "whm"}
    result = runner.run("cpanel_uapi", **given, function="Email::list_pops", params={name: runner.bob.name})
    nothing_was_sent(runner, result)
    result = runner.run("whm_api", **runner.root, function="listaccts", params={name: runner.bob.name})
    nothing_was_sent(runner, result)


@pytest.mark.parametrize("name", SPELLINGS)
def test_in_lists_of_calls_and_fleets(runner, name):
    calls = [{"function": "Email::list_pops"}, {"function": "Email::list_pops", "params": {name: "delete_pop"}}]
    given = {**runner.root, "strict_params": False, "calls": calls}
    nothing_was_sent(runner, runner.run("cpanel_uapi", **given, account=runner.alice.name))
    nothing_was_sent(runner, runner.run("cpanel_fleet", True, **given, accounts=[runner.alice.name]))
    nothing_was_sent(
        runner, runner.run("whm_api", **runner.root, calls=[{"function": "version", "params": {name: "x"}}])
    )


def nested(name):
    """The same in all that holds calls: as lists, as JSON, as query strings; batches in batches."""
    strict = ["Email", "list_pops", {name: "x"}]
    whom = {"cpanel.user": "a", "cpanel.module": "Batch", "cpanel.function": "strict"}
    yield "cpanel_uapi", "Batch::strict", {"command": strict}
    yield "cpanel_uapi", "Batch::strict", {"command": [strict, ["Email", "list_pops"]]}
    yield "cpanel_uapi", "Batch::strict", {"command-0": json.dumps(strict)}
    yield "cpanel_uapi", "Batch::strict", {"command": ["Batch", "strict", {"command": json.dumps(strict)}]}
    yield "whm_api", "uapi_cpanel", {**whom, "cpanel.module": "Email", "cpanel.function": "list_pops", name: "x"}
    yield "whm_api", "uapi_cpanel", {**whom, "command": json.dumps(strict)}
    yield "whm_api", "batch", {"command": json.dumps(["listaccts", {name: "x"}])}
    yield "whm_api", "batch", {"command-1": json.dumps(["uapi_cpanel", {**whom, "command": [strict]}])}


@pytest.mark.parametrize(
    "name", ["cpanel.user-1", "CPANEL.USER", "cpanel_jsonapi_func", "api.version", "cpanel%2Euser"]
)
def test_in_calls_inside_of_calls(runner, name):
    for command, function, params in nested(name):
        given = {**runner.root, "function": function, "params": params}
        more = {"account": runner.alice.name, "strict_params": False} if command == "cpanel_uapi" else {}
        nothing_was_sent(runner, runner.run(command, True, **given, **more))


@pytest.mark.parametrize(
    "command",
    [
        "uapi_cpanel?cpanel.user=a&cpanel.user=b&cpanel.module=Email&cpanel.function=list_pops",
        "uapi_cpanel?cpanel.user=a&cpanel%2Euser=b&cpanel.module=Email&cpanel.function=list_pops",
        "uapi_cpanel?cpanel.user=a&cpanel.module=Email&cpanel.function=list_pops&cpanel.function=delete_pop",
        "uapi_cpanel?cpanel.user=a&cpanel.module=Email&cpanel.function=list_pops&CPANEL.function=delete_pop",
        "listaccts?api.version=2",
        "listaccts?x=1&cpanel.user=b",
    ],
)
def test_in_query_strings(runner, command):
    nothing_was_sent(runner, runner.run("whm_api", True, **runner.root, function="batch", params={"command": command}))


@pytest.mark.parametrize(
    "name", ["command.1", "command_1", "Command-0", "command1", "command-0-1x", "COMMAND", "command[]"]
)
def test_commands_have_one_spelling(runner, name):
    params = {"command": ["version"], name: "removeacct?user=%s" % runner.alice.name}
    nothing_was_sent(runner, runner.run("whm_api", True, **runner.root, function="batch", params=params))
    params = {"command": [["Email", "list_pops"]], name: '["Email","delete_pop",{"email":"x"}]'}
    given = {**runner.root, "account": runner.alice.name, "strict_params": False, "function": "Batch::strict"}
    nothing_was_sent(runner, runner.run("cpanel_uapi", True, **given, params=params))


@pytest.mark.parametrize("value", [["a", "b"], {"a": "b"}])
def test_holders_own_parameters_are_one_text(runner, value):
    whom = {"cpanel.user": runner.alice.name, "cpanel.module": "Email", "cpanel.function": "list_pops"}
    for name in whom:
        params = {**whom, name: value}
        nothing_was_sent(runner, runner.run("whm_api", True, **runner.root, function="uapi_cpanel", params=params))


def test_the_holders_own_parameters_are_a_users_to_give(runner):
    whom = {"cpanel.user": runner.alice.name, "cpanel.module": "Email", "cpanel.function": "list_pops"}
    result = runner.whm("uapi_cpanel", params=whom)
    assert result["changed"] is False
    command = "uapi_cpanel?cpanel.user=%s&cpanel.module=Email&cpanel.function=list_pops" % runner.alice.name
    assert runner.whm("batch", params={"command": ["version", command]})["changed"] is False


@pytest.mark.parametrize("name", SPELLINGS)
@pytest.mark.parametrize(("lookup", "term"), [(uapi_lookup, "Email::list_pops"), (whm_lookup, "listaccts")])
def test_in_lookups(ask, runner, name, lookup, term):
    with pytest.raises(AnsibleLookupError, match="params: "):
        ask(lookup, term, account=runner.alice.name, params={name: "x"}, strict_params=False, **runner.root)
    assert runner.lines == []


@pytest.mark.parametrize("key", [1, None, True, 1.5, ("a", "b")])
def test_names_that_are_no_texts(runner, key):
    given = {**runner.root, "account": runner.alice.name, "strict_params": False}
    nothing_was_sent(runner, runner.run("cpanel_uapi", **given, function="Email::list_pops", params={key: "x"}))
    nothing_was_sent(runner, runner.run("whm_api", **runner.root, function="listaccts", params={key: "x"}))


def test_values_are_values(runner):
    """Nothing in a value becomes another parameter, on any way."""
    value = "a&cpanel.user=%s\r\ncpanel.function=delete_pop;x=1%%26cpanel.user=b" % runner.bob.name
    for via in ("whm", "session"):
        given = {**runner.root, "account": runner.alice.name, "via": via, "strict_params": False}
        runner.run("cpanel_uapi", **given, function="Email::list_pops", params={"regex": value})
        calls = [{"function": "Email::list_pops", "params": {"regex": value}}] * 2
        runner.run("cpanel_uapi", **given, calls=calls)
    runner.run("whm_api", **runner.root, calls=[{"function": "listaccts", "params": {"search": value}}] * 2)
    asked = [entry for entry in runner.srv.journal if entry.function not in ("create_user_session", "login", "logout")]
    assert {entry.account for entry in asked} <= {runner.alice.name, ""}
    assert {inner for entry in asked for inner in entry.inner} <= {"Email::list_pops", "listaccts", "Batch::strict"}
    assert {name for entry in asked for name, _value in entry.form} <= {
        *("cpanel.user", "cpanel.module", "cpanel.function", "api.version", "regex"),
        *("command-0", "command-1", "abort_on_error"),
    }
