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
  - Creates, changes and removes a user of MySQL or MariaDB, and says which privileges it has on which databases.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource
  - hostops.cpanel.attributes.runners
  - hostops.cpanel.resource.password
options:
  name:
    description:
      - Name of the user. Where the server has names begin with a prefix, such as C(alice_), that is put in front of a
        name that does not begin with it. The server says how long it may be.
    type: str
    required: true
  privileges:
    description:
      - For each database the privileges on it. The names of databases get the prefix as O(name) does.
      - A list of names such as V(SELECT) and V(CREATE TEMPORARY TABLES), or one text with commas between them. All
        privileges are V(ALL). An empty list takes everything away.
      - What is given replaces the privileges on that database; databases that are not named are left as they are.
      - The databases have to be there.
    type: dict
  append_privs:
    description:
      - Add O(privileges) to those that the user has. Excludes O(subtract_privs).
    type: bool
    default: false
  subtract_privs:
    description:
      - Take O(privileges) from those that the user has. Excludes O(append_privs).
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
- name: Who may use a database
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
    - name: A database for the shop
      hostops.cpanel.cpanel_mysql_database:
        name: shop

    - name: The shop may do everything in it
      hostops.cpanel.cpanel_mysql_user:
        name: shop
        password: "{{ shop_password }}"
        privileges:
          shop: ALL

    - name: Reports only read
      hostops.cpanel.cpanel_mysql_user:
        name: reports
        password: "{{ shop_password | reverse }}"
        privileges:
          shop: [SELECT, SHOW VIEW]

    - name: The shop drops no tables any more
      hostops.cpanel.cpanel_mysql_user:
        name: shop
        privileges:
          shop: [DROP]
        subtract_privs: true

    - name: No reports any more
      hostops.cpanel.cpanel_mysql_user:
        name: reports
        state: absent
"""

RETURN = r"""
mysql_user:
  description: The user as it is now, or in check mode as it would be; null if it is not there.
  returned: success
  type: dict
  contains:
    name:
      description: Its whole name, with the prefix.
      type: str
      sample: alice_shop
    privileges:
      description:
        - For each database on which it has privileges a sorted list of them; V(ALL PRIVILEGES) alone for all of them.
      type: dict
      sample: {alice_shop: [INSERT, SELECT]}
diff:
  description: What differs, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.mysql_user import MYSQL_USER
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import run_module

COMMAND = resource_command(MYSQL_USER)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
