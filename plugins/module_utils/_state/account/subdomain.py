# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

from .. import kind as r
from .shared.domains import Domains, ask_api2, check_new, folder, identify, read_domains


def _read(scope: r.Scope) -> r.Reading:
    """Those that addon domains belong to are theirs."""
    found = yield from read_domains(scope)
    names = [name for name in found.roots if name != found.main and name not in found.addons]
    return [{"domain": name, "document_root": found.roots[name]} for name in names if name not in found.addons.values()]


def _settle(item: r.Item, before: r.Item | None, scope: r.Scope) -> None:
    if before is None:
        check_new(item, scope)
        if not _split(item, scope)[1]:
            known = [scope.facts["domains"].main, *scope.facts["domains"].addons, *scope.facts["domains"].aliases]
            raise ValueError("domain: %s is below no domain of the account: %s" % (item["domain"], ", ".join(known)))


def _split(item: r.Item, scope: r.Scope) -> tuple[str, str]:
    """Below a domain that is there, or one that is about to be made and no subdomain."""
    domains: Domains = scope.facts["domains"]
    return domains.split(item["domain"], scope.coming - {wanted["domain"] for wanted in scope.wanted})


def _create(item: r.Item, scope: r.Scope) -> r.Calls:
    """The directory is named only if the user did so: the server has a default of its own."""
    label, root = _split(item, scope)
    given = any("document_root" in wanted for wanted in scope.wanted if wanted["domain"] == item["domain"])
    place = {"dir": item["document_root"]} if given else {}
    return [r.ask("SubDomain::addsubdomain", domain=label, rootdomain=root, disallowdot=0, canoff=1, **place)]


SUBDOMAIN = r.Kind(
    name="subdomain",
    fields={"domain": r.Field(normal=r.domain_name), "document_root": r.Field(normal=folder)},
    key=("domain",),
    provides=lambda item: [item["domain"]],
    stage=r.FIRST,
    order=30,
    read=_read,
    identify=identify,
    settle=_settle,
    initial=lambda item, scope: {"document_root": "public_html/" + _split(item, scope)[0]},
    create=_create,
    update=lambda _before, after, _changed, scope: [
        scope.facts["domains"].move(after["domain"], after["document_root"])
    ],
    remove=lambda item, _scope: [ask_api2("SubDomain::delsubdomain", domain=item["domain"])],
)
