# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which records of a zone the server writes itself: with a domain, a subdomain, a certificate or a key.

A purge spares them, and an export leaves them out: on another server, that server writes its own. What bears the name
of such a record and leads elsewhere was made by somebody: a foreign mail exchanger is listed and removed. Called by the
declarations of records and zones.
"""

from __future__ import annotations

import dataclasses
import fnmatch
import ipaddress
import typing as t

from ...reading import Questions
from ...scope import Domains, Item, Scope
from .domains import ASK_DOMAINS, domains_of
from .zone import Name, Set, Zone, ask_zones, conflict_error, conflicts, subtract

# Hosts that every domain and every subdomain gets; the first is the domain itself.
_HOSTS: tuple[str, ...] = ("", "www", "mail", "ftp", "cpanel", "whm", "webmail", "webdisk", "cpcalendars", "cpcontacts")
_HOSTS += ("autodiscover", "autoconfig")
# Names that are used while a certificate is renewed: whatever is there is the server's.
_RENEWAL = ("_acme-challenge*", "_cpanel-dcv-test-record*")
_DISCOVERY = ("_caldav*", "_carddav*", "_autodiscover*")
_DISCOVERED = ("cpanelemaildiscovery.cpanel.net.",)
_DMARC = "v=DMARC1;p=none;"
# Networks of a server behind NAT: its zones have the public address, which only the names of its services tell.
_INNER = [ipaddress.ip_network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")]


@dataclasses.dataclass
class Own:
    """What the server's records are recognized by: the account's addresses, and its subdomains in full."""

    addresses: t.Collection[str] = ()
    subdomains: t.Collection[str] = ()

    def learn(self, domains: Domains, new_domains: t.Collection[str], zones: t.Iterable[Zone]) -> None:
        """Takes what the domains of the account say, those about to be made, and the records of all zones read."""
        addresses = {address for address in (domains.ip, domains.ipv6) if address}
        if any(_is_inner(address) for address in addresses):
            services = [one for zone in zones for one in zone.sets() if one["name"] in ("cpanel", "webmail", "webdisk")]
            addresses |= {value for one in services if one["type"] == "A" for value in one["value"]}
        subdomains = {name for name in domains.roots if name != domains.main and name not in domains.addons}
        self.addresses = addresses
        self.subdomains = subdomains | {name for name in new_domains if not name.endswith(".")}

    def wrote(self, zone: str, record: Set) -> bool:
        """Whether the server writes such a set of records itself in that zone."""
        kind, values = record["type"], record["value"]
        if any(fnmatch.fnmatch(record["name"], name) for name in _RENEWAL):
            return True
        name, site = self._place(zone, record["name"])
        if kind in ("A", "AAAA"):
            return name in _HOSTS and set(values) <= set(self.addresses)
        if kind == "CNAME":
            return name in _HOSTS and set(values) <= {zone + ".", site + ".", "mail.%s." % site, "mail.%s." % zone}
        if kind == "MX":
            return name == "" and {value.split()[-1] for value in values} <= {site + ".", "mail.%s." % site, zone + "."}
        if kind == "SRV":
            discovery = any(fnmatch.fnmatch(name, one) for one in _DISCOVERY)
            return discovery and all(self._discovers(value, zone) for value in values)
        return kind == "TXT" and all(self._wrote_text(name, value) for value in values)

    def _place(self, zone: str, name: str) -> tuple[str, str]:
        """The name within the domain or subdomain it belongs to, and that one in full."""
        full = zone if name == "@" else "%s.%s" % (name, zone)
        inside = [one for one in self.subdomains if full == one or full.endswith("." + one)]
        site = max([one for one in inside if one.endswith("." + zone)], key=len, default=zone)
        return full[: -len(site)].rstrip("."), site

    def _discovers(self, value: str, zone: str) -> bool:
        """Calendars and contacts are at ports of cPanel, mail at a host of its makers or at one of the zone."""
        _before, port, host = ["", "", "", *value.split()][-3:]
        return port in ("2079", "2080") or host in _DISCOVERED or host.endswith(zone + ".")

    def _wrote_text(self, name: str, value: str) -> bool:
        if name == "default._domainkey":
            return value.lower().startswith("v=dkim1")
        if name == "_dmarc":
            return value.replace(" ", "") in (_DMARC, _DMARC[:-1])
        if any(fnmatch.fnmatch(name, one) for one in _DISCOVERY):
            return value.startswith("path=")
        words = value.split()
        return name == "" and words[:1] == ["v=spf1"] and all(map(self._is_default, words[1:]))

    def _is_default(self, word: str) -> bool:
        """Whether a word of an SPF record is one of those that are in every new one."""
        word = word.lstrip("+")
        kind, _colon, address = word.partition(":")
        return word in ("a", "mx", "~all", "-all", "?all") or (kind in ("ip4", "ip6") and address in self.addresses)


def _is_inner(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in _INNER)


def read_zones(scope: Scope) -> Questions[list[Zone]]:
    """The zones to look at, and what the server's own records are recognized by.

    That is asked where some may be spared or give way: in a purge, beside a CNAME, in lists.
    """
    records = [record for item in scope.desired for record in item.get("records", [item])]
    asked = any(item.get("purge") for item in scope.desired) or any(one.get("type") == "CNAME" for one in records)
    zones, answers = yield from ask_zones(scope, [ASK_DOMAINS] if scope.everything or asked else [])
    own = scope.notes(Own)
    own.subdomains = scope.domains.subdomains
    for answer in answers:
        own.learn(domains_of(answer, scope.account), scope.new_domains, zones)
    return zones


def is_spared(item: Item, record: Set, scope: Scope) -> bool:
    """Whether a purge leaves a set of records alone: it is protected by type or name, or the server wrote it."""
    named = any(fnmatch.fnmatch(record["name"], name) for name in item["protected_names"])
    protected = named or record["type"] in item["protected_types"]
    return protected or scope.notes(Own).wrote(item["zone"], record)


def giving_way(item: Item, name: str, kind: str, sets: t.Iterable[Set], scope: Scope) -> list[Set]:
    """The sets that make room for one of that name and type, as the server wrote them. Raises ValueError for others."""
    others = conflicts(name, kind, sets)
    kept = [one for one in others if not scope.notes(Own).wrote(item["zone"], one)]
    if kept:
        raise conflict_error(name, kind, kept)
    return others


def lay_over(sets: dict[Name, Set], given: t.Mapping[Name, Item], item: Item, ttl: int, scope: Scope) -> None:
    """Changes sets of records to what is given, in place. What goes makes room for what comes. Raises ValueError."""
    for key, record in sorted(given.items(), key=lambda pair: str(pair[1]["state"])):
        old = sets.pop(key, None)
        if record["state"] == "absent":
            staying = subtract(old, record) if old is not None else None
            sets.update({key: staying} if staying is not None else {})
            continue
        if old is None and "value" not in record:
            raise ValueError("records: %s %s does not exist; give its value" % key)
        try:
            for other in giving_way(item, *key, list(sets.values()), scope):
                del sets[other["name"], other["type"]]
        except ValueError as exc:
            raise ValueError("records: %s" % exc) from None
        merged = {"ttl": ttl, **(old or {}), **record}
        sets[key] = {name: merged[name] for name in ("name", "type", "ttl", "value")}


def export(item: Item, scope: Scope) -> tuple[Item, list[Item]]:
    """A zone without what the server wrote itself, and that."""
    written = [record for record in item["records"] if scope.notes(Own).wrote(item["zone"], record)]
    return {**item, "records": [record for record in item["records"] if record not in written]}, written
