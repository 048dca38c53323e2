#!/usr/bin/python
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: whm_session_log_info
short_description: Read the single sign-on session log of a cPanel server
version_added: 0.1.0
description:
  - Shows who opened which cPanel, WHM and Webmail sessions, how and from where, why they ended, and which are still
    open.
  - Reads the log file on the host that the task runs on, in both formats that cPanel has used. The module does not
    connect to WHM, has no connection options, and is not in C(group/hostops.cpanel.cpanel).
  - Files of any size are read once, sequentially and in bounded memory.
  - Session IDs are truncated unless O(reveal_ids) is V(true).
attributes:
  check_mode:
    description: Can run in check_mode and return changed status prediction without modifying target.
    support: full
    details:
      - This module only reads.
  diff_mode:
    description: Will return details on what has changed (or possibly needs changing in check_mode), when in diff mode.
    support: none
  idempotent:
    description: When run twice in a row outside check mode with the same arguments, the second run changes nothing.
    support: full
  async:
    description: Supports being used with the C(async) keyword.
    support: partial
    details:
      - Not supported with O(reveal_ids).
  action:
    description: Indicates this has a corresponding action plugin, so that local tasks run inside the controller.
    support: full
    details:
      - Local tasks run in the controller's own process. Tasks on other hosts, with C(async) or with C(become) run as a
        module. Set the variable C(hostops_cpanel_in_process) to V(false) to always run the module.
options:
  path:
    description:
      - Path of the log on the host that the task runs on. On a cPanel server, only root can read it.
      - Compressed files are recognized by their content.
    type: path
    default: /usr/local/cpanel/logs/session_log
  content:
    description:
      - Text of a log to read instead of O(path).
      - It is masked in the output of the task, as it contains full session IDs.
    type: str
  include_rotated:
    description:
      - Whether to read rotated logs before O(path), oldest first. These are C(archive/session_log-MM-YYYY.gz), which
        C(cpanellogd) creates if enabled in WHM's C(cPanel Log Rotation Configuration), and files next to O(path) such
        as C(session_log.1) or C(session_log-YYYYMMDD), with or without C(.gz).
      - They are read completely, regardless of O(since), as sessions that began earlier may have ended later.
    type: bool
    default: false
  users:
    description:
      - Users whose sessions to return. The user of a mailbox is its address.
      - Shell-style wildcards are supported, such as V(*@example.com).
    type: list
    elements: str
  creators:
    description: Users who created the sessions, such as V(root) or a reseller. Wildcards as in O(users).
    type: list
    elements: str
  apps:
    description:
      - Services that the sessions are for, such as V(cpaneld), V(whostmgrd) and V(webmaild). Wildcards as in O(users).
    type: list
    elements: str
  methods:
    description:
      - How the sessions were created, such as V(handle_form_login), V(handle_auth_transfer) and V(create_user_session).
        Wildcards as in O(users).
    type: list
    elements: str
  possessed:
    description:
      - V(true) for sessions with the privileges of a user other than their creator, V(false) for all others.
    type: bool
  reasons:
    description:
      - Codes of why the sessions ended, such as V(badpass), V(kill) and V(tokendenied). Wildcards as in O(users).
      - Entries without a reason (V(NEW)) are not returned.
    type: list
    elements: str
  events:
    description: Events to return. Not supported with O(lifetimes).
    type: list
    elements: str
    choices: [NEW, PURGE]
  since:
    description:
      - The earliest time of an entry, in ISO 8601, in seconds since 1970, or relative to the clock of the host that the
        task runs on, such as V(30m), V(12h), V(7d) or V(2w) ago.
      - A time without an offset is compared with the local time in the log. A date alone means its first second.
      - Quote the value, as YAML has its own timestamp type.
      - Lifetimes are returned if they overlap the window between O(since) and O(until).
    type: str
  until:
    description:
      - The latest time of an entry, in the format of O(since). A date alone means its last second.
      - Later entries are ignored, so RV(sessions_open) are the sessions that were open at this time.
    type: str
  lifetimes:
    description: Whether to return RV(lifetimes) (sessions from beginning to end) instead of RV(entries).
    type: bool
    default: false
  limit:
    description:
      - Maximum number of entries or lifetimes, and of sessions in RV(sessions_open), to return. The newest ones are
        returned. RV(counts) always cover everything. V(0) returns counts only.
    type: int
    default: 1000
  max_open:
    description:
      - Maximum number of open sessions to keep in memory, at about 1 kB each. Beyond that, the oldest are dropped and
        counted as C(forgotten) in RV(counts). The entries that end them then count as C(unpaired).
    type: int
    default: 50000
  reveal_ids:
    description:
      - Whether to return full session IDs. The result is then hidden in all output, as with C(no_log); the registered
        variable contains it.
      - An ID alone does not allow using the session, but it is part of what does.
    type: bool
    default: false
