# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import dataclasses
import typing as t
from concurrent.futures import ThreadPoolExecutor

from ansible_collections.hostops.cpanel.plugins.module_utils import _accounts
from ansible_collections.hostops.cpanel.plugins.module_utils._client import Client
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._placeholders import names
from ansible_collections.hostops.cpanel.plugins.module_utils._servers import Server
from ansible_collections.hostops.cpanel.plugins.module_utils._targets import Target, listed

_WANT = ("user", "domain", "owner", "plan", "suspended")
Params = t.Mapping[str, t.Any]


@dataclasses.dataclass(frozen=True)
class Chosen:
    """The accounts of a fleet task, in order; why a server could not be asked, by its name; and the requests it took.

    ``lost`` are those among them that were to say which accounts there are, and not only for domains. ``unlisted`` are
    accounts that servers have and nobody listed; None where nobody asked for these.
    """

    targets: list[Target]
    unasked: dict[str, CpanelError]
    requests: int
    lost: dict[str, CpanelError]
    unlisted: list[dict[str, str]] | None = None


def choose(params: Params, servers: t.Sequence[Server], warn: t.Callable[[str], None]) -> Chosen:
    """The accounts that ``accounts`` lists, or that the servers find by ``select``. Raises ``usage``.

    Listed accounts are completed by their domains if a placeholder needs them.
    """
    if params.get("accounts") is None:
        answers, requests = _ask(servers, params.get("select") or {}, params["forks"], warn)
        targets = [
            Target(server, str(row["user"]), row.get("domain")) for server in servers for row in answers.rows(server)
        ]
        if not targets and not answers.errors:
            warn("select: no account fits")
        return Chosen(targets, answers.errors, requests, answers.errors)
    targets, twice = listed(params["accounts"], servers)
    if twice:
        warn("accounts: %d are listed twice and done once" % twice)
    texts = [params.get("calls"), params.get("config"), *(target.config for target in targets)]
    needed = "domain" in names(texts)
    without = {target.server.name for target in targets if needed and not target.domain}
    every = bool(params.get("unlisted_accounts"))
    asked = [server for server in servers if every or server.name in without]
    if not asked:
        return Chosen(targets, {}, 0, {})
    answers, requests = _ask(asked, {}, params["forks"], warn)
    domains = {(server.name, str(row["user"])): row.get("domain") for server in asked for row in answers.rows(server)}
    targets = [
        target if target.domain else dataclasses.replace(target, domain=domains.get(target.key)) for target in targets
    ]
    unasked = {name: error for name, error in answers.errors.items() if name in without}
    if not every:
        return Chosen(targets, unasked, requests, {})
    named = {target.key for target in targets}
    unlisted = [{"host": host, "account": account} for host, account in domains if (host, account) not in named]
    return Chosen(targets, unasked, requests, answers.errors, unlisted)


@dataclasses.dataclass(frozen=True)
class _Answers:
    found: dict[str, list[dict[str, t.Any]]]
    errors: dict[str, CpanelError]

    def rows(self, server: Server) -> list[dict[str, t.Any]]:
        return self.found.get(server.name, [])


def _ask(
    servers: t.Sequence[Server], select: Params, forks: int, warn: t.Callable[[str], None]
) -> tuple[_Answers, int]:
    def ask(server: Server) -> tuple[list[dict[str, t.Any]] | CpanelError, int]:
        with Client(server.options, warn=warn) as client:
            try:
                return _accounts.fetch(client, select, want=_WANT), client.requests
            except CpanelError as exc:
                return exc, client.requests

    answers = _Answers({}, {})
    requests = 0
    with ThreadPoolExecutor(max(1, min(len(servers), forks))) as executor:
        for server, (answer, sent) in zip(servers, executor.map(ask, servers)):
            requests += sent
            if isinstance(answer, CpanelError):
                answers.errors[server.name] = answer
            else:
                answers.found[server.name] = answer
    return answers, requests
