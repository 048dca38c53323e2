# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""WHM API 1: the server itself, and what the caller may do on it (protocol.md 5.5).

Must not know accounts. Called by name.
"""

from __future__ import annotations

from typing import Any

from ..api.identity import ACLS
from ..api.registry import WHM, Call, whm


@whm("version")
def version(call: Call) -> dict[str, str]:
    """``11.x.y.z``."""
    return {"version": call.server.version}


@whm("gethostname")
def gethostname(call: Call) -> dict[str, str]:
    """The server's name."""
    return {"hostname": call.server.hostname}


@whm("myprivs")
def myprivs(call: Call) -> dict[str, Any]:
    """A list with one object."""
    return {"privileges": [{acl: int(call.caller.may(acl)) for acl in ACLS}]}


@whm("applist")
def applist(call: Call) -> dict[str, Any]:
    """The functions the caller may use."""
    return {"app": sorted(name for name, function in WHM.items() if call.caller.may(function.acl))}
