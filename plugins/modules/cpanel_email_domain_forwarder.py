#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_email_domain_forwarder
short_description: Manage the domain forwarders of a cPanel account
version_added: 0.1.0
description:
  - Creates, changes and removes the forwarder of a domain. Mail to any of its addresses goes to the same local part in
    another domain.
  - Email accounts and forwarders of single addresses take precedence.
  - The API cannot change a destination, so the forwarder is removed and created again.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource
  - hostops.cpanel.attributes.runners
options:
  domain:
    description:
      - Domain whose mail is forwarded.
    type: str
    required: true
  destination:
    description:
      - Domain that receives the mail. Required to create it.
    type: str
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_email_domain_forwarder_info
  - module: hostops.cpanel.cpanel_email_forwarder
  - module: hostops.cpanel.cpanel_email_default_address
  - module: hostops.cpanel.cpanel_account_config
"""

EXAMPLES = r"""
---
- name: Manage domain forwarders
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: Forward all mail of the old domain to the new one
      hostops.cpanel.cpanel_email_domain_forwarder:
        domain: "{{ account_domain }}"
        destination: example.com

    - name: Forward it to another domain
      hostops.cpanel.cpanel_email_domain_forwarder:
        domain: "{{ account_domain }}"
        destination: example.org

    - name: Remove the domain forwarder
      hostops.cpanel.cpanel_email_domain_forwarder:
        domain: "{{ account_domain }}"
        state: absent
"""

RETURN = r"""
email_domain_forwarder:
  description: The domain forwarder after the task, or as it would be in check mode; null if it does not exist.
  returned: success
  type: dict
  contains:
    domain:
      description: Domain whose mail is forwarded.
      type: str
      sample: example.com
    destination:
      description: Domain that receives the mail.
      type: str
      sample: example.org
diff:
  description: The fields that changed, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.email_domain_forwarder import (
    EMAIL_DOMAIN_FORWARDER,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = resource_command(EMAIL_DOMAIN_FORWARDER)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
