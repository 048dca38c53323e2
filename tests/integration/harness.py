# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs integration targets with pytest: a simulated server for each, and a playbook that uses the target as a role.

Environment variables:

HOSTOPS_ANSIBLE_BIN        directory of the ansible-playbook to test; the one of the running Python if not set
HOSTOPS_COLLECTIONS_PATH   where the collection to test is installed; the checkout, linked into .venv, if not set
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

ROOT = Path(__file__).resolve().parents[2]
TARGETS = ROOT / "tests" / "integration" / "targets"

#: Shorter values are no secrets worth searching for: they occur by chance.
SHORTEST_SECRET = 8
SECRET_NAME = re.compile(r"pass|token|otp|secret|^key$", re.IGNORECASE)
NOISE = re.compile(r"^.*\[(?:WARNING|DEPRECATION WARNING|DEPRECATED)\].*$", re.MULTILINE)
#: Variables of localhost in an inventory: run modules here, with the Python of ansible-playbook.
LOCAL = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
#: The only requests that may be a GET: logging in and out.
GET_ALLOWED = re.compile(r"^(/cpsess\d+)?/(login|logout)/?(\?|$)")


@dataclasses.dataclass(frozen=True)
class Target:
    """One directory of tests/integration/targets, with what its harness.yml says.

    simulator: keyword arguments of the Simulator           modes: "in_process", "module", or both (default)
    sessions_open: how many the target leaves open (0)      requests_by_get: true if it makes such requests itself
    sessions_pending: how many it mints and never uses (0)
    """

    name: str
    simulator: dict[str, Any]
    modes: tuple[str, ...]
    sessions_open: int
    sessions_pending: int
    requests_by_get: bool

    @classmethod
    def load(cls, folder: Path) -> Target:
        settings_file = folder / "harness.yml"
        settings = yaml.safe_load(settings_file.read_text()) if settings_file.exists() else {}
        known = {"simulator", "modes", "sessions_open", "sessions_pending", "requests_by_get"}
        if set(settings) - known:
            raise ValueError(f"{settings_file}: unknown keys {sorted(set(settings) - known)}")
        return cls(
            name=folder.name,
            simulator={"servers": 1, "accounts": 5, "seed": 7, **settings.get("simulator", {})},
            modes=tuple(settings.get("modes", ("in_process", "module"))),
            sessions_open=settings.get("sessions_open", 0),
            sessions_pending=settings.get("sessions_pending", 0),
            requests_by_get=settings.get("requests_by_get", False),
        )


def all_targets() -> list[Target]:
    """Every target that has tasks; `setup_*` are only ever dependencies of others."""
    folders = sorted(path.parent.parent for path in TARGETS.glob("*/tasks/main.yml"))
    return [Target.load(folder) for folder in folders if not folder.name.startswith("setup_")]


@dataclasses.dataclass
class Run:
    """A finished ansible-playbook: what it said, and what it wrote to its log."""

    status: int
    stdout: str
    stderr: str
    log: str

    @property
    def printed(self) -> str:
        return f"{self.stdout}\n{self.stderr}"

    def tail(self, lines: int = 80) -> str:
        return "\n".join(self.printed.strip().splitlines()[-lines:])

    def problems(self, simulator: Any) -> list[str]:
        """What no run may show: a failure, a warning, or a secret of the servers, be it in the log only."""
        problems = [f"ansible-playbook ended with status {self.status}"] if self.status else []
        problems += [f"printed: {line.strip()}" for line in dict.fromkeys(NOISE.findall(self.printed))]
        everything = f"{self.printed}\n{self.log}"
        for secret, what in secrets_of(simulator).items():
            if secret in everything:
                line = next(line for line in everything.splitlines() if secret in line)
                problems.append(f"a secret was printed ({what}): {line.replace(secret, '<HERE>')[:400]}")
        return problems


def target_variables(simulator: Any) -> dict[str, Any]:
    """The variables a target may use; the same names stand in integration_config.yml.template."""
    servers = []
    for server in simulator.servers:
        resellers = [
            {"name": reseller.name, "login_password": reseller.password, "api_token": reseller.token}
            for reseller in server.resellers.values()
        ]
        accounts = [
            {
                "name": account.name,
                "domain": account.main_domain,
                "login_password": account.password,
                "api_token": account.api_token,
                "package": account.package,
                "owner": account.owner,
            }
            for account in server.accounts.values()
        ]
        servers.append(
            {
                "host": server.host,
                "hostname": server.hostname,
                "ports": {str(service): port for service, port in server.ports.items()},
                "root_token": server.root_token,
                "root_password": server.root_password,
                "accounts": accounts,
                "resellers": resellers,
            }
        )
    first = servers[0]
    return {
        "cpanel_servers": servers,
        "cpanel_host": first["host"],
        "cpanel_hostname": first["hostname"],
        "cpanel_ports": first["ports"],
        "cpanel_whm_port": first["ports"]["2087"],
        "cpanel_cpanel_port": first["ports"]["2083"],
        "cpanel_webmail_port": first["ports"]["2096"],
        "cpanel_root_token": first["root_token"],
        "cpanel_root_password": first["root_password"],
        "cpanel_accounts": first["accounts"],
        "cpanel_resellers": first["resellers"],
        "cpanel_ca_path": str(simulator.ca_path),
        "cpanel_control_url": simulator.control_url,
    }


