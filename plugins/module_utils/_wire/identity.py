# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""As whom requests are made: the headers that prove it, and which of their values are secrets.

Plain data. Must not know options or endpoints: ``options`` makes an identity of a credential, ``session`` of a bundle.
Used by the breaker, by ``refusals`` and by ``_api``.
"""

from __future__ import annotations

import dataclasses
import typing as t

# The cookie of each service (protocol.md 3.3). Its value, not the name of the minted session, is the session's id.
COOKIE_NAMES = {"cpaneld": "cpsession", "whostmgrd": "whostmgrsession", "webmaild": "webmailsession"}


def secret_cookies(cookies: t.Mapping[str, t.Any]) -> set[str]:
    """The values among cookies that are secrets: session ids, and what is long enough to be something like one.

    A time zone or a locale is not: masking such words would mangle every text.
    """
    values = {name: str(value) for name, value in cookies.items() if value}
    return {value for name, value in values.items() if name in COOKIE_NAMES.values() or len(value) >= 20}


@dataclasses.dataclass(frozen=True)
class Identity:
    """As whom requests are made: the headers that prove it and the path prefix that goes with them.

    ``service`` is where the credential belongs; ``key`` names host, port and credential without revealing them;
    it is None for a session, which has no password to guess.
    """

    service: str
    username: str
    title: str
    headers: t.Mapping[str, str]
    prefix: str = ""
    key: str | None = None

    @property
    def is_session(self) -> bool:
        return bool(self.prefix)
