# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: uapi
short_description: Ask a cPanel account by UAPI
version_added: 0.1.0
description:
  - Calls UAPI functions that only read, and returns what they return, after O(query).
  - It runs in the controller, each time that the expression it stands in is evaluated. Where a value is used more than
    once, or where you want to see what was asked, use M(hostops.cpanel.cpanel_uapi) and C(register).
  - A session that it opens is closed before it returns.
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
      - One that changes something, or that returns a secret, is refused.
    type: list
    elements: str
    required: true
"""

EXAMPLES = r"""
---
- name: Mailboxes of an account
  hosts: localhost
  gather_facts: false
  vars:
    hostops_cpanel_host: server1.example.net
    hostops_cpanel_api_token: "{{ whm_token }}"
  tasks:
    - name: Remember them once
      ansible.builtin.set_fact:
        mailboxes: "{{ lookup('hostops.cpanel.uapi', 'Email::list_pops', account='alice', query='[].email') }}"

    - name: Show them
      ansible.builtin.debug:
        msg: "{{ item }}"
      loop: "{{ mailboxes }}"

    - name: Two questions over one connection
      ansible.builtin.debug:
        msg: "{{ main.main_domain }} has {{ databases | length }} databases"
      vars:
        answers: >-
          {{ query('hostops.cpanel.uapi', 'DomainInfo::list_domains', 'Mysql::list_databases', account='alice') }}
        main: "{{ answers[0] }}"
        databases: "{{ answers[1] }}"

    - name: An account that may not be there
      ansible.builtin.debug:
        msg: "{{ domains | default('there is no such account', true) }}"
      vars:
        domains: "{{ lookup('hostops.cpanel.uapi', 'DomainInfo::list_domains', account='nobody', on_missing='skip') }}"
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
    api = "uapi"
    spec = READING_SPEC
