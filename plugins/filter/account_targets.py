# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter account_targets: accounts for cpanel_fleet, each with its document."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.hostops.cpanel.plugins.plugin_utils.account_targets import targets_of


def account_targets(
    entries: t.Any,
    defaults: t.Mapping[str, t.Any] | None = None,
    packages: t.Mapping[str, t.Any] | None = None,
    groups: t.Mapping[str, t.Any] | None = None,
    hosts: t.Mapping[str, t.Any] | None = None,
    directory: str = "",
    files: t.Mapping[str, str] | None = None,
    server: str = "",
    only_files: bool = False,
) -> list[t.Any]:
    """The accounts of cpanel_fleet, or with ``only_files`` the files to read for it. Raises AnsibleFilterError."""
    try:
        return targets_of(entries, defaults, packages, groups, hosts, directory, files, server, only_files)
    except ValueError as exc:
        raise AnsibleFilterError("hostops.cpanel.account_targets: %s" % exc) from None


class FilterModule:
    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"account_targets": account_targets}
