#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: edit nothing but EXAMPLES.

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_dns_zone_info
short_description: List the DNS zones of a cPanel account
version_added: 0.1.0
description:
  - Lists the DNS zones of a cPanel account.
  - Use M(hostops.cpanel.cpanel_dns_zone) to manage them.
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
- name: List the DNS zones of a cPanel account
  hosts: localhost
  gather_facts: false
  tasks:
    - name: List the DNS zones of a cPanel account
      hostops.cpanel.cpanel_dns_zone_info:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
      register: result

    - name: Show the zones and their serial numbers
      ansible.builtin.debug:
        msg: "{{ result.dns_zones | items2dict(key_name='zone', value_name='serial') }}"
"""

RETURN = r"""
dns_zones:
  description: The DNS zones of a cPanel account, sorted by name.
  returned: success
  type: list
  elements: dict
  contains:
    zone:
      description: Name of the zone.
      type: str
      sample: example.com
    records:
      description:
      - All record sets, sorted, each with C(name), C(type), C(ttl) in seconds and C(value). The SOA record and
        the zone's own name servers are not included.
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
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = info_command(DNS_ZONE)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
