# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters of mail, of the account or of one mailbox: rules, and actions for what they match (protocol.md 6.3)."""

from __future__ import annotations

import typing as t

from .. import values
from ..kind import Field, Kind
from ..reading import Reading, ask, rows
from ..scope import Calls, Item, Scope
from .shared import mail_filters as filters


class _Mailboxes(list[str]):
    """The addresses of the mailboxes that there are."""


def _name(value: t.Any) -> str:
    if not str(value).strip():
        raise ValueError("it is empty; give the filter a name")
    return str(value).strip()


def _prepare(item: Item) -> None:
    item.setdefault("email", "")


def _read(scope: Scope) -> Reading:
    """A filter that is not there is read as a template (protocol.md 6.3): what is there is what is listed."""
    desired = {item["email"] for item in scope.desired}
    own = [ask("Email::list_filters")] if scope.everything or "" in desired else []
    boxes = [ask("Email::list_pops")] if scope.everything or desired - {""} else []
    answers = yield [*own, *boxes]
    items = [_item("", row) for row in rows(*answers[: len(own)])]
    names = [values.server_address(row["email"]) for row in rows(*answers[len(own) :])]
    scope.notes(_Mailboxes).extend(names)
    names = [name for name in names if "@" in name and (scope.everything or name in desired)]
    if names:
        answers = yield [ask("Email::list_filters", account=name) for name in names]
        items += [_item(name, row) for name, answer in zip(names, answers) for row in rows(answer)]
    return items


def _item(email: str, row: Item) -> Item:
    return {
        "name": str(row["filtername"]),
        "email": email,
        "rules": filters.parse_rules(row.get("rules")),
        "actions": filters.parse_actions(row.get("actions")),
    }


def _merge(item: Item, current: Item | None, scope: Scope) -> None:
    box = item["email"]
    if box and scope.will_remove("email_account", box):
        raise ValueError("email: %s is removed by the same task" % box)
    if box and current is None and box not in scope.notes(_Mailboxes) and not scope.will_have("email_account", box):
        raise ValueError("email: the account has no mailbox %s" % box)


def _store(item: Item, _scope: Scope) -> Calls:
    """Makes one or replaces it whole. How its rules are combined is no state: the server does not say it."""
    joint = "or" if item.get("combine") == "any" else "and"
    params = {"account": item["email"]} if item["email"] else {}
    for number, rule in enumerate(item["rules"], 1):
        colon = ":" if rule["part"].startswith(("$h", "$reply", "foranyaddress")) else ""
        columns = {"part": rule["part"] + colon, "match": rule["match"], "val": rule["value"], "opt": joint}
        params.update({"%s%d" % (name, number): value for name, value in columns.items()})
    for number, action in enumerate(item["actions"], 1):
        params.update({"action%d" % number: action["action"], "dest%d" % number: action["destination"]})
    return [ask("Email::store_filter", filtername=item["name"], **params)]


def _remove(item: Item, scope: Scope) -> Calls:
    return [ask("Email::delete_filter", filtername=item["name"], account=item["email"] or scope.account)]


EMAIL_FILTER = Kind(
    name="email_filter",
    fields={
        "name": Field(normalize=_name),
        "email": Field(normalize=lambda value: values.address(value) if value else ""),
        "rules": Field("list", elements="dict", options=filters.RULE, normalize=filters.rules, required=True),
        "actions": Field("list", elements="dict", options=filters.ACTION, normalize=filters.actions, required=True),
        "combine": Field(choices=("all", "any"), input_only=True, default="all"),
    },
    key=("name", "email"),
    prepare=_prepare,
    merge=_merge,
    read=_read,
    create=_store,
    remove=_remove,
    portable=filters.portable,
    order=60,
)
