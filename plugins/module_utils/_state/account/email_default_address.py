# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Default addresses: what becomes of mail for addresses that a domain does not have. Every domain has one."""

from __future__ import annotations

from .. import values
from ..kind import Field, Kind
from ..reading import Reading, ask, rows
from ..scope import Calls, Domains, Item, Scope
from .shared import mail_targets as targets


def _prepare(item: Item) -> None:
    if item.get("action") or str(item.get("destination") or "").strip():
        targets.check(item)
    else:
        item.pop("destination", None)


def _read(scope: Scope) -> Reading:
    (answer,) = yield [ask("Email::list_default_address")]
    items = [
        {"domain": values.server_domain(row["domain"]), **targets.parse(row.get("defaultaddress"), scope.account)}
        for row in rows(answer)
    ]
    scope.domains = Domains([item["domain"] for item in items])
    return items


def _merge(item: Item, current: Item | None, scope: Scope) -> None:
    if current is not None and item.get("action") == current["action"] == "fail" and not item["destination"]:
        item["destination"] = current["destination"]
    targets.complete(item, scope)
    if current is None or item.get("destination") != current["destination"]:
        targets.check_reachable(item)


def _set(item: Item, _scope: Scope) -> Calls:
    params = targets.wire(item)
    if item["action"] == "system":
        params = {"fwdopt": "fwd", "fwdemail": item["destination"]}
    return [ask("Email::set_default_address", domain=item["domain"], **params)]


EMAIL_DEFAULT_ADDRESS = Kind(
    name="email_default_address",
    plural="email_default_addresses",
    fields={"domain": Field(normalize=values.domain_name), **targets.FIELDS},
    key=("domain",),
    domain="domain",
    together=("action", "destination"),
    prepare=_prepare,
    merge=_merge,
    defaults=lambda _item, scope: {"action": "system", "destination": scope.account},
    read=_read,
    create=_set,
    remove=lambda item, scope: _set({**item, "action": "system", "destination": scope.account}, scope),
    reset_to=lambda _item: {"action": "system", "destination": ""},
    portable=targets.portable,
)
