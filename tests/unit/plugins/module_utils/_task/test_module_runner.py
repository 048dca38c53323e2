# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules as processes of their own: the same results as in the controller, and nothing secret printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

PASSWORD = "geheimnis-77-Xy"


def same(result, other):
    """Equal but for what the runners add."""
    left = {name: value for name, value in result.items() if name not in ("printed", "warnings")}
    right = {name: value for name, value in other.items() if name not in ("printed", "warnings")}
    left["invocation"]["module_args"] = {k: v for k, v in left["invocation"]["module_args"].items() if v is not None}
    right["invocation"]["module_args"] = {k: v for k, v in right["invocation"]["module_args"].items() if v is not None}
    return json.loads(json.dumps(left, sort_keys=True)) == json.loads(json.dumps(right, sort_keys=True))


def cases(runner):
    account = {**runner.root, "account": runner.alice.name}
    box = {"email": "x", "domain": runner.alice.main_domain, "password": PASSWORD}
    bad = {"email": "nobody", "domain": runner.alice.main_domain, "password": PASSWORD}
    return [
        ("cpanel_uapi", {**account, "module": "Email", "function": "list_pops", "query": "length(@)"}, False),
        ("cpanel_uapi", {**account, "function": "Email::passwd_pop", "params": bad}, False),
        ("cpanel_uapi", {**account, "function": "Email::add_pop", "params": box}, True),
        ("cpanel_uapi", {**account, "function": "Email::list_popz"}, False),
        ("whm_api", {**runner.root, "calls": [{"function": "version"}, {"function": "gethostname"}]}, False),
        ("whm_api", {**runner.root, "api_token": "W" * 32, "function": "version"}, False),
        ("cpanel_session", {**runner.root, "account": "nobody"}, False),
        ("cpanel_session", {"state": "absent", "session": dict.fromkeys(("host", "scheme", "service"))}, False),
    ]


@pytest.mark.parametrize("number", range(8))
def test_both_runners_return_the_same(runner, module, monkeypatch, number):
    name, options, check_mode = cases(runner)[number]
    here = runner.run(name, check_mode, **options)
    lines = runner.lines
    runner.srv.journal.clear()
    monkeypatch.setenv("HOSTOPS_CPANEL_RUN", "of the module")
    there = module(name, options, check_mode)
    assert same(here, there), (here, there)
    assert runner.lines == lines
    for secret in (PASSWORD, runner.srv.root_token, "W" * 32):
        assert secret not in there["printed"]


def test_a_module_returns_its_session_whole(runner, module):
    result = module("cpanel_session", {**runner.root, "account": runner.alice.name})
    (live,) = runner.srv.open_sessions()
    assert result["session"]["security_token"] == live.token
    assert result["session"]["cookies"]["cpsession"] == live.cookie.partition("=")[2]
    assert runner.srv.root_token not in result["printed"]
    again = module("cpanel_session", {"state": "absent", "session": result["session"]})
    assert runner.srv.open_sessions() == []
    for secret in (live.token, live.cookie.partition("=")[2]):
        assert secret not in again["printed"]


def test_warnings_of_the_server_reach_the_user(runner, module):
    runner.srv.faults.clear()
    session = runner.open()
    runner.sim.clock.advance(1000)
    options = {**runner.root, "session": session, "function": "Email::list_pops"}
    result = module("cpanel_uapi", options)
    assert "renewed" in str(result["warnings"])


def test_a_task_with_no_log_returns_what_others_do(runner, module):
    """Harmless cookie values such as "no" are masked nowhere."""
    session = runner.open()
    session["cookies"]["cprelogin"] = "no"
    options = {"session": session, "function": "Features::has_feature", "params": {"name": "no such feature"}}
    result = module("cpanel_uapi", {**options, "_ansible_no_log": True})
    assert "no such feature" in result["messages"][0]


def test_a_bad_option_is_refused_by_both(runner, module):
    for value, message in (
        ("pigeon", "via: must be one of auto, session, whm"),
        ("carrier pigeon", "via: contains white space"),
    ):
        options = {**runner.root, "function": "version", "via": value}
        assert runner.run("whm_api", **options)["msg"] == message
        result = module("whm_api", options)
        assert result["failed"] and result["msg"] == message and result["error"]["category"] == "usage"
        assert runner.lines == []


def test_what_a_module_logs_holds_no_secret(runner):
    """Also short ones, which cannot be masked by value in free texts."""
    program = """
import sys
from ansible.module_utils.basic import AnsibleModule
logged = []
AnsibleModule.log = lambda self, msg, log_args=None: logged.append((msg, log_args))
from ansible_collections.hostops.cpanel.plugins.modules import cpanel_uapi
try:
    cpanel_uapi.main()
except SystemExit:
    print("LOGGED", repr(logged))
"""
    box = {"email": "x", "domain": runner.alice.main_domain, "password": "pw7"}
    options = {**runner.root, "account": runner.alice.name, "function": "Email::add_pop", "params": box}
    options["_ansible_check_mode"] = True
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps({"ANSIBLE_MODULE_ARGS": options}),
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    assert "LOGGED" in done.stdout
    assert "add_pop" in done.stdout.partition("LOGGED")[2]
    assert "pw7" not in done.stdout
    assert runner.srv.root_token not in done.stdout
