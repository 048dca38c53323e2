# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a hostile scenario is: which requests it strikes, and what becomes of their answers.

Must not know single scenarios. Called by ``answers.py`` and ``http.py``, which make them, and by ``wire/dispatch.py``,
which plays them.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from ..wire.pages import Reply


# What a client has to get through on its way to the call that is meant.
ON_THE_WAY = frozenset(("", "login", "logout", "create_user_session"))
_PENDING = 4 * 1024 * 1024
Play = Callable[["Connection", "Reply"], Awaitable[None]]


class Connection:
    """The connection of one request: bytes as they are, in one's own time. After it nothing else is answered."""

    def __init__(self, transport: Any) -> None:
        self._transport = transport

    @property
    def open(self) -> bool:
        """Is the client still there?"""
        return self._transport is not None and not self._transport.is_closing()

    async def send(self, data: bytes) -> None:
        """Write, and wait until not too much is on its way. Others get their turn, and so it is seen who has gone."""
        if self.open:
            self._transport.write(data)
            await asyncio.sleep(0)
        while self.open and self._transport.get_write_buffer_size() > _PENDING:
            await asyncio.sleep(0.002)

    async def drip(self, data: bytes, seconds: float = 0.5) -> None:
        """One byte at a time."""
        for byte in data:
            if not self.open:
                return
            await self.send(bytes([byte]))
            await asyncio.sleep(seconds)

    async def silence(self, seconds: float = 600) -> None:
        """Say nothing until the client has gone."""
        for _turn in range(int(seconds * 10)):
            if not self.open:
                return
            await asyncio.sleep(0.1)

    def close(self) -> None:
        """End of the conversation."""
        if self.open:
            self._transport.close()


def head(length: int | str | None, *lines: str, status: str = "HTTP/1.1 200 OK") -> bytes:
    """Status line and headers of a JSON answer."""
    first_lines = [status, "Content-Type: application/json", "Connection: close"]
    if length is not None:
        first_lines.append(f"Content-Length: {length}")
    return ("\r\n".join([*first_lines, *lines]) + "\r\n\r\n").encode("utf-8", "surrogatepass")


@dataclass(frozen=True)
class Scenario:
    """One way to be hostile: either a good answer is changed, or other bytes are sent in its place.

    ``functions`` is a regular expression over the names a request goes by; without it every call of an API is struck.
    """

    name: str
    about: str
    functions: str = ""
    document: Callable[[Any], Any] | None = None  # the JSON value of a good answer becomes another, or bytes
    play: Play | None = None  # every byte of the answer
    aliases: Mapping[str, str] = field(default_factory=dict)  # invented names, and whose contents stand behind them

    def strikes(self, functions: list[str], only: str) -> bool:
        """Is this request one of those it answers? ``only`` is a pattern that the user gave instead of its own."""
        pattern = only or self.functions
        if pattern:
            return any(re.fullmatch(pattern, name) for name in functions)
        return bool(functions) and functions[0] not in ON_THE_WAY

    def received(self, pairs: list[tuple[str, str]], real: Mapping[str, str]) -> list[tuple[str, str]]:
        """Parameters with invented names exchanged for real ones, so that what is called for them is answered."""
        return [(name, self._real(value, real)) for name, value in pairs]

    def _real(self, value: str, real: Mapping[str, str]) -> str:
        for invented, kind in self.aliases.items():
            if value == invented:
                return real[kind]
            for form in (quote(invented, safe="", errors="surrogatepass"), json.dumps(invented)[1:-1]):
                value = re.sub(rf"(?<=[=\"]){re.escape(form)}(?=[&\"]|$)", real[kind], value)
        return value

    def answer(self, reply: Reply) -> Reply:
        """The hostile form of a good answer; one that is no JSON stays as it is."""
        if self.document is None:
            return reply
        try:
            value = json.loads(reply.body)
        except ValueError:
            return reply
        changed = self.document(value)
        reply.body = changed if isinstance(changed, bytes) else json.dumps(changed).encode("ascii")
        return reply


def answers(document: Any) -> Iterator[dict[str, Any]]:
    """The innermost envelopes of an answer: those of the functions that a batch or uapi_cpanel called."""
    inner = [value for value in _parts(document) if isinstance(value, dict) and ({"status", "metadata"} & set(value))]
    if inner:
        for one in inner:
            yield from answers(one)
    elif isinstance(document, dict):
        yield document


def _parts(document: Any) -> list[Any]:
    data = document.get("data") if isinstance(document, dict) else None
    if isinstance(data, dict):
        data = [data["uapi"]] if isinstance(data.get("uapi"), dict) else data.get("result")
    return data if isinstance(data, list) else []


def rows_of(envelope: dict[str, Any]) -> tuple[Any, Any] | None:
    """Where the rows of an answer are: the object that holds them, and the key."""
    data = envelope.get("data")
    if isinstance(data, list):
        return envelope, "data"
    if isinstance(data, dict):
        return next(((data, key) for key, value in data.items() if isinstance(value, list)), None)
    return None
