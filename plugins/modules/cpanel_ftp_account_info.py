#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: edit nothing but EXAMPLES.

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_ftp_account_info
short_description: List the FTP accounts of a cPanel account
version_added: 0.1.0
description:
  - Lists the FTP accounts of a cPanel account.
  - Use M(hostops.cpanel.cpanel_ftp_account) to manage them.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource.info
  - hostops.cpanel.attributes.runners
options:
  login:
    description: List only those with this C(login).
    type: str
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_ftp_account
"""

EXAMPLES = r"""
---
- name: List the FTP accounts of a cPanel account
  hosts: localhost
  gather_facts: false
  tasks:
    - name: List the FTP accounts of a cPanel account
      hostops.cpanel.cpanel_ftp_account_info:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
      register: result

    - name: Show the logins without a quota
      ansible.builtin.debug:
        msg: "{{ result.ftp_accounts | selectattr('quota_mb', 'eq', 0) | map(attribute='login') }}"
"""

RETURN = r"""
ftp_accounts:
  description: The FTP accounts of a cPanel account, sorted by name.
  returned: success
  type: list
  elements: dict
  contains:
    login:
      description: Login of the FTP account.
      type: str
      sample: agency@example.com
    quota_mb:
      description: Disk quota in MB; V(0) means no limit.
      type: int
      sample: 500
    directory:
      description: Directory that the login is restricted to, relative to the account's home directory; an empty
        string for the home directory itself. In check mode, the directory of a new FTP account is known only if
        it was given.
      type: str
      sample: public_html/agency
    used_mb:
      description: Space used, in MB.
      type: float
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.ftp_account import FTP_ACCOUNT
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import info_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = info_command(FTP_ACCOUNT)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
