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
  - Sets whether this server accepts the mail of a domain or passes it on to other servers.
  - Every domain has a routing setting. O(state=absent) resets it to V(auto).
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
  routing:
    description:
      - V(auto) lets the server decide by the MX records of the domain.
      - V(local) always accepts the mail.
      - V(secondary) holds it until a mail exchanger with a higher priority can be reached.
      - V(remote) passes it on to the mail exchangers, including mail that is sent from this server.
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
- name: Manage the email routing of a domain
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: Send mail to the provider that hosts the mailboxes
      hostops.cpanel.cpanel_email_routing:
        domain: "{{ account_domain }}"
        routing: remote

    - name: Let the server decide by the MX records
      hostops.cpanel.cpanel_email_routing:
        domain: "{{ account_domain }}"
        state: absent
"""

RETURN = r"""
email_routing:
  description: The routing after the task, or as it would be in check mode.
  returned: success
  type: dict
  contains:
    domain:
      description: The domain.
      type: str
      sample: example.com
    routing:
      description: The routing that is set, V(auto), V(local), V(secondary) or V(remote).
      type: str
      sample: remote
diff:
  description: The fields that changed, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.email_routing import EMAIL_ROUTING
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = resource_command(EMAIL_ROUTING)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
