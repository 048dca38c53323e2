# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory as users run it: ansible-inventory and ansible-playbook, over real files and real sockets."""

from __future__ import annotations

import json
import os
import time
from typing import Any

import pytest
import yaml
from ansible.parsing.vault import VaultLib, VaultSecret

from ansible_collections.hostops.cpanel.tests.simulator import Simulator
from ansible_collections.hostops.cpanel.tests.unit.plugins.controller import Controller, hostvars, members, text

pytestmark = pytest.mark.slow


def test_accounts_of_several_servers(controller):
    controller.write(servers=controller.servers)
    data = controller.list()
    hosts = hostvars(data)
    assert set(hosts) == set(controller.accounts)
    name, account = next(iter(controller.accounts.items()))
    found = hosts[name]
    assert found["cpanel_account"] == found["hostops_cpanel_account"] == account.name
    assert found["cpanel_domain"] == account.main_domain
    assert found["cpanel_server"] == found["hostops_cpanel_server"] == "s1"
    assert found["cpanel_kind"] == "account"
    assert found["cpanel_uid"] == account.uid
    assert found["cpanel_maxlst"] is None
    assert found["cpanel_suspended"] is False
    assert found["cpanel_disklimit_mb"] is None or isinstance(found["cpanel_disklimit_mb"], int)
    assert found["cpanel_created_at"].endswith("Z")
    assert found["ansible_connection"] == "local"
    assert found["ansible_python_interpreter"] == "{{ ansible_playbook_python }}"
    assert not [key for key in found if "token" in key or "password" in key]
    assert members(data, "cpanel_server_s1") | members(data, "cpanel_server_s2") == set(hosts)
    assert members(data, "cpanel_owner_" + account.owner) >= {name}
    assert members(data, "cpanel_package_" + account.package) >= {name}
    assert controller.said == ""
    assert controller.requests == 2


def test_one_server_from_the_environment_as_a_job_runner_sets_it(controller):
    server = controller.servers[0]
    controller.write()
    env = {
        "CPANEL_HOST": server["host"],
        "CPANEL_PORT": str(server["port"]),
        "CPANEL_API_TOKEN": server["api_token"],
        "CPANEL_VALIDATE_CERTS": "False",
        "CPANEL_USE_SSL": "",
        "CPANEL_PASSWORD": "",
        "CPANEL_PROXY": "",
        "CPANEL_TIMEOUT": "",
        "CPANEL_FLEET_FILE": "",
    }
    hosts = hostvars(controller.list(**env))
    assert set(hosts) == set(controller.sim.servers[0].accounts)
    assert {host["hostops_cpanel_validate_certs"] for host in hosts.values()} == {False}
    assert {host["hostops_cpanel_use_ssl"] for host in hosts.values()} == {True}


def test_templates_empty_values_and_an_encrypted_token_in_the_file(controller):
    secret = [("default", VaultSecret(b"sesame"))]
    token = VaultLib(secret).encrypt(controller.servers[1]["api_token"]).decode()
    servers = [{**controller.servers[0], "api_token": "{{ lookup('ansible.builtin.env', 'TOK') }}", "proxy": ""}]
    config = {"plugin": "hostops.cpanel.accounts", "login_password": "", "timeout": "", "servers": servers}
    text = yaml.safe_dump(config, sort_keys=False)
    second = {name: value for name, value in controller.servers[1].items() if name != "api_token"}
    lines = "".join("      %s\n" % line for line in token.splitlines())
    text += "- api_token: !vault |\n%s" % lines + "".join("  %s: %s\n" % item for item in second.items())
    (controller.folder / "x.cpanel.yml").write_text(text, encoding="utf-8")
    (controller.folder / "pass").write_text("sesame\n", encoding="utf-8")
    data = controller.list("--vault-password-file", "pass", TOK=controller.servers[0]["api_token"])
    assert set(hostvars(data)) == set(controller.accounts)


