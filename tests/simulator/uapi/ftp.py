# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI Ftp: accounts, their directories and quotas (protocol.md 6.4).

Must not know a server for FTP. Called by name.
"""

from __future__ import annotations

import re
from typing import Any

from ..api.checks import check_password, limit_reached, owned_domain
from ..api.registry import Call, uapi
from ..errors import ApiError
from ..state.accounts import Ftp
from ..texts import MB, human

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_MAX_NAME = 25
_BUILT_IN = ("ftp", "anonymous")


def _login(call: Call) -> str:
    user, sep, domain = call.params["user"].partition("@")
    return f"{user.lower()}@{owned_domain(call, domain if sep else call.params.get('domain'))}"


def _existing(call: Call) -> Ftp:
    ftp = call.account.contents.ftp.get(_login(call))
    if ftp is None:
        raise ApiError("You did not enter a valid FTP username: [_1]", call.params["user"])
    return ftp


def _directory(call: Call, text: str) -> str:
    home = call.account.home
    return (text[len(home) :] if text.startswith(home) else text).strip("/")


def _shown(call: Call, kind: str) -> bool:
    include = [k for k in call.params.get("include_acct_types").split("|") if k]
    skip = call.params.get("skip_acct_types").split("|")
    return kind not in skip and (not include or kind in include)


@uapi("Ftp::list_ftp")
def list_ftp(call: Call) -> list[dict[str, Any]]:
    """The main account is among them."""
    account, rows = call.account, []
    if _shown(call, "main"):
        rows.append({"user": account.name, "type": "main", "homedir": account.home})
    if _shown(call, "logaccess"):
        folder = f"/etc/apache2/logs/domlogs/{account.name}"
        rows.append({"user": f"{account.name}_logs", "type": "logaccess", "homedir": folder})
    if _shown(call, "sub"):
        rows += [
            {"user": ftp.login, "type": "sub", "homedir": f"{account.home}/{ftp.homedir}"}
            for ftp in account.contents.ftp.values()
        ]
    return rows


def _row(call: Call, login: str, kind: str, directory: str, quota_mb: int, used_mb: float) -> dict[str, Any]:
    account = call.account
    path = f"{account.home}/{directory}".rstrip("/")
    percent = int(100 * used_mb / quota_mb) if quota_mb else 0
    return {
        "login": login,
        "serverlogin": login,
        "accttype": kind,
        "dir": path,
        "reldir": directory,
        "htmldir": path.replace("/", "&#47;"),
        "diskquota": f"{quota_mb}.00" if quota_mb else "unlimited",
        "_diskquota": f"{quota_mb}.00" if quota_mb else "0.00",
        # a text for some, a number for others, as seen on servers
        "diskused": f"{used_mb:.2f}" if kind == "sub" else used_mb,
        "_diskused": f"{used_mb:.2f}",
        "diskusedpercent": percent,
        "diskusedpercent20": percent // 20 * 20,
        "humandiskquota": human(quota_mb * MB) if quota_mb else "None",
        "humandiskused": human(used_mb * MB),
        "deleteable": 1,
    }


@uapi("Ftp::list_ftp_with_disk")
def list_ftp_with_disk(call: Call) -> list[dict[str, Any]]:
    """Sizes are MB, mostly as texts."""
    rows = []
    if _shown(call, "main"):
        rows.append(_row(call, call.account.name, "main", "", 0, call.account.contents.used_mb))
    if _shown(call, "sub"):
        rows += [
            _row(call, f.login, "sub", f.homedir, f.quota_mb, f.used_mb) for f in call.account.contents.ftp.values()
        ]
    return rows


@uapi("Ftp::add_ftp", writes=True, feature="ftpaccts", required=("user",), booleans=("disallowdot",))
def add_ftp(call: Call) -> None:
    """Create an FTP account; dots in the name are dropped unless ``disallowdot=0``."""
    params, accounts = call.params, call.account.contents.ftp
    user, sep, given = params["user"].partition("@")
    domain = owned_domain(call, given if sep else params.get("domain"))
    user = user.lower()
    if params.flag("disallowdot", True):
        user = user.replace(".", "")
    if user in _BUILT_IN:
        raise ApiError("You cannot create the user `[_1]`. The `[_1]` user is a built-in account.", user)
    if not _NAME.fullmatch(user):
        raise ApiError("You did not enter a valid FTP username: [_1]", params["user"])
    if len(user) > _MAX_NAME:
        raise ApiError("The FTP username cannot exceed [_1] characters.", _MAX_NAME)
    if not params.get("pass") and not params.get("pass_hash"):
        raise ApiError("Provide the `[_1]` argument.", "pass")
    login = f"{user}@{domain}"
    if login in accounts:
        raise ApiError("The FTP user `[_1]` at the domain `[_2]` already exists.", user, domain)
    if limit_reached(call, "maxftp", len(accounts)):
        raise ApiError("You have exceeded the maximum allowed FTP accounts.")
    if params.get("pass"):
        check_password(call, params["pass"], user)
    directory = _directory(call, params.get("homedir")) if params.get("homedir") else login
    password = params.get("pass") or params["pass_hash"]
    accounts[login] = Ftp(user, domain, password, directory, params.number("quota"))


@uapi("Ftp::delete_ftp", writes=True, feature="ftpaccts", required=("user",), booleans=("destroy",))
def delete_ftp(call: Call) -> None:
    """Remove an FTP account, and its directory with ``destroy=1``."""
    ftp = _existing(call)
    del call.account.contents.ftp[ftp.login]
    if call.params.flag("destroy"):
        files = call.account.contents.files
        for path in [p for p in files if p.startswith(ftp.homedir + "/")]:
            del files[path]


@uapi("Ftp::passwd", writes=True, feature="ftpaccts", required=("user", "pass"))
def passwd(call: Call) -> None:
    """Set the password."""
    ftp = _existing(call)
    check_password(call, call.params["pass"], ftp.user)
    ftp.password = call.params["pass"]


@uapi("Ftp::set_quota", writes=True, feature="ftpaccts", required=("user",), booleans=("kill",))
def set_quota(call: Call) -> None:
    """MB; 0 or ``kill=1`` is unlimited."""
    ftp = _existing(call)
    ftp.quota_mb = 0 if call.params.flag("kill") else call.params.number("quota")


@uapi("Ftp::set_homedir", writes=True, feature="ftpaccts", required=("user",))
def set_homedir(call: Call) -> None:
    """Relative to the account's home."""
    ftp = _existing(call)
    ftp.homedir = _directory(call, call.params.get("homedir"))


@uapi("Ftp::get_quota", required=("account",))
def get_quota(call: Call) -> str:
    """``unlimited`` or a number as text."""
    user, sep, domain = call.params["account"].partition("@")
    login = f"{user}@{owned_domain(call, domain if sep else call.params.get('domain'))}"
    ftp = call.account.contents.ftp.get(login)
    if ftp is None:
        raise ApiError("You did not enter a valid FTP username: [_1]", call.params["account"])
    return str(ftp.quota_mb) if ftp.quota_mb else "unlimited"


@uapi("Ftp::ftp_exists", required=("user",))
def ftp_exists(call: Call) -> None:
    """Success when it exists."""
    _existing(call)


@uapi("Ftp::get_port")
def get_port(call: Call) -> dict[str, int]:
    """The FTP port."""
    return {"port": 21}


@uapi("Ftp::get_ftp_daemon_info")
def get_ftp_daemon_info(call: Call) -> dict[str, Any]:
    """Which FTP server runs."""
    return {"enabled": 1, "name": "pure-ftpd", "supports": {"login_without_domain": 1, "quota": 1}}


@uapi("Ftp::list_sessions")
def list_sessions(call: Call) -> list[dict[str, Any]]:
    """Nobody is connected."""
    return []
