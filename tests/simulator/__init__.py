# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stateful stand-in for cPanel & WHM's HTTP interfaces, for tests. See README.md."""

from __future__ import annotations

from .simulator import Simulator, load_functions

load_functions()

__all__ = ["Simulator"]
