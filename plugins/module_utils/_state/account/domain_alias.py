# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

from .. import kind as r
from .shared.domains import ask_api2, check_new, read_domains


def _read(scope: r.Scope) -> r.Reading:
    """Those of the main domain. What is parked on anything else is an addon domain, as the server says it, too."""
    found = yield from read_domains(scope)
    return [{"domain": name} for name in found.aliases]


def _settle(item: r.Item, before: r.Item | None, scope: r.Scope) -> None:
    if before is None:
        check_new(item, scope)


DOMAIN_ALIAS = r.Kind(
    name="domain_alias",
    plural="domain_aliases",
    fields={"domain": r.Field(normal=r.domain_name)},
    key=("domain",),
    provides=lambda item: [item["domain"]],
    stage=r.FIRST,
    order=20,
    read=_read,
    settle=_settle,
    create=lambda item, _scope: [ask_api2("Park::park", domain=item["domain"])],
    remove=lambda item, _scope: [ask_api2("Park::unpark", domain=item["domain"])],
)
