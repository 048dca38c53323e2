# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What several functions check in their arguments, or do with their rows.

Must not know the other functions' domains. Called by the functions in ``uapi``, ``api2`` and ``whm``.
"""

from __future__ import annotations

import re
from typing import Any

from ..errors import ApiError
from ..state.secrets import strength
from .registry import Call

WEAK = (
    "Sorry, the password you selected cannot be used because it is too weak and would be too easy to guess."
    " Please select a password with strength rating of [_1] or higher."
)
_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def check_password(call: Call, password: str, user: str = "") -> None:
    """Refuse a weak password (protocol.md 4.3)."""
    required = call.server.switches.password_strength
    if strength(password) < required:
        raise ApiError(WEAK, required)
    if user and password.lower() == user.lower():
        raise ApiError("Sorry, the password may not contain the username for security reasons.")


def owned_domain(call: Call, domain: str) -> str:
    """The domain in lower case, when the account holds it; the main one when none is given."""
    domain = domain.lower() or call.account.main_domain
    if domain not in call.account.domains:
        raise ApiError("Sorry, you do not have access to the domain '[_1]'", domain)
    return domain


def split_address(call: Call, email: str, domain: str = "") -> tuple[str, str]:
    """``local`` or ``local@domain`` as its two parts; the domain is checked."""
    local, sep, given = email.partition("@")
    if not _LOCAL.fullmatch(local) or (sep and not given):
        raise ApiError("The email address `[_1]` is not valid.", email)
    return local.lower(), owned_domain(call, given or domain)


def is_address(text: str) -> bool:
    """Does it look like an email address?"""
    return _ADDRESS.fullmatch(text) is not None


def limit_reached(call: Call, name: str, count: int) -> bool:
    """Is a plan limit such as ``maxpop`` used up?"""
    package = call.server.packages.get(call.account.package)
    limit = call.account.limit(package, name) if package else "unlimited"
    return limit.isdigit() and count >= int(limit)


def matching(rows: list[dict[str, Any]], regex: str, *keys: str) -> list[dict[str, Any]]:
    """The rows of which one of ``keys`` matches ``regex``; all when it is empty."""
    if not regex:
        return rows
    try:
        pattern = re.compile(regex)
    except re.error:
        raise ApiError("The `[_1]` argument is invalid.", "regex") from None
    return [row for row in rows if any(pattern.search(str(row[key])) for key in keys)]
