#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: account_documents
short_description: Write exported cPanel accounts to files
version_added: 0.1.0
description:
  - Writes the accounts that M(hostops.cpanel.cpanel_fleet) exported (O(hostops.cpanel.cpanel_fleet#module:export)) to
    files, C(DIRECTORY/SERVER/ACCOUNT.yml). Keep them in Git and apply them with the role
    C(hostops.cpanel.account_state).
  - Always runs on the controller, whatever the host of the task is.
  - Files that are up to date are not touched. Others are replaced atomically.
  - If an account could not be read, or its name is not a valid file name, the task fails after all others were written.
    Nothing is written outside of O(directory), not even through symbolic links.
  - Values are written as data. Texts that look like templates or YAML tags are quoted or escaped.
extends_documentation_fragment:
  - hostops.cpanel.attributes
  - hostops.cpanel.attributes.controller
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
  async:
    support: none
options:
  directory:
    description:
      - Directory for all documents. It is created if it does not exist.
    type: path
    required: true
  results:
    description:
      - The RV(hostops.cpanel.cpanel_fleet#module:results) of M(hostops.cpanel.cpanel_fleet) with
        O(hostops.cpanel.cpanel_fleet#module:export).
    type: list
    elements: dict
    required: true
  mode:
    description:
      - Permissions of the files, in octal and quoted, as in V('0644'). If set, they are applied to files that are up to
        date, too. Otherwise, new files get C(0644), as they contain no passwords.
    type: raw
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_fleet
  - module: hostops.cpanel.cpanel_account_export
"""

EXAMPLES = r"""
---
- name: Save accounts as files for Git
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Export all accounts
      hostops.cpanel.cpanel_fleet:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        select: {}
        export: {}
      register: exported

    - name: Write one file per account
      hostops.cpanel.account_documents:
        directory: "{{ target_dir }}"
        results: "{{ exported.results }}"
"""

RETURN = r"""
written:
  description: The files that were written, or would be in check mode.
  returned: always
  type: list
  elements: str
  sample: ["/srv/hosting/accounts/server1.example.net/alice.yml"]
unchanged:
  description: Number of files that were up to date.
  returned: always
  type: int
failed_accounts:
  description: Accounts that were not written, each with C(host), C(account) and C(msg).
  returned: always
  type: list
  elements: dict
error:
  description: Details of the error, see the errors guide.
  returned: failure
  type: dict
"""
