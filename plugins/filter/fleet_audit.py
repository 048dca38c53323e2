# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter fleet_audit: what cpanel_fleet read of disks and mail, judged for reports."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.hostops.cpanel.plugins.plugin_utils.audit import audit_of


def fleet_audit(
    result: t.Any,
    mail: t.Any,
    disk_percent: float = 90,
    mailbox_percent: float = 90,
    trusted_domains: t.Iterable[str] = (),
    default_account: bool = False,
    autoresponders: bool = True,
) -> dict[str, t.Any]:
    """Rows, summary and lines for a report. Raises AnsibleFilterError."""
    try:
        return audit_of(result, mail, disk_percent, mailbox_percent, trusted_domains, default_account, autoresponders)
    except ValueError as exc:
        raise AnsibleFilterError("hostops.cpanel.fleet_audit: %s" % exc) from None


class FilterModule:
    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"fleet_audit": fleet_audit}
