# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reader of calls inside of calls: every form that a server reads, and what cannot be read."""

from __future__ import annotations

import json

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._api.functions import uapi, whm
from ansible_collections.hostops.cpanel.plugins.module_utils._api.holders import (
    UNREADABLE,
    inner_calls,
    returns_secret_with,
    secret_values,
    surely_writes_with,
    writes_with,
)

STRICT, BATCH, ON_ACCOUNT, CPANEL = uapi("Batch::strict"), whm("batch"), whm("uapi_cpanel"), whm("cpanel")
POPS = {"cpanel.user": "a", "cpanel.module": "Email", "cpanel.function": "list_pops"}
OLD = {"cpanel_jsonapi_user": "a", "cpanel_jsonapi_module": "Email", "cpanel_jsonapi_func": "listpops"}


@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("version", ["version"]),
        ("version?", ["version"]),
        ("listaccts?want=user&search=%5Ea", ["listaccts"]),
        (["version", "applist"], ["version", "applist"]),
        ('["version"]', ["version"]),
        ('["version","applist"]', ["version", "applist"]),
        ('["listaccts","want=user"]', ["listaccts"]),
        ('["listaccts",{"want":"user"}]', ["listaccts"]),
        ([["listaccts", {"want": "user"}], "version"], ["listaccts", "version"]),
        ("EcosystemFeatures/is_ready?plugin=x", ["EcosystemFeatures/is_ready"]),
    ],
)
def test_commands_of_whm_that_read(command, names):
    assert [function.name for function, _params in inner_calls(BATCH, {"command": command})] == names
    assert not writes_with(BATCH, {"command": command})
    assert not returns_secret_with(BATCH, {"command": command})


UNREAD = [
    (BATCH, {"command": command})
    for command in [
        *("", " ", "?user=a", "list accts", "listaccts\n&x", "../listaccts", "json-api/x/listaccts", "list%61ccts"),
        *("listaccts%3Fx=1", "[", '["listaccts"', "[]", "{}", '{"function":"listaccts"}', '[["listaccts"]]', "[1]"),
        *('["listaccts",["x"]]', '["listaccts",{"a":1,"a":2}]', '["listaccts",{},{}]', "\uff4cistaccts", 5, {"a": "b"}),
        *('["uapi_cpanel",{"cpanel.user":"a","cpanel.module":"Email"}]', ["listaccts", {"want": "user"}], "batch"),
        "uapi_cpanel?cpanel.user=a;cpanel.module=Email;cpanel.function=list_pops",
        "uapi_cpanel?cpanel.user=a&cpanel.module=Email&cpanel.function=list_pops;cpanel.function=x",
        "uapi_cpanel?cpanel.user=a&cpanel.module=Email&cpanel.function=list_pops&cpanel.function=list_pops",
        "cpanel?cpanel_jsonapi_apiversion=1&cpanel_jsonapi_module=Email&cpanel_jsonapi_func=listpops",
    ]
]
UNREAD += [
    (STRICT, {"command": command})
    for command in [
        *("Email::list_pops", "[", "[]", '["Email"]', '["Email","list_pops",[1]]', '["Email","list_pops",{},{}]'),
        *('[["Email","list_pops"],["Email","list_pops"]]', '["Email ","list_pops"]', '["Email","list_pops\\u0000"]'),
        *('{"module":"Email"}', '["Email","list_pops",{"a":1,"a":2}]', ["Email"], [["Email"]], [None], {"0": "x"}, 5),
        '"[\\"Email\\",\\"list_pops\\"]"',
        '["\\uff25mail","list_pops"]',
    ]
]
UNREAD += [(holder, {}) for holder in (STRICT, BATCH, ON_ACCOUNT, CPANEL)]
UNREAD += [(STRICT, {"command": []}), (BATCH, {"command": None}), (BATCH, {"command": ["version"], "kommand": "x"})]
UNREAD += [
    (ON_ACCOUNT, {**POPS, name: value}) for name in list(POPS)[1:] for value in (None, "", ["x", "y"], {"a": 1}, True)
]
UNREAD += [
    (ON_ACCOUNT, {**POPS, name: "x"})
    for name in ("cpanel.user-1", "CPANEL.function", "cpanel%2Efunction", "api.version")
]
UNREAD += [
    (CPANEL, {**OLD, "cpanel_jsonapi_apiversion": version}) for version in (1, "1", "0", 4, "2.0", ["2", "3"], "x")
]
UNREAD += [(CPANEL, {**OLD, "cpanel_xmlapi_func": "delpop"}), (CPANEL, {**OLD, "cpanel_jsonapi_func": "list pops"})]


@pytest.mark.parametrize(("function", "params"), UNREAD)
def test_what_cannot_be_read_counts_as_writing_and_as_a_secret(function, params):
    assert writes_with(function, params)
    assert surely_writes_with(function, params)
    assert returns_secret_with(function, params)


