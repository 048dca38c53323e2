# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI DomainInfo and SubDomain (protocol.md 6.7).

What UAPI lacks is in ``api2/domains.py``. Called by name; ``php.py`` asks for a domain's row.
"""

from __future__ import annotations

from typing import Any

from ..api.checks import limit_reached
from ..api.registry import Call, uapi
from ..errors import ApiError
from ..state.domains import LABEL, RESERVED, add_subdomain, folder_of


@uapi("DomainInfo::list_domains")
def list_domains(call: Call) -> dict[str, Any]:
    """``main_domain`` is a text on the wire, though the published schema says list."""
    account = call.account
    return {
        "main_domain": account.main_domain,
        "addon_domains": list(account.addon_domains),
        "parked_domains": list(account.parked_domains),
        "sub_domains": list(account.sub_domains),
    }


def domain_row(call: Call, domain: str) -> dict[str, Any]:
    """All about one domain. The server name of an addon domain is its subdomain's."""
    account = call.account
    kind, name, alias = "sub_domain", domain, f"www.{domain}"
    if domain == account.main_domain:
        kind = "main_domain"
        alias = " ".join([f"mail.{domain}", alias, *account.parked_domains])
    elif domain in account.addon_domains:
        kind, name = "addon_domain", account.addon_domains[domain]
        alias = f"{domain} mail.{domain} www.{domain} www.{name}"
    elif domain in account.parked_domains:
        kind = "parked_domain"
    root = f"{account.home}/{folder_of(account, domain)}"
    return {
        "domain": domain,
        "servername": name,
        "serveralias": alias,
        "serveradmin": f"webmaster@{name}",
        "type": kind,
        "documentroot": root,
        "homedir": account.home,
        "user": account.name,
        "group": account.name,
        "owner": account.owner,
        "ip": account.ip,
        "port": 80,
        "options": "ExecCGI,Includes",
        "hascgi": 1,
        "usecanonicalname": "Off",
        "userdirprotect": 0,
        "customlog": {"target": f"/etc/apache2/logs/domlogs/{name}", "format": "combined"},
        "scriptalias": {"path": f"{root}/cgi-bin", "url": "/cgi-bin/"},
        "is_https_redirecting": 0,
        "can_https_redirect": 1,
        "all_aliases_valid": 1,
    }


@uapi("DomainInfo::domains_data", booleans=("return_https_redirects_status",), enums={"format": ("hash", "list")})
def domains_data(call: Call) -> Any:
    """An object by kind, or a flat list with ``format=list``."""
    account = call.account
    if call.params.get("format") == "list":
        return [domain_row(call, domain) for domain in account.domains]
    return {
        "main_domain": domain_row(call, account.main_domain),
        "addon_domains": [domain_row(call, d) for d in account.addon_domains],
        "sub_domains": [domain_row(call, d) for d in account.sub_domains],
        "parked_domains": list(account.parked_domains),
    }


@uapi("DomainInfo::single_domain_data", required=("domain",), booleans=("return_https_redirect_status",))
def single_domain_data(call: Call) -> dict[str, Any]:
    """One domain of the account."""
    domain = call.params["domain"].lower()
    if domain not in call.account.domains:
        raise ApiError("You do not own the domain `[_1]`.", domain)
    return domain_row(call, domain)


@uapi(
    "SubDomain::addsubdomain",
    writes=True,
    feature="subdomains",
    required=("domain", "rootdomain"),
    booleans=("canoff", "disallowdot"),
)
def addsubdomain(call: Call) -> None:
    """Create a subdomain, its directory and its address record."""
    params, account = call.params, call.account
    root, label = params["rootdomain"].lower(), params["domain"].lower()
    label = label.removesuffix("." + root)
    if params.flag("disallowdot"):
        label = label.replace(".", "")
    if root not in account.domains:
        raise ApiError(
            "You must have ownership of the domain `[_1]`, in order to add the subdomain `[_2]`.", root, label
        )
    if not LABEL.fullmatch(label):
        raise ApiError("The `[_1]` argument is invalid.", "domain")
    if label in RESERVED:
        raise ApiError("The supplied subdomain name, [_1], conflicts with an existing service subdomain.", label)
    name = f"{label}.{root}"
    if name in account.sub_domains:
        raise ApiError('The subdomain "[_1]" already exists.', name)
    if call.server.find_domain(name) is not None:
        raise ApiError("The domain `[_1]` already exists in the userdata.", name)
    if limit_reached(call, "maxsub", len(account.sub_domains)):
        raise ApiError("You have exceeded the maximum allowed subdomains.")
    add_subdomain(account, name, params.get("dir") or f"public_html/{label}", call.now)
