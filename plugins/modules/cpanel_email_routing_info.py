#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: edit nothing but EXAMPLES.

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_email_routing_info
short_description: List the email routing of a cPanel account
version_added: 0.1.0
description:
  - Lists the email routing of a cPanel account.
  - Use M(hostops.cpanel.cpanel_email_routing) to manage them.
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
  - module: hostops.cpanel.cpanel_email_routing
"""

EXAMPLES = r"""
---
- name: List the email routing of a cPanel account
  hosts: localhost
  gather_facts: false
  tasks:
    - name: List the email routing of a cPanel account
      hostops.cpanel.cpanel_email_routing_info:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
      register: result

    - name: Show the domains whose mail is delivered elsewhere
      ansible.builtin.debug:
        msg: "{{ result.email_routings | selectattr('detected', 'eq', 'remote') | map(attribute='domain') }}"
"""

RETURN = r"""
email_routings:
  description: The email routing of a cPanel account, sorted by name.
  returned: success
  type: list
  elements: dict
  contains:
    domain:
      description: The domain.
      type: str
      sample: example.com
    routing:
      description: The routing that is set, V(auto), V(local), V(secondary) or V(remote).
      type: str
      sample: remote
    detected:
      description: What the server concludes from the mail exchangers of the domain.
      type: str
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.email_routing import EMAIL_ROUTING
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import info_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = info_command(EMAIL_ROUTING)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
