# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI Email: mailboxes, their quotas, passwords and suspensions (protocol.md 6.1).

Where mail goes is in ``email_routes.py``, what is done with it in ``email_filters.py``. Called by name.
"""

from __future__ import annotations

from typing import Any

from ..api.checks import check_password, limit_reached, matching, split_address
from ..api.registry import Call, uapi
from ..errors import ApiError
from ..state.accounts import Mailbox
from ..state.secrets import equal
from ..texts import MB, human

MAX_QUOTA_MB = 4 * 1024 * 1024
DEFAULT_QUOTA_MB = 1024


def mailbox(call: Call, email: str, domain: str = "") -> Mailbox:
    """The named mailbox of the account; a webmail user reaches only its own."""
    local, domain = split_address(call, email, domain)
    box = call.account.contents.mailboxes.get(f"{local}@{domain}")
    if box is None or (call.caller.mailbox is not None and call.caller.mailbox is not box):
        raise ApiError("You do not own this email account.")
    return box


def quota_argument(call: Call) -> int:
    """The quota in MB; above the maximum it is clamped (protocol.md 6.1)."""
    text = call.params.get("quota", str(DEFAULT_QUOTA_MB))
    if text in ("unlimited", ""):
        return 0
    if not text.isdigit():
        raise ApiError("Quota must be a number or unlimited.")
    return min(int(text), MAX_QUOTA_MB)


@uapi("Email::list_pops", booleans=("no_validate", "skip_main"))
def list_pops(call: Call) -> list[dict[str, Any]]:
    """The main account first, then the mailboxes."""
    account = call.account
    rows: list[dict[str, Any]] = []
    if not call.params.flag("skip_main"):
        main = {"email": account.name, "login": "Main Account", "suspended_incoming": 0, "suspended_login": 0}
        rows.append(main)
    rows += [
        {
            "email": box.address,
            "login": box.address,
            "suspended_incoming": int(box.suspended_incoming),
            "suspended_login": int(box.suspended_login),
        }
        for box in account.contents.mailboxes.values()
    ]
    return matching(rows, call.params.get("regex"), "email")


def _disk_row(box: Mailbox) -> dict[str, Any]:
    quota = box.quota_mb * MB
    percent = 100 * box.used_bytes / quota if quota else 0
    # null, not 0, where nothing is suspended
    states = {
        name: 1 if getattr(box, name) else None
        for name in ("suspended_login", "suspended_incoming", "suspended_outgoing", "hold_outgoing")
    }
    return {
        "email": box.address,
        "login": box.address,
        "user": box.local,
        "domain": box.domain,
        "diskused": f"{box.used_bytes / MB:.2f}",
        "_diskused": str(box.used_bytes),
        "diskquota": f"{box.quota_mb}.00" if quota else "unlimited",
        "_diskquota": str(quota) if quota else 0,
        "diskusedpercent": int(percent),
        "diskusedpercent20": int(percent / 20) * 20,
        "diskusedpercent_float": round(percent, 2),
        "humandiskused": human(box.used_bytes),
        "humandiskquota": quota or "None",
        "txtdiskquota": box.quota_mb or "unlimited",
        "mtime": 1_767_225_600,
        "has_suspended": int(any(states.values())),
        **states,
    }


@uapi("Email::list_pops_with_disk", booleans=("no_disk", "no_validate", "get_restrictions"))
def list_pops_with_disk(call: Call) -> list[dict[str, Any]]:
    """The mailboxes with sizes; most numbers are texts on the wire."""
    domain, email = call.params.get("domain"), call.params.get("email").lower()
    boxes = [b for b in call.account.contents.mailboxes.values() if not domain or b.domain == domain]
    if email:
        boxes = [b for b in boxes if email in (b.address, b.local)]
    return matching([_disk_row(box) for box in boxes], call.params.get("regex"), "email")


@uapi("Email::count_pops")
def count_pops(call: Call) -> int:
    """How many mailboxes there are."""
    return len(call.account.contents.mailboxes)


@uapi("Email::add_pop", writes=True, feature="popaccts", required=("email",), booleans=("send_welcome_email",))
def add_pop(call: Call) -> str:
    """Create a mailbox; answers ``local+domain``."""
    params, boxes = call.params, call.account.contents.mailboxes
    local, domain = split_address(call, params["email"], params.get("domain"))
    if not params.get("password") and not params.get("password_hash"):
        raise ApiError("Provide the `[_1]` argument.", "password")
    if local == "cpanel":
        raise ApiError("The email address `[_1]` is not valid.", f"{local}@{domain}")
    address = f"{local}@{domain}"
    if address in boxes:
        raise ApiError("The email account `[_1]` already exists!", address)
    if limit_reached(call, "maxpop", len(boxes)):
        raise ApiError("Your account contains the maximum number of email accounts that you can create.")
    if params.get("password"):
        check_password(call, params["password"], local)
    quota = quota_argument(call)
    boxes[address] = Mailbox(local, domain, params.get("password") or params["password_hash"], quota)
    return f"{local}+{domain}"


@uapi("Email::delete_pop", writes=True, feature="popaccts", required=("email",))
def delete_pop(call: Call) -> None:
    """Remove a mailbox."""
    if call.params["email"] == call.account.name:
        raise ApiError("The main account cannot be deleted.")
    box = mailbox(call, call.params["email"], call.params.get("domain"))
    del call.account.contents.mailboxes[box.address]
    call.server.sessions.purge_user(box.address, "kill")


@uapi("Email::passwd_pop", writes=True, required=("email", "password"), webmail=True)
def passwd_pop(call: Call) -> None:
    """Set a mailbox's password; its webmail sessions end."""
    box = mailbox(call, call.params["email"], call.params.get("domain"))
    check_password(call, call.params["password"], box.local)
    box.password = call.params["password"]
    call.server.sessions.purge_user(box.address, "password_change")


