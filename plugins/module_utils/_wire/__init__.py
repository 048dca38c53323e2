# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One endpoint, one identity, one answer: everything that goes over the network.

Owns HTTP, TLS, deadlines, credentials, sessions, the circuit breaker, and what an HTTP answer means.
Must not know which functions exist, what a task asks for, or that there are several accounts.
Called by ``_api`` only, but for the options of a connection, which every plugin takes, and ``Result``, which all read.

Private to this collection: nothing here is a public interface.
"""
