# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import dataclasses
import json
import re
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._api import batches as _batch
from ansible_collections.hostops.cpanel.plugins.module_utils._api import functions as _functions
from ansible_collections.hostops.cpanel.plugins.module_utils._api import holders as _holders
from ansible_collections.hostops.cpanel.plugins.module_utils._api.client import Client
from ansible_collections.hostops.cpanel.plugins.module_utils._api.parameters import (
    FILTERS_SPEC,
    NO_CONTROLS,
    SORT_SPEC,
    Controls,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._api.requests import Call, uploads_of
from ansible_collections.hostops.cpanel.plugins.module_utils._api.secret_names import holds_secret
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result

from .command import SECRET_MARK, Invocation
from .query import Query, compile_query

BATCH_SIZE = 100
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
Params = t.Mapping[str, t.Any]


@dataclasses.dataclass(frozen=True)
class Step:
    """One call of a task, its name in the results and the query over its data."""

    call: Call
    name: str
    query: Query | None = None

    def outcome(self, result: Result) -> dict[str, t.Any]:
        """What a call returns: data, result (after query), status, metadata, messages, warnings, errors, function."""
        found: dict[str, t.Any] = {
            "function": self.call.function.name,
            "data": result.data,
            "result": self.query(result.data) if self.query is not None and result.ok else result.data,
            "status": result.status,
            "metadata": result.metadata,
            "messages": result.messages,
            "warnings": result.warnings,
            "errors": result.errors,
        }
        if result.reason is not None:
            found.update(reason=result.reason, output=result.output)
        if result.data is not None and (self._asks_for_secret() or holds_secret([result.data, result.metadata])):
            found[SECRET_MARK] = True
        return found

    def _asks_for_secret(self) -> bool:
        return _holders.returns_secret_with(self.call.function, self.call.params)

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
        if any(params.get(name) for name in ("filters", "sort", "columns", "page_size", "query")):
            raise usage(
                "filters, sort, columns, page_size and query go with a single function", "Give query inside calls."
            )
        return [_step(item, params, api, "calls[%d]" % number) for number, item in enumerate(params["calls"])]
    return [_step(params, params, api, "")]


def _step(item: Params, params: Params, api: str, where: str) -> Step:
    given = dict(item.get("params") or {})
    function = function_of(item, api)
    place = where + ": " if where else ""
    for problem in _holders.forbidden_names(function, given):
        raise usage(
            "%sparams: %s" % (place, problem),
            "Leave it out: as whom and what is called, other options say.",
            function=function.name,
        )
    controls = NO_CONTROLS if where else Controls.from_params(params, api)
    problems = _functions.check_params(function, given) if params.get("strict_params") else []
    if problems:
        raise usage(
            place + "; ".join(problems),
            "Correct params, or set strict_params to false if your server knows more than the documentation.",
            function=function.name,
        )
    writes = {"true": True, "false": False}.get(str(item.get("writes") or params.get("writes") or "auto").lower())
    if writes is False and _holders.surely_writes_with(function, given):
        writes = None  # what is known to write stays so, for check mode and for what is told
    if function.name == "Batch::strict" and given.get("command"):
        given["command"] = _holders.commands_of(given["command"], strict=True)
    call = Call(function, given, controls, writes)
    if not any("{" in str(value) for value in given.values()):  # a placeholder is filled later
        uploads_of(call)
    if controls.page_size and call.changes:
        raise usage("page_size: %s writes and cannot be paged" % function.name, "Leave page_size out.")
    return Step(
        call,
        item.get("name") or function.name,
        compile_query(item.get("query"), "%squery" % (where + "." if where else "")),
    )


def function_of(item: Params, api: str) -> _functions.Function:
    """The function that ``module`` and ``function`` name; UAPI's may be written Email::list_pops in one."""
    name = str(item.get("function") or "").strip()
    if api == "whm":
        if not re.fullmatch(_holders.WHM_NAME, name):
            raise usage("function: %r is not the name of a WHM API 1 function" % name, "Write it as listaccts.")
        return _functions.whm(name)
    module = item.get("module")
    if module and "::" in name and not name.startswith("%s::" % module):
        raise usage("module, function: %s is not in the module %s" % (name, module), "Leave module out.")
    full = "%s::%s" % (module, name) if module and "::" not in name else name
    parts = full.split("::")
    if len(parts) != 2 or not all(re.fullmatch("[A-Za-z0-9_]+", part) for part in parts):
        raise usage("module, function: %r is not a UAPI function" % full, "Give module: Email and function: list_pops.")
    return _functions.uapi(full)


def run_calls(invocation: Invocation, api: str) -> dict[str, t.Any]:
    """A task of cpanel_uapi or whm_api: one function, or several in order up to the first failure."""
    planned = steps(invocation.params, api)
    single = invocation.params.get("calls") is None
    with invocation.client() as client:
        outcome = perform(client, planned, api, str(invocation.params.get("batch") or "auto"), invocation.check_mode)
        if outcome.error is not None:
            outcome.error.changed = outcome.changed
            outcome.error.partial = {} if single else {"calls": outcome.calls}
            raise outcome.error
        found = {key: value for key, value in outcome.calls[0].items() if key != "name"} if single else {}
        found = found or {"calls": outcome.calls}
        return {"changed": outcome.changed, **found, **({"via": client.via} if api == "uapi" else {})}


@dataclasses.dataclass
class Outcome:
    """What became of the calls of one account, those left out in check mode among them, and what ended them."""

    calls: list[dict[str, t.Any]]
    changed: bool
    error: CpanelError | None


def perform(client: Client, planned: t.Sequence[Step], api: str, batch: str, check_mode: bool) -> Outcome:
    """Makes the calls in order, up to the first failure; in check mode those that write are reported, not sent."""
    to_send = [step for step in planned if not (check_mode and step.call.changes)]
    results, error = exchange(client, [step.call for step in to_send], api, batch)
    return outcome_of(planned, to_send, results, error)


def exchange(client: Client, calls: t.Sequence[Call], api: str = "uapi", batch: str = "auto") -> _batch.Unpacked:
    """Makes calls in order, up to the first failure, in as few requests as can be. Returns the results and the error.

    Of calls in a batch that failed, the last result may be the one of the failed call; alone it is not among them.
    """
    results: list[Result] = []
    for group in _groups(calls, batch):
        more, error = _run_group(client, group, api)
        results += more
        if error is not None:
            return results, error
    return results, None


def outcome_of(
    planned: t.Sequence[Step], sent: t.Sequence[Step], results: t.Sequence[Result], error: CpanelError | None
) -> Outcome:
    """The same of calls that someone else has made: ``sent`` in order, ``results`` as far as it got."""
    made = {id(step): step.outcome(result) for step, result in zip(sent, results)}
    unsent = {id(step): step.unsent() for step in planned if step not in sent}
    changed = bool(unsent) or any(step.call.changes and result.ok for step, result in zip(sent, results))
    if error is not None:
        changed = changed or error.category in ("ambiguous", "partial")
        known = error.errors and error.category not in ("ambiguous", "partial")  # else nobody knows which call it was
        if known and len(results) < len(sent) and all(result.ok for result in results):
            failed = sent[len(results)]
            made[id(failed)] = failed.outcome(Result(failed.call.function.name, status=0, errors=error.errors))
    shown = {**unsent, **made}
    return Outcome([{"name": step.name, **shown[id(step)]} for step in planned if id(step) in shown], changed, error)


def _groups(calls: t.Sequence[Call], batch: str) -> list[list[Call]]:
    """The requests to make: batches of bounded size, and alone what cannot be batched."""
    groups: list[list[Call]] = []
    for call in calls:
        alone = batch == "never" or call.function.alone
        if groups and not alone and not groups[-1][-1].function.alone and len(groups[-1]) < BATCH_SIZE:
            groups[-1].append(call)
        else:
            groups.append([call])
    return groups


def _run_group(client: Client, calls: list[Call], api: str) -> _batch.Unpacked:
    one = client.whm if api == "whm" else client.uapi
    try:
        if len(calls) == 1:
            return [one(calls[0])], None
        results, error = client.whm_batch(calls) if api == "whm" else client.uapi_batch(calls)
        absent = error is not None and error.category == "unsupported" and error.function in ("Batch::strict", "batch")
        if error is None or results or (any(call.changes for call in calls) and not absent):
            return results, error
    except CpanelError as exc:
        return [], exc
    results = []
    for call in calls:  # the server has no batches, or did not say which of these reading calls failed: find out
        try:
            results.append(one(call))
        except CpanelError as exc:
            return results, exc
    return results, None


def secrets_of(params: Params, api: str) -> set[str]:
    """The values in ``params`` and ``calls`` that must not be shown."""
    found: set[str] = set()
    for item in [params, *(params.get("calls") or ())]:
        given = item.get("params") if isinstance(item, dict) or item is params else None
        if isinstance(given, dict):
            try:
                function = function_of(item, api)
            except CpanelError:
                function = _functions.uapi("", "") if api == "uapi" else _functions.whm("")
            found |= _holders.secret_values(function, given)
    return found


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
        if _holders.returns_secret_with(function, given if isinstance(given, dict) else {}):
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
