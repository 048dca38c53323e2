#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_redirect
short_description: Manage the redirects of a cPanel account's domains
version_added: 0.1.0
description:
  - Creates, changes and removes a redirect, which is a rule in the C(.htaccess) file of a domain.
  - The server can only add and delete rules. To change one, it is deleted and added again in one request.
  - Where a domain has several rules for the same source, one takes their place.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource
  - hostops.cpanel.attributes.runners
options:
  domain:
    description:
      - Domain from which visitors are redirected.
    type: str
    required: true
  source:
    description:
      - Path from which visitors are redirected, as V(/old). V(/) is the whole domain.
    type: str
    default: /
  destination:
    description:
      - URL to which visitors are redirected. Needed to create it.
    type: str
  type:
    description:
      - Whether browsers may remember it (301) or not (302). A new one is V(permanent) if it is not given.
    type: str
    choices: [permanent, temporary]
  wildcard:
    description:
      - Whether everything below O(source) goes to the same name below O(destination). A new one does not if it is not
        given.
    type: bool
  www:
    description:
      - Whether it also holds for the domain with C(www.) in front. A new one does if it is not given.
      - The server does not tell a rule without C(www.) from one for C(www.) alone; both count as V(false), and what
        this module makes with V(false) is a rule without C(www.).
    type: bool
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_redirect_info
  - module: hostops.cpanel.cpanel_account_config
"""

EXAMPLES = r"""
---
- name: The redirects of an account
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: The old shop has moved
      hostops.cpanel.cpanel_redirect:
        domain: "{{ account_domain }}"
        source: /shop
        destination: https://shop.example.org/
        wildcard: true

    - name: For the time being only
      hostops.cpanel.cpanel_redirect:
        domain: "{{ account_domain }}"
        source: /shop
        type: temporary

    - name: The shop is back
      hostops.cpanel.cpanel_redirect:
        domain: "{{ account_domain }}"
        source: /shop
        state: absent
"""

RETURN = r"""
redirect:
  description: The redirect as it is now, or in check mode as it would be; null if it is not there.
  returned: success
  type: dict
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
diff:
  description: What differs, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.redirect import REDIRECT
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import run_module

COMMAND = resource_command(REDIRECT)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
