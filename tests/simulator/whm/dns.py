# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""WHM API 1: DNS zones of all accounts that the caller owns (protocol.md 5.6).

An edit is that of ``uapi/dns.py``. Called by name.
"""

from __future__ import annotations

from typing import Any

from ..api.registry import Call, whm
from ..errors import ApiError
from ..state.zones import Zone
from ..uapi.dns import mass_edit


def _zone(call: Call) -> Zone:
    name = call.params["zone"].lower()
    account = call.server.find_domain(name)
    zone = account.contents.zones.get(name) if account else None
    if account is None or zone is None:
        raise ApiError("You do not control a DNS zone named `[_1]`.", name)
    if "all" not in call.caller.acls and account.owner != call.caller.user:
        user = call.caller.user
        raise ApiError("Access Denied: You, `[_1]`, are not permitted to modify DNS for `[_2]`.", user, name)
    return zone


@whm("listzones", acl="edit-dns", result_key="zone")
def listzones(call: Call) -> dict[str, Any]:
    """The zones that the caller may edit."""
    mine = [a for a in call.server.accounts.values() if "all" in call.caller.acls or a.owner == call.caller.user]
    names = sorted(name for account in mine for name in account.contents.zones)
    return {"zone": [{"domain": name, "zonefile": f"{name}.db"} for name in names]}


@whm("parse_dns_zone", acl="edit-dns", required=("zone",))
def parse_dns_zone(call: Call) -> dict[str, Any]:
    """As ``DNS::parse_zone``."""
    return {"payload": _zone(call).parsed()}


@whm("mass_edit_dns_zone", writes=True, acl="edit-dns", required=("zone", "serial"))
def mass_edit_dns_zone(call: Call) -> dict[str, Any]:
    """As ``DNS::mass_edit_zone``."""
    return mass_edit(call, _zone(call))