@pytest.mark.parametrize("kind", ["yaml", "json", "vault", "map"])
def test_fleet_file(controller, kind):
    document: Any = {"servers": [{**server, "validate_certs": "True", "proxy": ""} for server in controller.servers]}
    if kind == "map":
        document = {server["name"]: {**server, "name": server["name"]} for server in controller.servers}
    text = json.dumps(document) if kind == "json" else yaml.safe_dump(document)
    args = []
    if kind == "vault":
        text = VaultLib([("default", VaultSecret(b"sesame"))]).encrypt(text).decode()
        (controller.folder / "pass").write_text("sesame\n", encoding="utf-8")
        args = ["--vault-password-file", "pass"]
    (controller.folder / "fleet").write_text(text, encoding="utf-8")
    controller.write()
    data = controller.list(*args, CPANEL_FLEET_FILE=str(controller.folder / "fleet"))
    assert set(hostvars(data)) == set(controller.accounts)


def test_filters_come_in_order_and_server_side_selection_before_them(controller):
    first, second = list(controller.accounts)[:2]
    controller.sim.servers[0].accounts[second.split("@")[0]].contact_email = "{{ lookup('pipe', 'touch pwned') }}"
    controller.write(
        servers=controller.servers,
        select={"regex": "^(?!zz)"},
        filters=[
            {"include": "cpanel_account == '%s'" % first.split("@")[0]},
            {"exclude": "cpanel_server == 's2'"},
            {"exclude": "cpanel_account is search('%s')" % first[:3]},
            {"include": True},
            {"exclude": "nothing_of_the_kind"},
        ],
    )
    hosts = hostvars(controller.list())
    assert first in hosts
    assert {host["cpanel_server"] for host in hosts.values()} == {"s1"}
    email = hosts[second]["cpanel_email"]
    assert email == {"__ansible_unsafe": "{{ lookup('pipe', 'touch pwned') }}"}
    assert not (controller.folder / "pwned").exists()
    assert "search" in dict(controller.sim.servers[0].journal[0].form)


def test_constructed_and_automatic_groups(controller):
    name, account = next(iter(controller.accounts.items()))
    account.suspended = True
    controller.write(
        servers=controller.servers,
        strict=True,
        prefix="acct_",
        automatic_groups=["suspended"],
        compose={"shout": "acct_account | upper", "ansible_connection": "'ssh'"},
        groups={"loud": "shout is search('^%s')" % account.name[0].upper(), "off-line": "acct_suspended"},
        keyed_groups=[{"key": "acct_theme", "prefix": "theme"}, {"key": "shout", "prefix": "s", "separator": ""}],
    )
    data = controller.list()
    assert text(hostvars(data)[name]["shout"]) == account.name.upper()
    assert text(hostvars(data)[name]["ansible_connection"]) == "ssh"
    assert members(data, "acct_suspended") == members(data, "off_line") == {name}
    assert name in members(data, "loud")
    assert members(data, "theme_" + account.theme) >= {name}
    assert members(data, "s" + account.name.upper()) == {name}
    assert not [group for group in data if group.startswith(("acct_server", "acct_owner", "cpanel_"))]


def test_names_and_collisions(controller):
    controller.write(servers=controller.servers, hostname="{package}.{server}", hosts="both")
    hosts = hostvars(controller.list())
    assert {"s1", "s2"} <= set(hosts)
    assert hosts["s1"]["cpanel_kind"] == "server"
    assert hosts["s1"]["cpanel_account_count"] == len(controller.sim.servers[0].accounts)
    assert hosts["s1"]["cpanel_version"] == controller.sim.servers[0].version
    assert hosts["s1"]["ansible_host"] == controller.servers[0]["host"]
    assert "hostops_cpanel_account" not in hosts["s1"]
    packages = {(account.package, name[-2:]) for name, account in controller.accounts.items()}
    assert set(hosts) == {"s1", "s2"} | {"%s.%s" % place for place in packages}
    assert controller.said.count("is left out") == len(controller.accounts) - len(packages)
    controller.write(servers=controller.servers, hostname="{{ cpanel_domain }}")
    assert set(hostvars(controller.list())) == {account.main_domain for account in controller.accounts.values()}


def test_servers_as_hosts_do_not_list_accounts(controller):
    controller.write(servers=controller.servers, hosts="servers")
    assert set(hostvars(controller.list())) == {"s1", "s2"}
    assert [server.journal.lines() for server in controller.sim.servers] == [["POST 2087 version 200"]] * 2


