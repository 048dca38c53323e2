# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ansible's own commands beside simulated servers, as users run them; and what is read from ansible-inventory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from ansible_collections.hostops.cpanel.plugins.modules import cpanel_uapi

BIN = Path(os.environ.get("HOSTOPS_ANSIBLE_BIN") or Path(sys.executable).parent)
COLLECTIONS = str(Path(cpanel_uapi.__file__).parents[5])


class Controller:
    """A directory with inventory files for simulated servers, and Ansible's commands in it."""

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


def hostvars(data):
    return data["_meta"]["hostvars"]


def text(value):
    """Ansible marks what comes of an expression as data; so it is written by ansible-core 2.19 and newer."""
    return value["__ansible_unsafe"] if isinstance(value, dict) else value


def members(data, group):
    return set(data.get(group, {}).get("hosts", []))
