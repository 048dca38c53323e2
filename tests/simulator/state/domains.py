# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes with a domain and goes with it: address records, zones, mail and PHP.

Must not check whether a domain may come or go; the functions do. Called by ``uapi/domains.py`` and ``api2/domains.py``.
"""

from __future__ import annotations

import re

from .accounts import Account
from .zones import Zone, new_zone

DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}")
LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\*")
RESERVED = ("cpanel", "webmail", "whm", "webdisk", "mail", "autodiscover", "autoconfig", "cpcalendars", "cpcontacts")
_FIRST_SERIAL = 2026010100


def folder_of(account: Account, domain: str) -> str:
    """The document root of any domain, relative to the home directory."""
    name = account.addon_domains.get(domain, domain)
    return account.sub_domains.get(name, "public_html")


def relative(account: Account, path: str) -> str:
    """A path below the home directory, given with it or without."""
    return path.removeprefix(account.home + "/").strip("/")


def split_subdomain(account: Account, name: str) -> tuple[str, str]:
    """``a.b.example.com`` as its label and the domain it was made under."""
    roots = [account.main_domain, *account.addon_domains, *account.parked_domains]
    root = max((r for r in roots if name.endswith("." + r)), key=len, default=name.partition(".")[2])
    return name.removesuffix("." + root), root


def holding_zone(account: Account, name: str) -> Zone | None:
    """The zone that has the records of a subdomain: the nearest."""
    zones = [zone for zone in account.contents.zones.values() if name.endswith("." + zone.name)]
    return max(zones, key=lambda zone: len(zone.name), default=None)


def add_subdomain(account: Account, name: str, path: str, now: float) -> None:
    """A subdomain with its address record."""
    contents = account.contents
    account.sub_domains[name] = relative(account, path)
    _serve(account, name)
    zone = holding_zone(account, name)
    if zone is not None:
        zone.add(name + ".", "A", account.ip)
        zone.bump(now)
    contents.php[name] = contents.php.get(account.main_domain, "ea-php83")


def remove_subdomain(account: Account, name: str, now: float) -> None:
    """A subdomain goes with its address records; other records of its name stay."""
    zone = holding_zone(account, name)
    del account.sub_domains[name]
    _forget(account, name)
    if zone is None:
        return
    gone, kinds = {f"{name}.", f"www.{name}."}, ("A", "AAAA", "CNAME")
    kept = [x for x in zone.lines if x.record_type not in kinds or zone.absolute(x.dname) not in gone]
    if len(kept) != len(zone.lines):
        zone.lines = kept
        zone.bump(now)


def add_zone(account: Account, domain: str, hostname: str, now: float) -> None:
    """What every other domain has: a zone as a fresh account gets it, and mail."""
    zone = new_zone(domain, hostname, account.ip, _FIRST_SERIAL)
    zone.bump(now)
    account.contents.zones[domain] = zone
    _serve(account, domain)


def remove_zone(account: Account, domain: str) -> None:
    """The reverse of :func:`add_zone`."""
    account.contents.zones.pop(domain, None)
    _forget(account, domain)


def _serve(account: Account, domain: str) -> None:
    account.contents.default_address[domain] = account.name


def _forget(account: Account, domain: str) -> None:
    """Nothing of a removed domain shows up any more."""
    contents, suffix = account.contents, "@" + domain
    settings = (contents.default_address, contents.php, contents.mail_routing, contents.domain_forwarders)
    for setting in settings:
        setting.pop(domain, None)
    named = (contents.mailboxes, contents.autoresponders, contents.filters)
    for by_address in named:
        for address in [a for a in by_address if a.endswith(suffix)]:
            del by_address[address]
    contents.forwarders[:] = [pair for pair in contents.forwarders if not pair[0].endswith(suffix)]
    contents.redirects[:] = [r for r in contents.redirects if r.domain != domain]
