# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

"""Rules and actions of email filters, in one form (protocol.md 6.3)."""

from __future__ import annotations

import typing as t

from ... import kind as r

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


def rules(given: t.Iterable[r.Item]) -> list[r.Item]:
    """The rules that a user gave. Raises ValueError."""
    found = [one_rule(rule["part"], rule["match"], rule["value"]) for rule in given]
    for rule in found:
        if not rule["part"] or not (rule["value"] or rule["part"] in _CONDITIONS):
            raise ValueError("%s: give a part, and a value to compare it with" % (rule["part"] or "a rule"))
    return _some(found)


def found_rules(rows: t.Any) -> list[r.Item]:
    """The rules that a server lists."""
    return [one_rule(row.get("part"), row.get("match"), row.get("val")) for row in rows or []]


def one_rule(part: t.Any, match: t.Any, value: t.Any) -> r.Item:
    """A part is known with a colon at its end and without: here it has none (protocol.md 6.3, uapi.json)."""
    part = str(part).strip().rstrip(":")
    if part in _CONDITIONS:
        return {"part": part, "match": "is", "value": ""}
    return {"part": part, "match": str(match), "value": str("" if value is None else value)}


def actions(given: t.Iterable[r.Item]) -> list[r.Item]:
    """The actions that a user gave. Raises ValueError."""
    found = [one_action(action["action"], action["destination"]) for action in given]
    for action in found:
        if not action["destination"] and action["action"] in ("deliver", "save", "pipe"):
            raise ValueError("%s: give a destination" % action["action"])
        if action["action"] == "save" and action["destination"].startswith("home/"):
            raise ValueError("%s: give a path in the home directory, as mail/.spam" % action["destination"])
    return _some(found)


def found_actions(rows: t.Any) -> list[r.Item]:
    """The actions that a server lists; a folder outside of the home directory is left as it is."""
    found = []
    for row in rows or []:
        try:
            found.append(one_action(row.get("action"), row.get("dest")))
        except ValueError:
            found.append({"action": str(row["action"]), "destination": str(row["dest"])})
    return found


def one_action(name: t.Any, destination: t.Any) -> r.Item:
    """A folder is a path in the home directory, in front of which the server writes $home/ (protocol.md 6.3)."""
    text = "" if name == "finish" else str("" if destination is None else destination).strip()
    if name == "deliver" and not text.isascii():
        local, at, domain = text.rpartition("@")
        text = local + at + r.told(domain)
    if name == "save" and text != _DISCARD:
        text = r.home_path(text)
    return {"action": str(name), "destination": text}


def portable(item: r.Item, scope: r.Scope) -> r.Item:
    """Mail that is delivered to the account itself goes to whatever account it is."""
    own = {"action": "deliver", "destination": scope.account}
    return {
        **item,
        "actions": [{**action, "destination": r.ACCOUNT} if action == own else action for action in item["actions"]],
    }


def _some(found: list[r.Item]) -> list[r.Item]:
    if not found:
        raise ValueError("give at least one")
    return found
