#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: account_documents
short_description: Write exported cPanel accounts to files, one document each
version_added: 0.1.0
description:
  - Writes what M(hostops.cpanel.cpanel_fleet) returned with O(hostops.cpanel.cpanel_fleet#module:export) to files,
    C(DIRECTORY/SERVER/ACCOUNT.yml), to be kept in Git and applied by the role C(hostops.cpanel.account_state).
  - Always runs where Ansible runs, whatever the host of the task is.
  - A file that is as it should be is not touched. Others are replaced as a whole.
  - An account that could not be read, or whose name cannot be that of a file, fails the task after all others were
    written. Nothing is written outside of O(directory), symbolic links included.
  - Values are data. What looks like a template or a tag in them is written so that it stays what it is.
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
      - The directory of all documents. It is made if it is missing.
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
      - Permissions of the files, in octal and in quotes, as in V('0644'). If given, files that are as they should be
        get them as well. New files have C(0644) otherwise, for there are no passwords in them.
    type: raw
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_fleet
  - module: hostops.cpanel.cpanel_account_export
"""

EXAMPLES = r"""
---
- name: From live accounts to files in Git
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Read all accounts
      hostops.cpanel.cpanel_fleet:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        select: {}
        export: {}
      register: exported

    - name: Write them down
      hostops.cpanel.account_documents:
        directory: "{{ target_dir }}"
        results: "{{ exported.results }}"
"""

RETURN = r"""
written:
  description: The files that were written, or would have been in check mode.
  returned: always
  type: list
  elements: str
  sample: ["/srv/hosting/accounts/server1.example.net/alice.yml"]
unchanged:
  description: How many files were as they should be.
  returned: always
  type: int
failed_accounts:
  description: C(host), C(account) and C(msg) of what was not written down.
  returned: always
  type: list
  elements: dict
error:
  description: What went wrong, see the errors guide.
  returned: failure
  type: dict
"""
