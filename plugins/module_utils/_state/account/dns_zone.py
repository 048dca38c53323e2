# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import typing as t

from .. import kind as r
from .shared import zone as _zone
from .shared import zone_own as _zone_own

Sets = dict[tuple[str, str], _zone.Set]


def _prepare(item: r.Item) -> None:
    seen = set()
    for number, record in enumerate(item.get("records") or ()):
        try:
            found = {**_zone.checked(record, item["zone"]), "state": record["state"]}
        except ValueError as exc:
            raise ValueError("records[%d].%s" % (number, exc)) from None
        if (found["name"], found["type"]) in seen:
            raise ValueError("records[%d]: %s %s is there twice" % (number, found["name"], found["type"]))
        seen.add((found["name"], found["type"]))
        item["records"][number] = found


def _sets(records: t.Iterable[r.Item]) -> Sets:
    return {(record["name"], record["type"]): record for record in records}


def _read(scope: r.Scope) -> r.Reading:
    """Where nothing is left to be there, a zone that has gone is as good as an empty one."""
    zones = yield from _zone.zones_wanted(scope, _zone_own.questions(scope))
    _zone_own.note(scope, zones)
    items = [{"zone": zone.name, "records": zone.sets(), "serial": zone.serial} for zone in zones]
    gone = {item["zone"] for item in scope.wanted if not _needed(item)} - {zone.name for zone in zones}
    return items + [{"zone": name, "records": [], "serial": ""} for name in sorted(gone)]


def _needed(item: r.Item) -> str:
    """The zone, if anything is to be in it."""
    return item["zone"] if any(record["state"] == "present" for record in item["records"]) else ""


def _settle(item: r.Item, before: r.Item | None, scope: r.Scope) -> None:
    """The records that are wanted laid over those that are there; a purge spares the protected and the server's own."""
    there, given = _sets((before or {}).get("records") or ()), _sets(item["records"])
    purge = item.pop("purge", False)
    if _needed(item):
        _zone.check_zone(item["zone"], scope)
    zone = _zone.zone_of(item, scope)
    merged = {
        key: record
        for key, record in there.items()
        if not purge or key in given or _zone_own.spared(item, record, scope)
    }
    _zone_own.lay_over(merged, given, item, zone.ttl, scope)
    item["records"] = [merged[key] for key in sorted(merged)]


def _update(before: r.Item, after: r.Item, _changed: t.Collection[str], scope: r.Scope) -> r.Calls:
    there, wanted = _sets(before["records"]), _sets(after["records"])
    changes = [(key, wanted.get(key)) for key in sorted({**there, **wanted}) if there.get(key) != wanted.get(key)]
    return _zone.zone_edit(_zone.zone_of(after, scope), changes)


DNS_ZONE = r.Kind(
    name="dns_zone",
    fields={
        "zone": r.Field(normal=r.domain_name),
        "records": r.Field(
            "list",
            elements="dict",
            options=_zone.RECORD,
            default=(),
            parts=_sets,
        ),
        "purge": r.Field("bool", default=False, helper=True),
        "protected_types": r.Field("list", elements="str", default=("SOA", "NS"), helper=True),
        "protected_names": r.Field("list", elements="str", default=_zone.PROTECTED, helper=True),
        "serial": r.Field(told="Serial number of the zone."),
    },
    key=("zone",),
    domain=("zone", _needed),
    prepare=_prepare,
    read=_read,
    settle=_settle,
    create=lambda _item, _scope: [],  # a zone comes with its domain: this is planned in check mode only
    update=_update,
    remove=lambda _item, _scope: [],
    version=lambda item, scope: _zone.zone_of(item, scope).serial,
    parted=_zone_own.parted,
    inside="purge",
    order=90,
    removable=False,
)
