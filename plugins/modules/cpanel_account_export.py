#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_account_export
short_description: Export a cPanel account as a document
version_added: 0.1.0
description:
  - Returns the resources of an account as a document that M(hostops.cpanel.cpanel_account_config) accepts, in stable
    order.
  - Applying the document to the same account changes nothing. Applying it to an empty account, even one with another
    name on another server, creates everything that the API can create; RV(not_exported) lists the rest. Files, mail and
    the contents of databases are not exported.
  - Literal texts that look like placeholders, such as C({domain}), are escaped with a backslash.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.attributes
  - hostops.cpanel.attributes.runners
attributes:
  check_mode:
    support: full
    details:
      - This module only reads.
  diff_mode:
    support: N/A
    details:
      - This module changes nothing.
  idempotent:
    support: full
    details:
      - This module changes nothing.
  async:
    support: full
options:
  kinds:
    description:
      - Kinds to export, named as in O(hostops.cpanel.cpanel_account_config#module:config). The default is all kinds.
    type: list
    elements: str
  portable:
    description:
      - Whether RV(config) can be applied to other accounts. If so, names of databases and their users have no prefix,
        and the account's own domain, IP address and name are replaced by C({domain}), C({ip}) and C({account}).
      - V(false) exports literal values.
    type: bool
    default: true
  server_records:
    description:
      - Whether to include the DNS records that the server manages itself, such as the DKIM key, C(mail), C(www),
        service records, and the address and mail exchanger of a domain if they are the account's own.
    type: bool
    default: false
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_account_config
"""

EXAMPLES = r"""
---
- name: Save an account as a file for Git
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Export the account
      hostops.cpanel.cpanel_account_export:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
      register: exported

    - name: Write the document to a file
      ansible.builtin.copy:
        content: "{{ exported.config | to_nice_yaml(sort_keys=false) }}"
        dest: "{{ target_dir }}/alice.yml"
        mode: "0644"
"""

RETURN = r"""
config:
  description: The document, see O(hostops.cpanel.cpanel_account_config#module:config). It contains no secrets.
  returned: success
  type: dict
  sample: {"email_account": [{"email": "office@{domain}", "quota_mb": 2048}]}
not_exported:
  description:
    - What RV(config) does not contain, as C(fields) of resources with their C(kind) and C(name). These are passwords,
      which the API does not return, and resources of the server itself, such as forwarders to programs outside of the
      account.
  returned: success
  type: list
  elements: dict
  sample: [{"kind": "email_account", "name": "office@{domain}", "fields": ["password"]}]
server_records:
  description:
    - Records that RV(config) does not contain because the server manages them, each with C(zone), C(name) and C(type).
  returned: success
  type: list
  elements: dict
  sample: [{"zone": "{domain}", "name": "default._domainkey", "type": "TXT"}]
unreadable:
  description:
    - Kinds that the account is not allowed to read, each with C(kind) and the reason as C(msg). There is a warning for
      each of them.
  returned: success
  type: list
  elements: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.document import EXPORT_SPEC, export
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import Command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import CONNECTION_SPEC

COMMAND = Command(name="cpanel_account_export", spec={**CONNECTION_SPEC, **EXPORT_SPEC}, run=export)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
