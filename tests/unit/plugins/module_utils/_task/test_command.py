# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a task ends: its result, its failure or a bug of ours, each without secrets but those it is there to return."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._interrupts import Interrupted
from ansible_collections.hostops.cpanel.plugins.module_utils._redact import HIDDEN, MASK, Redactor
from ansible_collections.hostops.cpanel.plugins.module_utils._task import command as _command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import Command
from ansible_collections.hostops.cpanel.plugins.modules import cpanel_fleet, cpanel_uapi, whm_api

SECRET = 'Gehe"im & 77%'
PASSWORD = "Größe-geheim-77"
SPEC = {
    "name": {"type": "str", "aliases": ["who"]},
    "password": {"type": "str", "no_log": True, "aliases": ["pass"]},
    "free": {"type": "dict"},
    "items": {
        "type": "list",
        "elements": "dict",
        "options": {"name": {"type": "str"}, "pin": {"type": "int", "no_log": True}},
    },
}


def execute(run, params=None, **more):
    return Command("x", SPEC, run).execute(params or {"name": "a", "password": PASSWORD}, False, **more)


def failing(error):
    def run(_invocation):
        raise error

    return run


def test_a_result_says_whether_something_changed_and_what_was_said():
    def run(invocation):
        invocation.warn("about " + PASSWORD)
        return {"answer": 7, "warnings": ["of the server"]}

    result = execute(run)
    assert (result["changed"], result["answer"]) == (False, 7)
    assert result["warnings"] == ["about " + MASK, "of the server"]
    assert result["invocation"] == {"module_args": {"name": "a", "password": HIDDEN}}
    assert execute(lambda _invocation: {"changed": True})["changed"] is True
    assert execute(lambda _invocation: {})["warnings"] == []


def test_a_failure_has_what_was_done_before_it_and_no_secret():
    error = CpanelError("api", "no %s here" % PASSWORD, errors=["sent " + quote(PASSWORD)], hint="not " + PASSWORD)
    error.changed, error.partial = True, {"calls": [{"data": "for " + PASSWORD}]}
    result = execute(failing(error))
    assert (result["failed"], result["changed"], result["msg"]) == (True, True, "no %s here" % MASK)
    assert (result["error"]["errors"], result["error"]["hint"]) == (["sent " + MASK], "not " + MASK)
    assert result["calls"] == [{"data": "for " + MASK}]
    assert "exception" not in result


@pytest.mark.parametrize("password", ["auth_invalid", "whostmgrd", "breaker_open"])
def test_the_words_of_an_error_stay_whatever_the_password(password):
    error = CpanelError("auth_invalid", "refused", code="breaker_open", service="whostmgrd", http_status=401)
    shown = execute(failing(error), {"name": "a", "password": password})["error"]
    assert (shown["category"], shown["code"], shown["service"]) == ("auth_invalid", "breaker_open", "whostmgrd")
    assert (shown["http_status"], shown["retryable"]) == (401, False)


def test_what_was_made_before_a_failure_is_returned_and_not_told_in_its_message():
    made = "ABCDEFGH12345678"
    error = CpanelError("api", "after %s was made" % made)
    url = "https://h:2083/cpsess1234567890/login/"
    error.partial = {"calls": [{"data": {"token": made, "url": url}, "holds_secret": True}]}
    result = execute(failing(error))
    assert result["calls"][0]["data"] == {"token": made, "url": url}
    assert result["msg"] == "after %s was made" % MASK


def test_a_bug_of_ours_is_a_failure_with_a_trace_and_without_secrets():
    result = execute(failing(KeyError(PASSWORD, "/cpsess1234567890")))
    assert (result["failed"], result["changed"], result["error"]["code"]) == (True, False, "internal")
    assert "Traceback" in result["exception"]
    assert "in run" in result["exception"]
    for secret in (PASSWORD, "cpsess1234567890"):
        assert secret not in json.dumps(result, ensure_ascii=False)


def test_what_was_said_before_a_signal_is_in_the_list_that_was_given():
    def run(invocation):
        invocation.warn("the session is still open")
        raise Interrupted("SIGTERM", 15)

    said: list[str] = []
    with pytest.raises(Interrupted):
        execute(run, warnings=said)
    assert said == ["the session is still open"]


@pytest.mark.parametrize(
    "params",
    [
        {"password": SECRET},
        {"pass": SECRET},
        {"pasword": SECRET},
        {"pasword": {"a": [("b", SECRET)]}},
        {"password": SECRET, "name": ["wrong"], "items": 7, "free": "x"},
        {"items": [{"pin": SECRET}]},
        {"items": {"pin": SECRET}},
        {"items": json.dumps([{"pin": SECRET}])},
        {"items": [json.dumps({"pin": SECRET})]},
        {"items": [{"pim": SECRET}]},
    ],
)
def test_secrets_are_known_however_a_task_gives_them(params):
    assert SECRET in Command("x", SPEC, lambda _invocation: {}).secret_values(params)


def test_what_is_no_secret_is_not_masked():
    values = Command("x", SPEC, lambda _invocation: {}).secret_values(
        {"name": "a", "who": "b", "password": "", "free": {"a": "c"}, "items": [{"name": "d", "pin": None}]}
    )
    assert values == set()


