# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_uapi: what is returned, what goes over the wire, and what check mode keeps back."""

from __future__ import annotations

import json

import pytest

from ansible_collections.hostops.cpanel.plugins.modules.cpanel_uapi import COMMAND

RETURNED = {
    "changed",
    "data",
    "errors",
    "function",
    "invocation",
    "messages",
    "metadata",
    "result",
    "status",
    "via",
    "warnings",
}


def forwarder(runner, local="a"):
    return {"domain": runner.alice.main_domain, "email": local, "fwdopt": "fwd", "fwdemail": "b@example.com"}


def add(runner, local="a"):
    return {"module": "Email", "function": "add_forwarder", "params": forwarder(runner, local)}


# --- one function ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("named", [{"module": "Email", "function": "list_pops"}, {"function": "Email::list_pops"}])
def test_a_reading_function(runner, named):
    result = runner.uapi(**named)
    assert set(result) == RETURNED
    assert (result["changed"], result["status"], result["function"]) == (False, 1, "Email::list_pops")
    assert {row["email"] for row in result["data"]} == {runner.alice.name, *runner.alice.contents.mailboxes}
    assert result["result"] == result["data"]
    assert (result["errors"], result["messages"], result["warnings"]) == ([], [], [])
    assert runner.lines == ["POST 2087 uapi_cpanel 200"]


def test_a_writing_function(runner):
    result = runner.uapi("Email::add_forwarder", params=forwarder(runner))
    assert result["changed"] is True
    assert ("a@" + runner.alice.main_domain, "b@example.com") in runner.alice.contents.forwarders


def test_query(runner):
    result = runner.uapi("Email::list_pops", query="sort([].login)")
    assert result["result"] == sorted([*runner.alice.contents.mailboxes, "Main Account"])
    assert len(result["data"]) == len(result["result"])


@pytest.mark.parametrize(("query", "position"), [("[].", 3), ("[?a=='b'", 8), ("a ^ b", 2), ("[].{a: nosuch(b)}", 7)])
def test_a_bad_query_names_the_position_and_sends_nothing(runner, query, position):
    result = runner.uapi("Email::list_pops", query=query)
    assert result["error"]["category"] == "usage"
    assert "position %d" % position in result["msg"]
    assert runner.lines == []


def test_a_query_that_does_not_fit_the_data(runner):
    result = runner.uapi("Email::list_pops", query="length(`5`)")
    assert result["error"]["category"] == "usage"
    assert "length" in result["msg"]


@pytest.mark.parametrize(
    "named", [{"function": "list_pops"}, {"module": "Email", "function": "list pops"}, {"function": "A::b::c"}]
)
def test_what_is_no_function(runner, named):
    result = runner.uapi(**named)
    assert result["error"]["category"] == "usage"
    assert runner.lines == []


def test_function_and_calls_exclude_each_other(runner):
    assert runner.uapi("Email::list_pops", calls=[{"function": "Email::list_pops"}])["refused_by_spec"]
    assert runner.uapi()["refused_by_spec"]
    assert runner.uapi(module="Email")["refused_by_spec"]


def test_an_answer_that_lies_in_the_status_is_no_failure(runner):
    for feature, status in (("mysql", 1), ("webmail", 0), ("nosuchthing", None)):
        runner.alice.features["webmail"] = False
        for via in ("whm", "session"):
            result = runner.uapi("Features::has_feature", params={"name": feature}, via=via)
            assert not result.get("failed")
            assert result["status"] == status
            assert len(result["messages"]) == (status != 1)


# --- parameters --------------------------------------------------------------------------------------------------


def sent(runner, params, **options):
    runner.uapi("Plugin::read_it", params=params, **{"writes": "false", **options})
    return [(name, value) for name, value in runner.form() if not name.startswith(("cpanel.", "api."))]


