# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import collections
import threading
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError

from .servers import Server
from .targets import Target

DEAD_AFTER = 3
Job = list[Target]


class Lane:
    """One server's queue: how many requests it takes at a time, and whether it still takes any.

    The limit halves with each sign of trouble (5xx, a lost connection) and grows back with each success, so that a
    server in trouble is left alone while others go on. A refused credential or certificate and a missing privilege
    close the lane at once,
    a server that gave no answer to three jobs in a row as well.
    """

    def __init__(self, server: Server, ceiling: int, via: str) -> None:
        self.server = server
        self.via = via
        self.ceiling = ceiling
        self.limit = float(ceiling)
        self.running = 0
        self.queue: collections.deque[Job] = collections.deque()
        self.closed: CpanelError | None = None
        self._unreachable = 0

    @property
    def free(self) -> bool:
        return bool(self.queue) and self.running < max(1, int(self.limit))

    def trouble(self) -> None:
        self.limit = max(1.0, self.limit / 2)

    def success(self) -> None:
        """A job was answered, whatever the answer was."""
        self._unreachable = 0
        self.limit = min(float(self.ceiling), self.limit + 0.5)

    def failure(self, error: CpanelError) -> None:
        """Decides whether what happened to one job will happen to all."""
        hopeless = error.refuses_credential or error.code == "missing_acl"
        if hopeless or (error.category == "tls" and not error.sent):
            self.closed = self.closed or error
        elif error.category == "connection":
            self._unreachable += 1
            if self._unreachable >= DEAD_AFTER:
                self.closed = self.closed or error
        elif error.category != "ambiguous":
            self.success()


class Pool:
    """Worker threads that take jobs from lanes, fairly, up to each lane's limit and ``forks`` in all."""

    def __init__(self, lanes: t.Sequence[Lane], forks: int, work: t.Callable[[Lane, Job], None]) -> None:
        self.changed = threading.Condition()
        self.stopped = False
        self._lanes = list(lanes)
        self._work = work
        self._turn = 0
        wanted = sum(min(lane.ceiling, sum(map(len, lane.queue))) for lane in lanes)
        self._threads = [threading.Thread(target=self._loop, daemon=True) for _number in range(min(forks, wanted))]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """No new job from here on; those that run go on."""
        with self.changed:
            self.stopped = True
            self.changed.notify_all()

    def split(self, lane: Lane, back: t.Sequence[Target]) -> None:
        """Gives accounts back to a lane that takes them one by one from here on; those that wait there as well."""
        with self.changed:
            waiting = [target for job in lane.queue for target in job]
            lane.queue = collections.deque([target] for target in [*back, *waiting])
            self.changed.notify_all()

    def join(self, seconds: float) -> bool:
        """Waits for the workers; True if all have ended."""
        for thread in self._threads:
            thread.join(seconds)
        return not any(thread.is_alive() for thread in self._threads)

    @property
    def busy(self) -> bool:
        return any(thread.is_alive() for thread in self._threads)

    def _loop(self) -> None:
        while True:
            with self.changed:
                found = self._take()
                while found is None:
                    if self.stopped or not any(lane.queue or lane.running for lane in self._lanes):
                        self.changed.notify_all()
                        return
                    self.changed.wait()
                    found = self._take()
            lane, job = found
            try:
                self._work(lane, job)
            finally:
                with self.changed:
                    lane.running -= 1
                    self.changed.notify_all()

    def _take(self) -> tuple[Lane, Job] | None:
        if self.stopped:
            return None
        for step in range(len(self._lanes)):
            lane = self._lanes[(self._turn + step) % len(self._lanes)]
            if lane.free:
                self._turn = (self._turn + step + 1) % len(self._lanes)
                lane.running += 1
                return lane, lane.queue.popleft()
        return None
