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
  - Makes the set of records with one name and type what O(value) says, in one edit of the zone.
  - If someone else edits the zone at the same time, it is read and planned once more.
  - M(hostops.cpanel.cpanel_dns_zone) does many records of a zone at once.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource
  - hostops.cpanel.attributes.runners
options:
  zone:
    description:
      - The zone, which is the name of a domain of the account.
    type: str
    required: true
  name:
    description:
      - Name of the records, relative to the zone or in full. V(@) is the zone itself.
      - V(www), V(www.example.com) and V(www.example.com.) are the same in the zone V(example.com).
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
      - Time to live in seconds. New records get the zone's default if it is not given.
    type: int
  value:
    description:
      - All values that the set has, as in a zone file, such as V(10 mail.example.com.) for an MX record. Needed for
        new records.
      - A host without any dot is in the zone; one with a dot is taken in full, with or without the last dot.
      - A TXT value is given whole and without quotes. If it is over 255 octets, it is split for the server.
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
- name: Records of a domain
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: Two addresses
      hostops.cpanel.cpanel_dns_record:
        zone: "{{ account_domain }}"
        name: shop
        type: A
        ttl: 3600
        value: [192.0.2.10, 192.0.2.11]

    - name: Mail goes elsewhere
      hostops.cpanel.cpanel_dns_record:
        zone: "{{ account_domain }}"
        name: "@"
        type: MX
        value:
          - 10 mx1.example.org.
          - 20 mx2.example.org.

    - name: The shop has closed
      hostops.cpanel.cpanel_dns_record:
        zone: "{{ account_domain }}"
        name: shop
        type: A
        state: absent
"""

RETURN = r"""
dns_record:
  description: The set of records as it is now, or in check mode as it would be; null if it is not there.
  returned: success
  type: dict
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
      sample: [192.0.2.10, 192.0.2.11]
diff:
  description: What differs, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.dns_record import DNS_RECORD
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import run_module

COMMAND = resource_command(DNS_RECORD)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
