# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Subdomains, without those that addon domains belong to: those are theirs."""

from __future__ import annotations

import typing as t

from .. import values
from ..kind import Field, Kind
from ..reading import Reading, ask
from ..scope import Calls, Item, Scope
from .shared.domains import ask_api2, check_new, folder, identify, move_root, read_domains


def _read(scope: Scope) -> Reading:
    domains = yield from read_domains(scope)
    others = {domains.main, *domains.addons, *domains.addons.values()}
    return [{"domain": name, "document_root": root} for name, root in domains.roots.items() if name not in others]


def _merge(item: Item, current: Item | None, scope: Scope) -> None:
    if current is None:
        check_new(item, scope)
        if not _split(item, scope)[1]:
            domains = scope.domains
            names = ", ".join([domains.main, *domains.addons, *domains.aliases])
            raise ValueError("domain: %s is not below a domain of the account; it has %s" % (item["domain"], names))


def _split(item: Item, scope: Scope) -> tuple[str, str]:
    """Its label and the domain it is below: one that is there, or is about to be made and no subdomain."""
    return scope.domains.split(item["domain"], scope.new_domains - {desired["domain"] for desired in scope.desired})


def _create(item: Item, scope: Scope) -> Calls:
    """The directory is named only if the user did so: the server has a default of its own."""
    label, root = _split(item, scope)
    given = any("document_root" in desired for desired in scope.desired if desired["domain"] == item["domain"])
    folder_given = {"dir": item["document_root"]} if given else {}
    return [ask("SubDomain::addsubdomain", domain=label, rootdomain=root, disallowdot=0, canoff=1, **folder_given)]


def _update(_current: Item, item: Item, _changed: t.Collection[str], scope: Scope) -> Calls:
    return [move_root(scope.domains, item["domain"], item["document_root"])]


SUBDOMAIN = Kind(
    name="subdomain",
    fields={"domain": Field(normalize=values.domain_name), "document_root": Field(normalize=folder)},
    key=("domain",),
    provides=lambda item: [item["domain"]],
    order=30,
    read=_read,
    identify=identify,
    merge=_merge,
    defaults=lambda item, scope: {"document_root": "public_html/" + _split(item, scope)[0]},
    create=_create,
    update=_update,
    remove=lambda item, _scope: [ask_api2("SubDomain::delsubdomain", domain=item["domain"])],
)
