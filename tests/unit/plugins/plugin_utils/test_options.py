# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a task's own options, the variables of its host and the environment come together."""

from __future__ import annotations

import json
import os

import pytest
from ansible.parsing.dataloader import DataLoader

from ansible_collections.hostops.cpanel.plugins.module_utils._auth import Options
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._servers import Server
from ansible_collections.hostops.cpanel.plugins.plugin_utils import options

SESSION = {"host": "one.example.net", "service": "cpaneld", "security_token": "/cpsess1", "account": "bob"}
HOST = {
    "hostops_cpanel_server": "one",
    "hostops_cpanel_host": "one.example.net",
    "hostops_cpanel_port": 2087,
    "hostops_cpanel_username": "root",
    "hostops_cpanel_account": "alice",
}
BARE = {name: value for name, value in HOST.items() if name != "hostops_cpanel_server"}


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch):
    monkeypatch.setattr(options, "_known", {})


def known(token="KNOWNTOKEN", username="root", host="one.example.net"):
    options.remember([Server("one", Options(host=host, username=username, api_token=token))])


def added(given, variables, **environ):
    return dict(options.for_host(given, variables, lambda value: value, environ, DataLoader()))


def test_variables_give_what_the_task_does_not():
    assert added({"timeout": 5}, {"hostops_cpanel_timeout": 9, "hostops_cpanel_retries": 1}) == {"retries": 1}


def test_empty_values_give_nothing():
    assert added({"host": "", "timeout": None}, {"hostops_cpanel_host": "a", "hostops_cpanel_timeout": ""}) == {
        "host": "a"
    }


def test_an_option_that_the_task_gives_is_not_evaluated():
    def template(value):
        assert value != "{{ login.session }}"
        return value

    given = {"session": SESSION}
    variables = {"hostops_cpanel_session": "{{ login.session }}"}
    assert options.for_host(given, variables, template, {}, DataLoader()) == {}


def test_the_inventory_of_this_run_knows_the_credential():
    known()
    found = added({}, HOST, CPANEL_PASSWORD="other", CPANEL_HOST="two.example.net")
    assert found["api_token"] == "KNOWNTOKEN"
    assert found["login_password"] is None, "a password of the environment must not come on top"
    assert (found["host"], found["port"], found["account"]) == ("one.example.net", 2087, "alice")


@pytest.mark.parametrize("changed", [{"hostops_cpanel_host": "evil.example.net"}, {"hostops_cpanel_username": "bob"}])
def test_a_credential_goes_to_no_other_host_or_user(changed):
    known()
    with pytest.raises(CpanelError, match="there is no credential for the server one"):
        added({}, {**HOST, **changed})


def test_another_host_takes_nothing_of_the_variables():
    known()
    assert added({"host": "two.example.net", "api_token": "X"}, HOST) == {}
    assert added({"session": {**SESSION, "host": "two.example.net"}}, HOST) == {}
    assert added({"servers": [{"host": "two.example.net"}]}, HOST) == {}


def test_a_credential_of_the_task_replaces_that_of_the_host():
    known()
    found = added({"login_password": "own"}, {**HOST, "hostops_cpanel_otp": "123456"})
    assert "otp" not in found
    assert found["api_token"] is None


def test_a_credential_of_the_account_leaves_the_port_of_whm_out():
    known()
    given = {"credential": "cpanel", "username": "alice", "api_token": "X"}
    assert added(given, HOST) == {"host": "one.example.net", "account": "alice", "login_password": None}


def test_plain_http_leaves_the_port_of_tls_out():
    known()
    assert "port" not in added({"use_ssl": "false"}, HOST)


def test_another_user_does_not_get_the_token():
    found = added({"username": "reseller1"}, {**BARE, "hostops_cpanel_api_token": "ROOT"})
    assert "api_token" not in found


def test_a_session_says_whose_it_is():
    known()
    assert "account" not in added({"session": SESSION}, HOST)
    assert added({"session": {**SESSION, "service": "whostmgrd"}}, HOST)["account"] == "alice"
    assert added({"session": dict.fromkeys(SESSION)}, HOST)["account"] == "alice"


def test_the_fleet_file_is_next(tmp_path):
    path = tmp_path / "fleet.json"
    servers = [
        {"name": "one", "host": "other.example.net", "api_token": "WRONG"},
        {"name": "one", "host": "one.example.net", "username": "bob", "api_token": "WRONG"},
        {"name": "one", "host": "one.example.net", "api_token": "RIGHT"},
    ]
    path.write_text(json.dumps(servers), encoding="utf-8")
    assert added({}, HOST, CPANEL_FLEET_FILE=str(path))["api_token"] == "RIGHT"


def test_the_environment_is_last():
    found = added({}, HOST, CPANEL_API_TOKEN="E")
    assert "api_token" not in found
    assert added({}, HOST, CPANEL_API_TOKEN="E", CPANEL_HOST="one.example.net")["account"] == "alice"


def test_a_credential_of_another_host_is_not_taken_from_the_environment():
    with pytest.raises(CpanelError, match=r"belongs to two\.example\.net"):
        added({}, HOST, CPANEL_API_TOKEN="E", CPANEL_HOST="two.example.net")


def test_no_credential_anywhere():
    with pytest.raises(CpanelError, match="there is no credential for the server one") as caught:
        added({}, HOST)
    assert "CPANEL_FLEET_FILE" in caught.value.hint


def test_variables_of_a_user_need_no_server():
    assert added({}, {**BARE, "hostops_cpanel_api_token": "T"})["api_token"] == "T"


def test_empty_environment_variables_are_hidden_and_come_back(monkeypatch):
    monkeypatch.setenv("CPANEL_PORT", "")
    monkeypatch.setenv("CPANEL_HOST", "h")
    with options.without_empty_variables():
        assert "CPANEL_PORT" not in os.environ
        assert os.environ["CPANEL_HOST"] == "h"
    assert os.environ["CPANEL_PORT"] == ""


def test_a_misspelt_option_is_named():
    with pytest.raises(CpanelError, match="there is no option acount") as caught:
        options.check_names(["acount"], ["account", "host"])
    assert caught.value.hint == "Did you mean account?"
