# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile scenarios that are about bytes and time: slow, big, compressed, and broken HTTP.

Must not know what an answer means. Called by this folder's ``__init__``, which lists them.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from .scenario import Connection, Play, Scenario, head

if TYPE_CHECKING:
    from ..wire.pages import Reply

_MB = 1024 * 1024


async def _slow_body(connection: Connection, reply: Reply) -> None:
    await connection.send(head(len(reply.body) + 10**6))
    await connection.drip(reply.body + b" " * 10**6)


async def _slow_chunks(connection: Connection, _reply: Reply) -> None:
    await connection.send(head(None, "Transfer-Encoding: chunked"))
    while connection.open:
        await connection.send(b"1\r\n \r\n")
        await connection.silence(0.5)


async def _slow_chunk_size(connection: Connection, _reply: Reply) -> None:
    await connection.send(head(None, "Transfer-Encoding: chunked"))
    await connection.drip(b"0" * 1000)


async def _slow_headers(connection: Connection, _reply: Reply) -> None:
    await connection.send(b"HTTP/1.1 200 OK\r\n")
    await connection.drip(b"X-Slow: " + b"x" * 10**4)


async def _slow_status(connection: Connection, _reply: Reply) -> None:
    await connection.drip(b"HTTP/1.1 200 " + b"O" * 10**4)


async def _many_headers(connection: Connection, _reply: Reply) -> None:
    await connection.send(b"HTTP/1.1 200 OK\r\n")
    number = 0
    while connection.open:
        number += 1
        await connection.send(b"X-%d: x\r\n" % number)
        await connection.silence(0.2)


async def _continue(connection: Connection, _reply: Reply) -> None:
    while connection.open:
        await connection.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        await connection.silence(0.2)


async def _continue_fast(connection: Connection, _reply: Reply) -> None:
    while connection.open:
        await connection.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)


async def _http10(connection: Connection, reply: Reply) -> None:
    await connection.send(b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n")
    await connection.drip(reply.body + b" " * 10**6)


async def _silent(connection: Connection, _reply: Reply) -> None:
    await connection.silence()


async def _silent_after_headers(connection: Connection, reply: Reply) -> None:
    await connection.send(head(len(reply.body)))
    await connection.silence()


async def _never_ends(connection: Connection, reply: Reply) -> None:
    await connection.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + reply.body)
    await connection.silence()


