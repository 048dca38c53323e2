#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_mysql_database
short_description: Manage the MySQL databases of a cPanel account
version_added: 0.1.0
description:
  - Creates and removes a MySQL or MariaDB database. Use M(hostops.cpanel.cpanel_mysql_user) to grant privileges on it.
  - Removing a database removes all its data.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource
  - hostops.cpanel.attributes.runners
options:
  name:
    description:
      - Name of the database. If the server uses a prefix, such as C(alice_), it is added to a name that does not start
        with it.
      - The server limits the length; each C(_) counts twice towards it.
    type: str
    required: true
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_mysql_database_info
  - module: hostops.cpanel.cpanel_mysql_user
  - module: hostops.cpanel.cpanel_account_config
"""

EXAMPLES = r"""
---
- name: Manage MySQL databases
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: Create a database for the shop
      hostops.cpanel.cpanel_mysql_database:
        name: shop
      register: created

    - name: Show its full name
      ansible.builtin.debug:
        msg: "The shop uses {{ created.mysql_database.name }}"

    - name: Remove the database and its data
      hostops.cpanel.cpanel_mysql_database:
        name: shop
        state: absent
"""

RETURN = r"""
mysql_database:
  description: The database after the task, or as it would be in check mode; null if it does not exist.
  returned: success
  type: dict
  contains:
    name:
      description: Full name of the database, with the prefix.
      type: str
      sample: alice_shop
diff:
  description: The fields that changed, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.mysql_database import MYSQL_DATABASE
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = resource_command(MYSQL_DATABASE)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
