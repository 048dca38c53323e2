# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook account_export against servers that mean harm: files lie where they should, and hold data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.hostops.cpanel.tests.integration.harness import playbook
from ansible_collections.hostops.cpanel.tests.simulator import Simulator
from ansible_collections.hostops.cpanel.tests.simulator.hostile import SCENARIOS

NAMED = sorted(name for name in SCENARIOS if name.startswith(("accounts-", "domains-")))
ODD = "{{ lookup('pipe', 'touch owned') }}{% raw %}!unsafe\u2028# not a comment\tend "


@pytest.fixture(scope="module")
def running() -> Iterator[Simulator]:
    with Simulator(servers=2, accounts=8, seed=31) as sim:
        yield sim


@pytest.fixture
def sim(running: Simulator) -> Iterator[Simulator]:
    running.reset()
    yield running
    for server in running.servers:
        server.switches.hostile = ""


class Desk:
    """A folder with a directory for documents two levels down, so that what leaves it is seen."""

    def __init__(self, folder: Path, sim: Simulator) -> None:
        self.folder, self.sim = folder, sim
        self.top = folder / "repository" / "accounts"
        self.top.mkdir(parents=True)
        servers = [
            {"name": f"s{number}", "host": s.host, "port": s.ports[2087], "api_token": s.root_token}
            for number, s in enumerate(sim.servers)
        ]
        common = {"ca_path": str(sim.ca_path), "timeout": 20}
        (folder / "servers.yml").write_text(yaml.safe_dump({**common, "servers": servers}))
        (folder / "fleet.cpanel.yml").write_text("plugin: hostops.cpanel.accounts\non_server_error: warn\n")
        self.before = self.everything()

    def play(self, *options: str, book: str = "account_export") -> tuple[int, str]:
        fleet_file = str(self.folder / "servers.yml")
        done = playbook(self.folder, f"hostops.cpanel.{book}", *options, CPANEL_FLEET_FILE=fleet_file)
        return done.status, done.printed

    def export(self, *options: str) -> tuple[int, str]:
        return self.play("-e", f"account_export_directory={self.top}", *options)

    def everything(self) -> set[str]:
        found = {str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if not path.is_dir()}
        return {name for name in found if not name.startswith((".", "ansible-home", "tmp"))}

    def documents(self) -> dict[str, Any]:
        new = self.everything() - self.before - {"ansible.cfg", "ansible.log"}
        assert {name for name in new if not name.startswith("repository/accounts/")} == set()
        return {
            name.removeprefix("repository/accounts/"): yaml.safe_load((self.folder / name).read_text()) for name in new
        }


@pytest.fixture
def desk(tmp_path: Path, sim: Simulator) -> Desk:
    return Desk(tmp_path, sim)


def expected(sim: Simulator) -> set[str]:
    return {f"s{number}/{name}.yml" for number, server in enumerate(sim.servers) for name in server.accounts}


@pytest.mark.parametrize("scenario", NAMED)
def test_names_of_a_server_lead_nowhere(desk: Desk, sim: Simulator, scenario: str) -> None:
    sim.servers[0].switches.hostile = scenario
    code, said = desk.export("-e", "{account_export_select: {}}")
    documents = desk.documents()
    assert {name for name in documents if name.startswith("s1/")} == {n for n in expected(sim) if n.startswith("s1/")}
    assert expected(sim) <= set(documents) or scenario.startswith("domains")
    assert not [char for char in said if not char.isprintable() and char not in "\n\t"]
    if scenario in ("accounts-paths", "accounts-yaml", "accounts-jinja"):
        assert code != 0, said[-2000:]
    assert not list(desk.folder.rglob("owned"))


def test_good_accounts_are_written_and_the_others_told(desk: Desk, sim: Simulator) -> None:
    sim.servers[0].switches.hostile = "accounts-paths"
    code, said = desk.export("-e", "{account_export_select: {}}")
    assert code == 2
    assert "accounts were not written" in said and "group_vars/all/x" in said
    assert set(desk.documents()) == expected(sim)


def test_values_are_data(desk: Desk, sim: Simulator) -> None:
    """What a customer wrote is in the file as it was, and is compared as it is: no drift, and nothing is run."""
    account = next(iter(sim.servers[1].accounts.values()))
    responder = next(iter(account.contents.mailboxes))
    code, said = desk.play(
        "-e",
        yaml.safe_dump(
            {
                "fleet_report_formats": [],
                "account_state_accounts": [
                    {
                        "account": account.name,
                        "host": "s1",
                        "config": {
                            "email_autoresponder": [
                                {"email": responder, "from": "Me", "subject": "Away", "body": "Back soon"}
                            ]
                        },
                    }
                ],
            },
            default_flow_style=True,
            width=10**6,
        ).strip(),
        book="account_apply",
    )
    assert code == 0, said[-3000:]
    kept = account.contents.autoresponders
    item = next(iter(kept.values()))
    item.update(subject="{{ 1 + 1 }}", body=ODD)
    code, said = desk.export("-e", f"account_export_accounts={account.name}@s1")
    assert code == 0, said[-3000:]
    written = desk.documents()[f"s1/{account.name}.yml"]
    assert "{{ 1 + 1 }}" in str(written["email_autoresponder"])
    code, said = desk.play("-e", f"account_state_directory={desk.top}", "-e", "drift_fail=true", book="drift")
    assert code == 0, said[-3000:]
    assert not list(desk.folder.rglob("owned"))


@pytest.mark.parametrize(
    "options", [["-e", "account_export_hosts=nowhere"], ["-e", "account_export_accounts=nobody@s1"]]
)
def test_a_run_that_wrote_nothing_down_fails(desk: Desk, options: list[str]) -> None:
    code, said = desk.export("-i", "fleet.cpanel.yml", *options)
    assert code != 0, said[-2000:]
    assert desk.documents() == {}


def test_accounts_that_are_hosts(desk: Desk, sim: Simulator) -> None:
    code, said = desk.export("-i", "fleet.cpanel.yml", "-e", "account_export_hosts=all")
    assert code == 0, said[-2000:]
    assert set(desk.documents()) == expected(sim)
    code, said = desk.export("-i", "fleet.cpanel.yml", "-e", "account_export_hosts=all")
    assert code == 0 and "changed=0" in said