author:
  - hostops developers (@hostops)
notes:
  - The host needs Python 3.9 or newer, but no Python packages.
  - A session without an end in the log counts as open, even if the server dropped it long ago without logging that.
  - O(creators), O(apps), O(methods) and O(possessed) are taken from the C(NEW) entry of a session. They apply to its
    C(PURGE) entry as well, if both are read.
seealso:
  - plugin: hostops.cpanel.session_log
    plugin_type: filter
  - module: hostops.cpanel.cpanel_session
  - name: Single sign-on
    description: Description of the log in cPanel's guide to API authentication.
    link: https://api.docs.cpanel.net/guides/guide-to-api-authentication/guide-to-api-authentication-single-sign-on/
"""

EXAMPLES = r"""
---
- name: Find sessions of one account that others opened in the last week
  hostops.cpanel.whm_session_log_info:
    path: /usr/local/cpanel/logs/session_log
    users: [alice]
    possessed: true
    events: [NEW]
    since: 7d
  register: opened

- name: Show who they were
  ansible.builtin.debug:
    msg: "{{ opened.entries | map(attribute='creator') | unique }}"

- name: List the Webmail sessions of a domain in July, including archived logs
  hostops.cpanel.whm_session_log_info:
    path: /usr/local/cpanel/logs/session_log
    include_rotated: true
    users: ["*@alice.example.com"]
    since: "2026-07-01"
    until: "2026-07-31"
    lifetimes: true
  register: mailboxes

- name: Get counts only
  hostops.cpanel.whm_session_log_info:
    path: /usr/local/cpanel/logs/session_log
    limit: 0
  register: totals

- name: Fetch the log
  ansible.builtin.slurp:
    src: /usr/local/cpanel/logs/session_log
  register: log

- name: Read the same log on the controller, for a server whose Python is too old
  hostops.cpanel.whm_session_log_info:
    content: "{{ log.content | ansible.builtin.b64decode }}"
    limit: 0
  delegate_to: localhost
  register: the_same
  failed_when: the_same.counts != totals.counts
"""

RETURN = r"""
entries:
  description:
    - The matching entries, in the order of the log. Every entry has all keys; keys that do not apply are null.
  returned: success, unless O(lifetimes) is V(true)
  type: list
  elements: dict
  contains:
    file:
      description: The file that the entry was read from; null for O(content).
      type: str
      sample: /usr/local/cpanel/logs/session_log
    line:
      description: Line number in that file.
      type: int
      sample: 1
    time:
      description: Time of the entry in ISO 8601, with the offset in the log.
      type: str
      sample: "2026-07-01T12:00:00+02:00"
    time_utc:
      description: The same time in UTC.
      type: str
      sample: "2026-07-01T10:00:00Z"
    daemon:
      description: The part of cPanel that wrote the entry; null in the old format, which lacks it.
      type: str
      sample: xml-api
    client:
      description: Address of the client, or V(internal).
      type: str
      sample: 192.0.2.9
    event:
      description: V(NEW) for a session that begins, V(PURGE) for one that ends.
      type: str
      sample: NEW
    user:
      description: User of the session; an account, a reseller, root, or the address of a mailbox.
      type: str
      sample: alice
    session:
      description: ID of the session. Unless O(reveal_ids) is V(true), its random part is cut to four characters.
      type: str
      sample: alice:Ab12...
    address:
      description: Address that requested the session. This and the keys up to C(extra) are set for V(NEW) only.
      type: str
      sample: 192.0.2.9
    app:
      description: The service or application.
      type: str
      sample: cpaneld
    creator:
      description: User who created the session.
      type: str
      sample: root
    method:
      description: How the session was created.
      type: str
      sample: create_user_session
    path:
      description: Path of what created the session, or V(form).
      type: str
      sample: form
    possessed:
      description: Whether the session has the privileges of a user other than its creator.
      type: bool
      sample: true
    extra:
      description: Further keys that cPanel does not document.
      type: dict
      sample: {}
    reason:
      description: Code of the reason why the session ended, in lower case and correctly spelled.
      type: str
      sample: loginsuccess
    reason_written:
      description: The code as spelled in the log. cPanel's own sample has V(loginsucess).
      type: str
      sample: loginsuccess
    reason_detail:
      description: Text after the code, such as V(Too many token failures (3/3\)).
      type: str
      sample: null
    meaning:
      description: Meaning of the code, for the nine documented by cPanel and for other known ones.
      type: str
      sample: The login succeeded, and a new session took its place.
