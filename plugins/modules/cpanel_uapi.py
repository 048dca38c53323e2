#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_uapi
short_description: Call UAPI functions in a cPanel account
version_added: 0.1.0
description:
  - Calls one function of cPanel's UAPI, or several in one request, in one account.
  - Works with a session from M(hostops.cpanel.cpanel_session), with the account's own API token or password, or with a
    WHM credential.
  - Parameters are checked against the documented functions before anything is sent, as servers ignore unknown ones.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.calls
  - hostops.cpanel.calls.writes
  - hostops.cpanel.attributes
  - hostops.cpanel.attributes.runners
attributes:
  check_mode:
    support: full
    details:
      - Functions that only read are called. Functions that write are reported as changes and not sent.
  diff_mode:
    support: none
  idempotent:
    support: N/A
    details:
      - Depends on the function. RV(ignore:changed) is true whenever a function that writes has run.
  async:
    support: partial
    details:
      - Not supported for functions that return a secret, such as C(Tokens::create_full_access).
options:
  module:
    description:
      - Module of the function, such as V(Email). Not needed if O(function) includes it, as in V(Email::list_pops).
    type: str
  function:
    description:
      - Name of the function, such as V(list_pops). Names are case-sensitive.
    type: str
  params:
    description:
      - Parameters of the function. Lists are sent as repeated names, booleans as V(1) and V(0), dictionaries as JSON.
        Null values are not sent.
      - C(Fileman::upload_files) takes paths of local files as C(file-1), C(file-2) and so on.
      - Names that would change the user or the function of the call, such as C(cpanel.user) or C(api.version), are
        refused.
      - Values with a name that indicates a secret are masked.
    type: dict
    default: {}
  calls:
    description:
      - Several calls, made in order until one fails.
    type: list
    elements: dict
    suboptions:
      module:
        description: As O(module).
        type: str
      function:
        description: As O(function).
        type: str
        required: true
      params:
        description: As O(params).
        type: dict
        default: {}
      name:
        description: Name of the call in RV(calls). The default is the name of the function.
        type: str
      query:
        description: As O(query).
        type: str
  batch:
    description:
      - V(auto) and V(always) send O(calls) in one request with C(Batch::strict), up to a hundred at a time, except
        those that cannot be batched. V(never) sends each call on its own.
    type: str
    choices: [auto, always, never]
    default: auto
  strict_params:
    description:
      - Fail before anything is sent if a parameter is unknown or a required one is missing.
      - Calls of undocumented functions are not checked.
    type: bool
    default: true
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_session
  - module: hostops.cpanel.whm_api
"""

EXAMPLES = r"""
---
- name: Work in an account
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
      account: alice
  tasks:
    - name: List the mailboxes
      hostops.cpanel.cpanel_uapi:
        module: Email
        function: list_pops_with_disk
        sort:
          - column: email
        query: "[].{email: email, used: diskused}"
      register: mailboxes

    - name: Create a mailbox if it does not exist
      hostops.cpanel.cpanel_uapi:
        module: Email
        function: add_pop
        params:
          email: info
          domain: "{{ account_domain }}"
          password: "{{ mailbox_password }}"
          quota: 500
      when: "('info@' ~ account_domain) not in mailboxes.result | map(attribute='email')"

    - name: Call several functions in one request
      hostops.cpanel.cpanel_uapi:
        calls:
          - name: domains
            module: DomainInfo
            function: list_domains
          - name: disk
            module: Quota
            function: get_quota_info
            query: megabytes_used
      register: account
"""

RETURN = r"""
function:
  description: The function that was called.
  returned: for a single function
  type: str
  sample: Email::list_pops
data:
  description: The data that the function returned, in the server's types.
  returned: for a single function
  type: raw
result:
  description: The data after O(query) was applied.
  returned: for a single function
  type: raw
status:
  description: V(1) for success, V(0) for failure; null for a call that was not sent in check mode.
  returned: for a single function
  type: int
  sample: 1
skipped_in_check_mode:
  description: V(true) for a call that was not sent because it writes.
  returned: in check mode, for a function that writes
  type: bool
holds_secret:
  description:
    - V(true) if the data is or contains a secret, such as a token or a private key. The output of the task is then
      hidden; the registered variable contains the data.
  returned: when the data contains a secret
  type: bool
metadata:
  description: Metadata from the server, such as numbers of pages.
  returned: for a single function
  type: dict
messages:
  description: Messages from the server, in its language.
  returned: for a single function
  type: list
  elements: str
warnings:
  description: Warnings from the server, in its language.
  returned: for a single function
  type: list
  elements: str
errors:
  description: Errors from the server, in its language.
  returned: for a single function
  type: list
  elements: str
calls:
  description: One entry for each of O(calls) that was made, with its C(name) and all of the above.
  returned: with O(calls)
  type: list
  elements: dict
via:
  description: How UAPI was called; V(session), V(whm), or V(account) (with the account's own credential).
  returned: success
  type: str
  sample: whm
error:
  description:
    - Details of the error, see the errors guide. The keys are C(category), C(code), C(http_status), C(service),
      C(function), C(errors), C(messages), C(retryable) and C(hint).
  returned: failure
  type: dict
  sample: {"category": "api", "function": "Email::add_pop", "errors": ["The email account already exists."]}
"""

import functools

from ansible_collections.hostops.cpanel.plugins.module_utils._task.calls import (
    BATCH_SPEC,
    CALL_SPEC,
    CALLS_SPEC,
    returns_secret,
    run_calls,
    secrets_of,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import Command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import CONNECTION_SPEC

COMMAND = Command(
    name="cpanel_uapi",
    spec={
        **CONNECTION_SPEC,
        **CALLS_SPEC,
        "module": {"type": "str"},
        "calls": {"type": "list", "elements": "dict", "options": CALL_SPEC},
        **BATCH_SPEC,
    },
    constraints={
        "required_one_of": [("function", "calls")],
        "mutually_exclusive": [("function", "calls")],
        "required_by": {"module": ["function"]},
    },
    run=functools.partial(run_calls, api="uapi"),
    secrets=functools.partial(secrets_of, api="uapi"),
    returns_secret=functools.partial(returns_secret, api="uapi"),
)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
