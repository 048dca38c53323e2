# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail routing: whether this server takes the mail of a domain. Every domain has one."""

from __future__ import annotations

from .. import values
from ..kind import Field, Kind
from ..reading import Reading, ask, rows, with_domains
from ..scope import Calls, Item, Scope

_ROUTES = ("auto", "local", "secondary", "remote")
_COLUMNS = {
    "domain": ("domain", values.server_domain),
    "routing": ("mxcheck", values.text),
    "detected": ("detected", values.text),
}


def _read(scope: Scope) -> Reading:
    """Subdomains may be listed only if they are asked for by name; some servers answer with all others then."""
    answers = yield from with_domains(scope, [ask("Email::list_mxs")])
    routes = _routes(rows(*answers))
    names = scope.domains.names
    missing = sorted({item["domain"] for item in scope.desired if item["domain"] in names} - set(routes))
    if missing:
        answers = yield [ask("Email::list_mxs", domain=domain) for domain in missing]
        routes = {**_routes(rows(*answers)), **routes}
    return list(routes.values())


def _routes(listed: list[Item]) -> dict[str, Item]:
    items = values.table([row for row in listed if row["mxcheck"] in _ROUTES], _COLUMNS)
    return {item["domain"]: item for item in items}


def _merge(item: Item, current: Item | None, scope: Scope) -> None:
    if current is None and item["domain"] in scope.domains.names:
        raise ValueError("domain: the server has no mail routing for %s" % item["domain"])


def _set(item: Item, _scope: Scope) -> Calls:
    return [ask("Email::set_always_accept", domain=item["domain"], mxcheck=item["routing"])]


EMAIL_ROUTING = Kind(
    name="email_routing",
    fields={
        "domain": Field(normalize=values.domain_name),
        "routing": Field(choices=_ROUTES),
        "detected": Field(read_only="What the server concludes from the mail exchangers of the domain."),
    },
    key=("domain",),
    domain="domain",
    merge=_merge,
    defaults=lambda _item, _scope: {"routing": "auto"},
    read=_read,
    create=_set,
    remove=lambda item, scope: _set({**item, "routing": "auto"}, scope),
    reset_to=lambda _item: {"routing": "auto"},
)
