# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stateful stand-in for cPanel & WHM's HTTP interfaces, for tests. README.md is its manual.

In folders as a server is built, each importing only those before it: ``hostile``, ``state``, ``api``, the functions in
``uapi``, ``api2`` and ``whm``, ``wire``, ``control``. All imports are relative, and nothing of the collection is among
them: it starts as ``tests.simulator`` and as ``ansible_collections.hostops.cpanel.tests.simulator``.
"""

from __future__ import annotations

from .simulator import Simulator, load_functions

load_functions()

__all__ = ["Simulator"]
