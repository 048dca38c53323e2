# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What function, params and calls mean, and what is made of the answers."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._task import calls as _calls
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result

ADD = {"function": "Email::add_forwarder", "params": {"domain": "a.example", "email": "x", "fwdopt": "fail"}}
LIST = {"function": "Email::list_pops"}


def refused(params, api="uapi"):
    with pytest.raises(CpanelError) as caught:
        _calls.steps(params, api)
    assert (caught.value.category, caught.value.sent) == ("usage", False)
    return caught.value.msg


@pytest.mark.parametrize(
    "item",
    [
        {"module": "Email", "function": "list_pops"},
        {"function": "Email::list_pops"},
        {"module": "Email", "function": "Email::list_pops"},
        {"module": None, "function": " Email::list_pops\n"},
    ],
)
def test_ways_to_name_a_function(item):
    assert _calls.function_of(item, "uapi").name == "Email::list_pops"


@pytest.mark.parametrize("api", ["uapi", "whm"])
@pytest.mark.parametrize(
    "name",
    [
        *("", None, "a b", "Email::", "::list_pops", "a::b::c", "../x", "Email::../x", "Email::list_pops?x=1", "/x"),
        *("Grüße", "Email::lösche", "a\nb", "{{ 1 }}", "٣", "Email::list_pops\x00"),
    ],
    ids=repr,
)
def test_what_is_no_function(api, name):
    """It would become a part of an address."""
    assert refused({"function": name}, api).isprintable()


def test_a_function_of_another_module_than_the_one_named():
    assert refused({"module": "Ftp", "function": "Email::list_pops"}).startswith("module, function: ")
    assert refused({"module": "Emai", "function": "Email::list_pops"}).startswith("module, function: ")


@pytest.mark.parametrize("name", ["filters", "sort", "columns", "page_size", "query"])
def test_how_a_list_comes_is_said_of_a_single_function(name):
    assert "apply to a single function" in refused({"calls": [LIST], name: ["x"]})
    assert len(_calls.steps({"calls": [LIST], name: None}, "uapi")) == 1
    assert _calls.steps({"calls": [], name: []}, "uapi") == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"function": "Email::list_pops", "params": {"nope": 1}}, 'calls[1]: unknown parameter "nope"'),
        ({"function": "Email::list_pops", "query": "[["}, "calls[1].query: "),
        ({"function": "Email::list_pops", "params": {"cpanel.user": "bob"}}, "calls[1]: params: "),
    ],
)
def test_the_call_that_is_wrong_is_named(wrong, message):
    assert refused({"calls": [LIST, wrong], "strict_params": True}).startswith(message)


@pytest.mark.parametrize("writes", ["false", "False", False])
def test_a_call_that_is_known_to_write_writes_whatever_the_task_says(writes):
    assert [step.call.changes for step in _calls.steps({"calls": [LIST, ADD], "writes": writes}, "uapi")] == [
        False,
        True,
    ]


@pytest.mark.parametrize(("writes", "changes"), [("true", True), ("auto", True), (None, True), ("false", False)])
def test_of_a_function_that_nobody_knows_the_task_says_it(writes, changes):
    assert _calls.steps({"function": "Plugin::reindex", "writes": writes}, "uapi")[0].call.changes is changes


def test_what_changes_something_has_no_pages():
    message = refused({**ADD, "page_size": 5})
    assert message == "page_size: Email::add_forwarder changes something and cannot be paged"


def test_a_placeholder_is_no_path_yet(tmp_path):
    upload = {"function": "Fileman::upload_files", "params": {"dir": "x", "file-1": str(tmp_path / "{account}.txt")}}
    assert len(_calls.steps(upload, "uapi")) == 1
    upload["params"]["file-1"] = str(tmp_path / "absent.txt")
    assert "absent.txt" in refused(upload)


def test_what_is_given_is_left_as_it_is():
    command = [["Email", "list_pops"]]
    params = {"function": "Batch::strict", "params": {"command": command}}
    (step,) = _calls.steps(params, "uapi")
    assert params["params"]["command"] is command
    assert step.call.params["command"] is not command


def test_an_outcome_is_what_the_query_makes_of_the_data():
    (step,) = _calls.steps({**LIST, "query": "[].email"}, "uapi")
    data = [{"email": "größe@a.example"}]
    shown = step.outcome(Result("Email::list_pops", data=data))
    assert (shown["data"], shown["result"], shown["status"]) == (data, ["größe@a.example"], 1)
    assert "reason" not in shown
    assert "holds_secret" not in shown
    failed = step.outcome(Result("Email::list_pops", data=data, status=0, errors=["no"]))
    assert (failed["result"], failed["errors"]) == (data, ["no"])
    assert step.outcome(Result("x", reason="OK", output={"raw": "y"}))["output"] == {"raw": "y"}


def test_an_outcome_says_that_it_holds_a_secret():
    (tokens,) = _calls.steps({"function": "Tokens::create_full_access", "params": {"name": "x"}}, "uapi")
    (boxes,) = _calls.steps(LIST, "uapi")
    assert tokens.outcome(Result("x", data={"anything": 1}))["holds_secret"] is True
    assert "holds_secret" not in tokens.outcome(Result("x", data=None, status=0))
    assert boxes.outcome(Result("x", data=[{"password": "geheim-77"}]))["holds_secret"] is True
    assert boxes.outcome(Result("x", data=[], metadata={"token": "ABCDEFGH12345678"}))["holds_secret"] is True


