# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A resource's password never logs in, whatever else is given; and a misplaced one is told, not passed over."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
import yaml
from ansible.errors import AnsibleLookupError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar

from ansible_collections.hostops.cpanel.plugins.lookup import uapi
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.plugin_utils import fleet_file, options
from ansible_collections.hostops.cpanel.tests.unit.plugins.controller import Controller

CANARY = "Canary-of-a-mailbox-7!"


def resources(domain: str) -> list[tuple[str, dict[str, Any]]]:
    return [
        ("cpanel_email_account", {"email": "canary@" + domain}),
        ("cpanel_ftp_account", {"login": "canary@" + domain}),
        ("cpanel_mysql_user", {"name": "canary"}),
    ]


def logins(srv: Any) -> list[str]:
    """What was offered to a server as proof, in clear."""
    found = []
    for entry in srv.journal:
        kind, _space, value = entry.headers.get("Authorization", "").partition(" ")
        found.append(base64.b64decode(value).decode() if kind == "Basic" else value)
        found += [text for name, text in entry.form if name in ("user", "pass") and "login" in entry.path]
    return found


@pytest.mark.parametrize("check_mode", [False, True])
@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("how", ["token", "password", "env_token", "env_password", "env_both", "session", "nothing"])
def test_a_resources_password_is_the_resources(runner, module, monkeypatch, number, how, check_mode):
    """In the controller; the module's own process does the same for one kind below."""
    name, key = resources(runner.alice.main_domain)[number]
    given: dict[str, Any] = {**runner.server(2087), "account": runner.alice.name, **key, "password": CANARY}
    if how == "session":
        given["session"] = runner.open()
    elif how in ("token", "password"):
        given |= (
            {"api_token": runner.srv.root_token} if how == "token" else {"login_password": runner.srv.root_password}
        )
    if how in ("env_password", "env_both"):
        monkeypatch.setenv("CPANEL_PASSWORD", runner.srv.root_password)
    if how in ("env_token", "env_both"):
        monkeypatch.setenv("CPANEL_API_TOKEN", runner.srv.root_token)
    result = runner.run(name, check_mode, **given)
    assert bool(result.get("failed")) is (how in ("nothing", "env_both")), result
    if result.get("failed"):
        assert result["error"]["category"] == "usage"
        assert "login_password" in result["msg"]
        assert runner.lines == []
    else:
        assert result["changed"] is True
    assert runner.srv.failed_logins == []
    assert not [text for text in logins(runner.srv) if CANARY in text]
    assert CANARY not in json.dumps(result)


MISPLACED = [
    ("whm_api", {"function": "version"}, "password"),
    ("whm_api", {"function": "version"}, "new_password"),
    ("cpanel_uapi", {"function": "Email::list_pops"}, "password"),
    ("cpanel_session", {}, "password"),
    ("cpanel_fleet", {"select": {}, "calls": [{"function": "Email::list_pops"}]}, "password"),
    ("cpanel_account_export", {}, "password"),
    ("cpanel_account_config", {"config": {}}, "password"),
    ("cpanel_email_account_info", {}, "password"),
    ("cpanel_email_forwarder", {"address": "a@example.com", "destination": "b@example.com"}, "password"),
    ("cpanel_email_account", {"email": "a@example.com"}, "new_password"),
]


@pytest.mark.parametrize(("name", "more", "wrong"), MISPLACED)
@pytest.mark.parametrize("credential", [True, False])
def test_a_password_where_none_belongs_is_told(runner, name, more, wrong, credential):
    given = {
        **(runner.root if credential else runner.server(2087)),
        "account": runner.alice.name,
        **more,
        wrong: CANARY,
    }
    result = runner.run(name, **given)
    assert result["error"]["category"] == "usage"
    assert result["msg"].startswith(wrong + ": ")
    assert "login_password" in result["msg"] + str(result["error"]["hint"])
    assert CANARY not in json.dumps(result)
    assert runner.lines == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "more", "wrong"), MISPLACED)
def test_the_module_tells_it_too(runner, module, name, more, wrong):
    result = module(name, {**runner.root, "account": runner.alice.name, **more, wrong: CANARY})
    assert result["error"]["category"] == "usage"
    assert result["msg"].startswith(wrong + ": ")
    assert CANARY not in result["printed"]
    assert runner.lines == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"servers": [{"host": "a", "api_token": "T"}, {"host": "b", "password": CANARY}]}, "servers[1]: password: "),
        ({"servers": [{"host": "a", "api_token": "T", "new_password": CANARY}]}, "servers[0]: new_password: "),
        ({"accounts": ["alice", {"account": "bob", "password": CANARY}]}, "accounts[1]: password: "),
    ],
)
def test_entries_tell_it_with_their_place(runner, more, said):
    given = {**runner.root, "calls": [{"function": "Email::list_pops"}], **more}
    result = runner.run("cpanel_fleet", **({"select": {}} if "accounts" not in more else {}), **given)
    assert result["msg"].startswith(said)
    assert "login_password" in result["msg"]
    assert CANARY not in json.dumps(result)
    assert runner.lines == []


def test_lookups_tell_it(runner):
    lookup = uapi.LookupModule(loader=DataLoader(), templar=Templar(loader=DataLoader(), variables={}))
    with pytest.raises(AnsibleLookupError, match=r"^password: .*login_password") as caught:
        lookup.run(["Email::list_pops"], {}, **runner.server(2087), username="root", password=CANARY)
    assert CANARY not in str(caught.value)
    assert runner.lines == []


@pytest.mark.parametrize("name", ["password", "new_password"])
def test_variables_of_a_host_tell_it(name):
    variables = {"hostops_cpanel_host": "a", "hostops_cpanel_" + name: CANARY}
    with pytest.raises(CpanelError, match=r"hostops_cpanel_%s .*hostops_cpanel_login_password" % name):
        options.for_host({"servers": [{}]}, variables, lambda value: value, {}, DataLoader())


