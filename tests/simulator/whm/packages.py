# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""WHM API 1: packages (protocol.md 5.3).

Must not change accounts that use a package. Called by name.
"""

from __future__ import annotations

import re
from typing import Any

from ..api.registry import Call, whm
from ..errors import ApiError
from ..state.accounts import Package

_PACKAGE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]*")
_INPUTS = ("quota", "bwlimit", "maxpop", "maxftp", "maxsql", "maxsub", "maxpark", "maxaddon", "featurelist")


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
