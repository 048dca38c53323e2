#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: edit nothing but EXAMPLES.

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_addon_domain_info
short_description: List the addon domains of a cPanel account
version_added: 0.1.0
description:
  - Lists the addon domains of a cPanel account.
  - Use M(hostops.cpanel.cpanel_addon_domain) to manage them.
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
- name: List the addon domains of a cPanel account
  hosts: localhost
  gather_facts: false
  tasks:
    - name: List the addon domains of a cPanel account
      hostops.cpanel.cpanel_addon_domain_info:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
      register: result

    - name: Show the document root of each
      ansible.builtin.debug:
        msg: "{{ result.addon_domains | items2dict(key_name='domain', value_name='document_root') }}"
"""

RETURN = r"""
addon_domains:
  description: The addon domains of a cPanel account, sorted by name.
  returned: success
  type: list
  elements: dict
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
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.addon_domain import ADDON_DOMAIN
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import info_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = info_command(ADDON_DOMAIN)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
