# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The accounts of a fleet: where each is, what its placeholders stand for, and what it has of its own.

Owns what may stand in ``accounts``, and which of it is secret. Must not know what is done in an account, nor which
accounts a server has: ``selection`` asks. Called by ``selection``, ``work`` and ``ways``, and by merge_config.
"""

from __future__ import annotations

import dataclasses
import functools
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils import _names
from ansible_collections.hostops.cpanel.plugins.module_utils._api.secret_names import secrets_in
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._state import placeholders as _placeholders
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.checks import check_at
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import (
    SECRETS,
    Options,
    misnamed_password,
)

from . import paths as _paths
from .servers import Server

_KEYS = frozenset(["account", "user", "host", "domain", "ip", "vars", "config", "api_token", "login_password", "port"])


@dataclasses.dataclass(frozen=True, eq=False)  # it holds dictionaries: identity is enough
class Target:
    """One account of a fleet: where it is, what its placeholders stand for, and what it has of its own.

    ``config`` is its own document, ``own`` its own credential. ``from_server`` are the placeholders whose values
    the server gave, and ``trouble`` is why one that is needed is not known.
    """

    server: Server
    account: str
    domain: str | None = None
    variables: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict)
    own: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict, repr=False)
    config: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict, repr=False)
    ip: str | None = None
    from_server: frozenset[str] = frozenset()
    trouble: CpanelError | None = None

    @functools.cached_property
    def key(self) -> tuple[str, str]:
        return (self.server.name, self.account)

    def options(self, via: str) -> Options:
        """Whose credential to use and over which way: the account's own wins."""
        if not self.own:
            return dataclasses.replace(self.server.options, account=self.account, via=via)
        values = {**dict.fromkeys(SECRETS), "port": None, **self.own}
        return dataclasses.replace(
            self.server.options, credential="cpanel", username=self.account, account=None, via="auto", **values
        )

    def fill(self, value: t.Any) -> t.Any:
        """The value with its placeholders replaced by what they stand for in this account. Raises ``usage``."""
        return _placeholders.fill(value, self.meaning)

    def upload(self, value: t.Any) -> t.Any:
        """The same for the paths of files to upload, which leave no folder that they name. Raises ``usage``."""
        return _paths.filled(value, self.meaning, self.from_server)

    def meaning(self, name: str) -> t.Any:
        """What a placeholder stands for. Raises ``usage`` if it has no value, ``protocol`` if the server owes it."""
        own = {"account": self.account, "domain": self.domain, "ip": self.ip, "host": self.server.name}
        value: t.Any = own.get(name)
        if name.startswith("vars."):
            value = _variable(self.variables, name)
        if value is None and name in self.from_server:
            text = "%s did not return the %s of the account %s" % (self.server.name, name, self.account)
            raise CpanelError("protocol", text, code="malformed_answer", service="whostmgrd", function="listaccts")
        if value is None:
            text = "calls, config: {%s} has no value for the account %s" % (name, self.account)
            raise usage(text, "Give the account %s." % (name if name in own else "that variable in vars"))
        return value


def listed(accounts: t.Sequence[t.Any], servers: t.Sequence[Server]) -> tuple[list[Target], int]:
    """The targets that ``accounts`` lists, in its order, and how many were listed twice. Raises ``usage``."""
    by_name: dict[str, list[Server]] = {}
    for server in servers:
        by_name.setdefault(server.name, []).append(server)
        if server.options.host != server.name:
            by_name.setdefault(str(server.options.host), []).append(server)
    targets: dict[tuple[str, str], Target] = {}
    for number, item in enumerate(accounts):
        target = _target(item, "accounts[%d]" % number, servers, by_name)
        targets.setdefault(target.key, target)
    return list(targets.values()), len(accounts) - len(targets)


def secrets_of_accounts(params: t.Mapping[str, t.Any], texts: t.Iterable[str] = ()) -> set[str]:
    """The credentials among ``accounts`` and ``servers``, and what is secret in the vars and documents of accounts.

    A var is secret by its name, or as it fills a placeholder in one of ``texts`` or in an account's own document that
    are secret themselves.
    """
    texts = set(texts)
    secrets: set[str] = set()
    for item in [*(params.get("accounts") or ()), *(params.get("servers") or ())]:
        if isinstance(item, dict):
            secrets |= {str(item[key]) for key in (*SECRETS, "password", "new_password") if item.get(key)}
            config, variables = item.get("config") or {}, item.get("vars") or {}
            own = secrets_in(config) | secrets_in(_placeholders.fill(config, None))
            secrets |= secrets_in(variables) | own
            names = {name for name in _placeholders.names(list(texts | own)) if name.startswith("vars.")}
            secrets |= secrets_in({"secret": [_variable(variables, name) for name in names]})
    return secrets


def _variable(variables: t.Any, name: str) -> t.Any:
    """What a placeholder such as vars.x.y stands for; None if there is none."""
    for part in name.split(".")[1:]:
        variables = variables.get(part) if isinstance(variables, dict) else None
    return variables


def _target(item: t.Any, where: str, servers: t.Sequence[Server], by_name: t.Mapping[str, list[Server]]) -> Target:
    entry = item if isinstance(item, dict) else {"account": item}
    misnamed = misnamed_password(entry, _KEYS, where)
    if misnamed is not None:
        raise misnamed
    unknown = sorted(set(map(str, entry)) - _KEYS)
    if unknown:
        raise usage("%s: %s is not a key" % (where, unknown[0]), "Keys are %s." % ", ".join(sorted(_KEYS)))
    given = entry.get("account") or entry.get("user") or ""
    account = str(given).strip() if isinstance(given, (str, int)) else given
    if not account:
        raise usage("%s: account is missing" % where, "Give a name, or a dictionary with the key account.")
    domain = _domain(entry.get("domain"), where)
    try:
        _names.account(account)
    except ValueError as exc:
        raise usage("%s: %s" % (where, exc), "Give the name with which the account logs in.") from None
    host = entry.get("host")
    matching = by_name.get(str(host), []) if host else list(servers)
    if len(matching) != 1:
        names = ", ".join(server.name for server in servers)
        what = "no server" if not matching else "more than one server"
        raise usage("%s: there is %s for %s" % (where, what, account), "Give host, one of %s." % names)
    address = str(entry.get("ip") or "").strip()
    if address and _names.address(address) is None:
        raise usage(
            "%s: ip: %s is not an IP address" % (where, _names.shown(address)), "Give it as 192.0.2.1 or 2001:db8::1."
        )
    own = {key: entry[key] for key in ("api_token", "login_password", "port") if entry.get(key)}
    for name, value in own.items():
        check_at(where, name, value)
    if "port" in own and len(own) == 1:
        raise usage("%s: port needs api_token or login_password of the account; give one, or leave port out" % where)
    for name in ("vars", "config"):
        if not isinstance(entry.get(name) or {}, dict):
            raise usage("%s: %s is not a dictionary" % (where, name))
    config = entry.get("config") or {}
    return Target(matching[0], account, domain, entry.get("vars") or {}, own, config, _names.address(address))


def _domain(given: t.Any, where: str) -> str | None:
    """A domain as a user may write it, in the form that the server has."""
    if given is None or given == "":
        return None
    text = str(given).strip().removesuffix(".")
    try:
        return _names.domain(text.lower() if text.isascii() else text)
    except ValueError as exc:
        hint = "Write an international domain as the server does, beginning with xn--." if not text.isascii() else None
        raise usage("%s: domain: %s" % (where, exc), hint) from None
