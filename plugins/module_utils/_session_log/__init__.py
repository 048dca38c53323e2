# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The log of sessions that a server writes: its files, its lines as entries, and the search through them.

Must not know connections or accounts: it reads a log on this machine, or a text.
Called by ``whm_session_log_info`` and the filter ``session_log``.

Private to this collection: nothing here is a public interface.
"""
