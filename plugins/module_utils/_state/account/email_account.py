# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mailboxes: an address, its password and quota, and what is switched on and off by calls of its own."""

from __future__ import annotations

import dataclasses
import typing as t

from .. import values
from ..kind import Field, Kind
from ..reading import Reading, ask, rows, with_domains
from ..scope import Calls, Item, Scope

# The calls that switch on and off (protocol.md 6.1).
_SWITCHES = {
    "suspended_login": ("Email::suspend_login", "Email::unsuspend_login"),
    "suspended_incoming": ("Email::suspend_incoming", "Email::unsuspend_incoming"),
    "suspended_outgoing": ("Email::suspend_outgoing", "Email::unsuspend_outgoing"),
    "hold_outgoing": ("Email::hold_outgoing", "Email::release_outgoing"),
}
_LIST = [ask("Email::list_pops_with_disk"), ask("Email::get_default_email_quota")]
_LIMIT = [ask("Email::get_max_email_quota")]
_COLUMNS: dict[str, tuple[str, t.Callable[[t.Any], t.Any]]] = {
    "email": ("email", values.server_address),
    "quota_mb": ("diskquota", values.megabytes),
    "used_mb": ("diskused", values.megabytes),
    **{name: (name, values.boolean) for name in _SWITCHES},
}


@dataclasses.dataclass
class _Quotas:
    """What the server says of quotas, in MB: those of a new mailbox, if it says so, and the most, 0 for no limit."""

    default: int | None = None
    most: int = 0


def _read(scope: Scope) -> Reading:
    limited = any(item.get("quota_mb") for item in scope.desired)
    boxes, default, *most = yield from with_domains(scope, _LIST, _LIMIT if limited else [])
    quotas = scope.notes(_Quotas)  # the answers are in bytes
    quotas.default = None if default.data in (None, "") else round(values.megabytes(default.data) / 1024 / 1024)
    quotas.most = int(values.megabytes(most[0].data) / 1024 / 1024) if most else 0
    return values.table([row for row in rows(boxes) if "@" in str(row["email"])], _COLUMNS)


def _merge(item: Item, current: Item | None, scope: Scope) -> None:
    """A server sets its maximum for more than that, and says that all is well (protocol.md 6.1)."""
    quota, most = item.get("quota_mb") or 0, scope.notes(_Quotas).most
    if 0 < most < quota and (current is None or current["quota_mb"] != quota):
        raise ValueError("quota_mb: %d is more than the server allows here; give at most %d" % (quota, most))


def _defaults(_item: Item, scope: Scope) -> Item:
    """Where the server names no quota, a new mailbox gets what the server gives it."""
    quota = scope.notes(_Quotas).default
    return {**({} if quota is None else {"quota_mb": quota}), **dict.fromkeys(_SWITCHES, False)}


def _on(function: str, item: Item, **params: t.Any) -> Calls:
    local, _at, domain = item["email"].rpartition("@")
    return [ask(function, email=local, domain=domain, **params)]


def _create(item: Item, _scope: Scope) -> Calls:
    quota = {"quota": item["quota_mb"]} if "quota_mb" in item else {}
    made = _on("Email::add_pop", item, password=item["password"], **quota)
    return made + _switch(item, [name for name in _SWITCHES if item[name]])


def _update(_current: Item, item: Item, changed: t.Collection[str], _scope: Scope) -> Calls:
    quota = _on("Email::edit_pop_quota", item, quota=item["quota_mb"]) if "quota_mb" in changed else []
    password = _on("Email::passwd_pop", item, password=item["password"]) if "password" in changed else []
    return quota + password + _switch(item, [name for name in _SWITCHES if name in changed])


def _switch(item: Item, names: list[str]) -> Calls:
    return [ask(_SWITCHES[name][0 if item[name] else 1], email=item["email"]) for name in names]


EMAIL_ACCOUNT = Kind(
    name="email_account",
    fields={
        "email": Field(aliases=("address",)),
        "domain": Field(input_only=True),
        "password": Field(secret=True, required=True),
        "quota_mb": Field(normalize=values.integer_megabytes),
        **{name: Field("bool") for name in _SWITCHES},
        "used_mb": Field("float", read_only="Space used, in MB."),
    },
    key=("email",),
    domain="email",
    prepare=values.full_address("email"),
    read=_read,
    merge=_merge,
    defaults=_defaults,
    create=_create,
    update=_update,
    remove=lambda item, _scope: [ask("Email::delete_pop", email=item["email"])],
    password_app="pop",
    verify_password=lambda item: ask("Email::verify_password", email=item["email"], password=item["password"]),
)
