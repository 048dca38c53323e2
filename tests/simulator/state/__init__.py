# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server remembers: accounts and what is in them, zones, sessions, switches, the time; and how a world begins.

Must not know HTTP, envelopes or the calls that change it. Called by the functions in ``uapi``, ``api2`` and ``whm``,
by ``wire`` at the door, and by ``server.py``, which holds it all.
"""
