#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: edit nothing but EXAMPLES.

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_email_forwarder_info
short_description: List the email forwarders of a cPanel account
version_added: 0.1.0
description:
  - Lists the email forwarders of a cPanel account.
  - Use M(hostops.cpanel.cpanel_email_forwarder) to manage them.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource.info
  - hostops.cpanel.attributes.runners
options:
  address:
    description: List only those with this C(address).
    type: str
    aliases:
    - email
    - source
  action:
    description: List only those with this C(action).
    type: str
    choices:
    - fwd
    - fail
    - blackhole
    - pipe
    - system
  destination:
    description: List only those with this C(destination).
    type: str
    aliases:
    - text
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_email_forwarder
"""

EXAMPLES = r"""
---
- name: List the email forwarders of a cPanel account
  hosts: localhost
  gather_facts: false
  tasks:
    - name: List the email forwarders of a cPanel account
      hostops.cpanel.cpanel_email_forwarder_info:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
      register: result

    - name: Show the forwarders that send mail to other domains
      ansible.builtin.debug:
        msg: >-
          {{ result.email_forwarders | selectattr('action', 'eq', 'fwd')
             | rejectattr('destination', 'search', '@' ~ account_domain ~ '$') }}
"""

RETURN = r"""
email_forwarders:
  description: The email forwarders of a cPanel account, sorted by name.
  returned: success
  type: list
  elements: dict
  contains:
    address:
      description: Address whose mail is forwarded.
      type: str
      sample: press@example.com
    action:
      description: What happens to the mail, V(fwd), V(fail), V(blackhole), V(pipe) or V(system).
      type: str
      sample: fwd
    destination:
      description:
      - Where the mail goes. An address, a message, the path of a program relative to the account's home directory,
        or the name of an account; empty for V(blackhole).
      type: str
      sample: sales@example.com
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.email_forwarder import EMAIL_FORWARDER
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import info_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = info_command(EMAIL_FORWARDER)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
