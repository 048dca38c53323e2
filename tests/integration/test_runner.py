# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbooks under ansible-runner, the engine of AWX: readable events, no secret in an artifact, and in slices.

Credentials come as AWX gives them: in a file that CPANEL_FLEET_FILE names, or as extra variables.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.hostops.cpanel.tests.integration.harness import ansible_env, secrets_of

runner = pytest.importorskip("ansible_runner")
# It starts Ansible on a terminal of its own, by a fork; the simulator's thread is not needed on the other side.
pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty:DeprecationWarning")

PER_HOST = 2
FORKS = 2
IN_SESSION = [
    {
        "name": "Accounts as hosts",
        "hosts": "all",
        "connection": "local",
        "gather_facts": False,
        "vars": {"ansible_python_interpreter": "{{ ansible_playbook_python }}"},
        "tasks": [
            {
                "name": "Work with a session",
                "ansible.builtin.include_role": {"name": "hostops.cpanel.session"},
                "vars": {"session_tasks": "tasks.yml"},
            }
        ],
    }
]
TASKS = [
    {
        "name": "Ask for the domains",
        "hostops.cpanel.cpanel_uapi": {"function": "DomainInfo::list_domains"},
        "register": "asked",
        "failed_when": "asked.via != 'session'",
    }
]

#: What stands in documents, or in variables of accounts for them, and nowhere else.
PASSWORDS = {
    name: f"Only-{number}-in-a-document-{name}"
    for number, name in enumerate(("shared", "own", "of_vars_1", "of_vars_2", "misplaced"), 11)
}
WEAK = "feeblefe"
CONVERGE = {
    "servers": "{{ servers }}",
    "via": "{{ via }}",
    "accounts": [
        {**place, "vars": {"password": "{{ passwords.of_vars_%d }}" % number}, "config": config}
        for number, (place, config) in enumerate(
            (
                ({"account": "{{ places[0].account }}", "host": "{{ places[0].host }}"}, {}),
                (
                    {"account": "{{ places[1].account }}", "host": "{{ places[1].host }}"},
                    {"ftp_account": [{"login": "own@{domain}", "password": "{{ passwords.own }}", "directory": "own"}]},
                ),
            ),
            1,
        )
    ],
    "config": {
        "email_account": [
            {"email": "shared@{domain}", "password": "{{ passwords.shared }}"},
            {"email": "vars@{domain}", "password": "{vars.password}", "quota_mb": 10},
        ],
        "mysql_user": [{"name": "shared", "password": "{{ passwords.shared }}"}],
    },
}
#: Ways to fail: refused by the server, an option where none is, a brake that shows what it held back.
FAILURES: dict[str, dict[str, Any]] = {
    "A weak password": {"config": {"email_account": [{"email": "weak@{domain}", "password": "{{ weak }}"}]}},
    "A password where none belongs": {
        "config": {"email_forwarder": [{"address": "x@{domain}", "password": "{{ passwords.misplaced }}"}]}
    },
    "More than may be": {
        "config": {"mysql_user": [{"name": "more", "password": "{{ passwords.misplaced }}"}]},
        "max_changes": 0,
    },
}
CONFIG_TASKS: list[dict[str, Any]] = [
    {"name": "Plan", "hostops.cpanel.cpanel_fleet": CONVERGE, "check_mode": True, "diff": True, "register": "planned"},
    {"name": "Converge", "hostops.cpanel.cpanel_fleet": CONVERGE, "diff": True, "register": "made"},
    {"name": "Converge again", "hostops.cpanel.cpanel_fleet": CONVERGE, "diff": True, "register": "again"},
    {
        "name": "Set all passwords",
        "hostops.cpanel.cpanel_fleet": {**CONVERGE, "update_password": "always"},
        "diff": True,
        "register": "renewed",
    },
    {
        "name": "As it was expected",
        "ansible.builtin.assert": {
            "that": [
                "planned.summary.drift == {'email_account': 4, 'mysql_user': 2, 'ftp_account': 1}",
                "made.summary.drift == planned.summary.drift",
                "again.summary.drift == {}",
                "renewed.summary.drift == planned.summary.drift",
            ]
        },
    },
    *(
        {
            "name": name,
            "hostops.cpanel.cpanel_fleet": {**CONVERGE, **wrong},
            "diff": True,
            "register": "failure",
            "ignore_errors": True,
        }
        for name, wrong in FAILURES.items()
    ),
]

