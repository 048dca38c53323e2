# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One resource of each kind, as a document has it: what the filters for documents are tried with."""

from __future__ import annotations

from typing import Any

from ansible_collections.hostops.cpanel.plugins.module_utils._state.document import DOCUMENTED


def sample(name: str) -> dict[str, Any]:
    """The least that says which resource of a kind is meant."""
    kind = DOCUMENTED[name]
    samples = {
        "email_forwarder": {"address": "a@example.com", "destination": "b@example.com"},
        "email_domain_forwarder": {"domain": "example.com", "destination": "example.org"},
        "email_autoresponder": {"email": "a@example.com", "subject": "Away", "body": "Back soon"},
        "email_filter": {"name": "spam"},
        "ftp_account": {"login": "web@example.com"},
        "mysql_database": {"name": "shop"},
        "mysql_user": {"name": "shop"},
    }
    return samples.get(name, {kind.key[0]: "a@example.com" if kind.key[0] == "email" else "sub.example.com"})
