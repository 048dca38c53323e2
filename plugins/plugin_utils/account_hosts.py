# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts and servers as hosts of an inventory: what servers are asked, and the facts and variables of each host.

Must not know the inventory: which names and groups are free is ``host_names`` and ``host_groups``. Called by the
inventory plugin. Answers of servers and what a cache kept are checked here, before anything is made of them.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import typing as t
from concurrent.futures import ThreadPoolExecutor

from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.hostops.cpanel.plugins.module_utils import _names
from ansible_collections.hostops.cpanel.plugins.module_utils._api.call import Call
from ansible_collections.hostops.cpanel.plugins.module_utils._api.client import Client
from ansible_collections.hostops.cpanel.plugins.module_utils._api.functions import whm
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, internal, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet import accounts as _accounts
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.servers import Server
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.checks import proxy_secrets
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.endpoint import port_of
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import Options
from ansible_collections.hostops.cpanel.plugins.plugin_utils.options import PREFIX

try:
    from ansible.template import trust_as_template
except ImportError:  # ansible-core before 2.19 trusts every text but those marked as unsafe

    def trust_as_template(value: str) -> str:
        return value


# What an inventory keeps of a server, also in its cache: nothing but texts, numbers, booleans and nulls, no secret.
Record = dict[str, t.Any]
Variables = dict[str, t.Any]
GROUPS = ("server", "package", "owner", "suspended")

# No braces, quotes, brackets or bars: as a template it is itself, and as an expression it can call nothing.
_HARMLESS = re.compile(r"[\w.@:/+, -]*")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_PYTHON = trust_as_template("{{ ansible_playbook_python }}")
_DEFAULTS = Options()


def ask_servers(
    servers: t.Sequence[Server], select: t.Mapping[str, t.Any], hosts: str, forks: int
) -> tuple[list[Record], dict[str, CpanelError], list[str]]:
    """Asks the servers at the same time: what they answered, why those failed that did, and warnings.

    One that answers something that nobody has thought of fails like others, and harms none of them.
    """
    warnings: list[str] = []

    def ask(server: Server) -> Record | CpanelError:
        try:
            with Client(server.options, warn=warnings.append) as client:
                record: Record = {"name": server.name, "accounts": [], "refused": [], "version": None}
                if hosts != "servers":
                    listed = _accounts.fetch(client, select)
                    record["accounts"] = [_accounts.typed(row) for row in listed.rows]
                    record["refused"] = [[item.title, item.error.msg] for item in listed.refused]
                if hosts != "accounts":
                    data = client.call(Call(whm("version"))).data
                    version = data.get("version") if isinstance(data, dict) else None
                    record["version"] = _names.printable(version, 80) if isinstance(version, str) else None
                return record
        except CpanelError as exc:
            return exc
        except Exception as exc:  # noqa: BLE001 - one server's surprise must not end the others
            return internal(exc)

    with ThreadPoolExecutor(max(1, min(forks, len(servers)))) as executor:
        answers = list(executor.map(ask, servers))
    records = [answer for answer in answers if not isinstance(answer, CpanelError)]
    errors = {server.name: answer for server, answer in zip(servers, answers) if isinstance(answer, CpanelError)}
    return records, errors, warnings


def trusted(records: t.Any, servers: t.Sequence[Server]) -> bool:
    """Whether what a cache kept is what ``ask_servers`` makes: no more is believed of a file than of a server."""
    names = {server.name for server in servers}
    return isinstance(records, list) and all(
        isinstance(record, dict)
        and set(record) == {"name", "accounts", "refused", "version"}
        and record["name"] in names
        and (record["version"] is None or isinstance(record["version"], str))
        and isinstance(record["accounts"], list)
        and all(map(_is_account, record["accounts"]))
        and isinstance(record["refused"], list)
        and all(_is_list_of_texts(item) and len(item) == 2 for item in record["refused"])
        for record in records
    )


def _is_account(item: t.Any) -> bool:
    if not isinstance(item, dict) or not _accounts.FACTS.issuperset(item) or not _names.is_account(item.get("account")):
        return False
    others = [value for value in item.values() if not _is_list_of_texts(value)]
    scalars = all(value is None or isinstance(value, (str, bool, int, float)) for value in others)
    return scalars and (item.get("domain") is None or _names.is_domain(item["domain"]))


