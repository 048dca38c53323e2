# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""WHM API 1: the server, packages, calls inside calls, DNS (protocol.md 4.7, 5.3, 5.5, 5.6)."""

from __future__ import annotations

import re
from typing import Any

from ..api.execute import child, run_uapi, run_whm, whm_batch_commands
from ..api.registry import WHM, AccessDenied, ApiError, Call, Params, whm
from ..state.accounts import Package
from ..state.zones import Zone
from ..uapi.dns import mass_edit
from ..wire.auth import owned_account

ACLS = (
    "acct-summary add-pkg add-pkg-ip add-pkg-shell all allow-addoncreate allow-emaillimits-pkgs allow-parkedcreate"
    " allow-shell allow-unlimited-bw-pkgs allow-unlimited-disk-pkgs allow-unlimited-pkgs basic-system-info"
    " basic-whm-functions clustering cors-proxy-get cpanel-api cpanel-integration create-acct create-dns"
    " create-user-session demo-setup digest-auth edit-account edit-dns edit-mx edit-pkg file-restore"
    " generate-email-config kill-acct kill-dns limit-bandwidth list-accts list-pkgs locale-edit mailcheck"
    " manage-api-tokens manage-dns-records manage-oidc manage-styles mysql-info news ns-config park-dns passwd quota"
    " rearrange-accts resftp restart show-bandwidth ssl ssl-buy ssl-gencrt ssl-info stats status suspend-acct"
    " thirdparty track-email upgrade-account viewglobalpackages"
).split()
_PREFIXED = ("cpanel.user", "cpanel.module", "cpanel.function")
_PACKAGE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]*")
_INPUTS = ("quota", "bwlimit", "maxpop", "maxftp", "maxsql", "maxsub", "maxpark", "maxaddon", "featurelist")


@whm("version")
def version(call: Call) -> dict[str, str]:
    """``11.x.y.z``."""
    return {"version": call.server.version}


@whm("gethostname")
def gethostname(call: Call) -> dict[str, str]:
    """The server's name."""
    return {"hostname": call.server.hostname}


@whm("myprivs")
def myprivs(call: Call) -> dict[str, Any]:
    """A list with one object."""
    return {"privileges": [{acl: int(call.caller.may(acl)) for acl in ACLS}]}


@whm("applist")
def applist(call: Call) -> dict[str, Any]:
    """The functions the caller may use."""
    return {"app": sorted(name for name, function in WHM.items() if call.caller.may(function.acl))}


@whm("uapi_cpanel", acl="cpanel-api")
def uapi_cpanel(call: Call) -> dict[str, Any]:
    """UAPI for an account; the outer result is 1 whatever the inner status is."""
    for name in _PREFIXED:
        if not call.params.get(name):
            raise ApiError("Provide the `[_1]` parameter for the `[_2]` function.", name, "uapi_cpanel")
    user, module, function = (call.params[name] for name in _PREFIXED)
    account = owned_account(call.server, call.caller, user)
    if (module, function) == ("Fileman", "upload_files"):
        raise ApiError("You cannot call `[_1]` through this function.", "Fileman::upload_files")
    call.account = account
    pairs = [(name, value) for name, value in call.params.pairs if name not in _PREFIXED and name != "api.version"]
    locale = account.locale if call.locale == "en" else call.locale
    inner = child(call, Params(pairs), account=account, locale=locale)
    answer = run_uapi(inner, module, function)
    call.wrote = call.wrote or inner.wrote
    return {"uapi": answer}


@whm("batch", required=("command",), booleans=("abort_on_error",))
def batch(call: Call) -> dict[str, Any]:
    """Several WHM functions; with ``abort_on_error`` the first failure is the last."""
    results = []
    for command, params in whm_batch_commands(call.params):
        inner = child(call, params)
        try:
            answer = run_whm(inner, command)
        except AccessDenied:
            text = "You do not have permission to access this function."
            answer = {"metadata": {"version": 1, "command": command, "result": 0, "reason": text}}
        call.wrote = call.wrote or inner.wrote
        if inner.account is not None:
            call.account = inner.account
        results.append({"data": answer.get("data"), "metadata": answer["metadata"]})
        if not answer["metadata"]["result"] and call.params.flag("abort_on_error"):
            break
    return {"result": results}


# Packages


def _package_row(package: Package) -> dict[str, Any]:
    return {
        "name": package.name,
        "QUOTA": package.quota,
        "BWLIMIT": package.bwlimit,
        "MAXFTP": package.maxftp,
        "MAXSQL": package.maxsql,
        "MAXPOP": package.maxpop,
        "MAXLST": "unlimited",
        "MAXSUB": package.maxsub,
        "MAXPARK": package.maxpark,
        "MAXADDON": package.maxaddon,
        "CGI": "y",
        "HASSHELL": "y",
        "IP": "n",
        "DIGESTAUTH": "n",
        "CPMOD": "jupiter",
        "FEATURELIST": package.featurelist,
        "LANG": "en",
        "MAX_DEFER_FAIL_PERCENTAGE": "unlimited",
        "MAX_EMAIL_PER_HOUR": "unlimited",
        "MAX_EMAILACCT_QUOTA": "unlimited",
        "MAX_TEAM_USERS": "0",
        "_PACKAGE_EXTENSIONS": "",
    }


