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
  - Sets where mail to an address of a domain goes that nothing else is there for (the catch-all).
  - Every domain has a default address. With O(state=absent) it is what it is for a new account, V(system) with the
    account's own name.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource
  - hostops.cpanel.attributes.runners
options:
  domain:
    description:
      - Domain that it is for.
    type: str
    required: true
  action:
    description:
      - What happens to such mail.
      - V(fwd) sends it to an email address.
      - V(fail) turns it away with a message.
      - V(blackhole) drops it, and the sender is not told.
      - V(pipe) gives it to a program.
      - V(system) puts it into the mailbox that an account has beside its email accounts.
      - V(fwd) if only O(destination) is given.
    type: str
    choices: [fwd, fail, blackhole, pipe, system]
  destination:
    description:
      - Where it goes, by O(action).
      - V(fwd) needs an email address, or several with commas between them. The bare name of an account means the same
        as V(system).
      - V(fail) takes the message. If it is not given a message that is there is kept, else it is
        C(No such person at this address).
      - V(pipe) needs a program, with its path in the home directory of the account; it may have arguments.
      - V(system) takes the name of an account. If it is not given it is the account itself.
      - V(blackhole) takes none.
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
- name: The default address of a domain
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: Mail to unknown addresses is turned away
      hostops.cpanel.cpanel_email_default_address:
        domain: "{{ account_domain }}"
        action: fail
        text: Nobody has this address, please have a look at our website

    - name: Somebody reads it after all
      hostops.cpanel.cpanel_email_default_address:
        domain: "{{ account_domain }}"
        destination: "office@{{ account_domain }}"

    - name: As with a new account
      hostops.cpanel.cpanel_email_default_address:
        domain: "{{ account_domain }}"
        state: absent
"""

RETURN = r"""
email_default_address:
  description: The default address as it is now, or in check mode as it would be.
  returned: success
  type: dict
  contains:
    domain:
      description: Domain that it is for.
      type: str
      sample: example.com
    action:
      description: What happens to the mail, V(fwd), V(fail), V(blackhole), V(pipe) or V(system).
      type: str
      sample: fail
    destination:
      description:
        - Where it goes. An address, a message, a program relative to the home directory, or the name of an account;
          empty for V(blackhole).
      type: str
      sample: No such person at this address
diff:
  description: What differs, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.email_default_address import (
    EMAIL_DEFAULT_ADDRESS,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import run_module

COMMAND = resource_command(EMAIL_DEFAULT_ADDRESS)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
