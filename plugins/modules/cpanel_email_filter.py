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
  - Creates, changes and removes an email filter, for one mailbox or for the whole account.
  - The API stores a filter as a whole; O(rules) or O(actions) that are not set keep their current value.
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
      - Mailbox that the filter belongs to. If not set or empty, the filter applies to the whole account.
    type: str
  rules:
    description:
      - Conditions that a message is checked against, in this order. Required to create it.
    type: list
    elements: dict
    suboptions:
      part:
        description:
          - Part of the message, such as V($header_from), V($header_subject), V($header_to), V($reply_address),
            V($message_body), V($message_headers), V($h_List-Id), V($h_X-Spam-Status) or
            V(foranyaddress $h_to:,$h_cc:,$h_bcc:). A trailing colon makes no difference.
          - V(not delivered) and V(error_message) are checked without a value.
        type: str
        required: true
      match:
        description:
          - How O(rules[].part) is compared with O(rules[].value).
        type: str
        choices: [is, matches, contains, does not contain, begins, does not begin, ends, does not end,
          does not match, is above, is not above, is below, is not below]
        default: contains
      value:
        description:
          - Value to compare with.
        type: str
        default: ""
  actions:
    description:
      - What to do with a matching message, in this order. Required to create it.
    type: list
    elements: dict
    suboptions:
      action:
        description:
          - V(deliver) sends it to an address, V(fail) rejects it with a message, V(finish) stops processing rules,
            V(save) stores it in a folder or discards it, V(pipe) passes it to a program.
        type: str
        required: true
        choices: [deliver, fail, finish, save, pipe]
      destination:
        description:
          - Address, message, folder or program; not used with V(finish).
          - A folder is a path relative to the account's home directory, such as V(mail/.spam), with or without
            C($home/) in front; V(/dev/null) discards the message.
        type: str
        default: ""
  combine:
    description:
      - Whether V(all) rules have to match, or V(any) of them.
      - The API does not return this setting. It is sent with every change of the filter, but a change of this option
        alone is not detected. Set it in every task for a filter that uses V(any). To change only this option, remove
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
- name: Manage email filters
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: File offers in a folder of their own
      hostops.cpanel.cpanel_email_filter:
        name: offers
        email: "sales@{{ account_domain }}"
        combine: any
        rules:
          - {part: $header_subject, match: begins, value: "Offer"}
          - {part: $header_from, match: ends, value: "@shop.example.org"}
        actions:
          - {action: save, destination: "mail/{{ account_domain }}/sales/.Offers"}

    - name: Discard obvious spam in all mailboxes
      hostops.cpanel.cpanel_email_filter:
        name: obvious spam
        rules:
          - {part: $h_X-Spam-Bar, match: contains, value: "+++++++++++"}
        actions:
          - {action: save, destination: /dev/null}

    - name: Deliver offers to the inbox again
      hostops.cpanel.cpanel_email_filter:
        name: offers
        email: "sales@{{ account_domain }}"
        state: absent
"""

RETURN = r"""
email_filter:
  description: The email filter after the task, or as it would be in check mode; null if it does not exist.
  returned: success
  type: dict
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
diff:
  description: The fields that changed, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.email_filter import EMAIL_FILTER
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = resource_command(EMAIL_FILTER)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
