#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_fleet
short_description: Call UAPI functions in many cPanel accounts at once, or make many what a document says
version_added: 0.1.0
description:
  - Makes the same calls in many accounts, on one server or on several, in one task; or makes many accounts what one
    document (O(config)) says.
  - What happens to one account does not touch another. Every session that is opened is closed, also when the task is
    interrupted.
  - The task fails if an account failed; RV(results) and RV(summary) are returned all the same, and O(resume_from)
    does again only what failed or was left out.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.apply
  - hostops.cpanel.attributes
  - hostops.cpanel.attributes.runners
attributes:
  check_mode:
    support: full
    details:
      - Functions that only read are called. Those that write are reported as a change and not sent. With O(config),
        everything is planned and nothing is written. With O(export) nothing is ever written.
  diff_mode:
    support: full
    details:
      - With O(config), the changes of every account. Of a secret only whether it changes.
  idempotent:
    support: N/A
    details:
      - With O(config), yes. With O(calls), it depends on the functions; RV(ignore:changed) is true whenever one that
        writes has run.
  async:
    support: partial
    details:
      - Not for functions that return a secret.
options:
  servers:
    description:
      - The servers, if there are several or if they are not given by the connection options.
      - Each has O(servers[].host) and what differs from the connection options of the task.
      - In the controller, the file that E(CPANEL_FLEET_FILE) names takes its place if neither O(servers) nor O(host) is
        given; where there is none and O(accounts) are listed, the servers of the inventories
        P(hostops.cpanel.accounts#inventory) that this run has read.
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
      - Keys of a dictionary are C(account), C(host) (the name or host of its server, where there are several),
        C(vars) (a dictionary for placeholders), C(config) (a document of its own, added to O(config)), C(domain),
        C(ip), and C(api_token) or C(login_password) with C(port) for an account that is used with its own credential.
    type: list
    elements: raw
  select:
    description:
      - The accounts, as WHM's C(listaccts) finds them on every server. All conditions have to hold. An empty dictionary
        is all accounts.
    type: dict
    suboptions:
      owner:
        description: Owner of the account.
        type: str
      package:
        description: Package of the account.
        type: str
      domain:
        description: Regular expression that the main domain matches.
        type: str
      regex:
        description: Regular expression that the account's name matches.
        type: str
      suspended:
        description: Whether it is suspended. Both, if not given.
        type: bool
      max_accounts:
        description:
          - The most accounts that a server may list. One that lists more fails, so that a server that makes them up
            takes neither all memory nor all day.
        type: int
        default: 100000
  calls:
    description:
      - The calls to make in each account, in order up to the first failure.
      - Texts may hold the placeholders C({account}), C({domain}) (the main domain), C({ip}) (the account's address),
        C({host}) and C({vars.x}). A placeholder that is the whole text keeps the type of its value. A backslash in
        front, as in C(\{account}), says that the text itself is meant.
      - The path of a file to upload leaves no folder that it names, links resolved. What a server says, such as the
        domain of an account without C(domain) in O(accounts), may be in the name of the file and not of a folder.
    type: list
    elements: dict
    suboptions:
      module:
        description: Module of the function, such as V(Email).
        type: str
      function:
        description: Function, such as V(list_pops), or V(Email::list_pops) without O(calls[].module).
        type: str
        required: true
      params:
        description: Parameters of the function, as of M(hostops.cpanel.cpanel_uapi).
        type: dict
        default: {}
      name:
        description: Name of the call in the results. The default is the function's.
        type: str
      query:
        description:
          - A JMESPath expression over what the function returns. The raw data is then kept only as O(keep) says.
        type: str
  config:
    description:
      - A document as of O(hostops.cpanel.cpanel_account_config#module:config), to which every account is made. Its
        texts may hold the same placeholders as O(calls).
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
      - V(auto) and V(always) make the calls of an account in one request where possible, V(never) sends each alone.
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
      - Accounts, or batches of them, that are worked on at the same time in all.
    type: int
    default: 16
  per_host:
    description:
      - The same for each server. It is lowered while a server is in trouble.
    type: int
    default: 8
  max_fail_percentage:
    description:
      - If more than this share of the accounts has failed, no further one is started; those under way go on. Below
        V(100) fewer accounts are packed into one request, so that the limit holds. The rest are skipped, and named
        in RV(results).
    type: int
    default: 100
  progress:
    description:
      - Show a line every few seconds. Only for tasks that run in the controller.
    type: bool
    default: true
  keep:
    description:
      - Which raw data of calls with a O(calls[].query) to return beside its result. V(failed) keeps those of accounts
        that failed; V(none) returns nothing but results of queries. Without a query the data is the result, and memory
        grows with it.
    type: str
    choices: [all, failed, none]
    default: failed
  unlisted_accounts:
    description:
      - Also ask every server which accounts it has, and return those that O(accounts) does not list as
        RV(unlisted_accounts), and those that it lists and no server has as RV(missing_accounts).
      - A server that cannot be asked is a failure of its own in RV(results), and so is an account whose server is not
        among the servers of the task.
    type: bool
    default: false
  resume_from:
    description:
      - What an earlier run with the same O(calls), O(config) or O(export) returned. Accounts that it did, and those
        that it left in doubt (RV(results[].error) of the category C(ambiguous) or C(partial)), are not done again;
        their results are returned as they were, in their places, save that C(changed) is false. An account that failed
        after some of its calls had succeeded goes on behind them.
      - With O(config) and O(export) all that failed are read anew.
    type: dict
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_uapi
"""

EXAMPLES = r"""
---
- name: Ask every account of a reseller
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Disk use and mailboxes
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

    - name: Show what it took
      ansible.builtin.debug:
        msg: "{{ fleet.summary }}"

    - name: A forwarder in each of a few accounts
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

    - name: What every account should have
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

    - name: Show what drifted
      ansible.builtin.debug:
        var: state.summary.drift
"""

RETURN = r"""
results:
  description: One entry for each account, in the order of O(accounts) or of the server's list.
  returned: always
  type: list
  elements: dict
  contains:
    host:
      description: Name of the server.
      type: str
      sample: server1.example.net
    account:
      description: Name of the account; null for a server that could not be asked for its accounts.
      type: str
      sample: alice
    ok:
      description: Whether all calls succeeded.
      type: bool
    changed:
      description: Whether a call that writes has run, or would have in check mode.
      type: bool
    skipped:
      description: Whether it was not started.
      type: bool
    seconds:
      description: How long it took; for accounts in one batch, how long the batch took.
      type: float
    via:
      description: The way taken, V(session), V(whm) or V(account).
      type: str
    calls:
      description: What M(hostops.cpanel.cpanel_uapi) returns for each call. With O(calls).
      type: list
      elements: dict
    plan:
      description: The changes, as RV(hostops.cpanel.cpanel_account_config#module:plan). With O(config).
      type: list
      elements: dict
    drift:
      description: How many changes there are of each kind. With O(config).
      type: dict
    config:
      description:
        - The document of the account, as RV(hostops.cpanel.cpanel_account_export#module:config). With O(export).
      type: dict
    not_exported:
      description: What is not in it, as RV(hostops.cpanel.cpanel_account_export#module:not_exported). With O(export).
      type: list
      elements: dict
    server_records:
      description:
        - Records that servers write themselves, as RV(hostops.cpanel.cpanel_account_export#module:server_records). With
          O(export).
      type: list
      elements: dict
    passwords_to_set:
      description: C(kind) and C(name) of what got a random password. With O(config).
      type: list
      elements: dict
    unlisted:
      description:
        - What the account has and O(config) does not list, each with C(kind), C(name) and the resource as C(item). With
          O(unlisted=report).
      type: list
      elements: dict
    unreadable:
      description:
        - Kinds that could not be read, so that nobody knows what there is, each with C(kind) and the reason as C(msg).
          With O(export), and with O(unlisted=report) for kinds that O(config) does not mention, which also have their
          C(category).
      type: list
      elements: dict
    applied:
      description: Changes that were made before the account failed. With O(config).
      type: list
      elements: dict
    pending:
      description: Changes that were not made in an account that failed. With O(config).
      type: list
      elements: dict
    error:
      description: What went wrong, with C(msg) beside the keys of the errors guide; null if nothing did.
      type: dict
    resumed:
      description: True for a result that was taken over from O(resume_from); its C(changed) is false.
      type: bool
failed_accounts:
  description: C(host), C(account) and C(error) of those that failed.
  returned: always
  type: list
  elements: dict
unlisted_accounts:
  description: C(host) and C(account) of those that the servers have and O(accounts) does not list.
  returned: with O(unlisted_accounts)
  type: list
  elements: dict
missing_accounts:
  description: C(host) and C(account) of those that O(accounts) lists and their server does not have.
  returned: with O(unlisted_accounts)
  type: list
  elements: dict
diff:
  description: What changed, or would in check mode, before and after, for each account with changes.
  returned: with O(config), in diff mode
  type: list
  elements: dict
summary:
  description:
    - Counts of C(accounts), C(ok), C(changed), C(failed), C(skipped) and C(requests), the C(seconds) taken and the ways
      (C(via)). With O(config) also C(drift), how many changes there are of each kind in all accounts.
  returned: always
  type: dict
  sample: {"accounts": 2, "ok": 2, "changed": 0, "failed": 0, "skipped": 0, "requests": 1, "seconds": 0.2}
error:
  description:
    - What went wrong as a whole. The category is C(partial), or the one that all accounts share if none succeeded; then
      the other keys, too, are what all of them share.
  returned: failure
  type: dict
  sample: {"category": "partial", "hint": "See failed_accounts."}
"""

import functools
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.accounts import SELECT_SPEC
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.fleet import Fleet
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
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import Command, Invocation
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import CONNECTION_SPEC


def secrets(params: t.Mapping[str, t.Any]) -> set[str]:
    named = secrets_of(params, "uapi") | secrets_of_document(params)
    return named | secrets_of_accounts(params, named)


def run(invocation: Invocation) -> dict[str, t.Any]:
    return Fleet(invocation).run()


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
