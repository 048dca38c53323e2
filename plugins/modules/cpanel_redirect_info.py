#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: edit nothing but EXAMPLES.

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_redirect_info
short_description: List the redirects of a cPanel account's domains
version_added: 0.1.0
description:
  - Lists the redirects of a cPanel account's domains.
  - Use M(hostops.cpanel.cpanel_redirect) to manage them.
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
- name: List the redirects of a cPanel account's domains
  hosts: localhost
  gather_facts: false
  tasks:
    - name: List the redirects of a cPanel account's domains
      hostops.cpanel.cpanel_redirect_info:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        account: alice
      register: result

    - name: Show the temporary redirects
      ansible.builtin.debug:
        msg: "{{ result.redirects | selectattr('type', 'eq', 'temporary') | map(attribute='destination') }}"
"""

RETURN = r"""
redirects:
  description: The redirects of a cPanel account's domains, sorted by name.
  returned: success
  type: list
  elements: dict
  contains:
    domain:
      description: Domain to redirect from.
      type: str
      sample: example.com
    source:
      description: Path to redirect from.
      type: str
      sample: /shop
    destination:
      description: URL to redirect to.
      type: str
      sample: https://shop.example.org/
    type:
      description: V(permanent) (301) or V(temporary) (302).
      type: str
      sample: permanent
    wildcard:
      description: Whether everything below the source is redirected to the same path below the destination.
      type: bool
    www:
      description: Whether the redirect also applies to the domain with C(www.) in front.
      type: bool
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.redirect import REDIRECT
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import info_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = info_command(REDIRECT)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
