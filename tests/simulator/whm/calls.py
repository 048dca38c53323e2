# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""WHM API 1: calls inside calls, ``uapi_cpanel`` and ``batch`` (protocol.md 4.7).

Must not know the functions it runs. Called by name.
"""

from __future__ import annotations

from typing import Any

from ..api.execute import child, run_uapi, run_whm, whm_batch_commands
from ..api.identity import owned_account
from ..api.registry import Call, Params, whm
from ..errors import AccessDenied, ApiError

_PREFIXED = ("cpanel.user", "cpanel.module", "cpanel.function")


@whm("uapi_cpanel", acl="cpanel-api")
def uapi_cpanel(call: Call) -> dict[str, Any]:
    """UAPI for an account; the outer result is 1 whatever the inner status is."""
    for name in _PREFIXED:
        if not call.params.get(name):
            raise ApiError("Provide the `[_1]` parameter for the `[_2]` function.", name, "uapi_cpanel")
    user, module, function = (call.params[name] for name in _PREFIXED)
    account = owned_account(call.server, call.caller, user)
    if (module, function) == ("Fileman", "upload_files"):
        raise ApiError("You cannot call `[_1]` through this function.", "Fileman::upload_files")
    call.account = account
    pairs = [(name, value) for name, value in call.params.pairs if name not in _PREFIXED and name != "api.version"]
    locale = account.locale if call.locale == "en" else call.locale
    inner = child(call, Params(pairs), account=account, locale=locale)
    answer = run_uapi(inner, module, function)
    call.wrote = call.wrote or inner.wrote
    return {"uapi": answer}


@whm("batch", required=("command",), booleans=("abort_on_error",))
def batch(call: Call) -> dict[str, Any]:
    """Several WHM functions; with ``abort_on_error`` the first failure is the last."""
    results = []
    for command, params in whm_batch_commands(call.params):
        inner = child(call, params)
        try:
            answer = run_whm(inner, command)
        except AccessDenied:
            text = "You do not have permission to access this function."
            answer = {"metadata": {"version": 1, "command": command, "result": 0, "reason": text}}
        call.wrote = call.wrote or inner.wrote
        if inner.account is not None:
            call.account = inner.account
        results.append({"data": answer.get("data"), "metadata": answer["metadata"]})
        if not answer["metadata"]["result"] and call.params.flag("abort_on_error"):
            break
    return {"result": results}
