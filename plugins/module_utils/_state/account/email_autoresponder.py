# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Automatic answers of addresses: the text, and from when to when it is sent (protocol.md 6.3)."""

from __future__ import annotations

import re
import typing as t

from .. import values
from ..kind import Field, Kind
from ..reading import Reading, ask, by_domain, rows
from ..scope import Calls, Item, Scope

_DEFAULTS = {"is_html": False, "interval_hours": 24, "start": "", "stop": "", "charset": "utf-8"}


def _sender(value: t.Any) -> str:
    """A name: the server drops an address in angle brackets (protocol.md 6.3)."""
    head, closing, tail = str(value).rpartition(">")
    *before, last = re.split(r"<[^>]*>", head + closing)  # what opens here also closes: this takes linear time
    return values.one_line("".join(part.rstrip() for part in before) + last + tail)


def _body(value: t.Any) -> str:
    """Without newlines at the end: the server makes them exactly one."""
    return str(value).replace("\r\n", "\n").rstrip("\n")


def _prepare(item: Item) -> None:
    values.full_address("email")(item)
    _check(item)


def _check(item: Item) -> None:
    if item.get("start") and item.get("stop") and item["stop"] <= item["start"]:
        raise ValueError("stop: %s is not after start: %s" % (item["stop"], item["start"]))


def _read(scope: Scope) -> Reading:
    """An absent one is read with success too (protocol.md 6.3): what is there is what is listed."""
    desired = [] if scope.everything else list(dict.fromkeys(item["email"] for item in scope.desired))

    def each(domain: str) -> Calls:
        return [ask("Email::list_auto_responders", domain=domain), *_get(desired, domain)]

    answers, _also = yield from by_domain(scope, "email", each)
    there = [values.server_address(row["email"]) for answer, *_texts in answers.values() for row in rows(answer)]
    if scope.everything:
        names, texts = there, (yield _get(there))
    else:
        names = [name for domain in answers for name in desired if name.endswith("@" + domain)]
        texts = [answer for _list, *more in answers.values() for answer in more]
    data = {name: answer.data for name, answer in zip(names, texts)}
    return [_item(name, data[name]) for name in dict.fromkeys(there) if name in data]


def _get(names: list[str], domain: str = "") -> Calls:
    return [ask("Email::get_auto_responder", email=name) for name in names if name.endswith("@" + domain) or not domain]


def _item(email: str, row: Item) -> Item:
    """What is listed has a text; an answer without any is the template for one that is not there."""
    if not (row.get("subject") or row.get("body")):
        raise ValueError("Email::get_auto_responder has nothing of %s, which is listed" % email)
    return {
        "email": email,
        "from": values.text(row.get("from")).strip(),
        "subject": values.text(row.get("subject")).strip(),
        "body": _body(values.text(row.get("body"))),
        "is_html": values.boolean(row.get("is_html")),
        "interval_hours": int(row.get("interval") or 0),
        "start": values.timestamp(row.get("start")),
        "stop": values.timestamp(row.get("stop")),
        "charset": values.text(row.get("charset") or "utf-8").lower(),
    }


def _store(item: Item, _scope: Scope) -> Calls:
    """Makes one or replaces it whole; what is not limited in time is sent without start and stop."""
    local, _at, domain = item["email"].rpartition("@")
    texts = {name: item[name] for name in ("from", "subject", "body", "charset")}
    limits = {name: values.unix_seconds(item[name]) for name in ("start", "stop") if item[name]}
    numbers = {"is_html": int(item["is_html"]), "interval": item["interval_hours"], **limits}
    return [ask("Email::add_auto_responder", email=local, domain=domain, **texts, **numbers)]


EMAIL_AUTORESPONDER = Kind(
    name="email_autoresponder",
    fields={
        "email": Field(aliases=("address",)),
        "domain": Field(input_only=True),
        "from": Field(normalize=_sender, required=True),
        "subject": Field(normalize=values.one_line, required=True),
        "body": Field(normalize=_body, required=True),
        "is_html": Field("bool"),
        "interval_hours": Field("int", normalize=values.hours),
        "start": Field(normalize=values.timestamp),
        "stop": Field(normalize=values.timestamp),
        "charset": Field(normalize=lambda value: values.one_line(value).lower()),
    },
    key=("email",),
    domain="email",
    prepare=_prepare,
    merge=lambda item, current, _scope: _check({**(current or {}), **item}),
    read=_read,
    defaults=lambda _item, _scope: dict(_DEFAULTS),
    create=_store,
    remove=lambda item, _scope: [ask("Email::delete_auto_responder", email=item["email"])],
    order=60,
)
