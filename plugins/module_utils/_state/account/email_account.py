# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import typing as t

from .. import kind as r

# What is switched on and off by calls of its own, and the calls for both (protocol.md 6.1).
_SWITCHES = {
    "suspended_login": ("Email::suspend_login", "Email::unsuspend_login"),
    "suspended_incoming": ("Email::suspend_incoming", "Email::unsuspend_incoming"),
    "suspended_outgoing": ("Email::suspend_outgoing", "Email::unsuspend_outgoing"),
    "hold_outgoing": ("Email::hold_outgoing", "Email::release_outgoing"),
}


def _read(scope: r.Scope) -> r.Reading:
    asked = [r.ask("Email::list_pops_with_disk"), r.ask("Email::get_default_email_quota")]
    limited = any(item.get("quota_mb") for item in scope.wanted)
    asked += [r.ask(r.LIST_DOMAINS)] if scope.wanted else []
    boxes, default, *more = yield asked + ([r.ask("Email::get_max_email_quota")] if limited else [])
    for answer in more[:1]:
        r.note_domains(scope, answer)
    # The answers are in bytes. Where there is none, a new mailbox gets what the server gives it.
    blank = default.data in (None, "")
    scope.facts["quota"] = {} if blank else {"quota_mb": round(r.megabytes(default.data) / 1024 / 1024)}
    scope.facts["most"] = int(r.megabytes(more[1].data) / 1024 / 1024) if limited else 0
    return [
        {
            "email": r.told_address(row["email"]),
            "quota_mb": r.megabytes(row.get("diskquota")),
            "used_mb": r.megabytes(row.get("diskused")),
            **{name: r.flag(row.get(name)) for name in _SWITCHES},
        }
        for row in r.rows(boxes)
        if "@" in str(row["email"])
    ]


def _settle(item: r.Item, before: r.Item | None, scope: r.Scope) -> None:
    """A server sets its maximum for more than that, and says that all is well (protocol.md 6.1)."""
    quota, most = item.get("quota_mb") or 0, scope.facts["most"]
    if 0 < most < quota and (before is None or before["quota_mb"] != quota):
        raise ValueError("quota_mb: %d is more than the server allows a mailbox here, which is %d" % (quota, most))


def _create(item: r.Item, _scope: r.Scope) -> r.Calls:
    local, _at, domain = item["email"].rpartition("@")
    quota = {"quota": item["quota_mb"]} if "quota_mb" in item else {}
    made = r.ask("Email::add_pop", email=local, domain=domain, password=item["password"], **quota)
    return [made, *_switch(item, [name for name in _SWITCHES if item[name]])]


def _update(_before: r.Item, after: r.Item, changed: t.Collection[str], _scope: r.Scope) -> r.Calls:
    local, _at, domain = after["email"].rpartition("@")
    calls = []
    if "quota_mb" in changed:
        calls.append(r.ask("Email::edit_pop_quota", email=local, domain=domain, quota=after["quota_mb"]))
    if "password" in changed:
        calls.append(r.ask("Email::passwd_pop", email=local, domain=domain, password=after["password"]))
    return calls + _switch(after, [name for name in _SWITCHES if name in changed])


def _switch(item: r.Item, names: list[str]) -> r.Calls:
    return [r.ask(_SWITCHES[name][0 if item[name] else 1], email=item["email"]) for name in names]


EMAIL_ACCOUNT = r.Kind(
    name="email_account",
    fields={
        "email": r.Field(aliases=("address",)),
        "domain": r.Field(helper=True),
        "password": r.Field(secret=True, needed=True),
        "quota_mb": r.Field(normal=r.whole_megabytes),
        **{name: r.Field("bool") for name in _SWITCHES},
        "used_mb": r.Field("float", told="Space that it takes, in MB."),
    },
    key=("email",),
    domain=r.lies_in("email"),
    prepare=r.with_domain("email"),
    read=_read,
    settle=_settle,
    initial=lambda _item, scope: {**scope.facts["quota"], **dict.fromkeys(_SWITCHES, False)},
    create=_create,
    update=_update,
    remove=lambda item, _scope: [r.ask("Email::delete_pop", email=item["email"])],
    strength="pop",
    verify=lambda item: r.ask("Email::verify_password", email=item["email"], password=item["password"]),
)
