# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every function of both tables: what writes is sent neither in check mode nor by lookups, what is secret is known so.

Alone, in lists, inside of every holder to some depth, under another spelling, and with ``writes: false``.
"""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from ansible.errors import AnsibleLookupError

from ansible_collections.hostops.cpanel.plugins.lookup import uapi as uapi_lookup
from ansible_collections.hostops.cpanel.plugins.lookup import whm as whm_lookup
from ansible_collections.hostops.cpanel.plugins.module_utils._api import functions as _functions
from ansible_collections.hostops.cpanel.plugins.module_utils._api.functions import uapi, whm
from ansible_collections.hostops.cpanel.plugins.module_utils._api.holders import (
    returns_secret_with,
    surely_writes_with,
    writes_with,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._task import calls as _calls

UAPI = [uapi(name) for name in _functions._names("uapi")]
WHM = [whm(name) for name in _functions._names("whm")]
TABLES = {"uapi": UAPI, "whm": WHM}
MODULES = {"uapi": "cpanel_uapi", "whm": "whm_api"}
# Functions that return a password only if they make one up.
SOMETIMES = {"createacct"}


def spellings(name):
    """Other ways to write a name, that a server may or may not take for it."""
    module, separator, function = name.rpartition("::")
    for changed in (str.lower, str.upper, str.title, lambda text: text.replace("_", "")):
        for other in (module + separator + changed(function), changed(module) + separator + changed(function)):
            if other != name:
                yield other


def on_account(name, params=None):
    module, _separator, function = name.partition("::")
    return {"cpanel.user": "alice", "cpanel.module": module, "cpanel.function": function, **(params or {})}


def inside(api, name):
    """The call, inside of everything that holds calls: (holder, parameters)."""
    if api == "uapi":
        command = name.split("::")
        text = json.dumps(command)
        yield uapi("Batch::strict"), {"command": command}
        yield uapi("Batch::strict"), {"command": [["Email", "list_pops"], text]}
        yield uapi("Batch::strict"), {"command-0": '["Email","list_pops",{}]', "command-7": text}
        yield uapi("Batch::strict"), {"command": ["Batch", "strict", {"command": text}]}
        yield (
            uapi("Batch::strict"),
            {"command": ["Batch", "strict", {"command": ["Batch", "strict", {"command": text}]}]},
        )
        yield whm("uapi_cpanel"), on_account(name)
        yield whm("uapi_cpanel"), on_account("Batch::strict", {"command": text})
        three = {"cpanel_jsonapi_user": "alice", "cpanel_jsonapi_module": command[0], "cpanel_jsonapi_func": command[1]}
        yield whm("cpanel"), {**three, "cpanel_jsonapi_apiversion": 3}
        yield whm("cpanel"), {**three, "cpanel_jsonapi_apiversion": "2"}
        for params in (on_account(name), on_account("Batch::strict", {"command": text})):
            yield whm("batch"), {"command": ["version", "uapi_cpanel?" + urlencode(params)]}
            yield whm("batch"), {"command": json.dumps(["uapi_cpanel", params])}
            yield whm("batch"), {"command": "batch?" + urlencode({"command": "uapi_cpanel?" + urlencode(params)})}
    else:
        yield whm("batch"), {"command": name}
        yield whm("batch"), {"command": [name + "?x=1", "version"]}
        yield whm("batch"), {"command": ["version", name]}
        yield whm("batch"), {"command": json.dumps(["version", name])}
        yield whm("batch"), {"command": json.dumps([name, {"x": 1}]), "abort_on_error": 0}
        yield whm("batch"), {"command-3": "batch?" + urlencode({"command-0": "batch?" + urlencode({"command": name})})}


@pytest.mark.parametrize("api", TABLES)
def test_in_any_spelling_and_inside_of_any_holder(api):
    """The verdict on a function is never weaker than the one on itself."""
    lookalike = uapi if api == "uapi" else whm
    for function in TABLES[api]:
        if function.holder:
            continue
        name = function.name
        calls = [(lookalike(other), {}) for other in spellings(name)]
        for called, params in [(function, {}), *calls, *inside(api, name)]:
            if function.writes:
                assert writes_with(called, params), (called.name, params)
                assert surely_writes_with(called, params), (called.name, params)
            if function.returns_secret:
                assert returns_secret_with(called, params), (called.name, params)


@pytest.mark.parametrize("api", TABLES)
def test_reads_stay_reads_inside_of_holders(api):
    for function in TABLES[api]:
        if not function.writes and not function.returns_secret:
            for called, params in inside(api, function.name):
                if params.get("cpanel_jsonapi_apiversion") != "2":  # another API, whose functions nobody lists
                    assert not writes_with(called, params), (called.name, params)
                    assert not returns_secret_with(called, params), (called.name, params)


@pytest.mark.parametrize("writes", ["auto", "false", False])
@pytest.mark.parametrize("api", TABLES)
def test_check_mode_sends_nothing_that_writes(runner, api, writes):
    options = {**runner.root, "writes": writes}
    if api == "uapi":
        options.update(strict_params=False, account=runner.alice.name)
    writing = [function for function in TABLES[api] if function.writes and not function.holder]
    assert len(writing) > 250
    for function in writing:
        params = {"file-1": __file__} if function.name == "Fileman::upload_files" else {}
        result = runner.run(MODULES[api], True, **options, function=function.name, params=params)
        assert result.get("skipped_in_check_mode") is True, result
        assert result["changed"] is True
    calls = [{"function": function.name} for function in writing if function.name != "Fileman::upload_files"]
    result = runner.run(MODULES[api], True, **options, calls=calls)
    assert all(call["skipped_in_check_mode"] for call in result["calls"])
    assert runner.lines == []


@pytest.mark.parametrize("writes", ["auto", "false"])
def test_check_mode_sends_no_holder_of_what_writes(runner, writes):
    """Some of every module; all of them are judged above."""
    one_of_each = {function.name.split("::")[0]: function.name for function in UAPI if function.writes}
    for name in one_of_each.values():
        for called, params in inside("uapi", name):
            module = "cpanel_uapi" if "::" in called.name else "whm_api"
            options = {**runner.root, "writes": writes, "function": called.name, "params": params}
            if module == "cpanel_uapi":
                options["account"] = runner.alice.name
            result = runner.run(module, True, **options)
            assert result.get("skipped_in_check_mode") is True, result
    assert runner.lines == []


@pytest.mark.parametrize(("api", "lookup"), [("uapi", uapi_lookup), ("whm", whm_lookup)])
def test_lookups_send_nothing_that_writes_or_returns_a_secret(ask, runner, api, lookup):
    for function in TABLES[api]:
        if function.writes or function.returns_secret:
            params = {"file-1": __file__} if function.name == "Fileman::upload_files" else {}
            with pytest.raises(AnsibleLookupError, match="a lookup may only read"):
                ask(
                    lookup,
                    function.name,
                    account=runner.alice.name,
                    params=params,
                    strict_params=False,
                    **runner.root,
                )
    assert runner.lines == []


@pytest.mark.parametrize("api", TABLES)
def test_answers_of_functions_that_return_a_secret_are_hidden(api):
    """What the runners ask: alone, in lists, and before the options were read."""
    for function in TABLES[api]:
        if function.holder:
            continue
        given = {"function": function.name}
        calls = [{"function": "version" if api == "whm" else "Email::list_pops"}, given]
        for params in (given, {"calls": calls}, {"calls": json.dumps(calls)}):
            assert _calls.returns_secret(params, api) is function.returns_secret, function.name
    for name in SOMETIMES:
        assert not _calls.returns_secret({"function": name, "params": {"password": "x"}}, "whm")
        assert _calls.returns_secret({"function": name, "params": {"password": ""}}, "whm")


@pytest.mark.parametrize(
    "function",
    [
        *("get_remote_access_hash", "generatessl", "fetchsslinfo", "twofactorauth_generate_tfa_config", "fetchcrtinfo"),
        *("create_user_session", "api_token_create", "remote_mysql_read_profile", "backup_destination_list"),
    ],
)
def test_functions_that_return_roots_secrets(function):
    assert whm(function).known
    assert whm(function).returns_secret
    assert whm(function.title()).returns_secret


@pytest.mark.parametrize(
    "function", ["SSL::show_key", "SSL::Show_Key", "ssl::show_key", "ssl::Showkey", "SSL::SHOW_KEY"]
)
def test_functions_that_return_an_accounts_keys(function):
    assert uapi(function).returns_secret
