#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: edit nothing but EXAMPLES.

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_domain_alias_info
short_description: List the domain aliases of a cPanel account
version_added: 0.1.0
description:
  - Lists the domain aliases of a cPanel account.
  - Use M(hostops.cpanel.cpanel_domain_alias) to manage them.
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
  - module: hostops.cpanel.cpanel_domain_alias
"""

EXAMPLES = r"""
---
- name: List the domain aliases of a cPanel account
  hosts: localhost
  gather_facts: false
  tasks:
    - name: List the domain aliases of a cPanel account
      hostops.cpanel.cpanel_domain_alias_info:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
      register: result

    - name: Show the aliases outside of example.com
      ansible.builtin.debug:
        msg: "{{ result.domain_aliases | map(attribute='domain') | reject('match', '.*[.]example[.]com$') }}"
"""

RETURN = r"""
domain_aliases:
  description: The domain aliases of a cPanel account, sorted by name.
  returned: success
  type: list
  elements: dict
  contains:
    domain:
      description: Name of the domain.
      type: str
      sample: alice.example.org
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.domain_alias import DOMAIN_ALIAS
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import info_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = info_command(DOMAIN_ALIAS)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
