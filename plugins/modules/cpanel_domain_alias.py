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
  - Creates and removes an alias (a parked domain), a domain that shows the website of the main domain.
  - A domain that is to show the website of a subdomain or of an addon domain has to be an addon domain on the same
    subdomain. See O(hostops.cpanel.cpanel_addon_domain#module:subdomain).
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
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_domain_alias_info
  - module: hostops.cpanel.cpanel_addon_domain
  - module: hostops.cpanel.cpanel_account_config
"""

EXAMPLES = r"""
---
- name: Manage domain aliases
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: Give the website another name
      hostops.cpanel.cpanel_domain_alias:
        domain: alice.example.org

    - name: Remove the alias
      hostops.cpanel.cpanel_domain_alias:
        domain: alice.example.org
        state: absent
"""

RETURN = r"""
domain_alias:
  description: The alias after the task, or as it would be in check mode; null if it does not exist.
  returned: success
  type: dict
  contains:
    domain:
      description: Name of the domain.
      type: str
      sample: alice.example.org
diff:
  description: The fields that changed, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.domain_alias import DOMAIN_ALIAS
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = resource_command(DOMAIN_ALIAS)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
