# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the name of a function to its answer: looked up, checked, run, its list shaped, wrapped.

Owns the rules of each API about that, and how calls stand inside calls. Must not know sockets or single functions.
Called by ``wire/access.py`` for each request, and by the functions that call others.
"""

from __future__ import annotations

import json
import traceback
from typing import Any
from urllib.parse import parse_qsl, unquote

from ..errors import AccessDenied, ApiError
from ..locale_de import translate, translated
from .controls import control_uapi, control_whm
from .envelopes import api2_answer, flat, whm1
from .identity import owned_account, require_acl
from .registry import API2, UAPI, WHM, Call, Function, Params, check_arguments

# Modules of the product (protocol.md 9); a module that is neither here nor registered "fails to load".
MODULES = frozenset(
    "AccountEnhancements Backup Bandwidth Batch BlockIP BoxTrapper Branding CCS CPDAVD CSVImport CacheBuster Chkservd"
    " Chrome ClamScanner ContactInformation DAV DCV DNS DNSSEC DirectoryIndexes DirectoryPrivacy DomainInfo DynamicDNS"
    " Email EmailAuth ExternalAuthentication Features Fileman Ftp GPG KnownHosts LangPHP LastLogin Locale LogManager"
    " Mailboxes Market Mime ModSecurity Mysql NginxCaching PassengerApps PasswdStrength Personalization Postgresql"
    " Quota ResourceUsage Restore SSH SSL ServiceProxy Session SpamAssassin Stats StatsBar StatsManager SubDomain Team"
    " Themes Tokens TwoFactorAuth UserManager UserTasks Variables VersionControl WebDisk WebVhosts".split()
)
_INTERNAL = (
    "The request failed. (Error ID: [_1]) Ask your hosting provider to research this error"
    " in cPanel & WHM\u2019s main error log."
)


def _lookup(module: str, name: str) -> Function:
    function = UAPI.get(f"{module}::{name}")
    if function is not None:
        return function
    if module not in MODULES:
        raise ApiError(
            "Failed to load module `[_1]`: The system failed to load the module `Cpanel::API::[_1]` because of an"
            " error: Can't locate Cpanel/API/[_1].pm in @INC",
            module,
        )
    raise ApiError("The system could not find the function `[_1]` in the module `[_2]`.", name, module)


def _run(call: Call, function: Function) -> Any:
    """What the handler returns. A mistake in it is kept for the tests to see, and answered as a server would."""
    check_arguments(function, call.params)
    try:
        data = function.run(call)
    except (ApiError, AccessDenied):
        raise
    except Exception as error:
        call.server.internal_errors.append("".join(traceback.format_exception(error)))
        raise ApiError(_INTERNAL, f"sim{len(call.server.internal_errors)}") from error
    call.wrote = call.wrote or function.writes
    return data


def _run_for_account(call: Call, function: Function) -> Any:
    """What the handler returns, when the caller and the account may use the function."""
    if call.caller.kind == "webmail" and not function.webmail:
        raise ApiError("You do not have permission to access this function.")
    if function.feature and not call.account.features.get(function.feature, False):
        raise ApiError("You do not have the feature `[_1]`.", function.feature)
    if function.session_only and call.caller.how != "session":
        raise ApiError("This function must be called in a browser session.")
    return _run(call, function)


def run_uapi(call: Call, module: str, name: str) -> dict[str, Any]:
    """Run ``module::name`` for ``call.account``; returns the flat envelope."""
    errors: list[str] = []
    data: Any = None
    try:
        data = _run_for_account(call, _lookup(module, name))
        if isinstance(data, list):
            data = control_uapi(data, call.params, call.metadata)
            call.metadata["transformed"] = 1
    except ApiError as error:
        errors = [translate(error.template, error.values, call.locale)]
        data, call.metadata = getattr(error, "data", None), {}
    answer = flat(data, errors, call.messages, call.warnings, call.metadata)
    if errors and data is not None:
        answer["data"] = data
    if not errors and call.status != 1:
        answer["status"] = call.status
    return answer


def run_api2(call: Call, module: str, name: str) -> dict[str, Any]:
    """Run ``module::name`` of API 2; only for a function it does not have is ``event.result`` 0."""
    function = API2.get(f"{module}::{name}")
    if function is None:
        text = f"Could not find function '{name}' in module '{module}'"
        return api2_answer(module, name, [], text, {"result": 0, "reason": text})
    one, zero = call.server.order.choice(((1, 0), ("1", "0")))
    try:
        data = _run_for_account(call, function)
    except ApiError as error:
        text = translate(error.template, error.values, call.locale)
        return api2_answer(module, name, [{"result": zero, "reason": text}], text)
    if not isinstance(data, list):
        data = [{"result": one, **(data if isinstance(data, dict) else {"reason": data or ""})}]
    return api2_answer(module, name, data)


def run_whm(call: Call, command: str) -> dict[str, Any]:
    """Run a WHM API 1 function; returns the envelope. AccessDenied passes through."""
    function = WHM.get(command)
    if function is None:
        reason = translate("Unknown app (`[_1]`) requested for this version (1) of the API.", (command,), call.locale)
        return whm1(command, None, 0, reason, {})
    try:
        require_acl(call.server, call.caller, function.acl)
        for name in function.required:
            if name not in call.params and not call.params.all(name):
                raise ApiError("Provide the `[_1]` parameter for the `[_2]` function.", name, command)
        data = _run(call, function)
    except ApiError as error:
        return whm1(command, None, 0, translate(error.template, error.values, call.locale), {})
    if function.result_key and isinstance(data, dict):
        rows = control_whm(data[function.result_key], call.params, call.metadata)
        data = {**data, function.result_key: rows}
    if call.output:
        call.metadata["output"] = {"raw": call.output}
    return whm1(command, data, 1, translated(call.reason, call.locale), call.metadata)


def child(call: Call, params: Params, **changes: Any) -> Call:
    """A call inside a call, for batches and for UAPI through WHM."""
    inner = Call(
        server=call.server,
        caller=call.caller,
        params=params,
        account=call.account,
        service=call.service,
        remote_ip=call.remote_ip,
        tls=call.tls,
        direct=False,
        locale=call.locale,
    )
    for name, value in changes.items():
        setattr(inner, name, value)
    return inner


def batch_commands(params: Params) -> list[tuple[str, str, Params]]:
    """The commands of ``Batch::strict``: module, function, arguments."""
    commands = []
    for text in params.all("command"):
        try:
            item = json.loads(text)
            module, function = str(item[0]), str(item[1])
            arguments = item[2] if len(item) > 2 and item[2] else {}
            pairs: list[tuple[str, str]] = []
            for name, value in arguments.items():
                values = value if isinstance(value, list) else [value]
                pairs.extend((str(name), wire_text(one)) for one in values)
        except (ValueError, LookupError, AttributeError, TypeError):
            raise ApiError("The `[_1]` argument is invalid.", "command") from None
        commands.append((module, function, Params(pairs)))
    return commands


def wire_text(value: Any) -> str:
    """A JSON value as the text a form would carry."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        return json.dumps(value)
    return "" if value is None else str(value)


