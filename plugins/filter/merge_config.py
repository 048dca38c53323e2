# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter merge_config: several documents as one."""

from __future__ import annotations

import typing as t

from ansible_collections.hostops.cpanel.plugins.plugin_utils.filters import as_filter
from ansible_collections.hostops.cpanel.plugins.plugin_utils.merging import merged


class FilterModule:
    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"merge_config": as_filter("merge_config", merged)}
