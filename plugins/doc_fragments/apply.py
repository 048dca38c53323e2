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
      - Kinds to purge. Resources of these kinds that O(config) does not list are removed.
      - For V(dns_zone), these are the records of the listed zones, except protected ones.
    type: list
    elements: str
    default: []
  max_changes:
    description:
      - Safety limit. An account that needs more changes than this fails without being changed, and C(pending) returns
        the plan. In check mode, the plan is returned whatever its length.
      - A DNS zone counts as one change, however many of its records change.
    type: int
  update_password:
    description:
      - V(on_create) sets passwords in O(config) only when a resource is created. V(always) sets them every time, which
        always counts as a change. A resource can have its own C(update_password).
    type: str
    choices: [on_create, always]
    default: on_create
  verify:
    description:
      - With O(update_password=always), first ask the server whether the password is set already, and skip it if so.
        Only email accounts support this. The server counts each check as a login attempt.
    type: bool
    default: false
  missing_password:
    description:
      - What to do if a new resource needs a password and O(config) has none, as in documents from
        M(hostops.cpanel.cpanel_account_export).
      - V(random) sets a random password that is not returned, and lists the resource in C(passwords_to_set). V(error)
        fails before anything is changed.
    type: str
    choices: [random, error]
    default: random
  unlisted:
    description:
      - V(report) also reads everything that an export would contain, and returns resources that O(config) does not list
        as C(unlisted). They are not changed; use O(purge) to remove them.
      - Records that the server manages itself are left out, and so are per-domain settings at the server's default.
    type: str
    choices: [ignore, report]
    default: ignore
"""
