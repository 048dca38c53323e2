# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The nightly check on three servers: it is green only if it has looked, and says where something is wrong."""

from __future__ import annotations

import dataclasses
import getpass
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
        return EXPORT.execute(params, False)["config"]

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


def no_directory(desk: Desk) -> None:
    desk.args += ["-e", "account_state_directory=acounts"]


def no_directory_given(desk: Desk) -> None:
    desk.args += ["-e", "account_state_directory="]


def other_suffix(desk: Desk) -> None:
    path = desk.documents()[0]
    path.rename(path.with_suffix(".yaml"))


def blank_survey(desk: Desk) -> None:
    for name in ("drift_hosts", "drift_fail", "drift_unlisted", "drift_minimum", "fleet_report_directory"):
        desk.args += ["-e", f"{name}="]


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


def limit_other(desk: Desk) -> None:
    desk.args += ["-i", "web1,web2,", "--limit", "web1"]


def limit_localhost(desk: Desk) -> None:
    desk.args += ["--limit", "localhost"]


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
    "file missing": (file_missing, False, "does not exist"),
    "file missing, over hosts": (
        over_hosts(file_missing),
        False,
        "drift_hosts: all matches no host.*does not exist",
    ),
    "file empty": (file_empty, False, "servers.yml: the file is empty"),
    "file empty, over hosts": (over_hosts(file_empty), False, "matches no host.*servers.yml: the file is empty"),
    "file broken, over hosts": (over_hosts(file_broken), False, "matches no host.*not valid YAML or JSON"),
    "two servers alike": (two_alike, False, "are both named"),
    "two servers alike, over hosts": (over_hosts(two_alike), False, "are both named"),
    "a wrong token": (wrong_token, False, "could not be asked for accounts"),
    "a wrong token, over hosts": (over_hosts(wrong_token), False, "could not be asked for accounts"),
    "all tokens wrong": (all_wrong, False, "could not be asked for accounts"),
    "all tokens wrong, over hosts": (over_hosts(all_wrong), False, "matches no host"),
    "all tokens wrong, and failures allowed": (tolerant, False, "0 accounts could be read, but at least 1"),
    "a server away": (unreachable, False, "could not be asked for accounts"),
    "a server away, over hosts": (over_hosts(unreachable), False, "could not be asked for accounts"),
    "no documents": (no_documents, False, "There are no accounts"),
    "no documents, over hosts": (over_hosts(no_documents), False, "No account has a document"),
    "no directory": (no_directory, False, "account_state_directory: .*acounts is not a directory"),
    "no directory, over hosts": (over_hosts(no_directory), False, "_directory: .*acounts is not a directory"),
    "no directory given, over hosts": (over_hosts(no_directory_given), False, "No account has a document"),
    "a document under another suffix": (
        other_suffix,
        False,
        r"The names of documents have to end in \.yml. Rename \S+/\w+\.yaml in ",
    ),
    "a survey that was left blank": (blank_survey, True, "Report: .*/fleet-reports/report.html"),
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
    "--limit leaves out localhost": (limit_other, False, "--limit web1 leaves out localhost"),
    "--limit localhost": (limit_localhost, True, ""),
    "less than drift_minimum": (too_few, False, "9 accounts could be read, but at least 10"),
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


def stolen(account: Any) -> None:
    """How mail is stolen, and a mailbox that nobody asked for."""
    contents, domain = account.contents, account.main_domain
    box = next(iter(contents.mailboxes))
    contents.mailboxes["ghost@" + domain] = dataclasses.replace(contents.mailboxes[box], local="ghost")
    contents.forwarders.append(("boss@" + domain, THIEF))
    contents.forwarders.append(("boss@" + domain, f"|/home/{account.name}/steal.sh"))
    contents.default_address[domain] = f'"|/home/{account.name}/all.sh"'
    rules = [{"part": "$header_subject:", "match": "contains", "val": "invoice", "opt": "and", "number": 1}]
    for owner, action in (("", "deliver"), (box, "pipe")):
        dest = "Thief@Elsewhere.Example.NET" if action == "deliver" else "/home/x/copy.sh"
        actions = [{"action": action, "dest": dest, "number": 1}]
        contents.filters.setdefault(owner, {})["quiet " + action] = {"rules": rules, "actions": actions}


