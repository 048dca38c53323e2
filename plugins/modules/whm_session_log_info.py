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
  - Tells who opened which session of cPanel, WHM and Webmail, by what means and from where, why sessions ended, and
    which are still open.
  - Reads the log as a file, in both formats that cPanel has used, on the host that the task runs on. It sends nothing
    to WHM, takes no connection options, and does not belong to C(group/hostops.cpanel.cpanel).
  - Files of any size are read in bounded memory, once, from the beginning to the end.
  - Session ids are cut to their first characters unless O(reveal_ids) is V(true).
attributes:
  check_mode:
    description: Can run in check_mode and return changed status prediction without modifying target.
    support: full
    details:
      - It only reads.
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
      - Not with O(reveal_ids).
  action:
    description: Indicates this has a corresponding action plugin, so that local tasks run inside the controller.
    support: full
    details:
      - Local tasks run in the controller's own process, others, those with C(async) and those with C(become) as a
        module. Set the variable C(hostops_cpanel_in_process) to V(false) to take the module always.
options:
  path:
    description:
      - The log, on the host that the task runs on. Only root can read it on a cPanel server.
      - Compressed files are recognised by their content.
    type: path
    default: /usr/local/cpanel/logs/session_log
  content:
    description:
      - The text of a log, read instead of O(path).
      - It is masked in what Ansible shows of the task, as it holds whole session ids.
    type: str
  include_rotated:
    description:
      - Reads rotated logs before O(path), the oldest first. These are C(archive/session_log-MM-YYYY.gz), which
        C(cpanellogd) makes if that is chosen in WHM's interface C(cPanel Log Rotation Configuration), and files beside
        O(path) that are named C(session_log.1), C(session_log-YYYYMMDD) and the like, with or without C(.gz).
      - They are read whole whatever O(since) says, as sessions that began before it may have ended after it.
    type: bool
    default: false
  users:
    description:
      - The users whose sessions are looked for. Those of mailboxes are their addresses.
      - Patterns as the shell has them are possible, such as V(*@example.com).
    type: list
    elements: str
  creators:
    description: Who created the session, such as V(root) or a reseller. Patterns as in O(users).
    type: list
    elements: str
  apps:
    description:
      - The services that sessions are for, such as V(cpaneld), V(whostmgrd) and V(webmaild). Patterns as in O(users).
    type: list
    elements: str
  methods:
    description:
      - How sessions were created, such as V(handle_form_login), V(handle_auth_transfer) and V(create_user_session).
        Patterns as in O(users).
    type: list
    elements: str
  possessed:
    description:
      - V(true) for sessions that run with the privileges of another user than their creator, V(false) for others.
    type: bool
  reasons:
    description:
      - Why sessions ended, as codes such as V(badpass), V(kill) and V(tokendenied). Patterns as in O(users).
      - Entries without a reason, which are those of events V(NEW), are left out.
    type: list
    elements: str
  events:
    description: The events to return. Not with O(lifetimes).
    type: list
    elements: str
    choices: [NEW, PURGE]
  since:
    description:
      - The earliest time of an entry. It is ISO 8601, seconds since 1970, or a time ago in minutes, hours, days or
        weeks such as V(30m), V(12h), V(7d) and V(2w), by the clock of the host that the task runs on.
      - Without an offset, it is compared with the time of day that the log shows. A date alone means its first second.
      - Put it into quotes, as YAML has times of its own.
      - Lifetimes are returned if they reach into the window that O(since) and O(until) make.
    type: str
  until:
    description:
      - The latest time of an entry, as O(since). A date alone means its last second.
      - Later entries are as if they were not there, so RV(sessions_open) are those that were open at this time.
    type: str
  lifetimes:
    description: Returns RV(lifetimes), which are sessions from their beginning to their end, instead of RV(entries).
    type: bool
    default: false
  limit:
    description:
      - So many entries or lifetimes, and so many sessions in RV(sessions_open), are returned, the newest ones.
        RV(counts) are complete all the same. V(0) returns counts only.
    type: int
    default: 1000
  max_open:
    description:
      - So many sessions without an end are kept in memory, at about 1 kB each. Of more, the oldest are forgotten, and
        counted as C(forgotten) in RV(counts). The entries that end them then count as C(unpaired).
    type: int
    default: 50000
  reveal_ids:
    description:
      - Returns whole session ids. The result is then hidden from every output, as with C(no_log), and is whole in the
        registered variable.
      - An id is not enough to use a session, but it is a part of what is.
    type: bool
    default: false
author:
  - hostops developers (@hostops)
notes:
  - The host needs Python 3.9 or newer, and no Python packages.
  - A session that has no end in the log counts as open, also if the server has long since dropped it without a word.
  - O(creators), O(apps), O(methods) and O(possessed) are what the C(NEW) entry of a session says. They apply to its
    C(PURGE) entry, too, provided that both are read.
seealso:
  - plugin: hostops.cpanel.session_log
    plugin_type: filter
  - module: hostops.cpanel.cpanel_session
  - name: Single sign-on
    description: cPanel's description of the log, in its guide to API authentication.
    link: https://api.docs.cpanel.net/guides/guide-to-api-authentication/guide-to-api-authentication-single-sign-on/
"""

EXAMPLES = r"""
---
- name: Sessions of one account that others opened in the last week
  hostops.cpanel.whm_session_log_info:
    path: /usr/local/cpanel/logs/session_log
    users: [alice]
    possessed: true
    events: [NEW]
    since: 7d
  register: opened

- name: Who it was
  ansible.builtin.debug:
    msg: "{{ opened.entries | map(attribute='creator') | unique }}"