CONFIG = [{"name": "Documents", "hosts": "localhost", "gather_facts": False, "tasks": CONFIG_TASKS}]


class Plain(yaml.SafeDumper):
    """Writes what occurs twice twice, as a person does."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


@pytest.fixture
def simulator() -> Iterator[Any]:
    from ansible_collections.hostops.cpanel.tests.simulator import Simulator

    with Simulator(servers=2, accounts=12, seed=7, latency=0.05) as running:
        yield running


class Controller:
    """What AWX is to a job: a directory for it, the credential's file, the inventory; and what it reads afterwards."""

    def __init__(self, simulator: Any, folder: Path) -> None:
        self.simulator = simulator
        self.folder = folder
        self.servers = [
            {
                "name": server.hostname,
                "host": server.host,
                "port": server.ports[2087],
                "api_token": server.root_token,
                "ca_path": simulator.ca_path,
            }
            for server in simulator.servers
        ]
        self.fleet_file = folder / "fleet.json"
        self.fleet_file.touch(mode=0o600)
        self.fleet_file.write_text(json.dumps({"servers": self.servers}))
        (folder / "ansible.cfg").write_text("[defaults]\n")

    def start(self, name: str, playbook: str, hosts: dict[str, Any] | None = None, **options: Any) -> Any:
        """Starts a job; returns its thread and its runner. With hosts given, there is no file of credentials."""
        job = self.folder / name
        for part in ("project", "inventory"):
            (job / part).mkdir(parents=True)
        (job / "project" / "in_session.yml").write_text(yaml.safe_dump(IN_SESSION))
        (job / "project" / "tasks.yml").write_text(yaml.safe_dump(TASKS))
        (job / "project" / "config.yml").write_text(yaml.dump(CONFIG, Dumper=Plain))
        (job / "inventory" / "hosts.yml").write_text(yaml.safe_dump({"all": {"hosts": hosts or self.hosts()}}))
        env = ansible_env(self.folder)
        env.update(ANSIBLE_LOG_PATH=str(job / "log"), CPANEL_FLEET_FILE="" if hosts else str(self.fleet_file))
        options = {"verbosity": 3, **options, "envvars": env, "quiet": True, "timeout": 300}
        return runner.run_async(private_data_dir=str(job), playbook=playbook, **options)

    def run(self, name: str, playbook: str, **extravars: Any) -> Any:
        thread, done = self.start(name, playbook, extravars=extravars)
        thread.join()
        return done

    def hosts(self) -> dict[str, Any]:
        """Every account as a host, as the inventory plugin makes them: without credentials."""
        return {
            f"{account.name}.{server.number}": {
                "hostops_cpanel_server": server.hostname,
                "hostops_cpanel_host": server.host,
                "hostops_cpanel_port": server.ports[2087],
                "hostops_cpanel_ca_path": self.simulator.ca_path,
                "hostops_cpanel_account": account.name,
            }
            for server in self.simulator.servers
            for account in server.accounts.values()
        }

    def check(self, name: str, done: Any, **more: str) -> list[dict[str, Any]]:
        """The events of a job that succeeded, each of them readable; and no secret in anything that it left.

        ``more`` are secrets by name that the servers need not have been told.
        """
        print(done.stdout.read()[-6000:])
        assert (done.status, done.rc) == ("successful", 0)
        events = list(done.events)
        assert all(event["uuid"] and event["event"] and "stdout" in event for event in events)
        tasks = [event for event in events if event["event"] == "runner_on_ok"]
        assert tasks and all(event["event_data"]["task"] and "res" in event["event_data"] for event in tasks)
        assert not [event["stdout"] for event in events if event["event"] in ("warning", "deprecated")]
        secrets = {**secrets_of(self.simulator), **{secret: what for what, secret in more.items()}}
        read = 0
        for path in [*Path(done.config.artifact_dir).rglob("*"), self.folder / name / "log"]:
            if path.is_file():
                text = path.read_text(errors="replace")
                found = {what for secret, what in secrets.items() if secret in text}
                assert not found, f"{path} holds {found}"
                read += 1
        assert read > len(events)
        return events


