# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that customers choose and servers invent, beside a static inventory: no host and no group is taken over."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
import yaml

from ansible_collections.hostops.cpanel.tests.simulator.api import registry
from ansible_collections.hostops.cpanel.tests.simulator.whm import accounts as whm_accounts
from ansible_collections.hostops.cpanel.tests.unit.plugins.controller import Controller, hostvars, members

pytestmark = pytest.mark.slow

STATIC = """
[web]
db.example.net ansible_connection=ssh
web1.example.net

[web:vars]
secret_of_web=42

[named:children]
cpanel_package_gold

[cpanel_package_gold]
"""
ROW = whm_accounts.account_row


class Beside(Controller):
    """One server, beside a static inventory with variables of hosts and groups in files."""

    def __init__(self, sim: Any, folder: Any, monkeypatch: Any) -> None:
        super().__init__(sim, folder)
        self.rows: dict[str, dict[str, Any]] = {}
        monkeypatch.setattr(whm_accounts, "account_row", self._row)
        (folder / "hosts.ini").write_text(STATIC, encoding="utf-8")
        for place in ("host_vars", "group_vars"):
            (folder / place).mkdir()
        for name in ("web", "all", "loot", "free"):
            (folder / "group_vars" / (name + ".yml")).write_text("loot: true\n" * (name != "all"), encoding="utf-8")
        (folder / "host_vars" / "web1.example.net.yml").write_text("loot: true\n", encoding="utf-8")
        (folder / "loot.yml").write_text("loot: true\n", encoding="utf-8")

    def _row(self, call: Any, account: Any) -> dict[str, Any]:
        row = ROW(call, account)
        return {**row, **self.rows.get(account.name, {})}

    @property
    def names(self) -> list[str]:
        return list(self.sim.servers[0].accounts)

    def said_of(self, *sources: str, **config: Any) -> dict[str, Any]:
        self.write(servers=[{**self.servers[0], "name": "s1"}], **config)
        args = [word for source in sources for word in ("-i", source)]
        done = self.run("ansible-inventory", *args, "--list")
        self.said = " ".join(done.stderr.split())
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        assert "Failed to parse" not in done.stderr, done.stderr
        data: dict[str, Any] = json.loads(done.stdout)
        for variables in hostvars(data).values():
            if "cpanel_kind" in variables:
                assert "loot" not in variables, variables
                assert "secret_of_web" not in variables, variables
            else:
                assert not [name for name in variables if name.startswith(("cpanel_", "hostops_"))], variables
        return data

    def is_untouched(self, data: dict[str, Any]) -> None:
        assert members(data, "web") == {"db.example.net", "web1.example.net"}
        assert hostvars(data)["db.example.net"]["ansible_connection"] == "ssh"
        assert "ansible_connection" not in hostvars(data)["web1.example.net"]


@pytest.fixture
def beside(two, tmp_path, monkeypatch):
    return Beside(two, tmp_path, monkeypatch)


BOTH_ORDERS = pytest.mark.parametrize("order", [("hosts.ini", "x.cpanel.yml"), ("x.cpanel.yml", "hosts.ini")])


@BOTH_ORDERS
@pytest.mark.parametrize("collisions", ["refuse", "prefix"])
def test_a_domain_that_is_a_host_of_another_source(beside, order, collisions):
    first, second, third = beside.names[:3]
    beside.rows = {
        first: {"domain": "db.example.net"},
        second: {"domain": "WEB1.example.net."},
        third: {"domain": "web"},
    }
    data = beside.said_of(*order, hostname="{domain}", hostname_collisions=collisions)
    beside.is_untouched(data)
    ours = {name: found["cpanel_account"] for name, found in hostvars(data).items() if "cpanel_kind" in found}
    if collisions == "refuse":
        assert sorted(ours.values()) == sorted(beside.names[3:])
        assert "3 of 12 have no host" in beside.said or order[0] == "x.cpanel.yml"
        assert beside.said.count("is left out") == 3
    else:
        assert sorted(ours.values()) == sorted(beside.names)
        assert ours["s1-db.example.net"] == first
        assert ours["s1-web"] == third
        assert hostvars(data)["s1-db.example.net"]["ansible_connection"] == "local"
        assert "s1-db.example.net" in members(data, "cpanel_server_s1")
        assert beside.said.count("becomes the host s1-") == 3


