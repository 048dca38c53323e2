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


def forwarder(hands, local="a"):
    return {"domain": hands.alice.main_domain, "email": local, "fwdopt": "fwd", "fwdemail": "b@example.com"}


def add(hands, local="a"):
    return {"module": "Email", "function": "add_forwarder", "params": forwarder(hands, local)}


# --- one function ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("named", [{"module": "Email", "function": "list_pops"}, {"function": "Email::list_pops"}])
def test_a_reading_function(hands, named):
    result = hands.uapi(**named)
    assert set(result) == RETURNED
    assert (result["changed"], result["status"], result["function"]) == (False, 1, "Email::list_pops")
    assert {row["email"] for row in result["data"]} == {hands.alice.name, *hands.alice.contents.mailboxes}
    assert result["result"] == result["data"]
    assert (result["errors"], result["messages"], result["warnings"]) == ([], [], [])
    assert hands.lines == ["POST 2087 uapi_cpanel 200"]


def test_a_writing_function(hands):
    result = hands.uapi("Email::add_forwarder", params=forwarder(hands))
    assert result["changed"] is True
    assert ("a@" + hands.alice.main_domain, "b@example.com") in hands.alice.contents.forwarders


def test_query(hands):
    result = hands.uapi("Email::list_pops", query="sort([].login)")
    assert result["result"] == sorted([*hands.alice.contents.mailboxes, "Main Account"])
    assert len(result["data"]) == len(result["result"])


@pytest.mark.parametrize(("query", "position"), [("[].", 3), ("[?a=='b'", 8), ("a ^ b", 2), ("[].{a: nosuch(b)}", 7)])
def test_a_bad_query_names_the_position_and_sends_nothing(hands, query, position):
    result = hands.uapi("Email::list_pops", query=query)
    assert result["error"]["category"] == "usage"
    assert "position %d" % position in result["msg"]
    assert hands.lines == []


def test_a_query_that_does_not_fit_the_data(hands):
    result = hands.uapi("Email::list_pops", query="length(`5`)")
    assert result["error"]["category"] == "usage"
    assert "length" in result["msg"]


@pytest.mark.parametrize(
    "named", [{"function": "list_pops"}, {"module": "Email", "function": "list pops"}, {"function": "A::b::c"}]
)
def test_what_is_no_function(hands, named):
    result = hands.uapi(**named)
    assert result["error"]["category"] == "usage"
    assert hands.lines == []


def test_function_and_calls_exclude_each_other(hands):
    assert hands.uapi("Email::list_pops", calls=[{"function": "Email::list_pops"}])["refused_by_spec"]
    assert hands.uapi()["refused_by_spec"]
    assert hands.uapi(module="Email")["refused_by_spec"]


def test_an_answer_that_lies_in_the_status_is_no_failure(hands):
    for feature, status in (("mysql", 1), ("webmail", 0), ("nosuchthing", None)):
        hands.alice.features["webmail"] = False
        for via in ("whm", "session"):
            result = hands.uapi("Features::has_feature", params={"name": feature}, via=via)
            assert not result.get("failed")
            assert result["status"] == status
            assert len(result["messages"]) == (status != 1)


# --- parameters --------------------------------------------------------------------------------------------------


def sent(hands, params, **options):
    hands.uapi("Plugin::read_it", params=params, **{"writes": "false", **options})
    return [(name, value) for name, value in hands.form() if not name.startswith(("cpanel.", "api."))]


def test_how_values_are_spelled(hands):
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
    assert sent(hands, params) == [
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


def test_nothing_of_a_call_is_in_its_address(hands):
    sent(hands, {"password": "geheimnis-77"})
    assert all(entry.query == {} for entry in hands.srv.journal)


def test_a_json_function_gets_its_document(hands):
    session = hands.open()
    hands.run("cpanel_uapi", session=session, function="Personalization::get", params={"names": ["a", "b"]})
    assert hands.headers[0]["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"emial": "x"}, ['unknown parameter "emial"', 'did you mean "email"?']),
        ({"email": "x"}, ['missing parameter "password" or "password_hash"']),
        ({}, ['missing parameter "email"']),
        ({"email": None, "password": "geheimnis-77"}, ['missing parameter "email"']),
    ],
)
def test_wrong_parameters_fail_before_anything_is_sent(hands, params, words):
    result = hands.uapi("Email::add_pop", params=params)
    assert (result["error"]["category"], result["error"]["function"]) == ("usage", "Email::add_pop")
    assert all(word in result["msg"] for word in words)
    assert hands.lines == []
    assert "geheimnis" not in str(result)


def test_strict_params_can_be_left_out(hands):
    result = hands.uapi("Email::list_pops", params={"emial": "x"}, strict_params=False)
    assert result["status"] == 1
    assert ("emial", "x") in hands.form()


def test_the_call_that_is_wrong_is_named(hands):
    calls = [{"function": "Email::list_pops"}, {"function": "Email::list_pops", "params": {"nope": 1}}]
    result = hands.uapi(calls=calls)
    assert result["msg"].startswith("calls[1]: unknown parameter")
    assert hands.lines == []


