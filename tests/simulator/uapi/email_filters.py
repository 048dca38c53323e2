# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI Email: autoresponders and filters (protocol.md 6.3).

Must not know mailboxes: a filter stays whether its mailbox exists or not. Called by name.
"""

from __future__ import annotations

import itertools
import re
from typing import Any

from ..api.checks import matching, owned_domain, split_address
from ..api.registry import Call, uapi
from ..errors import ApiError


@uapi("Email::list_auto_responders", required=("domain",), webmail=True)
def list_auto_responders(call: Call) -> list[dict[str, Any]]:
    """Address and subject only."""
    domain = owned_domain(call, call.params["domain"])
    responders = call.account.contents.autoresponders
    rows = [{"email": e, "subject": r["subject"]} for e, r in responders.items() if e.endswith("@" + domain)]
    return matching(rows, call.params.get("regex"), "email")


@uapi("Email::get_auto_responder", required=("email",), webmail=True)
def get_auto_responder(call: Call) -> dict[str, Any]:
    """An absent one answers with success and a charset."""
    responder = call.account.contents.autoresponders.get(call.params["email"].lower())
    return dict(responder) if responder else {"charset": "utf-8"}


@uapi(
    "Email::add_auto_responder",
    writes=True,
    feature="autoresponders",
    required=("email", "domain", "from", "subject", "body", "is_html", "interval"),
    booleans=("is_html",),
)
def add_auto_responder(call: Call) -> None:
    """Create or replace, silently. The body ends in one newline, the sender loses its address."""
    params = call.params
    local, domain = split_address(call, params["email"], params.get("domain"))
    call.account.contents.autoresponders[f"{local}@{domain}"] = {
        "subject": params["subject"],
        "from": re.sub(r"\s*<[^>]*>", "", params["from"]),
        "body": params["body"].rstrip("\n") + "\n",
        "charset": params.get("charset") or "utf-8",
        "interval": params.number("interval"),
        "is_html": int(params.flag("is_html")),
        "start": params.number("start") or None,
        "stop": params.number("stop") or None,
    }


@uapi("Email::delete_auto_responder", writes=True, feature="autoresponders", required=("email",))
def delete_auto_responder(call: Call) -> None:
    """Remove one; silent when there is none."""
    call.account.contents.autoresponders.pop(call.params["email"].lower(), None)


def _owner(call: Call) -> str:
    """Whose filters: an address, or the account's own for an empty name."""
    name = call.params.get("account")
    if not name or name == call.account.name:
        return ""
    local, domain = split_address(call, name)
    return f"{local}@{domain}"


@uapi("Email::list_filters", webmail=True)
def list_filters(call: Call) -> list[dict[str, Any]]:
    """Rules carry no and/or on the wire."""
    filters = call.account.contents.filters.get(_owner(call), {})
    return [
        {
            "filtername": name,
            "enabled": 1,
            "unescaped": 1,
            "rules": [{k: rule[k] for k in ("match", "part", "val")} for rule in stored["rules"]],
            "actions": [{k: action[k] for k in ("action", "dest")} for action in stored["actions"]],
        }
        for name, stored in filters.items()
    ]


@uapi("Email::get_filter", required=("filtername",), webmail=True)
def get_filter(call: Call) -> dict[str, Any]:
    """An absent one answers with success and a template."""
    name = call.params["filtername"]
    stored = call.account.contents.filters.get(_owner(call), {}).get(name)
    if stored is None:
        rule = {"number": 1, "part": "$header_from:", "match": "contains", "val": ""}
        return {"filtername": "Rule 1", "rules": [rule], "actions": [{"number": 1, "action": "deliver", "dest": ""}]}
    return {
        "filtername": name,
        "rules": [dict(rule, number=i) for i, rule in enumerate(stored["rules"], 1)],
        "actions": [dict(action, number=i) for i, action in enumerate(stored["actions"], 1)],
    }


@uapi("Email::store_filter", writes=True, required=("filtername",), webmail=True)
def store_filter(call: Call) -> dict[str, Any]:
    """Create or replace, silently; destinations of ``save`` get the home directory in front."""
    params, owner = call.params, _owner(call)
    rules: list[dict[str, Any]] = []
    actions: list[dict[str, Any]] = []
    for number in itertools.count(1):
        if f"part{number}" not in params and f"match{number}" not in params:
            break
        fields = {name: params.get(f"{name}{number}") for name in ("part", "match", "val")}
        rules.append(fields)
    for number in itertools.count(1):
        if f"action{number}" not in params:
            break
        action, dest = params[f"action{number}"], params.get(f"dest{number}")
        if action == "save" and dest != "/dev/null" and not dest.startswith("$home/"):
            dest = "$home/" + dest.lstrip("/")
        actions.append({"action": action, "dest": dest})
    if not rules:
        raise ApiError("Provide at least one `[_1]` argument.", "match1")
    if not actions:
        raise ApiError("Provide at least one `[_1]` argument.", "action1")
    filters = call.account.contents.filters.setdefault(owner, {})
    old = params.get("oldfiltername")
    if old and old != params["filtername"]:
        filters.pop(old, None)
    filters[params["filtername"]] = {"rules": rules, "actions": actions}
    return {"account": owner or call.account.name}


@uapi("Email::delete_filter", writes=True, required=("filtername",), webmail=True)
def delete_filter(call: Call) -> None:
    """Remove a filter."""
    filters = call.account.contents.filters.get(_owner(call), {})
    if filters.pop(call.params["filtername"], None) is None:
        raise ApiError('Filter "[_1]" not found.', call.params["filtername"])