@uapi("Email::edit_pop_quota", writes=True, feature="popaccts", required=("email", "domain"))
def edit_pop_quota(call: Call) -> None:
    """Set a mailbox's quota in MB."""
    mailbox(call, call.params["email"], call.params["domain"]).quota_mb = quota_argument(call)


@uapi("Email::get_pop_quota", required=("email",), booleans=("as_bytes",), webmail=True)
def get_pop_quota(call: Call) -> int | str:
    """The quota in MB, or bytes with ``as_bytes``."""
    quota = mailbox(call, call.params["email"], call.params.get("domain")).quota_mb
    return (quota * MB if call.params.flag("as_bytes") else quota) or "unlimited"


@uapi("Email::verify_password", required=("email", "password"))
def verify_password(call: Call) -> int:
    """1 when the password is the mailbox's."""
    return int(equal(mailbox(call, call.params["email"]).password, call.params["password"]))


@uapi("Email::account_name", webmail=True)
def account_name(call: Call) -> str:
    """The name of the account, or the webmail user's own address."""
    return call.caller.mailbox.address if call.caller.mailbox else call.params.get("account") or call.account.name


@uapi("Email::list_mail_domains", booleans=("add_www", "include_wildcard"))
def list_mail_domains(call: Call) -> list[dict[str, Any]]:
    """The domains that can have mailboxes."""
    chosen = call.params.get("select")
    return [{"domain": d, **({"select": 1} if d == chosen else {})} for d in call.account.mail_domains]


@uapi("Email::get_main_account_disk_usage")
def get_main_account_disk_usage(call: Call) -> str:
    """Text with its unit."""
    return "3076 bytes"


@uapi("Email::get_default_email_quota")
def get_default_email_quota(call: Call) -> int:
    """Bytes."""
    return DEFAULT_QUOTA_MB * MB


@uapi("Email::get_max_email_quota")
def get_max_email_quota(call: Call) -> int:
    """Bytes."""
    return MAX_QUOTA_MB * MB


def _state_setter(name: str, field: str, value: bool) -> None:
    # Two of the family are published with a number as data, the others with nothing.
    data = 1 if name in ("suspend_outgoing", "unsuspend_incoming") else None

    @uapi(f"Email::{name}", writes=True, feature="popaccts", required=("email",))
    def setter(call: Call) -> int | None:
        setattr(mailbox(call, call.params["email"]), field, value)
        return data


for _name, _field, _value in (
    ("suspend_login", "suspended_login", True),
    ("unsuspend_login", "suspended_login", False),
    ("suspend_incoming", "suspended_incoming", True),
    ("unsuspend_incoming", "suspended_incoming", False),
    ("suspend_outgoing", "suspended_outgoing", True),
    ("unsuspend_outgoing", "suspended_outgoing", False),
    ("hold_outgoing", "hold_outgoing", True),
    ("release_outgoing", "hold_outgoing", False),
):
    _state_setter(_name, _field, _value)