# --- check mode and changed --------------------------------------------------------------------------------------


def test_check_mode_reads(hands):
    result = hands.run("cpanel_uapi", True, **hands.root, account=hands.alice.name, function="Email::list_pops")
    assert (result["changed"], result["status"]) == (False, 1)


@pytest.mark.parametrize("via", ["whm", "session", "auto"])
def test_check_mode_sends_nothing_that_writes(hands, via):
    options = {**hands.root, "account": hands.alice.name, "via": via}
    result = hands.run("cpanel_uapi", True, **options, function="Email::add_forwarder", params=forwarder(hands))
    assert set(result) == (RETURNED | {"skipped_in_check_mode"})
    assert (result["changed"], result["status"], result["data"]) == (True, None, None)
    assert hands.lines == []


@pytest.mark.parametrize("batch", ["auto", "never"])
def test_check_mode_of_a_list_reads_what_reads(hands, batch):
    calls = [add(hands), {"function": "Email::list_pops", "name": "boxes"}, {"function": "Email::list_forwarders"}]
    calls[2]["params"] = {"domain": hands.alice.main_domain}
    options = {**hands.root, "account": hands.alice.name, "batch": batch}
    result = hands.run("cpanel_uapi", True, **options, calls=calls)
    assert result["changed"] is True
    assert [(call["name"], call["status"]) for call in result["calls"]] == [
        ("Email::add_forwarder", None),
        ("boxes", 1),
        ("Email::list_forwarders", 1),
    ]
    assert hands.srv.journal.writes == 0
    assert "Email::add_forwarder" not in hands.srv.journal.by_function


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
def test_writes_decides_about_check_mode(hands, function, writes, changed):
    options = {**hands.root, "account": hands.alice.name, "function": function, "writes": writes}
    result = hands.run("cpanel_uapi", True, **options)
    assert (len(hands.lines) == 0) is changed
    assert result["changed"] is changed or function.startswith("Plugin")


def test_a_batch_of_batches_is_looked_into(hands):
    command = json.dumps(["Email", "add_forwarder", forwarder(hands)])
    options = {**hands.root, "account": hands.alice.name, "function": "Batch::strict"}
    assert hands.run("cpanel_uapi", True, **options, params={"command": [command]})["changed"] is True
    assert hands.lines == []
    reading = json.dumps(["Email", "list_pops"])
    assert hands.run("cpanel_uapi", **options, params={"command": [reading]})["changed"] is False


# --- several calls -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("batch", "lines"), [("auto", 1), ("always", 1), ("never", 3)])
@pytest.mark.parametrize("via", ["whm", "session"])
def test_calls(hands, batch, lines, via):
    calls = [
        {"module": "Email", "function": "list_pops", "query": "length(@)", "name": "count"},
        add(hands),
        {"function": "Email::list_forwarders", "params": {"domain": hands.alice.main_domain}},
    ]
    result = hands.uapi(calls=calls, batch=batch, via=via)
    assert result["changed"] is True
    assert [call["name"] for call in result["calls"]] == ["count", "Email::add_forwarder", "Email::list_forwarders"]
    assert result["calls"][0]["result"] == len(hands.alice.contents.mailboxes) + 1
    assert any(row["dest"].startswith("a@") for row in result["calls"][2]["data"])
    posts = [line for line in hands.lines if line.startswith("POST") and "create_user_session" not in line]
    assert len(posts) == lines


@pytest.mark.parametrize("data", ["partial", "null"])
@pytest.mark.parametrize("batch", ["auto", "never"])
def test_a_failure_among_reading_calls(hands, batch, data):
    hands.srv.switches.batch_failure_data = data
    calls = [
        {"function": "Email::list_pops"},
        {"function": "Email::list_forwarders", "params": {"domain": "not-mine.example"}},
        {"function": "Email::count_pops"},
    ]
    result = hands.uapi(calls=calls, batch=batch)
    assert (result["failed"], result["changed"]) == (True, False)
    assert result["error"]["function"] == "Email::list_forwarders"
    assert "not-mine.example" in result["msg"]
    assert result["calls"][0]["function"] == "Email::list_pops"
    assert result["calls"][0]["status"] == 1
    assert all(call["status"] == 0 for call in result["calls"][1:])


@pytest.mark.parametrize("batch", ["auto", "never"])
def test_a_failure_after_a_write(hands, batch):
    broken = {"function": "Email::add_forwarder", "params": {**forwarder(hands), "domain": "not-mine.example"}}
    result = hands.uapi(calls=[add(hands, "one"), broken, add(hands, "three")], batch=batch)
    assert (result["failed"], result["changed"]) == (True, True)
    assert result["error"]["category"] == "api"
    assert result["calls"][0]["status"] == 1
    locals_ = [source.split("@")[0] for source, _target in hands.alice.contents.forwarders]
    assert "one" in locals_
    assert "three" not in locals_


