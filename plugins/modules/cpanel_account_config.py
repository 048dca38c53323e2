#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_account_config
short_description: Make a whole cPanel account what a document says
version_added: 0.1.0
description:
  - Reads everything that the document is about in one or two requests, plans, and makes the changes in one more, in an
    order that respects what needs what.
  - What the document does not mention is left alone. Things are removed only where they are C(state=absent), or where
    their kind is in O(purge).
  - There is no state file. What is there is read every time.
  - For many accounts in one task there is M(hostops.cpanel.cpanel_fleet), which takes the same O(config).
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.apply
  - hostops.cpanel.attributes
  - hostops.cpanel.attributes.runners
attributes:
  check_mode:
    support: full
    details:
      - It plans as always and writes nothing.
      - What a new domain brings along, such as the records of its zone, is there only when the domain is.
  diff_mode:
    support: full
    details:
      - Of a secret only whether it changes.
  idempotent:
    support: full
  async:
    support: full
options:
  config:
    description:
      - Lists of resources, each under the name of its kind.
      - A kind is named as the module that manages one resource of it without C(cpanel_), such as V(email_account), and
        its resources have the options of that module.
      - DNS records are in V(dns_zone).
      - Texts may hold placeholders for what is the account's own, C({account}), C({domain}) (its main domain) and
        C({ip}) (its address), which the server is asked for, and C({host}), the O(host) of the task. A backslash in
        front, as in C(\{domain}), says that the text itself is meant. A document means the same in
        M(hostops.cpanel.cpanel_fleet).
    type: dict
    required: true
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_account_export
  - module: hostops.cpanel.cpanel_fleet
"""

EXAMPLES = r"""
---
- name: An account as configuration
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: What should be there
      hostops.cpanel.cpanel_account_config:
        config:
          email_account:
            - email: "office@{{ account_domain }}"
              quota_mb: 2048
              password: "{{ mailbox_password }}"
          email_forwarder:
            - address: "sales@{{ account_domain }}"
              destination: "office@{{ account_domain }}"
          mysql_database:
            - name: shop
          mysql_user:
            - name: shop
              password: "{{ mailbox_password }}"
              privileges:
                shop: [SELECT, INSERT, UPDATE, DELETE]
          dns_zone:
            - zone: "{{ account_domain }}"
              records:
                - {name: autumn, type: A, value: [192.0.2.10]}
        max_changes: 20
      register: applied

    - name: Nothing is left to do
      hostops.cpanel.cpanel_account_config:
        config:
          mysql_database:
            - name: shop
      register: again
      failed_when: again is changed
"""

RETURN = r"""
plan:
  description: The changes, in the order in which they were made or would be.
  returned: success
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the resource.
      type: str
      sample: email_account
    action:
      description: V(create), V(update) or V(remove).
      type: str
      sample: create
    name:
      description: What the resource is told apart by.
      type: str
      sample: office@example.com
    before:
      description: The fields that change as they were; null for a new resource. Of a secret only whether it changes.
      type: dict
    after:
      description: The same as they are now; null for a resource that went.
      type: dict
drift:
  description: How many changes there are of each kind.
  returned: success
  type: dict
  sample: {"email_account": 1}
passwords_to_set:
  description: RV(plan[].kind) and RV(plan[].name) of resources that got a random password.
  returned: success or failure
  type: list
  elements: dict
unlisted:
  description:
    - What the account has and O(config) does not list, each with RV(plan[].kind), RV(plan[].name), and the resource as
      C(item).
  returned: with O(unlisted=report)
  type: list
  elements: dict
unreadable:
  description: C(kind), C(category) and C(msg) of kinds that O(config) does not mention and that could not be read.
  returned: with O(unlisted=report)
  type: list
  elements: dict
applied:
  description: Changes that were made before it failed, as in RV(plan).
  returned: failure
  type: list
  elements: dict
pending:
  description: Changes that were not made, or that nobody can tell of, as in RV(plan).
  returned: failure
  type: list
  elements: dict
diff:
  description: What differs, before and after, by kind and name.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.document import APPLY_SPEC, apply, secrets_of
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import Command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import CONNECTION_SPEC

COMMAND = Command(
    name="cpanel_account_config",
    spec={**CONNECTION_SPEC, **APPLY_SPEC, "config": {"type": "dict", "required": True}},
    run=apply,
    secrets=secrets_of,
)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
