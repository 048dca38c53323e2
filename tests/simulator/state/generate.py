# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Worlds from a seed: the same seed gives the same names, passwords and tokens.

Must not know what happens afterwards. Called by ``server.py`` at the start and for a reset.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from .accounts import Account, ApiToken, Contents, Ftp, Mailbox, Package, Reseller
from .secrets import MIXED, password_value, token_value
from .zones import new_zone

EPOCH = 1_767_225_600
_SYLLABLES = "ba co da fi ga ho ju ka li mo na po ra su va wi xe zu".split()
_PHP = ("ea-php81", "ea-php82", "ea-php83")
RESELLER_ACLS = frozenset(
    "acct-summary basic-system-info basic-whm-functions cpanel-api create-acct create-user-session edit-account"
    " kill-acct list-accts list-pkgs manage-api-tokens mysql-info passwd quota suspend-acct viewglobalpackages"
    " manage-dns-records edit-dns upgrade-account".split()
)


@dataclass
class World:
    """One server's starting point."""

    hostname: str
    ip: str
    root_password: str
    root_tokens: dict[str, ApiToken]
    packages: dict[str, Package]
    resellers: dict[str, Reseller]
    accounts: dict[str, Account] = field(default_factory=dict)
    root_otp_secret: str = ""


def _packages() -> dict[str, Package]:
    return {
        "default": Package("default"),
        "starter": Package("starter", "1000", "10000", "10", "5", "3", "5", "0", "0"),
        "business": Package("business", "10000", "unlimited", "100", "50", "50", "unlimited", "10", "10"),
    }


def server_world(seed: int, number: int, resellers: int = 1) -> World:
    """The ``number``-th server (from 1) without accounts."""
    rng = random.Random(f"{seed}:server:{number}")
    world = World(
        hostname=f"server{number}.example.net",
        ip=f"192.0.2.{number % 250 + 1}",
        root_password=password_value(rng),
        root_tokens={"simulator": ApiToken("simulator", token_value(rng), EPOCH)},
        packages=_packages(),
        resellers={},
    )
    for index in range(1, resellers + 1):
        name = f"reseller{index}"
        token = ApiToken("simulator", token_value(rng), EPOCH)
        world.resellers[name] = Reseller(name, password_value(rng), {token.name: token}, RESELLER_ACLS)
    return world


def account_name(rng: random.Random, index: int) -> str:
    """A pronounceable name that is unique within its first eight characters."""
    word = rng.choice(_SYLLABLES) + rng.choice(_SYLLABLES)
    return f"{word}{index:04d}"


def new_account(seed: int, world: World, index: int, position: int, locale: str = "en") -> Account:
    """The ``index``-th account of the fleet, the ``position``-th of its server; contents are made when needed."""
    rng = random.Random(f"{seed}:account:{index}")
    name = account_name(rng, index)
    domain = f"{name}.example.com"
    token = ApiToken("simulator", token_value(rng), EPOCH + index)
    owners = ["root", *world.resellers]
    owner = owners[position % len(owners)]
    package = ("starter", "business", "default")[position % 3]
    account = Account(
        name=name,
        main_domain=domain,
        password=password_value(rng),
        owner=owner,
        package=package,
        api_token=token.value,
        created=EPOCH + index * 60,
        uid=1000 + index,
        ip=world.ip,
        contact_email=f"owner@{domain}",
        quota_mb=int(world.packages[package].quota) if world.packages[package].quota.isdigit() else 0,
        locale=locale,
        tokens={token.name: token},
        fill=lambda account: fill_contents(account, world.hostname, f"{seed}:contents:{index}"),
    )
    if rng.random() < 0.5:
        account.addon_domains[f"{name}-shop.example.org"] = f"shop.{domain}"
        account.sub_domains[f"shop.{domain}"] = "public_html/shop"
    account.sub_domains[f"blog.{domain}"] = "public_html/blog"
    return account


def fill_contents(account: Account, server_name: str, seed: str) -> Contents:
    """Mailboxes, forwarders, FTP accounts, databases and zones of a generated account."""
    rng = random.Random(seed)
    contents = Contents(used_mb=round(rng.uniform(5, 800), 2))
    domain = account.main_domain
    for local in ["info", *rng.sample(["sales", "office", "post", "jobs", "hello"], k=rng.randint(1, 2))]:
        box = Mailbox(local, domain, password_value(rng), rng.choice((0, 250, 1024)), rng.randint(0, 50_000_000))
        contents.mailboxes[box.address] = box
    contents.forwarders.append((f"contact@{domain}", f"info@{domain}"))
    for name in account.domains:
        contents.default_address[name] = account.name
        contents.php[name] = rng.choice(_PHP)
    ftp = Ftp("deploy", domain, password_value(rng), "public_html/deploy", 0, round(rng.uniform(0, 9), 2))
    contents.ftp[ftp.login] = ftp
    database, user = account.db_prefix + "app", account.db_prefix + "app"
    contents.databases[database] = rng.randint(10_000, 9_000_000)
    contents.db_users[user] = password_value(rng)
    contents.grants[user, database] = ["ALL PRIVILEGES"]
    contents.files["public_html/index.html"] = b"<html><body>It works.</body></html>\n"
    dkim = "".join(rng.choices(MIXED + "+/", k=392))
    for name in [domain, *account.addon_domains, *account.parked_domains]:
        zone = new_zone(name, server_name, account.ip, 2026010100 + rng.randint(0, 9), dkim)
        for sub in account.sub_domains:
            if sub.endswith("." + name):
                zone.add(sub + ".", "A", account.ip)
        contents.zones[name] = zone
    return contents


def empty_contents(account: Account, server_name: str, now: int) -> Contents:
    """What a freshly created account holds."""
    contents = Contents(used_mb=0.1)
    contents.default_address[account.main_domain] = account.name
    contents.php[account.main_domain] = _PHP[-1]
    contents.zones[account.main_domain] = new_zone(account.main_domain, server_name, account.ip, 2026010100)
    return contents
