# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a task's own options, the variables of its host and the environment come together."""

from __future__ import annotations

import json
import os

import pytest
from ansible.parsing.dataloader import DataLoader

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.servers import Server
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import Options
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
    with pytest.raises(CpanelError, match="no credential for the server one"):
        added({}, {**HOST, **changed})


def test_another_host_takes_nothing_of_the_variables():
    known()
    assert added({"host": "two.example.net", "api_token": "X"}, HOST) == {"login_password": None}
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
    right = {"name": "one", "host": "one.example.net", "api_token": "T"}
    path.write_text(json.dumps([right]), encoding="utf-8")
    assert added({}, HOST, CPANEL_FLEET_FILE=str(path))["api_token"] == "T"
    for wrong in ({"host": "other.example.net"}, {"username": "bob"}, {"name": "two"}):
        path.write_text(json.dumps([{**right, **wrong}]), encoding="utf-8")
        with pytest.raises(CpanelError, match="no credential for the server one"):
            added({}, HOST, CPANEL_FLEET_FILE=str(path))


def test_the_environment_is_last():
    found = added({}, HOST, CPANEL_API_TOKEN="E")
    assert "api_token" not in found
    assert added({}, HOST, CPANEL_API_TOKEN="E", CPANEL_HOST="one.example.net")["account"] == "alice"


def test_a_credential_of_another_host_is_not_taken_from_the_environment():
    with pytest.raises(CpanelError, match=r"belongs to two\.example\.net"):
        added({}, HOST, CPANEL_API_TOKEN="E", CPANEL_HOST="two.example.net")


def test_no_credential_anywhere():
    with pytest.raises(CpanelError, match="no credential for the server one") as caught:
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
    with pytest.raises(CpanelError, match="unknown option acount") as caught:
        options.check_names(["acount"], ["account", "host"])
    assert caught.value.hint == "Did you mean account?"


# A host that CPANEL_FLEET_FILE or an inventory knows

WEB1 = {"name": "web1", "host": "web1.example.net", "port": 12087, "username": "reseller1", "api_token": "WEB1TOKEN"}
WEB1 |= {"ca_path": "/ca.pem", "timeout": 120, "otp": "654321", "proxy": "http://p:1", "use_ssl": True}
WEB2 = {"name": "web2", "host": "web2.example.net", "login_password": "WEB2PASSWORD"}
TWICE = [
    {"host": "both.example.net", "api_token": "R"},
    {"host": "both.example.net", "username": "bob", "api_token": "B"},
]
TWICE[1]["name"] = "bobs"


@pytest.fixture
def fleet(tmp_path):
    path = tmp_path / "fleet.json"
    path.write_text(json.dumps([WEB1, WEB2, *TWICE]), encoding="utf-8")
    return {"CPANEL_FLEET_FILE": str(path)}


def rest(server, *without):
    return {name: value for name, value in server.items() if name not in ("name", *without)}


@pytest.mark.parametrize("host", ["web1", "web1.example.net", "WEB1"])
def test_a_host_brings_the_rest_of_its_connection_along(fleet, host):
    found = added({"host": host}, {}, **fleet, CPANEL_API_TOKEN="E", CPANEL_PASSWORD="E", CPANEL_CREDENTIAL="cpanel")
    assert {**found, "host": WEB1["host"]} == {**rest(WEB1), "login_password": None, "credential": "whm"}
    assert ("host" in found) is (host != "web1.example.net")


def test_so_does_one_from_the_variables_or_the_environment(fleet):
    assert added({}, {"hostops_cpanel_host": "web2"}, **fleet)["login_password"] == "WEB2PASSWORD"
    assert added({}, {"hostops_cpanel_server": "web2"}, **fleet)["host"] == "web2.example.net"
    assert added({}, {}, **fleet, CPANEL_HOST="web2")["login_password"] == "WEB2PASSWORD"
    assert added({}, {}, **fleet) == {}


def test_so_does_one_of_an_inventory(monkeypatch):
    known()
    assert added({"host": "one"}, {}) == {
        "host": "one.example.net",
        "api_token": "KNOWNTOKEN",
        "login_password": None,
        "credential": "whm",
    }


def test_the_task_and_the_variables_are_nearer(fleet):
    found = added({"host": "web1", "timeout": 5}, {"hostops_cpanel_ca_path": "/own.pem"}, **fleet)
    assert "timeout" not in found
    assert (found["ca_path"], found["port"]) == ("/own.pem", 12087)
    found = added({"host": "web1", "login_password": "own"}, {}, **fleet)
    assert found["api_token"] is None and "otp" not in found
    found = added({"host": "web1"}, {"hostops_cpanel_login_password": "own"}, **fleet)
    assert (found["login_password"], found["api_token"]) == ("own", None) and "otp" not in found


