# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zones: the sets of records of a domain. A zone comes and goes with its domain; what is in it can be purged."""

from __future__ import annotations

import typing as t

from .. import values
from ..kind import Field, Kind
from ..reading import Reading
from ..scope import Calls, Item, Scope
from .shared import zone, zone_own


def _prepare(item: Item) -> None:
    seen = set()
    for number, record in enumerate(item.get("records") or ()):
        try:
            checked = {**zone.check_set(record, item["zone"]), "state": record["state"]}
        except ValueError as exc:
            raise ValueError("records[%d].%s" % (number, exc)) from None
        name = (checked["name"], checked["type"])
        if name in seen:
            raise ValueError("records[%d]: %s %s is listed twice; put all values in one" % (number, *name))
        seen.add(name)
        item["records"][number] = checked


def _sets(records: t.Iterable[Item]) -> dict[zone.Name, zone.Set]:
    return {(record["name"], record["type"]): record for record in records}


def _read(scope: Scope) -> Reading:
    """Where nothing is left to be there, a zone that has gone is as good as an empty one."""
    zones = yield from zone_own.read_zones(scope)
    items = [{"zone": one.name, "records": one.sets(), "serial": one.serial} for one in zones]
    gone = {item["zone"] for item in scope.desired if not _is_needed(item)} - {one.name for one in zones}
    return items + [{"zone": name, "records": [], "serial": ""} for name in sorted(gone)]


def _is_needed(item: Item) -> bool:
    return any(record["state"] == "present" for record in item["records"])


def _merge(item: Item, current: Item | None, scope: Scope) -> None:
    """The desired records laid over those that are there; a purge spares the protected and the server's own."""
    present, given = _sets((current or {}).get("records") or ()), _sets(item["records"])
    purge = item.pop("purge", False)
    if _is_needed(item):
        scope.check_domain("zone", item["zone"], current is None)
        zone.check_zone(item["zone"], scope)
    merged = {
        key: record
        for key, record in present.items()
        if not purge or key in given or zone_own.is_spared(item, record, scope)
    }
    zone_own.lay_over(merged, given, item, zone.zone_of(item, scope).ttl, scope)
    item["records"] = [merged[key] for key in sorted(merged)]


def _update(current: Item, item: Item, _changed: t.Collection[str], scope: Scope) -> Calls:
    old, new = _sets(current["records"]), _sets(item["records"])
    changes = [(key, new.get(key)) for key in sorted({**old, **new}) if old.get(key) != new.get(key)]
    return zone.zone_edit(zone.zone_of(item, scope), changes)


DNS_ZONE = Kind(
    name="dns_zone",
    fields={
        "zone": Field(normalize=values.domain_name),
        "records": Field("list", elements="dict", options=zone.RECORD, default=(), entries=_sets),
        "purge": Field("bool", default=False, input_only=True),
        "protected_types": Field("list", elements="str", default=("SOA", "NS"), input_only=True),
        "protected_names": Field("list", elements="str", default=zone.PROTECTED, input_only=True),
        "serial": Field(read_only="Serial number of the zone."),
    },
    key=("zone",),
    prepare=_prepare,
    read=_read,
    merge=_merge,
    create=lambda _item, _scope: [],  # it comes with its domain: this is planned in check mode only
    update=_update,
    version=lambda item, scope: zone.zone_of(item, scope).serial,
    export=zone_own.export,
    purge_option="purge",
    order=90,
    removable=False,
)
