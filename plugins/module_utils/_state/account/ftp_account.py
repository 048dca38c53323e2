# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""FTP accounts, without the account's own login (protocol.md 6.4)."""

from __future__ import annotations

import dataclasses
import typing as t

from .. import values
from ..kind import Field, Kind
from ..reading import Reading, ask, rows, with_domains
from ..scope import Calls, Item, Scope


@dataclasses.dataclass
class _Home:
    """The home directory, from the root on."""

    path: str = ""


def _directory(value: t.Any) -> str:
    path = values.home_path(value)
    return "/" + path if str(value).strip().startswith("/") else path


def _read(scope: Scope) -> Reading:
    """Sizes are MB as texts and numbers; the account's own login is among them, of another type (protocol.md 6.4)."""
    answers = yield from with_domains(scope, [ask("Ftp::list_ftp_with_disk")])
    logins = rows(*answers)
    homes = [str(row["dir"]).rstrip("/") for row in logins if row.get("accttype") == "main" and row.get("dir")]
    scope.notes(_Home).path = homes[0] if homes else "/home/%s" % scope.account
    return [
        {
            "login": values.server_address(values.text(row.get("serverlogin") or row["login"])),
            "quota_mb": values.megabytes(row.get("diskquota")),
            "directory": values.path_in_home(row.get("dir"), scope.account),
            "used_mb": values.megabytes(row.get("diskused")),
        }
        for row in logins
        if row.get("accttype") == "sub"
    ]


def _merge(item: Item, _current: Item | None, scope: Scope) -> None:
    """A directory is relative to the home directory, also if the user gave it from the root on."""
    path, home = item.get("directory"), scope.notes(_Home).path
    if path is None or not path.startswith("/"):
        return
    if not (path + "/").startswith(home + "/"):
        raise ValueError("directory: %s is outside of %s; give it relative to that, as public_html" % (path, home))
    item["directory"] = path[len(home) :].strip("/")


def _on(function: str, item: Item, **params: t.Any) -> Calls:
    local, _at, domain = item["login"].rpartition("@")
    return [ask(function, user=local, domain=domain, **params)]


def _create(item: Item, _scope: Scope) -> Calls:
    """Dots in a name are dropped unless disallowdot is 0; without a directory the server chooses one."""
    home = {} if item.get("directory") is None else {"homedir": item["directory"] or "/"}
    params = {"pass": item["password"], "quota": item["quota_mb"], "disallowdot": 0, **home}
    return _on("Ftp::add_ftp", item, **params)


def _update(_current: Item, item: Item, changed: t.Collection[str], _scope: Scope) -> Calls:
    calls = _on("Ftp::set_quota", item, quota=item["quota_mb"]) if "quota_mb" in changed else []
    if "directory" in changed:
        calls += _on("Ftp::set_homedir", item, homedir=item["directory"] or "/")
    if "password" in changed:
        calls += _on("Ftp::passwd", item, **{"pass": item["password"]})
    return calls


def _remove(item: Item, _scope: Scope) -> Calls:
    """The directory goes along if that was asked for, but never the home directory itself."""
    if item.get("delete_home") and not item["directory"]:
        raise ValueError("delete_home: its directory is the account's home itself, which stays; leave it out")
    return _on("Ftp::delete_ftp", item, destroy=int(bool(item.get("delete_home"))))


FTP_ACCOUNT = Kind(
    name="ftp_account",
    fields={
        "login": Field(),
        "domain": Field(input_only=True),
        "password": Field(secret=True, required=True),
        "quota_mb": Field(normalize=values.integer_megabytes),
        "directory": Field(normalize=_directory),
        "delete_home": Field("bool", input_only=True, default=False),
        "used_mb": Field("float", read_only="Space used, in MB."),
    },
    key=("login",),
    domain="login",
    prepare=values.full_address("login"),
    merge=_merge,
    read=_read,
    defaults=lambda _item, _scope: {"quota_mb": 0},
    create=_create,
    update=_update,
    remove=_remove,
    password_app="ftp",
)
