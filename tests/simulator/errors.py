# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Refusals: how a function, or the state that it changes, says no.

Must not know how a refusal is sent. Raised by ``state``, ``api`` and the functions; caught by ``api/execute.py``, and
by ``wire`` where it has to be 403.
"""

from __future__ import annotations

from typing import Any

from .texts import fill


class ApiError(Exception):
    """A refusal by the server. Its template (see :mod:`.texts`) is also the key for translations."""

    def __init__(self, template: str, *args: Any) -> None:
        self.template = template
        self.values = tuple(str(arg) for arg in args)
        super().__init__(fill(template, self.values))


class AccessDenied(Exception):
    """Authenticated but not permitted: 403 with body A on the wire (protocol.md 2.3)."""
