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
  - Manages many records of a zone in a single edit.
  - Records that are not listed are left alone or, with O(purge), removed unless they are protected.
  - If someone else edits the zone at the same time, it is read and planned once more.
  - Zones are created and removed together with their domains, see M(hostops.cpanel.cpanel_addon_domain).
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.attributes
  - hostops.cpanel.attributes.runners
attributes:
  check_mode:
    support: full
    details:
      - Changes are planned but not made; the resource is returned as it would be.
  diff_mode:
    support: full
  idempotent:
    support: full
  async:
    support: full
options:
  zone:
    description:
      - Name of the zone, which is a domain of the account.
    type: str
    required: true
  records:
    description:
      - Record sets, each with one name and type.
    type: list
    elements: dict
    default: []
    suboptions:
      name:
        description: Name of the records, relative to the zone or fully qualified; V(@) is the zone itself.
        type: str
        required: true
      type:
        description: Type of the records.
        type: str
        required: true
        choices: [A, AAAA, AFSDB, CAA, CNAME, DNAME, DS, HINFO, LOC, MX, NAPTR, NS, PTR, RP, SRV, TXT]
      ttl:
        description: Time to live in seconds. If not set, new records get the default of the zone.
        type: int
      value:
        description: All values of the record set, see O(hostops.cpanel.cpanel_dns_record#module:value).
        type: list
        elements: str
      state:
        description: Whether the record set should exist.
        type: str
        choices: [present, absent]
        default: present
  purge:
    description:
      - Remove all record sets that are neither listed nor protected.
    type: bool
    default: false
  protected_types:
    description:
      - Record types that a purge leaves alone unless they are listed.
      - The SOA record and the zone's own name servers are never changed.
    type: list
    elements: str
    default: [SOA, NS]
  protected_names:
    description:
      - Names that a purge leaves alone unless they are listed; V(*) matches any characters. The default lists the names
        that servers manage themselves.
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
- name: Manage the zone of a domain
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: Add or update some records and leave the others alone
      hostops.cpanel.cpanel_dns_zone:
        zone: "{{ account_domain }}"
        records:
          - {name: shop, type: A, ttl: 3600, value: [192.0.2.10]}
          - {name: "@", type: CAA, value: ['0 issue "ca.example.org"']}
          - name: _dmarc
            type: TXT
            value: ["v=DMARC1; p=reject;"]

    - name: Remove everything but these, the name servers, and the server's own records
      hostops.cpanel.cpanel_dns_zone:
        zone: "{{ account_domain }}"
        purge: true
        records:
          - {name: "@", type: A, value: [192.0.2.10]}
          - {name: www, type: CNAME, value: ["@"]}
"""

RETURN = r"""
dns_zone:
  description: The zone after the task, or as it would be in check mode.
  returned: success
  type: dict
  contains:
    zone:
      description: Name of the zone.
      type: str
      sample: example.com
    records:
      description:
        - All record sets, sorted, each with C(name), C(type), C(ttl) in seconds and C(value). The SOA record and the
          zone's own name servers are not included.
      type: list
      elements: dict
      sample: [{"name": "@", "type": "A", "ttl": 14400, "value": ["192.0.2.10"]}]
diff:
  description: The fields that changed, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.dns_zone import DNS_ZONE
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = resource_command(DNS_ZONE)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
