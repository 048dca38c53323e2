# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which items of a loop are hidden, for every option of every module that is secret."""

from __future__ import annotations

import base64
import importlib
import json
import types
from pathlib import Path
from urllib.parse import quote

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._redact import Redactor
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import Command
from ansible_collections.hostops.cpanel.plugins.modules import cpanel_email_account, cpanel_fleet, cpanel_uapi
from ansible_collections.hostops.cpanel.plugins.plugin_utils import hiding

SECRET = 'Gehe"im & 77%'
MODULES = Path(cpanel_uapi.__file__).parent
PLAIN = types.SimpleNamespace(loop_control=None)
EXTENDED = types.SimpleNamespace(loop_control=types.SimpleNamespace(extended=True))
BOX = cpanel_email_account.COMMAND


def secret_options(spec, path=()):
    for name, rule in spec.items():
        if rule.get("no_log"):
            yield (*path, name)
        if rule.get("options") and name != "session":
            yield from secret_options(rule["options"], (*path, name, *([0] if rule["type"] == "list" else [])))


def commands():
    for path in sorted(MODULES.glob("*.py")):
        module = importlib.import_module(f"ansible_collections.hostops.cpanel.plugins.modules.{path.stem}")
        if isinstance(getattr(module, "COMMAND", None), Command):
            yield module.COMMAND


CASES = [(command, option) for command in commands() for option in secret_options(command.spec)]


def given(option, value):
    for name in reversed(option):
        value = [value] if name == 0 else {name: value}
    return value


def hidden(command, args, item, task=PLAIN, **more):
    return hiding.secret_loop(task, {"ansible_loop_var": "one", "one": item, **more}, command.redactor(args))


def test_there_are_such_options():
    names = {option[-1] for _command, option in CASES}
    assert {"api_token", "login_password", "otp", "password"} <= names
    assert any(option[:2] == ("servers", 0) for _command, option in CASES)


@pytest.mark.parametrize(("command", "option"), CASES, ids=lambda case: str(getattr(case, "name", case)))
def test_an_item_that_holds_a_secret_option_is_hidden(command, option):
    args = given(option, SECRET)
    for item in (
        SECRET,
        {"word": SECRET},
        {"deep": [{"er": ("x " + SECRET,)}]},
        {SECRET: "a key"},
        {"text": json.dumps({"word": SECRET})},
        {"text": quote(SECRET)},
        {"text": base64.b64encode(f"user:{SECRET}".encode()).decode()},
    ):
        assert hidden(command, args, item), item
    assert hidden(command, given(option, 48151623), {"word": 48151623})
    assert hidden(command, given(option, "x1"), {"word": "x1"})
    assert not hidden(command, args, {"word": "something else", "number": 7, "other": None})


def test_an_option_that_there_is_not_may_be_a_password():
    assert hidden(BOX, {"pasword": SECRET}, {"word": SECRET})
    assert hidden(cpanel_fleet.COMMAND, {"servers": [{"pasword": SECRET}]}, {"word": SECRET})


@pytest.mark.parametrize(
    "args",
    [
        {"servers": json.dumps([{"host": "a", "login_password": SECRET}])},
        {"servers": [json.dumps({"host": "a", "login_password": SECRET})]},
        {"accounts": [{"account": "a", "api_token": SECRET}]},
        {"config": {"email_account": [{"email": "a@b.example", "password": SECRET}]}},
        {"accounts": [{"account": "a", "config": {"email_account": [{"password": SECRET}]}}]},
        {"calls": [{"function": "Email::add_pop", "params": {"password": SECRET}}]},
    ],
)
def test_secrets_of_a_fleet_however_they_are_given(args):
    assert hidden(cpanel_fleet.COMMAND, args, {"word": SECRET})


@pytest.mark.parametrize(
    "item",
    [
        {"session": {"security_token": "/cpsess1234567890"}},
        {"made": {"data": {"token": "ABCDEFGH12345678"}}},
        {"url": "https://h:2083/cpsess1234567890/login/?session=abc"},
        "-----BEGIN RSA PRIVATE KEY-----\nabc",
        {"proxy": "http://user:geheim@proxy:3128"},
        {"results": [{"account": "a", "calls": [{"data": {"field": "made"}, "holds_secret": True}]}]},
    ],
)
def test_an_item_may_be_a_secret_by_itself(item):
    assert hidden(cpanel_uapi.COMMAND, {"function": "Email::list_pops"}, item)


def test_extended_loops():
    args = {"email": "a@b.example"}
    boxes = [{"name": "a"}, {"name": "b", "word": SECRET}]
    assert hidden(BOX, args, boxes[0], EXTENDED, ansible_loop={"allitems": boxes})
    assert hidden(BOX, args, boxes[0], EXTENDED, ansible_loop={"nextitem": boxes[1]})
    assert hidden(BOX, args, "a", EXTENDED, ansible_loop={"previtem": "http://user:geheim@proxy:3128"})
    assert hidden(BOX, {"password": SECRET}, "a", EXTENDED, ansible_loop={"allitems": ["a", SECRET]})
    assert not hidden(BOX, args, "a", EXTENDED, ansible_loop={"allitems": ["a", "b", 3], "nextitem": "b"})
    assert not hidden(BOX, args, "a", PLAIN, ansible_loop={"allitems": boxes})  # of a loop around, not shown


def test_no_loop_hides_nothing():
    assert not hiding.secret_loop(PLAIN, {"item": SECRET}, Redactor({SECRET}))
