#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_dns_record
short_description: Manage the DNS records of a cPanel account
version_added: 0.1.0
description:
  - Sets the records of one name and type (a record set) to O(value), in a single edit of the zone.
  - If someone else edits the zone at the same time, it is read and planned once more.
  - To manage many records of a zone at once, use M(hostops.cpanel.cpanel_dns_zone).
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource
  - hostops.cpanel.attributes.runners
options:
  zone:
    description:
      - Name of the zone, which is a domain of the account.
    type: str
    required: true
  name:
    description:
      - Name of the records, relative to the zone or fully qualified. V(@) is the zone itself.
      - In the zone V(example.com), V(www), V(www.example.com) and V(www.example.com.) are the same name.
    type: str
    required: true
  type:
    description: Type of the records.
    type: str
    required: true
    choices:
      [A, AAAA, AFSDB, CAA, CNAME, DNAME, DS, HINFO, LOC, MX, NAPTR, NS, PTR, RP, SRV, TXT]
  ttl:
    description:
      - Time to live in seconds. If not set, new records get the default of the zone.
    type: int
  value:
    description:
      - All values of the record set, written as in a zone file, such as V(10 mail.example.com.) for an MX record.
        Required for new records.
      - With O(state=absent), only these values are removed; without O(value), the whole set is.
      - A host name without a dot is relative to the zone; one with a dot is fully qualified, with or without the
        trailing dot.
      - Write a TXT value unquoted and unsplit. Values of more than 255 octets are split when they are sent.
    type: list
    elements: str
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_dns_record_info
  - module: hostops.cpanel.cpanel_dns_zone
"""

EXAMPLES = r"""
---
- name: Manage DNS records
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: Point the shop at two addresses
      hostops.cpanel.cpanel_dns_record:
        zone: "{{ account_domain }}"
        name: shop
        type: A
        ttl: 3600
        value: [192.0.2.10, 192.0.2.11]

    - name: Have another provider receive the mail
      hostops.cpanel.cpanel_dns_record:
        zone: "{{ account_domain }}"
        name: "@"
        type: MX
        value:
          - 10 mx1.example.org.
          - 20 mx2.example.org.

    - name: Remove the addresses of the shop
      hostops.cpanel.cpanel_dns_record:
        zone: "{{ account_domain }}"
        name: shop
        type: A
        state: absent
"""

RETURN = r"""
dns_record:
  description: The record set after the task, or as it would be in check mode; null if it does not exist.
  returned: success
  type: dict
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
      sample: [192.0.2.10, 192.0.2.11]
diff:
  description: The fields that changed, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.dns_record import DNS_RECORD
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = resource_command(DNS_RECORD)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
