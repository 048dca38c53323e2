# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Twenty resources in each account, as one document and as twenty tasks, and the playbooks that bring them about."""

from __future__ import annotations

from typing import Any

import fleet_plays
import plays
from fleet_plays import ANSIBLE_FORKS, Accounts
from plays import LOCAL
from world import Ran, World

PASSWORD = "Bench-password-4-all-of-them"
CLOSED = [{"part": "$header_subject", "match": "contains", "value": "winning numbers"}]
AWAY = {"from": "Bench", "subject": "Away", "body": "Back on Monday."}

#: What every account is to have: kind, and options as a document has them. Each is a resource; so is each DNS record.
RESOURCES: list[tuple[str, dict[str, Any]]] = [
    *(("email_account", {"email": f"bench{n}@{{domain}}", "password": PASSWORD, "quota_mb": 256}) for n in (1, 2, 3)),
    *(("email_forwarder", {"address": f"to{n}@{{domain}}", "destination": "bench1@{domain}"}) for n in (1, 2, 3)),
    ("email_default_address", {"domain": "{domain}", "action": "fail", "text": "Nobody here"}),
    ("email_routing", {"domain": "{domain}", "routing": "local"}),
    ("email_autoresponder", {"email": "bench1@{domain}", **AWAY}),
    ("email_filter", {"name": "bench", "rules": CLOSED, "actions": [{"action": "fail", "destination": "No"}]}),
    *(("mysql_database", {"name": f"bench{n}"}) for n in (1, 2)),
    ("mysql_user", {"name": "bench1", "password": PASSWORD, "privileges": {"bench1": "ALL"}}),
    ("mysql_user", {"name": "bench2", "password": PASSWORD, "privileges": {"bench1": ["SELECT", "INSERT"]}}),
    ("ftp_account", {"login": "bench@{domain}", "password": PASSWORD, "directory": "public_html/bench"}),
    ("php_version", {"vhost": "{domain}", "version": "ea-php82"}),
    ("redirect", {"domain": "{domain}", "source": "/bench", "destination": "https://example.com/"}),
    ("dns_record", {"zone": "{domain}", "name": "bench", "type": "A", "value": ["192.0.2.1", "192.0.2.2"]}),
    ("dns_record", {"zone": "{domain}", "name": "bench6", "type": "AAAA", "value": ["2001:db8::1"]}),
    ("dns_record", {"zone": "{domain}", "name": "_bench", "type": "TXT", "value": ["v=BENCH1; p=none"]}),
]


def document() -> dict[str, Any]:
    """The resources as cpanel_fleet takes them; records stand in their zone."""
    found: dict[str, Any] = {}
    records = []
    for kind, item in RESOURCES:
        if kind == "dns_record":
            records.append({name: value for name, value in item.items() if name != "zone"})
        else:
            found.setdefault(kind, []).append(item)
    return {**found, "dns_zone": [{"zone": "{domain}", "records": records}]}


def converge(world: World, accounts: Accounts, via: str) -> Ran:
    """One task of cpanel_fleet on localhost, with its defaults."""
    return _fleet(world, accounts, via, document())


def drift(world: World, accounts: Accounts) -> Ran:
    """One forwarder less in each of the accounts."""
    gone = {"address": "to1@{domain}", "destination": "bench1@{domain}", "state": "absent"}
    return _fleet(world, accounts, "auto", {"email_forwarder": [gone]})


def tasks(world: World, accounts: Accounts, via: str) -> Ran:
    """Accounts as hosts, and a task for each resource: the module of its kind in the controller."""
    found = []
    for kind, item in RESOURCES:
        options = {name: _expression(item[name]) for name in item}
        options["via"] = via
        found.append({"name": f"One {kind}", f"hostops.cpanel.cpanel_{kind}": options})
    inventory = fleet_plays.inventory(world, accounts)
    for group in inventory["all"]["children"].values():
        for name, variables in group["hosts"].items():
            variables["domain"] = next(item["domain"] for item in accounts if item["account"] == name)
    return plays.run_play(world, inventory, found, ANSIBLE_FORKS)


def export(world: World, accounts: Accounts) -> Ran:
    """Every account read, and written down in a file of its own."""
    task = {"servers": world.servers, "via": "whm", "accounts": accounts, "export": {}}
    written = {"directory": "{{ playbook_dir }}/accounts", "results": "{{ result.results }}"}
    found = [
        {"name": "Every account as it is", "hostops.cpanel.cpanel_fleet": task, "register": "result"},
        {"name": "All written down", "hostops.cpanel.account_documents": written},
    ]
    return plays.run_play(world, {"all": {"hosts": {"localhost": LOCAL}}}, found, ANSIBLE_FORKS)


def report(world: World, accounts: Accounts) -> Ran:
    """As ``converge`` by way of WHM, and reports in three formats of five times as many accounts."""
    result = {"results": "{{ result.results * 5 }}", "summary": "{{ result.summary }}"}
    written = {"directory": "{{ playbook_dir }}/reports", "result": result}
    return _fleet(world, accounts, "whm", document(), {"name": "Reports", "hostops.cpanel.report": written})


def _fleet(world: World, accounts: Accounts, via: str, config: dict[str, Any], *more: dict[str, Any]) -> Ran:
    task = {"servers": world.servers, "via": via, "accounts": accounts, "config": config}
    found = [{"name": "Every account as it should be", "hostops.cpanel.cpanel_fleet": task, "register": "result"}]
    return plays.run_play(world, {"all": {"hosts": {"localhost": LOCAL}}}, [*found, *more], ANSIBLE_FORKS)


def _expression(value: Any) -> Any:
    """A placeholder of a document as an expression of a playbook."""
    return value.replace("{domain}", "{{ domain }}") if isinstance(value, str) else value
