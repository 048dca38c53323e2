# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The nightly check on three servers: it is green only if it has looked, and says where something is wrong."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.hostops.cpanel.plugins.modules.cpanel_account_export import COMMAND as EXPORT
from ansible_collections.hostops.cpanel.tests.integration.harness import ansible_bin, ansible_env, secrets_of
from ansible_collections.hostops.cpanel.tests.simulator import Simulator

WRONG = "WRONGWRONGWRONGWRONGWRONGWRONGWR"
THIEF = "thief@elsewhere.example.net"


@pytest.fixture(scope="module")
def three() -> Iterator[Simulator]:
    with Simulator(servers=3, accounts=9, seed=5) as running:
        yield running


class Desk:
    """A folder with servers.yml, an inventory over it and a document for every account."""

    def __init__(self, folder: Path, sim: Simulator) -> None:
        self.folder, self.sim = folder, sim
        self.env = {**ansible_env(folder), "CPANEL_FLEET_FILE": str(folder / "servers.yml")}
        self.args = ["-e", "account_state_directory=accounts", "-e", "fleet_report_name=report"]
        self.servers = [
            {
                "name": server.hostname,
                "host": server.host,
                "port": server.ports[2087],
                "api_token": server.root_token,
                "ca_path": str(sim.ca_path),
                "retries": 0,
            }
            for server in sim.servers
        ]
        (folder / "ansible.cfg").write_text("[defaults]\n")
        (folder / "fleet.cpanel.yml").write_text("plugin: hostops.cpanel.accounts\non_server_error: warn\n")
        self.write()
        for server in sim.servers:
            for account in server.accounts.values():
                self.document(server.hostname, account.name).write_text(yaml.safe_dump(self.exported(server, account)))

    def exported(self, server: Any, account: Any) -> dict[str, Any]:
        given = {"host": server.host, "port": server.ports[2087], "api_token": server.root_token}
        given.update(account=account.name, ca_path=str(self.sim.ca_path))
        params = ArgumentSpecValidator(dict(EXPORT.spec)).validate(given).validated_parameters
        return EXPORT.execute(params, False, lambda _text: None)["config"]

    def document(self, server: str, account: str) -> Path:
        path = self.folder / "accounts" / server / f"{account}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def documents(self) -> list[Path]:
        return sorted((self.folder / "accounts").glob("*/*.yml"))

    def write(self) -> None:
        (self.folder / "servers.yml").write_text(yaml.safe_dump({"servers": self.servers}))

    def hosts(self, book: str = "drift") -> None:
        self.args += ["-i", "fleet.cpanel.yml", "-e", f"{book}_hosts=all"]

    def play(self, book: str = "drift") -> tuple[int, str]:
        command = [str(ansible_bin() / "ansible-playbook"), f"hostops.cpanel.{book}", *self.args]
        done = subprocess.run(
            command, cwd=self.folder, env=self.env, capture_output=True, text=True, timeout=300, check=False
        )
        said = done.stdout + done.stderr
        assert not [value for value in secrets_of(self.sim) if value in said]
        return done.returncode, re.sub(r"\s+", " ", said)

    def report(self) -> dict[str, Any]:
        return json.loads((self.folder / "fleet-reports" / "report.json").read_text())


@pytest.fixture
def desk(tmp_path: Path, three: Simulator) -> Desk:
    three.reset()
    return Desk(tmp_path, three)


def nothing(_desk: Desk) -> None:
    pass


def file_missing(desk: Desk) -> None:
    (desk.folder / "servers.yml").unlink()


def file_empty(desk: Desk) -> None:
    (desk.folder / "servers.yml").write_text("")


def file_broken(desk: Desk) -> None:
    (desk.folder / "servers.yml").write_text("servers: [")


def two_alike(desk: Desk) -> None:
    for server in desk.servers:
        del server["name"]
        server["port"] = desk.servers[0]["port"]
    desk.write()


def wrong_token(desk: Desk) -> None:
    desk.servers[1]["api_token"] = WRONG
    desk.write()


