# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

"""Paths of local files that hold placeholders: a task names the folder, an account at most what is in it.

What is uploaded leaves this machine, and what a server or customer calls itself must not choose a file to be sent.
"""

from __future__ import annotations

import os
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import usage
from ansible_collections.hostops.cpanel.plugins.module_utils._state import placeholders as _placeholders


def lies_in(directory: str, path: str) -> bool:
    """Whether a path lies below a directory when all symbolic links are resolved."""
    top, real = os.path.realpath(directory), os.path.realpath(path)
    return real != top and os.path.commonpath([top, real]) == top


def filled(template: t.Any, meaning: _placeholders.Meaning, told: t.Collection[str]) -> t.Any:
    """The paths of files to upload, placeholders filled. Raises ``usage`` for one that leaves the folder it names.

    ``told`` are the placeholders whose values come from a server: they may be part of the name of a file, not of a
    folder, and nothing in them is expanded. A path that is one variable of the account is its user's, and taken so.
    """
    if isinstance(template, (list, tuple)):
        return [filled(item, meaning, told) for item in template]
    if not isinstance(template, str) or not _placeholders.is_template(template):
        return template
    named = _placeholders.names(template)
    alone = template[1:-1]
    if named == {alone} and alone not in told:
        return meaning(alone)
    for name in sorted(_placeholders.names(os.path.dirname(template)).intersection(told)):
        raise usage(
            "params: {%s} is told by the server and cannot name the folder of a file to upload" % name,
            "Use it in the name of the file only, or give the folder in vars of the account.",
        )
    path, own, fixed = (
        str(_placeholders.fill(text, meaning))
        for text in (template, _placeholders.head(template, told), _placeholders.head(template, named))
    )
    expanded = os.path.expanduser if "/" in own else str
    path = os.path.abspath(expanded(path))
    folders = {
        expanded(os.path.dirname(text)) or "." for text in (own, fixed) if "/" in text or named.intersection(told)
    }
    for folder in sorted(folders):
        if not lies_in(folder, path):
            raise usage(
                "params: %s leads out of the folder %s" % (path, folder), "Files to upload lie in their folder."
            )
    return path
