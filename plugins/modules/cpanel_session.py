#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: cpanel_session
short_description: Open and close temporary cPanel, WHM and Webmail sessions
version_added: 0.1.0
description:
  - Opens a temporary session on behalf of an account with WHM API 1's C(create_user_session), logs in to it, and
    returns it for use in other modules. The account's password is not needed.
  - Whoever has a session can act as the account. The result of a task that returns one is hidden in all output; only
    the registered variable contains it. Close sessions with O(state=absent) in an C(always) section.
extends_documentation_fragment:
  - hostops.cpanel.connection
  - hostops.cpanel.attributes
  - hostops.cpanel.attributes.runners
attributes:
  check_mode:
    support: full
    details:
      - Sessions are opened and closed in check mode, too, as later tasks need them. This does not count as a change.
  diff_mode:
    support: none
  idempotent:
    support: full
    details:
      - Never reports a change. If O(session) is set and still works, it is kept.
  async:
    support: none
    details:
      - The result would be stored on disk and shown.
options:
  state:
    description:
      - V(present) opens a session, or keeps the one in O(session) if it still works.
      - V(absent) logs out of O(session). A session that has ended already is not an error.
    type: str
    choices: [present, absent]
    default: present
  service:
    description:
      - The service to log in to. For V(whostmgrd), O(account) is a reseller or V(root); for V(webmaild), an email
        address.
      - If O(session) is set, this is the service of that session.
    type: str
    choices: [cpaneld, whostmgrd, webmaild]
    default: cpaneld
  app:
    description: Key of the application to open in a browser after login, such as V(Email_Accounts).
    type: str
  locale:
    description: Locale of the interface, such as V(de).
    type: str
  preferred_domain:
    description: Host to use in the login URL.
    type: str
  login:
    description:
      - V(false) only creates the session and returns RV(login_url), to be opened in a browser.
      - Anyone who has the URL can use it until the session ends.
    type: bool
    default: true
author:
  - hostops developers (@hostops)
seealso:
  - module: hostops.cpanel.cpanel_uapi
  - module: hostops.cpanel.whm_api
"""

EXAMPLES = r"""
---
- name: Open a session for an account, use it, close it
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Work in one account
      block:
        - name: Open a session
          hostops.cpanel.cpanel_session:
            host: server1.example.net
            api_token: "{{ whm_token }}"
            account: alice
          register: login

        - name: List its mailboxes
          hostops.cpanel.cpanel_uapi:
            session: "{{ login.session }}"
            module: Email
            function: list_pops
          register: mailboxes

      always:
        - name: Close the session
          hostops.cpanel.cpanel_session:
            state: absent
            session: "{{ login.session }}"
          when: login.session is defined
"""

RETURN = r"""
session:
  description:
    - The session. Pass it as it is to the option O(session) of other modules.
    - With O(state=absent) or O(login=false), all values are null.
  returned: success
  type: dict
  contains:
    host:
      description: Host that the session is bound to.
      type: str
      sample: server1.example.net
    port:
      description: Port that the session is bound to.
      type: int
      sample: 2083
    scheme:
      description: V(https) or V(http).
      type: str
      sample: https
    service:
      description: Service that the session is for.
      type: str
      sample: cpaneld
    account:
      description: Account, reseller or email address that the session belongs to.
      type: str
      sample: alice
    security_token:
      description: The security token. A secret.
      type: str
    cookies:
      description: Cookies of the session by name. A secret.
      type: dict
    created_at:
      description: When the session was opened, in ISO 8601 and UTC.
      type: str
      sample: "2026-07-01T10:00:00Z"
    expires_at:
      description: When the session expires according to the server, in ISO 8601 and UTC. It also ends after 15 idle
        minutes.
      type: str
      sample: "2026-07-01T10:15:00Z"
    validate_certs:
      description: Whether certificates are verified.
      type: bool
      sample: true
    ca_path:
      description: CA bundle used to verify certificates.
      type: str
      sample: null
reused:
  description: Whether O(session) still worked and was kept.
  returned: success
  type: bool
  sample: false
login_url:
  description: The login URL. A secret.
  returned: with O(login=false)
  type: str
login_expires_at:
  description: When the login URL expires at the latest, in ISO 8601 and UTC; null if the server does not say.
  returned: with O(login=false)
  type: str
error:
  description:
    - Details of the error, see the errors guide. The keys are C(category), C(code), C(http_status), C(service),
      C(function), C(errors), C(messages), C(retryable) and C(hint).
  returned: failure
  type: dict
  sample: {"category": "not_found", "hint": "There is no account alice on this server."}
"""

import dataclasses
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import Command, Invocation
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.endpoint import SERVICES
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import CONNECTION_SPEC, Options
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.session import null_bundle


def run(invocation: Invocation) -> dict[str, t.Any]:
    params = invocation.params
    if params["state"] == "absent":
        return close(invocation)
    with invocation.client() as client:
        given = client.options.session
        service = given["service"] if given is not None else params["service"]
        if params["service"] not in ("cpaneld", service):
            raise usage("service: %s, but the session is for %s" % (params["service"], service), "Leave service out.")
        kept = client.sessions.kept() if params["login"] else None
        if kept is not None:
            return {"session": kept.as_dict(), "reused": True}
        account = params["account"] or (given or {}).get("account")
        if not account:
            raise usage("account is missing", "Give account, the one to open a session for.")
        if given is not None and not client.sessions.can_mint:
            raise expired(account)
        if not params["login"]:
            minted = client.sessions.mint(account, service, params)
            return {"session": null_bundle(), "reused": False, **minted.for_human()}
        session = client.sessions.hand_over(client.sessions.open(account, service, params))
        return {"session": session.as_dict(), "reused": False}


def expired(account: str) -> CpanelError:
    hint = "Give host and a WHM credential (api_token) beside session, so that another can be opened."
    return CpanelError("session_expired", "the session of %s has ended and cannot be renewed" % account, hint=hint)


def close(invocation: Invocation) -> dict[str, t.Any]:
    if invocation.params["session"] is None:
        raise usage("session is missing", "Give session, the one that cpanel_session returned.")
    if Options.from_params(invocation.params).session is not None:
        params = {**invocation.params, "account": None}  # the bundle says whose it is; module_defaults may say another
        with dataclasses.replace(invocation, params=params).client() as client:
            client.sessions.logout()
    return {"session": null_bundle(), "reused": False}


COMMAND = Command(
    name="cpanel_session",
    spec={
        **CONNECTION_SPEC,
        "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
        "service": {"type": "str", "choices": list(SERVICES), "default": "cpaneld"},
        "app": {"type": "str"},
        "locale": {"type": "str"},
        "preferred_domain": {"type": "str"},
        "login": {"type": "bool", "default": True},
    },
    run=run,
    supports_async=False,
)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
