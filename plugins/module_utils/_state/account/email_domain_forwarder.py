# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Forwarders of whole domains: all mail for one domain goes to another. A domain has at most one."""

from __future__ import annotations

from .. import values
from ..kind import Field, Kind
from ..reading import Reading, ask, rows, with_domains
from ..scope import Calls, Item, Scope

_COLUMNS = {"domain": ("dest", values.server_domain), "destination": ("forward", values.server_domain)}


def _prepare(item: Item) -> None:
    if item.get("destination") == item["domain"]:
        raise ValueError("destination: %s would be forwarded to itself; give another domain" % item["domain"])


def _read(scope: Scope) -> Reading:
    answers = yield from with_domains(scope, [ask("Email::list_domain_forwarders")])
    return values.table(rows(*answers), _COLUMNS)


def _create(item: Item, _scope: Scope) -> Calls:
    return [ask("Email::add_domain_forwarder", domain=item["domain"], destdomain=item["destination"])]


def _remove(item: Item, _scope: Scope) -> Calls:
    return [ask("Email::delete_domain_forwarder", domain=item["domain"])]


EMAIL_DOMAIN_FORWARDER = Kind(
    name="email_domain_forwarder",
    fields={
        "domain": Field(normalize=values.domain_name),
        "destination": Field(normalize=values.domain_name, required=True),
    },
    key=("domain",),
    prepare=_prepare,
    domain="domain",
    read=_read,
    create=_create,
    # A second one is refused, so the first goes before.
    update=lambda current, item, _changed, scope: [*_remove(current, scope), *_create(item, scope)],
    remove=_remove,
)
