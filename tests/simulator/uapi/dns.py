# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI DNS (protocol.md 6.6).

The checks of an edit are the zone's own, in ``state/zones.py``. Called by name; ``whm/dns.py`` edits by ``mass_edit``.
"""

from __future__ import annotations

import json
from typing import Any

from ..api.registry import Call, Params, uapi
from ..errors import ApiError
from ..state.zones import Zone


def zone_of(call: Call, name: str) -> Zone:
    """The zone, when the account controls it."""
    zone = call.account.contents.zones.get(name.lower())
    if zone is None:
        raise ApiError("You do not control a DNS zone named `[_1]`.", name)
    return zone


def _objects(params: Params, name: str) -> list[Any]:
    """``add``, ``add-0``, ``add-1``: one JSON object each; one JSON array is refused."""
    values = []
    for text in params.all(name):
        try:
            value = json.loads(text)
        except ValueError:
            raise ApiError("The `[_1]` argument is invalid.", name) from None
        if not isinstance(value, dict):
            raise ApiError("The `[_1]` argument is invalid.", name)
        values.append(value)
    return values


def mass_edit(call: Call, zone: Zone) -> dict[str, Any]:
    """Apply one batch; the new serial is a text on the wire."""
    params = call.params
    add, edit = _objects(params, "add"), _objects(params, "edit")
    return {"new_serial": str(zone.edit(params["serial"], add, edit, params.all("remove"), call.now))}


@uapi("DNS::parse_zone", feature="zoneedit", required=("zone",))
def parse_zone(call: Call) -> list[dict[str, Any]]:
    """The lines of a zone, in base64."""
    return zone_of(call, call.params["zone"]).parsed()


@uapi("DNS::mass_edit_zone", writes=True, feature="zoneedit", required=("zone", "serial"))
def mass_edit_zone(call: Call) -> dict[str, Any]:
    """Add, change and remove records in one step."""
    return mass_edit(call, zone_of(call, call.params["zone"]))


def _holder(call: Call, domain: str) -> Zone | None:
    zones = call.account.contents.zones
    parts = domain.lower().rstrip(".").split(".")
    return next((zones[n] for n in (".".join(parts[i:]) for i in range(len(parts))) if n in zones), None)


@uapi("DNS::lookup", required=("domain",))
def lookup(call: Call) -> list[str]:
    """The addresses a name has in the zones of this server."""
    domain = call.params["domain"]
    zone = _holder(call, domain)
    if zone is None:
        return []
    name = domain.lower().rstrip(".") + "."
    return [x.data[0] for x in zone.lines if x.record_type in ("A", "AAAA") and zone.absolute(x.dname) == name]


@uapi("DNS::has_local_authority", required=("domain",))
def has_local_authority(call: Call) -> list[dict[str, Any]]:
    """Whether this server answers for the domains."""
    rows = []
    for domain in call.params.all("domain"):
        zone = _holder(call, domain)
        names = [x.data[0].rstrip(".") for x in zone.lines if x.record_type == "NS"] if zone else []
        rows.append(
            {
                "domain": domain,
                "zone": zone.name if zone else None,
                "local_authority": int(zone is not None),
                "nameservers": names,
            }
        )
    return rows
