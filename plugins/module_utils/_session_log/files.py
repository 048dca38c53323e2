# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of the session log: which there are, in which order, and their lines.

Owns rotation, compression, and lines without end. Must not know what is searched for. Called by ``search`` only.
"""

from __future__ import annotations

import contextlib
import gzip
import os
import re
import stat
import typing as t
import zlib

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage

from .parse import parse

PATH = "/usr/local/cpanel/logs/session_log"
# What reading a file may raise in the middle of it.
UNREADABLE = (OSError, EOFError, zlib.error)
# A line of the log has some 200 bytes. What is longer is not an entry, and is not kept in memory.
LINE_BYTES = 16384
_GZIP = b"\x1f\x8b"
# cpanellogd makes archive/session_log-MM-YYYY.gz once a month; the others are logrotate's names.
_ROTATED = re.compile(r"(?:-[0-9]{2}-[0-9]{4}|-[0-9]{8}|\.[0-9]+)(?:\.gz)?")


def paths(path: str, include_rotated: bool) -> list[str]:
    """The files to read, the oldest first. The log itself may be missing if there are rotated ones."""
    rotated = sorted(_rotated(path), key=_age) if include_rotated else []
    if rotated and not os.path.lexists(path):
        return rotated
    return [*rotated, path]


def _rotated(path: str) -> t.Iterator[str]:
    folder, name = os.path.split(path)
    for place in (folder, os.path.join(folder, "archive")):
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            try:
                listed = os.listdir(place or ".")
            except PermissionError as exc:
                raise _refused(place, exc) from None
            for other in listed:
                full = os.path.join(place, other)
                if other.startswith(name) and _ROTATED.fullmatch(other, len(name)) and os.path.isfile(full):
                    yield full


def _age(path: str) -> tuple[float, str]:
    """The time of the first entry: names of several kinds do not sort. That of the file if there is none."""
    with opened(path) as stream:
        with contextlib.suppress(*UNREADABLE):
            for _number, entry in zip(range(100), parse(lines(stream))):
                return entry.epoch, path
        return os.stat(path).st_mtime, path


@contextlib.contextmanager
def opened(path: str) -> t.Iterator[t.BinaryIO]:
    """The file, unpacked if it is compressed, whatever its name. Raises ``not_found``, ``permission``, ``usage``."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise usage("path: %s is not a file" % path, "Name the log, not its directory.")
        with open(path, "rb") as probe:
            packed = probe.read(len(_GZIP)) == _GZIP
        stream = t.cast("t.BinaryIO", gzip.open(path) if packed else open(path, "rb"))  # noqa: SIM115 - closed below
    except FileNotFoundError:
        raise CpanelError(
            "not_found",
            "path: %s does not exist on this host" % path,
            code="no_log",
            hint="Run the task on the cPanel server itself, or give the log's text as content.",
            sent=False,
        ) from None
    except OSError as exc:
        raise _refused(path, exc) from None
    with stream:
        yield stream


def _refused(path: str, exc: OSError) -> CpanelError:
    return CpanelError(
        "permission",
        "path: %s cannot be read: %s" % (path, exc.strerror or exc),
        code="unreadable",
        hint="Only root may read cPanel's logs: use become: true, or connect as root.",
        sent=False,
    )


def lines(stream: t.BinaryIO) -> t.Iterator[str]:
    """The lines of a file. Of a line that is too long to be an entry only the beginning is kept.

    Bytes that are not UTF-8 are shown as backslash escapes.
    """
    while True:
        line = stream.readline(LINE_BYTES)
        if not line:
            return
        if len(line) == LINE_BYTES and not line.endswith(b"\n"):
            more = line
            while more and not more.endswith(b"\n"):
                more = stream.readline(LINE_BYTES)
            line = b"(too long) " + line[:80]
        yield line.decode("utf-8", "backslashreplace")
