# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds and installs the collection, starts two simulated servers, and tells two stories with real playbooks.

The first is the playbook hostops.cpanel.demo: sessions, calls, check mode. In the second, all accounts are written down
as documents, somebody changes one behind their back, drift finds it, and account_apply mends it.

    .venv/bin/python tools/demo.py [arguments of ansible-playbook, such as -v]

Everything it makes is in a temporary directory, which is gone in the end. The exit status is 0 if the playbooks
succeeded, what was changed was found and mended, and no session was left on the servers.

HOSTOPS_ANSIBLE_BIN   directory of the ansible-playbook to use; the one of the running Python if not set
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(os.environ.get("HOSTOPS_ANSIBLE_BIN") or Path(sys.executable).parent)
SERVERS, ACCOUNTS, SEED = 2, 25, 7
#: Accounts of each server that the playbook works on.
CHOSEN = 3
START_SECONDS = 30
STRANGER = "stranger@example.org"
NEXT = """\
README.md, Five-minute tour        a server of your own to play with, step by step
docs/docsite/rst/                  the guides; getting_started_guide.rst first
make simulator ARGS=--help         simulated servers for tests of your own playbooks
ansible-doc hostops.cpanel.cpanel_account_config     what a document may hold"""


class DemoError(Exception):
    """The demo cannot go on; the message says why."""


def say(text: str) -> None:
    print(f"\n==> {text}", flush=True)


def environment(work: Path) -> dict[str, str]:
    """The user's, without what would lead Ansible elsewhere; nothing of ~/.ansible is read or written."""
    dropped = ("ANSIBLE_", "CPANEL_", "PYTHON")
    env = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    (work / "ansible.cfg").write_text("[defaults]\n")
    locale = env.get("LC_ALL") or env.get("LC_CTYPE") or env.get("LANG") or ""
    if "utf-8" not in locale.lower() and "utf8" not in locale.lower():
        env["LC_ALL"] = "C.UTF-8"
    env.update(
        ANSIBLE_CONFIG=str(work / "ansible.cfg"),
        ANSIBLE_HOME=str(work / "home"),
        ANSIBLE_COLLECTIONS_PATH=str(work / "collections"),
        ANSIBLE_NOCOWS="1",
        PYTHONDONTWRITEBYTECODE="1",
    )
    return env


def run(command: Sequence[str | Path], env: dict[str, str], cwd: Path) -> None:
    """Run something whose output matters only if it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise DemoError(f"{' '.join(map(str, command))} failed:\n{done.stdout}")


def install(work: Path, env: dict[str, str]) -> Path:
    """Build the collection's tarball and install it; return where it is."""
    galaxy = [BIN / "ansible-galaxy", "collection"]
    run([*galaxy, "build", "--output-path", work / "dist", ROOT], env, work)
    tarball = next((work / "dist").glob("*.tar.gz"))
    run([*galaxy, "install", "--offline", "-p", work / "collections", tarball], env, work)
    print(f"{tarball.name}, {tarball.stat().st_size // 1024} kB, installed into {work / 'collections'}")
    return work / "collections" / "ansible_collections" / "hostops" / "cpanel"


