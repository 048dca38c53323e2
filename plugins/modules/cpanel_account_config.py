#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_account_config
short_description: Apply a document to a cPanel account
version_added: 0.1.0
description:
  - Brings an account to the state that a document (O(config)) describes. Reads the current state, plans the changes,
    and makes them in dependency order, in two or three requests for most documents.
  - Resources that the document does not mention are left alone. Resources are removed only if they have
    C(state=absent), or if their kind is in O(purge).
  - There is no state file. The current state is read every time.
  - To apply O(config) to many accounts in one task, use M(hostops.cpanel.cpanel_fleet).
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.apply
  - hostops.cpanel.attributes
  - hostops.cpanel.attributes.runners
attributes:
  check_mode:
    support: full
    details:
      - Changes are planned but not made.
      - Resources that the server creates together with a domain, such as the records of its zone, are unknown until the
        domain exists.
  diff_mode:
    support: full
    details:
      - For secrets, the diff shows only whether they change.
  idempotent:
    support: full
  async:
    support: full
options:
  config:
    description:
      - The document, a dictionary of lists of resources by kind.
      - The name of a kind is that of its module without C(cpanel_), such as V(email_account). Its resources have the
        options of that module.
      - DNS records are listed in V(dns_zone).
      - Strings can contain the placeholders C({account}), C({domain}) (the main domain), C({ip}) (the account's IP
        address) and C({host}) (O(host) of the task). To use such a text literally, put a backslash in front, as in
        C(\{domain}). M(hostops.cpanel.cpanel_fleet) treats documents in the same way.
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
- name: Manage an account as one document
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: Apply the document
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

    - name: Check that nothing is left to change
      hostops.cpanel.cpanel_account_config:
        config:
          mysql_database:
            - name: shop
      register: again
      failed_when: again is changed
"""

RETURN = r"""
plan:
  description: The changes, in the order in which they were made, or would be made in check mode.
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
      description: What identifies the resource.
      type: str
      sample: office@example.com
    before:
      description: The changed fields before the change; null for a new resource. For secrets, only whether they change.
      type: dict
    after:
      description: The same fields after the change; null for a removed resource.
      type: dict
drift:
  description: Number of changes by kind.
  returned: success
  type: dict
  sample: {"email_account": 1}
passwords_to_set:
  description: Resources that got a random password, each with C(kind) and C(name) as in RV(plan).
  returned: success or failure
  type: list
  elements: dict
unlisted:
  description:
    - Resources that O(config) does not list, each with C(kind) and C(name) as in RV(plan), and the resource itself as
      C(item).
  returned: with O(unlisted=report)
  type: list
  elements: dict
unreadable:
  description: Kinds not in O(config) that could not be read, each with C(kind), C(category) and C(msg).
  returned: with O(unlisted=report)
  type: list
  elements: dict
applied:
  description: Changes that were made before the failure, as in RV(plan).
  returned: failure
  type: list
  elements: dict
pending:
  description: Changes that were not made, or whose outcome is unknown, as in RV(plan).
  returned: failure
  type: list
  elements: dict
diff:
  description: The fields that changed, before and after, by kind and name.
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
