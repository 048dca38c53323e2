# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI Email: forwarders, default addresses, mail routing and exchangers (protocol.md 6.2).

Must not know mailboxes. Exchangers are records of the zone. Called by name.
"""

from __future__ import annotations

import html
from typing import Any
from urllib.parse import quote

from ..api.checks import is_address, matching, owned_domain
from ..api.registry import Call, uapi
from ..errors import ApiError

NO_SUCH_PERSON = "No such person at this address"
ROUTES = ("auto", "local", "secondary", "remote")


def _targets(call: Call, kinds: tuple[str, ...]) -> list[str]:
    """What ``fwdopt`` and its companions stand for; only ``fwd`` may name several."""
    params = call.params
    kind = params["fwdopt"]
    if kind not in kinds:
        raise ApiError("The `[_1]` argument is invalid.", "fwdopt")
    if kind == "fwd":
        if not params.get("fwdemail"):
            raise ApiError("Provide the `[_1]` argument.", "fwdemail")
        targets = [target.strip() for target in params["fwdemail"].split(",")]
        for target in targets:
            if not is_address(target) and target != call.account.name:
                raise ApiError("The email address `[_1]` is not valid.", target)
        return targets
    if kind == "fail":
        return [f":fail: {params.get('failmsgs') or NO_SUCH_PERSON}"]
    if kind == "blackhole":
        return [":blackhole:"]
    if kind == "system":
        return [params.get("fwdsystem") or call.account.name]
    if not params.get("pipefwd"):
        raise ApiError("Provide the `[_1]` argument.", "pipefwd")
    home = call.account.home
    return [f"|{home}/{params['pipefwd'].removeprefix(home).lstrip('/')}"]


@uapi("Email::list_forwarders", required=("domain",), webmail=True)
def list_forwarders(call: Call) -> list[dict[str, Any]]:
    """``dest`` is the source address, ``forward`` the target."""
    domain = owned_domain(call, call.params["domain"])
    rows = [
        {
            "dest": source,
            "forward": target,
            "html_dest": html.escape(source),
            "html_forward": html.escape(target),
            "uri_dest": quote(source, safe=""),
            "uri_forward": quote(target, safe=""),
        }
        for source, target in call.account.contents.forwarders
        if source.endswith("@" + domain)
    ]
    return matching(rows, call.params.get("regex"), "dest", "forward")


@uapi("Email::add_forwarder", writes=True, feature="forwarders", required=("domain", "email", "fwdopt"))
def add_forwarder(call: Call) -> list[dict[str, Any]]:
    """Adding an identical one succeeds and changes nothing."""
    domain = owned_domain(call, call.params["domain"])
    local = call.params["email"].partition("@")[0].lower()
    source, forwarders = f"{local}@{domain}", call.account.contents.forwarders
    rows = []
    for target in _targets(call, ("fwd", "fail", "blackhole", "pipe", "system")):
        pair = (source, target)
        if pair not in forwarders:
            forwarders.append(pair)
        rows.append({"domain": domain, "email": source, "forward": pair[1]})
    return rows


@uapi("Email::delete_forwarder", writes=True, feature="forwarders", required=("address", "forwarder"))
def delete_forwarder(call: Call) -> None:
    """Remove a forwarder; silent when there is none."""
    source = call.params["address"].lower()
    owned_domain(call, source.partition("@")[2])
    forwarders = call.account.contents.forwarders
    forwarders[:] = [pair for pair in forwarders if pair != (source, call.params["forwarder"])]


@uapi("Email::list_domain_forwarders")
def list_domain_forwarders(call: Call) -> list[dict[str, Any]]:
    """Whole domains forwarded to others."""
    domain = call.params.get("domain")
    forwarders = call.account.contents.domain_forwarders
    return [{"dest": d, "forward": f} for d, f in forwarders.items() if not domain or d == domain]


@uapi("Email::add_domain_forwarder", writes=True, feature="emaildomainfwd", required=("domain", "destdomain"))
def add_domain_forwarder(call: Call) -> str:
    """Forward a whole domain."""
    domain, target = owned_domain(call, call.params["domain"]), call.params["destdomain"].lower()
    if domain in call.account.contents.domain_forwarders:
        raise ApiError("A domain forwarder already exists in the `[_1]` file.", f"/etc/vdomainaliases/{domain}")
    call.account.contents.domain_forwarders[domain] = target
    return f"All email sent to {domain} will now be forwarded to {target}."


@uapi("Email::delete_domain_forwarder", writes=True, feature="emaildomainfwd", required=("domain",))
def delete_domain_forwarder(call: Call) -> None:
    """Stop forwarding a domain."""
    call.account.contents.domain_forwarders.pop(owned_domain(call, call.params["domain"]), None)


@uapi("Email::list_default_address")
def list_default_address(call: Call) -> list[dict[str, Any]]:
    """The account's name on a fresh account; ``:fail:`` texts carry embedded quotes."""
    only = call.params.get("domain")
    rows = []
    for domain in [owned_domain(call, only)] if only else call.account.mail_domains:
        value = call.account.contents.default_address.get(domain, call.account.name)
        rows.append({"domain": domain, "defaultaddress": f'"{value}"' if value.startswith(":fail:") else value})
    return rows


