# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import base64
import re
import typing as t
from urllib.parse import quote, quote_plus

MASK = "********"

# Shapes of secrets that are recognised without having been told the value: the security token in a path, the
# session parameter of a login URL, the three session cookies (both encodings) and Authorization values.
_SHAPES = (
    (re.compile(r"/cpsess\d+"), "/cpsess" + MASK),
    (re.compile(r"(?i)([?&;\s]session=)[^&\s\"'<>]+"), r"\1" + MASK),
    (re.compile(r"(?i)\b((?:cpsession|whostmgrsession|webmailsession)(?:=|%3d|\W{1,4}))[^;,\s\"'}]+"), r"\1" + MASK),
    (
        re.compile(
            r"(?i)\b(authorization\W{1,4})?\b(basic|whm|cpanel)(\s+)([\w.@+-]+:[A-Z0-9]{16,}|[A-Za-z0-9+/]{16,}={0,2})"
        ),
        r"\1\2\3" + MASK,
    ),
    (re.compile(r"(?i)(://[^/\s:@]+:)[^@/\s]+(@)"), r"\1" + MASK + r"\2"),
)


class Redactor:
    """Removes secrets from texts and data: the values it was told, their encoded forms, and known shapes.

    Values shorter than four characters are left to masking by key: replacing them would mangle every text.
    """

    def __init__(self, secrets: t.Iterable[str | None] = ()) -> None:
        self._secrets: set[str] = set()
        self.add(*secrets)

    def add(self, *secrets: str | None) -> None:
        for secret in secrets:
            if secret and len(secret) >= 4:
                encoded = base64.b64encode(secret.encode("utf-8", "surrogateescape")).decode("ascii").rstrip("=")
                self._secrets.update((secret, quote(secret, safe=""), quote_plus(secret), encoded))

    def text(self, value: str) -> str:
        for secret in sorted(self._secrets, key=len, reverse=True):
            if secret in value:
                value = value.replace(secret, MASK)
        for shape, mask in _SHAPES:
            value = shape.sub(mask, value)
        return value

    def data(self, value: t.Any) -> t.Any:
        """The same for every text inside dicts and lists."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: self.data(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.data(item) for item in value]
        return value