def _mine(call: Call, package: Package) -> bool:
    return "all" in call.caller.acls or package.name.startswith(call.caller.user + "_")


@whm("listpkgs", result_key="pkg")
def listpkgs(call: Call) -> dict[str, Any]:
    """A reseller sees its own packages, and all with ``viewglobalpackages``."""
    everything = call.caller.may("viewglobalpackages") and call.params.get("want") != "editable"
    return {"pkg": [_package_row(p) for p in call.server.packages.values() if everything or _mine(call, p)]}


@whm("getpkginfo", required=("pkg",))
def getpkginfo(call: Call) -> dict[str, Any]:
    """One package."""
    package = call.server.packages.get(call.params["pkg"])
    if package is None or not (_mine(call, package) or call.caller.may("viewglobalpackages")):
        raise ApiError("You do not have access to a package named `[_1]`.", call.params["pkg"])
    return {"pkg": _package_row(package)}


def _take(call: Call, package: Package) -> None:
    for name in _INPUTS:
        if name in call.params:
            value = call.params[name]
            setattr(package, name, "unlimited" if name in ("quota", "bwlimit") and value == "0" else value)


@whm("addpkg", writes=True, acl="add-pkg", required=("name",))
def addpkg(call: Call) -> dict[str, Any]:
    """A reseller's package gets the reseller's name in front."""
    name = call.params["name"]
    if "all" not in call.caller.acls and not name.startswith(call.caller.user + "_"):
        name = f"{call.caller.user}_{name}"
    if not _PACKAGE_NAME.fullmatch(name) or name == "extensions":
        raise ApiError("Sorry, `[_1]` is not a valid package name.", name)
    if name in call.server.packages:
        raise ApiError("The package `[_1]` already exists. If you wish to make changes, please edit the package.", name)
    package = Package(name)
    _take(call, package)
    call.server.packages[name] = package
    return {"pkg": name}


@whm("editpkg", writes=True, acl="edit-pkg", required=("name",))
def editpkg(call: Call) -> dict[str, Any]:
    """Change a package."""
    package = call.server.packages.get(call.params["name"])
    if package is None or not _mine(call, package):
        text = "The package name `[_1]` does not refer to an existing package you are authorized to edit."
        raise ApiError(text, call.params["name"])
    _take(call, package)
    return {"pkg": package.name}


@whm("killpkg", writes=True, acl="edit-pkg", required=("pkgname",))
def killpkg(call: Call) -> None:
    """Remove a package nobody uses."""
    name = call.params["pkgname"]
    package = call.server.packages.get(name)
    if package is None or not _mine(call, package):
        raise ApiError("The package `[_1]` does not exist.", name)
    if any(account.package == name for account in call.server.accounts.values()):
        text = "You must move all accounts using the package `[_1]` to another package before removing it."
        raise ApiError(text, name)
    del call.server.packages[name]


# DNS


def _zone(call: Call) -> Zone:
    name = call.params["zone"].lower()
    account = call.server.find_domain(name)
    zone = account.contents.zones.get(name) if account else None
    if account is None or zone is None:
        raise ApiError("You do not control a DNS zone named `[_1]`.", name)
    if "all" not in call.caller.acls and account.owner != call.caller.user:
        user = call.caller.user
        raise ApiError("Access Denied: You, `[_1]`, are not permitted to modify DNS for `[_2]`.", user, name)
    return zone


@whm("listzones", acl="edit-dns", result_key="zone")
def listzones(call: Call) -> dict[str, Any]:
    """The zones that the caller may edit."""
    mine = [a for a in call.server.accounts.values() if "all" in call.caller.acls or a.owner == call.caller.user]
    names = sorted(name for account in mine for name in account.contents.zones)
    return {"zone": [{"domain": name, "zonefile": f"{name}.db"} for name in names]}


@whm("parse_dns_zone", acl="edit-dns", required=("zone",))
def parse_dns_zone(call: Call) -> dict[str, Any]:
    """As ``DNS::parse_zone``."""
    return {"payload": _zone(call).parsed()}


@whm("mass_edit_dns_zone", writes=True, acl="edit-dns", required=("zone", "serial"))
def mass_edit_dns_zone(call: Call) -> dict[str, Any]:
    """As ``DNS::mass_edit_zone``."""
    return mass_edit(call, _zone(call))
