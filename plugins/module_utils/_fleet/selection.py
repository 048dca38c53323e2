# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which accounts a fleet works on: those that are listed, completed by what their servers know, or those selected.

Owns the choice, and why an account is left out. Must not know what is done in an account. Called by ``fleet``.
"""

from __future__ import annotations

import dataclasses
import typing as t
from concurrent.futures import ThreadPoolExecutor

from ansible_collections.hostops.cpanel.plugins.module_utils._api.client import Client
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, internal, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._state.placeholders import names
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import Invocation

from . import accounts as _accounts
from .accounts import Listed, Refused
from .servers import Server
from .targets import Target, listed

_COLUMNS = ("user", "domain", "owner", "plan", "suspended")
# Placeholders that an account need not give, as its server knows them.
_FROM_SERVER = frozenset(["domain", "ip"])
Params = t.Mapping[str, t.Any]


@dataclasses.dataclass(frozen=True)
class Chosen:
    """The accounts of a fleet task, in order, and the requests it took.

    ``lost`` is why servers could not be asked which accounts there are, and ``refused`` are accounts that they named
    and that are left out, each with the name of the server. ``strays`` are listed accounts of servers that nobody
    knows. ``more`` are ``unlisted_accounts``, which servers have and nobody listed, and ``missing_accounts``, the other
    way round, where somebody asked for these.
    """

    targets: list[Target]
    requests: int
    lost: dict[str, CpanelError] = dataclasses.field(default_factory=dict)
    refused: list[tuple[str, Refused]] = dataclasses.field(default_factory=list)
    strays: dict[tuple[str, str], CpanelError] = dataclasses.field(default_factory=dict)
    more: dict[str, list[dict[str, str]]] = dataclasses.field(default_factory=dict)


def choose(invocation: Invocation, servers: t.Sequence[Server]) -> Chosen:
    """The accounts that ``accounts`` lists, or that the servers find by ``select``. Raises ``usage``.

    Listed accounts are completed by their domains and addresses if a placeholder needs them; ``trouble`` of those that
    cannot be says why.
    """
    params = invocation.params
    if params.get("accounts") is None:
        return _selected(invocation, servers)
    every = bool(params.get("unlisted_accounts"))
    entries, strays = _known(params["accounts"], servers) if every else (params["accounts"], {})
    targets, twice = listed(entries, servers)
    if twice:
        invocation.warn("accounts: %d are listed more than once; each is processed once" % twice)
    needed = names([params.get("calls"), params.get("config"), *(target.config for target in targets)]) & _FROM_SERVER
    lacking = {target.key: _lacks(target, needed) for target in targets if _lacks(target, needed)}
    without = {name for name, _account in lacking}
    asked = [server for server in servers if every or server.name in without]
    if not asked:
        return Chosen(targets, 0)
    answers, requests = _ask(invocation, asked, {}, needed)
    known = {(server.name, row["user"]): row for server in asked for row in answers.listed(server).rows}
    refused = [(server.name, item) for server in asked for item in answers.listed(server).refused]
    reasons = {(name, str(item.name)): item.error for name, item in refused}
    completed = []
    for target in targets:
        if target.key not in lacking:
            completed.append(target)
        elif target.key in known:
            row = known[target.key]
            given = {name: row[name] for name in lacking[target.key]}
            completed.append(dataclasses.replace(target, from_server=frozenset(given), **given))
        else:
            error = answers.errors.get(target.server.name) or reasons.get(target.key)
            trouble = error or (None if target.own else _missing(target))
            completed.append(dataclasses.replace(target, trouble=trouble))
    if not every:
        return Chosen(completed, requests)
    named = {target.key for target in targets}
    strange = [(name, item) for name, item in refused if (name, str(item.name)) not in named]
    ours = [target.key for target in targets if not target.own and target.server.name not in answers.errors]
    more = {"unlisted_accounts": _without(known, named), "missing_accounts": _without(ours, known)}
    return Chosen(completed, requests, answers.errors, strange, strays, more)


def _without(keys: t.Iterable[tuple[str, str]], others: t.Container[tuple[str, str]]) -> list[dict[str, str]]:
    """Those that are not among the others."""
    return [{"host": host, "account": account} for host, account in keys if (host, account) not in others]


def _known(
    entries: t.Sequence[t.Any], servers: t.Sequence[Server]
) -> tuple[list[t.Any], dict[tuple[str, str], CpanelError]]:
    """The entries whose server is known or not given, and what is wrong with others."""
    names = {name for server in servers for name in (server.name, str(server.options.host))}
    known: list[t.Any] = []
    strays: dict[tuple[str, str], CpanelError] = {}
    hint = "Servers are %s." % ", ".join(server.name for server in servers)
    for entry in entries:
        host = str(entry.get("host") or "") if isinstance(entry, dict) else ""
        if host and host not in names:
            account = str(entry.get("account") or entry.get("user") or "")
            strays[host, account] = usage("there is no server %s for %s" % (host, account), hint)
        else:
            known.append(entry)
    return known, strays


def _selected(invocation: Invocation, servers: t.Sequence[Server]) -> Chosen:
    params = invocation.params
    needed = names([params.get("calls"), params.get("config")]) & _FROM_SERVER
    answers, requests = _ask(invocation, servers, params.get("select") or {}, needed)
    from_server = frozenset(["account", *_FROM_SERVER])
    targets = [
        Target(server, row["user"], row["domain"], ip=row["ip"], from_server=from_server)
        for server in servers
        for row in answers.listed(server).rows
    ]
    refused = [(server.name, item) for server in servers for item in answers.listed(server).refused]
    if not targets and not answers.errors and not refused:
        invocation.warn("select: no account matches")
    return Chosen(targets, requests, answers.errors, refused)


def _lacks(target: Target, needed: t.Iterable[str]) -> list[str]:
    return [name for name in needed if getattr(target, name) is None]


def _missing(target: Target) -> CpanelError:
    return CpanelError(
        "not_found",
        "there is no account %s on %s" % (target.account, target.server.name),
        service="whostmgrd",
        function="listaccts",
        hint="See whm_api's listaccts for those that the credential may see.",
    )


@dataclasses.dataclass(frozen=True)
class _Answers:
    """What servers answered to ``listaccts``, by their names."""

    lists: dict[str, Listed]
    errors: dict[str, CpanelError]

    def listed(self, server: Server) -> Listed:
        return self.lists.get(server.name) or Listed([], [])


def _ask(
    invocation: Invocation, servers: t.Sequence[Server], select: Params, needed: t.Iterable[str]
) -> tuple[_Answers, int]:
    columns = sorted({*_COLUMNS, *needed})

    def ask(server: Server) -> tuple[Listed | CpanelError, int]:
        with Client(server.options, warn=invocation.warn) as client:
            try:
                return _accounts.fetch(client, select, want=columns), client.links.requests
            except CpanelError as exc:
                return exc, client.links.requests
            except Exception as exc:  # noqa: BLE001 - one server's surprise must not end the others
                return internal(exc), client.links.requests

    answers = _Answers({}, {})
    requests = 0
    with ThreadPoolExecutor(max(1, min(len(servers), invocation.params["forks"]))) as executor:
        for server, (answer, sent) in zip(servers, executor.map(ask, servers)):
            requests += sent
            if isinstance(answer, CpanelError):
                answers.errors[server.name] = answer
            else:
                answers.lists[server.name] = answer
    return answers, requests
