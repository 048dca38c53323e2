#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_email_routing
short_description: Manage the email routing of a cPanel account
version_added: 0.1.0
description:
  - Sets for a domain whether this server takes its mail, or passes it on to others.
  - Every domain has a routing. With O(state=absent) it is V(auto).
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
  routing:
    description:
      - V(auto) decides by the mail exchangers (MX) in DNS.
      - V(local) always takes the mail.
      - V(secondary) keeps it until a mail exchanger with a higher priority can be reached.
      - V(remote) passes it on to the mail exchangers, even mail that is written on this server.
    type: str
    choices: [auto, local, secondary, remote]
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_email_routing_info
  - module: hostops.cpanel.cpanel_dns_record
  - module: hostops.cpanel.cpanel_account_config
"""

EXAMPLES = r"""
---
- name: The email routing of a domain
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: Another provider has the mailboxes
      hostops.cpanel.cpanel_email_routing:
        domain: "{{ account_domain }}"
        routing: remote

    - name: The server decides by the mail exchangers
      hostops.cpanel.cpanel_email_routing:
        domain: "{{ account_domain }}"
        state: absent
"""

RETURN = r"""
email_routing:
  description: The routing as it is now, or in check mode as it would be.
  returned: success
  type: dict
  contains:
    domain:
      description: Domain that it is for.
      type: str
      sample: example.com
    routing:
      description: The routing that is set, V(auto), V(local), V(secondary) or V(remote).
      type: str
      sample: remote
diff:
  description: What differs, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.email_routing import EMAIL_ROUTING
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import run_module

COMMAND = resource_command(EMAIL_ROUTING)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
