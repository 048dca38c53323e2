# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Forwarders: what becomes of mail for one address, an address and a destination each."""

from __future__ import annotations

import dataclasses

from .. import values
from ..kind import Field, Kind
from ..reading import Reading, ask, by_domain, rows
from ..scope import Calls, Item, Scope
from .shared import mail_targets as targets


class _Spellings(dict[tuple[str, ...], dict[tuple[str, str], None]]):
    """By address, action and destination: how the server spells them. Only that, to the letter, can be deleted."""


def _prepare(item: Item) -> None:
    if str(item["address"]).strip().startswith("*"):
        raise ValueError("address: for all other mail of a domain, use email_default_address")
    values.full_address("address")(item)
    targets.check(item)
    if item["action"] == "fwd" and "," in item["destination"]:
        raise ValueError("destination: give one address; each one is a forwarder of its own")


def _read(scope: Scope) -> Reading:
    answers, _also = yield from by_domain(
        scope,
        "address",
        lambda name: [] if name.startswith("*") else [ask("Email::list_forwarders", domain=name)],
    )
    items = {}
    for row in rows(*(answer for of_domain in answers.values() for answer in of_domain)):
        item = {"address": values.server_address(row["dest"]), **targets.parse(row["forward"], scope.account)}
        if not item["address"].startswith("*") and "@" in item["address"]:
            key = tuple(item.values())
            items[key] = item
            scope.notes(_Spellings).setdefault(key, {})[row["dest"], row["forward"]] = None
    return list(items.values())


def _merge(item: Item, current: Item | None, _scope: Scope) -> None:
    if current is None:
        targets.check_reachable(item)


def _create(item: Item, _scope: Scope) -> Calls:
    local, _at, domain = item["address"].rpartition("@")
    return [ask("Email::add_forwarder", domain=domain, email=local, **targets.wire(item))]


def _remove(item: Item, scope: Scope) -> Calls:
    spellings = scope.notes(_Spellings)[item["address"], item["action"], item["destination"]]
    return [ask("Email::delete_forwarder", address=address, forwarder=forward) for address, forward in spellings]


EMAIL_FORWARDER = Kind(
    name="email_forwarder",
    fields={
        "address": Field(aliases=("email", "source")),
        "domain": Field(input_only=True),
        "action": dataclasses.replace(targets.FIELDS["action"], default="fwd"),
        "destination": targets.FIELDS["destination"],
    },
    key=("address", "action", "destination"),
    prepare=_prepare,
    identify=targets.complete,
    merge=_merge,
    domain="address",
    read=_read,
    create=_create,
    remove=_remove,
    protected=targets.is_foreign,
    portable=targets.portable,
)
