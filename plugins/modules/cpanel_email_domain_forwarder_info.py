#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: edit nothing but EXAMPLES.

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_email_domain_forwarder_info
short_description: List the domain forwarders of a cPanel account
version_added: 0.1.0
description:
  - Lists the domain forwarders of a cPanel account.
  - Use M(hostops.cpanel.cpanel_email_domain_forwarder) to manage them.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource.info
  - hostops.cpanel.attributes.runners
options:
  domain:
    description: List only those with this C(domain).
    type: str
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_email_domain_forwarder
"""

EXAMPLES = r"""
---
- name: List the domain forwarders of a cPanel account
  hosts: localhost
  gather_facts: false
  tasks:
    - name: List the domain forwarders of a cPanel account
      hostops.cpanel.cpanel_email_domain_forwarder_info:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
      register: result

    - name: Show where each domain is forwarded to
      ansible.builtin.debug:
        msg: "{{ result.email_domain_forwarders | items2dict(key_name='domain', value_name='destination') }}"
"""

RETURN = r"""
email_domain_forwarders:
  description: The domain forwarders of a cPanel account, sorted by name.
  returned: success
  type: list
  elements: dict
  contains:
    domain:
      description: Domain whose mail is forwarded.
      type: str
      sample: example.com
    destination:
      description: Domain that receives the mail.
      type: str
      sample: example.org
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.email_domain_forwarder import (
    EMAIL_DOMAIN_FORWARDER,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import info_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = info_command(EMAIL_DOMAIN_FORWARDER)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
