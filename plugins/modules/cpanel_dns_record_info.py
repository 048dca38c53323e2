#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: do not edit.

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_dns_record_info
short_description: List the DNS records of a cPanel account
version_added: 0.1.0
description:
  - Reads what M(hostops.cpanel.cpanel_dns_record) manages.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource.info
  - hostops.cpanel.attributes.runners
options:
  zone:
    description: List only those with this C(zone).
    type: str
  name:
    description: List only those with this C(name).
    type: str
  type:
    description: List only those with this C(type).
    type: str
    choices:
    - A
    - AAAA
    - AFSDB
    - CAA
    - CNAME
    - DNAME
    - DS
    - HINFO
    - LOC
    - MX
    - NAPTR
    - NS
    - PTR
    - RP
    - SRV
    - TXT
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_dns_record
"""

EXAMPLES = r"""
---
- name: What is there
  hosts: localhost
  gather_facts: false
  tasks:
    - name: List the DNS records of a cPanel account
      hostops.cpanel.cpanel_dns_record_info:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
      register: found

    - name: Count them
      ansible.builtin.debug:
        msg: "{{ found.dns_records | length }}"
"""

RETURN = r"""
dns_records:
  description: 'What there is: the DNS records of a cPanel account, in the order of their names.'
  returned: success
  type: list
  elements: dict
  contains:
    zone:
      description: The zone.
      type: str
      sample: example.com
    name:
      description: Name relative to the zone; V(@) is the zone itself.
      type: str
      sample: shop
    type:
      description: Type of the records.
      type: str
      sample: A
    ttl:
      description: Time to live in seconds.
      type: int
      sample: 3600
    value:
      description: The values, sorted; hosts in full with the last dot.
      type: list
      elements: str
      sample:
      - 192.0.2.10
      - 192.0.2.11
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.dns_record import DNS_RECORD
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import info_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import run_module

COMMAND = info_command(DNS_RECORD)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
