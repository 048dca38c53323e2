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
  - Creates and removes a database of MySQL or MariaDB. Who may use it is the business of
    M(hostops.cpanel.cpanel_mysql_user).
  - Removing a database removes what is in it.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource
  - hostops.cpanel.attributes.runners
options:
  name:
    description:
      - Name of the database. Where the server has names begin with a prefix, such as C(alice_), that is put in front
        of a name that does not begin with it.
      - The server says how long it may be; in this each C(_) counts twice.
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
- name: The databases of an account
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: A database for the shop
      hostops.cpanel.cpanel_mysql_database:
        name: shop
      register: made

    - name: Its whole name is told
      ansible.builtin.debug:
        msg: "The shop uses {{ made.mysql_database.name }}"

    - name: It is gone, with all that was in it
      hostops.cpanel.cpanel_mysql_database:
        name: shop
        state: absent
"""

RETURN = r"""
mysql_database:
  description: The database as it is now, or in check mode as it would be; null if it is not there.
  returned: success
  type: dict
  contains:
    name:
      description: Its whole name, with the prefix.
      type: str
      sample: alice_shop
diff:
  description: What differs, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.mysql_database import MYSQL_DATABASE
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import run_module

COMMAND = resource_command(MYSQL_DATABASE)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
