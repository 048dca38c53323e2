# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import typing as t

from .. import kind as r
from .shared import mail_targets as targets


def _prepare(item: r.Item) -> None:
    if item.get("action") or str(item.get("destination") or "").strip():
        targets.check(item)
    else:
        item.pop("destination", None)


def _read(scope: r.Scope) -> r.Reading:
    (answer,) = yield [r.ask("Email::list_default_address")]
    items = [
        {"domain": r.told(row["domain"]), **targets.found(row.get("defaultaddress"), scope.account)}
        for row in r.rows(answer)
    ]
    scope.facts["domains"] = [item["domain"] for item in items]
    return items


def _settle(item: r.Item, before: r.Item | None, scope: r.Scope) -> None:
    if before is not None and item.get("action") == before["action"] == "fail" and not item["destination"]:
        item["destination"] = before["destination"]
    targets.complete(item, scope)
    if before is None or item.get("destination") != before["destination"]:
        targets.reachable(item)


def _set(item: r.Item, _scope: r.Scope) -> r.Calls:
    params = targets.wire(item)
    if item["action"] == "system":
        params = {"fwdopt": "fwd", "fwdemail": item["destination"]}
    return [r.ask("Email::set_default_address", domain=item["domain"], **params)]


def _update(_before: r.Item, after: r.Item, _changed: t.Collection[str], scope: r.Scope) -> r.Calls:
    return _set(after, scope)


def _reset(_item: r.Item) -> r.Item:
    return {"action": "system", "destination": ""}


EMAIL_DEFAULT_ADDRESS = r.Kind(
    name="email_default_address",
    fields={"domain": r.Field(normal=r.domain_name), **targets.FIELDS},
    key=("domain",),
    domain=r.lies_in("domain"),
    together=("action", "destination"),
    prepare=_prepare,
    settle=_settle,
    initial=lambda _item, scope: {"action": "system", "destination": scope.account},
    read=_read,
    create=_set,
    update=_update,
    remove=lambda item, scope: _set({**item, "action": "system", "destination": scope.account}, scope),
    reset=_reset,
    portable=targets.portable,
    plural="email_default_addresses",
)
