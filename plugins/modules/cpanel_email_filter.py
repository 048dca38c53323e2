#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_email_filter
short_description: Manage the email filters of a cPanel account
version_added: 0.1.0
description:
  - Creates, changes and removes an email filter, of one mailbox or of the whole account.
  - A filter is stored as a whole. O(rules) and O(actions) that are not given are stored as they were.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource
  - hostops.cpanel.attributes.runners
options:
  name:
    description:
      - Name of the filter.
    type: str
    required: true
  email:
    description:
      - Mailbox whose filter it is. Without it, or if it is empty, it is a filter of the whole account.
    type: str
  rules:
    description:
      - What a message is compared with; their order is kept. Needed to create it.
    type: list
    elements: dict
    suboptions:
      part:
        description:
          - Part of the message, such as V($header_from), V($header_subject), V($header_to), V($reply_address),
            V($message_body), V($message_headers), V($h_List-Id), V($h_X-Spam-Status) or
            V(foranyaddress $h_to:,$h_cc:,$h_bcc:). A colon at the end makes no difference.
          - V(not delivered) and V(error_message) need nothing to compare with.
        type: str
        required: true
      match:
        description:
          - How the part is compared with O(rules[].value).
        type: str
        choices: [is, matches, contains, does not contain, begins, does not begin, ends, does not end,
          does not match, is above, is not above, is below, is not below]
        default: contains
      value:
        description:
          - What the part is compared with.
        type: str
        default: ""
  actions:
    description:
      - What is done with a message that fits, in this order. Needed to create it.
    type: list
    elements: dict
    suboptions:
      action:
        description:
          - V(deliver) sends it to an address, V(fail) turns it away with a message, V(finish) stops here, V(save) puts
            it into a folder or discards it, V(pipe) hands it to a program.
        type: str
        required: true
        choices: [deliver, fail, finish, save, pipe]
      destination:
        description:
          - Address, message, folder or program. None for V(finish).
          - A folder is a path in the home directory of the account, as V(mail/.spam), with or without C($home/) in
            front; V(/dev/null) discards the message.
        type: str
        default: ""
  combine:
    description:
      - Whether V(all) rules have to fit or V(any) of them.
      - The server does not tell it. A change of this option alone is not seen, and it is stored with every change of
        the filter; so give it in every task for a filter whose rules are combined by V(any). To change it alone, remove
        the filter first.
    type: str
    choices: [all, any]
    default: all
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_email_filter_info
  - module: hostops.cpanel.cpanel_account_config
"""

EXAMPLES = r"""
---
- name: The email filters of an account
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: Offers go into a folder of their own
      hostops.cpanel.cpanel_email_filter:
        name: offers
        email: "sales@{{ account_domain }}"
        combine: any
        rules:
          - {part: $header_subject, match: begins, value: "Offer"}
          - {part: $header_from, match: ends, value: "@shop.example.org"}
        actions:
          - {action: save, destination: "mail/{{ account_domain }}/sales/.Offers"}

    - name: Discard what is surely spam, in all mailboxes
      hostops.cpanel.cpanel_email_filter:
        name: surely spam
        rules:
          - {part: $h_X-Spam-Bar, match: contains, value: "+++++++++++"}
        actions:
          - {action: save, destination: /dev/null}

    - name: Offers are delivered as all the rest
      hostops.cpanel.cpanel_email_filter:
        name: offers
        email: "sales@{{ account_domain }}"
        state: absent
"""

RETURN = r"""
email_filter:
  description: The email filter as it is now, or in check mode as it would be; null if it is not there.
  returned: success
  type: dict
  contains:
    name:
      description: Its name.
      type: str
      sample: offers
    email:
      description: Mailbox whose filter it is; an empty text for a filter of the whole account.
      type: str
      sample: sales@example.com
    rules:
      description: What a message is compared with, as dictionaries of C(part) (without a colon at its end), C(match)
        and C(value).
      type: list
      elements: dict
    actions:
      description: What is done with a message that fits, as dictionaries of C(action) and C(destination).
      type: list
      elements: dict
diff:
  description: What differs, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.email_filter import EMAIL_FILTER
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import run_module

COMMAND = resource_command(EMAIL_FILTER)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