lifetimes:
  description:
    - The matching sessions, in the order in which they began. Every session has all keys.
    - Besides the keys listed here, they have C(user), C(session), C(client), C(daemon), C(address), C(app), C(creator),
      C(method), C(path), C(possessed), C(extra), C(file) and C(line) of their V(NEW) entry, and C(reason),
      C(reason_written), C(reason_detail), C(meaning), C(file_closed) and C(line_closed) of their V(PURGE) entry.
  returned: success, if O(lifetimes) is V(true)
  type: list
  elements: dict
  contains:
    opened:
      description: When the session began; null if its beginning was not read.
      type: str
      sample: "2026-07-01T12:00:00+02:00"
    opened_utc:
      description: The same time in UTC.
      type: str
      sample: "2026-07-01T10:00:00Z"
    closed:
      description: When the session ended; null if it is open.
      type: str
      sample: "2026-07-01T12:00:05+02:00"
    closed_utc:
      description: The same time in UTC.
      type: str
      sample: "2026-07-01T10:00:05Z"
    seconds:
      description: Duration of the session in seconds.
      type: int
      sample: 5
    open:
      description: Whether the log has no end of the session.
      type: bool
      sample: false
    closed_by:
      description: Client of the entry that ended the session, or V(internal).
      type: str
      sample: 192.0.2.9
    login_of:
      description:
        - The session whose login opened this one, with its C(session), C(opened), C(creator), C(method), C(app) and
          C(possessed), or null.
        - The log does not link the two. It is assumed to be a session of the same user and client that ended with
          V(loginsuccess) at most five seconds earlier; C(guessed) marks the assumption.
      type: dict
      sample: null
    login_to:
      description: The session that the login of this one opened, determined in the same way.
      type: dict
      sample: {"session": "alice:Zz98...", "opened": "2026-07-01T12:00:05+02:00", "guessed": true}
sessions_open:
  description:
    - The sessions that were still open at O(until), or at the end of the log, with the keys of RV(lifetimes).
    - They are filtered by O(users), O(creators), O(apps), O(methods) and O(possessed), but not by O(since), O(events)
      and O(reasons).
  returned: success
  type: list
  elements: dict
  sample: []
counts:
  description:
    - Number of lines that were read (C(lines)), and of those that are entries (C(parsed)) or not (C(unparsed)).
    - Number of matching entries (C(matched)), also by C(event), C(reason), C(method) and C(app), and of those that
      began a C(possessed) session.
    - Number of sessions that are C(open), and of C(lifetimes) if O(lifetimes) is V(true).
    - Number of sessions that were C(forgotten) (see O(max_open)), and of entries that end a session whose beginning was
      not read (C(unpaired)).
  returned: success
  type: dict
  sample:
    lines: 3
    parsed: 2
    unparsed: 1
    matched: 2
    possessed: 1
    event: {"NEW": 1, "PURGE": 1}
    reason: {"loginsuccess": 1}
    method: {"create_user_session": 1}
    app: {"cpaneld": 1}
    open: 0
    forgotten: 0
    unpaired: 0
truncated:
  description: Whether something was left out because of O(limit).
  returned: success
  type: bool
  sample: false
files:
  description: The files that were read, in this order, each with its C(path), and with C(error) if it is damaged.
  returned: success
  type: list
  elements: dict
  sample: [{"path": "/usr/local/cpanel/logs/session_log", "error": null}]
error:
  description:
    - Details of the error, see the errors guide. The category is C(not_found) if there is no log, C(permission) if it
      cannot be read, and C(usage) for wrong options.
  returned: failure
  type: dict
  sample: {"category": "not_found", "hint": "Run the task on the cPanel server itself."}
"""

from ansible.module_utils.parsing.convert_bool import boolean

from ansible_collections.hostops.cpanel.plugins.module_utils._session_log.search import SEARCH_SPEC, search
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import Command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import run_module

COMMAND = Command(
    name="whm_session_log_info",
    spec=SEARCH_SPEC,
    run=lambda invocation: search(invocation.params, invocation.warn),
    returns_secret=lambda params: bool(boolean(params.get("reveal_ids") or False, strict=False)),
)


def main() -> None:
    run_module(COMMAND)


if __name__ == "__main__":
    main()
