#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_dns_zone
short_description: Manage the DNS zones of a cPanel account
version_added: 0.1.0
description:
  - Makes many records of a zone what they should be, in one edit of the zone.
  - Records that are not listed are left alone, or with O(purge) removed, save protected ones.
  - If someone else edits the zone at the same time, it is read and planned once more.
  - A zone comes and goes with its domain, see M(hostops.cpanel.cpanel_addon_domain).
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.attributes
  - hostops.cpanel.attributes.runners
attributes:
  check_mode:
    support: full
    details:
      - It plans as always and writes nothing; what is returned is what would be there.
  diff_mode:
    support: full
  idempotent:
    support: full
  async:
    support: full
options:
  zone:
    description:
      - The zone, which is the name of a domain of the account.
    type: str
    required: true
  records:
    description:
      - Sets of records, each of one name and type.
    type: list
    elements: dict
    default: []
    suboptions:
      name:
        description: Name relative to the zone or in full; V(@) is the zone itself.
        type: str
        required: true
      type:
        description: Type of the records.
        type: str
        required: true
        choices: [A, AAAA, AFSDB, CAA, CNAME, DNAME, DS, HINFO, LOC, MX, NAPTR, NS, PTR, RP, SRV, TXT]
      ttl:
        description: Time to live in seconds. New records get the zone's default if it is not given.
        type: int
      value:
        description: All values that the set has, see M(hostops.cpanel.cpanel_dns_record).
        type: list
        elements: str
      state:
        description: Whether the set should be there.
        type: str
        choices: [present, absent]
        default: present
  purge:
    description:
      - Remove all sets that are not listed and not protected.
    type: bool
    default: false
  protected_types:
    description:
      - Types of records that a purge leaves alone unless they are listed.
      - The SOA record and the zone's own name servers are never touched.
    type: list
    elements: str
    default: [SOA, NS]
  protected_names:
    description:
      - Names that a purge leaves alone unless they are listed; V(*) stands for any characters. The default is what
        servers write themselves.
    type: list
    elements: str
    default:
      - _acme-challenge*
      - _cpanel-dcv-test-record*
      - cpanel
      - whm
      - webmail
      - webdisk
      - cpcalendars
      - cpcontacts
      - autodiscover
      - autoconfig
      - _caldav*
      - _carddav*
      - _autodiscover*
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_dns_zone_info
  - module: hostops.cpanel.cpanel_dns_record
"""

EXAMPLES = r"""
---
- name: The zone of a domain
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: Records beside those that are there
      hostops.cpanel.cpanel_dns_zone:
        zone: "{{ account_domain }}"
        records:
          - {name: shop, type: A, ttl: 3600, value: [192.0.2.10]}
          - {name: "@", type: CAA, value: ['0 issue "ca.example.org"']}
          - name: _dmarc
            type: TXT
            value: ["v=DMARC1; p=reject;"]

    - name: Nothing but these, name servers, and what the server writes itself
      hostops.cpanel.cpanel_dns_zone:
        zone: "{{ account_domain }}"
        purge: true
        records:
          - {name: "@", type: A, value: [192.0.2.10]}
          - {name: www, type: CNAME, value: ["@"]}
"""

RETURN = r"""
dns_zone:
  description: The zone as it is now, or in check mode as it would be.
  returned: success
  type: dict
  contains:
    zone:
      description: The zone.
      type: str
      sample: example.com
    records:
      description:
        - All sets of records with C(name), C(type), C(ttl) in seconds and C(value), sorted. Without the SOA record and
          the zone's own name servers.
      type: list
      elements: dict
      sample: [{"name": "@", "type": "A", "ttl": 14400, "value": ["192.0.2.10"]}]
diff:
  description: What differs, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.dns_zone import DNS_ZONE
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import run_module

COMMAND = resource_command(DNS_ZONE)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
