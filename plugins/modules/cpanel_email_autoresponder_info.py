#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: do not edit.

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_email_autoresponder_info
short_description: List the autoresponders of a cPanel account
version_added: 0.1.0
description:
  - Reads what M(hostops.cpanel.cpanel_email_autoresponder) manages.
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
- name: What is there
  hosts: localhost
  gather_facts: false
  tasks:
    - name: List the autoresponders of a cPanel account
      hostops.cpanel.cpanel_email_autoresponder_info:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
      register: found

    - name: Count them
      ansible.builtin.debug:
        msg: "{{ found.email_autoresponders | length }}"
"""

RETURN = r"""
email_autoresponders:
  description: 'What there is: the autoresponders of a cPanel account, in the order of their names.'
  returned: success
  type: list
  elements: dict
  contains:
    email:
      description: Address that is answered for.
      type: str
      sample: office@example.com
    from:
      description: Name of the sender.
      type: str
      sample: Alice Example
    subject:
      description: Subject of the answer.
      type: str
    body:
      description: Text of the answer, without the newline at its end.
      type: str
    is_html:
      description: Whether the text is HTML.
      type: bool
    interval_hours:
      description: Hours to wait before the same sender is answered again.
      type: int
      sample: 24
    start:
      description: When it starts to answer, in UTC; an empty text if that is not limited.
      type: str
      sample: '2026-12-24T00:00:00Z'
    stop:
      description: When it stops to answer, in UTC; an empty text if that is not limited.
      type: str
      sample: '2027-01-07T07:00:00Z'
    charset:
      description: Character set of the answer.
      type: str
      sample: utf-8
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.email_autoresponder import (
    EMAIL_AUTORESPONDER,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import info_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import run_module

COMMAND = info_command(EMAIL_AUTORESPONDER)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