def test_how_values_are_spelled(runner):
    params = {
        "list": ["a", "b", 3],
        "yes": True,
        "no": False,
        "dict": {"dname": "ä", "data": ["v", 1]},
        "number": 1.5,
        "none": None,
        "empty": "",
        "plus": "a+b c&d=e%",
        "mixed": [True, None, {"x": 1}],
    }
    assert sent(runner, params) == [
        ("list", "a"),
        ("list", "b"),
        ("list", "3"),
        ("yes", "1"),
        ("no", "0"),
        ("dict", '{"dname":"ä","data":["v",1]}'),
        ("number", "1.5"),
        ("empty", ""),
        ("plus", "a+b c&d=e%"),
        ("mixed", "1"),
        ("mixed", '{"x":1}'),
    ]


def test_nothing_of_a_call_is_in_its_address(runner):
    sent(runner, {"password": "geheimnis-77"})
    assert all(entry.query == {} for entry in runner.srv.journal)


def test_a_json_function_gets_its_document(runner):
    session = runner.open()
    runner.run("cpanel_uapi", session=session, function="Personalization::get", params={"names": ["a", "b"]})
    assert runner.headers[0]["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"emial": "x"}, ['unknown parameter "emial"', 'did you mean "email"?']),
        ({"email": "x"}, ['missing parameter "password" or "password_hash"']),
        ({}, ['missing parameter "email"']),
        ({"email": None, "password": "geheimnis-77"}, ['missing parameter "email"']),
    ],
)
def test_wrong_parameters_fail_before_anything_is_sent(runner, params, words):
    result = runner.uapi("Email::add_pop", params=params)
    assert (result["error"]["category"], result["error"]["function"]) == ("usage", "Email::add_pop")
    assert all(word in result["msg"] for word in words)
    assert runner.lines == []
    assert "geheimnis" not in str(result)


def test_strict_params_can_be_left_out(runner):
    result = runner.uapi("Email::list_pops", params={"emial": "x"}, strict_params=False)
    assert result["status"] == 1
    assert ("emial", "x") in runner.form()


def test_the_call_that_is_wrong_is_named(runner):
    calls = [{"function": "Email::list_pops"}, {"function": "Email::list_pops", "params": {"nope": 1}}]
    result = runner.uapi(calls=calls)
    assert result["msg"].startswith("calls[1]: unknown parameter")
    assert runner.lines == []


# --- check mode and changed --------------------------------------------------------------------------------------


def test_check_mode_reads(runner):
    result = runner.run("cpanel_uapi", True, **runner.root, account=runner.alice.name, function="Email::list_pops")
    assert (result["changed"], result["status"]) == (False, 1)


@pytest.mark.parametrize("via", ["whm", "session", "auto"])
def test_check_mode_sends_nothing_that_writes(runner, via):
    options = {**runner.root, "account": runner.alice.name, "via": via}
    result = runner.run("cpanel_uapi", True, **options, function="Email::add_forwarder", params=forwarder(runner))
    assert set(result) == (RETURNED | {"skipped_in_check_mode"})
    assert (result["changed"], result["status"], result["data"]) == (True, None, None)
    assert runner.lines == []


@pytest.mark.parametrize("batch", ["auto", "never"])
def test_check_mode_of_a_list_reads_what_reads(runner, batch):
    calls = [add(runner), {"function": "Email::list_pops", "name": "boxes"}, {"function": "Email::list_forwarders"}]
    calls[2]["params"] = {"domain": runner.alice.main_domain}
    options = {**runner.root, "account": runner.alice.name, "batch": batch}
    result = runner.run("cpanel_uapi", True, **options, calls=calls)
    assert result["changed"] is True
    assert [(call["name"], call["status"]) for call in result["calls"]] == [
        ("Email::add_forwarder", None),
        ("boxes", 1),
        ("Email::list_forwarders", 1),
    ]
    assert runner.srv.journal.writes == 0
    assert "Email::add_forwarder" not in runner.srv.journal.by_function


@pytest.mark.parametrize(
    ("function", "writes", "changed"),
    [
        ("Email::list_pops", "true", True),
        ("Email::list_pops", "false", False),
        ("Email::list_pops", "auto", False),
        ("Plugin::reindex", "auto", True),
        ("Plugin::get_index", "auto", False),
        ("Plugin::reindex", "false", False),
    ],
)
def test_writes_decides_about_check_mode(runner, function, writes, changed):
    options = {**runner.root, "account": runner.alice.name, "function": function, "writes": writes}
    result = runner.run("cpanel_uapi", True, **options)
    assert (len(runner.lines) == 0) is changed
    assert result["changed"] is changed or function.startswith("Plugin")


