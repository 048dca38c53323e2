# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tools/make_resources.py: do not edit.

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

from ansible_collections.hostops.cpanel.plugins.module_utils._resource import Kind
from ansible_collections.hostops.cpanel.plugins.module_utils._resources.email_account import EMAIL_ACCOUNT

# All kinds of resources there are, by name.
KINDS: dict[str, Kind] = {
    "email_account": EMAIL_ACCOUNT,
}