def test_a_dead_server_fails_or_warns(controller):
    servers = [controller.dead(), controller.servers[1]]
    controller.write(servers=servers)
    said = controller.failure()
    assert "x.cpanel.yml: server dead: " in said
    controller.write(
        servers=servers, on_server_error="warn", cache=True, cache_plugin="jsonfile", cache_connection="cache"
    )
    for _time in range(2):
        hosts = hostvars(controller.list())
        assert {host["cpanel_server"] for host in hosts.values()} == {"s2"}
        assert "server dead: " in controller.said
    assert controller.requests == 3, "what is incomplete is not cached"


def test_a_wrong_token_is_tried_once_and_not_shown(controller):
    token = "WRONGTOKENWRONGTOKENWRONGTOKEN12"
    controller.write(servers=[{**controller.servers[0], "api_token": token}], cache=True)
    said = controller.failure("-vvv")
    assert token not in said
    assert controller.requests == 1


def test_the_cache(controller):
    cached = {"cache": True, "cache_plugin": "jsonfile", "cache_connection": str(controller.folder / "cache")}
    controller.write(servers=controller.servers)
    controller.list()
    controller.list()
    assert controller.requests == 4, "off"
    controller.write(servers=controller.servers, **cached)
    first = controller.list()
    assert controller.requests == 6, "miss"
    (file,) = (controller.folder / "cache").iterdir()
    kept = file.read_text(encoding="utf-8")
    for server in controller.sim.servers:
        assert server.root_token not in kept
    assert "token" not in kept
    assert controller.list() == first
    assert controller.requests == 6, "hit"
    (controller.folder / "play.yml").write_text(PLAY, encoding="utf-8")
    controller.run("ansible-playbook", "-i", "x.cpanel.yml", "play.yml", "--list-hosts", "--flush-cache")
    assert controller.requests == 8, "refresh"
    os.utime(file, (time.time() - 7200, time.time() - 7200))
    controller.list()
    assert controller.requests == 10, "expired"
    controller.write(servers=controller.servers, select={"owner": "root"}, **cached)
    assert {host["cpanel_owner"] for host in hostvars(controller.list()).values()} == {"root"}
    assert controller.requests == 12, "another question"
    controller.write(servers=controller.servers, select={"owner": "root"}, hostname="{domain}", **cached)
    assert all("." in name for name in hostvars(controller.list()))
    assert controller.requests == 12, "names and filters are no part of the question"


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({}, "no servers are configured. Give servers or host, or set CPANEL_FLEET_FILE or CPANEL_HOST."),
        ({"servers": [{"host": "a", "tokn": "x"}]}, "unknown option servers[0].tokn"),
        ({"servers": [{"host": "a"}]}, "servers[0]: api_token or login_password is missing"),
        ({"servers": [{"api_token": "x"}]}, "servers[0]: host is missing"),
        ({"servers": [{"host": "a", "api_token": "x", "port": "y"}]}, "servers[0]: port: must be a port"),
        ({"servers": [{"host": "a", "api_token": "x"}] * 2}, "servers: two are named a"),
        ({"servrs": []}, "unknown option servrs. Did you mean servers?"),
        ({"host": "a", "api_token": "x", "port": 2083}, "port 2083 is cPanel's"),
        ({"host": "a", "api_token": "x", "select": {"regexp": "x"}}, "regexp"),
        ({"host": "a", "api_token": "x", "hosts": "domains"}, "domains"),
        ({"host": "a", "api_token": "x", "on_server_error": "ignore"}, "ignore"),
        ({"fleet_file": "nowhere.yml"}, "nowhere.yml: does not exist"),
        ({"host": "{{ nothing_of_the_kind }}", "api_token": "x"}, "nothing_of_the_kind"),
    ],
)
def test_wrong_configuration(controller, config, said):
    controller.write(**config)
    found = controller.failure()
    assert said in found, found
    assert "x.cpanel.yml" in found
    assert controller.requests == 0


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"filters": [{"includes": "true"}]}, "filters[0]: needs one of include and exclude"),
        ({"filters": [{"exclude": "nothing_of_the_kind == 1"}]}, "filters[0].exclude: cannot be evaluated for account"),
        ({"hostname": "{colour}"}, "hostname: {colour} has no value for account"),
        ({"select": {"regex": "("}}, "select.regex: '(' is not a regular expression"),
        ({"strict": True, "groups": {"g": "nothing_of_the_kind == 1"}}, "groups.g: cannot be evaluated"),
    ],
)
def test_wrong_expressions(controller, config, said):
    controller.write(servers=controller.servers, **config)
    assert said in controller.failure()


