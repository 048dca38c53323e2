# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One endpoint, one identity, one answer: everything that goes over the network.

Owns HTTP, TLS, deadlines, credentials, sessions, the circuit breaker, and what an HTTP answer means.
Must not know which functions exist, what a task asks for, or that there are several accounts.
Called by ``_api``, which alone sends anything. Every plugin takes the options of a connection, with their checks and
ports; all rooms read ``Result``; actions load certificates, and name the run for the breaker, before they fork.

Private to this collection: nothing here is a public interface.
"""
