#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: edit nothing but EXAMPLES.

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_email_autoresponder_info
short_description: List the autoresponders of a cPanel account
version_added: 0.1.0
description:
  - Lists the autoresponders of a cPanel account.
  - Use M(hostops.cpanel.cpanel_email_autoresponder) to manage them.
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
  - module: hostops.cpanel.cpanel_email_autoresponder
"""

EXAMPLES = r"""
---
- name: List the autoresponders of a cPanel account
  hosts: localhost
  gather_facts: false
  tasks:
    - name: List the autoresponders of a cPanel account
      hostops.cpanel.cpanel_email_autoresponder_info:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
      register: result

    - name: Show the autoresponders with no end date
      ansible.builtin.debug:
        msg: "{{ result.email_autoresponders | selectattr('stop', 'eq', '') | map(attribute='email') }}"
"""

RETURN = r"""
email_autoresponders:
  description: The autoresponders of a cPanel account, sorted by name.
  returned: success
  type: list
  elements: dict
  contains:
    email:
      description: Address whose mail is replied to.
      type: str
      sample: office@example.com
    from:
      description: Name of the sender.
      type: str
      sample: Alice Example
    subject:
      description: Subject of the reply.
      type: str
    body:
      description: Text of the reply, without the trailing newline.
      type: str
    is_html:
      description: Whether the text of the reply is HTML.
      type: bool
    interval_hours:
      description: Hours to wait before replying to the same sender again.
      type: int
      sample: 24
    start:
      description: When it starts to reply, in UTC; an empty string if that is not limited.
      type: str
      sample: '2026-12-24T00:00:00Z'
    stop:
      description: When it stops replying, in UTC; an empty string if that is not limited.
      type: str
      sample: '2027-01-07T07:00:00Z'
    charset:
      description: Character set of the reply.
      type: str
      sample: utf-8
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.email_autoresponder import (
    EMAIL_AUTORESPONDER,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import info_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = info_command(EMAIL_AUTORESPONDER)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