def test_other_files_are_not_ours(controller):
    controller.write("x.other.yml", servers=controller.servers)
    assert controller.run("ansible-inventory", "-i", "x.other.yml", "--list").stdout.count("cpanel_account") == 0
    controller.write("cpanel.yml", servers=controller.servers)
    assert set(hostvars(controller.list(name="cpanel.yml"))) == set(controller.accounts)


PLAY = """
- hosts: all
  gather_facts: false
  tasks:
    - hostops.cpanel.cpanel_uapi:
        function: DomainInfo::list_domains
        query: main_domain
      register: asked
    - ansible.builtin.assert:
        that:
          - asked.result == cpanel_domain
          - lookup('hostops.cpanel.uapi', 'DomainInfo::list_domains', query='main_domain') == cpanel_domain
          - lookup('hostops.cpanel.whm', 'version', query='version') is ansible.builtin.version('11', '>=')
    - hostops.cpanel.cpanel_session:
      register: login
    - hostops.cpanel.cpanel_session:
        session: "{{ login.session }}"
        state: absent
"""


def test_tasks_on_its_hosts_need_no_options(controller):
    (controller.folder / "play.yml").write_text(PLAY, encoding="utf-8")
    controller.write(servers=controller.servers)
    done = controller.run("ansible-playbook", "-i", "x.cpanel.yml", "play.yml", "-vvv", "--forks", "3")
    assert done.returncode == 0, done.stdout[-3000:]
    assert done.stdout.count("failed=0") == len(controller.accounts)
    for secret in controller.secrets:
        assert secret not in done.stdout + done.stderr
    assert (
        sum("create_user_session" in line for server in controller.sim.servers for line in server.journal.lines()) == 24
    )


def test_an_inventory_that_became_a_file_takes_credentials_from_the_fleet_file(controller):
    """As in AWX, where jobs run over what an inventory update has stored."""
    (controller.folder / "play.yml").write_text(PLAY, encoding="utf-8")
    controller.write(servers=controller.servers)
    hosts = hostvars(controller.list())
    stored = {"all": {"hosts": hosts}}
    (controller.folder / "stored.yml").write_text(yaml.safe_dump(stored), encoding="utf-8")
    (controller.folder / "fleet.json").write_text(json.dumps({"servers": controller.servers}), encoding="utf-8")
    name = next(iter(hosts))
    run = ["ansible-playbook", "-i", "stored.yml", "play.yml", "--limit", name]
    done = controller.run(*run, CPANEL_FLEET_FILE=str(controller.folder / "fleet.json"))
    assert done.returncode == 0, done.stdout[-3000:]
    assert done.stdout.count("failed=0") == 1
    done = controller.run(*run)
    assert done.returncode == 2
    assert "no credential for the server %s" % name[-2:] in done.stdout


def test_cpanel_fleet_takes_its_servers_from_the_fleet_file(controller):
    (controller.folder / "fleet.yml").write_text(yaml.safe_dump(controller.servers), encoding="utf-8")
    play = """
- hosts: localhost
  gather_facts: false
  tasks:
    - hostops.cpanel.cpanel_fleet:
        select: {}
        calls: [{function: Quota::get_quota_info}]
        progress: false
      register: fleet
      vars: {hostops_cpanel_in_process: "{{ item }}"}
      loop: [true, false]
    - ansible.builtin.assert:
        that: fleet.results | map(attribute='summary.ok') | list == [24, 24]
"""
    (controller.folder / "play.yml").write_text(play, encoding="utf-8")
    file = str(controller.folder / "fleet.yml")
    done = controller.run(
        "ansible-playbook", "play.yml", "-vvv", CPANEL_FLEET_FILE=file, ANSIBLE_INJECT_INVOCATION="true"
    )
    assert done.returncode == 0, done.stdout[-3000:]
    for secret in controller.secrets:
        assert secret not in done.stdout + done.stderr


def test_two_thousand_accounts(tmp_path):
    with Simulator(servers=2, accounts=2000, seed=7) as sim:
        controller = Controller(sim, tmp_path)
        controller.write(
            servers=controller.servers,
            filters=[{"exclude": "cpanel_suspended"}],
            keyed_groups=[{"key": "cpanel_theme", "prefix": "theme"}],
        )
        assert len(hostvars(controller.list())) == 2000
