# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter account_targets: accounts for cpanel_fleet, each with its document."""

from __future__ import annotations

import typing as t

from ansible_collections.hostops.cpanel.plugins.plugin_utils.account_targets import targets_of
from ansible_collections.hostops.cpanel.plugins.plugin_utils.filters import as_filter


class FilterModule:
    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"account_targets": as_filter("account_targets", targets_of)}
