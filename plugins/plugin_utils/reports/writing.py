# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where reports are written, and under which name: no run takes the place of another.

Must not know formats. Called by the action ``report``.
"""

from __future__ import annotations

import os
import secrets
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import usage
from ansible_collections.hostops.cpanel.plugins.plugin_utils import files


def checked(name: str) -> str:
    """The name of a report's files, without extension, as its user gives it. Raises ``usage``."""
    if name and (os.path.basename(name) != name or name.startswith(".") or not name.isprintable()):
        raise usage("name: %r is not a valid file name" % name, "Give the folder as directory.")
    return name


def write(directory: str, name: str, own: str, contents: t.Mapping[str, bytes], mode: int) -> list[str]:
    """Writes the formats side by side and returns their paths. Raises OSError.

    Under ``name``, files of an earlier run are replaced, each as a whole. Without one, they are named after ``own``,
    what is known of this run, and something random, and nothing is ever replaced.
    """
    if name:
        paths = {kind: os.path.join(directory, "%s.%s" % (name, kind)) for kind in contents}
        for kind, data in contents.items():
            files.replace(paths[kind], data, mode)
        return list(paths.values())
    while True:
        base = os.path.join(directory, "%s-%s" % (own, secrets.token_hex(4)))
        paths = {kind: "%s.%s" % (base, kind) for kind in contents}
        try:
            for kind, data in contents.items():
                files.create(paths[kind], data, mode)
        except FileExistsError:
            continue
        return list(paths.values())
