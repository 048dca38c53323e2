#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_addon_domain
short_description: Manage the addon domains of a cPanel account
version_added: 0.1.0
description:
  - Creates and removes an addon domain, a domain with its own document root, and sets that directory.
  - The server puts each addon domain on a subdomain of the main domain, and some servers create an FTP account with it.
    Removing an addon domain also removes that subdomain; the files stay where they are.
  - An addon domain that still has subdomains cannot be removed.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource
  - hostops.cpanel.attributes.runners
options:
  domain:
    description:
      - Name of the domain.
    type: str
    required: true
  document_root:
    description:
      - Document root, relative to the account's home directory. The default for a new addon domain is C(public_html/)
        followed by the domain, or the document root of O(subdomain) if that exists already.
      - Domains on the same O(subdomain) share one directory; changing it for one of them changes it for all.
      - Some servers restrict document roots to C(public_html); the task then fails and says so.
    type: str
  subdomain:
    description:
      - Label of the subdomain of the main domain that the addon domain is put on, such as V(shop). It cannot be changed
        later.
      - The default for a new addon domain is the first label of the domain or, if that is taken, the domain without its
        dots and hyphens.
    type: str
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_addon_domain_info
  - module: hostops.cpanel.cpanel_domain_alias
  - module: hostops.cpanel.cpanel_subdomain
  - module: hostops.cpanel.cpanel_account_config
"""

EXAMPLES = r"""
---
- name: Manage addon domains
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: Add a domain for the shop
      hostops.cpanel.cpanel_addon_domain:
        domain: shop.example.org
        document_root: public_html/shop

    - name: Change its document root
      hostops.cpanel.cpanel_addon_domain:
        domain: shop.example.org
        document_root: public_html/shop-2

    - name: Remove it, but keep its files
      hostops.cpanel.cpanel_addon_domain:
        domain: shop.example.org
        state: absent
"""

RETURN = r"""
addon_domain:
  description: The addon domain after the task, or as it would be in check mode; null if it does not exist.
  returned: success
  type: dict
  contains:
    domain:
      description: Name of the domain.
      type: str
      sample: shop.example.org
    document_root:
      description: Document root, relative to the account's home directory.
      type: str
      sample: public_html/shop
    subdomain:
      description: Label of the subdomain that the addon domain is on.
      type: str
      sample: shop
diff:
  description: The fields that changed, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.addon_domain import ADDON_DOMAIN
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = resource_command(ADDON_DOMAIN)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
