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
      - Whether it should be there. Options that are not given are left as they are.
    type: str
    choices: [present, absent]
    default: present
attributes:
  check_mode:
    description: Can run in check_mode and return changed status prediction without modifying target.
    support: full
    details:
      - It plans as always and writes nothing; what is returned is what would be there.
  diff_mode:
    description: Will return details on what has changed (or possibly needs changing in check_mode), when in diff mode.
    support: full
    details:
      - Of a secret only whether it changes.
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
      - Its password. Needed to create it. It cannot be read back.
      - The password of the connection is O(login_password), as in all modules of this collection.
    type: str
  update_password:
    description:
      - V(on_create) sets O(password) only when it is created, V(always) every time, which is a change every time.
    type: str
    choices: [on_create, always]
    default: on_create
"""

    # For passwords that the server can check.
    VERIFY = r"""
options:
  verify:
    description:
      - With O(update_password=always), ask the server first whether O(password) is the one that is set, and leave
        it if it is. The server counts this as an attempt to log in.
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
      - It only reads.
  diff_mode:
    description: Will return details on what has changed (or possibly needs changing in check_mode), when in diff mode.
    support: N/A
    details:
      - It changes nothing.
  idempotent:
    description: When run twice in a row outside check mode with the same arguments, the second run changes nothing.
    support: full
  async:
    description: Supports being used with the C(async) keyword.
    support: full
"""
