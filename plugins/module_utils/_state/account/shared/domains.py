# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The domains of an account by their kinds, for the three kinds of resources that are domains: read once, told apart.

Owns how the answer of ``DomainInfo::domains_data`` is read, and the rules that hold for all three. Called by their
declarations, by those of zones, and by ``portable``.
"""

from __future__ import annotations

import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._api.call import Call
from ansible_collections.hostops.cpanel.plugins.module_utils._api.functions import api2
from ansible_collections.hostops.cpanel.plugins.module_utils._names import to_ascii
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result

from ... import values
from ...reading import Questions, ask
from ...scope import Domains, Item, Scope

# Labels that are not taken for the subdomain of an addon domain: services have them.
RESERVED = (
    *("cpanel", "webmail", "whm", "webdisk", "mail", "autodiscover", "autoconfig", "cpcalendars", "cpcontacts"),
    *("www", "ftp"),
)
ASK_DOMAINS = ask("DomainInfo::domains_data", format="hash")


def ask_api2(function: str, **params: t.Any) -> Call:
    """A call of cPanel API 2, for what UAPI lacks (protocol.md 4.8)."""
    return Call(api2(function), params)


def read_domains(scope: Scope) -> Questions[Domains]:
    """``DomainInfo::domains_data``, which may answer with blanks where it is not permitted (protocol.md 6.7)."""
    (answer,) = yield [ASK_DOMAINS]
    scope.domains = domains_of(answer, scope.account)
    return scope.domains


def domains_of(answer: Result, account: str) -> Domains:
    """The domains in an answer of ``DomainInfo::domains_data``."""
    data, main = answer.data, answer.data["main_domain"]
    main = main[0] if isinstance(main, list) else main
    home = values.home_path(values.text(main.get("homedir") or "/home/" + account))
    addons, subdomains, aliases = (_rows(data, name) for name in ("addon_domains", "sub_domains", "parked_domains"))
    rows = [{**main, "domain": values.server_domain(main["domain"])}, *addons, *subdomains]
    return Domains(
        names=[row["domain"] for row in (rows[0], *addons, *aliases, *subdomains)],
        subdomains=[row["domain"] for row in subdomains],
        main=rows[0]["domain"],
        addons={row["domain"]: values.server_domain(row["servername"]) for row in addons},
        aliases=[row["domain"] for row in aliases],
        roots={row["domain"]: _within(home, values.home_path(row["documentroot"])) for row in rows},
        home=home,
        ip=values.text(main.get("ip")).strip(),
        ipv6=values.text(main.get("ipv6")).strip().lower(),
    )


def _rows(data: Item, name: str) -> list[Item]:
    """Parked domains come as names, the others as rows."""
    rows = [row if isinstance(row, dict) else {"domain": row} for row in data[name] or ()]
    return [{**row, "domain": values.server_domain(row["domain"])} for row in rows]


def _within(home: str, path: str) -> str:
    """A path without the home directory in front of it."""
    start = home + "/"
    return (path + "/")[len(start) :].strip("/") if (path + "/").startswith(start) else path


def folder(value: t.Any) -> str:
    """A document root, relative to the home directory. Raises ValueError."""
    path = values.home_path(value)
    if not path:
        raise ValueError("%r is not a folder in the account's home; give one as public_html/shop" % (value,))
    return path


def identify(item: Item, scope: Scope) -> None:
    """A document root may be given with the home directory in front."""
    if "document_root" in item:
        item["document_root"] = _within(scope.domains.home, item["document_root"])
        if not item["document_root"]:
            raise ValueError("document_root: this is the account's home itself; give a folder in it")


def check_new(item: Item, scope: Scope) -> None:
    """No domain is there twice, not even as another kind of domain. Raises ValueError."""
    domains, name = scope.domains, item["domain"]
    owner = next((addon for addon, subdomain in domains.addons.items() if subdomain == name), None)
    if owner is not None:
        raise ValueError("domain: %s belongs to the addon domain %s; change that one" % (name, owner))
    if name in domains.names:
        what = "its main domain" if name == domains.main else "an addon domain" if name in domains.addons else ""
        what = "an alias" if name in domains.aliases else what or "a subdomain"
        raise ValueError("domain: the account already has %s, as %s; remove that in an earlier task" % (name, what))


def label_name(value: t.Any) -> str:
    label = to_ascii(str(value).strip().rstrip("."))
    if not label or not label.replace("-", "").replace("_", "").replace(".", "").isalnum():
        raise ValueError("%r is not the label of a subdomain; give it as shop" % (value,))
    return label


def labels(item: Item) -> list[str]:
    """The labels that an addon domain may get: the one that was given, or those of cPanel's own interface."""
    name = item["domain"]
    first, joined = name.partition(".")[0], name.replace(".", "").replace("-", "")
    return [item["subdomain"]] if "subdomain" in item else [*([first] if first not in RESERVED else []), joined]


def move_root(domains: Domains, subdomain: str, path: str) -> Call:
    """The call that gives a subdomain another document root."""
    label, root = domains.split(subdomain)
    return ask_api2("SubDomain::changedocroot", rootdomain=root, subdomain=label, dir=path)
