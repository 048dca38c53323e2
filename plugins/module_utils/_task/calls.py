# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of a task that calls functions: they become calls, and the answers its result.

Owns what ``function``, ``params`` and ``calls`` mean, their specs, and what a call returns. Must not know how calls are
sent: ``batches`` does that. Called by cpanel_uapi and whm_api, by lookups, and by the fleet for its ``calls``.
"""

from __future__ import annotations

import dataclasses
import json
import re
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._api import batches, functions
from ansible_collections.hostops.cpanel.plugins.module_utils._api.batches import Answers
from ansible_collections.hostops.cpanel.plugins.module_utils._api.call import Call, check_names
from ansible_collections.hostops.cpanel.plugins.module_utils._api.controls import FILTERS_SPEC, SORT_SPEC, Controls
from ansible_collections.hostops.cpanel.plugins.module_utils._api.functions import Function
from ansible_collections.hostops.cpanel.plugins.module_utils._api.holders import (
    WHM_NAME,
    commands_of,
    returns_secret_with,
    secret_values,
    surely_writes_with,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._api.requests import uploads_of
from ansible_collections.hostops.cpanel.plugins.module_utils._api.secret_names import holds_secret
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result

from .command import SECRET_MARK, Invocation
from .query import Query

# One of several calls: of WHM API 1, and of UAPI.
WHM_CALL_SPEC: dict[str, t.Any] = {
    "function": {"type": "str", "required": True},
    "params": {"type": "dict", "default": {}},
    "name": {"type": "str"},
    "query": {"type": "str"},
}
CALL_SPEC: dict[str, t.Any] = {"module": {"type": "str"}, **WHM_CALL_SPEC}
# The options that cpanel_uapi and whm_api share; the doc fragment hostops.cpanel.calls describes them.
CALLS_SPEC: dict[str, t.Any] = {
    "function": {"type": "str"},
    "params": {"type": "dict", "default": {}},
    "filters": FILTERS_SPEC,
    "sort": SORT_SPEC,
    "page_size": {"type": "int"},
    "query": {"type": "str"},
    "writes": {"type": "str", "choices": ["auto", "true", "false"], "default": "auto"},
}
# How calls of UAPI are checked, and sent.
STRICT_SPEC: dict[str, t.Any] = {"strict_params": {"type": "bool", "default": True}}
BATCH_SPEC: dict[str, t.Any] = {
    "batch": {"type": "str", "choices": ["auto", "always", "never"], "default": "auto"},
    **STRICT_SPEC,
}
# How the list of a single function is to come.
_OF_A_LIST = ("filters", "sort", "columns", "page_size")
Params = t.Mapping[str, t.Any]


@dataclasses.dataclass(frozen=True)
class Step:
    """One call of a task, its name in the results and the query over its data."""

    call: Call
    name: str
    query: Query | None = None

    def outcome(self, result: Result) -> dict[str, t.Any]:
        """What a call returns: data, result (after query), status, metadata, messages, warnings, errors, function."""
        shown: dict[str, t.Any] = {
            "function": self.call.function.name,
            "data": result.data,
            "result": self.query.apply(result.data) if self.query is not None and result.ok else result.data,
            "status": result.status,
            "metadata": result.metadata,
            "messages": result.messages,
            "warnings": result.warnings,
            "errors": result.errors,
        }
        if result.reason is not None:
            shown.update(reason=result.reason, output=result.output)
        if result.data is not None and (self._asks_for_secret() or holds_secret([result.data, result.metadata])):
            shown[SECRET_MARK] = True
        return shown

    def _asks_for_secret(self) -> bool:
        return returns_secret_with(self.call.function, self.call.params)

    def unsent(self) -> dict[str, t.Any]:
        """The same for a call that writes and was not sent, in check mode."""
        return {
            **self.outcome(Result(self.call.function.name, status=None)),
            "result": None,
            "skipped_in_check_mode": True,
        }


def steps(params: Params, api: str) -> list[Step]:
    """The calls of a task, checked as far as possible before anything is sent. Raises ``usage``."""
    if params.get("calls") is not None:
        if any(params.get(name) for name in (*_OF_A_LIST, "query")):
            raise usage(
                "filters, sort, columns, page_size and query apply to a single function, not to calls",
                "Remove them; query can be given for each of the calls.",
            )
        return [_step(item, params, api, "calls[%d]" % number) for number, item in enumerate(params["calls"])]
    return [_step(params, params, api, "")]


def _step(item: Params, params: Params, api: str, where: str) -> Step:
    """One call of a task; ``where`` it stands in ``calls``, if it does. Raises ``usage``."""
    place = where + ": " if where else ""
    function = function_of(item, api)
    given = dict(item.get("params") or {})
    if function.name == "Batch::strict" and given.get("command"):
        given["command"] = commands_of(given["command"], strict=True)
    writes = {"true": True, "false": False}.get(str(item.get("writes") or params.get("writes") or "auto").lower())
    if writes is False and surely_writes_with(function, given):
        writes = None  # what is known to write stays so, for check mode and for what is returned
    try:
        if function.holder:
            check_names(function, given)
        controlled = not where and any(params.get(name) is not None for name in _OF_A_LIST)
        call = Call(function, given, Controls.from_params(params, api) if controlled else None, writes)
    except CpanelError as exc:
        exc.msg = place + exc.msg
        raise
    problems = functions.check_params(function, given) if params.get("strict_params") else []
    if problems:
        raise usage(
            place + "; ".join(problems),
            "Correct params, or set strict_params to false if your server accepts more than is documented.",
            function=function.name,
        )
    if function.uploads and not any("{" in str(value) for value in given.values()):  # a placeholder is filled later
        uploads_of(call)
    if call.controls is not None and call.controls.page_size and call.changes:
        raise usage("page_size: %s changes something and cannot be paged" % function.name, "Leave page_size out.")
    query, option = item.get("query"), where + ".query" if where else "query"
    return Step(call, item.get("name") or function.name, Query(query, option) if query else None)


def function_of(item: Params, api: str) -> Function:
    """The function that ``module`` and ``function`` name; UAPI's may be written Email::list_pops in one."""
    name = str(item.get("function") or "").strip()
    if api == "whm":
        if not re.fullmatch(WHM_NAME, name):
            raise usage("function: %r is not the name of a WHM API 1 function" % name, "Give a name such as listaccts.")
        return functions.whm(name)
    module = item.get("module")
    if module and "::" in name and not name.startswith("%s::" % module):
        raise usage("module, function: %s is not in the module %s" % (name, module), "Leave module out.")
    full = "%s::%s" % (module, name) if module and "::" not in name else name
    parts = full.split("::")
    if len(parts) != 2 or not all(re.fullmatch("[A-Za-z0-9_]+", part) for part in parts):
        raise usage("module, function: %r is not a UAPI function" % full, "Give module: Email and function: list_pops.")
    return functions.uapi(full)


