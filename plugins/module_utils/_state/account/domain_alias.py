# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Aliases of the main domain. What is parked on anything else is an addon domain, as the server says it, too."""

from __future__ import annotations

from .. import values
from ..kind import Field, Kind
from ..reading import Reading
from ..scope import Item, Scope
from .shared.domains import ask_api2, check_new, read_domains


def _read(scope: Scope) -> Reading:
    domains = yield from read_domains(scope)
    return [{"domain": name} for name in domains.aliases]


def _merge(item: Item, current: Item | None, scope: Scope) -> None:
    if current is None:
        check_new(item, scope)


DOMAIN_ALIAS = Kind(
    name="domain_alias",
    plural="domain_aliases",
    fields={"domain": Field(normalize=values.domain_name)},
    key=("domain",),
    provides=lambda item: [item["domain"]],
    order=20,
    read=_read,
    merge=_merge,
    create=lambda item, _scope: [ask_api2("Park::park", domain=item["domain"])],
    remove=lambda item, _scope: [ask_api2("Park::unpark", domain=item["domain"])],
)
