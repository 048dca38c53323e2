# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils import _resource as r

# In the order of uapi.json, Email::store_filter.
_MATCHES = [
    *("is", "matches", "contains", "does not contain", "begins", "does not begin", "ends", "does not end"),
    *("does not match", "is above", "is not above", "is below", "is not below"),
]
_RULE = {
    "part": {"type": "str", "required": True},
    "match": {"type": "str", "choices": _MATCHES, "default": "contains"},
    "value": {"type": "str", "default": ""},
}
_ACTION = {
    "action": {"type": "str", "choices": ["deliver", "fail", "finish", "save", "pipe"], "required": True},
    "destination": {"type": "str", "default": ""},
}
_CONDITIONS = ("not delivered", "error_message")  # parts that hold by themselves, without match and value
_DISCARD = "/dev/null"


def _rule(part: t.Any, match: t.Any, value: t.Any) -> r.Item:
    """A part is known with a colon at its end and without: here it has none (protocol.md 6.3, uapi.json)."""
    part = str(part).strip().rstrip(":")
    if part in _CONDITIONS:
        return {"part": part, "match": "is", "value": ""}
    return {"part": part, "match": str(match), "value": str("" if value is None else value)}


def _rules(given: list[r.Item]) -> list[r.Item]:
    found = [_rule(rule["part"], rule["match"], rule["value"]) for rule in given]
    for rule in found:
        if not rule["part"] or not (rule["value"] or rule["part"] in _CONDITIONS):
            raise ValueError("%s: give a part, and a value to compare it with" % (rule["part"] or "a rule"))
    return _some(found)


def _action(action: t.Any, destination: t.Any) -> r.Item:
    """A folder is a path in the home directory, in front of which the server writes $home/ (protocol.md 6.3)."""
    text = "" if action == "finish" else str("" if destination is None else destination).strip()
    if action == "save" and text != _DISCARD:
        text = r.home_path(text)
    return {"action": str(action), "destination": text}


def _actions(given: list[r.Item]) -> list[r.Item]:
    found = [_action(action["action"], action["destination"]) for action in given]
    for action in found:
        if not action["destination"] and action["action"] in ("deliver", "save", "pipe"):
            raise ValueError("%s: give a destination" % action["action"])
        if action["action"] == "save" and action["destination"].startswith("home/"):
            raise ValueError("%s: give a path in the home directory, as mail/.spam" % action["destination"])
    return _some(found)


def _some(found: list[r.Item]) -> list[r.Item]:
    if not found:
        raise ValueError("give at least one")
    return found


def _name(value: t.Any) -> str:
    if not str(value).strip():
        raise ValueError("give the filter a name")
    return str(value).strip()


def _prepare(item: r.Item) -> None:
    item.setdefault("email", "")


def _read(scope: r.Scope) -> r.Reading:
    """A filter that is not there is read as a template (protocol.md 6.3): what is there is what is listed."""
    wanted = list(dict.fromkeys(item["email"] for item in scope.wanted))
    own = [r.ask("Email::list_filters")] if scope.everything or "" in wanted else []
    boxes = [r.ask("Email::list_pops")] if scope.everything or any(wanted) else []
    answers = yield [*own, *boxes]
    items = [_item("", row) for answer in answers[: len(own)] for row in r.rows(answer)]
    names = [str(row.get("email")).lower() for answer in answers[len(own) :] for row in r.rows(answer)]
    names = [name for name in names if "@" in name and (scope.everything or name in wanted)]
    if names:
        answers = yield [r.ask("Email::list_filters", account=name) for name in names]
        items += [_item(name, row) for name, answer in zip(names, answers) for row in r.rows(answer)]
    return items


def _item(email: str, row: r.Item) -> r.Item:
    return {
        "name": str(row.get("filtername")),
        "email": email,
        "rules": [_rule(rule.get("part"), rule.get("match"), rule.get("val")) for rule in row.get("rules") or []],
        "actions": [_found_action(action) for action in row.get("actions") or []],
    }


def _found_action(action: r.Item) -> r.Item:
    try:
        return _action(action.get("action"), action.get("dest"))
    except ValueError:  # a folder outside of the home directory
        return {"action": str(action["action"]), "destination": str(action["dest"])}


def _store(item: r.Item, _scope: r.Scope) -> r.Calls:
    """Makes one or replaces it whole. How its rules are combined is no state: the server does not tell it."""
    joint = "or" if item.get("combine") == "any" else "and"
    params = {"account": item["email"]} if item["email"] else {}
    for number, rule in enumerate(item["rules"], 1):
        colon = ":" if rule["part"].startswith(("$h", "$reply", "foranyaddress")) else ""
        values = {"part": rule["part"] + colon, "match": rule["match"], "val": rule["value"], "opt": joint}
        params.update({"%s%d" % (name, number): value for name, value in values.items()})
    for number, action in enumerate(item["actions"], 1):
        params.update({"action%d" % number: action["action"], "dest%d" % number: action["destination"]})
    return [r.ask("Email::store_filter", filtername=item["name"], **params)]


EMAIL_FILTER = r.Kind(
    name="email_filter",
    fields={
        "name": r.Field(normal=_name),
        "email": r.Field(normal=lambda value: r.address(value) if value else ""),
        "rules": r.Field("list", elements="dict", options=_RULE, normal=_rules, needed=True),
        "actions": r.Field("list", elements="dict", options=_ACTION, normal=_actions, needed=True),
        "combine": r.Field(choices=("all", "any"), helper=True, default="all"),
    },
    key=("name", "email"),
    prepare=_prepare,
    read=_read,
    create=_store,
    update=lambda _before, after, _changed, scope: _store(after, scope),
    remove=lambda item, scope: [
        r.ask("Email::delete_filter", filtername=item["name"], account=item["email"] or scope.account)
    ],
    order=60,
)
