#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: do not edit.

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_email_routing_info
short_description: List the email routing of a cPanel account
version_added: 0.1.0
description:
  - Reads what M(hostops.cpanel.cpanel_email_routing) manages.
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
- name: What is there
  hosts: localhost
  gather_facts: false
  tasks:
    - name: List the email routing of a cPanel account
      hostops.cpanel.cpanel_email_routing_info:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
      register: found

    - name: Count them
      ansible.builtin.debug:
        msg: "{{ found.email_routings | length }}"
"""

RETURN = r"""
email_routings:
  description: 'What there is: the email routing of a cPanel account, in the order of their names.'
  returned: success
  type: list
  elements: dict
  contains:
    domain:
      description: Domain that it is for.
      type: str
      sample: example.com
    routing:
      description: The routing that is set, V(auto), V(local), V(secondary) or V(remote).
      type: str
      sample: remote
    detected:
      description: What the server makes of it by the mail exchangers of the domain.
      type: str
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.email_routing import EMAIL_ROUTING
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import info_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import run_module

COMMAND = info_command(EMAIL_ROUTING)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
