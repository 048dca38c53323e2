#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_account_export
short_description: Read a cPanel account as a document
version_added: 0.1.0
description:
  - Returns what is in an account as the document that M(hostops.cpanel.cpanel_account_config) takes, in stable order.
  - Applied to the same account it changes nothing. Applied to an empty one it makes everything that an API can make,
    and names the rest. Files, mail and the content of databases are not part of it.
  - Applied to an account of another name, on another server, the document makes the same hosting there.
  - Texts that would be taken for placeholders, such as C({domain}), have a backslash in front.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.attributes
  - hostops.cpanel.attributes.runners
attributes:
  check_mode:
    support: full
    details:
      - It only reads.
  diff_mode:
    support: N/A
    details:
      - It changes nothing.
  idempotent:
    support: full
    details:
      - It changes nothing.
  async:
    support: full
options:
  kinds:
    description:
      - Kinds to export, named as in O(hostops.cpanel.cpanel_account_config#module:config); all, if not given.
    type: list
    elements: str
  portable:
    description:
      - Whether RV(config) fits other accounts as well. Names of databases and their users have no prefix, and what
        is the account's own is a placeholder, C({domain}), C({ip}) or C({account}), inside of values too.
      - V(false) writes everything down as it is.
    type: bool
    default: true
  server_records:
    description:
      - Whether to include the records of zones that the server writes itself, such as the DKIM key, C(mail), C(www),
        those of services, and the address and the mail exchanger of a domain if they are the account's own.
    type: bool
    default: false
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_account_config
"""

EXAMPLES = r"""
---
- name: From a live account to a file in Git
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Read the account
      hostops.cpanel.cpanel_account_export:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
      register: exported

    - name: Write it down
      ansible.builtin.copy:
        content: "{{ exported.config | to_nice_yaml(sort_keys=false) }}"
        dest: "{{ target_dir }}/alice.yml"
        mode: "0644"
"""

RETURN = r"""
config:
  description: The document, see O(hostops.cpanel.cpanel_account_config#module:config). Without secrets.
  returned: success
  type: dict
  sample: {"email_account": [{"email": "office@{domain}", "quota_mb": 2048}]}
not_exported:
  description:
    - What is not in RV(config), the C(fields) of resources by their C(kind) and C(name). These are passwords, which no
      API tells, and what is the server's own, such as forwarders to programs outside of the account.
  returned: success
  type: list
  elements: dict
  sample: [{"kind": "email_account", "name": "office@{domain}", "fields": ["password"]}]
server_records:
  description:
    - Records that the server writes itself and that are not in RV(config) therefore, by C(zone), C(name) and C(type).
  returned: success
  type: list
  elements: dict
  sample: [{"zone": "{domain}", "name": "default._domainkey", "type": "TXT"}]
unreadable:
  description:
    - The C(kind) of what the server does not let the account read, and why (C(msg)). There is a warning for each.
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
