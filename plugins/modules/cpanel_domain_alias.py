#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_domain_alias
short_description: Manage the domain aliases of a cPanel account
version_added: 0.1.0
description:
  - Creates and removes an alias, also called a parked domain, which is a domain that shows the website of the main
    domain.
  - A domain that shows the website of a subdomain or of an addon domain is an addon domain itself, on the same
    subdomain. See O(hostops.cpanel.cpanel_addon_domain#module:subdomain).
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
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_domain_alias_info
  - module: hostops.cpanel.cpanel_addon_domain
  - module: hostops.cpanel.cpanel_account_config
"""

EXAMPLES = r"""
---
- name: The aliases of an account
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: Another name for the website
      hostops.cpanel.cpanel_domain_alias:
        domain: alice.example.org

    - name: It is gone
      hostops.cpanel.cpanel_domain_alias:
        domain: alice.example.org
        state: absent
"""

RETURN = r"""
domain_alias:
  description: The alias as it is now, or in check mode as it would be; null if it is not there.
  returned: success
  type: dict
  contains:
    domain:
      description: The domain.
      type: str
      sample: alice.example.org
diff:
  description: What differs, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.domain_alias import DOMAIN_ALIAS
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import run_module

COMMAND = resource_command(DOMAIN_ALIAS)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
