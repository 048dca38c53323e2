#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: edit nothing but EXAMPLES.

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_email_account_info
short_description: List the email accounts of a cPanel account
version_added: 0.1.0
description:
  - Lists the email accounts of a cPanel account.
  - Use M(hostops.cpanel.cpanel_email_account) to manage them.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource.info
  - hostops.cpanel.attributes.runners
options:
  email:
    description: List only those with this C(email).
    type: str
    aliases:
    - address
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_email_account
"""

EXAMPLES = r"""
---
- name: List the email accounts of a cPanel account
  hosts: localhost
  gather_facts: false
  tasks:
    - name: List the email accounts of a cPanel account
      hostops.cpanel.cpanel_email_account_info:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
      register: result

    - name: Show the mailboxes without a quota
      ansible.builtin.debug:
        msg: "{{ result.email_accounts | selectattr('quota_mb', 'eq', 0) | map(attribute='email') }}"
"""

RETURN = r"""
email_accounts:
  description: The email accounts of a cPanel account, sorted by name.
  returned: success
  type: list
  elements: dict
  contains:
    email:
      description: Address of the email account.
      type: str
      sample: office@example.com
    quota_mb:
      description: Disk quota in MB; V(0) means no limit.
      type: int
      sample: 2048
    suspended_login:
      description: Whether logins are suspended.
      type: bool
    suspended_incoming:
      description: Whether incoming mail is rejected.
      type: bool
    suspended_outgoing:
      description: Whether outgoing mail is rejected.
      type: bool
    hold_outgoing:
      description: Whether outgoing mail is held in the queue.
      type: bool
    used_mb:
      description: Space used, in MB.
      type: float
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.email_account import EMAIL_ACCOUNT
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import info_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = info_command(EMAIL_ACCOUNT)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
