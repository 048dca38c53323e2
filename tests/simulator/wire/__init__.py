# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sockets and HTTP: requests read, callers let in or sent away, answers written, faults played, all of it journaled.

Must not know what a single API function does. Called by ``server.py``, which opens the ports.
"""
