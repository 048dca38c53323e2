# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""On whose authority a function runs: the identity that a request was resolved as, and what it may do.

Must not know credentials. Made by ``wire/auth.py``, asked by ``api/execute.py`` and the functions of WHM.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import AccessDenied, ApiError
from ..state.accounts import Account, ApiToken, Mailbox
from ..state.sessions import Session

if TYPE_CHECKING:
    from ..server import SimServer

ALL = frozenset({"all"})
ACLS = (
    "acct-summary add-pkg add-pkg-ip add-pkg-shell all allow-addoncreate allow-emaillimits-pkgs allow-parkedcreate"
    " allow-shell allow-unlimited-bw-pkgs allow-unlimited-disk-pkgs allow-unlimited-pkgs basic-system-info"
    " basic-whm-functions clustering cors-proxy-get cpanel-api cpanel-integration create-acct create-dns"
    " create-user-session demo-setup digest-auth edit-account edit-dns edit-mx edit-pkg file-restore"
    " generate-email-config kill-acct kill-dns limit-bandwidth list-accts list-pkgs locale-edit mailcheck"
    " manage-api-tokens manage-dns-records manage-oidc manage-styles mysql-info news ns-config park-dns passwd quota"
    " rearrange-accts resftp restart show-bandwidth ssl ssl-buy ssl-gencrt ssl-info stats status suspend-acct"
    " thirdparty track-email upgrade-account viewglobalpackages"
).split()


@dataclass
class Identity:
    """Who a request was resolved as, and how (``token``, ``basic``, ``session`` or ``none``)."""

    kind: str = "none"
    user: str = ""
    how: str = "none"
    acls: frozenset[str] = frozenset()
    session: Session | None = None
    account: Account | None = None
    mailbox: Mailbox | None = None
    token: ApiToken | None = None

    def may(self, acl: str) -> bool:
        """Does it hold this privilege?"""
        return not acl or acl in self.acls or "all" in self.acls


def require_acl(server: SimServer, caller: Identity, acl: str) -> None:
    """Refuse a caller without a privilege; how is the switch ``acl_refusal``."""
    if caller.may(acl):
        return
    if server.switches.acl_refusal == "403":
        raise AccessDenied(acl)
    raise ApiError("You do not have permission to access this function.")


def owned_account(server: SimServer, caller: Identity, name: str) -> Account:
    """The account, when it exists and the caller owns it (or is root)."""
    account = server.state.accounts.get(name)
    if account is None or ("all" not in caller.acls and account.owner != caller.user):
        raise ApiError("You do not have access to an account named `[_1]`.", name)
    return account
