# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Choices where a real server's behaviour is not known or depends on its configuration.

Owns their names, values and checks; must not know what they decide. Read all over the simulator; README.md lists them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from ..hostile import SCENARIOS

CHOICES: dict[str, tuple[str, ...]] = {
    "tls_name": ("match", "mismatch"),
    "cphulk_reply": ("403_json", "403_html", "503_html"),
    "login_status": ("307", "301", "200"),
    "logout_status": ("200", "307"),
    "expired_reply": ("401_html", "redirect", "200_html"),
    "login_url_reuse": ("replace", "new", "refuse"),
    "session_log_format": ("new", "old"),
    "batch_failure_data": ("partial", "null"),
    "wrong_port_reply": ("permission_denied", "401_html", "not_found"),
    "acl_refusal": ("result0", "403"),
    "execute_auth_reply": ("401_html", "redirect", "200_html"),
    "mass_edit_closes": ("header", "silent", "no"),
    "locale": ("en", "de"),
    "hostile": ("", *SCENARIOS),
}


@dataclass
class Switches:
    """The switches of one server; every one may be changed while it runs. README.md explains them."""

    tls_name: str = "match"
    cphulk: bool = True
    cphulk_threshold: int = 5
    cphulk_period: int = 300
    cphulk_tokens: bool = True
    cphulk_reply: str = "403_json"
    login_status: str = "307"
    logout_status: str = "200"
    expired_reply: str = "401_html"
    login_url_reuse: str = "replace"
    login_url_seconds: int = 900
    idle_seconds: int = 900
    cookie_ip_check: bool = True
    session_log_format: str = "new"
    batch_failure_data: str = "partial"
    wrong_port_reply: str = "permission_denied"
    acl_refusal: str = "result0"
    execute_auth_reply: str = "401_html"
    ssl_redirect: bool = False
    bind_connections: bool = True
    keep_alive: bool = True
    mass_edit_closes: str = "header"
    two_factor_api: bool = True
    mxs_scoped: bool = True
    password_strength: int = 65
    locale: str = "en"
    hostile: str = ""
    hostile_on: str = ""

    def __setattr__(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, self._checked(name, value))

    @classmethod
    def _checked(cls, name: str, value: Any) -> Any:
        default = next((f.default for f in fields(cls) if f.name == name), None)
        if default is None:
            raise AttributeError(f"no switch is named {name!r}; known: {', '.join(f.name for f in fields(cls))}")
        if name in CHOICES:
            if str(value) in CHOICES[name]:
                return str(value)
            known = "the scenarios of --list-hostile" if name == "hostile" else ", ".join(CHOICES[name])
            raise ValueError(f"switch {name} is one of {known}, not {value!r}")
        if isinstance(default, str):
            return str(value)
        if isinstance(default, bool):
            if isinstance(value, str):
                return value.lower() in ("1", "true", "yes", "on")
            return bool(value)
        return int(value)

    def as_dict(self) -> dict[str, Any]:
        """All switches and their values."""
        return asdict(self)
