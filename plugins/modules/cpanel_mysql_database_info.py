#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: edit nothing but EXAMPLES.

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_mysql_database_info
short_description: List the MySQL databases of a cPanel account
version_added: 0.1.0
description:
  - Lists the MySQL databases of a cPanel account.
  - Use M(hostops.cpanel.cpanel_mysql_database) to manage them.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource.info
  - hostops.cpanel.attributes.runners
options:
  name:
    description: List only those with this C(name).
    type: str
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_mysql_database
"""

EXAMPLES = r"""
---
- name: List the MySQL databases of a cPanel account
  hosts: localhost
  gather_facts: false
  tasks:
    - name: List the MySQL databases of a cPanel account
      hostops.cpanel.cpanel_mysql_database_info:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
      register: result

    - name: Show the databases that no user has privileges on
      ansible.builtin.debug:
        msg: "{{ result.mysql_databases | rejectattr('users') | map(attribute='name') }}"
"""

RETURN = r"""
mysql_databases:
  description: The MySQL databases of a cPanel account, sorted by name.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: Full name of the database, with the prefix.
      type: str
      sample: alice_shop
    disk_usage_bytes:
      description: Space used, in bytes.
      type: int
    users:
      description: Names of the users who have privileges on it.
      type: list
      elements: str
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.mysql_database import MYSQL_DATABASE
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import info_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = info_command(MYSQL_DATABASE)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
