# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task: its options become calls, and their results become what the task returns.

Owns ``Command`` (what a module does), the runner inside a module's process, and queries.
Must not know kinds of resources or fleets.
Called by modules and actions, and by ``_state`` and ``_fleet`` for their commands.

Private to this collection: nothing here is a public interface.
"""
