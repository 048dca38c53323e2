# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Controller only, Python 3.10+.

from __future__ import annotations

import dataclasses
import functools
import re
import typing as t
from concurrent.futures import ThreadPoolExecutor

from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.hostops.cpanel.plugins.module_utils._accounts import fetch
from ansible_collections.hostops.cpanel.plugins.module_utils._accounts import typed as typed_account
from ansible_collections.hostops.cpanel.plugins.module_utils._auth import Options, port_of, proxy_password
from ansible_collections.hostops.cpanel.plugins.module_utils._client import Client
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._functions import whm
from ansible_collections.hostops.cpanel.plugins.module_utils._request import Call
from ansible_collections.hostops.cpanel.plugins.module_utils._servers import Server
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
    """Asks the servers at the same time: what they answered, why those failed that did, and warnings."""
    warnings: list[str] = []

    def ask(server: Server) -> Record | CpanelError:
        try:
            with Client(server.options, warn=warnings.append) as client:
                found: Record = {"name": server.name, "accounts": [], "version": None}
                if hosts != "servers":
                    found["accounts"] = [typed_account(row) for row in fetch(client, select)]
                if hosts != "accounts":
                    found["version"] = (client.whm(Call(whm("version"))).data or {}).get("version")
                return found
        except CpanelError as exc:
            return exc

    with ThreadPoolExecutor(max(1, min(forks, len(servers)))) as executor:
        answers = list(executor.map(ask, servers))
    records = [answer for answer in answers if not isinstance(answer, CpanelError)]
    errors = {server.name: answer for server, answer in zip(servers, answers) if isinstance(answer, CpanelError)}
    return records, errors, warnings


@dataclasses.dataclass(frozen=True)
class Host:
    """A host of the inventory: the facts that its name and groups come from, and its variables."""

    facts: Variables
    variables: Variables

    @classmethod
    def of_account(cls, server: Server, account: Record, prefix: str) -> Host:
        facts = {**account, **_place(server, "account")}
        return cls(facts, _variables(server, facts, prefix, {PREFIX + "account": account["account"]}))

    @classmethod
    def of_server(cls, server: Server, record: Record, hosts: str, prefix: str) -> Host:
        facts = {**_place(server, "server"), "version": record["version"]}
        if hosts != "servers":
            facts["account_count"] = len(record["accounts"])
        return cls(facts, _variables(server, facts, prefix, {"ansible_host": server.options.host}))

    def name(self, template: str) -> str:
        """The template with {account}, {domain}, {server} and the like replaced. Raises ``usage``."""

        def meaning(match: re.Match[str]) -> str:
            value = self.facts.get(match.group(1))
            if value is None:
                raise usage("hostname: {%s} has no value for %s" % (match.group(1), self.title))
            return str(value)

        return _PLACEHOLDER.sub(meaning, template)

    @property
    def title(self) -> str:
        if self.facts["kind"] == "server":
            return "server %s" % self.facts["server"]
        return "account %s of %s" % (self.facts["account"], self.facts["server"])

    def groups(self, wanted: t.Container[str], prefix: str) -> list[str]:
        """The groups it belongs to by itself, not yet sanitised."""
        found = [
            "%s%s_%s" % (prefix, kind, self.facts[kind])
            for kind in ("server", "package", "owner")
            if kind in wanted and self.facts.get(kind)
        ]
        return found + ([prefix + "suspended"] if "suspended" in wanted and self.facts.get("suspended") else [])


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
    found: Variables = {
        "ansible_connection": "local",
        PREFIX + "server": server.name,
        PREFIX + "host": options.host,
        PREFIX + "port": options.port or port_of("whostmgrd", options.use_ssl),
        PREFIX + "username": options.username,
        PREFIX + "credential": "whm",
        PREFIX + "validate_certs": options.validate_certs,
        PREFIX + "use_ssl": options.use_ssl,
    }
    for name in ("session_host", "ca_path", "timeout", "retries"):
        value = getattr(options, name)
        if value != getattr(_DEFAULTS, name):
            found[PREFIX + name] = value
    if options.proxy and not proxy_password(options.proxy):
        found[PREFIX + "proxy"] = options.proxy
    return {**{name: _shown(value) for name, value in found.items()}, "ansible_python_interpreter": _PYTHON}


def _shown(value: t.Any) -> t.Any:
    """A text that could be a template or an expression is marked as data; all others are as those of any inventory."""
    if isinstance(value, str):
        return _shown_text(value)
    return [_shown(item) for item in value] if isinstance(value, list) else value


@functools.lru_cache(maxsize=4096)
def _shown_text(value: str) -> t.Any:
    return trust_as_template(value) if _HARMLESS.fullmatch(value) else wrap_var(value)