def run_calls(invocation: Invocation, api: str) -> dict[str, t.Any]:
    """A task of cpanel_uapi or whm_api: one function, or several in order up to the first failure.

    In check mode those that write are reported, not sent.
    """
    params = invocation.params
    planned = steps(params, api)
    to_send = [step for step in planned if not (invocation.check_mode and step.call.changes)]
    with invocation.client() as client:
        answers = batches.run(client, [step.call for step in to_send], params.get("batch") or "auto")
    result = result_of(planned, to_send, answers)
    single = params.get("calls") is None
    if result.error is not None:
        result.error.changed = result.changed
        result.error.partial = {} if single else {"calls": result.calls}
        raise result.error
    shown: dict[str, t.Any] = {"changed": result.changed, **(result.calls[0] if single else {"calls": result.calls})}
    if single:
        del shown["name"]
    if api == "uapi":
        shown["via"] = client.routes.via
    return shown


@dataclasses.dataclass
class CallsResult:
    """What became of the calls of one account, those left out in check mode among them, and what ended them."""

    calls: list[dict[str, t.Any]]
    changed: bool
    error: CpanelError | None


def result_of(planned: t.Sequence[Step], sent: t.Sequence[Step], answers: Answers) -> CallsResult:
    """What became of the calls of a task, ``sent`` of which were made in order, as far as there are answers."""
    results, error = answers
    sent_ids = {id(step) for step in sent}
    shown = {id(step): step.unsent() for step in planned if id(step) not in sent_ids}
    changed = bool(shown) or any(step.call.changes and result.ok for step, result in zip(sent, results))
    shown.update({id(step): step.outcome(result) for step, result in zip(sent, results)})
    if error is not None:
        doubtful = error.category in ("ambiguous", "partial")  # nobody knows which call it was
        changed = changed or doubtful
        if error.errors and not doubtful and len(results) < len(sent) and all(result.ok for result in results):
            step = sent[len(results)]
            shown[id(step)] = step.outcome(Result(step.call.function.name, status=0, errors=error.errors))
    calls = [{"name": step.name, **shown[id(step)]} for step in planned if id(step) in shown]
    return CallsResult(calls, changed, error)


def secrets_of(params: Params, api: str) -> set[str]:
    """The values in ``params`` and ``calls`` that must not be shown."""
    secrets: set[str] = set()
    for item in [params, *(params.get("calls") or ())]:
        given = item.get("params") if isinstance(item, dict) or item is params else None
        if isinstance(given, dict) and given:
            try:
                function = function_of(item, api)
            except CpanelError:
                function = functions.uapi("", "") if api == "uapi" else functions.whm("")
            secrets |= secret_values(function, given)
    return secrets


def returns_secret(params: Params, api: str) -> bool:
    """Whether one of the calls answers with a new secret, such as a token or a session.

    The action asks before the options are validated: what is a text, and may be read as something else, may be one.
    """
    calls = _as_data(params.get("calls"), []) or []
    if not isinstance(calls, (list, tuple)):
        return True
    for item in [params, *calls]:
        item = _as_data(item, {})
        if item is None or (isinstance(item, dict) and not item.get("function")):
            continue
        if not isinstance(item, dict):
            return True
        try:
            function = function_of(item, api)
        except CpanelError:
            continue
        given = _as_data(item.get("params"), {})
        if function.returns_secret and not function.holder and not isinstance(given, dict):
            return True
        if returns_secret_with(function, given if isinstance(given, dict) else {}):
            return True
    return False


def _as_data(value: t.Any, default: t.Any) -> t.Any:
    """An option as it will be, if it is JSON in a text; the text itself if it is something else in one."""
    if not isinstance(value, str):
        return default if value is None else value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value