def all_wrong(desk: Desk) -> None:
    for server in desk.servers:
        server["api_token"] = WRONG
    desk.write()


def unreachable(desk: Desk) -> None:
    desk.servers[2]["port"] = 1
    desk.write()


def no_documents(desk: Desk) -> None:
    for path in desk.documents():
        path.unlink()


def empty_document(desk: Desk) -> None:
    desk.documents()[0].write_text("")


def stray_document(desk: Desk) -> None:
    desk.document("old.example.net", "nobody").write_text("email_account: []\n")


def orphan_document(desk: Desk) -> None:
    desk.document(desk.sim.servers[0].hostname, "nobody").write_text("email_account: []\n")


def no_match(desk: Desk) -> None:
    desk.args += ["-e", "drift_hosts=nowhere"]


def limit_outside(desk: Desk) -> None:
    desk.args += ["-e", "drift_hosts=all:!web1", "-i", "web1,", "--limit", "web1"]


def limit_nothing(desk: Desk) -> None:
    desk.args += ["--limit", "nowhere"]


def too_few(desk: Desk) -> None:
    desk.args += ["-e", "drift_minimum=10"]


def tolerant(desk: Desk) -> None:
    all_wrong(desk)
    desk.args += ["-e", "fleet_max_failed_percentage=100"]


def over_hosts(prepare: Callable[[Desk], None]) -> Callable[[Desk], None]:
    def both(desk: Desk) -> None:
        desk.hosts()
        prepare(desk)

    return both


ROWS: dict[str, tuple[Callable[[Desk], None], bool, str]] = {
    "all is well": (nothing, True, ""),
    "all is well, over hosts": (over_hosts(nothing), True, ""),
    "file missing": (file_missing, False, "there is no such file"),
    "file missing, over hosts": (
        over_hosts(file_missing),
        False,
        "drift_hosts: all matches no host.*there is no such file",
    ),
    "file empty": (file_empty, False, "holds no list of servers"),
    "file empty, over hosts": (over_hosts(file_empty), False, "matches no host.*holds no list of servers"),
    "file broken, over hosts": (over_hosts(file_broken), False, "matches no host.*neither YAML nor JSON"),
    "two servers alike": (two_alike, False, "there are two named"),
    "two servers alike, over hosts": (over_hosts(two_alike), False, "there are two named"),
    "a wrong token": (wrong_token, False, "could not be asked for accounts"),
    "a wrong token, over hosts": (over_hosts(wrong_token), False, "could not be asked for accounts"),
    "all tokens wrong": (all_wrong, False, "could not be asked for accounts"),
    "all tokens wrong, over hosts": (over_hosts(all_wrong), False, "matches no host"),
    "all tokens wrong, and failures allowed": (tolerant, False, "0 accounts were looked at, and the least is 1"),
    "a server away": (unreachable, False, "could not be asked for accounts"),
    "a server away, over hosts": (over_hosts(unreachable), False, "could not be asked for accounts"),
    "no documents": (no_documents, False, "There are no accounts"),
    "an empty document": (empty_document, False, r"\.yml: is empty"),
    "a document of another server": (stray_document, False, "there is no server old.example.net for nobody"),
    "a document without an account": (orphan_document, False, "nobody"),
    "a document without an account, over hosts": (
        over_hosts(orphan_document),
        False,
        "nobody: the account has a document, and no server",
    ),
    "no host matches": (no_match, False, "drift_hosts: nowhere matches no host"),
    "--limit leaves none of them": (limit_outside, False, "matches no host that --limit web1 leaves"),
    "--limit leaves nothing": (limit_nothing, False, "leaves us with no hosts|matches no host"),
    "less than drift_minimum": (too_few, False, "9 accounts were looked at, and the least is 10"),
}


@pytest.mark.parametrize("row", list(ROWS))
def test_a_run_that_did_not_look_is_red_and_says_why(desk: Desk, row: str) -> None:
    prepare, green, text = ROWS[row]
    prepare(desk)
    code, said = desk.play()
    print(said[-3000:])
    assert (code == 0) == green
    assert re.search(text, said), text
    assert "Traceback" not in said
