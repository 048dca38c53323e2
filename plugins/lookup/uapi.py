# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lookup uapi: UAPI functions that read. ``ReadingLookup`` does the work; its options are here."""

from __future__ import annotations

DOCUMENTATION = r"""
name: uapi
short_description: Read from a cPanel account with UAPI
version_added: 0.1.0
description:
  - Calls UAPI functions that only read, and returns their data, after O(query) if that is set.
  - The lookup runs on the controller every time its expression is evaluated. To use a value more than once, or to see
    the calls in the output, use M(hostops.cpanel.cpanel_uapi) and C(register).
  - A session that the lookup opens is closed before it returns.
author:
  - hostops developers (@hostops)
seealso:
  - ref: ansible_collections.hostops.cpanel.docsite.lookup_guide
    description: Lookup guide
  - module: hostops.cpanel.cpanel_uapi
  - plugin: hostops.cpanel.whm
    plugin_type: lookup
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.connection.plugins
  - hostops.cpanel.calls
  - hostops.cpanel.calls.reading
options:
  _terms:
    description:
      - The functions, such as V(Email::list_pops). All are called with the same options, over one connection.
      - Functions that change something or return a secret are refused.
    type: list
    elements: str
    required: true
"""

EXAMPLES = r"""
---
- name: Read from an account in expressions
  hosts: localhost
  gather_facts: false
  vars:
    hostops_cpanel_host: server1.example.net
    hostops_cpanel_api_token: "{{ whm_token }}"
  tasks:
    - name: Store the mailboxes in a fact
      ansible.builtin.set_fact:
        mailboxes: "{{ lookup('hostops.cpanel.uapi', 'Email::list_pops', account='alice', query='[].email') }}"

    - name: Show them
      ansible.builtin.debug:
        msg: "{{ item }}"
      loop: "{{ mailboxes }}"

    - name: Call two functions over one connection
      ansible.builtin.debug:
        msg: "{{ main.main_domain }} has {{ databases | length }} databases"
      vars:
        answers: >-
          {{ query('hostops.cpanel.uapi', 'DomainInfo::list_domains', 'Mysql::list_databases', account='alice') }}
        main: "{{ answers[0] }}"
        databases: "{{ answers[1] }}"

    - name: Allow for an account that may not exist
      ansible.builtin.debug:
        msg: "{{ domains | default('the account does not exist', true) }}"
      vars:
        domains: "{{ lookup('hostops.cpanel.uapi', 'DomainInfo::list_domains', account='nobody', on_missing='skip') }}"
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
    api = "uapi"
    spec = READING_SPEC
