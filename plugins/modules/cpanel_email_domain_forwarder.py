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
  - Creates, changes and removes the forwarder of a whole domain. Mail to each address of it goes to the same name in
    another domain.
  - Email accounts and forwarders of single addresses come before it.
  - The destination is changed by removing the forwarder and creating it again, as a server has no other way.
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
      - Domain that gets it. Needed to create it.
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
- name: The domain forwarders of an account
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: The old domain goes on to the new one
      hostops.cpanel.cpanel_email_domain_forwarder:
        domain: "{{ account_domain }}"
        destination: example.com

    - name: Another one
      hostops.cpanel.cpanel_email_domain_forwarder:
        domain: "{{ account_domain }}"
        destination: example.org

    - name: It is gone
      hostops.cpanel.cpanel_email_domain_forwarder:
        domain: "{{ account_domain }}"
        state: absent
"""

RETURN = r"""
email_domain_forwarder:
  description: The domain forwarder as it is now, or in check mode as it would be; null if it is not there.
  returned: success
  type: dict
  contains:
    domain:
      description: Domain whose mail is forwarded.
      type: str
      sample: example.com
    destination:
      description: Domain that gets it.
      type: str
      sample: example.org
diff:
  description: What differs, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.email_domain_forwarder import (
    EMAIL_DOMAIN_FORWARDER,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import run_module

COMMAND = resource_command(EMAIL_DOMAIN_FORWARDER)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
