#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_mysql_user
short_description: Manage the MySQL users of a cPanel account
version_added: 0.1.0
description:
  - Creates, changes and removes a MySQL or MariaDB user, and sets its privileges on databases.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource
  - hostops.cpanel.attributes.runners
  - hostops.cpanel.resource.password
options:
  name:
    description:
      - Name of the user. If the server uses a prefix, such as C(alice_), it is added to a name that does not start with
        it. The server limits the length.
    type: str
    required: true
  privileges:
    description:
      - Privileges by database. Names of databases get the prefix in the same way as O(name).
      - Each value is a list of privileges, such as V(SELECT) and V(CREATE TEMPORARY TABLES), or a comma-separated
        string. V(ALL) grants all privileges, an empty list revokes all of them.
      - The privileges on a database are replaced; databases that are not listed are left alone.
      - The databases have to exist.
    type: dict
  append_privs:
    description:
      - Add O(privileges) to the user's current ones. Mutually exclusive with O(subtract_privs).
    type: bool
    default: false
  subtract_privs:
    description:
      - Remove O(privileges) from the user's current ones. Mutually exclusive with O(append_privs).
    type: bool
    default: false
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_mysql_user_info
  - module: hostops.cpanel.cpanel_mysql_database
  - module: hostops.cpanel.cpanel_account_config
"""

EXAMPLES = r"""
---
- name: Manage MySQL users and their privileges
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  vars:
    shop_password: "{{ lookup('ansible.builtin.password', 'credentials/shop', length=24) }}"
  tasks:
    - name: Create a database for the shop
      hostops.cpanel.cpanel_mysql_database:
        name: shop

    - name: Create a user with all privileges on it
      hostops.cpanel.cpanel_mysql_user:
        name: shop
        password: "{{ shop_password }}"
        privileges:
          shop: ALL

    - name: Create a read-only user for reports
      hostops.cpanel.cpanel_mysql_user:
        name: reports
        password: "{{ shop_password | reverse }}"
        privileges:
          shop: [SELECT, SHOW VIEW]

    - name: Revoke the privilege to drop tables
      hostops.cpanel.cpanel_mysql_user:
        name: shop
        privileges:
          shop: [DROP]
        subtract_privs: true

    - name: Remove the user for reports
      hostops.cpanel.cpanel_mysql_user:
        name: reports
        state: absent
"""

RETURN = r"""
mysql_user:
  description: The user after the task, or as it would be in check mode; null if it does not exist.
  returned: success
  type: dict
  contains:
    name:
      description: Full name of the user, with the prefix.
      type: str
      sample: alice_shop
    privileges:
      description:
        - Sorted privileges by database; only V(ALL PRIVILEGES) if the user has all of them.
      type: dict
      sample: {alice_shop: [INSERT, SELECT]}
diff:
  description: The fields that changed, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.mysql_user import MYSQL_USER
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = resource_command(MYSQL_USER)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
