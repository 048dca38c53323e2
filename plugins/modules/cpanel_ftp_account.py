#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_ftp_account
short_description: Manage the FTP accounts of a cPanel account
version_added: 0.1.0
description:
  - Creates, changes and removes an FTP account.
  - The FTP logins that come with the cPanel account itself are not managed.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource
  - hostops.cpanel.attributes.runners
  - hostops.cpanel.resource.password
options:
  login:
    description:
      - Login of the FTP account, such as V(deploy@example.com), or only the part before the C(@) together with
        O(domain).
      - This option has no alias C(user), as that is an alias of O(account) in all modules of this collection.
    type: str
    required: true
  domain:
    description:
      - Domain of the login, if O(login) is only the part before the C(@).
    type: str
  quota_mb:
    description:
      - Disk quota in whole MB; V(0) or V(unlimited) means no limit. If not set, a new FTP account has no limit.
    type: str
  directory:
    description:
      - Directory that the login is restricted to, relative to the account's home directory, such as
        V(public_html/shop). V(.) is the home directory itself. If not set, the server chooses one for a new FTP
        account.
    type: str
  delete_home:
    description:
      - Whether to remove O(directory) and everything in it together with the FTP account. The account's home directory
        is never removed.
    type: bool
    default: false
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_ftp_account_info
  - module: hostops.cpanel.cpanel_account_config
"""

EXAMPLES = r"""
---
- name: Manage FTP accounts
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: Create a login for the web agency
      hostops.cpanel.cpanel_ftp_account:
        login: "agency@{{ account_domain }}"
        password: "{{ mailbox_password }}"
        directory: public_html
        quota_mb: 500

    - name: Restrict the agency to its own directory
      hostops.cpanel.cpanel_ftp_account:
        login: agency
        domain: "{{ account_domain }}"
        directory: public_html/agency
        quota_mb: unlimited

    - name: Remove the login
      hostops.cpanel.cpanel_ftp_account:
        login: "agency@{{ account_domain }}"
        state: absent
"""

RETURN = r"""
ftp_account:
  description: The FTP account after the task, or as it would be in check mode; null if it does not exist.
  returned: success
  type: dict
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
      description: Directory that the login is restricted to, relative to the account's home directory; an empty string
        for the home directory itself. In check mode, the directory of a new FTP account is known only if it was given.
      type: str
      sample: public_html/agency
diff:
  description: The fields that changed, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.ftp_account import FTP_ACCOUNT
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = resource_command(FTP_ACCOUNT)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
