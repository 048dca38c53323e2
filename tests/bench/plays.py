# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbooks of the cases: the same job for each host of the inventory, which is an account."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from world import BIN, ROOT, Ran, World, run

CALLS = (("Email", "list_pops"), ("DomainInfo", "list_domains"))

CONNECTION = {name: "{{ whm_%s }}" % name for name in ("host", "port", "api_token", "ca_path")}

#: Variables of hosts on which tasks run in the controller.
LOCAL = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}

#: What Ansible itself takes for a task.
NO_TASK: list[dict[str, Any]] = [{"name": "Nothing", "ansible.builtin.debug": {"msg": "{{ inventory_hostname }}"}}]

#: One task: the module opens a session, makes both calls over it, and logs out.
ONE_TASK: list[dict[str, Any]] = [
    {
        "name": "Session, login, two calls, logout",
        "hostops.cpanel.cpanel_uapi": {
            **CONNECTION,
            "account": "{{ inventory_hostname }}",
            "via": "session",
            "batch": "never",
            "calls": [{"module": module, "function": function} for module, function in CALLS],
        },
    }
]

#: Four tasks: the session is opened, used twice and closed by tasks of their own.
FOUR_TASKS: list[dict[str, Any]] = [
    {
        "name": "Session and login",
        "hostops.cpanel.cpanel_session": {**CONNECTION, "account": "{{ inventory_hostname }}"},
        "register": "login",
    },
    *(
        {
            "name": f"{module}::{function}",
            "hostops.cpanel.cpanel_uapi": {
                "session": "{{ login.session }}",
                "module": module,
                "function": function,
            },
        }
        for module, function in CALLS
    ),
    {
        "name": "Logout",
        "hostops.cpanel.cpanel_session": {"session": "{{ login.session }}", "state": "absent"},
    },
]

_PLACE = "https://{{ whm_host }}:{{ minted.json.data.url | urlsplit('port') }}"
_PREFIX = _PLACE + "{{ minted.json.data.cp_security_token }}"
_COOKIE = {"Cookie": "{{ login.set_cookie | regex_search('cpsession=[^;]+') }}"}

#: Five tasks: what a playbook does today without a collection.
URI_TASKS: list[dict[str, Any]] = [
    {
        "name": "Session",
        "ansible.builtin.uri": {
            "url": "https://{{ whm_host }}:{{ whm_port }}/json-api/create_user_session",
            "method": "POST",
            "headers": {"Authorization": "whm root:{{ whm_api_token }}"},
            "body_format": "form-urlencoded",
            "body": {"api.version": "1", "user": "{{ inventory_hostname }}", "service": "cpaneld"},
            "ca_path": "{{ whm_ca_path }}",
        },
        "register": "minted",
        "failed_when": "minted.json.metadata.result != 1",
    },
    {
        "name": "Login",
        "ansible.builtin.uri": {
            "url": _PLACE
            + "{{ minted.json.data.url | urlsplit('path') }}?{{ minted.json.data.url | urlsplit('query') }}",
            "follow_redirects": "none",
            "status_code": [200, 301, 307],
            "ca_path": "{{ whm_ca_path }}",
        },
        "register": "login",
    },
    *(
        {
            "name": f"{module}::{function}",
            "ansible.builtin.uri": {
                "url": f"{_PREFIX}/execute/{module}/{function}",
                "method": "POST",
                "headers": _COOKIE,
                "ca_path": "{{ whm_ca_path }}",
            },
            "register": "answer",
            "failed_when": "answer.json.status != 1",
        }
        for module, function in CALLS
    ),
    {
        "name": "Logout",
        "ansible.builtin.uri": {
            "url": f"{_PREFIX}/logout",
            "follow_redirects": "none",
            "status_code": [200, 307],
            "headers": _COOKIE,
            "ca_path": "{{ whm_ca_path }}",
        },
    },
]


def play(
    world: World, accounts: list[str], tasks: list[dict[str, Any]], *, forks: int = 1, **variables: Any
) -> tuple[float, float]:
    """Run ansible-playbook with the tasks for each account; the seconds and CPU seconds it took."""
    shared = {f"whm_{name}": value for name, value in world.connection.items()}
    inventory = {"all": {"hosts": {account: {} for account in accounts}, "vars": {**LOCAL, **shared, **variables}}}
    ran = run_play(world, inventory, tasks, forks)
    return ran.seconds, ran.cpu


def run_play(world: World, inventory: dict[str, Any], tasks: list[dict[str, Any]], forks: int) -> Ran:
    """Run ansible-playbook with the tasks for each host of the inventory."""
    playbook = [{"name": "Bench", "hosts": "all", "gather_facts": False, "tasks": tasks}]
    # JSON is YAML.
    (world.folder / "inventory.yml").write_text(json.dumps(inventory))
    (world.folder / "playbook.yml").write_text(json.dumps(playbook))
    (world.folder / "ansible.cfg").write_text("[defaults]\n")
    command = [BIN / "ansible-playbook", "-i", "inventory.yml", "-f", str(forks), "playbook.yml"]
    return run(command, ansible_env(world.folder), world.folder)


def ansible_env(folder: Path) -> dict[str, str]:
    """An environment in which Ansible has its defaults, and the collection of this checkout."""
    dropped = ("ANSIBLE_", "CPANEL_", "PYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    collections = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    return {
        **kept,
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "ANSIBLE_COLLECTIONS_PATH": os.pathsep.join(collections),
        "ANSIBLE_CONFIG": str(folder / "ansible.cfg"),
        "ANSIBLE_HOME": str(folder / "ansible-home"),
        "ANSIBLE_NOCOLOR": "1",
        # Byte code is kept, as it is where Ansible is installed, but not beside the sources.
        "PYTHONPYCACHEPREFIX": str(ROOT / ".cache" / "bench"),
    }
