# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The version of PHP of each website: the server's own, or one that was chosen. Every website has one."""

from __future__ import annotations

import dataclasses

from .. import values
from ..kind import Field, Kind
from ..reading import Questions, Reading, ask, rows
from ..scope import Calls, Domains, Item, Scope

_INHERIT = "inherit"


@dataclasses.dataclass
class _Websites:
    """The versions that are installed, the websites of addon domains, and the domain that the task names each by."""

    installed: list[str] = dataclasses.field(default_factory=list)
    names: dict[str, str] = dataclasses.field(default_factory=dict)
    named: dict[str, str] = dataclasses.field(default_factory=dict)


def _inherited(row: Item) -> bool:
    """The version is the system's or another domain's (protocol.md 6.9: a list of sources, or one)."""
    source = row.get("phpversion_source")
    sources = [one for one in (source if isinstance(source, list) else [source]) if isinstance(one, dict)]
    return any(
        values.boolean(one.get("system_default")) or one.get("domain", row["vhost"]) != row["vhost"] for one in sources
    )


def _read(scope: Scope) -> Reading:
    """The websites. One of an addon domain has the name of a subdomain: it is listed under both."""
    calls = [ask("LangPHP::php_get_vhost_versions")]
    if any(item.get("version", _INHERIT) != _INHERIT for item in scope.desired):
        calls.append(ask("LangPHP::php_get_installed_versions"))
    answer, *installed = yield calls
    sites = scope.notes(_Websites)
    sites.installed = values.texts(installed[0].data["versions"]) if installed else []
    versions = {
        values.server_domain(row["vhost"]): {
            "version": _INHERIT if _inherited(row) else str(row["version"]),
            "in_use": str(row["version"]),
        }
        for row in rows(answer)
    }
    missing = [item["vhost"] for item in scope.desired if item["vhost"] not in versions]
    names = sites.names = (yield from _addon_websites()) if missing else {}
    scope.domains = Domains([*versions, *(name for name in names if names[name] in versions)])
    versions.update({name: versions[names[name]] for name in missing if names.get(name) in versions})
    return [{"vhost": name, **version} for name, version in versions.items()]


def _addon_websites() -> Questions[dict[str, str]]:
    """The names of the websites of addon domains."""
    (answer,) = yield [ask("DomainInfo::domains_data", format="hash")]
    domains = answer.data["addon_domains"] or ()
    return {values.server_domain(row["domain"]): values.server_domain(row["servername"]) for row in domains}


def _merge(item: Item, current: Item | None, scope: Scope) -> None:
    name, sites = str(item["vhost"]), scope.notes(_Websites)
    if scope.will_have("domain_alias", name):
        raise ValueError("vhost: %s is an alias and has no website of its own; give its domain" % name)
    other = sites.named.setdefault(sites.names.get(name, name), name)
    if other != name:
        raise ValueError("vhost: %s is the same website as %s, which is listed too; give one of them" % (name, other))
    version = item.get("version", _INHERIT)
    if version not in (_INHERIT, (current or {}).get("version"), *sites.installed):
        raise ValueError("version: %s is not installed; the server has %s" % (version, ", ".join(sites.installed)))


def _set(item: Item, scope: Scope) -> Calls:
    vhost = scope.notes(_Websites).names.get(item["vhost"], item["vhost"])
    return [ask("LangPHP::php_set_vhost_versions", vhost=vhost, version=item["version"])]


PHP_VERSION = Kind(
    name="php_version",
    fields={
        "vhost": Field(aliases=("domain",), normalize=values.domain_name),
        "version": Field(normalize=lambda value: str(value).strip().lower(), required=True),
        "in_use": Field(read_only="The version in use, which is the server's own if it is inherited."),
    },
    key=("vhost",),
    domain="vhost",
    merge=_merge,
    read=_read,
    create=_set,
    remove=lambda item, scope: _set({**item, "version": _INHERIT}, scope),
    reset_to=lambda _item: {"version": _INHERIT},
)
