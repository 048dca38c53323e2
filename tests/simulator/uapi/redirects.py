# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI Mime: redirects, which are rules in the .htaccess file of a document root.

Must not keep one rule per source: rules pile up as they do in the file. Called by name.
"""

from __future__ import annotations

import re
from typing import Any

from ..api.checks import matching, owned_domain
from ..api.registry import Call, uapi
from ..errors import ApiError
from ..state.accounts import Redirect
from ..state.domains import folder_of

_URL = re.compile(r"https?://[^\s\"]+")
_STATUS = {"permanent": "301", "temp": "302"}
_SHOWN = {"301": "permanent", "302": "temporary"}


def _source(text: str) -> str:
    """``page.html`` and ``/page.html`` are one; nothing is the whole site."""
    return "/" + text.lstrip("/")


def _row(call: Call, redirect: Redirect) -> dict[str, Any]:
    row: dict[str, Any] = {
        "domain": redirect.domain,
        "urldomain": redirect.domain,
        "displaydomain": "ALL",
        "source": redirect.source,
        "sourceurl": redirect.source,
        "displaysourceurl": redirect.source,
        "destination": redirect.target,
        "targeturl": redirect.target,
        "docroot": f"{call.account.home}/{folder_of(call.account, redirect.domain)}",
        "kind": "rewrite",
        "opts": "L",
        "type": _SHOWN[redirect.status],
        "statuscode": redirect.status,
        "wildcard": int(redirect.wildcard),
        "matchwww": int(redirect.www == 0),
    }
    # what is not chosen has no text at all
    row |= {f"{name}_text": "checked" for name in ("wildcard", "matchwww") if row[name]}
    return row


@uapi("Mime::list_redirects", feature="redirects")
def list_redirects(call: Call) -> list[dict[str, Any]]:
    """The rules in the order of the files; ``temp`` reads as ``temporary``."""
    rows = [_row(call, redirect) for redirect in call.account.contents.redirects]
    target = call.params.get("destination")
    to_target = [row for row in rows if not target or row["destination"] == target]
    return matching(to_target, call.params.get("regex"), "sourceurl")


@uapi(
    "Mime::add_redirect",
    writes=True,
    feature="redirects",
    required=("domain", "redirect"),
    booleans=("redirect_wildcard",),
    enums={"type": tuple(_STATUS), "redirect_www": ("0", "1", "2")},
)
def add_redirect(call: Call) -> None:
    """One more rule, even when the same one is there already."""
    params, domain = call.params, owned_domain(call, call.params["domain"])
    target = params["redirect"].strip()
    if not _URL.fullmatch(target):
        raise ApiError("The `[_1]` argument is invalid.", "redirect")
    redirect = Redirect(domain, _source(params.get("src")), target, _STATUS[params.get("type", "permanent")])
    redirect.wildcard, redirect.www = params.flag("redirect_wildcard"), params.number("redirect_www")
    call.account.contents.redirects.append(redirect)
    call.messages.append("Htaccess Installed")


@uapi("Mime::delete_redirect", writes=True, feature="redirects", required=("domain",))
def delete_redirect(call: Call) -> None:
    """All rules of a domain for one source; silent when there are none."""
    params, account = call.params, call.account
    domain, source = owned_domain(call, params["domain"]), _source(params.get("src"))
    root = f"{account.home}/{folder_of(account, domain)}"
    if (params.get("docroot") or root).rstrip("/") != root:
        return
    redirects = account.contents.redirects
    redirects[:] = [r for r in redirects if (r.domain, r.source) != (domain, source)]
