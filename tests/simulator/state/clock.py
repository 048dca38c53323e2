# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settable clock: session expiry, token expiry and lock-outs follow it.

Must not know who waits. Set by tests and the control port; one for all servers of a simulator.
"""

from __future__ import annotations

import time


class SimClock:
    """Real time plus an offset."""

    def __init__(self) -> None:
        self.offset = 0.0

    def now(self) -> float:
        """The simulated unix time."""
        return time.time() + self.offset

    def advance(self, seconds: float) -> float:
        """Let ``seconds`` pass; returns the new time."""
        self.offset += seconds
        return self.now()

    def set(self, timestamp: float) -> float:
        """Make it ``timestamp`` (unix) now."""
        self.offset = timestamp - time.time()
        return self.now()

    def reset(self) -> None:
        """Back to the real time."""
        self.offset = 0.0
