# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one form of the name of a host or a domain: lower case, and IDNA where it has other letters than ASCII.

What a user writes with an umlaut and what begins with ``xn--`` are one domain; servers know it by the latter.
Pure. Called for everything that a user or a server names.
"""

from __future__ import annotations

import importlib

from ansible_collections.hostops.cpanel.plugins.module_utils import _names

LONGEST = 253


def to_ascii(name: str) -> str:
    """A name in the form in which it is sent; nothing else about it is checked. Raises ValueError."""
    if name.isascii():
        return name.lower()
    try:
        idna = importlib.import_module("idna")
    except ImportError:
        text = "%r: names with other letters than a to z need the Python package idna; or give it as xn--..."
        raise ValueError(text % name) from None
    try:
        mapped = str(idna.uts46_remap(name, False, False)).lower()
        return ".".join(x if x.isascii() else str(idna.alabel(x), "ascii") for x in mapped.split("."))
    except (idna.IDNAError, UnicodeError, IndexError) as exc:
        raise ValueError("%r cannot be the name of a domain: %s" % (name, exc)) from None


def is_domain(name: str) -> bool:
    """Whether it can be a domain, in that form; a first label may be the wildcard."""
    bare = name[2:] if name.startswith("*.") else name
    return "." in name and len(name) <= LONGEST and _names.is_domain(bare)
