# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    # How a document is applied: cpanel_account_config and cpanel_fleet share these.
    DOCUMENTATION = r"""
options:
  purge:
    description:
      - Kinds of which everything that O(config) does not list is removed.
      - For V(dns_zone) it is the records of the zones that are listed, save protected ones.
    type: list
    elements: str
    default: []
  max_changes:
    description:
      - A brake. If an account needs more changes than this, nothing is changed in it and it fails; C(pending) is the
        plan. In check mode the plan is returned whatever its length.
      - A zone is one change, however many of its records change.
    type: int
  update_password:
    description:
      - Whether passwords in O(config) are set only when something is created, or every time, which is a change every
        time. A resource may have its own C(update_password).
    type: str
    choices: [on_create, always]
    default: on_create
  verify:
    description:
      - With V(always), ask the server first whether a password is the one that is set, where it can tell (email
        accounts), and leave it if it is. The server counts this as an attempt to log in.
    type: bool
    default: false
  missing_password:
    description:
      - What to do about a new resource that needs a password and has none in O(config), as in a document of
        M(hostops.cpanel.cpanel_account_export).
      - V(random) gives it a random one that nobody knows, and names it in C(passwords_to_set). V(error) fails before
        anything is changed.
    type: str
    choices: [random, error]
    default: random
  unlisted:
    description:
      - V(report) also reads everything of an account that an export would hold, and returns what O(config) does not
        list as C(unlisted). Nothing is done about it; that is what O(purge) is for.
      - What the server writes itself is left out, and so are settings that every domain has while they are the
        server's default.
    type: str
    choices: [ignore, report]
    default: ignore
"""
