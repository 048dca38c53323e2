#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_email_autoresponder
short_description: Manage the autoresponders of a cPanel account
version_added: 0.1.0
description:
  - Creates, changes and removes an autoresponder, which replies to mail sent to an address.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource
  - hostops.cpanel.attributes.runners
options:
  email:
    description:
      - Address whose mail is replied to, or only its local part together with O(domain). No email account of that
        address is needed.
    type: str
    required: true
    aliases: [address]
  domain:
    description:
      - Domain of the address, if O(email) is only the local part.
    type: str
  from:
    description:
      - Name of the sender, such as V(Alice Example). Required to create it.
      - The server drops an address in angle brackets, so it is ignored here, too.
    type: str
  subject:
    description:
      - Subject of the reply. Required to create it.
    type: str
  body:
    description:
      - Text of the reply. Required to create it.
      - Trailing newlines make no difference, as the server stores exactly one.
    type: str
  is_html:
    description:
      - Whether O(body) is HTML. If not set, a new autoresponder sends plain text.
    type: bool
  interval_hours:
    description:
      - Hours to wait before replying to the same sender again; V(0) replies to every message. If not set, a new
        autoresponder waits V(24) hours.
    type: int
  start:
    description:
      - When to start replying, as V(2026-12-24T00:00:00Z) or in Unix seconds. A time without an offset is UTC.
      - An empty string starts immediately. So does a new autoresponder if this is not set.
    type: str
  stop:
    description:
      - When to stop replying, in the format of O(start) and later than it. An empty string means never.
    type: str
  charset:
    description:
      - Character set of the reply. If not set, a new autoresponder uses V(utf-8).
    type: str
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_email_autoresponder_info
  - module: hostops.cpanel.cpanel_account_config
"""

EXAMPLES = r"""
---
- name: Manage autoresponders
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: Reply while the office is closed
      hostops.cpanel.cpanel_email_autoresponder:
        email: "office@{{ account_domain }}"
        from: Alice Example
        subject: "Closed until January (Re: %subject%)"
        body: |
          Thank you for your message.
          We are back on 7 January.
        start: "2026-12-24T00:00:00Z"
        stop: "2027-01-07T08:00:00+01:00"

    - name: Reply to each sender once a week, with no end date
      hostops.cpanel.cpanel_email_autoresponder:
        email: "office@{{ account_domain }}"
        interval_hours: 168
        stop: ""

    - name: Remove the autoresponder
      hostops.cpanel.cpanel_email_autoresponder:
        email: "office@{{ account_domain }}"
        state: absent
"""

RETURN = r"""
email_autoresponder:
  description: The autoresponder after the task, or as it would be in check mode; null if it does not exist.
  returned: success
  type: dict
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
      sample: "2026-12-24T00:00:00Z"
    stop:
      description: When it stops replying, in UTC; an empty string if that is not limited.
      type: str
      sample: "2027-01-07T07:00:00Z"
    charset:
      description: Character set of the reply.
      type: str
      sample: utf-8
diff:
  description: The fields that changed, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.email_autoresponder import (
    EMAIL_AUTORESPONDER,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = resource_command(EMAIL_AUTORESPONDER)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
