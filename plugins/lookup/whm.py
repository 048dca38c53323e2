# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: whm
short_description: Ask a server by WHM API 1
version_added: 0.1.0
description:
  - Calls functions of WHM API 1 that only read, and returns what they return, after O(query).
  - It runs in the controller, each time that the expression it stands in is evaluated. Where a value is used more than
    once, or where you want to see what was asked, use M(hostops.cpanel.whm_api) and C(register).
author:
  - hostops developers (@hostops)
seealso:
  - ref: ansible_collections.hostops.cpanel.docsite.lookup_guide
    description: Lookup guide
  - module: hostops.cpanel.whm_api
  - plugin: hostops.cpanel.uapi
    plugin_type: lookup
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.connection.plugins
  - hostops.cpanel.calls
  - hostops.cpanel.calls.reading
options:
  _terms:
    description:
      - The functions, such as V(listaccts). All are called with the same options, over one connection.
      - One that changes something, or that returns a secret, is refused.
    type: list
    elements: str
    required: true
  columns:
    description:
      - Columns to return. What is sorted by has to be among them.
    type: list
    elements: str
"""

EXAMPLES = r"""
---
- name: Ask a server
  hosts: localhost
  gather_facts: false
  vars:
    hostops_cpanel_host: server1.example.net
    hostops_cpanel_api_token: "{{ whm_token }}"
  tasks:
    - name: Which accounts are suspended?
      ansible.builtin.debug:
        msg: "{{ lookup('hostops.cpanel.whm', 'listaccts', filters=conditions, query='acct[].user') }}"
      vars:
        conditions:
          - column: suspended
            type: eq
            term: "1"

    - name: Go on if the server is new enough
      ansible.builtin.assert:
        that: lookup('hostops.cpanel.whm', 'version', query='version') is ansible.builtin.version('11.100', '>=')
"""

RETURN = r"""
_raw:
  description:
    - One element for each function, what it returned after O(query); null for one that O(on_missing) has passed over.
    - C(lookup) gives the element itself for a single function; C(query) always gives the list.
  type: list
  elements: raw
"""

from ansible_collections.hostops.cpanel.plugins.plugin_utils.reading_lookup import READING_SPEC, ReadingLookup


class LookupModule(ReadingLookup):
    api = "whm"
    spec = {**READING_SPEC, "columns": {"type": "list", "elements": "str"}}