def test_what_is_not_in_git_is_told_and_fails_where_it_should(desk: Desk) -> None:
    server = desk.sim.servers[1]
    account = next(iter(server.accounts.values()))
    stolen(account)
    desk.documents()[0].unlink()
    code, said = desk.play()
    assert code == 0
    report = desk.report()
    by_name = {item["account"]: item for item in report["results"]}
    told = {one["name"] for one in by_name[account.name]["findings"] if one["what"] == "unlisted"}
    assert {"ghost@" + account.main_domain, f"boss@{account.main_domain} fwd {THIEF}"} <= told
    assert {"quiet deliver"} <= told and any(name.startswith("quiet pipe ") for name in told)
    assert any(name.startswith(f"boss@{account.main_domain} pipe") for name in told)
    assert "default_address" in json.dumps(by_name[account.name]["findings"])
    assert [item["findings"][0]["what"] for item in report["results"] if item["state"] == "finding"].count(
        "account"
    ) == 1
    assert f"{server.hostname}/{account.name}: email_account ghost@{account.main_domain}: not in Git" in said
    assert "remove" not in json.dumps(by_name[account.name]["findings"])
    assert "report" in said and len(report["summary"]["names"]) == 2

    desk.args += ["-e", "drift_unlisted=fail"]
    code, said = desk.play()
    assert code != 0 and "and 1 accounts are not in Git" in said
    desk.args += ["-e", "drift_unlisted=ignore"]
    code, said = desk.play()
    assert "not in Git" not in said
    assert not any(server.journal for server in desk.sim.servers if any(entry.writes for entry in server.journal))


def test_a_difference_is_told_with_its_values_and_shown_in_diff_mode(desk: Desk) -> None:
    account = next(iter(desk.sim.servers[0].accounts.values()))
    box = next(iter(account.contents.mailboxes))
    before = account.contents.mailboxes[box].quota_mb
    account.contents.mailboxes[box].quota_mb = 7
    desk.args += [
        "--diff",
        "-e",
        "drift_fail=true",
        "-e",
        "drift_unlisted=",
        "-e",
        "drift_minimum=",
        "-e",
        "drift_hosts=",
    ]
    code, said = desk.play()
    wanted = before or 0
    assert code != 0
    assert f"/{account.name}: email_account {box}: quota_mb is 7 instead of {wanted}" in said
    assert "1 of 9 accounts differ from their documents: email_account: 1." in said
    assert '"quota_mb": 7' in said and f'"quota_mb": {wanted}' in said
    code, said = desk.play("account_apply")
    assert code == 0 and account.contents.mailboxes[box].quota_mb == before
    assert f"email_account {box}: quota_mb changed from 7 to {wanted}" in said


def test_the_audit_sees_how_mail_is_stolen(desk: Desk) -> None:
    account = next(iter(desk.sim.servers[1].accounts.values()))
    stolen(account)
    code, said = desk.play("fleet_audit")
    assert code == 0
    report = desk.report()
    found = [one["text"] for item in report["results"] if item["account"] == account.name for one in item["findings"]]
    domain = account.main_domain
    assert f"forwarder: boss@{domain} to {THIEF}" in found
    assert f"forwarder: boss@{domain} to |steal.sh (program)" in found
    assert f"catch-all: {domain} to |all.sh (program)" in found
    assert "filter: quiet deliver to Thief@Elsewhere.Example.NET" in found
    assert any(text.startswith("filter: quiet pipe of ") and "copy.sh (program)" in text for text in found)
    assert f"{account.name}: forwarder: boss@{domain} to {THIEF}" in said
    assert sum(len(server.journal) for server in desk.sim.servers) <= 12 * len(desk.sim.servers)
    desk.args += ["-e", "fleet_audit_fail=true"]
    code, said = desk.play("fleet_audit")
    assert code != 0 and "accounts have findings" in said


