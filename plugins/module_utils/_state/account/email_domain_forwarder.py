# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import typing as t

from .. import kind as r


def _prepare(item: r.Item) -> None:
    if item.get("destination") == item["domain"]:
        raise ValueError("destination: %s would be forwarded to itself" % item["domain"])


def _read(scope: r.Scope) -> r.Reading:
    asked = [r.ask("Email::list_domain_forwarders")]
    answers = yield asked + ([r.ask(r.LIST_DOMAINS)] if scope.wanted else [])
    if scope.wanted:
        r.note_domains(scope, answers[1])
    return [{"domain": r.told(row["dest"]), "destination": r.told(row["forward"])} for row in r.rows(answers[0])]


def _create(item: r.Item, _scope: r.Scope) -> r.Calls:
    return [r.ask("Email::add_domain_forwarder", domain=item["domain"], destdomain=item["destination"])]


def _update(before: r.Item, after: r.Item, _changed: t.Collection[str], scope: r.Scope) -> r.Calls:
    # A second one is refused, so the first goes before.
    return [*_remove(before, scope), *_create(after, scope)]


def _remove(item: r.Item, _scope: r.Scope) -> r.Calls:
    return [r.ask("Email::delete_domain_forwarder", domain=item["domain"])]


EMAIL_DOMAIN_FORWARDER = r.Kind(
    name="email_domain_forwarder",
    fields={
        "domain": r.Field(normal=r.domain_name),
        "destination": r.Field(normal=r.domain_name, needed=True),
    },
    key=("domain",),
    prepare=_prepare,
    domain=r.lies_in("domain"),
    read=_read,
    create=_create,
    update=_update,
    remove=_remove,
)
