#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: do not edit.

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_redirect_info
short_description: List the redirects of a cPanel account's domains
version_added: 0.1.0
description:
  - Reads what M(hostops.cpanel.cpanel_redirect) manages.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource.info
  - hostops.cpanel.attributes.runners
options:
  domain:
    description: List only those with this C(domain).
    type: str
  source:
    description: List only those with this C(source).
    type: str
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_redirect
"""

EXAMPLES = r"""
---
- name: What is there
  hosts: localhost
  gather_facts: false
  tasks:
    - name: List the redirects of a cPanel account's domains
      hostops.cpanel.cpanel_redirect_info:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
      register: found

    - name: Count them
      ansible.builtin.debug:
        msg: "{{ found.redirects | length }}"
"""

RETURN = r"""
redirects:
  description: 'What there is: the redirects of a cPanel account''s domains, in the order of their names.'
  returned: success
  type: list
  elements: dict
  contains:
    domain:
      description: Domain from which visitors are redirected.
      type: str
      sample: example.com
    source:
      description: Path from which visitors are redirected.
      type: str
      sample: /shop
    destination:
      description: URL to which visitors are redirected.
      type: str
      sample: https://shop.example.org/
    type:
      description: Whether browsers may remember it, V(permanent) or V(temporary).
      type: str
      sample: permanent
    wildcard:
      description: Whether everything below the source goes to the same name below the destination.
      type: bool
    www:
      description: Whether it also holds for the domain with C(www.) in front.
      type: bool
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.redirect import REDIRECT
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import info_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import run_module

COMMAND = info_command(REDIRECT)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