@pytest.mark.parametrize("book", ["fleet_audit", "account_apply"])
@pytest.mark.parametrize(
    "row", ["a wrong token, over hosts", "file missing, over hosts", "all tokens wrong", "no host"]
)
def test_the_other_playbooks_are_no_greener(desk: Desk, book: str, row: str) -> None:
    if "hosts" in row:
        desk.hosts(book)
    if row == "no host":
        desk.args += ["-e", f"{book}_hosts=nowhere"]
    {"a": wrong_token, "f": file_missing, "n": nothing}.get(row[0], all_wrong)(desk)
    code, said = desk.play(book)
    print(said[-3000:])
    assert code != 0
    assert re.search("could not be asked for accounts|matches no host", said)
    assert not any(entry.writes for server in desk.sim.servers for entry in server.journal) or book == "account_apply"


def test_an_audit_of_nobody_is_red(desk: Desk) -> None:
    desk.args += ["-e", '{"fleet_audit_select": {"owner": "nobody"}}']
    code, said = desk.play("fleet_audit")
    assert code != 0 and "0 accounts could be read, but at least 1" in said


def test_a_call_in_nobody_is_red(desk: Desk) -> None:
    desk.args += ["-e", "fleet_call_function=Email::list_pops", "-e", "fleet_call_owner=nobody"]
    code, said = desk.play("fleet_call")
    assert code != 0 and "0 accounts match, but at least 1" in said
    desk.args[-1] = "fleet_call_owner=root"
    code, said = desk.play("fleet_call")
    assert code == 0, said[-2000:]


def test_a_link_for_a_host_that_is_not_there_is_red(desk: Desk) -> None:
    desk.args += ["-e", "sso_link_hosts=nowhere", "-e", "sso_link_requester=jane", "-e", "sso_link_reason=4711"]
    code, said = desk.play("sso_link")
    assert code != 0 and "sso_link_hosts: nowhere matches no host" in said


@pytest.mark.parametrize("user", ["jane", None])
def test_the_receipt_says_until_when_who_and_where(desk: Desk, user: str | None) -> None:
    """A container has no USER: then it is the one who runs."""
    server = desk.sim.servers[0]
    given = {
        "host": server.host,
        "port": server.ports[2087],
        "api_token": server.root_token,
        "ca_path": desk.servers[0]["ca_path"],
    }
    given.update(account=next(iter(server.accounts)), requester="joe", reason="ticket 4711", app="")
    (desk.folder / "link.json").write_text(json.dumps({f"sso_link_{name}": value for name, value in given.items()}))
    desk.args = ["-e", "@link.json"]
    desk.env = {name: value for name, value in desk.env.items() if name not in ("USER", "LOGNAME", "CPANEL_FLEET_FILE")}
    desk.env.update({"USER": user} if user else {})
    code, said = desk.play("sso_link")
    assert code == 0, said[-2000:]
    (path,) = (desk.folder / "sso-links").glob("*.receipt.json")
    receipt = json.loads(path.read_text())
    assert receipt["outcome"] == "issued" and receipt["requester"] == "joe"
    assert receipt["server"] == server.hostname and receipt["host"] == server.host
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", receipt["expires_at"])
    assert receipt["expires_at"] > receipt["asked_at"]
    assert receipt["run_by"] == (user or getpass.getuser())


def test_an_export_of_hosts_that_are_not_there_is_red(desk: Desk) -> None:
    desk.args += ["-e", "account_export_hosts=nowhere", "-e", "account_export_directory=accounts"]
    code, said = desk.play("account_export")
    assert code != 0 and "account_export_hosts: nowhere matches no host" in said
