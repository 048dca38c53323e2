# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values in Python's own types.

Called wherever Ansible gives values: options, variables, documents. Knows nothing else.
"""

from __future__ import annotations

import typing as t


def native(value: t.Any) -> t.Any:
    """The same in Python's own types: what the vault encrypted and what Ansible has marked becomes plain text."""
    if isinstance(value, t.Mapping):
        return {native(str(key)): native(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [native(item) for item in value]
    if value is None or isinstance(value, bool):
        return value
    for kind in (int, float):
        if isinstance(value, kind):
            return kind(value)
    return "".join((str(value),))  # str() alone gives a marked text back as it is
