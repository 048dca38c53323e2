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
  - Creates and removes a subdomain, and sets its document root. Removing a subdomain keeps its files.
  - Subdomains that belong to an addon domain are not managed here, see M(hostops.cpanel.cpanel_addon_domain).
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource
  - hostops.cpanel.attributes.runners
options:
  domain:
    description:
      - Full name of the subdomain, such as V(blog.example.com). It is created below the longest matching domain among
        the account's main domain, addon domains and aliases.
    type: str
    required: true
  document_root:
    description:
      - Document root, relative to the account's home directory, such as V(public_html/blog). If not set, a new
        subdomain gets the server's default.
      - Some servers restrict document roots to C(public_html); the task then fails and says so.
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
- name: Manage subdomains
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: Create a subdomain for the blog
      hostops.cpanel.cpanel_subdomain:
        domain: "blog.{{ account_domain }}"

    - name: Change its document root
      hostops.cpanel.cpanel_subdomain:
        domain: "blog.{{ account_domain }}"
        document_root: public_html/wordpress

    - name: Remove the subdomain
      hostops.cpanel.cpanel_subdomain:
        domain: "blog.{{ account_domain }}"
        state: absent
"""

RETURN = r"""
subdomain:
  description: The subdomain after the task, or as it would be in check mode; null if it does not exist.
  returned: success
  type: dict
  contains:
    domain:
      description: Full name of the subdomain.
      type: str
      sample: blog.example.com
    document_root:
      description: Document root, relative to the account's home directory.
      type: str
      sample: public_html/blog
diff:
  description: The fields that changed, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.subdomain import SUBDOMAIN
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = resource_command(SUBDOMAIN)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
