# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import typing as t

from .. import kind as r

_INHERIT = "inherit"


def _inherited(row: r.Item) -> bool:
    """The version is the system's or another domain's (protocol.md 6.9: a list of sources, or one)."""
    source = row.get("phpversion_source")
    found = [one for one in (source if isinstance(source, list) else [source]) if isinstance(one, dict)]
    return any(r.flag(one.get("system_default")) or one.get("domain", row["vhost"]) != row["vhost"] for one in found)


def _read(scope: r.Scope) -> r.Reading:
    """The websites. One of an addon domain has the name of a subdomain: it is found under both."""
    calls = [r.ask("LangPHP::php_get_vhost_versions")]
    checked = any(item.get("version", _INHERIT) != _INHERIT for item in scope.wanted)
    answers = yield calls + ([r.ask("LangPHP::php_get_installed_versions")] if checked else [])
    scope.facts["installed"] = r.listed(answers[1].data["versions"]) if checked else []
    found = {
        r.told(row["vhost"]): {
            "version": _INHERIT if _inherited(row) else str(row["version"]),
            "in_use": str(row["version"]),
        }
        for row in r.rows(answers[0])
    }
    missing = [item["vhost"] for item in scope.wanted if item["vhost"] not in found]
    scope.facts["websites"] = names = (yield from _websites()) if missing else {}
    scope.facts["domains"] = [*found, *(name for name in names if names[name] in found)]
    found.update({name: found[names[name]] for name in missing if names.get(name) in found})
    return [{"vhost": name, **version} for name, version in found.items()]


def _websites() -> t.Generator[r.Calls, list[t.Any], dict[str, str]]:
    """The names of the websites of addon domains."""
    (answer,) = yield [r.ask("DomainInfo::domains_data", format="hash")]
    rows = answer.data["addon_domains"] or ()
    return {r.told(row["domain"]): r.told(row["servername"]) for row in rows}


def _settle(item: r.Item, before: r.Item | None, scope: r.Scope) -> None:
    if ("domain_alias", (item["vhost"],)) in scope.making:
        raise ValueError("vhost: %s is an alias and has no website of its own" % item["vhost"])
    site = scope.facts["websites"].get(item["vhost"], item["vhost"])
    other = scope.facts.setdefault(("site", site), item["vhost"])
    if other != item["vhost"]:
        raise ValueError("vhost: %s is the same website as %s, which is there too" % (item["vhost"], other))
    version, installed = item.get("version", _INHERIT), scope.facts["installed"]
    if version not in (_INHERIT, (before or {}).get("version"), *installed):
        raise ValueError("version: %s is not installed; the server has %s" % (version, ", ".join(installed)))


def _set(item: r.Item, version: str, scope: r.Scope) -> r.Calls:
    vhost = scope.facts["websites"].get(item["vhost"], item["vhost"])
    return [r.ask("LangPHP::php_set_vhost_versions", vhost=vhost, version=version)]


PHP_VERSION = r.Kind(
    name="php_version",
    fields={
        "vhost": r.Field(aliases=("domain",), normal=r.domain_name),
        "version": r.Field(normal=lambda value: str(value).strip().lower(), needed=True),
        "in_use": r.Field(told="The version that runs, which is the server's if it is inherited."),
    },
    key=("vhost",),
    domain=r.lies_in("vhost"),
    settle=_settle,
    read=_read,
    create=lambda item, scope: _set(item, item["version"], scope),
    update=lambda _before, after, _changed, scope: _set(after, after["version"], scope),
    remove=lambda item, scope: _set(item, _INHERIT, scope),
    reset=lambda _item: {"version": _INHERIT},
    plural="php_versions",
)
