# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory as users run it: ansible-inventory and ansible-playbook, over real files and real sockets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.parsing.vault import VaultLib, VaultSecret

from ansible_collections.hostops.cpanel.plugins.modules import cpanel_uapi
from ansible_collections.hostops.cpanel.tests.simulator import Simulator

pytestmark = pytest.mark.slow

BIN = Path(os.environ.get("HOSTOPS_ANSIBLE_BIN") or Path(sys.executable).parent)
COLLECTIONS = str(Path(cpanel_uapi.__file__).parents[5])


@pytest.fixture(scope="module")
def two():
    with Simulator(servers=2, accounts=6, seed=7) as running:
        yield running


class World:
    """Two servers, a directory with inventory files, and Ansible's commands in it."""

    def __init__(self, sim: Any, folder: Path) -> None:
        self.sim = sim
        self.folder = folder
        self.env = {name: value for name, value in os.environ.items() if not name.startswith(("CPANEL_", "ANSIBLE_"))}
        self.env.update(
            ANSIBLE_COLLECTIONS_PATH=COLLECTIONS,
            ANSIBLE_HOME=str(folder / "home"),
            ANSIBLE_LOCALHOST_WARNING="false",
            ANSIBLE_INVENTORY_UNPARSED_WARNING="false",
            HOME=str(folder),
            PATH=os.pathsep.join([str(BIN), os.environ["PATH"]]),
        )
        (folder / "ansible.cfg").write_text("[defaults]\n", encoding="utf-8")

    @property
    def servers(self) -> list[dict[str, Any]]:
        return [
            {
                "name": "s%d" % number,
                "host": server.host,
                "port": server.ports[2087],
                "api_token": server.root_token,
                "ca_path": str(self.sim.ca_path),
            }
            for number, server in enumerate(self.sim.servers, 1)
        ]

    @property
    def accounts(self) -> dict[str, Any]:
        return {
            "%s@s%d" % (name, number): account
            for number, server in enumerate(self.sim.servers, 1)
            for name, account in server.accounts.items()
        }

    def dead(self) -> dict[str, Any]:
        return {**self.servers[0], "name": "dead", "port": 1, "retries": 0}

    def write(self, name: str = "x.cpanel.yml", **config: Any) -> None:
        document = {"plugin": "hostops.cpanel.accounts", **config}
        (self.folder / name).write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")

    def run(self, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(BIN / args[0]), *args[1:]],
            cwd=self.folder,
            env={**self.env, **env},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def list(self, *args: str, name: str = "x.cpanel.yml", **env: str) -> dict[str, Any]:
        done = self.run("ansible-inventory", "-i", name, "--list", *args, **env)
        assert done.returncode == 0, done.stderr
        self.said = done.stderr
        assert "Failed to parse" not in self.said, self.said
        for secret in self.secrets:
            assert secret not in done.stdout + done.stderr
        return json.loads(done.stdout)

    def failure(self, *args: str, name: str = "x.cpanel.yml", **env: str) -> str:
        """The reason for which there is no inventory, in one line."""
        env = {"ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "true", **env}
        done = self.run("ansible-inventory", "-i", name, "--list", *args, **env)
        said = done.stdout + done.stderr
        assert done.returncode != 0, said
        assert "Traceback" not in said
        for secret in self.secrets:
            assert secret not in said
        return " ".join(said.split())

    @property
    def secrets(self) -> list[str]:
        return [server.root_token for server in self.sim.servers]

    @property
    def requests(self) -> int:
        return sum(len(server.journal.lines()) for server in self.sim.servers)


@pytest.fixture
def world(two, tmp_path):
    two.reset()
    yield World(two, tmp_path)
    assert [server.internal_errors for server in two.servers] == [[], []]
    assert [server.open_sessions() for server in two.servers] == [[], []]


def hostvars(data):
    return data["_meta"]["hostvars"]


def text(value):
    """Ansible marks what comes of an expression as data; so it is written by ansible-core 2.19 and newer."""
    return value["__ansible_unsafe"] if isinstance(value, dict) else value


def members(data, group):
    return set(data.get(group, {}).get("hosts", []))


def test_accounts_of_several_servers(world):
    world.write(servers=world.servers)
    data = world.list()
    hosts = hostvars(data)
    assert set(hosts) == set(world.accounts)
    name, account = next(iter(world.accounts.items()))
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
    assert world.said == ""
    assert world.requests == 2


def test_one_server_from_the_environment_as_a_job_runner_sets_it(world):
    server = world.servers[0]
    world.write()
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
    hosts = hostvars(world.list(**env))
    assert set(hosts) == set(world.sim.servers[0].accounts)
    assert {host["hostops_cpanel_validate_certs"] for host in hosts.values()} == {False}
    assert {host["hostops_cpanel_use_ssl"] for host in hosts.values()} == {True}


def test_templates_empty_values_and_an_encrypted_token_in_the_file(world):
    secret = [("default", VaultSecret(b"sesame"))]
    token = VaultLib(secret).encrypt(world.servers[1]["api_token"]).decode()
    servers = [{**world.servers[0], "api_token": "{{ lookup('ansible.builtin.env', 'TOK') }}", "proxy": ""}]
    config = {"plugin": "hostops.cpanel.accounts", "login_password": "", "timeout": "", "servers": servers}
    text = yaml.safe_dump(config, sort_keys=False)
    second = {name: value for name, value in world.servers[1].items() if name != "api_token"}
    lines = "".join("      %s\n" % line for line in token.splitlines())
    text += "- api_token: !vault |\n%s" % lines + "".join("  %s: %s\n" % item for item in second.items())
    (world.folder / "x.cpanel.yml").write_text(text, encoding="utf-8")
    (world.folder / "pass").write_text("sesame\n", encoding="utf-8")
    data = world.list("--vault-password-file", "pass", TOK=world.servers[0]["api_token"])
    assert set(hostvars(data)) == set(world.accounts)


@pytest.mark.parametrize("kind", ["yaml", "json", "vault", "map"])
def test_fleet_file(world, kind):
    document: Any = {"servers": [{**server, "validate_certs": "True", "proxy": ""} for server in world.servers]}
    if kind == "map":
        document = {server["name"]: {**server, "name": server["name"]} for server in world.servers}
    text = json.dumps(document) if kind == "json" else yaml.safe_dump(document)
    args = []
    if kind == "vault":
        text = VaultLib([("default", VaultSecret(b"sesame"))]).encrypt(text).decode()
        (world.folder / "pass").write_text("sesame\n", encoding="utf-8")
        args = ["--vault-password-file", "pass"]
    (world.folder / "fleet").write_text(text, encoding="utf-8")
    world.write()
    data = world.list(*args, CPANEL_FLEET_FILE=str(world.folder / "fleet"))
    assert set(hostvars(data)) == set(world.accounts)


def test_filters_come_in_order_and_server_side_selection_before_them(world):
    first, second = list(world.accounts)[:2]
    world.sim.servers[0].accounts[second.split("@")[0]].contact_email = "{{ lookup('pipe', 'touch pwned') }}"
    world.write(
        servers=world.servers,
        select={"regex": "^(?!zz)"},
        filters=[
            {"include": "cpanel_account == '%s'" % first.split("@")[0]},
            {"exclude": "cpanel_server == 's2'"},
            {"exclude": "cpanel_account is search('%s')" % first[:3]},
            {"include": True},
            {"exclude": "nothing_of_the_kind"},
        ],
    )
    hosts = hostvars(world.list())
    assert first in hosts
    assert {host["cpanel_server"] for host in hosts.values()} == {"s1"}
    email = hosts[second]["cpanel_email"]
    assert email == {"__ansible_unsafe": "{{ lookup('pipe', 'touch pwned') }}"}
    assert not (world.folder / "pwned").exists()
    assert "search" in dict(world.sim.servers[0].journal[0].form)


def test_constructed_and_automatic_groups(world):
    name, account = next(iter(world.accounts.items()))
    account.suspended = True
    world.write(
        servers=world.servers,
        strict=True,
        prefix="acct_",
        automatic_groups=["suspended"],
        compose={"shout": "acct_account | upper", "ansible_connection": "'ssh'"},
        groups={"loud": "shout is search('^%s')" % account.name[0].upper(), "off-line": "acct_suspended"},
        keyed_groups=[{"key": "acct_theme", "prefix": "theme"}, {"key": "shout", "prefix": "s", "separator": ""}],
    )
    data = world.list()
    assert text(hostvars(data)[name]["shout"]) == account.name.upper()
    assert text(hostvars(data)[name]["ansible_connection"]) == "ssh"
    assert members(data, "acct_suspended") == members(data, "off_line") == {name}
    assert name in members(data, "loud")
    assert members(data, "theme_" + account.theme) >= {name}
    assert members(data, "s" + account.name.upper()) == {name}
    assert not [group for group in data if group.startswith(("acct_server", "acct_owner", "cpanel_"))]


def test_names_and_collisions(world):
    world.write(servers=world.servers, hostname="{package}.{server}", hosts="both")
    hosts = hostvars(world.list())
    assert {"s1", "s2"} <= set(hosts)
    assert hosts["s1"]["cpanel_kind"] == "server"
    assert hosts["s1"]["cpanel_account_count"] == len(world.sim.servers[0].accounts)
    assert hosts["s1"]["cpanel_version"] == world.sim.servers[0].version
    assert hosts["s1"]["ansible_host"] == world.servers[0]["host"]
    assert "hostops_cpanel_account" not in hosts["s1"]
    packages = {(account.package, name[-2:]) for name, account in world.accounts.items()}
    assert set(hosts) == {"s1", "s2"} | {"%s.%s" % place for place in packages}
    assert world.said.count("is left out") == len(world.accounts) - len(packages)
    world.write(servers=world.servers, hostname="{{ cpanel_domain }}")
    assert set(hostvars(world.list())) == {account.main_domain for account in world.accounts.values()}


def test_servers_as_hosts_do_not_list_accounts(world):
    world.write(servers=world.servers, hosts="servers")
    assert set(hostvars(world.list())) == {"s1", "s2"}
    assert [server.journal.lines() for server in world.sim.servers] == [["POST 2087 version 200"]] * 2


def test_a_dead_server_fails_or_warns(world):
    servers = [world.dead(), world.servers[1]]
    world.write(servers=servers)
    said = world.failure()
    assert "x.cpanel.yml: server dead: " in said
    world.write(servers=servers, on_server_error="warn", cache=True, cache_plugin="jsonfile", cache_connection="cache")
    for _time in range(2):
        hosts = hostvars(world.list())
        assert {host["cpanel_server"] for host in hosts.values()} == {"s2"}
        assert "server dead: " in world.said
    assert world.requests == 3, "what is incomplete is not cached"


def test_a_wrong_token_is_tried_once_and_not_shown(world):
    token = "WRONGTOKENWRONGTOKENWRONGTOKEN12"
    world.write(servers=[{**world.servers[0], "api_token": token}], cache=True)
    said = world.failure("-vvv")
    assert token not in said
    assert world.requests == 1


def test_the_cache(world):
    cached = {"cache": True, "cache_plugin": "jsonfile", "cache_connection": str(world.folder / "cache")}
    world.write(servers=world.servers)
    world.list()
    world.list()
    assert world.requests == 4, "off"
    world.write(servers=world.servers, **cached)
    first = world.list()
    assert world.requests == 6, "miss"
    (file,) = (world.folder / "cache").iterdir()
    kept = file.read_text(encoding="utf-8")
    for server in world.sim.servers:
        assert server.root_token not in kept
    assert "token" not in kept
    assert world.list() == first
    assert world.requests == 6, "hit"
    (world.folder / "play.yml").write_text(PLAY, encoding="utf-8")
    world.run("ansible-playbook", "-i", "x.cpanel.yml", "play.yml", "--list-hosts", "--flush-cache")
    assert world.requests == 8, "refresh"
    os.utime(file, (time.time() - 7200, time.time() - 7200))
    world.list()
    assert world.requests == 10, "expired"
    world.write(servers=world.servers, select={"owner": "root"}, **cached)
    assert {host["cpanel_owner"] for host in hostvars(world.list()).values()} == {"root"}
    assert world.requests == 12, "another question"
    world.write(servers=world.servers, select={"owner": "root"}, hostname="{domain}", **cached)
    assert all("." in name for name in hostvars(world.list()))
    assert world.requests == 12, "names and filters are no part of the question"


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({}, "there are no servers. Give servers or host, or set CPANEL_FLEET_FILE or CPANEL_HOST."),
        ({"servers": [{"host": "a", "tokn": "x"}]}, "there is no option servers[0].tokn"),
        ({"servers": [{"host": "a"}]}, "servers[0]: api_token or login_password is missing"),
        ({"servers": [{"api_token": "x"}]}, "servers[0]: host is missing"),
        ({"servers": [{"host": "a", "api_token": "x", "port": "y"}]}, "servers[0]: port: is not a port"),
        ({"servers": [{"host": "a", "api_token": "x"}] * 2}, "there are two named a"),
        ({"servrs": []}, "there is no option servrs. Did you mean servers?"),
        ({"host": "a", "api_token": "x", "port": 2083}, "port 2083 is cPanel's"),
        ({"host": "a", "api_token": "x", "select": {"regexp": "x"}}, "regexp"),
        ({"host": "a", "api_token": "x", "hosts": "domains"}, "domains"),
        ({"host": "a", "api_token": "x", "on_server_error": "ignore"}, "ignore"),
        ({"fleet_file": "nowhere.yml"}, "nowhere.yml: there is no such file"),
        ({"host": "{{ nothing_of_the_kind }}", "api_token": "x"}, "nothing_of_the_kind"),
    ],
)
def test_wrong_configuration(world, config, said):
    world.write(**config)
    found = world.failure()
    assert said in found, found
    assert "x.cpanel.yml" in found
    assert world.requests == 0


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"filters": [{"includes": "true"}]}, "filters[0]: is neither include nor exclude"),
        ({"filters": [{"exclude": "nothing_of_the_kind == 1"}]}, "filters[0].exclude: cannot be evaluated for account"),
        ({"hostname": "{colour}"}, "hostname: {colour} has no value for account"),
        ({"select": {"regex": "("}}, "select.regex: '(' is no regular expression"),
        ({"strict": True, "groups": {"g": "nothing_of_the_kind == 1"}}, "groups.g: cannot be evaluated"),
    ],
)
def test_wrong_expressions(world, config, said):
    world.write(servers=world.servers, **config)
    assert said in world.failure()