def test_what_became_of_calls_is_in_their_order():
    planned = _calls.steps({"calls": [LIST, {**ADD, "name": "add"}, {**LIST, "name": "again"}]}, "uapi")
    sent = [planned[0], planned[2]]
    found = _calls.result_of(planned, sent, ([Result("a", data=1), Result("b", data=2)], None))
    assert [(call["name"], call["data"]) for call in found.calls] == [
        ("Email::list_pops", 1),
        ("add", None),
        ("again", 2),
    ]
    assert found.calls[1]["skipped_in_check_mode"] is True
    assert (found.changed, found.error) == (True, None)


@pytest.mark.parametrize(
    ("category", "errors", "changed", "shown"),
    [
        ("api", ["no"], False, [1, 0]),
        ("api", [], False, [1]),
        ("connection", [], False, [1]),
        ("ambiguous", ["no"], True, [1]),
        ("partial", ["no"], True, [1]),
    ],
)
def test_the_call_that_failed_is_shown_if_it_is_known(category, errors, changed, shown):
    planned = _calls.steps({"calls": [LIST, ADD, ADD]}, "uapi")
    error = CpanelError(category, "no", errors=errors)
    found = _calls.result_of(planned, planned, ([Result("Email::list_pops")], error))
    assert [call["status"] for call in found.calls] == shown
    assert (found.changed, found.error) == (changed, error)


def test_a_failure_behind_the_last_call_belongs_to_none():
    planned = _calls.steps(LIST, "uapi")
    error = CpanelError("connection", "the session could not be closed", errors=["no"])
    found = _calls.result_of(planned, planned, ([Result("Email::list_pops")], error))
    assert [call["status"] for call in found.calls] == [1]


def test_a_write_before_a_failure_changed_something_and_one_that_failed_did_not():
    planned = _calls.steps({"calls": [ADD, ADD]}, "uapi")
    error = usage("no")
    assert _calls.result_of(planned, planned, ([Result("x")], error)).changed
    assert not _calls.result_of(planned, planned, ([Result("x", status=0)], error)).changed


def test_secrets_are_found_where_the_function_is_wrong_too():
    params = {
        "function": "Email::add_pop",
        "params": {"email": "x", "password": "geheim-1"},
        "calls": [
            {"function": "Email::add_pop", "params": {"email": "x", "password": "geheim-2"}},
            {"function": "no function", "params": {"email": "x", "password": "geheim-3"}},
            {"function": "Email::add_pop", "params": "password=geheim"},
            "junk",
            None,
        ],
    }
    for api in ("uapi", "whm"):
        assert _calls.secrets_of(params, api) == {"geheim-1", "geheim-2", "geheim-3"}
    assert _calls.secrets_of({}, "uapi") == set()


TOKEN = {"function": "Tokens::create_full_access"}


@pytest.mark.parametrize(
    ("params", "secret"),
    [
        ({}, False),
        (LIST, False),
        (TOKEN, True),
        ({"module": "Tokens", "function": "create_full_access", "params": None}, True),
        ({"calls": [LIST, TOKEN]}, True),
        ({"calls": json.dumps([LIST, TOKEN])}, True),
        ({"calls": [LIST, json.dumps(TOKEN)]}, True),
        ({"calls": (LIST, TOKEN)}, True),
        ({"calls": "{{ calls }}"}, True),
        ({"calls": TOKEN}, True),
        ({"calls": ["function=Tokens::create_full_access"]}, True),
        ({"calls": [LIST, None, {"params": {}}]}, False),
        ({**TOKEN, "params": "name=x"}, True),
        ({**LIST, "params": "regex=x"}, False),
        ({"function": "no function"}, False),
        ({"calls": "[" * 100_000}, True),
    ],
)
def test_whether_an_answer_will_be_a_secret_is_known_before_the_options_are_read(params, secret):
    assert _calls.returns_secret(params, "uapi") is secret


LEAVES = st.sampled_from(
    [None, True, 7, "", "x", "[]", "{}", "Email::add_pop", "Batch::strict", "batch", "[7]", "\ud800"]
)
ITEMS = LEAVES | st.lists(LEAVES, max_size=2) | st.dictionaries(st.sampled_from(["function", "command", "x"]), LEAVES)
OPTION = ITEMS | st.lists(ITEMS, max_size=2) | st.dictionaries(st.sampled_from(["function", "command", "x"]), ITEMS)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["function", "module", "params", "calls", "writes"]), OPTION))
def test_options_of_any_type_are_looked_at_without_a_stumble(params):
    """The action asks before anything was validated."""
    for api in ("uapi", "whm"):
        assert _calls.returns_secret(params, api) in (True, False)


def test_check_mode_sends_what_reads_and_a_failure_keeps_what_was_read(runner):
    calls = [
        LIST,
        {**ADD, "name": "left out"},
        {"function": "Email::list_forwarders", "params": {"domain": "x.example"}},
    ]
    options = {**runner.root, "account": runner.alice.name, "batch": "never"}
    result = runner.run("cpanel_uapi", True, **options, calls=calls)
    assert (result["failed"], result["changed"]) == (True, True)
    assert [(call["name"], call["status"]) for call in result["calls"]] == [
        ("Email::list_pops", 1),
        ("left out", None),
        ("Email::list_forwarders", 0),
    ]
    assert runner.srv.journal.writes == 0