@BOTH_ORDERS
@pytest.mark.parametrize("name", ["web", "all", "ungrouped", "localhost", "127.0.0.1", "12345", "1.5", "0x1f", "1e3"])
def test_an_account_with_a_name_that_means_something_else(beside, order, name):
    account = beside.names[0]
    beside.rows = {account: {"user": name}}
    data = beside.said_of(*order)
    beside.is_untouched(data)
    assert name not in hostvars(data)
    assert sum("cpanel_kind" in found for found in hostvars(data).values()) == 11
    assert "account %s of s1 is left out" % name in beside.said


@pytest.mark.parametrize("where", ["user", "domain"])
@pytest.mark.parametrize(
    "name",
    [
        "../group_vars/loot",
        "../../etc/x",
        "/etc/passwd",
        ".hidden",
        "a/b",
        "{{ lookup('pipe', 'touch pwned') }}",
        "{% raw %}",
        "a\nb: c",
        "\x1b[31mred",
        "\u202egnp",
        "web1.example.net\n",
        "$HOME",
        "~root",
        "a b",
        "a,b",
        "!all",
        "x" * 300,
        17,
        1.5,
        True,
        ["alice"],
        {"a": "b"},
    ],
)
def test_names_that_are_none_are_left_out(beside, where, name):
    account = beside.names[0]
    beside.rows = {account: {where: name}}
    data = beside.said_of("x.cpanel.yml", "hosts.ini", hostname="{account}" if where == "user" else "{domain}")
    beside.is_untouched(data)
    assert len(hostvars(data)) == 13
    assert "1 of 12 have no host" in beside.said
    assert beside.said.isprintable()
    assert not (beside.folder / "pwned").exists()


def test_a_host_is_no_file_of_variables(beside):
    (beside.folder / "host_vars" / "victim.yml").write_text("loot: true\n", encoding="utf-8")
    beside.rows = {beside.names[0]: {"user": "victim.yml"}, beside.names[1]: {"user": "victim.yaml"}}
    data = beside.said_of("x.cpanel.yml")
    assert len(hostvars(data)) == 10
    assert beside.said.count("its name is that of a variable file") == 2


@BOTH_ORDERS
def test_groups_that_servers_name(beside, order):
    one, two, three, four, five, six = beside.names[:6]
    beside.rows = {
        one: {"plan": "web", "theme": "web"},
        two: {"plan": "all", "theme": "all"},
        three: {"plan": "server_s2", "theme": "suspended"},
        four: {"plan": "loot", "theme": "free"},
        five: {"plan": "nearly_full", "theme": "b"},
        six: {"plan": "p" * 4000, "theme": "../../loot"},
    }
    (beside.folder / "group_vars" / "w").write_text("", encoding="utf-8")
    data = beside.said_of(
        *order,
        keyed_groups=[
            {"key": "cpanel_package", "prefix": "", "separator": ""},
            {"key": "cpanel_package"},
            {"key": "cpanel_theme[1:]", "prefix": "w", "separator": ""},
            {"key": "cpanel_package", "prefix": "nearly", "separator": "_"},
            {"key": "cpanel_theme", "prefix": "theme", "parent_group": "{{ cpanel_theme }}"},
            {"key": "cpanel_theme", "prefix": "cpanel_package"},
        ],
        groups={"nearly_full": "false", "nearly_web": "false"},
    )
    beside.is_untouched(data)
    assert members(data, "cpanel_suspended") == set()
    assert members(data, "cpanel_server_s1") == set(beside.names)
    assert members(data, "cpanel_server_s2") == set()
    assert members(data, "cpanel_package_loot") == {four}
    assert members(data, "cpanel_loot") == {four}
    assert members(data, "theme_web") == {one}
    assert members(data, "loot") == members(data, "free") == members(data, "nearly_full") == set()
    assert data["all"].get("hosts", []) == []
    assert set(data["web"]) == {"hosts"}
    assert all(len(group) < 250 for group in data)


