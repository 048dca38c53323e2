# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTML and text bodies, and the reply that ``dispatch.py`` sends.

Must not know when which page is due. Called by ``access.py`` and by faults.
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass, field
from typing import Any

from ..locale_de import translate

PRODUCTS = {"cpaneld": "cPanel", "whostmgrd": "WHM", "webmaild": "Webmail"}
HTML_TYPE = 'text/html; charset="utf-8"'
JSON_TYPE = 'application/json; charset="utf-8"'
TEXT_TYPE = 'text/plain; charset="utf-8"'
NO_CACHE = "no-cache, no-store, must-revalidate, private"

DENIED = json.dumps(
    {
        "cpanelresult": {
            "apiversion": "2",
            "error": "Access denied",
            "data": {"reason": "Access denied", "result": "0"},
            "type": "text",
        }
    },
    separators=(",", ":"),
).encode("ascii")


@dataclass
class Reply:
    """An answer before it is written to the wire."""

    status: int = 200
    reason: str = "OK"
    body: bytes = b""
    content_type: str = HTML_TYPE
    headers: list[tuple[str, str]] = field(default_factory=list)
    close: bool = False
    silent_close: bool = False


def json_reply(value: Any) -> Reply:
    """HTTP 200 with JSON."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return Reply(body=body, content_type=JSON_TYPE)


def access_denied() -> Reply:
    """403 with body A (protocol.md 2.3)."""
    return Reply(403, "Forbidden Access denied", DENIED, TEXT_TYPE)


def login_page(
    service: str, message: str = "", status: int = 401, reason: str = "Access Denied", locale: str = "en"
) -> Reply:
    """The login page of a service, in HTML."""
    title = f"{PRODUCTS[service]} Login"
    notice = html.escape(translate(message, (), locale)) if message else ""
    language = "de" if locale == "de" else "en"
    body = (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head><meta charset="utf-8"><title>{title}</title></head>\n'
        f'<body id="{service}">\n<div id="login-status">{notice}</div>\n'
        '<form id="login_form" action="/login/" method="post">\n'
        '<input name="user" id="user" type="text"><input name="pass" id="pass" type="password">\n'
        '<button type="submit" id="login_submit">Log in</button>\n</form>\n</body>\n</html>\n'
    )
    headers = [("Cache-Control", NO_CACHE)]
    return Reply(status, reason if status != 200 else "OK", body.encode("utf-8"), HTML_TYPE, headers)


def page(title: str, text: str, status: int = 200, reason: str = "OK") -> Reply:
    """A small HTML page."""
    body = (
        f'<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{html.escape(title)}</title></head>\n'
        f"<body><p>{html.escape(text)}</p></body>\n</html>\n"
    )
    return Reply(status, reason, body.encode("utf-8"), HTML_TYPE)


def redirect(location: str, status: int = 307) -> Reply:
    """``307 Moved`` with a meta-refresh page (protocol.md 1.8)."""
    target = html.escape(location)
    body = f'<html><head><META HTTP-EQUIV="refresh" CONTENT="2;URL={target}"></head><body></body></html>\n'
    reason = "Moved Permanently" if status == 301 else "Moved"
    return Reply(
        status, reason, body.encode("utf-8"), "text/html", [("Location", location), ("Cache-Control", NO_CACHE)]
    )
