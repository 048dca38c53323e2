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
  - An address can have several forwarders. Each destination is a forwarder of its own; to change it, remove the old
    forwarder and create a new one.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource
  - hostops.cpanel.attributes.runners
options:
  address:
    description:
      - Address whose mail is forwarded, or only its local part together with O(domain).
    type: str
    required: true
    aliases: [email, source]
  domain:
    description:
      - Domain of the address, if O(address) is only the local part.
    type: str
  action:
    description:
      - What happens to mail to O(address).
      - V(fwd) sends it to an email address.
      - V(fail) rejects it with a message to the sender.
      - V(blackhole) discards it without telling the sender.
      - V(pipe) passes it to a program.
      - V(system) delivers it to the account's own default mailbox.
    type: str
    choices: [fwd, fail, blackhole, pipe, system]
    default: fwd
  destination:
    description:
      - Where the mail goes; its meaning depends on O(action).
      - V(fwd) needs an email address. The bare name of an account means the same as V(system).
      - V(fail) takes the message to the sender. The default is C(No such person at this address).
      - V(pipe) needs the path of a program, relative to the account's home directory. It may have arguments.
      - V(system) takes the name of an account. The default is the account itself.
      - V(blackhole) takes no destination.
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
- name: Manage email forwarders
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: Forward mail for the press office to sales
      hostops.cpanel.cpanel_email_forwarder:
        address: "press@{{ account_domain }}"
        destination: "sales@{{ account_domain }}"

    - name: Pass support mail to a program
      hostops.cpanel.cpanel_email_forwarder:
        address: "support@{{ account_domain }}"
        action: pipe
        destination: bin/ticket.py --queue support

    - name: Reject mail to an address that is no longer used
      hostops.cpanel.cpanel_email_forwarder:
        address: "fax@{{ account_domain }}"
        action: fail
        text: We no longer have a fax, please write to the office

    - name: Stop forwarding to sales
      hostops.cpanel.cpanel_email_forwarder:
        address: "press@{{ account_domain }}"
        destination: "sales@{{ account_domain }}"
        state: absent
"""

RETURN = r"""
email_forwarder:
  description: The forwarder after the task, or as it would be in check mode; null if it does not exist.
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
        - Where the mail goes. An address, a message, the path of a program relative to the account's home directory, or
          the name of an account; empty for V(blackhole).
      type: str
      sample: sales@example.com
diff:
  description: The fields that changed, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.email_forwarder import EMAIL_FORWARDER
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = resource_command(EMAIL_FORWARDER)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
