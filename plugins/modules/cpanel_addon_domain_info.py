#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: do not edit.

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_addon_domain_info
short_description: List the addon domains of a cPanel account
version_added: 0.1.0
description:
  - Reads what M(hostops.cpanel.cpanel_addon_domain) manages.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource.info
  - hostops.cpanel.attributes.runners
options:
  domain:
    description: List only those with this C(domain).
    type: str
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_addon_domain
"""

EXAMPLES = r"""
---
- name: What is there
  hosts: localhost
  gather_facts: false
  tasks:
    - name: List the addon domains of a cPanel account
      hostops.cpanel.cpanel_addon_domain_info:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
      register: found

    - name: Count them
      ansible.builtin.debug:
        msg: "{{ found.addon_domains | length }}"
"""

RETURN = r"""
addon_domains:
  description: 'What there is: the addon domains of a cPanel account, in the order of their names.'
  returned: success
  type: list
  elements: dict
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
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.addon_domain import ADDON_DOMAIN
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import info_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import run_module

COMMAND = info_command(ADDON_DOMAIN)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
