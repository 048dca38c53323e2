#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_email_account
short_description: Manage the email accounts of a cPanel account
version_added: 0.1.0
description:
  - Creates, changes and removes an email account (a mailbox).
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource
  - hostops.cpanel.attributes.runners
  - hostops.cpanel.resource.password
  - hostops.cpanel.resource.verify
options:
  email:
    description:
      - Address of the email account, or its local part with O(domain).
    type: str
    required: true
    aliases: [address]
  domain:
    description:
      - Domain of the address, if O(email) is the local part alone.
    type: str
  quota_mb:
    description:
      - Space that it may take, in whole MB; V(0) or V(unlimited) is no limit. A new one gets the server's default if it
        is not given.
      - A server that allows less takes what it allows; the task then fails and says so.
    type: str
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
    description: Whether mail from it is held back in the queue.
    type: bool
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_email_account_info
  - module: hostops.cpanel.cpanel_account_config
"""

EXAMPLES = r"""
---
- name: The mailboxes of an account
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: A mailbox of 2 GB
      hostops.cpanel.cpanel_email_account:
        email: "office@{{ account_domain }}"
        password: "{{ mailbox_password }}"
        quota_mb: 2048

    - name: Nobody logs in, mail still arrives
      hostops.cpanel.cpanel_email_account:
        email: "office@{{ account_domain }}"
        suspended_login: true

    - name: It is gone
      hostops.cpanel.cpanel_email_account:
        email: "office@{{ account_domain }}"
        state: absent
"""

RETURN = r"""
email_account:
  description: The email account as it is now, or in check mode as it would be; null if it is not there.
  returned: success
  type: dict
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
diff:
  description: What differs, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.email_account import EMAIL_ACCOUNT
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import run_module

COMMAND = resource_command(EMAIL_ACCOUNT)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
