# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI Quota, Features, PasswdStrength, Variables and StatsBar: what an account is and may do (protocol.md 6.9).

Must not change anything. Called by name.
"""

from __future__ import annotations

from typing import Any

from ..api.registry import Call, uapi
from ..errors import ApiError
from ..texts import quoted


@uapi("Quota::get_quota_info")
def get_quota_info(call: Call) -> dict[str, Any]:
    """MB as texts; a limit of 0 is unlimited."""
    used, limit = call.account.contents.used_mb, call.account.quota_mb
    return {
        "megabytes_used": f"{used:.2f}",
        "megabyte_limit": f"{limit}.00",
        "megabytes_remain": f"{max(0, limit - used):.2f}",
        "inodes_used": "1234",
        "inode_limit": 0,
        "inodes_remain": 0,
        "under_megabyte_limit": int(not limit or used < limit),
        "under_inode_limit": 1,
        "under_quota_overall": int(not limit or used < limit),
    }


@uapi("Quota::get_local_quota_info")
def get_local_quota_info(call: Call) -> dict[str, Any]:
    """Bytes."""
    used, limit = call.account.contents.used_mb, call.account.quota_mb
    mb = 1024 * 1024
    return {"bytes_used": int(used * mb), "byte_limit": limit * mb, "inodes_used": 1234, "inode_limit": 0}


@uapi("Features::list_features")
def list_features(call: Call) -> dict[str, int]:
    """Every feature of the server, 1 or 0."""
    return {name: int(on) for name, on in call.account.features.items()}


@uapi("Features::has_feature", required=("name",))
def has_feature(call: Call) -> None:
    """The answer is the status: 1, 0 with a message, or null when there is no such feature."""
    name = call.params["name"]
    if name not in call.account.features:
        call.status = None
        call.messages.append(f"The feature {quoted(name)} is not installed.")
    elif not call.account.features[name]:
        call.status = 0
        call.messages.append(f"You do not have the feature {quoted(name)}.")


@uapi(
    "PasswdStrength::get_required_strength",
    required=("app",),
    enums={"app": ("cpaddons", "createacct", "ftp", "htaccess", "mysql", "passwd", "pop", "postgres", "webdisk")},
    webmail=True,
)
def get_required_strength(call: Call) -> dict[str, int]:
    """The switch ``password_strength``."""
    return {"strength": call.server.switches.password_strength}


def _number(text: str) -> int | str:
    return int(text) if text.isdigit() else "unlimited"


def _picked(call: Call, values: dict[str, Any]) -> dict[str, Any]:
    names = call.params.all("name")
    unknown = [name for name in names if name not in values]
    if unknown:
        raise ApiError("The name parameter has unknown value(s) [_1].", ", ".join(unknown))
    return {name: values[name] for name in names} if names else values


@uapi("Variables::get_user_information", webmail=True)
def get_user_information(call: Call) -> dict[str, Any]:
    """What the account is and what it may have."""
    account = call.account
    package = call.server.packages[account.package]
    limits = {
        "maximum_mail_accounts": "maxpop",
        "maximum_ftp_accounts": "maxftp",
        "maximum_databases": "maxsql",
        "maximum_subdomains": "maxsub",
        "maximum_parked_domains": "maxpark",
        "maximum_addon_domains": "maxaddon",
    }
    return _picked(
        call,
        {
            "user": account.name,
            "uid": account.uid,
            "gid": account.uid,
            "home": account.home,
            "domain": account.main_domain,
            "domains": account.domains[1:],
            "dead_domains": [],
            "ip": account.ip,
            "owner": account.owner,
            "plan": account.package,
            "feature_list": package.featurelist,
            "contact_email": account.contact_email,
            "contact_email_2": "",
            "created": account.created,
            "locale": account.locale,
            "lang": account.locale,
            "shell": account.shell,
            "theme": account.theme,
            "demo_mode": 0,
            "cgi_enabled": 1,
            "dkim_enabled": 1,
            "spf_enabled": 1,
            "mailbox_format": "maildir",
            "mxcheck": {d: account.contents.mail_routing.get(d, "local") for d in account.mail_domains},
            **{name: _number(account.limit(package, key)) for name, key in limits.items()},
        },
    )


@uapi("Variables::get_server_information")
def get_server_information(call: Call) -> dict[str, Any]:
    """What the server is."""
    server = call.server
    return _picked(
        call,
        {
            "version": server.version,
            "require_ssl": int(server.switches.ssl_redirect),
            "minimum_password_strength": server.switches.password_strength,
            "database_prefix_required": 1,
            "docroots_in_public_html_only": 1,
            "default_theme": "jupiter",
            "ftp_server": "pure-ftpd",
            "mail_server": "dovecot",
            "local_nameserver_type": "powerdns",
            "php_system_default_version": "ea-php83",
            "mysql_host": "localhost",
            "mysql_version": "10.11.8",
            "logout_redirect_url": "",
        },
    )


@uapi("Variables::get_session_information", webmail=True)
def get_session_information(call: Call) -> dict[str, Any]:
    """The host of the session."""
    return _picked(call, {"host": call.server.hostname})


@uapi("StatsBar::get_stats", required=("display",), booleans=("warnings", "warnout"))
def get_stats(call: Call) -> list[dict[str, Any]]:
    """Counts against limits; unknown items are left out."""
    account, contents = call.account, call.account.contents
    package = call.server.packages[account.package]
    disk_limit = str(account.quota_mb) if account.quota_mb else "unlimited"
    items = {
        "diskusage": ("Disk Usage", f"{contents.used_mb:.2f}", disk_limit, "MB"),
        "bandwidthusage": ("Monthly Bandwidth Transfer", "12.50", account.limit(package, "bwlimit"), "MB"),
        "emailaccounts": ("Email Accounts", str(len(contents.mailboxes)), account.limit(package, "maxpop"), ""),
        "ftpaccounts": ("FTP Accounts", str(len(contents.ftp)), account.limit(package, "maxftp"), ""),
        "mysqldatabases": ("Databases", str(len(contents.databases)), account.limit(package, "maxsql"), ""),
        "subdomains": ("Subdomains", str(len(account.sub_domains)), account.limit(package, "maxsub"), ""),
    }
    rows: list[dict[str, Any]] = []
    for name in call.params["display"].split("|"):
        if name not in items:
            continue
        item, count, limit, units = items[name]
        percent = int(100 * float(count) / float(limit)) if limit.isdigit() and int(limit) else 0
        rows.append(
            {
                "id": name,
                "name": name,
                "item": item,
                "module": "StatsBar",
                "count": f"{count} {units}".strip(),
                "_count": count,
                "max": limit if limit == "unlimited" else f"{limit} {units}".strip(),
                "_max": limit,
                "percent": percent,
                "percent5": percent // 5 * 5,
                "percent10": percent // 10 * 10,
                "percent20": percent // 20 * 20,
                "units": units,
                "condition": 1,
                "is_maxed": int(limit.isdigit() and float(count) >= int(limit)),
                "zeroisunlimited": 0,
                "rowtype": "even" if len(rows) % 2 else "odd",
            }
        )
    return rows