@pytest.mark.parametrize(
    ("function", "params", "names", "writes"),
    [
        (uapi("Batch::strict"), {"command": ["Email", "list_pops"]}, ["Email::list_pops"], False),
        (uapi("Batch::strict"), {"command": ["Email", "add_pop", {"email": "a"}]}, ["Email::add_pop"], True),
        (
            uapi("Batch::strict"),
            {"command": [["Email", "list_pops"], '["Email","delete_pop",{"email":"a"}]']},
            ["Email::list_pops", "Email::delete_pop"],
            True,
        ),
        (
            uapi("Batch::strict"),
            {"command-0": '["Email","list_pops"]', "command-1": ["Ftp", "list_ftp"]},
            ["Email::list_pops", "Ftp::list_ftp"],
            False,
        ),
        (uapi("Batch::strict"), {"command": "[broken"}, None, True),
        (uapi("Batch::strict"), {}, [], True),
        (whm("batch"), {"command": "listaccts?want=user"}, ["listaccts"], False),
        (whm("batch"), {"command": ["listaccts", "passwd?user=a&password=b"]}, ["listaccts", "passwd"], True),
        (whm("batch"), {"command": ["version", "gethostname"]}, ["version", "gethostname"], False),
        (
            whm("uapi_cpanel"),
            {"cpanel.user": "a", "cpanel.module": "Email", "cpanel.function": "list_pops", "regex": "x"},
            ["Email::list_pops"],
            False,
        ),
        (whm("uapi_cpanel"), {"cpanel.user": "a"}, None, True),
        (
            whm("cpanel"),
            {"cpanel_jsonapi_apiversion": 3, "cpanel_jsonapi_module": "Email", "cpanel_jsonapi_func": "list_pops"},
            ["Email::list_pops"],
            False,
        ),
        (
            whm("cpanel"),
            {"cpanel_jsonapi_module": "Cron", "cpanel_jsonapi_func": "listcron"},
            ["Cron::listcron"],
            False,
        ),
        (whm("cpanel"), {"cpanel_jsonapi_module": "Cron", "cpanel_jsonapi_func": "add_line"}, ["Cron::add_line"], True),
        (uapi("Email::list_pops"), {}, [], False),
    ],
)
def test_a_holder_changes_what_its_calls_change(function, params, names, writes):
    if names is not None:
        assert [inner.name for inner, _given in inner_calls(function, params)] == names
    assert writes_with(function, params) is writes


def test_a_holder_returns_the_secrets_of_its_calls():
    params = {"cpanel.user": "a", "cpanel.module": "Tokens", "cpanel.function": "create_full_access", "name": "x"}
    assert returns_secret_with(whm("uapi_cpanel"), params)
    assert not returns_secret_with(whm("uapi_cpanel"), params | {"cpanel.function": "list"})


def test_batches_that_are_too_deep_are_not_read():
    command = ["Email", "list_pops"]
    for depth in range(11):  # each level doubles the backslashes
        assert writes_with(STRICT, {"command": command}) is (depth > 7)
        command = ["Batch", "strict", {"command": json.dumps(command)}]
    assert inner_calls(STRICT, {"command": "[" * 100000}) == [(UNREADABLE, {})]


def test_functions_of_api_2():
    """No table has them: by their names, and by what functions of UAPI do that are spelled like them."""
    assert not writes_with(CPANEL, OLD)
    assert not writes_with(CPANEL, {**OLD, "cpanel_jsonapi_apiversion": "2"})
    assert returns_secret_with(CPANEL, {**OLD, "cpanel_jsonapi_module": "SSL", "cpanel_jsonapi_func": "showkey"})
    assert surely_writes_with(CPANEL, {**OLD, "cpanel_jsonapi_func": "delpop_and_list"}) is False
    assert writes_with(CPANEL, {**OLD, "cpanel_jsonapi_func": "delpop"})
    assert surely_writes_with(CPANEL, {**OLD, "cpanel_jsonapi_func": "deletepop"})


@pytest.mark.parametrize(
    ("function", "params", "secrets"),
    [
        (BATCH, {"command": "passwd?user=joe&password=s-1"}, {"s-1"}),
        (BATCH, {"command": "[passwd, s-1"}, {"[passwd, s-1"}),
        (BATCH, {"command": '["passwd",{"password":"a\\"b"}]'}, {'a"b', '["passwd",{"password":"a\\"b"}]'}),
        (BATCH, {"command": "uapi_cpanel?cpanel.user=a&cpanel.module=Ftp&cpanel.function=passwd&pass=s-1"}, {"s-1"}),
        (
            ON_ACCOUNT,
            {
                **POPS,
                "cpanel.module": "Batch",
                "cpanel.function": "strict",
                "command": ["Ftp", "passwd", {"pass": "s-1"}],
            },
            {"s-1"},
        ),
        (STRICT, {"command": ["Batch", "strict", {"command": ["Ftp", "passwd", {"pass": "s-1"}]}]}, {"s-1"}),
    ],
)
def test_secrets_inside(function, params, secrets):
    assert secret_values(function, params) == secrets


@pytest.mark.parametrize(
    "name", ["get/removeacct", "list_x/fetchsslinfo", "get/batch", "get_x/uapi_cpanel", "Is/RemoveAcct"]
)
def test_a_name_space_hides_no_function(name):
    assert whm(name).writes or whm(name).returns_secret
    assert whm(name).writes is not (name == "list_x/fetchsslinfo")
