# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: do not edit.

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

from ansible_collections.hostops.cpanel.plugins.module_utils._resource import Kind
from ansible_collections.hostops.cpanel.plugins.module_utils._resources.addon_domain import ADDON_DOMAIN
from ansible_collections.hostops.cpanel.plugins.module_utils._resources.dns_record import DNS_RECORD
from ansible_collections.hostops.cpanel.plugins.module_utils._resources.dns_zone import DNS_ZONE
from ansible_collections.hostops.cpanel.plugins.module_utils._resources.domain_alias import DOMAIN_ALIAS
from ansible_collections.hostops.cpanel.plugins.module_utils._resources.email_account import EMAIL_ACCOUNT
from ansible_collections.hostops.cpanel.plugins.module_utils._resources.email_autoresponder import EMAIL_AUTORESPONDER
from ansible_collections.hostops.cpanel.plugins.module_utils._resources.email_default_address import (
    EMAIL_DEFAULT_ADDRESS,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._resources.email_domain_forwarder import (
    EMAIL_DOMAIN_FORWARDER,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._resources.email_filter import EMAIL_FILTER
from ansible_collections.hostops.cpanel.plugins.module_utils._resources.email_forwarder import EMAIL_FORWARDER
from ansible_collections.hostops.cpanel.plugins.module_utils._resources.email_routing import EMAIL_ROUTING
from ansible_collections.hostops.cpanel.plugins.module_utils._resources.ftp_account import FTP_ACCOUNT
from ansible_collections.hostops.cpanel.plugins.module_utils._resources.mysql_database import MYSQL_DATABASE
from ansible_collections.hostops.cpanel.plugins.module_utils._resources.mysql_user import MYSQL_USER
from ansible_collections.hostops.cpanel.plugins.module_utils._resources.php_version import PHP_VERSION
from ansible_collections.hostops.cpanel.plugins.module_utils._resources.redirect import REDIRECT
from ansible_collections.hostops.cpanel.plugins.module_utils._resources.subdomain import SUBDOMAIN

# All kinds of resources there are, by name.
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
