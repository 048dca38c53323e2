# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI LangPHP: the PHP version of each website (protocol.md 6.9).

Must not know other settings of PHP. Called by name.
"""

from __future__ import annotations

from typing import Any

from ..api.registry import Call, uapi
from ..errors import ApiError
from .domains import domain_row

VERSIONS = ("ea-php81", "ea-php82", "ea-php83")
DEFAULT = "ea-php83"


@uapi("LangPHP::php_get_installed_versions", feature="multiphp")
def php_get_installed_versions(call: Call) -> dict[str, Any]:
    """What may be chosen."""
    return {"versions": list(VERSIONS)}


@uapi("LangPHP::php_get_system_default_version", feature="multiphp")
def php_get_system_default_version(call: Call) -> dict[str, Any]:
    """What ``inherit`` means."""
    return {"version": DEFAULT}


@uapi("LangPHP::php_get_vhost_versions", feature="multiphp")
def php_get_vhost_versions(call: Call) -> list[dict[str, Any]]:
    """The version of every domain with a website of its own."""
    account = call.account
    vhosts = call.params.all("vhost")
    rows = []
    for vhost in (account.main_domain, *account.sub_domains):
        if vhosts and vhost not in vhosts:
            continue
        chosen = account.contents.php.get(vhost, "inherit")
        inherited = chosen == "inherit"
        rows.append(
            {
                "vhost": vhost,
                "version": DEFAULT if inherited else chosen,
                "account": account.name,
                "account_owner": account.owner,
                "documentroot": domain_row(call, vhost)["documentroot"],
                "homedir": account.home,
                "main_domain": int(vhost == account.main_domain),
                "php_fpm": 0,
                "php_fpm_pool_parms": {},
                "phpversion_source": [{"system_default": 1} if inherited else {"domain": vhost}],
            }
        )
    return rows


@uapi("LangPHP::php_set_vhost_versions", writes=True, feature="multiphp", required=("version", "vhost"))
def php_set_vhost_versions(call: Call) -> dict[str, Any]:
    """Choose a version for domains; ``inherit`` follows the server."""
    version, vhosts = call.params["version"], call.params.all("vhost")
    if version not in (*VERSIONS, "inherit"):
        raise ApiError("The PHP version `[_1]` is not installed on this system.", version)
    for vhost in vhosts:
        if vhost not in call.account.domains:
            raise ApiError("You do not own the domain `[_1]`.", vhost)
    for vhost in vhosts:
        call.account.contents.php[vhost] = version
    return {"vhosts": vhosts}
