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
      - Address of the email account, or only its local part together with O(domain).
    type: str
    required: true
    aliases: [address]
  domain:
    description:
      - Domain of the address, if O(email) is only the local part.
    type: str
  quota_mb:
    description:
      - Disk quota in whole MB; V(0) or V(unlimited) means no limit. If not set, a new email account gets the server's
        default.
      - If the server caps the quota at less, the task fails and reports the quota that was set.
    type: str
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
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_email_account_info
  - module: hostops.cpanel.cpanel_account_config
"""

EXAMPLES = r"""
---
- name: Manage the mailboxes of an account
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: Create a mailbox of 2 GB
      hostops.cpanel.cpanel_email_account:
        email: "office@{{ account_domain }}"
        password: "{{ mailbox_password }}"
        quota_mb: 2048

    - name: Suspend logins, but still receive mail
      hostops.cpanel.cpanel_email_account:
        email: "office@{{ account_domain }}"
        suspended_login: true

    - name: Remove the mailbox and its mail
      hostops.cpanel.cpanel_email_account:
        email: "office@{{ account_domain }}"
        state: absent
"""

RETURN = r"""
email_account:
  description: The email account after the task, or as it would be in check mode; null if it does not exist.
  returned: success
  type: dict
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
diff:
  description: The fields that changed, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.email_account import EMAIL_ACCOUNT
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = resource_command(EMAIL_ACCOUNT)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
