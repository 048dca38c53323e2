# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one deadline of an exchange: connecting, sending, and an answer with all its headers and continuations.

A time-out of a socket bounds one operation, and a server that sends a byte now and then is never idle. So every
operation on the socket gets what is left until the deadline, and never more than the time-out. Used by the transport,
which gives ``timed`` the pools of urllib3. Must not know of cPanel.
"""

from __future__ import annotations

import http.client
import io
import time
import typing as t

_PIECE = 65536


class TooLate(TimeoutError):
    """The deadline has passed. ``sent`` tells whether the request may have reached the server."""

    def __init__(self, sent: bool) -> None:
        super().__init__("the deadline has passed")
        self.sent = sent


class Clock:
    """Three stages, each of which may take ``timeout`` seconds: connecting and sending, and the answer.

    Connecting may take it for TCP and for TLS, so all of it takes three times that at most.
    """

    def __init__(self) -> None:
        self._timeout = 0.0
        self._sent = False
        self._end = 0.0
        self._last = 0.0

    def start(self, timeout: float) -> None:
        self._timeout, self._sent = timeout, False
        self._end = time.monotonic() + 2 * timeout
        self._last = self._end + timeout

    def was_sent(self) -> None:
        """From here on the answer is waited for."""
        self._sent = True
        self._end = min(time.monotonic() + self._timeout, self._last)

    def left(self) -> float:
        """Seconds that the next operation may take. Raises TooLate if there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TooLate(self._sent)
        return min(left, self._timeout)


class _TimedReader(io.RawIOBase):
    """What a socket gives, each piece of it within what is left."""

    def __init__(self, sock: t.Any, clock: Clock) -> None:
        self._sock = sock
        self._clock = clock
        self._raw = sock.makefile("rb", buffering=0)  # keeps the socket open, as the response's own file would

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: t.Any) -> int | None:
        self._sock.settimeout(self._clock.left())
        return t.cast("int | None", self._raw.readinto(buffer))

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


def timed(manager: t.Any, clock: Clock) -> t.Any:
    """A pool manager of urllib3 (also one for a proxy) whose connections go by the clock."""
    manager.pool_classes_by_scheme = {
        scheme: type("Timed" + pool.__name__, (pool,), {"ConnectionCls": _connection(pool.ConnectionCls, clock)})
        for scheme, pool in manager.pool_classes_by_scheme.items()
    }
    return manager


def _connection(kind: type[t.Any], clock: Clock) -> type[t.Any]:
    class Answer(http.client.HTTPResponse):
        def __init__(self, sock: t.Any, *args: t.Any, **kwargs: t.Any) -> None:
            super().__init__(sock, *args, **kwargs)
            self.fp.close()
            self.fp = io.BufferedReader(_TimedReader(sock, clock), _PIECE)

    class Connection(kind):  # type: ignore[misc]
        response_class = Answer

        def connect(self) -> None:
            self.timeout = clock.left()
            super().connect()

        def send(self, data: t.Any) -> None:
            """In pieces: TLS gives each record the whole time-out of the socket."""
            if not isinstance(data, (bytes, bytearray)):
                super().send(data)
                return
            view = memoryview(data)
            for start in range(0, len(view), _PIECE):
                if self.sock is not None:
                    self.sock.settimeout(clock.left())
                try:
                    super().send(view[start : start + _PIECE])
                except TimeoutError as exc:
                    raise TooLate(False) from exc

        def getresponse(self, *args: t.Any, **kwargs: t.Any) -> t.Any:
            clock.was_sent()
            return super().getresponse(*args, **kwargs)

    return Connection