def test_a_bug_in_what_tells_secrets_keeps_the_others():
    def secrets(params):
        return {params["free"]["x"]}

    command = Command("x", SPEC, lambda _invocation: {}, secrets=secrets)
    assert command.secret_values({"free": None, "password": SECRET}) == {SECRET}


SESSION = {"security_token": "/cpsess1", "cookies": {"cpsession": "ex%3aAb"}}


@pytest.mark.parametrize(
    ("result", "holds"),
    [
        ({}, False),
        ({"session": None}, False),
        ({"session": dict.fromkeys(SESSION)}, False),
        ({"session": SESSION}, True),
        ({"session": {"results": [{"session": SESSION}]}}, True),
        ({"login_url": "https://h/"}, True),
        ({"login_url": None}, False),
        ({"holds_secret": True}, True),
        ({"calls": [{"data": 1}, {"holds_secret": True}]}, True),
        ({"results": [{"account": "a", "calls": [{"holds_secret": True}]}, "junk", None]}, True),
        ({"results": None, "calls": None, "data": {"holds_secret": True}}, False),
    ],
)
def test_which_results_hold_a_secret(result, holds):
    assert Command("x", SPEC, lambda _invocation: {}).holds_secret(result) is holds


def test_a_session_is_returned_whole_and_everything_else_is_masked():
    result = {"session": {**SESSION, "account": SECRET}, "login_url": None, "told": SECRET, SECRET: 1}
    shown = execute(lambda _invocation: result, {"password": SECRET})
    assert shown["session"] == {**SESSION, "account": SECRET}
    assert (shown["told"], shown["login_url"]) == (HIDDEN, None)
    assert SECRET not in [key for key in shown if key != "session"]


def test_new_secrets_are_those_of_answers_that_are_marked():
    answer = {"data": {"field": "ABCDEFGH12345678", "short": "abc", "token": "x1y2"}, "holds_secret": True}
    assert _command.new_secrets(answer) == {"ABCDEFGH12345678", "x1y2"}
    assert _command.new_secrets({"calls": [{"data": 1}, answer]}) == {"ABCDEFGH12345678", "x1y2"}
    assert _command.new_secrets({**answer, "holds_secret": False}) == set()


def test_the_result_of_an_earlier_task_that_holds_a_secret_is_hidden_whole():
    spec = {"resume_from": {"type": "dict"}}
    earlier = {"results": [{"account": "a", "calls": [{"data": "made", "holds_secret": True}]}]}
    assert _command.masked(spec, {"resume_from": earlier}, set()) == {"resume_from": HIDDEN}
    del earlier["results"][0]["calls"][0]["holds_secret"]
    assert _command.masked(spec, {"resume_from": earlier}, set()) == {"resume_from": earlier}


def test_an_invocation_shows_no_secret():
    strict = json.dumps(["Email", "passwd_pop", {"email": "a", "password": SECRET}])
    params = {
        "function": "Batch::strict",
        "params": {"command": strict, "passwort": "kurz", "pin": 12, "number": 12, "name": "seen"},
        "calls": [{"function": "Email::add_pop", "params": {"password": SECRET, "email": "seen"}}],
    }
    shown = cpanel_uapi.COMMAND.finish({"data": {"told": quote(SECRET)}}, params, cpanel_uapi.COMMAND.redactor(params))
    assert "77" not in json.dumps(shown)
    assert "kurz" not in json.dumps(shown)
    args = shown["invocation"]["module_args"]
    assert (args["params"]["pin"], args["params"]["number"], args["params"]["name"]) == (HIDDEN, 12, "seen")
    assert args["calls"][0]["params"]["email"] == "seen"
    batch = {"function": "batch", "params": {"command": [f"passwd?user=a&password={quote(SECRET)}"]}}
    assert "77" not in json.dumps(whm_api.COMMAND.finish({}, batch, whm_api.COMMAND.redactor(batch)))
    servers = {"servers": [{"host": "seen", "login_password": "ab"}], "resume_from": None}
    (server,) = cpanel_fleet.COMMAND.finish({}, servers, cpanel_fleet.COMMAND.redactor(servers))["invocation"][
        "module_args"
    ]["servers"]
    assert server == {"host": "seen", "login_password": HIDDEN}


def test_what_an_earlier_run_made_is_not_shown_again():
    call = {"data": {"field": "made-before"}, "holds_secret": True}
    results = [{"host": "h", "account": "a", "ok": True, "calls": [call]}]
    options = {"resume_from": {"results": results}}
    shown = cpanel_fleet.COMMAND.finish({"results": results}, options, cpanel_fleet.COMMAND.redactor(options))
    assert shown["invocation"]["module_args"] == {"resume_from": HIDDEN}
    assert shown["results"] == results
    assert cpanel_fleet.COMMAND.holds_secret(shown)


def test_warnings_are_shown_with_a_hidden_result():
    """So they must not hold what it hides."""
    result = {"data": {"token": "ABCDEFGH12345678"}, "holds_secret": True, "warnings": ["made ABCDEFGH12345678, seen"]}
    finished = cpanel_uapi.COMMAND.finish(result, {"function": "Tokens::create_full_access"}, Redactor())
    assert finished["data"]["token"] == "ABCDEFGH12345678"
    assert finished["warnings"] == ["made ********, seen"]
