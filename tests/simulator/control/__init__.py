# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The control port, by which tests in other processes look at the servers and steer them.

Must not know how a call is answered. Called by ``simulator.py``, which opens and closes it.
"""
