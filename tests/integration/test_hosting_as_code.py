# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The guide "Hosting as code", step by step: its files, its commands, with 3 servers and 200 accounts."""

from __future__ import annotations

import json
import os
import re
import subprocess
import textwrap
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.hostops.cpanel.tests.integration.harness import ROOT, ansible_bin, ansible_env
from ansible_collections.hostops.cpanel.tests.simulator import Simulator

GUIDE = ROOT / "docs" / "docsite" / "rst" / "hosting_as_code_guide.rst"
PASSWORD = "Correct-horse-7-battery"


def steps() -> list[tuple[str, str]]:
    """What the guide shows, in order: files by their captions, commands under the name ``$``."""
    found = []
    pattern = r"^\.\. code-block:: (\w+)\n((?:   :\w+:.*\n)*)\n((?:   .*\n|\n)+)"
    for match in re.finditer(pattern, GUIDE.read_text() + "\n", re.MULTILINE):
        kind, options, text = match[1], match[2], textwrap.dedent(match[3]).strip() + "\n"
        caption = re.search(r":caption: (\S+)", options)
        if kind == "console":
            found += [("$", line.removeprefix("$ ")) for line in text.splitlines()]
        elif caption:
            found.append((caption[1], text))
    return found


class Repository:
    """A folder in which the steps are taken, and what the reports say."""

    def __init__(self, folder: Path, sim: Simulator) -> None:
        self.folder = folder
        self.sim = sim
        self.account = next(iter(sim.servers[0].accounts.values()))
        self.left = steps()
        self.printed = ""
        self.env = {**ansible_env(folder), "CPANEL_FLEET_FILE": str(folder / "servers.yml"), "ANSIBLE_FORKS": "10"}
        self.env["PATH"] = f"{ansible_bin()}{os.pathsep}{os.environ['PATH']}"
        (folder / "vault-password").write_text("vault-secret-of-the-test\n")

    def own(self, text: str) -> str:
        """The names of this world in place of those of the guide."""
        text = text.replace("alice.example.com", self.account.main_domain).replace("alice", self.account.name)
        return text.replace("server1.example.net", self.sim.servers[0].hostname)

    def until(self, *words: str, fails: bool = False) -> None:
        """Takes the next steps, up to the command that has all the words."""
        while self.left:
            name, text = self.left.pop(0)
            if name != "$":
                self.write(self.own(name), self.own(text))
                continue
            last = all(word in text for word in words)
            done = subprocess.run(
                ["sh", "-c", self.own(text)],
                check=False,
                cwd=self.folder,
                env=self.env,
                capture_output=True,
                text=True,
                timeout=300,
            )
            self.printed += done.stdout + done.stderr
            assert (done.returncode != 0) == (fails and last), f"{text}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
            if last:
                return
        raise AssertionError(f"the guide has no step with {words}")

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name == "servers.yml":
            shown = yaml.safe_load(text)["servers"]
            assert len(shown) == len(self.sim.servers)
            text = yaml.safe_dump(
                {
                    "servers": [
                        {
                            "name": server.hostname,
                            "host": server.host,
                            "port": server.ports[2087],
                            "api_token": server.root_token,
                            "ca_path": self.sim.ca_path,
                        }
                        for server in self.sim.servers
                    ]
                }
            )
        path.write_text(text)

    def report(self, name: str) -> dict[str, Any]:
        return json.loads((self.folder / "reports" / f"{name}.json").read_text())


@pytest.fixture(scope="module")
def sim() -> Any:
    with Simulator(servers=3, accounts=200, seed=31) as running:
        yield running


def test_every_step_of_the_guide(tmp_path: Path, sim: Simulator) -> None:
    accounts = [account for server in sim.servers for account in server.accounts.values()]
    business = [account for account in accounts if account.package == "business"]
    for account in accounts:
        account.overrides["maxsql"] = "unlimited"
    repository = Repository(tmp_path, sim)

    repository.until("commit")
    documents = sorted((tmp_path / "accounts").glob("*/*.yml"))
    assert len(documents) == len(accounts) == 200
    assert not any("password:" in path.read_text() for path in documents)

    repository.until("fleet_report_name=first")
    assert repository.report("first")["summary"]["changed"] == 0
    assert repository.report("first")["summary"]["ok"] == 200

    repository.until("fleet_report_name=plan")
    planned = repository.report("plan")["summary"]
    assert planned["drift"] == {"dns_zone": 200, "mysql_database": len(business)}
    assert not any("shop" in name for account in accounts for name in account.contents.databases)
    repository.until("fleet_report_name=applied")
    assert repository.report("applied")["summary"]["drift"] == planned["drift"]
    assert all(account.db_prefix + "shop" in account.contents.databases for account in business)
    repository.until("fleet_report_name=proof")
    assert repository.report("proof")["summary"]["changed"] == 0

    repository.until("fleet_report_name=mailbox")
    box = "press@" + repository.account.main_domain
    assert repository.account.contents.mailboxes[box].password == PASSWORD
    assert repository.report("mailbox")["summary"]["drift"] == {"email_account": 1}
    assert (
        PASSWORD
        not in (tmp_path / "accounts" / sim.servers[0].hostname / f"{repository.account.name}.vault.yml").read_text()
    )

    repository.account.contents.mailboxes[box].quota_mb = 7  # someone changes something by hand
    repository.until("fleet_report_name=night", fails=True)
    night = repository.report("night")
    found = [(item["account"], one["text"]) for item in night["results"] for one in item["findings"]]
    assert found == [(repository.account.name, f"email_account {box}: quota_mb is 7 instead of 500")]
    assert f"{repository.account.name}: {found[0][1]}" in repository.printed
    assert repository.left == []
    assert PASSWORD not in repository.printed
    assert not any(PASSWORD in path.read_text() for path in (tmp_path / "reports").iterdir())
    for server in sim.servers:
        assert server.root_token not in repository.printed
        assert server.open_sessions() == [] and server.internal_errors == []
