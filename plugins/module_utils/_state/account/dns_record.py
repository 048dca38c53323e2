# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import typing as t

from .. import kind as r
from .shared import zone as _zone
from .shared import zone_own as _zone_own


def _prepare(item: r.Item) -> None:
    item.update(_zone.checked(item, item["zone"]))


def _read(scope: r.Scope) -> r.Reading:
    zones = yield from _zone.zones_wanted(scope, _zone_own.questions(scope))
    _zone_own.note(scope, zones)
    return [{"zone": zone.name, **record} for zone in zones for record in zone.sets()]


def _settle(item: r.Item, _before: r.Item | None, scope: r.Scope) -> None:
    _zone.check_zone(item["zone"], scope)
    _others(item, scope)


def _others(item: r.Item, scope: r.Scope) -> list[_zone.Set]:
    """What gives way to it, in the same edit. Raises ValueError for what does not."""
    return _zone_own.giving_way(item, item["name"], item["type"], _zone.zone_of(item, scope).sets(), scope)


def _edit(before: r.Item | None, after: r.Item | None, scope: r.Scope) -> r.Calls:
    item = t.cast(r.Item, after or before)
    zone = _zone.zone_of(item, scope)
    away = [((one["name"], one["type"]), None) for one in _others(item, scope)] if after else []
    return _zone.zone_edit(zone, [*away, ((item["name"], item["type"]), after)])


DNS_RECORD = r.Kind(
    name="dns_record",
    fields={
        "zone": r.Field(normal=r.domain_name),
        "name": r.Field(needed=True),
        "type": r.Field(choices=_zone.TYPES, needed=True),
        "ttl": r.Field("int"),
        "value": r.Field("list", elements="str", needed=True),
    },
    key=("zone", "name", "type"),
    prepare=_prepare,
    domain=r.lies_in("zone"),
    read=_read,
    settle=_settle,
    initial=lambda item, scope: {"ttl": _zone.zone_of(item, scope).ttl},
    create=lambda item, scope: _edit(None, item, scope),
    update=lambda before, after, _changed, scope: _edit(before, after, scope),
    remove=lambda item, scope: _edit(item, None, scope),
    without=_zone.without,
    version=lambda item, scope: _zone.zone_of(item, scope).serial,
    in_documents=False,
)