@contextlib.contextmanager
def simulator(installed: Path, work: Path, env: dict[str, str]) -> Iterator[dict[str, Any]]:
    """The servers, in a process of their own; gives what the ready file says about them."""
    ready, log = work / "ready.json", work / "simulator.log"
    options = {"--servers": SERVERS, "--accounts": ACCOUNTS, "--seed": SEED, "--ready-file": ready}
    command = [sys.executable, "-m", "tests.simulator", *(str(word) for pair in options.items() for word in pair)]
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=installed,
            env={**env, "TMPDIR": str(work)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # Ctrl-C is for the playbook, which still has to log out
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not ready.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                raise DemoError(f"the simulator did not start:\n{log.read_text()}")
            time.sleep(0.05)
        yield json.loads(ready.read_text())
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def write_inventory(path: Path, world: dict[str, Any]) -> None:
    """A group for each server, with its address and credential; its hosts are accounts."""
    groups = {}
    for server in world["servers"]:
        variables = {
            "hostops_cpanel_host": server["host"],
            "hostops_cpanel_port": server["ports"]["2087"],
            "hostops_cpanel_api_token": server["root"]["token"],
            "hostops_cpanel_ca_path": world["ca_path"],
            "cpanel_server_name": server["hostname"],
        }
        names = [account["user"] for account in server["accounts"][:CHOSEN]]
        group = server["hostname"].replace(".", "_").replace("-", "_")
        groups[group] = {"vars": variables, "hosts": {name: {} for name in names}}
    path.touch(mode=0o600)
    path.write_text(json.dumps({"demo_accounts": {"children": groups}}, indent=1))


def write_fleet_file(path: Path, world: dict[str, Any]) -> None:
    """The servers with their credentials, as CPANEL_FLEET_FILE names them."""
    servers = [
        {
            "name": server["hostname"],
            "host": server["host"],
            "port": server["ports"]["2087"],
            "api_token": server["root"]["token"],
            "ca_path": world["ca_path"],
        }
        for server in world["servers"]
    ]
    path.touch(mode=0o600)
    path.write_text(json.dumps({"servers": servers}, indent=1))


def meddle(world: dict[str, Any], account: dict[str, Any]) -> None:
    """What somebody does in an account, and tells nobody: mail goes to a stranger, and a mailbox gets smaller."""
    server = next(server for server in world["servers"] if account in server["accounts"])
    changes = {
        "add_forwarder": {"domain": account["domain"], "email": "info", "fwdopt": "fwd", "fwdemail": STRANGER},
        "edit_pop_quota": {"domain": account["domain"], "email": "office", "quota": "20"},
    }
    for function, params in changes.items():
        url = f"https://{server['host']}:{server['ports']['2083']}/execute/Email/{function}"
        headers = {"Authorization": f"cpanel {account['user']}:{account['api_token']}"}
        request = urllib.request.Request(url, urllib.parse.urlencode(params).encode(), headers)
        context = ssl.create_default_context(cafile=world["ca_path"])
        with urllib.request.urlopen(request, timeout=10, context=context) as answer:
            if json.load(answer)["status"] != 1:
                raise DemoError(f"Email::{function} failed")
        print(f"{account['user']}: Email::{function} {' '.join(f'{name}={value}' for name, value in params.items())}")


def story(world: dict[str, Any], work: Path, env: dict[str, str], arguments: Sequence[str]) -> bool:
    """Documents, a drift, and its end; False if a playbook failed or a drift was found where none is, or not found."""
    write_fleet_file(work / "fleet.json", world)
    env = {**env, "CPANEL_FLEET_FILE": "fleet.json", "ANSIBLE_DISPLAY_SKIPPED_HOSTS": "false"}
    inventory = ["-i", "localhost,"]
    where = ["-e", "account_state_directory=hosting", "-e", "fleet_report_directory=reports"]

    def play(name: str, *more: str) -> str | None:
        say(f"ansible-playbook hostops.cpanel.{name} {' '.join(more)}")
        command = [str(BIN / "ansible-playbook"), *inventory, f"hostops.cpanel.{name}", *more, *arguments]
        done = subprocess.run(
            command, cwd=work, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, check=False,
        )  # fmt: skip
        if done.returncode or arguments:
            print(done.stdout)
        return None if done.returncode else done.stdout

    if play("account_export", "-e", "account_export_directory=hosting", "-e", "account_export_select={}") is None:
        return False
    files = sorted((work / "hosting").rglob("*.yml"))
    print(f"{len(files)} files, such as {files[0].relative_to(work)}:\n")
    print("\n".join(files[0].read_text().splitlines()[:16]) + "\n...")

    account = world["servers"][0]["accounts"][0]
    say("Someone changes an account by hand")
    meddle(world, account)

    found = findings(play("drift", *where))
    findings(play("account_apply", *where, "-e", "{account_state_purge: [email_forwarder]}"))
    left = findings(play("drift", *where))
    if left == []:
        print("nothing differs from the documents")
    return any(STRANGER in line for line in found or ()) and left == []


def findings(output: str | None) -> list[str] | None:
    """What a playbook printed of its findings and reports, printed again without the frame; None if it failed."""
    if output is None:
        return None
    rest = output.partition("Show findings and the paths of the reports]")[2].partition("TASK [")[0]
    lines = [line.strip().rstrip(",").strip('"') for line in rest.splitlines() if line.startswith(" " * 8)]
    # Of the three reports the page is for people; its directory is that of the demo, gone in the end.
    for line in lines:
        if not line.startswith("Report: "):
            print(line)
        elif line.endswith(".html"):
            print(re.sub(r"(?<=^Report: ).*/(?=reports/)", "", line))
    return [line for line in lines if not line.startswith("Report: ")]


def ask(world: dict[str, Any], what: str) -> Any:
    with urllib.request.urlopen(f"{world['control']}/{what}", timeout=10) as answer:
        return json.load(answer)


def verdict(world: dict[str, Any]) -> int:
    """Print what the servers counted; return how many sessions are left on them."""
    left = 0
    for hostname, counters in ask(world, "counters").items():
        sessions = counters["sessions"]
        here = sessions["open"] + sessions["pending"]
        print(
            f"{hostname}: {counters['requests']} requests served, {sessions['opened']} sessions opened,"
            f" {here} left; {counters['failed_logins']} failed logins"
        )
        left += here
    print(f"sessions left: {left}")
    return left


def demo(arguments: Sequence[str], work: Path) -> int:
    env = environment(work)
    say("Building the collection and installing it into an empty directory")
    installed = install(work, env)
    say(f"Starting {SERVERS} simulated servers with {ACCOUNTS} accounts")
    with simulator(installed, work, env) as world:
        for server in world["servers"]:
            ports = server["ports"]
            print(
                f"{server['hostname']} on {server['host']}: WHM on port {ports['2087']}, cPanel on {ports['2083']},"
                f" {len(server['accounts'])} accounts"
            )
        write_inventory(work / "inventory.json", world)
        command = [str(BIN / "ansible-playbook"), "-i", "inventory.json", "hostops.cpanel.demo", *arguments]
        say("ansible-playbook -i inventory hostops.cpanel.demo")
        status = subprocess.run(command, cwd=work, env=env, stdin=subprocess.DEVNULL, check=False).returncode
        told = story(world, work, env, arguments)
        say("Requests and sessions on the servers")
        left = verdict(world)
    if status:
        print(f"the playbook failed, with status {status}")
    if not told:
        print("the second story did not end as it should")
    say("Where to go next")
    print(NEXT)
    return 1 if status or left or not told else 0


def stop(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


def main() -> int:
    signal.signal(signal.SIGTERM, stop)
    started = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="hostops-demo-") as work:
            status = demo(sys.argv[1:], Path(work))
    except DemoError as exc:
        print(f"error: {exc}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(f"{time.monotonic() - started:.0f} seconds")
    return status


if __name__ == "__main__":
    sys.exit(main())
