#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: whm_api
short_description: Call WHM API 1 functions
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
      - Not supported for functions that return a secret, such as C(api_token_create).
options:
  function:
    description:
      - Name of the function, such as V(listaccts).
    type: str
  params:
    description:
      - Parameters of the function. Lists are sent as repeated names, booleans as V(1) and V(0), dictionaries as JSON.
        Null values are not sent.
      - Names are not checked against the documentation. Servers ignore unknown ones.
      - Names that would change the user or the function of the call, such as C(cpanel.user) or C(api.version), are
        refused, except for functions that contain other calls.
      - Values with a name that indicates a secret are masked.
    type: dict
    default: {}
  columns:
    description:
      - Columns to return. Columns in O(sort) have to be included.
    type: list
    elements: str
  calls:
    description:
      - Several calls, made in order until one fails, in one request with WHM's C(batch).
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
        description: Name of the call in RV(calls). The default is the name of the function.
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
    - name: List the suspended accounts of one owner
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

    - name: Get the version and the name of the server in one request
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
reason:
  description: The reason given by the server, in its language. Successful calls can have one, too.
  returned: for a single function
  type: str
  sample: OK
output:
  description: Raw output, messages and warnings from the server, if any.
  returned: for a single function
  type: dict
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
  description: Metadata from the server, such as numbers of chunks.
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
error:
  description:
    - Details of the error, see the errors guide. The keys are C(category), C(code), C(http_status), C(service),
      C(function), C(errors), C(messages), C(retryable) and C(hint).
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