def test_the_fleet_file_tells_it(tmp_path):
    path = tmp_path / "fleet.json"
    path.write_text(json.dumps({"servers": [{"host": "a", "password": CANARY}]}), encoding="utf-8")
    with pytest.raises(CpanelError, match=r"servers\[0\]: password: .*login_password") as caught:
        fleet_file.read(DataLoader(), str(path))
    assert CANARY not in caught.value.msg


# Which of two credentials


def test_both_in_one_layer_are_refused(runner, monkeypatch):
    both = {"login_password": runner.srv.root_password}
    for result in (runner.whm("version", **both), runner.whm("version", session=runner.open(), **both)):
        assert result["error"]["category"] == "usage"
        assert result["msg"] == "api_token and login_password are both given"
    monkeypatch.setenv("CPANEL_PASSWORD", runner.srv.root_password)
    assert runner.whm("version", **both)["failed"], "that the environment has the same password changes nothing"
    assert runner.lines == []


def chosen(given: dict[str, Any], variables: dict[str, Any], environ: dict[str, str]) -> dict[str, Any]:
    added = options.for_host(given, variables, lambda value: value, environ, DataLoader())
    found = {"api_token": environ.get("CPANEL_API_TOKEN"), "login_password": environ.get("CPANEL_PASSWORD")}
    found |= {**added, **given}
    return {name: found.get(name) for name in ("api_token", "login_password", "otp") if found.get(name)}


def test_the_layer_nearer_to_the_task_wins():
    token, password = {"api_token": "T"}, {"login_password": "P"}
    host = {"hostops_cpanel_api_token": "HT"}
    code = {"hostops_cpanel_login_password": "HP", "hostops_cpanel_otp": "123456"}
    environ = {"CPANEL_API_TOKEN": "ET", "CPANEL_PASSWORD": "EP"}
    assert chosen(password, host, environ) == password
    assert chosen(token, code, environ) == token, "a one-time code goes with the password that lost"
    assert chosen({}, host, environ) == {"api_token": "HT"}
    assert chosen({}, code, environ) == {"login_password": "HP", "otp": "123456"}
    assert chosen({"otp": "654321"}, code, environ) == {"login_password": "HP", "otp": "654321"}
    assert chosen({}, {}, environ) == {"api_token": "ET", "login_password": "EP"}, "one layer: refused later"


# As users run it


@pytest.mark.slow
@pytest.mark.parametrize("check", [False, True])
@pytest.mark.parametrize("how", ["host_token", "host_password", "defaults", "env_password", "fleet_file", "nothing"])
def test_plays(sim, srv, tmp_path, how, check):
    """Both runners; a wrong guess would be counted by the server, and lock root out before long."""
    controller = Controller(sim, tmp_path)
    (server,) = controller.servers
    token = server.pop("api_token")
    account = next(iter(srv.accounts.values()))
    tasks: list[dict[str, Any]] = []
    for in_process in (True, False):
        for name, key in resources(account.main_domain):
            task = {"hostops.cpanel." + name: {**key, "password": CANARY}, "vars": {}, "ignore_errors": True}
            tasks.append({**task, "vars": {"hostops_cpanel_in_process": in_process}})
        wrong = {"hostops.cpanel.whm_api": {"function": "version", "password": CANARY}, "register": "wrong"}
        tasks.append({**wrong, "vars": {"hostops_cpanel_in_process": in_process}, "failed_when": "not wrong.failed"})
        tasks.append({"ansible.builtin.assert": {"that": "'login_password' in wrong.msg"}})
    defaults: dict[str, Any] = {name: value for name, value in server.items() if name != "name"}
    defaults["account"] = account.name
    environment = {}
    variables: dict[str, Any] = {}
    if how == "host_token":
        variables["hostops_cpanel_api_token"] = token
        environment["CPANEL_PASSWORD"] = "never-" + CANARY
    elif how == "host_password":
        variables["hostops_cpanel_login_password"] = srv.root_password
        environment["CPANEL_API_TOKEN"] = "NEVER" * 6
    elif how == "defaults":
        defaults["api_token"] = token
        variables["hostops_cpanel_login_password"] = "never-" + CANARY
    elif how == "env_password":
        environment["CPANEL_PASSWORD"] = srv.root_password
    elif how == "fleet_file":
        fleet = tmp_path / "fleet.json"
        fleet.write_text(json.dumps([{**server, "api_token": token}]), encoding="utf-8")
        environment |= {"CPANEL_FLEET_FILE": str(fleet), "CPANEL_PASSWORD": "never-" + CANARY}
        variables["hostops_cpanel_server"] = server["name"]
        variables["hostops_cpanel_host"] = server["host"]
    play = {
        "hosts": "localhost",
        "gather_facts": False,
        "vars": variables,
        "module_defaults": {"group/hostops.cpanel.cpanel": defaults},
        "tasks": tasks,
    }
    (tmp_path / "play.yml").write_text(yaml.safe_dump([play]), encoding="utf-8")
    args = ["ansible-playbook", "play.yml", "-vvvvv", "--diff", *(["--check"] if check else [])]
    done = controller.run(*args, **environment)
    assert done.returncode == 0, done.stdout[-3000:]
    assert done.stdout.count("...ignoring") == (6 if how == "nothing" else 0), done.stdout[-3000:]
    assert srv.failed_logins == []
    assert not [text for text in logins(srv) if CANARY in text or "NEVER" in text]
    assert bool(srv.journal) is (how != "nothing")
    for secret in (CANARY, token, srv.root_password):
        assert secret not in done.stdout + done.stderr
