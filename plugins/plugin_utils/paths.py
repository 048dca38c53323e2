# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Paths of a directory, which the user names, and names below it, which may come from servers and customers.

Owns the check that a path stays in the directory. Must not know what is in the files. Called for documents.
"""

from __future__ import annotations

import os
import re
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils import _names
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.paths import lies_in

# One component of a path. A name that begins with a dot is hidden or leads upwards, one with a hyphen is an option.
_COMPONENT = re.compile(r"[A-Za-z0-9_:][A-Za-z0-9_.:@-]{0,254}", re.ASCII)

# What is beside ACCOUNT.yml, with the passwords: no account may be called so that its document takes this place.
VAULT = ".vault"


def account_files(directory: str, account: t.Any, server: t.Any) -> tuple[str, str]:
    """The document of an account below a directory, and its vault; an empty server is none. Raises ValueError."""
    name = _names.account(account)
    if name.endswith(VAULT):
        raise ValueError("%s.yml is reserved for the passwords of another account" % name)
    folders = [_names.server(server)] if server != "" else []
    return child_of(directory, *folders, name + ".yml"), child_of(directory, *folders, name + VAULT + ".yml")


def child_of(directory: str, *names: str) -> str:
    """The path of ``directory/name/name...``, which lies in the directory when all symbolic links are resolved.

    The names are taken as they are: nothing in them is expanded. The directory may be a link itself, relative, or not
    there yet; the caller expands what its user may abbreviate. Raises ValueError with a sentence for the user.
    """
    for name in names:
        if _COMPONENT.fullmatch(name) is None:
            raise ValueError("%s cannot be the name of a file or directory" % _names.shown(name))
    path = os.path.join(directory, *names)
    if not names or not lies_in(directory, path):
        raise ValueError("%s leads out of the directory %s" % (path, directory))
    return path
