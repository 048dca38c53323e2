# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import typing as t

from .. import kind as r


def _directory(value: t.Any) -> str:
    path = r.home_path(value)
    return "/" + path if str(value).strip().startswith("/") else path


def _settle(item: r.Item, _before: r.Item | None, scope: r.Scope) -> None:
    """A directory is relative to the home directory, also if the user gave it from the root on."""
    path, home = item.get("directory"), str(scope.facts["home"])
    if path is None or not path.startswith("/"):
        return
    if not (path + "/").startswith(home + "/"):
        raise ValueError("directory: %s is outside of %s; give it relative to that, as public_html" % (path, home))
    item["directory"] = path[len(home) :].strip("/")


def _read(scope: r.Scope) -> r.Reading:
    """Sizes are MB as texts and numbers; the account's own login is among them, of another type (protocol.md 6.4)."""
    answers = yield [r.ask("Ftp::list_ftp_with_disk"), *([r.ask(r.LIST_DOMAINS)] if scope.wanted else [])]
    rows = r.rows(answers[0])
    for listing in answers[1:]:
        r.note_domains(scope, listing)
    homes = [str(row["dir"]).rstrip("/") for row in rows if row.get("accttype") == "main" and row.get("dir")]
    scope.facts["home"] = homes[0] if homes else "/home/%s" % scope.account
    return [
        {
            "login": r.told_address(r.text(row.get("serverlogin") or row["login"])),
            "quota_mb": r.megabytes(row.get("diskquota")),
            "directory": r.in_home(row.get("dir"), scope.account),
            "used_mb": r.megabytes(row.get("diskused")),
        }
        for row in rows
        if row.get("accttype") == "sub"
    ]


def _on(function: str, item: r.Item, **params: t.Any) -> r.Calls:
    local, _at, domain = item["login"].rpartition("@")
    return [r.ask(function, user=local, domain=domain, **params)]


def _create(item: r.Item, _scope: r.Scope) -> r.Calls:
    """Dots in a name are dropped unless disallowdot is 0; without a directory the server chooses one."""
    chosen = {} if item.get("directory") is None else {"homedir": item["directory"] or "/"}
    params = {"pass": item["password"], "quota": item["quota_mb"], "disallowdot": 0, **chosen}
    return _on("Ftp::add_ftp", item, **params)


def _update(_before: r.Item, after: r.Item, changed: t.Collection[str], _scope: r.Scope) -> r.Calls:
    calls = []
    if "quota_mb" in changed:
        calls += _on("Ftp::set_quota", after, quota=after["quota_mb"])
    if "directory" in changed:
        calls += _on("Ftp::set_homedir", after, homedir=after["directory"] or "/")
    if "password" in changed:
        calls += _on("Ftp::passwd", after, **{"pass": after["password"]})
    return calls


def _remove(item: r.Item, _scope: r.Scope) -> r.Calls:
    """The directory goes along if that was asked for, but never the home directory itself."""
    if item.get("delete_home") and not item["directory"]:
        raise ValueError("delete_home: its directory is the account's home itself, which stays")
    return _on("Ftp::delete_ftp", item, destroy=int(bool(item.get("delete_home"))))


FTP_ACCOUNT = r.Kind(
    name="ftp_account",
    fields={
        "login": r.Field(),
        "domain": r.Field(helper=True),
        "password": r.Field(secret=True, needed=True),
        "quota_mb": r.Field(normal=r.whole_megabytes),
        "directory": r.Field(normal=_directory),
        "delete_home": r.Field("bool", helper=True, default=False),
        "used_mb": r.Field("float", told="Space that it takes, in MB."),
    },
    key=("login",),
    domain=r.lies_in("login"),
    prepare=r.with_domain("login"),
    settle=_settle,
    read=_read,
    initial=lambda _item, _scope: {"quota_mb": 0},
    create=_create,
    update=_update,
    remove=_remove,
    strength="ftp",
)
