# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Ansible prints of a hostile server: no control character reaches a terminal, whatever the callback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ansible_collections.hostops.cpanel.plugins.modules import cpanel_uapi

pytestmark = pytest.mark.slow

BIN = Path(os.environ.get("HOSTOPS_ANSIBLE_BIN") or Path(sys.executable).parent)
COLLECTIONS = str(Path(cpanel_uapi.__file__).parents[5])
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
SCENARIOS = ["texts-errors-c0", "texts-errors-c1", "texts-warnings-bidi", "texts-values-c0", "texts-values-c1"]
SCENARIOS += ["texts-http-404-escape", "texts-values-return", "texts-errors-surrogate"]
PLAY = """
- hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel: &connection %s
  tasks:
    - hostops.cpanel.whm_api: {function: listaccts}
      register: accounts
      ignore_errors: true
    - ansible.builtin.debug: {var: accounts}
    - hostops.cpanel.cpanel_uapi: {function: "Email::list_pops", account: %s}
      register: mailboxes
      ignore_errors: true
    - ansible.builtin.debug: {msg: "{{ mailboxes }}"}
    - hostops.cpanel.cpanel_email_account_info: {account: %s}
      ignore_errors: true
    - hostops.cpanel.cpanel_fleet: {accounts: [%s], calls: [{function: "Email::list_pops"}]}
      ignore_errors: true
"""


def printed(folder, *command, **settings):
    env = {name: value for name, value in os.environ.items() if not name.startswith(("CPANEL_", "ANSIBLE_"))}
    env.update(
        ANSIBLE_COLLECTIONS_PATH=COLLECTIONS, ANSIBLE_HOME=str(folder / "home"), ANSIBLE_NOCOLOR="1", HOME=str(folder)
    )
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        env={**env, **settings},
        cwd=folder,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return (done.stdout + done.stderr).decode("utf-8", "surrogateescape")


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize(("callback", "form"), [("default", "json"), ("default", "yaml"), ("minimal", "json")])
def test_a_playbook_prints_no_control_characters(runner, tmp_path, name, callback, form):
    runner.srv.switches.hostile = name
    account = json.dumps(runner.alice.name)
    (tmp_path / "play.yml").write_text(PLAY % (json.dumps(runner.root), account, account, account), encoding="utf-8")
    settings = {"ANSIBLE_STDOUT_CALLBACK": callback, "ANSIBLE_CALLBACK_RESULT_FORMAT": form}
    text = printed(tmp_path, "ansible-playbook", "-v", "-i", "localhost,", "-c", "local", "play.yml", **settings)
    assert RAW.search(text) is None
    assert "Traceback" not in text


@pytest.mark.parametrize(
    "name", ["malformed-values-1e300", "malformed-rows-text", "texts-http-404-c0", "accounts-control", "slow-body"]
)
def test_an_inventory_prints_none_and_goes_on(runner, tmp_path, name):
    runner.srv.switches.hostile = name
    servers = [{**runner.root, "name": "hostile"}]
    config = {"plugin": "hostops.cpanel.accounts", "servers": servers, "on_server_error": "warn", "timeout": 1}
    (tmp_path / "x.cpanel.yml").write_text(json.dumps(config), encoding="utf-8")
    text = printed(tmp_path, "ansible-inventory", "-i", "x.cpanel.yml", "--list")
    assert RAW.search(text) is None
    assert "Traceback" not in text