def test_a_batch_of_batches_is_looked_into(runner):
    command = json.dumps(["Email", "add_forwarder", forwarder(runner)])
    options = {**runner.root, "account": runner.alice.name, "function": "Batch::strict"}
    assert runner.run("cpanel_uapi", True, **options, params={"command": [command]})["changed"] is True
    assert runner.lines == []
    reading = json.dumps(["Email", "list_pops"])
    assert runner.run("cpanel_uapi", **options, params={"command": [reading]})["changed"] is False


# --- several calls -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("batch", "lines"), [("auto", 1), ("always", 1), ("never", 3)])
@pytest.mark.parametrize("via", ["whm", "session"])
def test_calls(runner, batch, lines, via):
    calls = [
        {"module": "Email", "function": "list_pops", "query": "length(@)", "name": "count"},
        add(runner),
        {"function": "Email::list_forwarders", "params": {"domain": runner.alice.main_domain}},
    ]
    result = runner.uapi(calls=calls, batch=batch, via=via)
    assert result["changed"] is True
    assert [call["name"] for call in result["calls"]] == ["count", "Email::add_forwarder", "Email::list_forwarders"]
    assert result["calls"][0]["result"] == len(runner.alice.contents.mailboxes) + 1
    assert any(row["dest"].startswith("a@") for row in result["calls"][2]["data"])
    posts = [line for line in runner.lines if line.startswith("POST") and "create_user_session" not in line]
    assert len(posts) == lines


@pytest.mark.parametrize("data", ["partial", "null"])
@pytest.mark.parametrize("batch", ["auto", "never"])
def test_a_failure_among_reading_calls(runner, batch, data):
    runner.srv.switches.batch_failure_data = data
    calls = [
        {"function": "Email::list_pops"},
        {"function": "Email::list_forwarders", "params": {"domain": "not-mine.example"}},
        {"function": "Email::count_pops"},
    ]
    result = runner.uapi(calls=calls, batch=batch)
    assert (result["failed"], result["changed"]) == (True, False)
    assert result["error"]["function"] == "Email::list_forwarders"
    assert "not-mine.example" in result["msg"]
    assert result["calls"][0]["function"] == "Email::list_pops"
    assert result["calls"][0]["status"] == 1
    assert all(call["status"] == 0 for call in result["calls"][1:])


@pytest.mark.parametrize("batch", ["auto", "never"])
def test_a_failure_after_a_write(runner, batch):
    broken = {"function": "Email::add_forwarder", "params": {**forwarder(runner), "domain": "not-mine.example"}}
    result = runner.uapi(calls=[add(runner, "one"), broken, add(runner, "three")], batch=batch)
    assert (result["failed"], result["changed"]) == (True, True)
    assert result["error"]["category"] == "api"
    assert result["calls"][0]["status"] == 1
    locals_ = [source.split("@")[0] for source, _target in runner.alice.contents.forwarders]
    assert "one" in locals_
    assert "three" not in locals_


def test_a_failure_of_writes_that_the_server_tells_nothing_about(runner):
    runner.srv.switches.batch_failure_data = "null"
    broken = {"function": "Email::add_forwarder", "params": {**forwarder(runner), "domain": "not-mine.example"}}
    result = runner.uapi(calls=[add(runner), broken])
    assert (result["error"]["category"], result["changed"], result["calls"]) == ("partial", True, [])
    assert runner.srv.journal.by_function["Batch::strict"] == 1


def test_the_same_call_twice_is_made_twice(runner):
    result = runner.uapi(calls=[{"function": "Email::list_pops"}] * 2, batch="never")
    assert len(result["calls"]) == 2
    assert len(runner.lines) == 2


def test_an_empty_list_of_calls_is_nothing_to_do(runner):
    result = runner.uapi(calls=[])
    assert (result.get("failed"), result["changed"], result["calls"]) == (None, False, [])
    assert runner.lines == []


