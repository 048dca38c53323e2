#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: do not edit.

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_php_version_info
short_description: List the PHP versions of a cPanel account's websites
version_added: 0.1.0
description:
  - Reads what M(hostops.cpanel.cpanel_php_version) manages.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource.info
  - hostops.cpanel.attributes.runners
options:
  vhost:
    description: List only those with this C(vhost).
    type: str
    aliases:
    - domain
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_php_version
"""

EXAMPLES = r"""
---
- name: What is there
  hosts: localhost
  gather_facts: false
  tasks:
    - name: List the PHP versions of a cPanel account's websites
      hostops.cpanel.cpanel_php_version_info:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
      register: found

    - name: Count them
      ansible.builtin.debug:
        msg: "{{ found.php_versions | length }}"
"""

RETURN = r"""
php_versions:
  description: 'What there is: the PHP versions of a cPanel account''s websites, in the order of their names.'
  returned: success
  type: list
  elements: dict
  contains:
    vhost:
      description: Domain of the website.
      type: str
      sample: example.com
    version:
      description: PHP version that is chosen, or V(inherit).
      type: str
      sample: ea-php83
    in_use:
      description: The version that runs, which is the server's if it is inherited.
      type: str
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.php_version import PHP_VERSION
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import info_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import run_module

COMMAND = info_command(PHP_VERSION)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
