#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_email_default_address
short_description: Manage the default addresses of a cPanel account
version_added: 0.1.0
description:
  - Sets what happens to mail for addresses of a domain that do not exist (the catch-all).
  - Every domain has a default address. O(state=absent) resets it to that of a new account, V(system) with the account's
    own name.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource
  - hostops.cpanel.attributes.runners
options:
  domain:
    description:
      - The domain.
    type: str
    required: true
  action:
    description:
      - What happens to the mail.
      - V(fwd) sends it to an email address.
      - V(fail) rejects it with a message to the sender.
      - V(blackhole) discards it without telling the sender.
      - V(pipe) passes it to a program.
      - V(system) delivers it to the account's own default mailbox.
      - The default is V(fwd) if O(destination) is given.
    type: str
    choices: [fwd, fail, blackhole, pipe, system]
  destination:
    description:
      - Where the mail goes; its meaning depends on O(action).
      - V(fwd) needs an email address, or several separated by commas. The bare name of an account means the same as
        V(system).
      - V(fail) takes the message to the sender. If not set, the current message is kept; without one, it is
        C(No such person at this address).
      - V(pipe) needs the path of a program, relative to the account's home directory. It may have arguments.
      - V(system) takes the name of an account. The default is the account itself.
      - V(blackhole) takes no destination.
    type: str
    aliases: [text]
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_email_default_address_info
  - module: hostops.cpanel.cpanel_email_forwarder
  - module: hostops.cpanel.cpanel_email_domain_forwarder
  - module: hostops.cpanel.cpanel_account_config
"""

EXAMPLES = r"""
---
- name: Manage the default address of a domain
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: Reject mail to unknown addresses
      hostops.cpanel.cpanel_email_default_address:
        domain: "{{ account_domain }}"
        action: fail
        text: Nobody has this address, please have a look at our website

    - name: Send it to a mailbox instead
      hostops.cpanel.cpanel_email_default_address:
        domain: "{{ account_domain }}"
        destination: "office@{{ account_domain }}"

    - name: Reset it to the default of a new account
      hostops.cpanel.cpanel_email_default_address:
        domain: "{{ account_domain }}"
        state: absent
"""

RETURN = r"""
email_default_address:
  description: The default address after the task, or as it would be in check mode.
  returned: success
  type: dict
  contains:
    domain:
      description: The domain.
      type: str
      sample: example.com
    action:
      description: What happens to the mail, V(fwd), V(fail), V(blackhole), V(pipe) or V(system).
      type: str
      sample: fail
    destination:
      description:
        - Where the mail goes. An address, a message, the path of a program relative to the account's home directory, or
          the name of an account; empty for V(blackhole).
      type: str
      sample: No such person at this address
diff:
  description: The fields that changed, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.email_default_address import (
    EMAIL_DEFAULT_ADDRESS,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = resource_command(EMAIL_DEFAULT_ADDRESS)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
