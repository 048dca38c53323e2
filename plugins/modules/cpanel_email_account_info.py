#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: do not edit.

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_email_account_info
short_description: List the email accounts of a cPanel account
version_added: 0.1.0
description:
  - Reads what M(hostops.cpanel.cpanel_email_account) manages.
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
- name: What is there
  hosts: localhost
  gather_facts: false
  tasks:
    - name: List the email accounts of a cPanel account
      hostops.cpanel.cpanel_email_account_info:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
      register: found

    - name: Count them
      ansible.builtin.debug:
        msg: "{{ found.email_accounts | length }}"
"""

RETURN = r"""
email_accounts:
  description: 'What there is: the email accounts of a cPanel account, in the order of their names.'
  returned: success
  type: list
  elements: dict
  contains:
    email:
      description: Its address.
      type: str
      sample: office@example.com
    quota_mb:
      description: Space that it may take, in MB; 0 is no limit.
      type: int
      sample: 2048
    suspended_login:
      description: Whether logging in is suspended.
      type: bool
    suspended_incoming:
      description: Whether mail to it is turned away.
      type: bool
    suspended_outgoing:
      description: Whether mail from it is turned away.
      type: bool
    hold_outgoing:
      description: Whether mail from it is held back.
      type: bool
    used_mb:
      description: Space that it takes, in MB.
      type: float
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.email_account import EMAIL_ACCOUNT
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import info_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import run_module

COMMAND = info_command(EMAIL_ACCOUNT)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
