# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What UAPI, cPanel API 2 and WHM API 1 have in common: how functions are registered, checked and run, and envelopes.

Must not know a single function, nor sockets. Called by ``wire`` for each request, and by functions that call others.
"""
