# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""WHM API 1: accounts are listed, made, changed, suspended and removed (protocol.md 5.2).

What is in a new account is in ``state/generate.py``. Called by name.
"""

from __future__ import annotations

import re
import time
from typing import Any

from ..api.checks import check_password
from ..api.identity import owned_account
from ..api.registry import Call, whm
from ..errors import ApiError
from ..state.accounts import Account, ApiToken
from ..state.domains import DOMAIN, folder_of
from ..state.generate import empty_contents
from ..state.secrets import password_value, token_value
from ..texts import quoted

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LIMITS = ("maxaddon", "maxftp", "maxpark", "maxpop", "maxsql", "maxsub")
_MAX_NAME = 16


def _start_date(created: int) -> str:
    """``26 Jan 01 00:00``: year, month, day."""
    t = time.gmtime(created)
    return f"{t.tm_year % 100:02d} {_MONTHS[t.tm_mon - 1]} {t.tm_mday:02d} {t.tm_hour:02d}:{t.tm_min:02d}"


def account_row(call: Call, account: Account) -> dict[str, Any]:
    """A row of ``listaccts``; most numbers are texts. Contents are not made for it."""
    package = call.server.packages.get(account.package)
    limit = {name: account.limit(package, name) if package else "unlimited" for name in _LIMITS}
    made = account.__dict__.get("contents")
    used = int(made.used_mb) if made is not None else 5 + account.uid % 300
    return {
        "user": account.name,
        "domain": account.main_domain,
        "owner": account.owner,
        "email": account.contact_email,
        "ip": account.ip,
        "ipv6": [],
        "plan": account.package,
        "theme": account.theme,
        "partition": account.partition,
        "shell": account.shell,
        "uid": str(account.uid),
        "startdate": _start_date(account.created),
        "unix_startdate": account.created,
        "suspended": int(account.suspended),
        "suspendreason": account.suspend_reason if account.suspended else "not suspended",
        "suspendtime": account.suspend_time,
        "is_locked": int(account.suspend_locked),
        "outgoing_mail_suspended": 0,
        "outgoing_mail_hold": 0,
        "disklimit": f"{account.quota_mb}M" if account.quota_mb else "unlimited",
        "diskused": f"{used}M",
        "inodesused": 1234,
        "inodeslimit": "unlimited",
        "maxaddons": limit["maxaddon"],
        "maxftp": limit["maxftp"],
        "maxlst": "unlimited",
        "maxparked": limit["maxpark"],
        "maxpop": limit["maxpop"],
        "maxsql": limit["maxsql"],
        "maxsub": limit["maxsub"],
        "max_email_per_hour": "unlimited",
        "max_defer_fail_percentage": "unlimited",
        "min_defer_fail_to_trigger_protection": "5",
        "max_emailacct_quota": "unlimited",
        "backup": 1,
        "legacy_backup": 0,
        "has_backup": 0,
        "mailbox_format": "maildir",
        "child_nodes": [],
        "temporary": 0,
        "is_temporary_domain": 0,
    }


def owned(call: Call) -> list[Account]:
    """The accounts the caller may see."""
    everything = "all" in call.caller.acls
    return [a for a in call.server.accounts.values() if everything or a.owner == call.caller.user]


@whm("listaccts", acl="list-accts", result_key="acct")
def listaccts(call: Call) -> dict[str, Any]:
    """All accounts, or those that match ``search``."""
    params = call.params
    accounts, search = owned(call), params.get("search")
    if search:
        fields = {"domain": "main_domain", "owner": "owner", "user": "name", "ip": "ip", "package": "package"}
        field = fields.get(params.get("searchtype", "user"))
        if field is None:
            raise ApiError("The `[_1]` argument is invalid.", "searchtype")
        if params.get("searchmethod", "regex") == "exact":
            accounts = [a for a in accounts if getattr(a, field) == search]
        else:
            try:
                pattern = re.compile(search)
            except re.error:
                raise ApiError("The `[_1]` argument is invalid.", "search") from None
            accounts = [a for a in accounts if pattern.search(getattr(a, field))]
    rows = [account_row(call, account) for account in accounts]
    want = [name for name in params.get("want").split(",") if name]
    if want:
        rows = [{k: row[k] for k in want if k in row} for row in rows]
    return {"acct": rows}


@whm("accountsummary", acl="acct-summary", result_key="acct")
def accountsummary(call: Call) -> dict[str, Any]:
    """One account by ``user`` or ``domain``."""
    user, domain = call.params.get("user"), call.params.get("domain")
    if not user and not domain:
        raise ApiError("Provide the `[_1]` argument.", "user")
    account = call.server.accounts.get(user) if user else call.server.find_domain(domain)
    if account is None:
        raise ApiError("Account does not exist.")
    row = account_row(call, owned_account(call.server, call.caller, account.name))
    del row["has_backup"]
    return {"acct": [row]}


@whm("list_users")
def list_users(call: Call) -> dict[str, Any]:
    """The user names the caller may see."""
    return {"users": ["root", *sorted(a.name for a in owned(call))]}


@whm("get_domain_info", acl="list-accts", result_key="domains")
def get_domain_info(call: Call) -> dict[str, Any]:
    """Every domain of every account."""
    rows = []
    for account in owned(call):
        for domain in account.domains:
            kind = "sub"
            if domain == account.main_domain:
                kind = "main"
            elif domain in account.addon_domains:
                kind = "addon"
            elif domain in account.parked_domains:
                kind = "parked"
            folder = folder_of(account, domain)
            rows.append(
                {
                    "domain": domain,
                    "domain_type": kind,
                    "docroot": f"{account.home}/{folder}",
                    "ipv4": account.ip,
                    "ipv4_ssl": account.ip,
                    "ipv6": None,
                    "ipv6_is_dedicated": 0,
                    "modsecurity_enabled": 1,
                    "parent_domain": account.main_domain,
                    "php_version": "ea-php83",
                    "port": "80",
                    "port_ssl": "443",
                    "user": account.name,
                    "user_owner": account.owner,
                }
            )
    return {"domains": rows}


@whm("suspendacct", writes=True, acl="suspend-acct", required=("user",))
def suspendacct(call: Call) -> None:
    """Suspend an account; its sessions end."""
    account = owned_account(call.server, call.caller, call.params["user"])
    account.suspended = True
    account.suspend_reason = call.params.get("reason") or "Unknown"
    account.suspend_time = call.now
    account.suspend_locked = call.params.flag("disallowun")
    call.server.sessions.purge_user(account.name, "kill")
    call.output = f"<b>Suspending the account {account.name}</b>\nThe account is now suspended."


@whm("unsuspendacct", writes=True, acl="suspend-acct", required=("user",))
def unsuspendacct(call: Call) -> None:
    """End a suspension."""
    account = owned_account(call.server, call.caller, call.params["user"])
    if not account.suspended:
        raise ApiError("The user `[_1]` is not in a suspended state.", account.name)
    if account.suspend_locked and "all" not in call.caller.acls:
        raise ApiError("You do not have permission to access this function.")
    account.suspended, account.suspend_time, account.suspend_locked = False, None, False
    call.output = f"Unsuspending the account {account.name}"


def _check_new(call: Call, name: str, domain: str, package: str) -> None:
    server = call.server
    if not name or not name[0].isalpha():
        raise ApiError("A username must start with a letter.")
    if len(name) > _MAX_NAME:
        raise ApiError("A username cannot be longer than [_1] characters.", _MAX_NAME)
    if not re.fullmatch(r"[a-z0-9]+", name) or name.startswith("test"):
        raise ApiError("The `[_1]` argument is invalid.", "username")
    if name in server.accounts or name in server.resellers or name == "root":
        raise ApiError("A user named `[_1]` already exists on this server.", name)
    if any(other[:8] == name[:8] for other in server.accounts):
        raise ApiError("The user `[_1]` already exists on this system.", name)
    if not DOMAIN.fullmatch(domain):
        raise ApiError("The `[_1]` argument is invalid.", "domain")
    if server.find_domain(domain) is not None:
        raise ApiError("The domain `[_1]` already exists in the userdata.", domain)
    if package not in server.packages:
        raise ApiError("The package `[_1]` does not exist.", package)


@whm("createacct", writes=True, acl="create-acct", required=("username",))
def createacct(call: Call) -> dict[str, Any]:
    """Create an account, owned by the caller unless root names another ``owner``."""
    params, server = call.params, call.server
    name = params["username"].lower()
    domain = params.get("domain").lower() or f"{name}.{server.hostname}"
    package = params.get("plan") or "default"
    _check_new(call, name, domain, package)
    password = params.get("password") or params.get("pass") or password_value(server.random)
    check_password(call, password, name)
    owner = params.get("owner") if "all" in call.caller.acls else ""
    token = ApiToken("simulator", token_value(server.random), call.now)
    quota = params.get("quota", server.packages[package].quota)
    account = Account(
        name=name,
        main_domain=domain,
        password=password,
        owner=owner or call.caller.user,
        package=package,
        api_token=token.value,
        created=call.now,
        uid=1 + max((a.uid for a in server.accounts.values()), default=1000),
        ip=server.state.ip,
        contact_email=params.get("contactemail"),
        quota_mb=int(quota) if quota.isdigit() else 0,
        locale=params.get("language") or "en",
        tokens={token.name: token},
    )
    created, hostname = call.now, server.hostname
    account.fill = lambda a: empty_contents(a, hostname, created)
    for key in _LIMITS:
        if key in params:
            account.overrides[key] = params[key]
    server.accounts[name] = account
    call.reason = "Account Creation Ok"
    log = f"WWWAcct\n+ Domain: {domain}\n+ UserName: {name}\n+ Package: {package}\n"
    call.output = f"<pre>{log}</pre>wwwacct creation finished"
    parent = hostname.split(".", 1)[-1]
    return {
        "ip": account.ip,
        "nameserver": f"ns1.{parent}",
        "nameserver2": f"ns2.{parent}",
        "nameserver3": "",
        "nameserver4": "",
        "package": package,
    }


@whm("removeacct", writes=True, acl="kill-acct")
def removeacct(call: Call) -> None:
    """Remove an account and everything in it."""
    name = call.params.get("username") or call.params.get("user")
    if not name:
        raise ApiError("Provide the `[_1]` argument.", "username")
    if name not in call.server.accounts:
        raise ApiError("The account `[_1]` does not exist.", name)
    account = owned_account(call.server, call.caller, name)
    del call.server.accounts[name]
    call.server.sessions.purge_user(account.name, "kill")
    call.output = f"Running pre removal script...Done\nRemoving user {name}\nAccount Removal Complete!!!"


@whm("passwd", writes=True, acl="passwd", required=("user", "password"))
def passwd(call: Call) -> dict[str, Any]:
    """Set an account's password; its sessions end."""
    server, name = call.server, call.params["user"]
    account = server.accounts.get(name)
    if account is None:
        raise ApiError("The user `[_1]` does not exist.", name)
    if "all" not in call.caller.acls and account.owner != call.caller.user:
        raise ApiError(
            "You are not permitted to change the password for `[_1]` because you are not the owner of this account.",
            name,
        )
    if account.suspended:
        raise ApiError(
            "Sorry, the user `[_1]` is currently suspended. Changing the user\u2019s password would unsuspend"
            " the account.",
            name,
        )
    check_password(call, call.params["password"], name)
    account.password = call.params["password"]
    server.sessions.purge_user(name, "password_change")
    call.reason = f"Password changed for user {quoted(name)}."
    return {"app": ["system", "ftp", "mail", *(["MySQL"] if call.params.flag("db_pass_update") else [])]}