@pytest.fixture
def controller(simulator: Any, tmp_path: Path) -> Iterator[Controller]:
    yield Controller(simulator, tmp_path)
    for server in simulator.servers:
        assert server.open_sessions() == []
        assert server.internal_errors == []


def artifact_data(events: list[dict[str, Any]]) -> Any:
    """What set_stats hands on to the next job of a workflow."""
    last = [event for event in events if event["event"] == "playbook_on_stats"][-1]
    return last["event_data"]["artifact_data"]


def results_of(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text())["results"])


def test_fleet_call(controller: Controller) -> None:
    done = controller.run(
        "job",
        "hostops.cpanel.fleet_call",
        fleet_call_function="Email::list_pops",
        fleet_call_query="[].email",
        fleet_call_owner="root",
        fleet_call_suspended="",
        fleet_report_directory=str(controller.folder / "reports"),
        fleet_report_name="call",
    )
    summary = artifact_data(controller.check("job", done))["fleet_summary"]
    assert (summary["accounts"], summary["ok"], summary["failed"]) == (6, 6, 0)
    assert [Path(path).suffix for path in summary["reports"]] == [".json", ".csv", ".html"]
    assert len(results_of(controller.folder / "reports" / "call.json")) == 6


def test_fleet_audit_writes_nothing(controller: Controller) -> None:
    done = controller.run(
        "job",
        "hostops.cpanel.fleet_audit",
        fleet_report_directory=str(controller.folder / "reports"),
        fleet_report_name="audit",
    )
    summary = artifact_data(controller.check("job", done))["fleet_summary"]
    assert (summary["accounts"], summary["ok"], summary["with_findings"]) == (12, 12, 0)
    for server in controller.simulator.servers:
        entries = list(server.journal)
        assert entries and [entry.line for entry in entries if entry.writes] == []


def sso_link(controller: Controller, **options: str) -> Any:
    """The playbook sso_link for the first account of the first server."""
    connection = controller.servers[0]
    return controller.run(
        "job",
        "hostops.cpanel.sso_link",
        sso_link_account=next(iter(controller.simulator.servers[0].accounts)),
        sso_link_requester="jane@example.com",
        sso_link_reason="ticket 4711",
        sso_link_directory=str(controller.folder / "links"),
        **{f"sso_link_{name}": connection[name] for name in ("host", "port", "api_token", "ca_path")},
        **options,
    )


def test_sso_link(controller: Controller) -> None:
    server = controller.simulator.servers[0]
    done = sso_link(controller)
    controller.check("job", done)
    assert [session.user for session in server.pending_sessions()] == [next(iter(server.accounts))]
    (link,) = (controller.folder / "links").glob("*.url")
    (receipt,) = (controller.folder / "links").glob("*.receipt.json")
    assert [oct(path.stat().st_mode & 0o777) for path in (link, receipt)] == ["0o600", "0o600"]
    assert link.read_text().startswith(f"https://{server.host}:")
    assert "cpsess" not in receipt.read_text()
    said = json.loads(receipt.read_text())
    assert (said["requester"], said["reason"], said["outcome"]) == ("jane@example.com", "ticket 4711", "issued")


def test_sso_link_is_in_the_output_only_if_it_is_to_be_shown(controller: Controller) -> None:
    server = controller.simulator.servers[0]
    done = sso_link(controller, sso_link_deliver="show")
    (session,) = server.pending_sessions()
    assert done.stdout.read().count(session.token) == 1
    (receipt,) = (controller.folder / "links").iterdir()
    assert session.token not in receipt.read_text()
    assert json.loads(receipt.read_text())["delivered"] == "shown"


def test_fleet_audit_of_an_inventory_written_by_hand(controller: Controller) -> None:
    hosts = {
        f"host{number}-{account.name}": {
            "cpanel_server": server["name"],
            "cpanel_account": account.name,
            **{f"hostops_cpanel_{name}": server[name] for name in ("host", "port", "api_token", "ca_path")},
        }
        for number, server in enumerate(controller.servers)
        for account in controller.simulator.servers[number].accounts.values()
    }
    variables = {
        "fleet_audit_hosts": "all",
        "fleet_report_directory": str(controller.folder / "reports"),
        "fleet_report_name": "audit",
    }
    limit = ",".join(host for host in hosts if host.startswith("host1-"))
    thread, done = controller.start("job", "hostops.cpanel.fleet_audit", hosts, limit=limit, extravars=variables)
    thread.join()
    summary = artifact_data(controller.check("job", done))["fleet_summary"]
    assert (summary["accounts"], summary["ok"]) == (6, 6)
    other, asked = controller.simulator.servers
    assert list(other.journal) == []
    assert {item["account"] for item in results_of(controller.folder / "reports" / "audit.json")} == set(asked.accounts)
    assert [entry.line for entry in list(asked.journal) if entry.writes] == []