@uapi("Email::set_default_address", writes=True, feature="defaultaddress", required=("fwdopt",))
def set_default_address(call: Call) -> list[dict[str, Any]]:
    """Where mail for unknown addresses of a domain goes."""
    domain = owned_domain(call, call.params.get("domain"))
    target = ",".join(_targets(call, ("fwd", "fail", "blackhole", "pipe", "system")))
    call.account.contents.default_address[domain] = target
    return [{"domain": domain, "dest": target}]


def _route(call: Call, domain: str) -> dict[str, Any]:
    chosen = call.account.contents.mail_routing.get(domain, "local")
    return {
        "mxcheck": chosen,
        "detected": "local" if chosen == "auto" else chosen,
        "local": int(chosen in ("local", "auto")),
        "remote": int(chosen == "remote"),
        "secondary": int(chosen == "secondary"),
    }


def _exchangers(call: Call, domain: str) -> list[tuple[str, str]]:
    zone = call.account.contents.zones.get(domain)
    if zone is None:
        return []
    apex = f"{domain}."
    return [
        (line.data[0], line.data[1].rstrip("."))
        for line in zone.lines
        if line.record_type == "MX" and zone.absolute(line.dname) == apex
    ]


@uapi("Email::list_mxs")
def list_mxs(call: Call) -> list[dict[str, Any]]:
    """Mail exchangers and routing of each domain; priorities are texts. Some servers ignore ``domain``."""
    scope, account = call.params.get("domain"), call.account
    domains = [account.main_domain, *account.addon_domains, *account.parked_domains]
    if scope:
        only = owned_domain(call, scope)
        domains = [only] if call.server.switches.mxs_scoped else domains
    rows = []
    for domain in domains:
        exchangers = _exchangers(call, domain)
        entries = [
            {
                "mx": host,
                "domain": domain,
                "priority": priority,
                "entrycount": number,
                "row": "odd" if number % 2 else "even",
            }
            for number, (priority, host) in enumerate(exchangers, 1)
        ]
        route = _route(call, domain)
        rows.append(
            {
                "domain": domain,
                "mx": exchangers[0][1] if exchangers else "",
                "alwaysaccept": route["local"],
                "status": 1,
                "statusmsg": "Fetched MX List",
                "entries": entries,
                **route,
            }
        )
    return rows


def _changed(call: Call, domain: str, changed: bool, text: str) -> dict[str, Any]:
    route = _route(call, domain)
    check = {"changed": int(changed), "isprimary": route["local"], "issecondary": route["secondary"], "warnings": []}
    return {"checkmx": {**check, **route}, "results": text, "status": 1, "statusmsg": text}


def _edit_mx(call: Call, domain: str, gone: str, priority: str, host: str) -> bool:
    """Drop the exchanger ``gone`` and add ``host``; empty texts mean nothing to drop or to add."""
    zone = call.account.contents.zones.get(domain)
    if zone is None:
        raise ApiError("You do not control a DNS zone named `[_1]`.", domain)
    kept = [x for x in zone.lines if not (gone and x.record_type == "MX" and x.data[1].rstrip(".") == gone)]
    changed = len(kept) != len(zone.lines)
    zone.lines = kept
    present = (priority, host) in _exchangers(call, domain)
    if host and not present:
        zone.add(f"{domain}.", "MX", priority, host + ".")
        changed = True
    if changed:
        zone.bump(call.now)
    if "alwaysaccept" in call.params:
        call.account.contents.mail_routing[domain] = "local" if call.params.flag("alwaysaccept") else "auto"
    return changed


@uapi("Email::add_mx", writes=True, required=("domain", "exchanger", "priority"), booleans=("alwaysaccept",))
def add_mx(call: Call) -> dict[str, Any]:
    """Add a mail exchanger."""
    domain = owned_domain(call, call.params["domain"])
    host = call.params["exchanger"].rstrip(".").lower()
    changed = _edit_mx(call, domain, "", str(call.params.number("priority")), host)
    return _changed(call, domain, changed, "Added MX")


@uapi(
    "Email::change_mx",
    writes=True,
    required=("domain", "exchanger", "oldexchanger", "priority"),
    booleans=("alwaysaccept",),
)
def change_mx(call: Call) -> dict[str, Any]:
    """Replace a mail exchanger."""
    domain, params = owned_domain(call, call.params["domain"]), call.params
    old, host = (params[name].rstrip(".").lower() for name in ("oldexchanger", "exchanger"))
    return _changed(call, domain, _edit_mx(call, domain, old, str(params.number("priority")), host), "Changed MX")


@uapi("Email::delete_mx", writes=True, required=("domain", "exchanger", "priority"))
def delete_mx(call: Call) -> dict[str, Any]:
    """Remove a mail exchanger."""
    domain = owned_domain(call, call.params["domain"])
    return _changed(call, domain, _edit_mx(call, domain, call.params["exchanger"].rstrip("."), "", ""), "Deleted MX")


@uapi("Email::set_always_accept", writes=True, required=("domain",), enums={"mxcheck": ROUTES})
def set_always_accept(call: Call) -> dict[str, Any]:
    """Choose the mail routing of a domain."""
    domain, params = owned_domain(call, call.params["domain"]), call.params
    route = params.get("mxcheck") or params.get("alwaysaccept") or "auto"
    route = {"1": "local", "0": "auto"}.get(route, route)
    changed = call.account.contents.mail_routing.get(domain, "local") != route
    call.account.contents.mail_routing[domain] = route
    return {**_changed(call, domain, changed, "Set mail routing"), **_route(call, domain)}
