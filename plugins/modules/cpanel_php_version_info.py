#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: edit nothing but EXAMPLES.

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_php_version_info
short_description: List the PHP versions of a cPanel account's websites
version_added: 0.1.0
description:
  - Lists the PHP versions of a cPanel account's websites.
  - Use M(hostops.cpanel.cpanel_php_version) to manage them.
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
- name: List the PHP versions of a cPanel account's websites
  hosts: localhost
  gather_facts: false
  tasks:
    - name: List the PHP versions of a cPanel account's websites
      hostops.cpanel.cpanel_php_version_info:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
      register: result

    - name: Show the websites that do not use the server's default
      ansible.builtin.debug:
        msg: "{{ result.php_versions | rejectattr('version', 'eq', 'inherit') | map(attribute='vhost') }}"
"""

RETURN = r"""
php_versions:
  description: The PHP versions of a cPanel account's websites, sorted by name.
  returned: success
  type: list
  elements: dict
  contains:
    vhost:
      description: Domain of the website.
      type: str
      sample: example.com
    version:
      description: The PHP version that is set, or V(inherit).
      type: str
      sample: ea-php83
    in_use:
      description: The version in use, which is the server's own if it is inherited.
      type: str
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.php_version import PHP_VERSION
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import info_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = info_command(PHP_VERSION)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
