# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

from ansible_collections.hostops.cpanel.plugins.module_utils import _resource as r
from ansible_collections.hostops.cpanel.plugins.module_utils._domains import (
    Domains,
    ask_api2,
    check_new,
    read_domains,
)


def _read(scope: r.Scope) -> r.Reading:
    """Aliases of the main domain. One of another domain is listed as an addon domain: it is told only if asked for."""
    found = yield from read_domains(scope)
    items: list[r.Item] = [{"domain": name, "target": found.main} for name in found.aliases]
    for wanted in scope.wanted:
        name, target = wanted["domain"], wanted.get("target", found.main)
        if target != found.main and name in found.addons:
            place = found.addons[name]
            items.append({"domain": name, "target": target if place in (target, found.addons.get(target)) else place})
    return items


def _settle(item: r.Item, before: r.Item | None, scope: r.Scope) -> None:
    if before is None:
        domains: Domains = scope.facts["domains"]
        check_new(item, scope)
        target = item.get("target", domains.main)
        if target not in domains.roots and (not scope.expects(target) or target == item["domain"]):
            known = ", ".join(domains.roots)
            raise ValueError("target: the account has no domain %s to take an alias; it has %s" % (target, known))


def _create(item: r.Item, scope: r.Scope) -> r.Calls:
    """What is parked on an addon domain is parked on its subdomain."""
    domains: Domains = scope.facts["domains"]
    target = item["target"]
    place = {"topdomain": domains.addons.get(target, target)} if target != domains.main else {}
    return [ask_api2("Park::park", domain=item["domain"], **place)]


DOMAIN_ALIAS = r.Kind(
    name="domain_alias",
    plural="domain_aliases",
    fields={"domain": r.Field(normal=r.domain_name), "target": r.Field(normal=r.domain_name, fixed=True)},
    key=("domain",),
    provides=lambda item: [item["domain"]],
    stage=r.FIRST,
    order=20,
    read=_read,
    settle=_settle,
    initial=lambda _item, scope: {"target": scope.facts["domains"].main},
    create=_create,
    remove=lambda item, _scope: [ask_api2("Park::unpark", domain=item["domain"])],
)
