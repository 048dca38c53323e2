#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: edit nothing but EXAMPLES.

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_email_default_address_info
short_description: List the default addresses of a cPanel account
version_added: 0.1.0
description:
  - Lists the default addresses of a cPanel account.
  - Use M(hostops.cpanel.cpanel_email_default_address) to manage them.
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
  - module: hostops.cpanel.cpanel_email_default_address
"""

EXAMPLES = r"""
---
- name: List the default addresses of a cPanel account
  hosts: localhost
  gather_facts: false
  tasks:
    - name: List the default addresses of a cPanel account
      hostops.cpanel.cpanel_email_default_address_info:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
      register: result

    - name: Show the domains whose unknown addresses are not rejected
      ansible.builtin.debug:
        msg: "{{ result.email_default_addresses | rejectattr('action', 'eq', 'fail') | map(attribute='domain') }}"
"""

RETURN = r"""
email_default_addresses:
  description: The default addresses of a cPanel account, sorted by name.
  returned: success
  type: list
  elements: dict
  contains:
    domain:
      description: The domain.
      type: str
      sample: example.com
    action:
      description: What happens to the mail, V(fwd), V(fail), V(blackhole), V(pipe) or V(system).
      type: str
      sample: fail
    destination:
      description:
      - Where the mail goes. An address, a message, the path of a program relative to the account's home directory,
        or the name of an account; empty for V(blackhole).
      type: str
      sample: No such person at this address
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.email_default_address import (
    EMAIL_DEFAULT_ADDRESS,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import info_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = info_command(EMAIL_DEFAULT_ADDRESS)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
