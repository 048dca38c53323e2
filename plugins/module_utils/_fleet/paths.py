# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths of local files that hold placeholders: a task names the folder, an account at most what is in it.

What is uploaded leaves this machine, and what a server or customer calls itself must not choose a file to be sent.
Must not know accounts. Called by ``targets``, and for directories by the controller's plugins.
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


def filled(template: t.Any, meaning: _placeholders.Meaning, from_server: t.Collection[str]) -> t.Any:
    """The paths of files to upload, placeholders filled. Raises ``usage`` for one that leaves the folder it names.

    ``from_server`` are the placeholders whose values a server gave: they may be part of the name of a file, not of a
    folder, and nothing in them is expanded. A path that is one variable of the account is its user's, and taken so.
    """
    if isinstance(template, (list, tuple)):
        return [filled(item, meaning, from_server) for item in template]
    if not isinstance(template, str) or not _placeholders.is_template(template):
        return template
    named = _placeholders.names(template)
    alone = template[1:-1]
    if named == {alone} and alone not in from_server:
        return meaning(alone)
    for name in sorted(_placeholders.names(os.path.dirname(template)).intersection(from_server)):
        raise usage(
            "params: {%s} comes from the server and cannot name the folder of a file to upload" % name,
            "Use it in the name of the file only, or name the folder in vars of the account.",
        )
    path, own, fixed = (
        str(_placeholders.fill(text, meaning))
        for text in (template, _placeholders.head(template, from_server), _placeholders.head(template, named))
    )
    expanded = os.path.expanduser if "/" in own else str
    path = os.path.abspath(expanded(path))
    folders = {
        expanded(os.path.dirname(text)) or "."
        for text in (own, fixed)
        if "/" in text or named.intersection(from_server)
    }
    for folder in sorted(folders):
        if not lies_in(folder, path):
            raise usage(
                "params: %s is outside the folder %s" % (path, folder), "Give the name of a file in that folder."
            )
    return path
