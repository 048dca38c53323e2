#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: do not edit.

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_dns_zone_info
short_description: List the DNS zones of a cPanel account
version_added: 0.1.0
description:
  - Reads what M(hostops.cpanel.cpanel_dns_zone) manages.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource.info
  - hostops.cpanel.attributes.runners
options:
  zone:
    description: List only those with this C(zone).
    type: str
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_dns_zone
"""

EXAMPLES = r"""
---
- name: What is there
  hosts: localhost
  gather_facts: false
  tasks:
    - name: List the DNS zones of a cPanel account
      hostops.cpanel.cpanel_dns_zone_info:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
      register: found

    - name: Count them
      ansible.builtin.debug:
        msg: "{{ found.dns_zones | length }}"
"""

RETURN = r"""
dns_zones:
  description: 'What there is: the DNS zones of a cPanel account, in the order of their names.'
  returned: success
  type: list
  elements: dict
  contains:
    zone:
      description: The zone.
      type: str
      sample: example.com
    records:
      description:
      - All sets of records with C(name), C(type), C(ttl) in seconds and C(value), sorted. Without the SOA record
        and the zone's own name servers.
      type: list
      elements: dict
      sample:
      - name: '@'
        type: A
        ttl: 14400
        value:
        - 192.0.2.10
    serial:
      description: Serial number of the zone.
      type: str
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.dns_zone import DNS_ZONE
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import info_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import run_module

COMMAND = info_command(DNS_ZONE)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
