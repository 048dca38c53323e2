#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_php_version
short_description: Manage the PHP versions of a cPanel account's websites
version_added: 0.1.0
description:
  - Sets the PHP version of a website, or has it inherit the server's default.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource
  - hostops.cpanel.attributes.runners
options:
  vhost:
    description:
      - Domain of the website. For an addon domain, use its own name.
    type: str
    required: true
    aliases: [domain]
  version:
    description:
      - PHP version in the server's notation, such as V(ea-php83), or V(inherit) for the server's default. The version
        has to be installed.
      - O(state=absent) is the same as V(inherit).
    type: str
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_php_version_info
  - module: hostops.cpanel.cpanel_account_config
"""

EXAMPLES = r"""
---
- name: Manage PHP versions
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: Run the website on PHP 8.2
      hostops.cpanel.cpanel_php_version:
        vhost: "{{ account_domain }}"
        version: ea-php82

    - name: Run the website on the server's default version
      hostops.cpanel.cpanel_php_version:
        vhost: "{{ account_domain }}"
        version: inherit
"""

RETURN = r"""
php_version:
  description: The PHP version as it is now, or in check mode as it would be; V(inherit) with O(state=absent).
  returned: success
  type: dict
  contains:
    vhost:
      description: Domain of the website.
      type: str
      sample: example.com
    version:
      description: The PHP version that is set, or V(inherit).
      type: str
      sample: ea-php83
diff:
  description: The fields that changed, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.php_version import PHP_VERSION
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = resource_command(PHP_VERSION)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
