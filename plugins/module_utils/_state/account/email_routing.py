# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import typing as t

from .. import kind as r

_ROUTES = ("auto", "local", "secondary", "remote")


def _read(scope: r.Scope) -> r.Reading:
    asked = [r.ask("Email::list_mxs")]
    answers = yield asked + ([r.ask(r.LIST_DOMAINS)] if scope.wanted else [])
    items = _routes(r.rows(answers[0]))
    if scope.wanted:
        there = r.note_domains(scope, answers[1])
        # Subdomains may be told only if they are asked for by name; some servers answer with all others then.
        left = sorted({item["domain"] for item in scope.wanted if item["domain"] in there} - set(items))
        if left:
            answers = yield [r.ask("Email::list_mxs", domain=domain) for domain in left]
            items = {**_routes([row for answer in answers for row in r.rows(answer)]), **items}
    return list(items.values())


def _routes(rows: list[r.Item]) -> dict[str, r.Item]:
    return {
        r.told(row["domain"]): {
            "domain": r.told(row["domain"]),
            "routing": row["mxcheck"],
            "detected": r.text(row.get("detected")),
        }
        for row in rows
        if row["mxcheck"] in _ROUTES
    }


def _settle(item: r.Item, before: r.Item | None, scope: r.Scope) -> None:
    if before is None and item["domain"] in scope.facts["domains"]:
        raise ValueError("domain: the server has no mail routing for %s" % item["domain"])


def _set(item: r.Item, _scope: r.Scope) -> r.Calls:
    return [r.ask("Email::set_always_accept", domain=item["domain"], mxcheck=item["routing"])]


def _update(_before: r.Item, after: r.Item, _changed: t.Collection[str], scope: r.Scope) -> r.Calls:
    return _set(after, scope)


EMAIL_ROUTING = r.Kind(
    name="email_routing",
    fields={
        "domain": r.Field(normal=r.domain_name),
        "routing": r.Field(choices=_ROUTES),
        "detected": r.Field(told="What the server makes of it by the mail exchangers of the domain."),
    },
    key=("domain",),
    domain=r.lies_in("domain"),
    settle=_settle,
    initial=lambda _item, _scope: {"routing": "auto"},
    read=_read,
    create=_set,
    update=_update,
    remove=lambda item, scope: _set({**item, "routing": "auto"}, scope),
    reset=lambda _item: {"routing": "auto"},
)
