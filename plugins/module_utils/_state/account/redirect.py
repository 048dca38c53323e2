# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Redirects of a path, or of a whole domain, to another address."""

from __future__ import annotations

import re
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._names import to_ascii

from .. import values
from ..kind import Field, Kind
from ..reading import LIST_DOMAINS, Reading, ask, domains_of, rows
from ..scope import Calls, Item, Scope

_WIRE = {"permanent": "permanent", "temporary": "temp"}


class _Rules(dict[tuple[str, str], list[Item]]):
    """The rules by domain and source, of which the first one of each holds."""


def _source(value: t.Any) -> str:
    """A path with one slash in front; nothing is the whole site."""
    path = str("" if value is None else value).strip()
    if "://" in path or any(char.isspace() for char in path):
        raise ValueError("%r is not a path; give it as /old" % (value,))
    return "/" + path.lstrip("/")


def _url(value: t.Any) -> str:
    match = re.fullmatch(r"(https?://)([^/?#\s\"]+)((?:[/?#][^\s\"]*)?)", str(value).strip())
    if match is None:
        raise ValueError("%r is not a URL; give it as https://example.com/new" % (value,))
    start, host, rest = match.groups()
    return str(start + (host if host.isascii() else to_ascii(host)) + rest)


def _read(scope: Scope) -> Reading:
    """One item for a domain and a source, also where there are several rules."""
    listing, answer = yield [LIST_DOMAINS, ask("Mime::list_redirects")]
    scope.domains = domains_of(listing)
    rules = scope.notes(_Rules)
    for row in rows(answer):
        source = values.text(row.get("sourceurl") or row.get("source"))
        domain = values.server_domain(row["domain"])
        if domain in scope.domains.names:
            rules.setdefault((domain, "/" + source.lstrip("/")), []).append(row)
    return [_item(*key, same[0]) for key, same in rules.items()]


def _item(domain: str, source: str, row: Item) -> Item:
    return {
        "domain": domain,
        "source": source,
        "destination": values.text(row["destination"]),
        "type": "temporary" if values.text(row.get("type")).startswith("temp") else "permanent",
        "wildcard": values.boolean(row.get("wildcard")),
        "www": values.boolean(row.get("matchwww")),
    }


def _merge(item: Item, current: Item | None, scope: Scope) -> None:
    """Several rules are never as desired: one takes their place, the first if nothing else is asked for."""
    rules = scope.notes(_Rules).get((item["domain"], item["source"]), ())
    if current is not None and len(rules) > 1:
        item.setdefault("destination", current["destination"])
        current["destination"] = ", ".join(values.text(row["destination"]) for row in rules)


def _create(item: Item, _scope: Scope) -> Calls:
    params = {
        "src": item["source"],
        "redirect": item["destination"],
        "type": _WIRE[item["type"]],
        "redirect_wildcard": int(item["wildcard"]),
        "redirect_www": 0 if item["www"] else 1,  # 0: with and without www, 1: without
    }
    return [ask("Mime::add_redirect", domain=item["domain"], **params)]


def _remove(item: Item, _scope: Scope) -> Calls:
    return [ask("Mime::delete_redirect", domain=item["domain"], src=item["source"])]


REDIRECT = Kind(
    name="redirect",
    fields={
        "domain": Field(normalize=values.domain_name),
        "source": Field(normalize=_source, default="/"),
        "destination": Field(normalize=_url, required=True),
        "type": Field(choices=tuple(_WIRE)),
        "wildcard": Field("bool"),
        "www": Field("bool"),
    },
    key=("domain", "source"),
    domain="domain",
    merge=_merge,
    read=_read,
    defaults=lambda _item, _scope: {"type": "permanent", "wildcard": False, "www": True},
    create=_create,
    update=lambda current, item, _changed, scope: [*_remove(current, scope), *_create(item, scope)],
    remove=_remove,
)
