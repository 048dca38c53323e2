# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter fleet_audit: what cpanel_fleet read of disks and mail, judged for reports."""

from __future__ import annotations

import typing as t

from ansible_collections.hostops.cpanel.plugins.plugin_utils.audit import audit_of
from ansible_collections.hostops.cpanel.plugins.plugin_utils.filters import as_filter


class FilterModule:
    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"fleet_audit": as_filter("fleet_audit", audit_of)}
