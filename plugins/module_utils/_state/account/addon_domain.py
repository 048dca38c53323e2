# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

from .. import kind as r
from .shared.domains import Domains, ask_api2, check_new, folder, identify, label_name, labels, read_domains


def _read(scope: r.Scope) -> r.Reading:
    found = yield from read_domains(scope)
    return [
        {"domain": name, "document_root": found.roots[name], "subdomain": subdomain.removesuffix("." + found.main)}
        for name, subdomain in found.addons.items()
    ]


def _identify(item: r.Item, scope: r.Scope) -> None:
    identify(item, scope)
    if "subdomain" in item:
        item["subdomain"] = item["subdomain"].removesuffix("." + scope.facts["domains"].main)


def _settle(item: r.Item, before: r.Item | None, scope: r.Scope) -> None:
    """Domains on one subdomain are one website, in one directory."""
    if before is None:
        check_new(item, scope)
    label, root = item.get("subdomain", (before or {}).get("subdomain")), item.get("document_root")
    if label and root and scope.facts.setdefault(("root", label), root) != root:
        text = "document_root: on the subdomain %s is %s already, and %s is to be there too"
        raise ValueError(text % (label, scope.facts["root", label], root))


def _subdomain(item: r.Item, scope: r.Scope) -> str:
    """The full name of the subdomain that it belongs to."""
    domains: Domains = scope.facts["domains"]
    return domains.addons.get(item["domain"]) or "%s.%s" % (item["subdomain"], domains.main)


def _initial(item: r.Item, scope: r.Scope) -> r.Item:
    """As cPanel's interface fills it in, except that no subdomain is taken which is there or about to be made."""
    domains: Domains = scope.facts["domains"]
    name = item["domain"]
    taken = scope.facts.setdefault("taken", {wanted.get("subdomain") for wanted in scope.wanted})
    used = {*domains.roots, *scope.coming}
    free = [one for one in labels(item) if "%s.%s" % (one, domains.main) not in used and one not in taken]
    label = free[0] if free and "subdomain" not in item else labels(item)[-1]
    taken.add(label)
    there = domains.roots.get("%s.%s" % (label, domains.main)) or "public_html/" + name
    root = scope.facts.setdefault(("root", label), item.get("document_root") or there)
    return {"document_root": root, "subdomain": label}


def _create(item: r.Item, scope: r.Scope) -> r.Calls:
    """A subdomain that is there already keeps its directory when the domain is put on it, and is moved after that.

    Only the first domain of a subdomain brings it along: others are parked on it.
    """
    made = {"newdomain": item["domain"], "subdomain": item["subdomain"], "dir": item["document_root"]}
    calls, full = [ask_api2("AddonDomain::addaddondomain", **made)], _subdomain(item, scope)
    first = scope.facts.setdefault(("first", full), item["domain"])
    if first != item["domain"] or full in scope.facts["domains"].addons.values():
        calls = [ask_api2("Park::park", domain=item["domain"], topdomain=full)]
    there = scope.facts["domains"].roots.get(full, item["document_root"])
    return calls + ([scope.facts["domains"].move(full, item["document_root"])] if there != made["dir"] else [])


def _remove(item: r.Item, scope: r.Scope) -> r.Calls:
    """It goes together with its subdomain, named with an underscore, unless that is another domain's as well."""
    full, addons = _subdomain(item, scope), scope.facts["domains"].addons
    gone = scope.facts.setdefault(("gone", full), set())
    gone.add(item["domain"])
    if any(subdomain == full and name not in gone for name, subdomain in addons.items()):
        return [ask_api2("Park::unpark", domain=item["domain"])]
    place = "_".join(scope.facts["domains"].split(full))
    return [ask_api2("AddonDomain::deladdondomain", domain=item["domain"], subdomain=place)]


ADDON_DOMAIN = r.Kind(
    name="addon_domain",
    fields={
        "domain": r.Field(normal=r.domain_name),
        "document_root": r.Field(normal=folder),
        "subdomain": r.Field(normal=label_name, fixed=True),
    },
    key=("domain",),
    provides=lambda item: [item["domain"], *(label + "." for label in labels(item))],
    stage=r.FIRST,
    order=10,
    read=_read,
    identify=_identify,
    settle=_settle,
    initial=_initial,
    create=_create,
    update=lambda _before, after, _changed, scope: [
        scope.facts["domains"].move(_subdomain(after, scope), after["document_root"])
    ],
    remove=_remove,
)