def test_a_failure_of_writes_that_the_server_tells_nothing_about(hands):
    hands.srv.switches.batch_failure_data = "null"
    broken = {"function": "Email::add_forwarder", "params": {**forwarder(hands), "domain": "not-mine.example"}}
    result = hands.uapi(calls=[add(hands), broken])
    assert (result["error"]["category"], result["changed"], result["calls"]) == ("partial", True, [])
    assert hands.srv.journal.by_function["Batch::strict"] == 1


def test_the_same_call_twice_is_made_twice(hands):
    result = hands.uapi(calls=[{"function": "Email::list_pops"}] * 2, batch="never")
    assert len(result["calls"]) == 2
    assert len(hands.lines) == 2


def test_an_empty_list_of_calls_is_nothing_to_do(hands):
    result = hands.uapi(calls=[])
    assert (result.get("failed"), result["changed"], result["calls"]) == (None, False, [])
    assert hands.lines == []


def test_more_calls_than_fit_into_one_request(hands):
    result = hands.uapi(calls=[{"function": "Email::count_pops"}] * 101)
    assert len(result["calls"]) == 101
    assert hands.lines == ["POST 2087 uapi_cpanel 200"] * 2


def test_values_in_a_batch_arrive_as_those_of_a_single_call(hands):
    params = {"name": ["domain", "home"]}
    single = hands.uapi("Variables::get_user_information", params=params)
    listed = hands.uapi(calls=[{"function": "Variables::get_user_information", "params": params}] * 2)
    assert set(single["data"]) == {"domain", "home"}
    assert [call["data"] for call in listed["calls"]] == [single["data"]] * 2


# --- secrets -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", ["geheimnis-77-Xy", "a/b+c d&ü=1", "Kq7-wePtorD3", "abc", "x1"])
def test_secrets_in_params_show_nowhere(hands, secret):
    box = {"email": "neu", "domain": hands.alice.main_domain, "password": secret}
    missing = {"email": "nobody", "domain": hands.alice.main_domain, "password": secret}
    results = [
        hands.uapi("Email::add_pop", params=box),
        hands.uapi("Email::passwd_pop", params=missing),
        hands.uapi(calls=[{"function": "Email::list_pops"}, {"function": "Email::passwd_pop", "params": missing}]),
        hands.uapi("Email::passwd_pop", params={**missing, "nope": 1}),
        hands.run("cpanel_uapi", True, **hands.root, account=hands.alice.name, function="Email::add_pop", params=box),
    ]
    for result in results:
        shown = json.dumps(result["invocation"], ensure_ascii=False)
        assert secret not in shown.replace(hands.sim.ca_path, "")  # a random name, in which x1 may stand by chance
        assert len(secret) < 4 or secret not in json.dumps(result, ensure_ascii=False)
        assert hands.srv.root_token not in json.dumps(result)
    assert results[1]["failed"]
    assert results[0]["invocation"]["module_args"]["params"]["email"] == "neu"


def test_a_new_secret_is_returned_and_marked(hands):
    result = hands.uapi("Tokens::create_full_access", params={"name": "neu"})
    assert result["data"]["token"] == hands.alice.tokens["neu"].value
    assert COMMAND.returns_secret({"function": "Tokens::create_full_access"})
    assert COMMAND.returns_secret({"calls": [{"module": "Tokens", "function": "create_full_access"}]})
    assert COMMAND.returns_secret({"calls": '[{"function": "Tokens::create_full_access"}]'})
    assert not COMMAND.returns_secret({"calls": '[{"function": "Tokens::list"}]'})
    assert not COMMAND.returns_secret({"function": "Tokens::list"})


def test_a_new_secret_does_not_show_in_the_failure_of_a_later_call(hands):
    calls = [
        {"function": "Tokens::create_full_access", "params": {"name": "neu"}},
        {"function": "Tokens::rename", "params": {"name": "nope", "new_name": "neu2"}},
    ]
    result = hands.uapi(calls=calls)
    assert (result["failed"], result["changed"]) == (True, True)
    assert result["calls"][0]["data"]["token"] == hands.alice.tokens["neu"].value  # for the registered variable
    assert COMMAND.holds_secret(result)  # so that the action hides it
    shown = {name: value for name, value in result.items() if name != "calls"}
    assert hands.alice.tokens["neu"].value not in json.dumps(shown)


def test_a_failure_before_anything_was_made_stays_readable(hands):
    calls = [
        {"function": "Tokens::rename", "params": {"name": "nope", "new_name": "neu2"}},
        {"function": "Tokens::create_full_access", "params": {"name": "neu"}},
    ]
    result = hands.uapi(calls=calls)
    assert result["failed"]
    assert not COMMAND.holds_secret(result)


def test_a_proxy_password_does_not_show(hands):
    result = hands.uapi("Email::list_pops", proxy="http://user:proxy-geheim@127.0.0.1:9")
    assert result["error"]["category"] == "connection"
    assert "proxy-geheim" not in json.dumps(result)