@pytest.mark.parametrize("given", [{"username": "somebody"}, {"credential": "cpanel", "username": "alice"}])
def test_a_credential_goes_to_no_other_user_or_service(fleet, given):
    found = added({"host": "web1", **given}, {}, **fleet, CPANEL_API_TOKEN="E")
    assert not {"api_token", "otp", "username"} & set(found)
    assert found["ca_path"] == "/ca.pem"
    assert ("port" in found) is ("credential" not in given)


def test_plain_http_is_another_port(fleet):
    assert "port" not in added({"host": "web1", "use_ssl": False}, {}, **fleet)


def test_what_the_environment_has_of_another_server_stays_there(fleet, tmp_path):
    found = added({"host": "web2"}, {}, **fleet, CPANEL_HOST="web9.example.net", CPANEL_USERNAME="bob", CPANEL_PORT="1")
    assert (found["username"], found["port"], found["api_token"]) == ("root", None, None)
    (tmp_path / "bare.json").write_text(json.dumps([{"name": "bare", "host": "bare.example.net"}]), encoding="utf-8")
    environ = {"CPANEL_FLEET_FILE": str(tmp_path / "bare.json"), "CPANEL_API_TOKEN": "E"}
    assert added({"host": "bare"}, {}, **environ) == {"host": "bare.example.net"}
    with pytest.raises(CpanelError, match="the one in the environment belongs to web9"):
        added({"host": "bare"}, {}, **environ, CPANEL_HOST="web9.example.net")


def test_one_of_several_is_chosen_by_name_or_user(fleet):
    assert added({"host": "bobs"}, {}, **fleet)["api_token"] == "B"
    assert added({"host": "both.example.net", "username": "bob"}, {}, **fleet)["api_token"] == "B"
    assert added({"host": "both.example.net"}, {}, **fleet)["api_token"] == "R", "root is the default"
    with pytest.raises(CpanelError, match=r"^host: several servers"):
        added({"host": "both.example.net", "username": "eve"}, {}, **fleet)


def test_another_port_of_a_host_is_another_server(fleet):
    assert added({"host": "web1.example.net", "port": 12087}, {}, **fleet)["api_token"] == "WEB1TOKEN"
    assert added({"host": "web1", "port": 22087}, {}, **fleet)["api_token"] == "WEB1TOKEN", "it was named"
    assert added({"host": "web1.example.net", "port": 22087}, {}, **fleet, CPANEL_API_TOKEN="E") == {}
    assert added({"host": "web2.example.net", "port": 2087}, {}, **fleet)["login_password"] == "WEB2PASSWORD"


def test_a_host_that_nobody_knows(fleet):
    with pytest.raises(CpanelError, match=r"^host: no credential for this server") as caught:
        added({"host": "web11"}, {}, **fleet)
    assert caught.value.hint == "Did you mean web1?"
    assert added({"host": "web11", "api_token": "T"}, {}, **fleet) == {"login_password": None}
    assert added({"host": "web11"}, {}, **fleet, CPANEL_API_TOKEN="E") == {}


def test_a_session_needs_nothing_of_it(fleet):
    assert added({"session": SESSION}, {}, **fleet) == {}
    assert added({"host": "web1", "session": SESSION}, {}, **fleet)["api_token"] == "WEB1TOKEN", "to renew it"


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    for given in ({"host": "web1"}, {"host": "web1", "api_token": "T"}):
        with pytest.raises(CpanelError, match=r"^CPANEL_FLEET_FILE .*does not exist"):
            added(given, {}, CPANEL_FLEET_FILE=str(tmp_path / "nowhere"))


# The account that an inventory host is


@pytest.mark.parametrize(
    ("variables", "account"),
    [
        ({"cpanel_account": "bob"}, "bob"),
        ({"cpanel_kind": "account"}, "alice"),
        ({"cpanel_kind": "account", "cpanel_account": "bob"}, "bob"),
        ({"cpanel_account": "bob", "hostops_cpanel_account": "carol"}, "carol"),
        ({"cpanel_kind": "server"}, None),
        ({}, None),
        ({"cpanel_kind": "account", "inventory_hostname": "alice@server1"}, None),
        ({"cpanel_account": "../x"}, None),
        ({"cpanel_account": ""}, None),
        ({"cpanel_kind": "account", "hostops_cpanel_credential": "cpanel"}, None),
    ],
)
def test_an_account_is_taken_from_an_inventory_that_says_so(variables, account):
    given = {"hostops_cpanel_host": "one.example.net", "inventory_hostname": "alice", **variables}
    assert added({"api_token": "T"}, given).get("account") == account


def test_and_from_nothing_else():
    host = {**BARE, "cpanel_account": "alice", "inventory_hostname": "alice"}
    del host["hostops_cpanel_account"]
    assert "account" not in added({"host": "two.example.net", "api_token": "T"}, host), "it is of another server"
    assert "account" not in added({"account": "bob", "api_token": "T"}, host)
    assert "account" not in added({"session": SESSION}, host), "a session says whose it is"
