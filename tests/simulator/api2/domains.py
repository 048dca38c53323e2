# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cPanel API 2 AddonDomain, SubDomain and Park: what UAPI has no functions for (protocol.md 4.8, 6.7).

What a domain brings and takes along is in ``state/domains.py``, for UAPI's ``SubDomain`` too. Called by name.
"""

from __future__ import annotations

from typing import Any

from ..api.checks import limit_reached, matching
from ..api.registry import Call, api2
from ..errors import ApiError
from ..state.accounts import Account
from ..state.domains import (
    DOMAIN,
    LABEL,
    RESERVED,
    add_subdomain,
    add_zone,
    folder_of,
    relative,
    remove_subdomain,
    remove_zone,
    split_subdomain,
)

EXISTS = 'The domain "[_1]" already exists.'
NO_SUBDOMAIN = 'The subdomain "[_1]" does not exist.'


def _new_domain(call: Call, name: str) -> str:
    domain = call.params[name].strip().lower()
    if not DOMAIN.fullmatch(domain) or call.account.main_domain.endswith("." + domain):
        raise ApiError("The `[_1]` argument is invalid.", name)
    if call.server.find_domain(domain) is not None:
        raise ApiError(EXISTS, domain)
    return domain


def _key(account: Account, subdomain: str) -> str:
    """``label_example.com``."""
    return "_".join(split_subdomain(account, subdomain))


def _place(account: Account, domain: str) -> dict[str, Any]:
    """The columns that every list has."""
    folder = folder_of(account, domain)
    targets = [r.target for r in account.contents.redirects if r.domain == domain and r.source == "/"]
    return {
        "domain": domain,
        "dir": f"{account.home}/{folder}",
        "basedir": folder,
        "reldir": f"home:{folder}",
        "status": targets[0] if targets else "not redirected",
    }


# Addon domains


@api2("AddonDomain::listaddondomains", feature="addondomains")
def listaddondomains(call: Call) -> list[dict[str, Any]]:
    """The addon domains and the subdomains they belong to."""
    rows = []
    for domain, subdomain in call.account.addon_domains.items():
        label, root = split_subdomain(call.account, subdomain)
        names = {"subdomain": label, "rootdomain": root, "fullsubdomain": subdomain, "domainkey": f"{label}_{root}"}
        rows.append({**_place(call.account, domain), **names})
    return matching(rows, call.params.get("regex"), "domain", "domainkey")


@api2("AddonDomain::addaddondomain", writes=True, feature="addondomains", required=("newdomain", "subdomain"))
def addaddondomain(call: Call) -> str:
    """A domain with a zone of its own, on a subdomain of the main domain that is made for it."""
    account, params = call.account, call.params
    domain, contents = _new_domain(call, "newdomain"), account.contents
    label = params["subdomain"].strip().lower().removesuffix("." + account.main_domain)
    if not LABEL.fullmatch(label) or label == "*":
        raise ApiError("The `[_1]` argument is invalid.", "subdomain")
    if label in RESERVED:
        raise ApiError("The supplied subdomain name, [_1], conflicts with an existing service subdomain.", label)
    subdomain = f"{label}.{account.main_domain}"
    if subdomain in account.addon_domains.values():
        raise ApiError('The subdomain "[_1]" already exists.', subdomain)
    if subdomain not in account.sub_domains and call.server.find_domain(subdomain) is not None:
        raise ApiError(EXISTS, subdomain)
    if limit_reached(call, "maxaddon", len(account.addon_domains)):
        raise ApiError("You have exceeded the maximum allowed addon domains.")
    if subdomain not in account.sub_domains:
        add_subdomain(account, subdomain, params.get("dir") or f"public_html/{label}", call.now)
    account.addon_domains[domain] = subdomain
    add_zone(account, domain, call.server.hostname, call.now)
    contents.php[domain] = contents.php[subdomain]
    return f'The addon domain "{domain}" has been created.'


@api2("AddonDomain::deladdondomain", writes=True, feature="addondomains", required=("domain", "subdomain"))
def deladdondomain(call: Call) -> str:
    """Both the addon domain and its subdomain, which must be named as ``label_example.com``."""
    account, domain = call.account, call.params["domain"].strip().lower()
    subdomain = account.addon_domains.get(domain)
    if subdomain is None:
        raise ApiError("You do not own the domain `[_1]`.", domain)
    given = call.params["subdomain"].strip().lower()
    if given != _key(account, subdomain):
        raise ApiError('The subdomain "[_1]" does not belong to the addon domain "[_2]".', given, domain)
    below = [name for name in account.sub_domains if name.endswith("." + domain)]
    if below:
        raise ApiError('The domain "[_1]" still has subdomains: [_2]', domain, ", ".join(below))
    del account.addon_domains[domain]
    remove_zone(account, domain)
    remove_subdomain(account, subdomain, call.now)
    return f'The addon domain "{domain}" has been removed.'


# Subdomains


def _subdomain(call: Call, name: str) -> str:
    """A subdomain of the account, given in full or with an underscore before its domain."""
    account, name = call.account, name.strip().lower()
    if name in account.sub_domains:
        return name
    for subdomain in account.sub_domains:
        if _key(account, subdomain) == name:
            return subdomain
    raise ApiError(NO_SUBDOMAIN, name)


@api2("SubDomain::listsubdomains", feature="subdomains")
def listsubdomains(call: Call) -> list[dict[str, Any]]:
    """All subdomains; those of addon domains are among them."""
    rows = []
    for name in call.account.sub_domains:
        label, root = split_subdomain(call.account, name)
        names = {"subdomain": label, "rootdomain": root, "domainkey": f"{label}_{root}"}
        rows.append({**_place(call.account, name), **names})
    return matching(rows, call.params.get("regex"), "domain", "domainkey")


@api2("SubDomain::delsubdomain", writes=True, feature="subdomains", required=("domain",))
def delsubdomain(call: Call) -> str:
    """Remove a subdomain that belongs to no addon domain; its directory stays."""
    name = _subdomain(call, call.params["domain"])
    for domain, subdomain in call.account.addon_domains.items():
        if subdomain == name:
            raise ApiError('The subdomain "[_1]" belongs to the addon domain "[_2]".', name, domain)
    remove_subdomain(call.account, name, call.now)
    return f'The subdomain "{name}" has been removed.'


@api2("SubDomain::changedocroot", writes=True, feature="subdomains", required=("rootdomain", "subdomain", "dir"))
def changedocroot(call: Call) -> dict[str, Any]:
    """Move a subdomain to another directory; answers both forms of it."""
    account, root = call.account, call.params["rootdomain"].strip().lower()
    label = call.params["subdomain"].strip().lower().removesuffix("." + root)
    name = f"{label}.{root}"
    if name not in account.sub_domains:
        raise ApiError(NO_SUBDOMAIN, name)
    folder = relative(account, call.params["dir"])
    if not folder or ".." in folder.split("/"):
        raise ApiError("The `[_1]` argument is invalid.", "dir")
    account.sub_domains[name] = folder
    return {"reason": "", "dir": f"{account.home}/{folder}", "reldir": folder}


# Parked domains


@api2("Park::listparkeddomains", feature="parkeddomains")
def listparkeddomains(call: Call) -> list[dict[str, Any]]:
    """The aliases of the main domain."""
    rows = [_place(call.account, domain) for domain in call.account.parked_domains]
    return matching(rows, call.params.get("regex"), "domain")


@api2("Park::park", writes=True, feature="parkeddomains", required=("domain",))
def park(call: Call) -> str:
    """An alias of the main domain; one of a subdomain is an addon domain."""
    account, domain = call.account, _new_domain(call, "domain")
    top = call.params.get("topdomain").strip().lower() or account.main_domain
    top = account.addon_domains.get(top, top)
    if top != account.main_domain:
        top = top if top in account.sub_domains else f"{top}.{account.main_domain}"
        if top not in account.sub_domains:
            raise ApiError("You do not own the domain `[_1]`.", call.params["topdomain"])
    if top == account.main_domain:
        if limit_reached(call, "maxpark", len(account.parked_domains)):
            raise ApiError("You have exceeded the maximum allowed parked domains.")
        add_zone(account, domain, call.server.hostname, call.now)
        account.parked_domains.append(domain)
    else:
        if limit_reached(call, "maxaddon", len(account.addon_domains)):
            raise ApiError("You have exceeded the maximum allowed addon domains.")
        add_zone(account, domain, call.server.hostname, call.now)
        account.addon_domains[domain] = top
        account.contents.php[domain] = account.contents.php.get(top, "inherit")
    return f'The domain "{domain}" has been parked.'


@api2("Park::unpark", writes=True, feature="parkeddomains", required=("domain",))
def unpark(call: Call) -> str:
    """Remove an alias, or an addon domain whose subdomain stays."""
    account, domain = call.account, call.params["domain"].strip().lower()
    if domain in account.parked_domains:
        account.parked_domains.remove(domain)
    elif domain in account.addon_domains:
        del account.addon_domains[domain]
    else:
        raise ApiError("You do not own the domain `[_1]`.", domain)
    remove_zone(account, domain)
    return f'The domain "{domain}" has been unparked.'