def _is_list_of_texts(value: t.Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


@dataclasses.dataclass(frozen=True)
class Host:
    """A host of the inventory: the facts that its name and groups come from, and its variables.

    ``unreadable`` are the facts that its server said in a way that nobody understands.
    """

    facts: Variables
    variables: Variables
    unreadable: t.Sequence[str] = ()

    @classmethod
    def of_account(cls, server: Server, account: Record, prefix: str) -> Host:
        facts = {**account, **_place(server, "account")}
        unreadable = facts.pop("unreadable", ())
        return cls(facts, _variables(server, facts, prefix, {PREFIX + "account": account["account"]}), unreadable)

    @classmethod
    def of_server(cls, server: Server, record: Record, hosts: str, prefix: str) -> Host:
        facts = {**_place(server, "server"), "version": record["version"]}
        if hosts != "servers":
            facts["account_count"] = len(record["accounts"])
        return cls(facts, _variables(server, facts, prefix, {"ansible_host": server.options.host}))

    def name(self, template: str) -> str | None:
        """The template with {account}, {domain}, {server} and the like replaced; None if the server has not told one.

        Raises ``usage`` for one that no server tells.
        """
        names = _PLACEHOLDER.findall(template)
        for name in names:
            if name not in self.facts and name not in _accounts.FACTS:
                raise usage("hostname: {%s} has no value for %s" % (name, self.title))
        if any(self.facts.get(name) is None for name in names):
            return None
        return _PLACEHOLDER.sub(lambda match: str(self.facts[match.group(1)]), template)

    @property
    def title(self) -> str:
        if self.facts["kind"] == "server":
            return "server %s" % self.facts["server"]
        return "account %s of %s" % (self.facts["account"], self.facts["server"])

    def groups(self, kinds: t.Container[str], prefix: str) -> list[str]:
        """The groups it belongs to by itself, not yet sanitised."""
        names = [
            "%s%s_%s" % (prefix, kind, self.facts[kind])
            for kind in GROUPS[:-1]
            if kind in kinds and self.facts.get(kind)
        ]
        return names + ([prefix + "suspended"] if "suspended" in kinds and self.facts.get("suspended") else [])


def _place(server: Server, kind: str) -> Variables:
    return {"server": server.name, "host": server.options.host, "kind": kind}


def _variables(server: Server, facts: Variables, prefix: str, more: Variables) -> Variables:
    """What the server says is data, never a template."""
    shown = {prefix + name: _shown(value) for name, value in facts.items()}
    return {**shown, **_connection(server), **{name: _shown(value) for name, value in more.items()}}


@functools.cache
def _connection(server: Server) -> Variables:
    """The variables that let tasks work on the host without further options. The credential is not among them."""
    options = server.options
    variables: Variables = {
        "ansible_connection": "local",
        PREFIX + "server": server.name,
        PREFIX + "host": options.host,
        PREFIX + "port": options.port or port_of("whostmgrd", options.use_ssl),
        PREFIX + "username": options.username,
        PREFIX + "credential": "whm",
        PREFIX + "validate_certs": options.validate_certs,
        PREFIX + "use_ssl": options.use_ssl,
    }
    for name in ("session_host", "ca_path", "timeout", "retries", "max_response_mb"):
        value = getattr(options, name)
        if value != getattr(_DEFAULTS, name):
            variables[PREFIX + name] = value
    if options.proxy and not proxy_secrets(options.proxy):
        variables[PREFIX + "proxy"] = options.proxy
    return {**{name: _shown(value) for name, value in variables.items()}, "ansible_python_interpreter": _PYTHON}


def _shown(value: t.Any) -> t.Any:
    """A text that could be a template or an expression is marked as data; all others are as those of any inventory."""
    if isinstance(value, str):
        return _shown_text(value)
    return [_shown(item) for item in value] if isinstance(value, list) else value


@functools.lru_cache(maxsize=4096)
def _shown_text(value: str) -> t.Any:
    return trust_as_template(value) if _HARMLESS.fullmatch(value) else wrap_var(value)
