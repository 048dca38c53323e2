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
  - The API can only add and delete rules. A redirect is changed by deleting it and adding it again, in one request.
  - If a domain has several rules for the same source, they are replaced by one.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.resource
  - hostops.cpanel.attributes.runners
options:
  domain:
    description:
      - Domain to redirect from.
    type: str
    required: true
  source:
    description:
      - Path to redirect from, such as V(/old). V(/) redirects the whole domain.
    type: str
    default: /
  destination:
    description:
      - URL to redirect to. Required to create it.
    type: str
  type:
    description:
      - V(permanent) sends HTTP status 301, V(temporary) 302. If not set, a new redirect is V(permanent).
    type: str
    choices: [permanent, temporary]
  wildcard:
    description:
      - Whether everything below O(source) is redirected to the same path below O(destination). If not set, a new
        redirect does not do so.
    type: bool
  www:
    description:
      - Whether the redirect also applies to the domain with C(www.) in front. If not set, a new redirect does.
      - The API does not distinguish a rule without C(www.) from one for C(www.) only. Both are returned as V(false);
        this module creates a rule without C(www.) for V(false).
    type: bool
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_redirect_info
  - module: hostops.cpanel.cpanel_account_config
"""

EXAMPLES = r"""
---
- name: Manage redirects
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: Redirect the old shop to the new one
      hostops.cpanel.cpanel_redirect:
        domain: "{{ account_domain }}"
        source: /shop
        destination: https://shop.example.org/
        wildcard: true

    - name: Make the redirect temporary
      hostops.cpanel.cpanel_redirect:
        domain: "{{ account_domain }}"
        source: /shop
        type: temporary

    - name: Remove the redirect
      hostops.cpanel.cpanel_redirect:
        domain: "{{ account_domain }}"
        source: /shop
        state: absent
"""

RETURN = r"""
redirect:
  description: The redirect after the task, or as it would be in check mode; null if it does not exist.
  returned: success
  type: dict
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
diff:
  description: The fields that changed, before and after.
  returned: success
  type: dict
"""

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.redirect import REDIRECT
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import resource_command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = resource_command(REDIRECT)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
