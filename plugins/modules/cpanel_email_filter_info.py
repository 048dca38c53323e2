#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: edit nothing but EXAMPLES.

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_email_filter_info
short_description: List the email filters of a cPanel account
version_added: 0.1.0
description:
  - Lists the email filters of a cPanel account.
  - Use M(hostops.cpanel.cpanel_email_filter) to manage them.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource.info
  - hostops.cpanel.attributes.runners
options:
  name:
    description: List only those with this C(name).
    type: str
  email:
    description: List only those with this C(email).
    type: str
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_email_filter
"""

EXAMPLES = r"""
---
- name: List the email filters of a cPanel account
  hosts: localhost
  gather_facts: false
  tasks:
    - name: List the email filters of a cPanel account
      hostops.cpanel.cpanel_email_filter_info:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
      register: result

    - name: Show the filters of the whole account
      ansible.builtin.debug:
        msg: "{{ result.email_filters | selectattr('email', 'eq', '') | map(attribute='name') }}"
"""

RETURN = r"""
email_filters:
  description: The email filters of a cPanel account, sorted by name.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: Name of the filter.
      type: str
      sample: offers
    email:
      description: Mailbox that the filter belongs to; an empty string if it applies to the whole account.
      type: str
      sample: sales@example.com
    rules:
      description: The conditions, each with C(part) (without a trailing colon), C(match) and C(value).
      type: list
      elements: dict
    actions:
      description: What happens to a matching message, each with C(action) and C(destination).
      type: list
      elements: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.email_filter import EMAIL_FILTER
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import info_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = info_command(EMAIL_FILTER)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
