# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import re
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._api.call import Call

from .. import kind as r

_INITIAL = {"is_html": False, "interval_hours": 24, "start": "", "stop": "", "charset": "utf-8"}


def _sender(value: t.Any) -> str:
    """A name: the server drops an address in angle brackets (protocol.md 6.3)."""
    head, closing, tail = str(value).rpartition(">")
    *before, last = re.split(r"<[^>]*>", head + closing)  # what opens here also closes: this takes linear time
    return r.one_line("".join(part.rstrip() for part in before) + last + tail)


def _body(value: t.Any) -> str:
    """Without newlines at the end: the server makes them exactly one."""
    return str(value).replace("\r\n", "\n").rstrip("\n")


def _prepare(item: r.Item) -> None:
    r.with_domain("email")(item)
    _check(item)


def _check(item: r.Item) -> None:
    if item.get("start") and item.get("stop") and item["stop"] <= item["start"]:
        raise ValueError("stop: %s is not after start: %s" % (item["stop"], item["start"]))


def _read(scope: r.Scope) -> r.Reading:
    """An absent one is read with success too (protocol.md 6.3): what is there is what is listed."""
    wanted = [] if scope.everything else list(dict.fromkeys(item["email"] for item in scope.wanted))

    def boxes(domain: str) -> list[str]:
        return [name for name in wanted if name.endswith("@" + domain)]

    def each(domain: str) -> r.Calls:
        return [r.ask("Email::list_auto_responders", domain=domain), *map(_get, boxes(domain))]

    answers = yield from r.by_domain(scope, r.lies_in("email")[1], each)
    there = [r.told_address(row["email"]) for answer, *_more in answers.values() for row in r.rows(answer)]
    names = [name for domain in answers for name in boxes(domain)]
    read = [answer for _list, *more in answers.values() for answer in more]
    if scope.everything:
        names, read = there, (yield list(map(_get, there)))
    found = dict(zip(names, read))
    return [_item(name, found[name].data) for name in dict.fromkeys(there) if name in found]


def _get(email: str) -> Call:
    return r.ask("Email::get_auto_responder", email=email)


def _item(email: str, row: r.Item) -> r.Item:
    """What is listed has a text; an answer without any is the template for one that is not there."""
    if not (row.get("subject") or row.get("body")):
        raise ValueError("Email::get_auto_responder has nothing of %s, which is listed" % email)
    return {
        "email": email,
        "from": r.text(row.get("from")).strip(),
        "subject": r.text(row.get("subject")).strip(),
        "body": _body(r.text(row.get("body"))),
        "is_html": r.flag(row.get("is_html")),
        "interval_hours": int(row.get("interval") or 0),
        "start": r.moment(row.get("start")),
        "stop": r.moment(row.get("stop")),
        "charset": r.text(row.get("charset") or "utf-8").lower(),
    }


def _store(item: r.Item) -> r.Calls:
    """Makes one or replaces it whole; what is not limited in time is sent without start and stop."""
    local, _at, domain = item["email"].rpartition("@")
    texts = {name: item[name] for name in ("from", "subject", "body", "charset")}
    limits = {name: r.unix_seconds(item[name]) for name in ("start", "stop") if item[name]}
    numbers = {"is_html": int(item["is_html"]), "interval": item["interval_hours"], **limits}
    return [r.ask("Email::add_auto_responder", email=local, domain=domain, **texts, **numbers)]


EMAIL_AUTORESPONDER = r.Kind(
    name="email_autoresponder",
    fields={
        "email": r.Field(aliases=("address",)),
        "domain": r.Field(helper=True),
        "from": r.Field(normal=_sender, needed=True),
        "subject": r.Field(normal=r.one_line, needed=True),
        "body": r.Field(normal=_body, needed=True),
        "is_html": r.Field("bool"),
        "interval_hours": r.Field("int", normal=r.hours),
        "start": r.Field(normal=r.moment),
        "stop": r.Field(normal=r.moment),
        "charset": r.Field(normal=lambda value: r.one_line(value).lower()),
    },
    key=("email",),
    domain=r.lies_in("email"),
    prepare=_prepare,
    settle=lambda item, before, _scope: _check({**(before or {}), **item}),
    read=_read,
    initial=lambda _item, _scope: dict(_INITIAL),
    create=lambda item, _scope: _store(item),
    update=lambda _before, after, _changed, _scope: _store(after),
    remove=lambda item, _scope: [r.ask("Email::delete_auto_responder", email=item["email"])],
    order=60,
)
