# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import dataclasses

from .. import kind as r
from .shared import mail_targets as targets


def _prepare(item: r.Item) -> None:
    if str(item["address"]).strip().startswith("*"):
        raise ValueError("address: all else that arrives in a domain is its default address: use email_default_address")
    r.with_domain("address")(item)
    targets.check(item)
    if item["action"] == "fwd" and "," in item["destination"]:
        raise ValueError("destination: give one address; each one is a forwarder of its own")


def _domain(item: r.Item) -> str:
    return r.domain_part(item, "address")


def _read(scope: r.Scope) -> r.Reading:
    found = yield from r.by_domain(
        scope,
        _domain,
        lambda name: [] if name.startswith("*") else [r.ask("Email::list_forwarders", domain=name)],
    )
    items = {}
    for row in (row for answers in found.values() for answer in answers for row in r.rows(answer)):
        item = {"address": r.told_address(row["dest"]), **targets.found(row["forward"], scope.account)}
        if not item["address"].startswith("*") and "@" in item["address"]:
            # Only what the list says, to the letter, can be deleted; more than one spelling may mean the same.
            items[tuple(item.values())] = item
            scope.facts.setdefault(tuple(item.values()), {})[row["dest"], row["forward"]] = True
    return list(items.values())


def _settle(item: r.Item, before: r.Item | None, _scope: r.Scope) -> None:
    if before is None:
        targets.reachable(item)


def _create(item: r.Item, _scope: r.Scope) -> r.Calls:
    local, _at, domain = item["address"].rpartition("@")
    return [r.ask("Email::add_forwarder", domain=domain, email=local, **targets.wire(item))]


def _remove(item: r.Item, scope: r.Scope) -> r.Calls:
    spelled = scope.facts[EMAIL_FORWARDER.identity(item)]
    return [r.ask("Email::delete_forwarder", address=dest, forwarder=forward) for dest, forward in spelled]


EMAIL_FORWARDER = r.Kind(
    name="email_forwarder",
    fields={
        "address": r.Field(aliases=("email", "source")),
        "domain": r.Field(helper=True),
        "action": dataclasses.replace(targets.FIELDS["action"], default="fwd"),
        "destination": targets.FIELDS["destination"],
    },
    key=("address", "action", "destination"),
    prepare=_prepare,
    identify=targets.complete,
    settle=_settle,
    domain=("address", _domain),
    read=_read,
    create=_create,
    remove=_remove,
    keep=targets.foreign,
    portable=targets.portable,
)
