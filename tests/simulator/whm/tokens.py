# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""WHM API 1: the API tokens of the caller (protocol.md 5.4).

Must not know tokens of accounts; those are UAPI's. Called by name.
"""

from __future__ import annotations

import ipaddress
from typing import Any

from ..api.identity import ACLS
from ..api.registry import Call, whm
from ..errors import ApiError
from ..state.accounts import ApiToken
from ..state.secrets import token_value
from ..uapi.tokens import MISSING_TOKEN, check_token_name, expiry

_MAX_ADDRESSES = 100


def _tokens(call: Call) -> dict[str, ApiToken]:
    if call.caller.kind == "reseller":
        return call.server.resellers[call.caller.user].tokens
    return call.server.state.root_tokens


def _acls(call: Call) -> frozenset[str] | None:
    """The requested subset; only what the caller holds."""
    acls = call.params.all("acl")
    for acl in acls:
        if acl not in ACLS or not call.caller.may(acl):
            raise ApiError("Invalid or unauthorized ACL specified: [_1]", acl)
    return frozenset(acls) if acls else None


def _addresses(call: Call) -> list[str] | None:
    addresses = call.params.all("whitelist_ip")
    if addresses == ["any"]:
        return None
    if len(addresses) > _MAX_ADDRESSES:
        raise ApiError("You have exceeded the limit of [_1] whitelisted IP addresses per token.", _MAX_ADDRESSES)
    for entry in addresses:
        try:
            ipaddress.ip_network(entry, strict=False)
        except ValueError:
            raise ApiError("The `[_1]` argument is invalid.", "whitelist_ip") from None
    return addresses or None


def _held(call: Call, token: ApiToken) -> list[str]:
    own = call.caller.acls if token.acls is None else token.acls
    return sorted(ACLS) if "all" in own else sorted(own)


def _shown(call: Call, token: ApiToken) -> dict[str, Any]:
    return {
        "name": token.name,
        "acls": _held(call, token),
        "create_time": token.created,
        "expires_at": token.expires_at,
        "whitelist_ips": token.whitelist_ips,
    }


@whm("api_token_create", writes=True, acl="manage-api-tokens", required=("token_name",))
def api_token_create(call: Call) -> dict[str, Any]:
    """Make a token; its value is shown once. Only over TLS."""
    if not call.tls:
        raise ApiError("You must use a secure connection to call this function.")
    name, tokens = call.params["token_name"], _tokens(call)
    check_token_name(name)
    if name in tokens:
        raise ApiError("An API token with the name `[_1]` already exists.", name)
    token = ApiToken(name, token_value(call.server.random), call.now, expiry(call), _acls(call), _addresses(call))
    tokens[name] = token
    return {**_shown(call, token), "token": token.value}


@whm("api_token_list", acl="manage-api-tokens")
def api_token_list(call: Call) -> dict[str, Any]:
    """An object by name; privileges are maps here."""
    tokens = {}
    for token in _tokens(call).values():
        held = set(_held(call, token))
        tokens[token.name] = {**_shown(call, token), "acls": {acl: int(acl in held) for acl in ACLS}}
    return {"tokens": tokens}


@whm("api_token_revoke", writes=True, acl="manage-api-tokens", required=("token_name",))
def api_token_revoke(call: Call) -> None:
    """Revoke one or several."""
    tokens = _tokens(call)
    for name in call.params.all("token_name"):
        if name not in tokens:
            raise ApiError(MISSING_TOKEN, name)
    for name in call.params.all("token_name"):
        del tokens[name]


@whm("api_token_update", writes=True, acl="manage-api-tokens", required=("token_name",))
def api_token_update(call: Call) -> dict[str, Any]:
    """Rename, and replace privileges, expiry and addresses where given."""
    name, tokens, params = call.params["token_name"], _tokens(call), call.params
    token = tokens.get(name)
    if token is None:
        raise ApiError(MISSING_TOKEN, name)
    new = params.get("new_name")
    if new and new != name:
        check_token_name(new)
        if new in tokens:
            raise ApiError("An API token with the name `[_1]` already exists.", new)
    acls, addresses = _acls(call), _addresses(call)
    if "expires_at" in params:
        token.expires_at = expiry(call)
    if acls is not None:
        token.acls = acls
    if params.all("whitelist_ip"):
        token.whitelist_ips = addresses
    if new and new != name:
        del tokens[name]
        token.name = new
        tokens[new] = token
    return _shown(call, token)


@whm("api_token_get_details", required=("token",))
def api_token_get_details(call: Call) -> dict[str, Any] | None:
    """Which of the caller's tokens a value is; no data when it is none."""
    value = call.params["token"]
    token = next((t for t in _tokens(call).values() if t.value == value), None)
    return None if token is None else _shown(call, token)
