#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: edit nothing but EXAMPLES.

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_dns_record_info
short_description: List the DNS records of a cPanel account
version_added: 0.1.0
description:
  - Lists the DNS records of a cPanel account.
  - Use M(hostops.cpanel.cpanel_dns_record) to manage them.
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
- name: List the DNS records of a cPanel account
  hosts: localhost
  gather_facts: false
  tasks:
    - name: List the DNS records of a cPanel account
      hostops.cpanel.cpanel_dns_record_info:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
        zone: "{{ account_domain }}"
      register: result

    - name: Show the mail exchangers
      ansible.builtin.debug:
        msg: "{{ result.dns_records | selectattr('type', 'eq', 'MX') | map(attribute='value') | flatten }}"
"""

RETURN = r"""
dns_records:
  description: The DNS records of a cPanel account, sorted by name.
  returned: success
  type: list
  elements: dict
  contains:
    zone:
      description: Name of the zone.
      type: str
      sample: example.com
    name:
      description: Name of the records, relative to the zone; V(@) is the zone itself.
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
      description: Sorted values; host names are fully qualified, with the trailing dot.
      type: list
      elements: str
      sample:
      - 192.0.2.10
      - 192.0.2.11
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.dns_record import DNS_RECORD
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import info_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = info_command(DNS_RECORD)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
