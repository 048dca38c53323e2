# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sets of records in a zone, one at a time: what has one name and type. In documents they are part of ``dns_zone``."""

from __future__ import annotations

from .. import values
from ..kind import Field, Kind
from ..reading import Reading
from ..scope import Calls, Item, Scope
from .shared import zone, zone_own


def _prepare(item: Item) -> None:
    item.update(zone.check_set(item, item["zone"]))


def _read(scope: Scope) -> Reading:
    zones = yield from zone_own.read_zones(scope)
    return [{"zone": one.name, **record} for one in zones for record in one.sets()]


def _merge(item: Item, _current: Item | None, scope: Scope) -> None:
    zone.check_zone(item["zone"], scope)
    _giving_way(item, scope)


def _giving_way(item: Item, scope: Scope) -> list[zone.Set]:
    """What gives way to it, in the same edit. Raises ValueError for what does not."""
    return zone_own.giving_way(item, item["name"], item["type"], zone.zone_of(item, scope).sets(), scope)


def _set(item: Item, scope: Scope) -> Calls:
    removed: list[zone.Edit] = [((one["name"], one["type"]), None) for one in _giving_way(item, scope)]
    return zone.zone_edit(zone.zone_of(item, scope), [*removed, ((item["name"], item["type"]), item)])


def _remove(item: Item, scope: Scope) -> Calls:
    return zone.zone_edit(zone.zone_of(item, scope), [((item["name"], item["type"]), None)])


DNS_RECORD = Kind(
    name="dns_record",
    fields={
        "zone": Field(normalize=values.domain_name),
        "name": Field(required=True),
        "type": Field(choices=zone.TYPES, required=True),
        "ttl": Field("int"),
        "value": Field("list", elements="str", required=True),
    },
    key=("zone", "name", "type"),
    prepare=_prepare,
    domain="zone",
    read=_read,
    merge=_merge,
    defaults=lambda item, scope: {"ttl": zone.zone_of(item, scope).ttl},
    create=_set,
    remove=_remove,
    subtract=zone.subtract,
    version=lambda item, scope: zone.zone_of(item, scope).serial,
    in_documents=False,
)
