#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_fleet
short_description: Run UAPI calls, or apply a document, across many accounts
version_added: 0.1.0
description:
  - Runs the same UAPI calls (O(calls)), applies a document (O(config)), or exports documents (O(export)) in many
    accounts on one or several servers, in one task.
  - Accounts are independent of each other; a failure in one does not affect the others. Every session that is opened is
    closed, even if the task is interrupted.
  - The task fails if any account failed, but still returns RV(results) and RV(summary). With O(resume_from), only
    accounts that failed or were skipped are processed again.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.apply
  - hostops.cpanel.attributes
  - hostops.cpanel.attributes.runners
attributes:
  check_mode:
    support: full
    details:
      - Functions that only read are called. Functions that write are reported as changes and not sent. With O(config),
        changes are planned but not made. O(export) never writes.
  diff_mode:
    support: full
    details:
      - With O(config), shows the changes of every account. For secrets, the diff shows only whether they change.
  idempotent:
    support: N/A
    details:
      - O(config) is idempotent. O(calls) depends on the functions; RV(ignore:changed) is true whenever a function that
        writes has run.
  async:
    support: partial
    details:
      - Not supported for functions that return a secret.
options:
  servers:
    description:
      - The servers, if there are several or if the connection options do not name one.
      - Each has O(servers[].host) and any options that differ from the connection options of the task.
      - If neither O(servers) nor O(host) is set, tasks that run on the controller use the file that
        E(CPANEL_FLEET_FILE) names. Without such a file, but with O(accounts), they use the servers of the inventories
        (P(hostops.cpanel.accounts#inventory)) that this run has read.
    type: list
    elements: dict
    suboptions:
      name:
        description: Name by which accounts refer to the server. The default is its host.
        type: str
      host:
        description: As O(host).
        type: str
      port:
        description: As O(port).
        type: int
      username:
        description: As O(username).
        type: str
      api_token:
        description: As O(api_token).
        type: str
      login_password:
        description: As O(login_password).
        type: str
      otp:
        description: As O(otp).
        type: str
      session_host:
        description: As O(session_host).
        type: str
      validate_certs:
        description: As O(validate_certs).
        type: bool
      ca_path:
        description: As O(ca_path).
        type: path
      use_ssl:
        description: As O(use_ssl).
        type: bool
      proxy:
        description: As O(proxy).
        type: str
      timeout:
        description: As O(timeout).
        type: int
      retries:
        description: As O(retries).
        type: int
      max_response_mb:
        description: As O(max_response_mb).
        type: int
  accounts:
    description:
      - The accounts, each a name or a dictionary.
      - The keys of a dictionary are C(account), C(host) (name or host of the account's server, if there are several),
        C(vars) (a dictionary of values for placeholders), C(config) (the account's own document, added to O(config)),
        C(domain), C(ip), and C(api_token) or C(login_password) with C(port) to use the account's own credential.
    type: list
    elements: raw
  select:
    description:
      - Selects accounts on every server by conditions, using WHM's C(listaccts). All conditions have to match. An empty
        dictionary selects all accounts.
    type: dict
    suboptions:
      owner:
        description: Owner of the account.
        type: str
      package:
        description: Package of the account.
        type: str
      domain:
        description: Regular expression to match the main domain.
        type: str
      regex:
        description: Regular expression to match the account's name.
        type: str
      suspended:
        description: Whether the account is suspended. If not set, both are included.
        type: bool
      max_accounts:
        description:
          - Maximum number of accounts that a server may list. A server that lists more fails, so that a misbehaving one
            cannot exhaust memory or time.
        type: int
        default: 100000
  calls:
    description:
      - The calls to make in each account, in order. An account stops at its first failure.
      - Strings can contain the placeholders C({account}), C({domain}) (the main domain), C({ip}) (the account's IP
        address), C({host}) and C({vars.x}). A string that is nothing but a placeholder takes the type of its value. To
        use such a text literally, put a backslash in front, as in C(\{account}).
      - The path of a file to upload cannot leave the directory that it names, not even through symbolic links. Values
        that a server returns, such as the domain of an account without C(domain) in O(accounts), can be part of the
        file name, but not of a directory.
    type: list
    elements: dict
    suboptions:
      module:
        description: Module of the function, such as V(Email).
        type: str
      function:
        description: Name of the function, such as V(list_pops), or V(Email::list_pops) without O(calls[].module).
        type: str
        required: true
      params:
        description: Parameters of the function, see O(hostops.cpanel.cpanel_uapi#module:params).
        type: dict
        default: {}
      name:
        description: Name of the call in the results. The default is the name of the function.
        type: str
      query:
        description:
          - A JMESPath expression that is applied to the data the function returns. O(keep) decides whether the raw data
            is returned as well.
        type: str
  config:
    description:
      - A document to apply to every account, see O(hostops.cpanel.cpanel_account_config#module:config). Its strings can
        contain the same placeholders as O(calls).
      - Not needed where each of O(accounts) has a C(config) of its own.
    type: dict
  export:
    description:
      - Read every account as a document, which is RV(results[].config). An empty dictionary exports all kinds.
        M(hostops.cpanel.account_documents) writes the documents to files.
    type: dict
    suboptions:
      kinds:
        description: As O(hostops.cpanel.cpanel_account_export#module:kinds).
        type: list
        elements: str
      portable:
        description: As O(hostops.cpanel.cpanel_account_export#module:portable).
        type: bool
        default: true
      server_records:
        description: As O(hostops.cpanel.cpanel_account_export#module:server_records).
        type: bool
        default: false
  batch:
    description:
      - V(auto) and V(always) send the calls of an account in one request if possible, V(never) sends each on its own.
    type: str
    choices: [auto, always, never]
    default: auto
  strict_params:
    description:
      - Fail before anything is sent if a parameter is unknown or a required one is missing.
    type: bool
    default: true
  forks:
    description:
      - Maximum number of accounts, or batches of accounts, to process in parallel on all servers together.
    type: int
    default: 16
  per_host:
    description:
      - The same limit for each server. It is lowered while a server returns errors.
    type: int
    default: 8
  max_fail_percentage:
    description:
      - Percentage of accounts that may fail before the task stops. Accounts in progress are finished, the rest are
        skipped and reported in RV(results). Below V(100), fewer accounts share a request, so that the limit is kept.
    type: int
    default: 100
  progress:
    description:
      - Whether to show progress every few seconds. Only for tasks that run on the controller.
    type: bool
    default: true
  keep:
    description:
      - Whether calls with O(calls[].query) also return their raw data. V(failed) returns it for accounts that failed,
        V(none) never. Without a query, the raw data is the result, and memory use grows with it.
    type: str
    choices: [all, failed, none]
    default: failed
  unlisted_accounts:
    description:
      - Also list the accounts of every server. Accounts that O(accounts) does not list are returned as
        RV(unlisted_accounts), listed accounts that do not exist as RV(missing_accounts).
      - A server that cannot list its accounts is a failure in RV(results), and so is an account whose server is not
        among the servers of the task.
    type: bool
    default: false
  resume_from:
    description:
      - The result of an earlier run with the same O(calls), O(config) or O(export). Accounts that succeeded, and those
        whose outcome is unknown (RV(results[].error) with the category C(ambiguous) or C(partial)), are not processed
        again; their earlier results are returned in place, with C(changed) set to false. An account that failed after
        some of its calls continues with the call that failed.
      - With O(config) and O(export), all accounts that failed are read again.
    type: dict
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_uapi
"""

EXAMPLES = r"""
---
- name: Work in many accounts
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Get disk usage and number of mailboxes
      hostops.cpanel.cpanel_fleet:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        select:
          owner: root
          suspended: false
        calls:
          - name: disk
            function: Quota::get_quota_info
            query: megabytes_used
          - name: mailboxes
            function: Email::list_pops
            query: length(@)
      register: fleet

    - name: Show the summary
      ansible.builtin.debug:
        msg: "{{ fleet.summary }}"

    - name: Add a forwarder in each of a few accounts
      hostops.cpanel.cpanel_fleet:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        accounts:
          - account: alice
            vars: {target: alice@example.org}
          - account: bob
            vars: {target: bob@example.org}
        calls:
          - function: Email::add_forwarder
            params:
              domain: "{domain}"
              email: office
              fwdopt: fwd
              fwdemail: "{vars.target}"

    - name: Apply a document to every account
      hostops.cpanel.cpanel_fleet:
        host: server1.example.net
        api_token: "{{ whm_token }}"
        select:
          owner: root
        config:
          dns_zone:
            - zone: "{domain}"
              records:
                - {name: _dmarc, type: TXT, value: ["v=DMARC1; p=reject;"]}
        max_changes: 5
      register: state

    - name: Show how much had drifted
      ansible.builtin.debug:
        var: state.summary.drift
"""

RETURN = r"""
results:
  description: One entry per account, in the order of O(accounts) or of the server's list.
  returned: always
  type: list
  elements: dict
  contains:
    host:
      description: Name of the server.
      type: str
      sample: server1.example.net
    account:
      description: Name of the account; null for a server that could not list its accounts.
      type: str
      sample: alice
    ok:
      description: Whether everything succeeded.
      type: bool
    changed:
      description: Whether something was changed, or would be in check mode.
      type: bool
    skipped:
      description: Whether the account was skipped.
      type: bool
    seconds:
      description: Duration in seconds; for accounts in one batch, the duration of the batch.
      type: float
    via:
      description: How UAPI was called; V(session), V(whm) or V(account).
      type: str
    calls:
      description: The results of the calls, as RV(hostops.cpanel.cpanel_uapi#module:calls). With O(calls).
      type: list
      elements: dict
    plan:
      description: The changes, as RV(hostops.cpanel.cpanel_account_config#module:plan). With O(config).
      type: list
      elements: dict
    drift:
      description: Number of changes by kind. With O(config).
      type: dict
    config:
      description:
        - The document of the account, as RV(hostops.cpanel.cpanel_account_export#module:config). With O(export).
      type: dict
    not_exported:
      description: As RV(hostops.cpanel.cpanel_account_export#module:not_exported). With O(export).
      type: list
      elements: dict
    server_records:
      description:
        - As RV(hostops.cpanel.cpanel_account_export#module:server_records). With O(export).
      type: list
      elements: dict
    passwords_to_set:
      description: C(kind) and C(name) of resources that got a random password. With O(config).
      type: list
      elements: dict
    unlisted:
      description:
        - Resources that O(config) does not list, each with C(kind), C(name) and the resource itself as C(item). With
          O(unlisted=report).
      type: list
      elements: dict
    unreadable:
      description:
        - Kinds that could not be read, each with C(kind) and the reason as C(msg). With O(export), and with
          O(unlisted=report) for kinds that O(config) does not mention, which also have C(category).
      type: list
      elements: dict
    applied:
      description: Changes that were made before the account failed. With O(config).
      type: list
      elements: dict
    pending:
      description: Changes that were not made, or whose outcome is unknown, in a failed account. With O(config).
      type: list
      elements: dict
    error:
      description: Details of the error, with C(msg) and the keys in the errors guide; null if the account succeeded.
      type: dict
    resumed:
      description: V(true) for a result taken from O(resume_from); its C(changed) is false.
      type: bool
failed_accounts:
  description: Accounts that failed, each with C(host), C(account) and C(error).
  returned: always
  type: list
  elements: dict
unlisted_accounts:
  description: Accounts on the servers that O(accounts) does not list, each with C(host) and C(account).
  returned: with O(unlisted_accounts)
  type: list
  elements: dict
missing_accounts:
  description: Accounts in O(accounts) that do not exist on their server, each with C(host) and C(account).
  returned: with O(unlisted_accounts)
  type: list
  elements: dict
diff:
  description: The changes, or those that would be made in check mode, for each account that has any.
  returned: with O(config), in diff mode
  type: list
  elements: dict
summary:
  description:
    - Numbers of C(accounts) and of C(ok), C(changed), C(failed) and C(skipped) ones, number of C(requests), duration in
      C(seconds), and C(via). With O(config), also C(drift), the number of changes by kind in all accounts.
  returned: always
  type: dict
  sample: {"accounts": 2, "ok": 2, "changed": 0, "failed": 0, "skipped": 0, "requests": 1, "seconds": 0.2}
error:
  description:
    - Details of the error of the task. The category is C(partial), unless no account succeeded and all failed with the
      same category. Then it is that one, and the other keys are those that all errors have in common.
  returned: failure
  type: dict
  sample: {"category": "partial", "hint": "See failed_accounts."}
"""

import functools
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.accounts import SELECT_SPEC
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.fleet import run
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.servers import SERVER_SPEC
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.targets import secrets_of_accounts
from ansible_collections.hostops.cpanel.plugins.module_utils._state.document import APPLY_SPEC, EXPORT_SPEC
from ansible_collections.hostops.cpanel.plugins.module_utils._state.document import secrets_of as secrets_of_document
from ansible_collections.hostops.cpanel.plugins.module_utils._task.calls import (
    BATCH_SPEC,
    CALL_SPEC,
    returns_secret,
    secrets_of,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import Command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import CONNECTION_SPEC


def secrets(params: t.Mapping[str, t.Any]) -> set[str]:
    named = secrets_of(params, "uapi") | secrets_of_document(params)
    return named | secrets_of_accounts(params, named)


COMMAND = Command(
    name="cpanel_fleet",
    spec={
        **CONNECTION_SPEC,
        "servers": {"type": "list", "elements": "dict", "options": SERVER_SPEC},
        "accounts": {"type": "list", "elements": "raw"},
        "select": {"type": "dict", "options": SELECT_SPEC},
        "calls": {"type": "list", "elements": "dict", "options": CALL_SPEC},
        "config": {"type": "dict"},
        "export": {"type": "dict", "options": EXPORT_SPEC},
        **APPLY_SPEC,
        **BATCH_SPEC,
        "forks": {"type": "int", "default": 16},
        "per_host": {"type": "int", "default": 8},
        "max_fail_percentage": {"type": "int", "default": 100},
        "progress": {"type": "bool", "default": True},
        "keep": {"type": "str", "choices": ["all", "failed", "none"], "default": "failed"},
        "unlisted_accounts": {"type": "bool", "default": False},
        "resume_from": {"type": "dict"},
    },
    constraints={
        "required_one_of": [("accounts", "select")],
        "mutually_exclusive": [("accounts", "select"), ("calls", "config", "export")],
    },
    run=run,
    secrets=secrets,
    returns_secret=functools.partial(returns_secret, api="uapi"),
)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
