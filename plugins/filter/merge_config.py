# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter merge_config: several documents as one."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.hostops.cpanel.plugins.plugin_utils.merging import merged


def merge_config(
    documents: t.Any, names: t.Sequence[t.Any] | None = None, values: t.Mapping[str, t.Any] | None = None
) -> dict[str, t.Any]:
    """One document, in which later ones win field by field. Raises AnsibleFilterError."""
    try:
        return merged(documents, names, values)
    except ValueError as exc:
        raise AnsibleFilterError("hostops.cpanel.merge_config: %s" % exc) from None


class FilterModule:
    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"merge_config": merge_config}
