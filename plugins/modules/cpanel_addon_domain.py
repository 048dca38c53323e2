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
  - Creates and removes an addon domain, which is a domain with files of its own, and says where these are.
  - The server makes a subdomain of the main domain for each, and some servers an FTP account. Removing an addon domain
    removes its subdomain too; the files stay where they are.
  - One that still has subdomains of its own cannot be removed.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource
  - hostops.cpanel.attributes.runners
options:
  domain:
    description:
      - The domain.
    type: str
    required: true
  document_root:
    description:
      - Directory of its files, in the account's home. For a new one that is by default C(public_html/) and the domain,
        or where O(subdomain) has its files if that is there already.
      - Domains on the same O(subdomain) have the same directory; changing it for one changes it for all of them.
      - A server may keep all directories below C(public_html); the task then fails and says so.
    type: str
  subdomain:
    description:
      - Label of the subdomain of the main domain that it is put on, such as V(shop). It cannot be changed.
      - For a new one it is by default the first part of the domain, or, if that is taken, the domain without its dots
        and hyphens.
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
- name: Further domains of an account
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: A domain for the shop
      hostops.cpanel.cpanel_addon_domain:
        domain: shop.example.org
        document_root: public_html/shop

    - name: Its files are elsewhere
      hostops.cpanel.cpanel_addon_domain:
        domain: shop.example.org
        document_root: public_html/shop-2

    - name: It is gone, its files stay
      hostops.cpanel.cpanel_addon_domain:
        domain: shop.example.org
        state: absent
"""

RETURN = r"""
addon_domain:
  description: The addon domain as it is now, or in check mode as it would be; null if it is not there.
  returned: success
  type: dict
  contains:
    domain:
      description: The domain.
      type: str
      sample: shop.example.org
    document_root:
      description: Directory of its files, in the account's home.
      type: str
      sample: public_html/shop
    subdomain:
      description: Label of the subdomain of the main domain that it is put on.
      type: str
      sample: shop
diff:
  description: What differs, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.addon_domain import ADDON_DOMAIN
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import run_module

COMMAND = resource_command(ADDON_DOMAIN)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
