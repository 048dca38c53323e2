# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbooks of the fleet's ways: two reading calls in each of many accounts, which are spread over the servers."""

from __future__ import annotations

import json
from typing import Any

import plays
from fleet_loops import fleet_task
from plays import CALLS, LOCAL
from world import BIN, BenchError, Ran, World, run

# What Ansible does at the same time if nobody says otherwise.
ANSIBLE_FORKS = 5

Accounts = list[dict[str, str]]


def fleet(world: World, accounts: Accounts, via: str) -> Ran:
    """One task of cpanel_fleet on localhost, with its defaults."""
    task = {**fleet_task(world.servers, via), "accounts": accounts}
    tasks = [{"name": "Two calls in every account", "hostops.cpanel.cpanel_fleet": task}]
    return plays.run_play(world, {"all": {"hosts": {"localhost": LOCAL}}}, tasks, ANSIBLE_FORKS)


def hosts(world: World, accounts: Accounts) -> Ran:
    """One task of cpanel_uapi on every account's host; variables say where it is, as hostops.cpanel.accounts does."""
    calls = [{"module": module, "function": function} for module, function in CALLS]
    tasks = [{"name": "Two calls", "hostops.cpanel.cpanel_uapi": {"calls": calls}}]
    return plays.run_play(world, inventory(world, accounts), tasks, ANSIBLE_FORKS)


def debug(world: World, accounts: Accounts) -> Ran:
    """The same inventory, and a task that does nothing."""
    return plays.run_play(world, inventory(world, accounts), plays.NO_TASK, ANSIBLE_FORKS)


def loop(world: World, accounts: Accounts) -> Ran:
    """One task of cpanel_uapi on localhost, in a loop over the accounts."""
    servers = {server.pop("name"): server for server in world.servers}
    task: dict[str, Any] = {
        "name": "Two calls",
        "hostops.cpanel.cpanel_uapi": {
            **{option: "{{ servers[item.host].%s }}" % option for option in ("host", "port", "api_token", "ca_path")},
            "account": "{{ item.account }}",
            "calls": [{"module": module, "function": function} for module, function in CALLS],
        },
        "loop": accounts,
        "loop_control": {"label": "{{ item.account }}"},
    }
    inventory = {"all": {"hosts": {"localhost": LOCAL}, "vars": {"servers": servers}}}
    return plays.run_play(world, inventory, [task], ANSIBLE_FORKS)


def uri(world: World, accounts: Accounts) -> Ran:
    """Five tasks of ansible.builtin.uri on every account's host: session, login, two calls, logout."""
    return plays.run_play(world, inventory(world, accounts), plays.URI_TASKS, ANSIBLE_FORKS)


def listed(world: World, accounts: Accounts) -> Ran:
    """``ansible-inventory --list`` with hostops.cpanel.accounts: every account of the servers, maybe some more."""
    ran = _ask_inventory(world, "--list")
    found = len(json.loads(ran.output)["_meta"]["hostvars"])
    there = sum(len(server["accounts"]) for server in world.all_servers)
    if not len(accounts) <= found == there:
        raise BenchError(f"the inventory has {found} hosts, not {there}")
    return ran


def parsed(world: World, accounts: Accounts) -> Ran:
    """The same inventory, but only the variables of one host: Ansible itself has little to do for that."""
    ran = _ask_inventory(world, "--host", "{account}@{host}".format(**accounts[-1]))
    if json.loads(ran.output)["cpanel_account"] != accounts[-1]["account"]:
        raise BenchError(f"this is another host: {ran.output}")
    return ran


def _ask_inventory(world: World, *what: str) -> Ran:
    source = world.folder / "bench.cpanel.yml"
    source.write_text(json.dumps({"plugin": "hostops.cpanel.accounts", "servers": world.servers}))
    (world.folder / "ansible.cfg").write_text("[inventory]\nany_unparsed_is_failed = true\n")
    command = [BIN / "ansible-inventory", "-i", source, *what]
    return run(command, plays.ansible_env(world.folder), world.folder)


def inventory(world: World, accounts: Accounts) -> dict[str, Any]:
    """Every account as a host, in a group with the variables of its server."""
    groups: dict[str, Any] = {}
    for number, server in enumerate(world.servers):
        name = server.pop("name")
        of_collection = {f"hostops_cpanel_{option}": value for option, value in server.items()}
        of_uri = {f"whm_{option}": value for option, value in server.items()}
        users = [item["account"] for item in accounts if item["host"] == name]
        members = {user: {"hostops_cpanel_account": user} for user in users}
        groups[f"server{number}"] = {"hosts": members, "vars": {**of_collection, **of_uri}}
    return {"all": {"children": groups, "vars": LOCAL}}