def test_other_files_are_not_ours(world):
    world.write("x.other.yml", servers=world.servers)
    assert world.run("ansible-inventory", "-i", "x.other.yml", "--list").stdout.count("cpanel_account") == 0
    world.write("cpanel.yml", servers=world.servers)
    assert set(hostvars(world.list(name="cpanel.yml"))) == set(world.accounts)


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


def test_tasks_on_its_hosts_need_no_options(world):
    (world.folder / "play.yml").write_text(PLAY, encoding="utf-8")
    world.write(servers=world.servers)
    done = world.run("ansible-playbook", "-i", "x.cpanel.yml", "play.yml", "-vvv", "--forks", "3")
    assert done.returncode == 0, done.stdout[-3000:]
    assert done.stdout.count("failed=0") == len(world.accounts)
    for secret in world.secrets:
        assert secret not in done.stdout + done.stderr
    assert sum("create_user_session" in line for server in world.sim.servers for line in server.journal.lines()) == 6


def test_an_inventory_that_became_a_file_takes_credentials_from_the_fleet_file(world):
    """As in AWX, where jobs run over what an inventory update has stored."""
    (world.folder / "play.yml").write_text(PLAY, encoding="utf-8")
    world.write(servers=world.servers)
    hosts = hostvars(world.list())
    stored = {"all": {"hosts": hosts}}
    (world.folder / "stored.yml").write_text(yaml.safe_dump(stored), encoding="utf-8")
    (world.folder / "fleet.json").write_text(json.dumps({"servers": world.servers}), encoding="utf-8")
    name = next(iter(hosts))
    run = ["ansible-playbook", "-i", "stored.yml", "play.yml", "--limit", name]
    done = world.run(*run, CPANEL_FLEET_FILE=str(world.folder / "fleet.json"))
    assert done.returncode == 0, done.stdout[-3000:]
    assert done.stdout.count("failed=0") == 1
    done = world.run(*run)
    assert done.returncode == 2
    assert "there is no credential for the server %s" % name[-2:] in done.stdout


def test_cpanel_fleet_takes_its_servers_from_the_fleet_file(world):
    (world.folder / "fleet.yml").write_text(yaml.safe_dump(world.servers), encoding="utf-8")
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
        that: fleet.results | map(attribute='summary.ok') | list == [6, 6]
"""
    (world.folder / "play.yml").write_text(play, encoding="utf-8")
    file = str(world.folder / "fleet.yml")
    done = world.run("ansible-playbook", "play.yml", "-vvv", CPANEL_FLEET_FILE=file, ANSIBLE_INJECT_INVOCATION="true")
    assert done.returncode == 0, done.stdout[-3000:]
    for secret in world.secrets:
        assert secret not in done.stdout + done.stderr


def test_two_thousand_accounts(tmp_path):
    with Simulator(servers=2, accounts=2000, seed=7) as sim:
        world = World(sim, tmp_path)
        world.write(
            servers=world.servers,
            filters=[{"exclude": "cpanel_suspended"}],
            keyed_groups=[{"key": "cpanel_theme", "prefix": "theme"}],
        )
        assert len(hostvars(world.list())) == 2000
