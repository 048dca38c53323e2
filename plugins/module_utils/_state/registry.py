# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: do not edit.

"""All kinds of resources, by name. Imports every declaration: modules of one kind import that one alone."""

from __future__ import annotations

from .account.addon_domain import ADDON_DOMAIN
from .account.dns_record import DNS_RECORD
from .account.dns_zone import DNS_ZONE
from .account.domain_alias import DOMAIN_ALIAS
from .account.email_account import EMAIL_ACCOUNT
from .account.email_autoresponder import EMAIL_AUTORESPONDER
from .account.email_default_address import EMAIL_DEFAULT_ADDRESS
from .account.email_domain_forwarder import EMAIL_DOMAIN_FORWARDER
from .account.email_filter import EMAIL_FILTER
from .account.email_forwarder import EMAIL_FORWARDER
from .account.email_routing import EMAIL_ROUTING
from .account.ftp_account import FTP_ACCOUNT
from .account.mysql_database import MYSQL_DATABASE
from .account.mysql_user import MYSQL_USER
from .account.php_version import PHP_VERSION
from .account.redirect import REDIRECT
from .account.subdomain import SUBDOMAIN
from .kind import Kind

KINDS: dict[str, Kind] = {
    "addon_domain": ADDON_DOMAIN,
    "dns_record": DNS_RECORD,
    "dns_zone": DNS_ZONE,
    "domain_alias": DOMAIN_ALIAS,
    "email_account": EMAIL_ACCOUNT,
    "email_autoresponder": EMAIL_AUTORESPONDER,
    "email_default_address": EMAIL_DEFAULT_ADDRESS,
    "email_domain_forwarder": EMAIL_DOMAIN_FORWARDER,
    "email_filter": EMAIL_FILTER,
    "email_forwarder": EMAIL_FORWARDER,
    "email_routing": EMAIL_ROUTING,
    "ftp_account": FTP_ACCOUNT,
    "mysql_database": MYSQL_DATABASE,
    "mysql_user": MYSQL_USER,
    "php_version": PHP_VERSION,
    "redirect": REDIRECT,
    "subdomain": SUBDOMAIN,
}
