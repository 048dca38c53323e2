# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""WHM API 1: ``create_user_session`` (protocol.md 3.1).

Owns who may have a session and the login URL; minting itself is in ``state/sessions.py``. Called by name.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any
from urllib.parse import quote

from ..api.registry import Call, whm
from ..errors import ApiError
from ..state.sessions import COOKIES, encode

_PORTS = {"cpaneld": (2082, 2083), "whostmgrd": (2086, 2087), "webmaild": (2095, 2096)}
_MAX_PROMPT_TOKEN = 5000
APPS = {
    "Email_Accounts": "/frontend/jupiter/email_accounts/index.html",
    "FileManager_Home": "/frontend/jupiter/filemanager/index.html",
    "Database_MySQL": "/frontend/jupiter/sql/index.html",
    "Zone_Editor": "/frontend/jupiter/zone_editor/index.html",
}


def _check_user(call: Call, user: str, service: str) -> None:
    server, caller = call.server, call.caller
    missing = "You cannot create a session for the user `[_1]` because they do not exist."
    refused = "You do not have permission to create sessions for the user `[_1]`."
    everything = "all" in caller.acls
    if service == "whostmgrd":
        reseller = user in server.resellers or user == "root"
        if not reseller and user not in server.accounts:
            raise ApiError(missing, user)
        if not everything and user != caller.user:
            raise ApiError(refused, user)
        if not reseller:
            raise ApiError(
                "You cannot create a `[_1]` session for the user `[_2]` because they are not a reseller.", service, user
            )
        return
    account = server.accounts.get(user)
    if service == "webmaild" and "@" in user:
        account, _box = server.find_mailbox(user) or (None, None)
    if account is None:
        raise ApiError(missing, user)
    if not everything and account.owner != caller.user:
        raise ApiError(refused, user)
    if account.suspended:
        raise ApiError("You cannot create a session for the user `[_1]` because they are currently suspended.", user)


@whm("create_user_session")
def create_user_session(call: Call) -> dict[str, Any]:
    """A one-time login for an account, a reseller or a mailbox."""
    params = call.params
    for name in ("user", "service"):
        if not params.get(name):
            raise ApiError("Provide the `[_1]` argument.", name)
    user, service = params["user"], params["service"]
    if not call.caller.may("create-user-session"):
        raise ApiError("You do not have permission to create sessions for the user `[_1]`.", user)
    if service not in COOKIES:
        raise ApiError("The service `[_1]` is not valid.", service)
    _check_user(call, user, service)
    if params.get("promptToken"):
        try:
            valid = len(base64.b64decode(params["promptToken"], validate=True)) <= _MAX_PROMPT_TOKEN
        except (binascii.Error, ValueError):
            valid = False
        if not valid:
            raise ApiError("The `[_1]` argument is invalid.", "promptToken")
    locale = params.get("locale")
    session = call.server.sessions.mint(
        user, service, call.caller.user, "create_user_session", call.remote_ip, "xml-api", locale
    )
    plain_port, tls_port = _PORTS[service]
    scheme, port = ("https", tls_port) if call.tls else ("http", plain_port)
    host = params.get("preferred_domain") or call.server.hostname
    url = f"{scheme}://{host}:{call.server.advertised(port)}{session.token}/login/?session={encode(session.minted)}"
    if params.get("app"):
        session.goto_uri = APPS.get(params["app"], "")
        if session.goto_uri:
            url += f"&goto_uri={quote(session.goto_uri, safe='')}"
    if locale:
        url += f"&locale={quote(locale)}"
    call.reason = "Created session"
    return {
        "cp_security_token": session.token,
        "expires": session.expires,
        "service": service,
        "session": session.minted,
        "url": url,
    }
