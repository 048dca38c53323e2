# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the examples that users copy, and runs them with a real ansible-playbook against a simulated server.

Examples are the EXAMPLES of all plugins, the ```yaml blocks of README.md and of the roles' README.md, and the
``code-block:: yaml`` of the guides.
They are run as they stand, but for these substitutions:

    server1.example.net          127.0.0.1
    a list of tasks              a play on localhost with these tasks
    plugin: an inventory         a play on its hosts, which asks each account for its quota
    credential: cpanel           gets the port of cPanel beside it (of webmail, if username is an email address)
    /usr/local/cpanel/logs/session_log    the session log of the simulated server

Everything else that is not in an example comes from outside, as it would with a user: CPANEL_PORT (WHM's) and
CPANEL_CA_PATH in the environment, the variables of variables_of() and target_dir (the directory of the playbook) in the
inventory, the accounts alice and bob on the server, and beside the playbook ready.json (what the simulator says about
itself) and the blocks of the same document that stand below a comment <!-- file: NAME -->, under that name.
"""

from __future__ import annotations

import ast
import dataclasses
import json
import re
import ssl
import textwrap
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ansible_collections.hostops.cpanel.tests.integration.harness import LOCAL, ROOT, Run, playbook

HOST = "server1.example.net"
SESSION_LOG = "/usr/local/cpanel/logs/session_log"
ACCOUNT, DOMAIN = "alice", "alice.example.com"
ACCOUNT_PASSWORD = "correct-Horse-battery-27"
MAILBOX_PASSWORD = "Staple-purple-monkey-91"
KINDS = ("modules", "lookup", "filter", "test", "inventory")
#: Files that an example shows and that are no playbooks are read, but not run. Their top-level keys:
DATA_KEYS = {"collections", "demo_accounts", "servers"}


@dataclasses.dataclass(frozen=True)
class Example:
    """One example: where it stands and what it says."""

    source: str
    line: int
    text: str
    file: str | None = None

    @property
    def name(self) -> str:
        return f"{self.source}:{self.line}"

    def content(self) -> Any:
        return yaml.safe_load(self.text.replace(HOST, "127.0.0.1"))

    @property
    def is_data(self) -> bool:
        content = self.content()
        return self.file is not None or (isinstance(content, dict) and set(content) <= DATA_KEYS)

    @property
    def is_inventory(self) -> bool:
        content = self.content()
        return isinstance(content, dict) and "plugin" in content


def plugin_examples() -> list[Example]:
    found = []
    for kind in KINDS:
        for path in sorted((ROOT / "plugins" / kind).glob("*.py")):
            assigned = [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.Assign)]
            found += [
                Example(str(path.relative_to(ROOT)), node.lineno, ast.literal_eval(node.value))
                for node in assigned
                if getattr(node.targets[0], "id", "") == "EXAMPLES"
            ]
        for path in sorted((ROOT / "plugins" / kind).glob("*.yml")):
            documentation = yaml.safe_load(path.read_text())
            if documentation.get("EXAMPLES"):
                found.append(Example(str(path.relative_to(ROOT)), 1, documentation["EXAMPLES"]))
    return found


def document_examples() -> list[Example]:
    found = []
    for path in [ROOT / "README.md", *sorted((ROOT / "roles").glob("*/README.md"))]:
        found += [Example(str(path.relative_to(ROOT)), *block) for block in _fenced(path.read_text())]
    for path in sorted((ROOT / "docs" / "docsite" / "rst").glob("*.rst")):
        found += [Example(str(path.relative_to(ROOT)), *block) for block in _directives(path.read_text())]
    return found


def _fenced(text: str) -> Iterator[tuple[int, str, str | None]]:
    pattern = r"^(?:<!-- file: (\S+) -->\n)?```ya?ml\n(.*?)^```$"
    for match in re.finditer(pattern, text, re.MULTILINE | re.DOTALL):
        yield text.count("\n", 0, match.start(2)), match[2], match[1]


def _directives(text: str) -> Iterator[tuple[int, str]]:
    pattern = r"^( *)\.\. code-block:: ya?ml(?:\+jinja)?\n((?:\1 +:.*\n)*\n*(?:\1 +.*\n|\n)+)"
    for match in re.finditer(pattern, text + "\n", re.MULTILINE):
        lines = [line for line in match[2].split("\n") if not re.match(r" *:\w+:", line)]
        yield text.count("\n", 0, match.start()) + 1, textwrap.dedent("\n".join(lines))


def plays_of(example: Example, ports: dict[int, int]) -> list[dict[str, Any]]:
    """The plays to run; a ValueError says why there is nothing to run."""
    content = example.content()
    if example.is_inventory:
        task = {"name": "Ask", "hostops.cpanel.cpanel_uapi": {"function": "Quota::get_quota_info"}}
        return [
            {"name": "The hosts of an example", "hosts": "cpanel_owner_root", "gather_facts": False, "tasks": [task]}
        ]
    if not isinstance(content, list) or not content or not all(isinstance(item, dict) for item in content):
        raise ValueError("neither a list of plays nor one of tasks")
    if not any("hosts" in item or "ansible.builtin.import_playbook" in item for item in content):
        content = [{"name": "The tasks of an example", "hosts": "localhost", "gather_facts": False, "tasks": content}]
    _add_ports(content, ports)
    return content


def _add_ports(node: Any, ports: dict[int, int]) -> None:
    if isinstance(node, dict):
        if node.get("credential") == "cpanel":
            webmail = "@" in str(node.get("username"))
            node.setdefault("port", ports[2096 if webmail else 2083])
        for value in node.values():
            _add_ports(value, ports)
    elif isinstance(node, list):
        for value in node:
            _add_ports(value, ports)


def whm(simulator: Any, function: str, **params: str) -> None:
    """One call as root, made by hand: what an example finds on the server does not depend on what it tests."""
    server = simulator.servers[0]
    url = f"https://{server.host}:{server.ports[2087]}/json-api/{function}"
    form = urllib.parse.urlencode({"api.version": "1", **params}).encode()
    request = urllib.request.Request(url, form, {"Authorization": f"whm root:{server.root_token}"})
    context = ssl.create_default_context(cafile=simulator.ca_path)
    with urllib.request.urlopen(request, timeout=30, context=context) as answer:
        document = json.load(answer)
    assert int(document["metadata"]["result"]) == 1, document


def furnish(simulator: Any) -> None:
    """Make the accounts that examples speak of; alice has two mailboxes."""
    for name in (ACCOUNT, "bob"):
        whm(simulator, "createacct", username=name, domain=f"{name}.example.com", password=ACCOUNT_PASSWORD)
    target = {"cpanel.user": ACCOUNT, "cpanel.module": "Email", "cpanel.function": "add_pop", "domain": DOMAIN}
    for box in ("sales", "office"):
        whm(simulator, "uapi_cpanel", **target, email=box, password=MAILBOX_PASSWORD)


def variables_of(simulator: Any) -> dict[str, Any]:
    """The variables that an example may use without giving them itself."""
    server = simulator.servers[0]
    reseller = next(iter(server.resellers.values()))
    return {
        "whm_token": server.root_token,
        "reseller_token": reseller.token,
        "alice_password": ACCOUNT_PASSWORD,
        "alice_token": server.accounts[ACCOUNT].api_token,
        "account_domain": DOMAIN,
        "mailbox_password": MAILBOX_PASSWORD,
    }


def run_example(example: Example, mode: str, simulator: Any, work: Path) -> Run:
    """Run one example in one mode (in_process or module); everything it needs and writes is in the directory `work`."""
    work.mkdir()
    server = simulator.servers[0]
    host = {
        **variables_of(simulator),
        "target_dir": str(work),
        **LOCAL,
        "hostops_cpanel_in_process": mode == "in_process",
    }
    inventory, file = {"all": {"hosts": {"localhost": host}}}, "inventory.yml"
    if example.is_inventory:
        inventory, file = example.content(), "fleet.cpanel.yml"
    (work / file).write_text(yaml.safe_dump(inventory))
    (work / "ready.json").write_text(json.dumps(simulator.world()))
    for other in document_examples():
        if other.source == example.source and other.file is not None:
            (work / other.file).parent.mkdir(parents=True, exist_ok=True)
            (work / other.file).write_text(other.text)
    plays = yaml.safe_dump(plays_of(example, server.ports), sort_keys=False)
    (work / "play.yml").write_text(plays.replace(SESSION_LOG, str(server.session_log_path)))
    extra = ["-e", f"hostops_cpanel_in_process={mode == 'in_process'}"] if example.is_inventory else []
    variables = {"CPANEL_PORT": str(server.ports[2087]), "CPANEL_CA_PATH": str(simulator.ca_path)}
    variables["SERVER1_TOKEN"] = server.root_token
    return playbook(work, "-vvvvv", "-i", file, "play.yml", *extra, **variables)
