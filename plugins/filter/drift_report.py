# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter drift_report: the result of cpanel_fleet with a document, completed for reports."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.hostops.cpanel.plugins.plugin_utils.drift import drift_of


def drift_report(
    result: t.Any,
    check_mode: bool = False,
    unlisted: str = "report",
    documents: t.Iterable[str] = (),
    blank: t.Iterable[str] = (),
    accounts: bool = True,
) -> dict[str, t.Any]:
    """Rows, summary and lines for a report. Raises AnsibleFilterError."""
    try:
        return drift_of(result, check_mode, unlisted, documents, blank, accounts)
    except ValueError as exc:
        raise AnsibleFilterError("hostops.cpanel.drift_report: %s" % exc) from None


class FilterModule:
    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"drift_report": drift_report}
