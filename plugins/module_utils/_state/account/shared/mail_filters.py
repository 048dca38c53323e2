# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules and actions of email filters, in one form (protocol.md 6.3): as a user gives them, as a server lists them.

Called by the declaration of filters.
"""

from __future__ import annotations

import typing as t

from ... import values
from ...placeholders import ACCOUNT
from ...scope import Item, Scope

# In the order of uapi.json, Email::store_filter.
MATCHES = [
    *("is", "matches", "contains", "does not contain", "begins", "does not begin", "ends", "does not end"),
    *("does not match", "is above", "is not above", "is below", "is not below"),
]
RULE = {
    "part": {"type": "str", "required": True},
    "match": {"type": "str", "choices": MATCHES, "default": "contains"},
    "value": {"type": "str", "default": ""},
}
ACTION = {
    "action": {"type": "str", "choices": ["deliver", "fail", "finish", "save", "pipe"], "required": True},
    "destination": {"type": "str", "default": ""},
}
_CONDITIONS = ("not delivered", "error_message")  # parts that hold by themselves, without match and value
_DISCARD = "/dev/null"


def rules(given: t.Iterable[Item]) -> list[Item]:
    """The rules that a user gave. Raises ValueError."""
    parsed = [_rule(rule["part"], rule["match"], rule["value"]) for rule in given]
    for rule in parsed:
        if not rule["part"] or not (rule["value"] or rule["part"] in _CONDITIONS):
            raise ValueError("%s: give a part, and a value to compare it with" % (rule["part"] or "a rule"))
    return _at_least_one(parsed)


def parse_rules(rows: t.Any) -> list[Item]:
    """The rules that a server lists."""
    return [_rule(row.get("part"), row.get("match"), row.get("val")) for row in rows or []]


def _rule(part: t.Any, match: t.Any, value: t.Any) -> Item:
    """A part is known with a colon at its end and without: here it has none (protocol.md 6.3, uapi.json)."""
    part = str(part).strip().rstrip(":")
    if part in _CONDITIONS:
        return {"part": part, "match": "is", "value": ""}
    return {"part": part, "match": str(match), "value": str("" if value is None else value)}


def actions(given: t.Iterable[Item]) -> list[Item]:
    """The actions that a user gave. Raises ValueError."""
    parsed = [_action(action["action"], action["destination"]) for action in given]
    for action in parsed:
        if not action["destination"] and action["action"] in ("deliver", "save", "pipe"):
            raise ValueError("%s: give a destination" % action["action"])
        if action["action"] == "save" and action["destination"].startswith("home/"):
            raise ValueError("%s: give a path in the home directory, as mail/.spam" % action["destination"])
    return _at_least_one(parsed)


def parse_actions(rows: t.Any) -> list[Item]:
    """The actions that a server lists; a folder outside of the home directory is left as it is."""
    parsed = []
    for row in rows or []:
        try:
            parsed.append(_action(row.get("action"), row.get("dest")))
        except ValueError:
            parsed.append({"action": str(row["action"]), "destination": str(row["dest"])})
    return parsed


def _action(name: t.Any, destination: t.Any) -> Item:
    """A folder is a path in the home directory, in front of which the server writes $home/ (protocol.md 6.3)."""
    text = "" if name == "finish" else str("" if destination is None else destination).strip()
    if name == "deliver" and not text.isascii():
        local, at, domain = text.rpartition("@")
        text = local + at + values.server_domain(domain)
    if name == "save" and text != _DISCARD:
        text = values.home_path(text)
    return {"action": str(name), "destination": text}


def portable(item: Item, scope: Scope) -> Item:
    """Mail that is delivered to the account itself goes to whatever account it is."""
    own = {"action": "deliver", "destination": scope.account}
    return {
        **item,
        "actions": [{**action, "destination": ACCOUNT} if action == own else action for action in item["actions"]],
    }


def _at_least_one(parsed: list[Item]) -> list[Item]:
    if not parsed:
        raise ValueError("the list is empty; give at least one")
    return parsed
