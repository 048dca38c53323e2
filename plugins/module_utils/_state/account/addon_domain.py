# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Addon domains: each belongs to a subdomain of the main domain, whose website it shows (protocol.md 6.7)."""

from __future__ import annotations

import dataclasses
import typing as t

from .. import values
from ..kind import Field, Kind
from ..reading import Reading
from ..scope import Calls, Item, Scope
from .shared.domains import ask_api2, check_new, folder, identify, label_name, labels, move_root, read_domains


@dataclasses.dataclass
class _Plan:
    """What was settled for other addon domains in the same plan."""

    roots: dict[str, str] = dataclasses.field(default_factory=dict)  # by label
    labels: set[str] = dataclasses.field(default_factory=set)
    first: dict[str, str] = dataclasses.field(default_factory=dict)  # the domain that brings a subdomain along
    removed: set[str] = dataclasses.field(default_factory=set)


def _read(scope: Scope) -> Reading:
    domains = yield from read_domains(scope)
    return [
        {"domain": name, "document_root": domains.roots[name], "subdomain": full.removesuffix("." + domains.main)}
        for name, full in domains.addons.items()
    ]


def _identify(item: Item, scope: Scope) -> None:
    identify(item, scope)
    if "subdomain" in item:
        item["subdomain"] = item["subdomain"].removesuffix("." + scope.domains.main)


def _merge(item: Item, current: Item | None, scope: Scope) -> None:
    """Domains on one subdomain are one website, in one directory."""
    if current is None:
        check_new(item, scope)
    label, root = item.get("subdomain", (current or {}).get("subdomain")), item.get("document_root")
    other = scope.notes(_Plan).roots.setdefault(label, root) if label and root else root
    if other != root:
        text = "document_root: the subdomain %s cannot be in both %s and %s; give one folder for all of its domains"
        raise ValueError(text % (label, other, root))


def _subdomain(item: Item, scope: Scope) -> str:
    """The full name of the subdomain that it belongs to."""
    return scope.domains.addons.get(item["domain"]) or "%s.%s" % (item["subdomain"], scope.domains.main)


def _defaults(item: Item, scope: Scope) -> Item:
    """As cPanel's interface fills it in, except that no subdomain is taken which is there or about to be made."""
    domains, plan = scope.domains, scope.notes(_Plan)
    plan.labels.update(desired["subdomain"] for desired in scope.desired if "subdomain" in desired)
    used = {*domains.roots, *scope.new_domains}
    free = [one for one in labels(item) if "%s.%s" % (one, domains.main) not in used and one not in plan.labels]
    label = free[0] if free and "subdomain" not in item else labels(item)[-1]
    plan.labels.add(label)
    root = domains.roots.get("%s.%s" % (label, domains.main)) or "public_html/" + item["domain"]
    return {"document_root": plan.roots.setdefault(label, item.get("document_root") or root), "subdomain": label}


def _create(item: Item, scope: Scope) -> Calls:
    """A subdomain that is there already keeps its directory when the domain is put on it, and is moved after that.

    Only the first domain of a subdomain brings it along: others are parked on it.
    """
    domains, full, root = scope.domains, _subdomain(item, scope), item["document_root"]
    made = {"newdomain": item["domain"], "subdomain": item["subdomain"], "dir": root}
    calls = [ask_api2("AddonDomain::addaddondomain", **made)]
    first = scope.notes(_Plan).first.setdefault(full, item["domain"])
    if first != item["domain"] or full in domains.addons.values():
        calls = [ask_api2("Park::park", domain=item["domain"], topdomain=full)]
    return calls + ([move_root(domains, full, root)] if domains.roots.get(full, root) != root else [])


def _update(_current: Item, item: Item, _changed: t.Collection[str], scope: Scope) -> Calls:
    return [move_root(scope.domains, _subdomain(item, scope), item["document_root"])]


def _remove(item: Item, scope: Scope) -> Calls:
    """It goes together with its subdomain, named with an underscore, unless that is another domain's as well."""
    full, removed = _subdomain(item, scope), scope.notes(_Plan).removed
    removed.add(item["domain"])
    if any(subdomain == full and name not in removed for name, subdomain in scope.domains.addons.items()):
        return [ask_api2("Park::unpark", domain=item["domain"])]
    place = "_".join(scope.domains.split(full))
    return [ask_api2("AddonDomain::deladdondomain", domain=item["domain"], subdomain=place)]


ADDON_DOMAIN = Kind(
    name="addon_domain",
    fields={
        "domain": Field(normalize=values.domain_name),
        "document_root": Field(normalize=folder),
        "subdomain": Field(normalize=label_name, immutable=True),
    },
    key=("domain",),
    provides=lambda item: [item["domain"], *(label + "." for label in labels(item))],
    order=10,
    read=_read,
    identify=_identify,
    merge=_merge,
    defaults=_defaults,
    create=_create,
    update=_update,
    remove=_remove,
)
