# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which accounts share a request, how many jobs a server is given at a time, and the threads that do them.

Owns jobs, the lane of each server and the pool of threads. Must not know what is done in an account, nor how a call
gets there: ``ways`` does a job. Called by ``fleet``; ``ways`` tells a lane how its server fares.
"""

from __future__ import annotations

import collections
import threading
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError

from .report import Results
from .servers import Server
from .targets import Target

DEAD_AFTER = 3
# Accounts that share a batch, or one account.
Job = list[Target]


class Lane:
    """One server's queue: how many jobs it takes at a time, and whether it still takes any.

    The limit halves with each sign of trouble (5xx, a lost connection) and grows back with each success, so that a
    server in trouble is left alone while others go on. A refused credential or certificate and a missing privilege
    close the lane at once, a server that gave no answer to three jobs in a row as well. For several threads.
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
        self._lock = threading.Lock()

    def add(self, target: Target, size: int) -> None:
        """Queues an account: over WHM in a job of up to ``size``, else, or with a credential of its own, in its own."""
        shares = self.via == "whm" and not target.own
        if shares and self.queue and len(self.queue[-1]) < size and not self.queue[-1][0].own:
            self.queue[-1].append(target)
        else:
            self.queue.append([target])

    def split(self, back: Job) -> None:
        """Takes accounts back, and does them one by one from here on, with those that wait here."""
        waiting = [target for job in self.queue for target in job]
        self.queue = collections.deque([target] for target in [*back, *waiting])

    @property
    def free(self) -> bool:
        return bool(self.queue) and self.running < max(1, int(self.limit))

    def trouble(self) -> bool:
        """Slows the lane down; False if it is closed, and nothing need be tried again."""
        with self._lock:
            self.limit = max(1.0, self.limit / 2)
            return self.closed is None

    def answered(self, error: CpanelError | None) -> None:
        """Takes note of how a job went, and decides whether what happened to it will happen to all."""
        with self._lock:
            if error is None:
                self._succeed()
            elif (
                error.refuses_credential or error.code == "missing_acl" or (error.category == "tls" and not error.sent)
            ):
                self.closed = self.closed or error
            elif error.category == "connection":
                self._unreachable += 1
                if self._unreachable >= DEAD_AFTER:
                    self.closed = self.closed or error
            elif error.category != "ambiguous":  # it was an answer, whatever it says
                self._succeed()

    def _succeed(self) -> None:
        self._unreachable = 0
        self.limit = min(float(self.ceiling), self.limit + 0.5)


class Worker(t.Protocol):
    """Who does a job, in a thread of a pool."""

    def do(self, lane: Lane, job: Job) -> Job:
        """Returns the accounts that are to be done one by one instead."""


class Pool:
    """Threads that take jobs from lanes in turn, up to each lane's limit and ``forks`` in all."""

    def __init__(self, lanes: t.Sequence[Lane], forks: int, worker: Worker, results: Results) -> None:
        self._changed = threading.Condition()
        self._stopped = False
        self._lanes = list(lanes)
        self._worker = worker
        self._results = results
        self._turn = 0
        most = sum(min(lane.ceiling, sum(map(len, lane.queue))) for lane in lanes)
        self._threads = [threading.Thread(target=self._loop, daemon=True) for _number in range(min(forks, most))]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """No new job from here on; those that run go on."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def join(self, seconds: float) -> None:
        """Waits for the threads, up to that long for each."""
        for thread in self._threads:
            thread.join(seconds)

    @property
    def busy(self) -> bool:
        return any(thread.is_alive() for thread in self._threads)

    def _loop(self) -> None:
        while True:
            with self._changed:
                lane = self._next()
                while lane is None:
                    if self._ended or not any(lane.queue or lane.running for lane in self._lanes):
                        self._changed.notify_all()
                        return
                    self._changed.wait()
                    lane = self._next()
                lane.running += 1
                job = lane.queue.popleft()
            back: Job = []
            try:
                back = self._worker.do(lane, job)
            finally:
                with self._changed:
                    if back:
                        lane.split(back)
                    lane.running -= 1
                    self._changed.notify_all()

    @property
    def _ended(self) -> bool:
        return self._stopped or self._results.too_many_failed

    def _next(self) -> Lane | None:
        """The next lane in turn that takes a job."""
        for step in range(0 if self._ended else len(self._lanes)):
            number = (self._turn + step) % len(self._lanes)
            if self._lanes[number].free:
                self._turn = (number + 1) % len(self._lanes)
                return self._lanes[number]
        return None
