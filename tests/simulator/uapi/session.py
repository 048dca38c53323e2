# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI Session: webmail sessions and temporary database users (protocol.md 3.6).

Minting itself is in ``state/sessions.py``. Called by name.
"""

from __future__ import annotations

from typing import Any

from ..api.registry import Call, uapi
from ..errors import ApiError
from ..state.secrets import equal


def _webmail(call: Call, user: str, kind: str) -> dict[str, Any]:
    session = call.server.sessions.mint(
        user,
        "webmaild",
        call.account.name,
        f"CREATE_WEBMAIL_SESSION_FOR_{kind}",
        call.remote_ip,
        "cpaneld",
        call.params.get("locale"),
    )
    return {"hostname": None, "session": session.minted, "token": session.token}


def _mailbox(call: Call) -> Any:
    address = f"{call.params['login']}@{call.params['domain']}".lower()
    box = call.account.contents.mailboxes.get(address)
    if box is None:
        raise ApiError("You do not own this email account.")
    return box


@uapi("Session::create_webmail_session_for_self", writes=True)
def create_webmail_session_for_self(call: Call) -> dict[str, Any]:
    """A webmail session for the account itself."""
    return _webmail(call, call.account.name, "SELF")


@uapi("Session::create_webmail_session_for_mail_user", writes=True, required=("login", "domain"))
def create_webmail_session_for_mail_user(call: Call) -> dict[str, Any]:
    """A webmail session for a mailbox of the account."""
    return _webmail(call, _mailbox(call).address, "MAIL_USER")


@uapi(
    "Session::create_webmail_session_for_mail_user_check_password",
    writes=True,
    required=("login", "domain", "password"),
)
def create_webmail_session_checked(call: Call) -> dict[str, Any]:
    """The same, after a look at the mailbox's password."""
    box = _mailbox(call)
    if not equal(box.password, call.params["password"]):
        raise ApiError("The password is incorrect.")
    return _webmail(call, box.address, "MAIL_USER_CHECK_PASSWORD")


@uapi("Session::create_temp_user", writes=True, session_only=True)
def create_temp_user(call: Call) -> dict[str, Any]:
    """A temporary database user for the current session."""
    return {"created": 1, "session_temp_user": f"cpses_{call.server.sessions.random_id(10).lower()}"}