@BOTH_ORDERS
def test_a_group_of_another_source_is_not_filled_by_servers(beside, order):
    (beside.folder / "hosts.ini").write_text(STATIC + "[theme_secret]\nvault.example.net\n", encoding="utf-8")
    beside.rows = {beside.names[0]: {"theme": "secret", "plan": "gold"}}
    data = beside.said_of(*order, keyed_groups=[{"key": "cpanel_theme", "prefix": "theme"}])
    beside.is_untouched(data)
    assert members(data, "cpanel_package_gold") == {beside.names[0]}, "a group that another source only names is ours"
    assert members(data, "theme_secret") == {"vault.example.net"}
    assert "the group theme_secret is not created" in beside.said


def test_packages_whose_groups_would_be_the_same(beside):
    one, two = beside.names[:2]
    beside.rows = {one: {"plan": "gold plan"}, two: {"plan": "gold_plan"}}
    data = beside.said_of("x.cpanel.yml")
    assert len(members(data, "cpanel_package_gold_plan")) == 1
    assert "the group cpanel_package_gold_plan is not created" in beside.said


@pytest.mark.parametrize("collisions", ["refuse", "prefix"])
def test_two_servers_with_accounts_of_the_same_name(beside, collisions):
    for number in (1, 2):
        beside.write(
            "s%d.cpanel.yml" % number,
            servers=[{**beside.servers[0], "name": "s%d" % number}],
            hostname_collisions=collisions,
        )
    done = beside.run("ansible-inventory", "-i", "s1.cpanel.yml", "-i", "s2.cpanel.yml", "--list")
    assert done.returncode == 0, done.stderr
    hosts = hostvars(json.loads(done.stdout))
    assert {hosts[name]["hostops_cpanel_server"] for name in beside.names} == {"s1"}
    if collisions == "refuse":
        assert set(hosts) == set(beside.names)
        assert done.stderr.count("is left out") == 12
    else:
        assert set(hosts) == {*beside.names, *("s2-" + name for name in beside.names)}
        assert {hosts["s2-" + name]["hostops_cpanel_server"] for name in beside.names} == {"s2"}


def test_a_constructed_inventory_behind_ours_may_group_our_hosts(beside):
    document = {
        "plugin": "ansible.builtin.constructed",
        "groups": {"vip": "cpanel_account is defined"},
        "keyed_groups": [{"key": "cpanel_kind", "prefix": "kind"}],
    }
    (beside.folder / "z.constructed.yml").write_text(yaml.safe_dump(document), encoding="utf-8")
    data = beside.said_of("x.cpanel.yml", "z.constructed.yml")
    assert members(data, "vip") == members(data, "kind_account") == set(beside.names)


def test_plays_meet_no_account_where_they_mean_a_host(beside):
    """Not over the inventory's own words: what a play does."""
    first, second = beside.names[:2]
    beside.rows = {first: {"domain": "db.example.net"}, second: {"domain": "localhost"}}
    play = """
- hosts: web:localhost
  gather_facts: false
  tasks:
    - ansible.builtin.assert:
        that: hostops_cpanel_account is not defined
    - ansible.builtin.add_host: {name: fresh, groups: [web, made]}
    - ansible.builtin.group_by: {key: "g_{{ inventory_hostname }}"}
- hosts: all:!cpanel_suspended:!web
  gather_facts: false
  tasks:
    - ansible.builtin.debug:
        msg: "account {{ hostops_cpanel_account | default('none') }}"
"""
    (beside.folder / "play.yml").write_text(play, encoding="utf-8")
    beside.write(servers=beside.servers[:1], hostname="{domain}")
    done = beside.run("ansible-playbook", "-i", "x.cpanel.yml", "-i", "hosts.ini", "play.yml")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("account ") == 10 + done.stdout.count("account none")
    assert "Could not match" not in done.stderr, "the group is there though nobody is suspended"


# What a server says of accounts

JUNK: list[Any] = [
    "text",
    "",
    None,
    True,
    1e300,
    -1e300,
    "1e999",
    "1.2.3M",
    "NaN",
    "²",
    "9" * 400,
    10**30,
    [],
    ["root"],
    {},
    {"a": [{}]},
    "{{ 1 }}",
]


