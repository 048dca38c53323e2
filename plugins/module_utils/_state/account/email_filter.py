# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import typing as t

from .. import kind as r
from .shared import mail_filters as filters


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
    names = [r.told_address(row["email"]) for answer in answers[len(own) :] for row in r.rows(answer)]
    scope.facts["boxes"] = names
    names = [name for name in names if "@" in name and (scope.everything or name in wanted)]
    if names:
        answers = yield [r.ask("Email::list_filters", account=name) for name in names]
        items += [_item(name, row) for name, answer in zip(names, answers) for row in r.rows(answer)]
    return items


def _item(email: str, row: r.Item) -> r.Item:
    return {
        "name": str(row["filtername"]),
        "email": email,
        "rules": filters.found_rules(row.get("rules")),
        "actions": filters.found_actions(row.get("actions")),
    }


def _settle(item: r.Item, before: r.Item | None, scope: r.Scope) -> None:
    box = item["email"]
    if box and ("email_account", (box,)) in scope.going:
        raise ValueError("email: %s is removed by the same task" % box)
    if box and before is None and box not in scope.facts["boxes"] and ("email_account", (box,)) not in scope.making:
        raise ValueError("email: the account has no mailbox %s" % box)


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
        "rules": r.Field("list", elements="dict", options=filters.RULE, normal=filters.rules, needed=True),
        "actions": r.Field("list", elements="dict", options=filters.ACTION, normal=filters.actions, needed=True),
        "combine": r.Field(choices=("all", "any"), helper=True, default="all"),
    },
    key=("name", "email"),
    prepare=_prepare,
    settle=_settle,
    read=_read,
    create=_store,
    update=lambda _before, after, _changed, scope: _store(after, scope),
    remove=lambda item, scope: [
        r.ask("Email::delete_filter", filtername=item["name"], account=item["email"] or scope.account)
    ],
    portable=filters.portable,
    order=60,
)
