#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_subdomain
short_description: Manage the subdomains of a cPanel account
version_added: 0.1.0
description:
  - Creates and removes a subdomain, and says where its files are. Removing one leaves its files where they are.
  - A subdomain that belongs to an addon domain is not one of these, see M(hostops.cpanel.cpanel_addon_domain).
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource
  - hostops.cpanel.attributes.runners
options:
  domain:
    description:
      - Full name of the subdomain, such as V(blog.example.com). It is made below the longest of the account's main
        domain, addon domains and aliases that its name ends with.
    type: str
    required: true
  document_root:
    description:
      - Directory of its files, in the account's home, such as V(public_html/blog). A new one gets the server's default
        if it is not given.
      - A server may keep all directories below C(public_html); the task then fails and says so.
    type: str
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_subdomain_info
  - module: hostops.cpanel.cpanel_addon_domain
  - module: hostops.cpanel.cpanel_domain_alias
  - module: hostops.cpanel.cpanel_account_config
"""

EXAMPLES = r"""
---
- name: The subdomains of an account
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: A blog
      hostops.cpanel.cpanel_subdomain:
        domain: "blog.{{ account_domain }}"

    - name: Its files are elsewhere
      hostops.cpanel.cpanel_subdomain:
        domain: "blog.{{ account_domain }}"
        document_root: public_html/wordpress

    - name: It is gone
      hostops.cpanel.cpanel_subdomain:
        domain: "blog.{{ account_domain }}"
        state: absent
"""

RETURN = r"""
subdomain:
  description: The subdomain as it is now, or in check mode as it would be; null if it is not there.
  returned: success
  type: dict
  contains:
    domain:
      description: Its full name.
      type: str
      sample: blog.example.com
    document_root:
      description: Directory of its files, in the account's home.
      type: str
      sample: public_html/blog
diff:
  description: What differs, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.subdomain import SUBDOMAIN
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import run_module

COMMAND = resource_command(SUBDOMAIN)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
