# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import re
import typing as t

from .. import kind as r

_WIRE = {"permanent": "permanent", "temporary": "temp"}


def _source(value: t.Any) -> str:
    """A path with one slash in front; nothing is the whole site."""
    text = str("" if value is None else value).strip()
    if "://" in text or any(char.isspace() for char in text):
        raise ValueError("%r is no path; give it as /old" % (value,))
    return "/" + text.lstrip("/")


def _url(value: t.Any) -> str:
    found = re.fullmatch(r"(https?://)([^/?#\s\"]+)((?:[/?#][^\s\"]*)?)", str(value).strip())
    if found is None:
        raise ValueError("%r is no URL; give it as https://example.com/new" % (value,))
    start, host, rest = found.groups()
    return str(start + (host if host.isascii() else r.to_ascii(host)) + rest)


def _read(scope: r.Scope) -> r.Reading:
    """One item for a domain and a source, also where there are several rules, of which the first one holds."""
    listing, answer = yield [r.ask(r.LIST_DOMAINS), r.ask("Mime::list_redirects")]
    domains = r.note_domains(scope, listing)
    found: dict[tuple[str, str], list[r.Item]] = {}
    for row in r.rows(answer):
        source = r.text(row.get("sourceurl") or row.get("source"))
        name = r.told(row["domain"]), "/" + source.lstrip("/")
        if name[0] in domains:
            found.setdefault(name, []).append(row)
    scope.facts["rules"] = found
    return [_item(*name, rows[0]) for name, rows in found.items()]


def _item(domain: str, source: str, row: r.Item) -> r.Item:
    return {
        "domain": domain,
        "source": source,
        "destination": r.text(row["destination"]),
        "type": "temporary" if r.text(row.get("type")).startswith("temp") else "permanent",
        "wildcard": r.flag(row.get("wildcard")),
        "www": r.flag(row.get("matchwww")),
    }


def _settle(item: r.Item, before: r.Item | None, scope: r.Scope) -> None:
    """Several rules are never as wanted: one takes their place, the first if nothing else is asked for."""
    rules = scope.facts["rules"].get((item["domain"], item["source"]), ())
    if before is not None and len(rules) > 1:
        item.setdefault("destination", before["destination"])
        before["destination"] = ", ".join(r.text(row["destination"]) for row in rules)


def _create(item: r.Item, _scope: r.Scope) -> r.Calls:
    params = {
        "src": item["source"],
        "redirect": item["destination"],
        "type": _WIRE[item["type"]],
        "redirect_wildcard": int(item["wildcard"]),
        "redirect_www": 0 if item["www"] else 1,  # 0: with and without www, 1: without
    }
    return [r.ask("Mime::add_redirect", domain=item["domain"], **params)]


def _remove(item: r.Item, _scope: r.Scope) -> r.Calls:
    return [r.ask("Mime::delete_redirect", domain=item["domain"], src=item["source"])]


REDIRECT = r.Kind(
    name="redirect",
    fields={
        "domain": r.Field(normal=r.domain_name),
        "source": r.Field(normal=_source, default="/"),
        "destination": r.Field(normal=_url, needed=True),
        "type": r.Field(choices=tuple(_WIRE)),
        "wildcard": r.Field("bool"),
        "www": r.Field("bool"),
    },
    key=("domain", "source"),
    domain=r.lies_in("domain"),
    settle=_settle,
    read=_read,
    initial=lambda _item, _scope: {"type": "permanent", "wildcard": False, "www": True},
    create=_create,
    update=lambda before, after, _changed, scope: [*_remove(before, scope), *_create(after, scope)],
    remove=_remove,
)
