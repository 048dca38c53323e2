# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI Tokens: the API tokens of an account (protocol.md 2.1, 6.9).

Must not know who logs in with them. Called by name; ``whm/tokens.py`` checks names and expiry alike.
"""

from __future__ import annotations

import re
from typing import Any

from ..api.registry import Call, uapi
from ..errors import ApiError
from ..state.accounts import ApiToken
from ..state.secrets import token_value

TOKEN_NAME = re.compile(r"[A-Za-z0-9_-]{1,50}")
MISSING_TOKEN = "The API token `[_1]` does not exist."


def check_token_name(name: str) -> None:
    """Refuse a name that no API token may have (protocol.md 2.1)."""
    if not TOKEN_NAME.fullmatch(name):
        raise ApiError(
            "You cannot create an API token with a name that is longer than 50 characters, and the name may only"
            " contain the following characters: [_1]",
            "A-Z a-z 0-9 - _",
        )


def expiry(call: Call) -> int | None:
    """``expires_at`` in unix seconds; None for never."""
    when = call.params.number("expires_at")
    if when and when <= call.now:
        raise ApiError("The expiration date must be set in the future.")
    return when or None


@uapi("Tokens::create_full_access", writes=True, feature="apitokens", required=("name",))
def create_full_access(call: Call) -> dict[str, Any]:
    """A token for everything the account may do; shown once."""
    name, tokens = call.params["name"], call.account.tokens
    check_token_name(name)
    if name in tokens:
        raise ApiError("An API token with the name `[_1]` already exists.", name)
    token = ApiToken(name, token_value(call.server.random), call.now, expiry(call))
    tokens[name] = token
    return {"create_time": token.created, "token": token.value}


@uapi("Tokens::list", feature="apitokens")
def list_tokens(call: Call) -> list[dict[str, Any]]:
    """Expired tokens stay listed."""
    return [
        {
            "name": token.name,
            "create_time": token.created,
            "expires_at": token.expires_at,
            "has_full_access": 1,
            "features": [],
        }
        for token in call.account.tokens.values()
    ]


@uapi("Tokens::revoke", writes=True, feature="apitokens", required=("name",))
def revoke_token(call: Call) -> int:
    """1 even when there was none."""
    call.account.tokens.pop(call.params["name"], None)
    return 1


@uapi("Tokens::rename", writes=True, feature="apitokens", required=("name", "new_name"))
def rename_token(call: Call) -> None:
    """Give a token another name."""
    old, new, tokens = call.params["name"], call.params["new_name"], call.account.tokens
    check_token_name(new)
    if old not in tokens:
        raise ApiError(MISSING_TOKEN, old)
    if new in tokens:
        raise ApiError("An API token with the name `[_1]` already exists.", new)
    token = tokens.pop(old)
    token.name = new
    tokens[new] = token