def whm_batch_commands(params: Params) -> list[tuple[str, Params]]:
    """The commands of WHM's ``batch``: ``func?arg=v&arg=v``, percent-encoded once more or not."""
    commands = []
    for text in params.all("command"):
        if "?" not in text and "%3F" in text.upper():
            text = unquote(text)
        name, _mark, query = text.partition("?")
        commands.append((name, Params(parse_qsl(query, keep_blank_values=True))))
    return commands


def cpanel_json_api(call: Call, own: bool) -> tuple[dict[str, Any], str]:
    """``/json-api/cpanel``: API 3 (UAPI) in the wrapped envelope, everything else is API 2."""
    params = call.params
    version = params.get("cpanel_jsonapi_apiversion", "2")
    module = params.get("cpanel_jsonapi_module", params.get("cpanel_jsonapi_module".replace("module", "mod")))
    function = params.get("cpanel_jsonapi_func")
    user = params.get("cpanel_jsonapi_user").lower()
    if not own:
        if not call.caller.may("cpanel-api"):
            raise AccessDenied("cpanel-api")
        account = call.server.state.accounts.get(user)
        if account is None:
            text = "User parameter is invalid or was not supplied"
            bad = {"data": {"reason": text, "result": "0"}, "type": "text", "error": text}
            return (bad if version == "3" else {"cpanelresult": {**bad, "apiversion": "2"}}), ""
        try:
            call.account = owned_account(call.server, call.caller, user)
        except ApiError:
            raise AccessDenied(user) from None
    name = f"{module}::{function}"
    if version == "3":
        call.files = []
        result = run_uapi(call, module, function)
        return {"apiversion": 3, "module": module, "func": function, "result": result}, name
    return run_api2(call, module, function), name