- name: How long the sessions of a domain's mailboxes lasted in July, with the archives
  hostops.cpanel.whm_session_log_info:
    path: /usr/local/cpanel/logs/session_log
    include_rotated: true
    users: ["*@alice.example.com"]
    since: "2026-07-01"
    until: "2026-07-31"
    lifetimes: true
  register: mailboxes

- name: Nothing but counts
  hostops.cpanel.whm_session_log_info:
    path: /usr/local/cpanel/logs/session_log
    limit: 0
  register: totals

- name: Fetch the log
  ansible.builtin.slurp:
    src: /usr/local/cpanel/logs/session_log
  register: log

- name: The same in the controller, for a server whose Python is too old
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
    - The entries that match, in the order of the log. All have all keys; what an entry does not have is null.
  returned: success, unless O(lifetimes) is V(true)
  type: list
  elements: dict
  contains:
    file:
      description: The file that the entry was read from; null for O(content).
      type: str
      sample: /usr/local/cpanel/logs/session_log
    line:
      description: Number of the line in that file.
      type: int
      sample: 1
    time:
      description: Time of the entry in ISO 8601, with the offset that the log has.
      type: str
      sample: "2026-07-01T12:00:00+02:00"
    time_utc:
      description: The same in UTC.
      type: str
      sample: "2026-07-01T10:00:00Z"
    daemon:
      description: The part of cPanel that wrote the entry; null in the old format, which does not say.
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
      description: The user of the session, which is an account, a reseller, root, or the address of a mailbox.
      type: str
      sample: alice
    session:
      description: The session's id, without all but the first four characters of its random part unless O(reveal_ids).
      type: str
      sample: alice:Ab12...
    address:
      description: The address that requested the session. From here to C(extra), V(NEW) only.
      type: str
      sample: 192.0.2.9
    app:
      description: The service or application.
      type: str
      sample: cpaneld
    creator:
      description: Who created the session.
      type: str
      sample: root
    method:
      description: How it was created.
      type: str
      sample: create_user_session
    path:
      description: The path to what created it, or V(form).
      type: str
      sample: form
    possessed:
      description: Whether it runs with the privileges of another user than its creator.
      type: bool
      sample: true
    extra:
      description: Keys that cPanel does not document, if there are any after these.
      type: dict
      sample: {}
    reason:
      description: The code of the reason why the session ended, in small letters and with the right spelling.
      type: str
      sample: loginsuccess
    reason_written:
      description: The same as the log has it. cPanel's own sample has V(loginsucess).
      type: str
      sample: loginsuccess
    reason_detail:
      description: What follows the code, such as V(Too many token failures (3/3\)).
      type: str
      sample: null
    meaning:
      description: What the code means, for the nine that cPanel documents and for others that are known.
      type: str
      sample: The login succeeded, and a new session took its place.
lifetimes:
  description:
    - The sessions that match, in the order in which they began. All have all keys.
    - Beside those listed here they have C(user), C(session), C(client), C(daemon), C(address), C(app), C(creator),
      C(method), C(path), C(possessed), C(extra), C(file) and C(line) of their V(NEW) entry, and C(reason),
      C(reason_written), C(reason_detail), C(meaning), C(file_closed) and C(line_closed) of their V(PURGE) entry.
  returned: success, if O(lifetimes) is V(true)
  type: list
  elements: dict
  contains:
    opened:
      description: When it began; null if that is not in what was read.
      type: str
      sample: "2026-07-01T12:00:00+02:00"
    opened_utc:
      description: The same in UTC.
      type: str
      sample: "2026-07-01T10:00:00Z"
    closed:
      description: When it ended; null if it is open.
      type: str
      sample: "2026-07-01T12:00:05+02:00"
    closed_utc:
      description: The same in UTC.
      type: str
      sample: "2026-07-01T10:00:05Z"
    seconds:
      description: How long it lasted.
      type: int
      sample: 5
    open:
      description: Whether the log does not say that it ended.
      type: bool
      sample: false
    closed_by:
      description: The client of the entry that ended it, or V(internal).
      type: str
      sample: 192.0.2.9
    login_of:
      description:
        - The session whose login opened this one, with its C(session), C(opened), C(creator), C(method), C(app) and
          C(possessed), or null.
        - The log does not link the two. This is a guess, and so marked by C(guessed), from a session of the same user
          and client that ended as V(loginsuccess) at most five seconds before.
      type: dict
      sample: null
    login_to:
      description: The session that this one's login opened, likewise.
      type: dict
      sample: {"session": "alice:Zz98...", "opened": "2026-07-01T12:00:05+02:00", "guessed": true}
sessions_open:
  description:
    - The sessions that had not ended by the end of what was read or by O(until), with the keys of RV(lifetimes).
    - O(users), O(creators), O(apps), O(methods) and O(possessed) apply to them, O(since), O(events) and O(reasons) do
      not.
  returned: success
  type: list
  elements: dict
  sample: []
counts:
  description:
    - Lines that were read (C(lines)), how many of them are entries (C(parsed)) and how many are not (C(unparsed)).
    - Entries that match (C(matched)), and these by C(event), C(reason), C(method) and C(app), and how many of them
      began a C(possessed) session.
    - Sessions that are C(open), and C(lifetimes) if O(lifetimes) is V(true).
    - Sessions that were C(forgotten) for want of memory (see O(max_open)), and entries that end a session whose
      beginning was not read (C(unpaired)).
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
  description: Whether O(limit) left something out.
  returned: success
  type: bool
  sample: false
files:
  description: The files that were read, in this order, each with its C(path), and C(error) if it is damaged.
  returned: success
  type: list
  elements: dict
  sample: [{"path": "/usr/local/cpanel/logs/session_log", "error": null}]
error:
  description:
    - What went wrong, see the errors guide. The category is C(not_found) if there is no log, C(permission) if it cannot
      be read, and C(usage) for wrong options.
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
