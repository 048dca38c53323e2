# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    # What all modules share that make one resource of an account so.
    DOCUMENTATION = r"""
options:
  state:
    description:
      - Whether the resource should exist. Options that are not set are left alone.
    type: str
    choices: [present, absent]
    default: present
attributes:
  check_mode:
    description: Can run in check_mode and return changed status prediction without modifying target.
    support: full
    details:
      - Changes are planned but not made; the resource is returned as it would be.
  diff_mode:
    description: Will return details on what has changed (or possibly needs changing in check_mode), when in diff mode.
    support: full
    details:
      - For secrets, the diff shows only whether they change.
  idempotent:
    description: When run twice in a row outside check mode with the same arguments, the second run changes nothing.
    support: full
  async:
    description: Supports being used with the C(async) keyword.
    support: full
"""

    # For resources that have a password.
    PASSWORD = r"""
options:
  password:
    description:
      - Password of the resource. Required to create it. Servers do not return it.
      - The password to log in with is O(login_password), as in all modules of this collection.
    type: str
  update_password:
    description:
      - V(on_create) sets O(password) only when the resource is created. V(always) sets it every time, which always
        counts as a change.
    type: str
    choices: [on_create, always]
    default: on_create
"""

    # For passwords that the server can check.
    VERIFY = r"""
options:
  verify:
    description:
      - With O(update_password=always), first ask the server whether O(password) is set already, and skip it if so. The
        server counts this as a login attempt.
    type: bool
    default: false
"""

    # What the modules share that list resources.
    INFO = r"""
options: {}
attributes:
  check_mode:
    description: Can run in check_mode and return changed status prediction without modifying target.
    support: full
    details:
      - This module only reads.
  diff_mode:
    description: Will return details on what has changed (or possibly needs changing in check_mode), when in diff mode.
    support: N/A
    details:
      - This module changes nothing.
  idempotent:
    description: When run twice in a row outside check mode with the same arguments, the second run changes nothing.
    support: full
  async:
    description: Supports being used with the C(async) keyword.
    support: full
"""
