#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_email_forwarder
short_description: Manage the email forwarders of a cPanel account
version_added: 0.1.0
description:
  - Creates and removes a forwarder of an email address.
  - An address may have many of them. Each one is a resource of its own, told apart by where the mail goes; to change
    one, remove it and create another.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource
  - hostops.cpanel.attributes.runners
options:
  address:
    description:
      - Address whose mail is forwarded, or its local part with O(domain).
    type: str
    required: true
    aliases: [email, source]
  domain:
    description:
      - Domain of the address, if O(address) is the local part alone.
    type: str
  action:
    description:
      - What happens to mail to O(address).
      - V(fwd) sends it to an email address.
      - V(fail) turns it away with a message.
      - V(blackhole) drops it, and the sender is not told.
      - V(pipe) gives it to a program.
      - V(system) puts it into the mailbox that an account has beside its email accounts.
    type: str
    choices: [fwd, fail, blackhole, pipe, system]
    default: fwd
  destination:
    description:
      - Where it goes, by O(action).
      - V(fwd) needs an email address. The bare name of an account means the same as V(system).
      - V(fail) takes the message. If it is not given it is C(No such person at this address).
      - V(pipe) needs a program, with its path in the home directory of the account; it may have arguments.
      - V(system) takes the name of an account. If it is not given it is the account itself.
      - V(blackhole) takes none.
    type: str
    aliases: [text]
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_email_forwarder_info
  - module: hostops.cpanel.cpanel_email_domain_forwarder
  - module: hostops.cpanel.cpanel_email_default_address
  - module: hostops.cpanel.cpanel_account_config
"""

EXAMPLES = r"""
---
- name: The forwarders of an account
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: Mail to the press office is read by sales as well
      hostops.cpanel.cpanel_email_forwarder:
        address: "press@{{ account_domain }}"
        destination: "sales@{{ account_domain }}"

    - name: Tickets are made by a program
      hostops.cpanel.cpanel_email_forwarder:
        address: "support@{{ account_domain }}"
        action: pipe
        destination: bin/ticket.py --queue support

    - name: An address that is no longer used
      hostops.cpanel.cpanel_email_forwarder:
        address: "fax@{{ account_domain }}"
        action: fail
        text: We have no fax any more, please write to the office

    - name: Sales has no part in it any more
      hostops.cpanel.cpanel_email_forwarder:
        address: "press@{{ account_domain }}"
        destination: "sales@{{ account_domain }}"
        state: absent
"""

RETURN = r"""
email_forwarder:
  description: The forwarder as it is now, or in check mode as it would be; null if it is not there.
  returned: success
  type: dict
  contains:
    address:
      description: Address whose mail is forwarded.
      type: str
      sample: press@example.com
    action:
      description: What happens to the mail, V(fwd), V(fail), V(blackhole), V(pipe) or V(system).
      type: str
      sample: fwd
    destination:
      description:
        - Where it goes. An address, a message, a program relative to the home directory, or the name of an account;
          empty for V(blackhole).
      type: str
      sample: sales@example.com
diff:
  description: What differs, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.email_forwarder import EMAIL_FORWARDER
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import run_module

COMMAND = resource_command(EMAIL_FORWARDER)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
