# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that the controller writes: complete or not at all, with the given permissions from the first byte on.

Never through a symbolic link that lies where the file should be. Must not know what is written. Called for documents
and for reports.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import usage

_OCTAL = re.compile(r"0?[0-7]{4}|0[0-7]{3}")


def mode_of(option: str, given: t.Any) -> int:
    """Permissions as an option gives them. A number is what YAML made of 0644 without quotes. Raises ``usage``."""
    text = "0%o" % given if isinstance(given, int) and not isinstance(given, bool) else str(given)
    if not _OCTAL.fullmatch(text):
        raise usage("%s: %r is not a file mode" % (option, given), "Give it in octal and in quotes, such as '0644'.")
    return int(text, 8)


def directory(path: str, mode: int) -> None:
    """Makes a directory with all above it; one that is there is left as it is. Raises OSError."""
    missing = []
    while not os.path.isdir(path):
        missing.append(path)
        path = os.path.dirname(path)
    for folder in reversed(missing):
        with contextlib.suppress(FileExistsError):  # another run has just made it
            os.mkdir(folder, mode)
            os.chmod(folder, mode)


def create(path: str, data: bytes, mode: int) -> None:
    """Writes a file that is not there yet. Raises FileExistsError if it is, whatever it is, and OSError."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), mode)
    except OSError:
        os.unlink(path)
        raise


def replace(path: str, data: bytes, mode: int) -> None:
    """Writes a file in place of what may be there: a reader sees the old one or the new one. Raises OSError."""
    if os.path.isdir(path):
        raise IsADirectoryError("%s is a directory" % path)
    beside = "%s.%s.new" % (path, secrets.token_hex(4))
    create(beside, data, mode)
    try:
        os.replace(beside, path)
    except OSError:
        os.unlink(beside)
        raise