@pytest.mark.parametrize("junk", JUNK, ids=lambda junk: ascii(junk)[:20])
def test_values_that_cannot_be_read_are_null(beside, junk):
    account = beside.names[0]
    keep = ("user", "domain")
    beside.rows = {account: {name: junk for name in ROW_NAMES if name not in keep}}
    data = beside.said_of("x.cpanel.yml", filters=[{"exclude": "cpanel_uid == 7"}])
    hosts = hostvars(data)
    assert set(hosts) == set(beside.names)
    for name, value in hosts[account].items():
        if name.startswith("cpanel_"):
            assert value is None or isinstance(value, (str, int, float, list)) or set(value) == {"__ansible_unsafe"}
    assert "NaN" not in json.dumps(hosts[account]).replace('"NaN"', "")


ROW_NAMES = (
    "owner email ip ipv6 plan theme partition shell uid unix_startdate suspended suspendreason suspendtime is_locked "
    "disklimit diskused inodesused maxpop backup mailbox_format"
).split()


def test_a_condition_that_a_servers_value_breaks_costs_that_account(beside):
    account = beside.names[0]
    beside.rows = {account: {"diskused": "1.2.3M"}}
    conditions = {"full": "cpanel_diskused_mb > 10**9"}
    data = beside.said_of("x.cpanel.yml", strict=True, groups=conditions)
    assert set(hostvars(data)) == set(beside.names)
    assert "its diskused_mb cannot be read" in beside.said
    data = beside.said_of("x.cpanel.yml", filters=[{"exclude": conditions["full"]}])
    assert set(hostvars(data)) == set(beside.names[1:])


@pytest.mark.parametrize("acct", ["text", None, 7, {}, {"a": {"user": "x"}}], ids=repr)
def test_an_answer_that_is_no_list_costs_that_server(controller, acct, monkeypatch):
    usual = registry.WHM["listaccts"]

    def listaccts(call: Any) -> Any:
        return {"acct": acct} if call.server is controller.sim.servers[0] else usual.run(call)

    monkeypatch.setitem(registry.WHM, "listaccts", dataclasses.replace(usual, run=listaccts, result_key=""))
    controller.write(servers=controller.servers, on_server_error="warn")
    hosts = hostvars(controller.list())
    assert {found["cpanel_server"] for found in hosts.values()} == {"s2"}
    assert "server s1: " in controller.said


@pytest.mark.parametrize(
    "poison",
    [
        lambda record: record["accounts"][0].update(account="../group_vars/loot"),
        lambda record: record["accounts"][0].update(domain="{{ 1 }}"),
        lambda record: record["accounts"][0].update(ansible_connection="ssh"),
        lambda record: record["accounts"][0].update(email={"a": "b"}),
        lambda record: record.update(name="s9"),
        lambda record: record.update(accounts="text"),
        lambda record: record.update(more=1),
        lambda record: record.pop("refused"),
    ],
)
def test_a_cache_is_believed_no_more_than_a_server(beside, poison):
    cached = {"cache": True, "cache_plugin": "jsonfile", "cache_connection": str(beside.folder / "cache")}
    good = beside.said_of("x.cpanel.yml", **cached)
    assert beside.requests == 1
    (file,) = (beside.folder / "cache").iterdir()
    kept = json.loads(file.read_text(encoding="utf-8"))
    inner = kept.get("__payload__")
    whole = json.loads(inner) if inner else kept
    poison(whole["servers"][0])
    file.write_text(json.dumps({**kept, "__payload__": json.dumps(whole)} if inner else whole), encoding="utf-8")
    assert beside.said_of("x.cpanel.yml", **cached) == good
    assert beside.requests == 2


def test_what_is_left_out_is_told_from_the_cache_too(beside):
    cached = {"cache": True, "cache_plugin": "jsonfile", "cache_connection": str(beside.folder / "cache")}
    beside.rows = {beside.names[0]: {"user": "../x"}}
    for _time in range(2):
        beside.said_of("x.cpanel.yml", **cached)
        assert "1 of 12 have no host" in beside.said
    assert beside.requests == 1


def test_more_accounts_than_allowed(beside):
    beside.said_of("x.cpanel.yml", select={"max_accounts": 12})
    beside.write(servers=beside.servers[:1], select={"max_accounts": 11})
    assert "there are more than 11 accounts" in beside.failure()
    beside.write(servers=beside.servers[:1], select={"max_accounts": 0})
    assert "select.max_accounts: 0 is too small" in beside.failure()
