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
  - Creates, changes and removes an autoresponder, which answers the mail to an address.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource
  - hostops.cpanel.attributes.runners
options:
  email:
    description:
      - Address that is answered for, or its local part with O(domain). It need not be that of an email account.
    type: str
    required: true
    aliases: [address]
  domain:
    description:
      - Domain of the address, if O(email) is the local part alone.
    type: str
  from:
    description:
      - Name of the sender, as C(Alice Example). Needed to create it.
      - The server drops an address in angle brackets; so it is left out here too.
    type: str
  subject:
    description:
      - Subject of the answer. Needed to create it.
    type: str
  body:
    description:
      - Text of the answer. Needed to create it.
      - The server ends it with exactly one newline; newlines at its end make no difference.
    type: str
  is_html:
    description:
      - Whether O(body) is HTML. A new one is plain text if it is not given.
    type: bool
  interval_hours:
    description:
      - Hours to wait before the same sender is answered again; V(0) answers every message. A new one gets 24 if it is
        not given.
    type: int
  start:
    description:
      - When it starts to answer, as V(2026-12-24T00:00:00Z), or in unix seconds. A time without a zone is UTC.
      - An empty text answers from now on. So does a new one if it is not given.
    type: str
  stop:
    description:
      - When it stops to answer, after O(start) and written as that. An empty text has it go on for ever.
    type: str
  charset:
    description:
      - Character set of the answer. A new one gets C(utf-8) if it is not given.
    type: str
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_email_autoresponder_info
  - module: hostops.cpanel.cpanel_account_config
"""

EXAMPLES = r"""
---
- name: The autoresponders of an account
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: Answer while the office is closed
      hostops.cpanel.cpanel_email_autoresponder:
        email: "office@{{ account_domain }}"
        from: Alice Example
        subject: "Closed until January (Re: %subject%)"
        body: |
          Thank you for your message.
          We are back on 7 January.
        start: "2026-12-24T00:00:00Z"
        stop: "2027-01-07T08:00:00+01:00"

    - name: Answer once a week and without an end
      hostops.cpanel.cpanel_email_autoresponder:
        email: "office@{{ account_domain }}"
        interval_hours: 168
        stop: ""

    - name: The office is open again
      hostops.cpanel.cpanel_email_autoresponder:
        email: "office@{{ account_domain }}"
        state: absent
"""

RETURN = r"""
email_autoresponder:
  description: The autoresponder as it is now, or in check mode as it would be; null if it is not there.
  returned: success
  type: dict
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
      sample: "2026-12-24T00:00:00Z"
    stop:
      description: When it stops to answer, in UTC; an empty text if that is not limited.
      type: str
      sample: "2027-01-07T07:00:00Z"
    charset:
      description: Character set of the answer.
      type: str
      sample: utf-8
diff:
  description: What differs, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.email_autoresponder import (
    EMAIL_AUTORESPONDER,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import run_module

COMMAND = resource_command(EMAIL_AUTORESPONDER)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
