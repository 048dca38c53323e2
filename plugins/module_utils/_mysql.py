# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

"""Names of databases and of their users: the prefix, and what the server says of their length (protocol.md 6.5)."""

from __future__ import annotations

import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._envelope import Result
from ansible_collections.hostops.cpanel.plugins.module_utils._resource import Scope

_NEVER = "/\\`'\""


def database_name(value: t.Any) -> str:
    """A name of a database or of its user, with or without the prefix. Raises ValueError for what cannot be one."""
    text = str(value).strip()
    if not text or any(char.isspace() or char in _NEVER for char in text):
        raise ValueError("%r is no name; give letters, digits, - and _" % (value,))
    return text


def note_restrictions(scope: Scope, answer: Result) -> None:
    """What ``Mysql::get_restrictions`` says: the prefix, null if there is none, and the lengths (protocol.md 6.5)."""
    scope.facts.update(answer.data if isinstance(answer.data, dict) else {})


def prefixed(name: str, scope: Scope) -> str:
    """The name with the prefix in front, which the server wants to be sent."""
    prefix = str(scope.facts.get("prefix") or "")
    return name if name.startswith(prefix) else prefix + name


def check_new_name(name: str, length: int, limit: str, scope: Scope) -> None:
    """Whether a new name fits; ``limit`` is the restriction that says so. Raises ValueError."""
    longest = str(scope.facts.get(limit))
    if name == scope.facts.get("prefix"):
        raise ValueError("name: %s is the prefix alone; give what follows it" % name)
    if longest.isdigit() and length > int(longest):
        raise ValueError("name: %s is too long: it counts %d, and the server takes %s" % (name, length, longest))
