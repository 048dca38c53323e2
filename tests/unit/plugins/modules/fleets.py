# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of cpanel_fleet share: calls, a way to run it, and what is read from its result and the journals."""

from __future__ import annotations

from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.hostops.cpanel.plugins.modules.cpanel_fleet import COMMAND

READ = [
    {"name": "boxes", "function": "Email::list_pops", "query": "length(@)"},
    {"name": "disk", "module": "Quota", "function": "get_quota_info", "query": "megabytes_used"},
]
FORWARD = {
    "function": "Email::add_forwarder",
    "params": {"domain": "{domain}", "email": "office", "fwdopt": "fwd", "fwdemail": "{account}@example.org"},
}


INTERRUPTED = """
import json, sys
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.hostops.cpanel.plugins.module_utils._interrupts import interruptible
from ansible_collections.hostops.cpanel.plugins.modules.cpanel_fleet import COMMAND
params = ArgumentSpecValidator(dict(COMMAND.spec)).validate(json.loads(sys.argv[1])).validated_parameters
with interruptible():
    print(json.dumps(COMMAND.execute(params, False)))
"""


class Fleet:
    """Runs the command and keeps what it said meanwhile."""

    def __init__(self, sim: Any) -> None:
        self.sim = sim
        self.warnings: list[str] = []
        self.servers = [
            {"name": server.hostname, "host": server.host, "port": server.ports[2087], "api_token": server.root_token}
            for server in sim.servers
        ]

    def run(self, check_mode: bool = False, **options: Any) -> dict[str, Any]:
        given = {"servers": self.servers, "ca_path": self.sim.ca_path, "calls": READ, "retries": 3, **options}
        if "accounts" not in given:
            given.setdefault("select", {})
        given = {name: value for name, value in given.items() if value is not None}
        validation = ArgumentSpecValidator(dict(COMMAND.spec), **COMMAND.constraints).validate(given)
        assert validation.error_messages == []
        result = COMMAND.execute(validation.validated_parameters, check_mode)
        self.warnings = result["warnings"]
        return result

    def journal(self, *functions: str) -> list[Any]:
        return [e for server in self.sim.servers for e in server.journal if not functions or e.function in functions]


def names(result: dict[str, Any], key: str = "ok") -> list[str]:
    return [item["account"] for item in result["results"] if item[key]]


def everyone(sim: Any) -> list[str]:
    return [name for server in sim.servers for name in server.accounts]


def forwarders(sim: Any) -> int:
    """How often a forwarder was made, by the journal: the server itself would accept the same one twice in silence."""
    entries = [entry for server in sim.servers for entry in server.journal]
    return sum([entry.function, *entry.inner].count("Email::add_forwarder") for entry in entries)