def test_more_calls_than_fit_into_one_request(runner):
    result = runner.uapi(calls=[{"function": "Email::count_pops"}] * 101)
    assert len(result["calls"]) == 101
    assert runner.lines == ["POST 2087 uapi_cpanel 200"] * 2


def test_values_in_a_batch_arrive_as_those_of_a_single_call(runner):
    params = {"name": ["domain", "home"]}
    single = runner.uapi("Variables::get_user_information", params=params)
    listed = runner.uapi(calls=[{"function": "Variables::get_user_information", "params": params}] * 2)
    assert set(single["data"]) == {"domain", "home"}
    assert [call["data"] for call in listed["calls"]] == [single["data"]] * 2


# --- secrets -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", ["geheimnis-77-Xy", "a/b+c d&ü=1", "Kq7-wePtorD3", "abc", "x1"])
def test_secrets_in_params_show_nowhere(runner, secret):
    box = {"email": "neu", "domain": runner.alice.main_domain, "password": secret}
    missing = {"email": "nobody", "domain": runner.alice.main_domain, "password": secret}
    results = [
        runner.uapi("Email::add_pop", params=box),
        runner.uapi("Email::passwd_pop", params=missing),
        runner.uapi(calls=[{"function": "Email::list_pops"}, {"function": "Email::passwd_pop", "params": missing}]),
        runner.uapi("Email::passwd_pop", params={**missing, "nope": 1}),
        runner.run(
            "cpanel_uapi", True, **runner.root, account=runner.alice.name, function="Email::add_pop", params=box
        ),
    ]
    for result in results:
        shown = json.dumps(result["invocation"], ensure_ascii=False)
        assert secret not in shown.replace(runner.sim.ca_path, "")  # a random name, in which x1 may stand by chance
        assert len(secret) < 4 or secret not in json.dumps(result, ensure_ascii=False)
        assert runner.srv.root_token not in json.dumps(result)
    assert results[1]["failed"]
    assert results[0]["invocation"]["module_args"]["params"]["email"] == "neu"


def test_a_new_secret_is_returned_and_marked(runner):
    result = runner.uapi("Tokens::create_full_access", params={"name": "neu"})
    assert result["data"]["token"] == runner.alice.tokens["neu"].value
    assert COMMAND.returns_secret({"function": "Tokens::create_full_access"})
    assert COMMAND.returns_secret({"calls": [{"module": "Tokens", "function": "create_full_access"}]})
    assert COMMAND.returns_secret({"calls": '[{"function": "Tokens::create_full_access"}]'})
    assert not COMMAND.returns_secret({"calls": '[{"function": "Tokens::list"}]'})
    assert not COMMAND.returns_secret({"function": "Tokens::list"})


def test_a_new_secret_does_not_show_in_the_failure_of_a_later_call(runner):
    calls = [
        {"function": "Tokens::create_full_access", "params": {"name": "neu"}},
        {"function": "Tokens::rename", "params": {"name": "nope", "new_name": "neu2"}},
    ]
    result = runner.uapi(calls=calls)
    assert (result["failed"], result["changed"]) == (True, True)
    assert result["calls"][0]["data"]["token"] == runner.alice.tokens["neu"].value  # for the registered variable
    assert COMMAND.holds_secret(result)  # so that the action hides it
    shown = {name: value for name, value in result.items() if name != "calls"}
    assert runner.alice.tokens["neu"].value not in json.dumps(shown)


def test_a_failure_before_anything_was_made_stays_readable(runner):
    calls = [
        {"function": "Tokens::rename", "params": {"name": "nope", "new_name": "neu2"}},
        {"function": "Tokens::create_full_access", "params": {"name": "neu"}},
    ]
    result = runner.uapi(calls=calls)
    assert result["failed"]
    assert not COMMAND.holds_secret(result)


def test_a_proxy_password_does_not_show(runner):
    result = runner.uapi("Email::list_pops", proxy="http://user:proxy-geheim@127.0.0.1:9")
    assert result["error"]["category"] == "connection"
    assert "proxy-geheim" not in json.dumps(result)
