#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: whm_api
short_description: Call functions of WHM API 1
version_added: 0.1.0
description:
  - Calls one function of WHM API 1, or several in one request, as root or as a reseller.
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
      - Functions that only read are called. Those that write are reported as a change and not sent.
  diff_mode:
    support: none
  idempotent:
    support: N/A
    details:
      - Depends on the function; RV(ignore:changed) is true whenever one that writes has run.
  async:
    support: partial
    details:
      - Not for functions that return a secret, such as C(api_token_create).
options:
  function:
    description:
      - Name of the function, such as V(listaccts).
    type: str
  params:
    description:
      - Parameters of the function. Lists become repeated names, booleans V(1) and V(0), dictionaries JSON; null is left
        out.
      - Names are not checked against the documentation. The server ignores those that it does not know.
      - Names that would say as whom or what is called, such as C(cpanel.user) or C(api.version), are refused, save for
        the functions that hold other calls.
      - Values whose name says that they are secret are masked.
    type: dict
    default: {}
  columns:
    description:
      - The only columns to return. A column that O(sort) names has to be among them.
    type: list
    elements: str
  calls:
    description:
      - Several calls, made in order up to the first failure, in one request with WHM's C(batch).
    type: list
    elements: dict
    suboptions:
      function:
        description: As O(function).
        type: str
        required: true
      params:
        description: As O(params).
        type: dict
        default: {}
      name:
        description: Name of the call in RV(calls). The default is the function's.
        type: str
      query:
        description: As O(query).
        type: str
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_uapi
"""

EXAMPLES = r"""
---
- name: Look at a server
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/hostops.cpanel.cpanel:
      host: server1.example.net
      api_token: "{{ whm_token }}"
  tasks:
    - name: The accounts of one owner that are suspended
      hostops.cpanel.whm_api:
        function: listaccts
        params:
          search: ^root$
          searchtype: owner
          searchmethod: regex
        filters:
          - column: suspended
            type: eq
            term: "1"
        columns: [user, domain, suspended]
        query: acct[].user
      register: suspended

    - name: Version and name of the server in one request
      hostops.cpanel.whm_api:
        calls:
          - function: version
          - function: gethostname
      register: server
"""

RETURN = r"""
function:
  description: The function that was called.
  returned: for a single function
  type: str
  sample: listaccts
data:
  description: What the function returned, as the server typed it.
  returned: for a single function
  type: raw
result:
  description: The same after O(query).
  returned: for a single function
  type: raw
status:
  description: V(1), or V(0); null for a call that was not sent in check mode.
  returned: for a single function
  type: int
  sample: 1
reason:
  description: The server's reason, in its language. A success may have one.
  returned: for a single function
  type: str
  sample: OK
output:
  description: Raw output, messages and warnings of the server, if there were any.
  returned: for a single function
  type: dict
skipped_in_check_mode:
  description: V(true) for a call that writes, as it was not sent.
  returned: in check mode, for a function that writes
  type: bool
holds_secret:
  description:
    - V(true) if the data is or holds a secret, such as a token or a private key. The output of the task is hidden then;
      the registered variable has it whole.
  returned: when it does
  type: bool
metadata:
  description: The server's metadata, such as counts of chunks.
  returned: for a single function
  type: dict
messages:
  description: Messages of the server, in its language.
  returned: for a single function
  type: list
  elements: str
warnings:
  description: Warnings of the server, in its language.
  returned: for a single function
  type: list
  elements: str
errors:
  description: Errors of the server, in its language.
  returned: for a single function
  type: list
  elements: str
calls:
  description: For each of O(calls) that was made its C(name) and all of the above.
  returned: with O(calls)
  type: list
  elements: dict
error:
  description:
    - What went wrong, see the errors guide. Keys are C(category), C(code), C(http_status), C(service), C(function),
      C(errors), C(messages), C(retryable) and C(hint).
  returned: failure
  type: dict
  sample: {"category": "permission", "hint": "reseller1 lacks the WHM privilege list-accts."}
"""

import functools

from ansible_collections.hostops.cpanel.plugins.module_utils._task.calls import (
    CALLS_SPEC,
    WHM_CALL_SPEC,
    returns_secret,
    run_calls,
    secrets_of,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import Command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import CONNECTION_SPEC

COMMAND = Command(
    name="whm_api",
    spec={
        **CONNECTION_SPEC,
        **CALLS_SPEC,
        "columns": {"type": "list", "elements": "str"},
        "calls": {"type": "list", "elements": "dict", "options": WHM_CALL_SPEC},
    },
    constraints={"required_one_of": [("function", "calls")], "mutually_exclusive": [("function", "calls")]},
    run=functools.partial(run_calls, api="whm"),
    secrets=functools.partial(secrets_of, api="whm"),
    returns_secret=functools.partial(returns_secret, api="whm"),
)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
