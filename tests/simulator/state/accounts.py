# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is in an account, and what an account, a package and a reseller are.

Must not know how it changes. Made by ``generate.py`` and ``createacct``; read and changed by the functions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .zones import Zone

FEATURES = (
    "addondomains",
    "autoresponders",
    "backup",
    "defaultaddress",
    "emailarchive",
    "emaildomainfwd",
    "filemanager",
    "forwarders",
    "ftpaccts",
    "lists",
    "multiphp",
    "mysql",
    "parkeddomains",
    "popaccts",
    "redirects",
    "spamassassin",
    "sslinstall",
    "subdomains",
    "webmail",
    "zoneedit",
    "apitokens",
    "modsecurity",
)


@dataclass
class ApiToken:
    """An API token of an account, a reseller or root."""

    name: str
    value: str
    created: int
    expires_at: int | None = None
    acls: frozenset[str] | None = None
    whitelist_ips: list[str] | None = None


@dataclass
class Package:
    """A hosting package. Limits are text as WHM prints them; quota is MB."""

    name: str
    quota: str = "unlimited"
    bwlimit: str = "unlimited"
    maxpop: str = "unlimited"
    maxftp: str = "unlimited"
    maxsql: str = "unlimited"
    maxsub: str = "unlimited"
    maxpark: str = "unlimited"
    maxaddon: str = "unlimited"
    featurelist: str = "default"


@dataclass
class Reseller:
    """A WHM user who owns accounts; has no cPanel account of its own."""

    name: str
    password: str
    tokens: dict[str, ApiToken]
    acls: frozenset[str]
    otp_secret: str = ""
    locale: str = "en"

    @property
    def token(self) -> str:
        """The value of its first token."""
        return next(iter(self.tokens.values())).value


@dataclass
class Mailbox:
    """An email account; ``quota_mb`` 0 is unlimited."""

    local: str
    domain: str
    password: str
    quota_mb: int = 0
    used_bytes: int = 0
    suspended_login: bool = False
    suspended_incoming: bool = False
    suspended_outgoing: bool = False
    hold_outgoing: bool = False

    @property
    def address(self) -> str:
        """``local@domain``."""
        return f"{self.local}@{self.domain}"


@dataclass
class Ftp:
    """An FTP account; ``quota_mb`` 0 is unlimited."""

    user: str
    domain: str
    password: str
    homedir: str
    quota_mb: int = 0
    used_mb: float = 0.0

    @property
    def login(self) -> str:
        """``user@domain``."""
        return f"{self.user}@{self.domain}"


@dataclass
class Redirect:
    """One rule in a domain's .htaccess; ``www`` is 0 (with and without www), 1 (without) or 2 (with)."""

    domain: str
    source: str
    target: str
    status: str = "301"
    wildcard: bool = False
    www: int = 0


@dataclass
class Contents:
    """Everything inside an account; made when first looked at."""

    mailboxes: dict[str, Mailbox] = field(default_factory=dict)
    forwarders: list[tuple[str, str]] = field(default_factory=list)
    domain_forwarders: dict[str, str] = field(default_factory=dict)
    default_address: dict[str, str] = field(default_factory=dict)
    mail_routing: dict[str, str] = field(default_factory=dict)
    autoresponders: dict[str, dict[str, Any]] = field(default_factory=dict)
    filters: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    ftp: dict[str, Ftp] = field(default_factory=dict)
    databases: dict[str, int] = field(default_factory=dict)
    db_users: dict[str, str] = field(default_factory=dict)
    grants: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    zones: dict[str, Zone] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    php: dict[str, str] = field(default_factory=dict)
    redirects: list[Redirect] = field(default_factory=list)
    used_mb: float = 0.0


@dataclass
class Account:
    """A cPanel account."""

    name: str
    main_domain: str
    password: str
    owner: str
    package: str
    api_token: str
    created: int
    uid: int
    ip: str
    contact_email: str
    quota_mb: int = 0
    locale: str = "en"
    shell: str = "/bin/bash"
    theme: str = "jupiter"
    partition: str = "home"
    suspended: bool = False
    suspend_reason: str = ""
    suspend_time: int | None = None
    suspend_locked: bool = False
    otp_secret: str = ""
    tokens: dict[str, ApiToken] = field(default_factory=dict)
    features: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(FEATURES, True))
    addon_domains: dict[str, str] = field(default_factory=dict)
    parked_domains: list[str] = field(default_factory=list)
    sub_domains: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, str] = field(default_factory=dict)
    fill: Callable[[Account], Contents] | None = field(default=None, repr=False)

    @cached_property
    def contents(self) -> Contents:
        """Mailboxes, databases, zones and the like."""
        return self.fill(self) if self.fill else Contents()

    @property
    def home(self) -> str:
        """The home directory."""
        return f"/{self.partition}/{self.name}"

    @property
    def domains(self) -> list[str]:
        """All domains, the main one first."""
        return [self.main_domain, *self.addon_domains, *self.parked_domains, *self.sub_domains]

    @property
    def mail_domains(self) -> list[str]:
        """The domains that can have mailboxes."""
        return self.domains

    @property
    def db_prefix(self) -> str:
        """``alice_``: the first eight characters and an underscore."""
        return self.name[:8] + "_"

    def limit(self, package: Package, name: str) -> str:
        """A plan limit such as ``maxpop``: a number as text or ``unlimited``."""
        return self.overrides.get(name, str(getattr(package, name, "unlimited")))
