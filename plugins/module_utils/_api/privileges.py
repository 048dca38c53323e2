# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which privilege a WHM function needs, and whether a credential lacks it.

Pure. Called by ``link`` and ``reasons``, which ask the server for the privileges (``myprivs``).
"""

from __future__ import annotations

import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.refusals import ACLS


def missing_privilege(function: str, answer: Result | None) -> str | None:
    """The privilege that a WHM function needs and that ``myprivs`` (a one-element list of a map) answers to lack.

    None if nothing is missing, or nobody knows.
    """
    acl = ACLS.get(function)
    privileges = answer.data.get("privileges") if answer is not None and isinstance(answer.data, dict) else None
    granted = privileges[0] if isinstance(privileges, list) and privileges else privileges
    if acl is None or not isinstance(granted, dict) or acl not in granted:
        return None
    return None if _grants(granted, "all") or _grants(granted, acl) else acl


def _grants(granted: t.Mapping[str, t.Any], acl: str) -> bool:
    return str(granted.get(acl, "0")) == "1"