def slices(controller: Controller) -> list[str]:
    """Disjoint halves of the hosts, each with accounts on both servers."""
    hosts = list(controller.hosts())
    return [",".join(hosts[start::2]) for start in (0, 1)]


def test_fleet_call_in_slices(controller: Controller) -> None:
    jobs = []
    for number, limit in enumerate(slices(controller)):
        variables = {
            "fleet_call_function": "DomainInfo::list_domains",
            "fleet_call_query": "main_domain",
            "fleet_call_hosts": "all",
            "fleet_via": "session",
            "fleet_per_host": PER_HOST,
            "fleet_report_directory": str(controller.folder / "reports"),
            "fleet_report_name": f"slice{number}",
        }
        jobs.append(controller.start(f"job{number}", "hostops.cpanel.fleet_call", limit=limit, extravars=variables))
    for number, (thread, done) in enumerate(jobs):
        thread.join()
        controller.check(f"job{number}", done)
    halves = [results_of(controller.folder / "reports" / f"slice{number}.json") for number in (0, 1)]
    asked = [[(item["host"], item["account"]) for item in half] for half in halves]
    everything = {(server.hostname, name) for server in controller.simulator.servers for name in server.accounts}
    assert [len(half) for half in asked] == [6, 6]
    assert set(asked[0]) | set(asked[1]) == everything
    for server in controller.simulator.servers:
        assert 1 <= server.peak <= len(jobs) * PER_HOST
        assert server.counters()["sessions"]["opened"] == 6


def test_accounts_as_hosts_in_slices(controller: Controller) -> None:
    jobs = [
        controller.start(f"job{number}", "in_session.yml", limit=limit, forks=FORKS)
        for number, limit in enumerate(slices(controller))
    ]
    for number, (thread, done) in enumerate(jobs):
        thread.join()
        events = controller.check(f"job{number}", done)
        asked = [event for event in events if event["event"] == "runner_on_ok"]
        asked = [event for event in asked if event["event_data"]["task"] == "Ask for the domains"]
        assert len(asked) == 6
    for server in controller.simulator.servers:
        assert 1 <= server.peak <= len(jobs) * FORKS
        assert server.counters()["sessions"]["opened"] == server.counters()["sessions"]["closed"] == 6


@pytest.mark.parametrize("in_process", [True, False], ids=["in_process", "module"])
@pytest.mark.parametrize("via", ["whm", "session"])
def test_no_secret_of_a_document_is_in_an_artifact(controller: Controller, via: str, in_process: bool) -> None:
    names = {server.hostname: server for server in controller.simulator.servers}
    places = [
        {"host": host, "account": next(item.name for item in server.accounts.values() if item.package != "starter")}
        for host, server in names.items()
    ]
    hosts = {
        "localhost": {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
    }
    thread, done = controller.start(
        "job",
        "config.yml",
        hosts,
        verbosity=5,
        extravars={
            "servers": controller.servers,
            "places": places,
            "passwords": PASSWORDS,
            "weak": WEAK,
            "via": via,
            "hostops_cpanel_in_process": in_process,
        },
    )
    thread.join()
    events = controller.check("job", done, **PASSWORDS, weak=WEAK)
    failed = {event["event_data"]["task"]: event for event in events if event["event"] == "runner_on_failed"}
    assert set(failed) == set(FAILURES)
    results = failed["A weak password"]["event_data"]["res"]["results"]
    assert [item["error"]["category"] for item in results] == ["api", "api"]
    assert all("too weak" in item["error"]["msg"] for item in results)
    # What was sent is what was to be kept quiet: it was not only never asked for.
    sent = [value for server in names.values() for entry in list(server.journal) for _name, value in entry.form]
    for name in ("shared", "own", "of_vars_1", "of_vars_2"):
        assert any(PASSWORDS[name] in value for value in sent), name