def secrets_of(simulator: Any) -> dict[str, str]:
    """Every secret the servers know or were told, and what it is: none of them may be printed."""
    found: dict[str, str] = {}
    for server in simulator.servers:
        found[server.root_token] = "root's token"
        found[server.root_password] = "root's password"
        for reseller in server.resellers.values():
            found[reseller.password] = f"password of {reseller.name}"
            found[reseller.token] = f"token of {reseller.name}"
        for account in server.accounts.values():
            found[account.password] = f"password of {account.name}"
            found[account.api_token] = f"token of {account.name}"
        for session in [*server.open_sessions(), *server.pending_sessions()]:
            found[session.token.strip("/")] = f"security token of {session.user}"
            for value in filter(None, (session.minted, session.value)):
                found[value] = f"session of {session.user}"
        for entry in list(server.journal):
            found.update(_secrets_in(entry))
    return {value: what for value, what in found.items() if len(value) >= SHORTEST_SECRET}


def _secrets_in(entry: Any) -> Iterator[tuple[str, str]]:
    for token in re.findall(r"/(cpsess\d+)", entry.path):
        yield token, "security token"
    for name, value in [*entry.query.items(), *entry.form]:
        if name == "session" or (SECRET_NAME.search(name) and not value.isdigit()):
            yield value, f"parameter {name} of {entry.function or 'a login'}"
            yield unquote(value), f"parameter {name} of {entry.function or 'a login'}"
    for name, value in entry.headers.items():
        if name.lower() == "cookie":
            for cookie in value.split(";"):
                content = cookie.partition("=")[2].strip()
                yield content, f"cookie {cookie.partition('=')[0].strip()}"
                yield unquote(content), f"cookie {cookie.partition('=')[0].strip()}"
        elif name.lower() == "authorization":
            kind, _space, credential = value.partition(" ")
            yield credential, "Authorization header"
            if kind.lower() == "basic":
                try:
                    credential = base64.b64decode(credential, validate=True).decode()
                except (binascii.Error, UnicodeDecodeError):
                    continue
            yield credential.partition(":")[2], "credential of an Authorization header"


def run_target(target: Target, mode: str, simulator: Any, work: Path) -> Run:
    """Run the target in one mode; everything it needs and writes is in the directory `work`."""
    work.mkdir()
    variables = {**target_variables(simulator), "hostops_cpanel_in_process": mode == "in_process", "cpanel_mode": mode}
    (work / "variables.json").write_text(json.dumps(variables))
    (work / "inventory.yml").write_text(yaml.safe_dump({"all": {"hosts": {"localhost": LOCAL}}}))
    play = {
        "name": f"Integration target {target.name}",
        "hosts": "localhost",
        "gather_facts": False,
        "vars_files": ["variables.json"],
        "roles": [target.name],
    }
    (work / "play.yml").write_text(yaml.safe_dump([play]))
    return playbook(work, "-vvvvv", "-i", "inventory.yml", "play.yml")


def playbook(work: Path, *arguments: str, **variables: str) -> Run:
    """Run ansible-playbook in the directory `work`, with further variables in its environment."""
    (work / "ansible.cfg").touch()
    done = subprocess.run(
        [str(ansible_bin() / "ansible-playbook"), *arguments],
        cwd=work,
        env={**ansible_env(work), **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    log = work / "ansible.log"
    return Run(done.returncode, done.stdout, done.stderr, log.read_text() if log.exists() else "")


def ansible_bin() -> Path:
    return Path(os.environ.get("HOSTOPS_ANSIBLE_BIN") or Path(sys.executable).parent)


def ansible_env(work: Path) -> dict[str, str]:
    """An environment in which only the collection under test and the defaults of Ansible are found."""
    dropped = ("ANSIBLE_", "CPANEL_", "PYTHON", "XDG_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    path = os.pathsep.join([str(ansible_bin()), kept.get("PATH", os.defpath)])
    collections = os.environ.get("HOSTOPS_COLLECTIONS_PATH") or str(ROOT / ".venv" / "collections")
    kept.update(
        PATH=path,
        HOME=str(work),
        LC_ALL="C.UTF-8",
        ANSIBLE_COLLECTIONS_PATH=collections,
        ANSIBLE_ASYNC_DIR=str(work / "async"),
        ANSIBLE_CONFIG=str(work / "ansible.cfg"),
        ANSIBLE_HOME=str(work / "ansible-home"),
        ANSIBLE_LOG_PATH=str(work / "ansible.log"),
        ANSIBLE_NOCOLOR="1",
        ANSIBLE_RETRY_FILES_ENABLED="0",
        ANSIBLE_ROLES_PATH=str(TARGETS),
    )
    return kept
