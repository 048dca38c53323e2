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
  - The logins that come with the account itself are none of them.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource
  - hostops.cpanel.attributes.runners
  - hostops.cpanel.resource.password
options:
  login:
    description:
      - Login of the FTP account, as V(deploy@example.com), or the part before the C(@) with O(domain).
      - C(user) is another name of O(account), as in all modules of this collection.
    type: str
    required: true
  domain:
    description:
      - Domain of the login, if O(login) is the part before the C(@) alone.
    type: str
  quota_mb:
    description:
      - Space that it may take, in whole MB; V(0) or V(unlimited) is no limit. A new one has no limit if it is not
        given.
    type: str
  directory:
    description:
      - Directory that it sees, in the home directory of the account and relative to it, as V(public_html/shop). V(.)
        is the home directory itself. A new one gets a directory that the server chooses if it is not given.
    type: str
  delete_home:
    description:
      - Whether O(directory) is removed along with an FTP account that goes, with all that is in it. The home directory
        of the account is never removed.
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
- name: The FTP accounts of an account
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: A login for the web agency
      hostops.cpanel.cpanel_ftp_account:
        login: "agency@{{ account_domain }}"
        password: "{{ mailbox_password }}"
        directory: public_html
        quota_mb: 500

    - name: The agency sees its own directory only
      hostops.cpanel.cpanel_ftp_account:
        login: agency
        domain: "{{ account_domain }}"
        directory: public_html/agency
        quota_mb: unlimited

    - name: The agency is done
      hostops.cpanel.cpanel_ftp_account:
        login: "agency@{{ account_domain }}"
        state: absent
"""

RETURN = r"""
ftp_account:
  description: The FTP account as it is now, or in check mode as it would be; null if it is not there.
  returned: success
  type: dict
  contains:
    login:
      description: Its login.
      type: str
      sample: agency@example.com
    quota_mb:
      description: Space that it may take, in MB; 0 is no limit.
      type: int
      sample: 500
    directory:
      description: Directory that it sees, relative to the home directory of the account; an empty text for that itself.
        For a new one in check mode it is only known if it was given.
      type: str
      sample: public_html/agency
diff:
  description: What differs, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.ftp_account import FTP_ACCOUNT
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import run_module

COMMAND = resource_command(FTP_ACCOUNT)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
