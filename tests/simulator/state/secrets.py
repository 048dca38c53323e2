# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Passwords, tokens and security codes: how they are made, compared and rated.

Must not know whose they are. Called by functions that set or check them, and by the door.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import random
import string
import struct

_UPPER = string.ascii_uppercase + string.digits
MIXED = string.ascii_letters + string.digits


def totp(secret: str, now: float) -> str:
    """The six digits an authenticator app shows (RFC 6238, 30 seconds, SHA-1)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True)
    digest = hmac.new(key, struct.pack(">Q", int(now // 30)), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def totp_accepts(secret: str, code: str, now: float) -> bool:
    """Is ``code`` the current one, or its neighbour in time?"""
    return any(hmac.compare_digest(totp(secret, now + step), code) for step in (-30, 0, 30))


def strength(password: str) -> int:
    """A simple rating from 0 to 100: length and kinds of characters."""
    kinds = (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
    used = sum(any(test(char) for char in password) for test in kinds)
    if len(set(password)) < 4:
        return min(10, len(password))
    return min(100, 5 * min(len(password), 12) + 10 * used)


def equal(left: str, right: str) -> bool:
    """Constant-time comparison of texts."""
    return hmac.compare_digest(left.encode("utf-8"), right.encode("utf-8"))


def token_value(rng: random.Random) -> str:
    """32 upper-case letters and digits."""
    return "".join(rng.choices(_UPPER, k=32))


def password_value(rng: random.Random) -> str:
    """A strong password."""
    return "".join(rng.choices(MIXED, k=14)) + "-" + "".join(rng.choices(string.digits, k=2))