@whm("changepackage", writes=True, acl="upgrade-account", required=("user", "pkg"))
def changepackage(call: Call) -> None:
    """Move an account to another package."""
    account = owned_account(call.server, call.caller, call.params["user"])
    package = call.server.packages.get(call.params["pkg"])
    if package is None:
        raise ApiError("The package `[_1]` does not exist.", call.params["pkg"])
    account.package, account.overrides = package.name, {}
    account.quota_mb = int(package.quota) if package.quota.isdigit() else 0
    call.output = f"<pre>Changing package to {package.name}</pre>"


@whm("editquota", writes=True, acl="quota", required=("user", "quota"))
def editquota(call: Call) -> None:
    """Set an account's disk quota in MB."""
    owned_account(call.server, call.caller, call.params["user"]).quota_mb = call.params.number("quota")
    call.reason = "Set quota for user."


@whm("modifyacct", writes=True, acl="edit-account", required=("user",))
def modifyacct(call: Call) -> None:
    """Change an account; its keys are case-sensitive and most are upper case."""
    params, account = call.params, owned_account(call.server, call.caller, call.params["user"])
    if "QUOTA" in params:
        account.quota_mb = params.number("QUOTA")
    if "LOCALE" in params:
        account.locale = params["LOCALE"]
    account.contact_email = params.get("contactemail", account.contact_email)
    account.shell = params.get("shell", account.shell)
    if "owner" in params and "all" in call.caller.acls:
        account.owner = params["owner"]
    names = {"MAXADDON": "maxaddon", "MAXFTP": "maxftp", "MAXPARK": "maxpark", "MAXPOP": "maxpop"}
    names |= {"MAXSQL": "maxsql", "MAXSUB": "maxsub", "BWLIMIT": "bwlimit"}
    for key, field in names.items():
        if key in params:
            account.overrides[field] = params[key]