def _big(megabytes: int, unit: bytes, *, start: bytes = b'{"data": "', length: bool = True) -> Play:
    async def play(connection: Connection, _reply: Reply) -> None:
        block = unit * (_MB // len(unit))
        await connection.send(head(len(start) + megabytes * len(block) if length else None) + start)
        for _block in range(megabytes):
            if not connection.open:
                return
            await connection.send(block)
        connection.close()

    return play


def _promised(length: str) -> Play:
    async def play(connection: Connection, reply: Reply) -> None:
        await connection.send(head(length) + reply.body)

    return play


def _chunked_forever() -> Play:
    async def play(connection: Connection, _reply: Reply) -> None:
        await connection.send(head(None, "Transfer-Encoding: chunked"))
        block = b"100000\r\n" + b" " * _MB + b"\r\n"
        while connection.open:
            await connection.send(block)

    return play


def _compressed(encoding: str, megabytes: int, window: int) -> Play:
    async def play(connection: Connection, _reply: Reply) -> None:
        squeeze = zlib.compressobj(9, zlib.DEFLATED, window)
        await connection.send(head(None, f"Content-Encoding: {encoding}") + squeeze.compress(b'{"data": "'))
        for _block in range(megabytes):
            if not connection.open:
                return
            await connection.send(squeeze.compress(b"0" * _MB))
        await connection.send(squeeze.flush())

    return play


def _encoded(encoding: str) -> Play:
    """A body that says it is encoded so, and is not."""

    async def play(connection: Connection, reply: Reply) -> None:
        await connection.send(head(len(reply.body), f"Content-Encoding: {encoding}") + reply.body)

    return play


def _raw(make: Callable[[bytes], bytes]) -> Play:
    async def play(connection: Connection, reply: Reply) -> None:
        await connection.send(make(reply.body))

    return play


def _with(*lines: str, length: bool = True) -> Play:
    return _raw(lambda body: head(len(body) if length else None, *lines) + body)


def _utf16(body: bytes) -> bytes:
    text = body.decode("utf-8", "replace").encode("utf-16")
    return head(len(text)) + text


_SLOW: dict[str, tuple[str, Play]] = {
    "slow-body": ("a byte of the body each half second", _slow_body),
    "slow-chunks": ("a chunk of one byte each half second", _slow_chunks),
    "slow-chunk-size": ("a byte of a chunk's size each half second", _slow_chunk_size),
    "slow-headers": ("a byte of a header each half second", _slow_headers),
    "slow-status": ("a byte of the status line each half second", _slow_status),
    "slow-many-headers": ("one header after the other, without end", _many_headers),
    "slow-continue": ("HTTP 100 Continue each fifth of a second, without end", _continue),
    "slow-continue-fast": ("HTTP 100 Continue as fast as it goes, without end", _continue_fast),
    "slow-http10": ("HTTP/1.0 without a length, a byte each half second", _http10),
    "slow-silent": ("takes the request and says nothing", _silent),
    "slow-silent-after-headers": ("headers, and no body", _silent_after_headers),
    "slow-never-ends": ("the whole answer without a length, and the connection stays open", _never_ends),
}
_BIG: dict[str, tuple[str, Play]] = {
    "big-300": ("300 MB with a length", _big(300, b"0")),
    "big-800": ("800 MB with a length", _big(800, b"0")),
    "big-300-no-length": ("300 MB without a length", _big(300, b"0", length=False)),
    "big-chunked": ("chunks of 1 MB without end", _chunked_forever()),
    "big-promised": ("a length of a million terabytes", _promised(str(10**18))),
    "big-60-brackets": ("60 MB of [", _big(60, b"[", start=b"")),
    "big-60-zeros": ("60 MB of a list of zeros", _big(60, b"0,", start=b'{"data": [')),
    "big-60-objects": ("60 MB of a list of empty objects", _big(60, b"{},", start=b'{"data": [')),
    "big-60-lists": ("60 MB of a list of empty lists", _big(60, b"[],", start=b'{"data": [')),
    "big-60-keys": ("60 MB of objects with short keys", _big(60, b'{"a":{}},', start=b'{"data": [')),
    "big-60-html": ("60 MB of HTML", _big(60, b"<title>", start=b"<html>")),
}
_COMPRESSED: dict[str, tuple[str, Play]] = {
    "compressed-gzip-bomb": ("gzip, 800 MB when unpacked", _compressed("gzip", 800, 31)),
    "compressed-deflate-bomb": ("deflate, 800 MB when unpacked", _compressed("deflate", 800, 15)),
    "compressed-x-gzip": ("x-gzip", _compressed("x-gzip", 1, 31)),
    "compressed-twice": ("says gzip twice", _encoded("gzip, gzip")),
    "compressed-br": ("says br", _encoded("br")),
    "compressed-zstd": ("says zstd", _encoded("zstd")),
    "compressed-unknown": ("says an encoding that does not exist", _encoded("rot13\x1b[31m")),
    "compressed-odd-case": ("says GZip, unpacked 800 MB", _compressed("GZip", 800, 31)),
}
_HTTP: dict[str, tuple[str, Play]] = {
    "http-length-superscript": ("Content-Length: \u00b2", _promised("\u00b2")),
    "http-length-negative": ("Content-Length: -5", _promised("-5")),
    "http-length-text": ("Content-Length: lots", _promised("lots")),
    "http-length-plus": ("Content-Length: +5", _promised("+5")),
    "http-length-huge": ("Content-Length of 5,000 digits", _promised("9" * 5000)),
    "http-length-short": ("Content-Length: 5, and more bytes", _promised("5")),
    "http-length-twice": ("two lengths", _with("Content-Length: 7")),
    "http-length-list": ("two lengths in one header", _promised("7, 9")),
    "http-length-and-chunks": ("a length and chunks", _with("Transfer-Encoding: chunked")),
    "http-chunk-size": ("a chunk of size -1", _raw(lambda _body: head(None, "Transfer-Encoding: chunked") + b"-1\r\n")),
    "http-chunk-text": ("a chunk of size zz", _raw(lambda _b: head(None, "Transfer-Encoding: chunked") + b"zz\r\n")),
    "http-transfer-encoding": ("an unknown Transfer-Encoding", _with("Transfer-Encoding: rot13")),
    "http-status-text": ("HTTP/1.1 abc", _raw(lambda body: b"HTTP/1.1 abc OK\r\n\r\n" + body)),
    "http-status-0": ("HTTP/1.1 000", _raw(lambda body: head(len(body), status="HTTP/1.1 000 No") + body)),
    "http-status-999": ("HTTP/1.1 999", _raw(lambda body: head(len(body), status="HTTP/1.1 999 No") + body)),
    "http-status-101": ("101 Switching Protocols", _raw(lambda b: head(len(b), status="HTTP/1.1 101 No") + b)),
    "http-status-204": ("204 with a body", _raw(lambda body: head(len(body), status="HTTP/1.1 204 No") + body)),
    "http-status-304": ("304 with a body", _raw(lambda body: head(len(body), status="HTTP/1.1 304 No") + body)),
    "http-version": ("HTTP/9.9", _raw(lambda body: head(len(body), status="HTTP/9.9 200 OK") + body)),
    "http-no-status": ("a body without a status line", _raw(lambda body: body)),
    "http-not-http": ("a mail server's greeting", _raw(lambda _body: b"220 mail.example ESMTP\x1b[31m\r\n" * 3)),
    "http-header-huge": ("a header of 1 MB", _with("X-Big: " + "x" * _MB)),
    "http-header-colon": ("a header without a colon", _with("nonsense")),
    "http-header-empty": ("a header without a name", _with(": value")),
    "http-header-folded": ("a folded header", _with("X-Folded: a\r\n b\r\n\tc")),
    "http-header-10000": ("10,000 headers", _with(*(f"X-{number}: x" for number in range(10_000)))),
    "http-cookies-90": ("90 cookies", _with(*(f"Set-Cookie: c{n}={n}" for n in range(90)))),
    "http-null": ("null bytes before the status line", _raw(lambda body: b"\x00" * 100 + head(len(body)) + body)),
    "http-empty": ("closes without a byte", _raw(lambda _body: b"")),
    "http-two": ("two answers to one request", _raw(lambda body: head(len(body)) + body + head(2) + b"{}")),
    "http-utf16": ("JSON in UTF-16", _raw(_utf16)),
}


SCENARIOS = [
    Scenario(name, about, play=play)
    for group in (_SLOW, _BIG, _COMPRESSED, _HTTP)
    for name, (about, play) in group.items()
]
