# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lookup whm: functions of WHM API 1 that read. ``ReadingLookup`` does the work; its options are here."""

from __future__ import annotations

DOCUMENTATION = r"""
name: whm
short_description: Read from a server with WHM API 1
version_added: 0.1.0
description:
  - Calls WHM API 1 functions that only read, and returns their data, after O(query) if that is set.
  - The lookup runs on the controller every time its expression is evaluated. To use a value more than once, or to see
    the calls in the output, use M(hostops.cpanel.whm_api) and C(register).
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
      - Functions that change something or return a secret are refused.
    type: list
    elements: str
    required: true
  columns:
    description:
      - Columns to return. Columns in O(sort) have to be included.
    type: list
    elements: str
"""

EXAMPLES = r"""
---
- name: Read from a server in expressions
  hosts: localhost
  gather_facts: false
  vars:
    hostops_cpanel_host: server1.example.net
    hostops_cpanel_api_token: "{{ whm_token }}"
  tasks:
    - name: Show the suspended accounts
      ansible.builtin.debug:
        msg: "{{ lookup('hostops.cpanel.whm', 'listaccts', filters=conditions, query='acct[].user') }}"
      vars:
        conditions:
          - column: suspended
            type: eq
            term: "1"

    - name: Check that the server is recent enough
      ansible.builtin.assert:
        that: lookup('hostops.cpanel.whm', 'version', query='version') is ansible.builtin.version('11.100', '>=')
"""

RETURN = r"""
_raw:
  description:
    - The data of each function, after O(query) if that is set; null for one skipped because of O(on_missing).
    - For a single function, C(lookup) returns the data itself; C(query) always returns a list.
  type: list
  elements: raw
"""

from ansible_collections.hostops.cpanel.plugins.plugin_utils.reading_lookup import READING_SPEC, ReadingLookup


class LookupModule(ReadingLookup):
    api = "whm"
    spec = {**READING_SPEC, "columns": {"type": "list", "elements": "str"}}
