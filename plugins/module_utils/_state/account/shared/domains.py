# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

"""The domains of an account, for the three kinds of resources that are domains: read once, told apart."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._api.call import Call
from ansible_collections.hostops.cpanel.plugins.module_utils._api.functions import api2
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result

from ... import kind as r

# Labels that are no subdomains for an addon domain: services have them.
RESERVED = (
    *("cpanel", "webmail", "whm", "webdisk", "mail", "autodiscover", "autoconfig", "cpcalendars", "cpcontacts"),
    *("www", "ftp"),
)


ASK_DOMAINS = r.ask("DomainInfo::domains_data", format="hash")


@dataclasses.dataclass(frozen=True)
class Domains:
    """The domains of an account by their kinds.

    ``addons`` has the subdomain that each addon domain belongs to, ``roots`` the document roots in the home directory.
    ``ip`` and ``ipv6`` are the addresses of the main domain, if the server tells them.
    """

    main: str
    home: str
    addons: t.Mapping[str, str]
    aliases: t.Sequence[str]
    roots: t.Mapping[str, str]
    ip: str = ""
    ipv6: str = ""

    def split(self, name: str, coming: t.Iterable[str] = ()) -> tuple[str, str]:
        """A subdomain as its label and the domain it is below: the longest of them; both empty if there is none."""
        fits = [root for root in (self.main, *self.addons, *self.aliases, *coming) if name.endswith("." + root)]
        root = max(fits, key=len, default="")
        return (name[: -len(root) - 1], root) if root else ("", "")

    def move(self, subdomain: str, folder: str) -> Call:
        label, root = self.split(subdomain)
        return ask_api2("SubDomain::changedocroot", rootdomain=root, subdomain=label, dir=folder)


def ask_api2(function: str, **params: t.Any) -> Call:
    """A call of cPanel API 2, for what UAPI lacks (protocol.md 4.8)."""
    return Call(api2(function), params)


def read_domains(scope: r.Scope) -> t.Generator[r.Calls, list[Result], Domains]:
    """``DomainInfo::domains_data``, which may answer with blanks where it is not permitted (protocol.md 6.7)."""
    (answer,) = yield [ASK_DOMAINS]
    found = domains_of(answer, scope.account)
    scope.facts["domains"] = found
    return found


def domains_of(answer: Result, account: str) -> Domains:
    """The domains as ``DomainInfo::domains_data`` tells them."""
    data, main = answer.data, answer.data["main_domain"]
    main = main[0] if isinstance(main, list) else main
    home = r.text(main.get("homedir") or "/home/" + account)
    addons, subdomains = _rows(data, "addon_domains"), _rows(data, "sub_domains")
    rows = [main, *addons, *subdomains]
    return Domains(
        main=r.told(main["domain"]),
        home=r.home_path(home),
        addons={row["domain"]: r.told(row["servername"]) for row in addons},
        aliases=[row["domain"] for row in _rows(data, "parked_domains")],
        ip=r.text(main.get("ip")).strip(),
        ipv6=r.text(main.get("ipv6")).strip().lower(),
        roots={r.told(row["domain"]): _within(home, r.home_path(row["documentroot"])) for row in rows},
    )


def _rows(data: r.Item, name: str) -> list[r.Item]:
    """Parked domains come as names, the others as rows."""
    rows = [row if isinstance(row, dict) else {"domain": row} for row in data[name] or ()]
    return [{**row, "domain": r.told(row["domain"])} for row in rows]


def _within(home: str, path: str) -> str:
    """A path without the home directory in front of it."""
    start = r.home_path(home) + "/"
    return (path + "/")[len(start) :].strip("/") if (path + "/").startswith(start) else path


def folder(value: t.Any) -> str:
    """A document root, relative to the home directory. Raises ValueError."""
    path = r.home_path(value)
    if not path:
        raise ValueError("%r is no folder in the account's home" % (value,))
    return path


def identify(item: r.Item, scope: r.Scope) -> None:
    """A document root may be given with the home directory in front."""
    if "document_root" in item:
        item["document_root"] = _within(scope.facts["domains"].home, item["document_root"])
        if not item["document_root"]:
            raise ValueError("document_root: this is the account's home itself; give a folder in it")


def check_new(item: r.Item, scope: r.Scope) -> None:
    """No domain is there twice, not even as another kind of domain. Raises ValueError."""
    found, name = scope.facts["domains"], item["domain"]
    owner = next((addon for addon, subdomain in found.addons.items() if subdomain == name), None)
    if owner is not None:
        raise ValueError("domain: %s belongs to the addon domain %s; change that one" % (name, owner))
    if name in found.roots or name in found.aliases:
        what = "its main domain" if name == found.main else "an addon domain" if name in found.addons else "a subdomain"
        what = "an alias" if name in found.aliases else what
        raise ValueError("domain: the account has %s already, as %s; remove that in a task before" % (name, what))


def label_name(value: t.Any) -> str:
    text = r.to_ascii(str(value).strip().rstrip("."))
    if not text or not text.replace("-", "").replace("_", "").replace(".", "").isalnum():
        raise ValueError("%r is no label of a subdomain; give it as shop" % (value,))
    return text


def labels(item: r.Item) -> list[str]:
    """The labels that an addon domain may get: the one that was given, or those of cPanel's own interface."""
    name = item["domain"]
    first = name.partition(".")[0]
    joined = name.replace(".", "").replace("-", "")
    return [item["subdomain"]] if "subdomain" in item else [*([first] if first not in RESERVED else []), joined]
