# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._wire import envelope as _envelope
from ansible_collections.hostops.cpanel.plugins.module_utils._wire import refusals as _diagnosis
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result

from . import reasons as _explain
from .functions import uapi
from .requests import Call

# The results of what ran, the failed one last, and the error that ended it.
Unpacked = tuple[list[Result], t.Optional[CpanelError]]


@dataclasses.dataclass(frozen=True)
class Asks:
    """Whom to ask why something failed: WHM, and UAPI on behalf of the account; ``username`` is who asks."""

    whm: _explain.Ask
    uapi: _explain.Ask
    username: str


def parsed(
    outer: Result,
    names: t.Sequence[str],
    parse: t.Callable[[t.Any, str], Result],
    calls: t.Sequence[Call],
) -> list[Result]:
    """The answers in a batch, named; raises CpanelError if it is none, ``ambiguous`` if something may be written."""
    try:
        return _envelope.parse_batch(outer.data, names, parse)
    except _envelope.Unreadable as exc:
        category = "ambiguous" if any(call.changes for call in calls) else "protocol"
        raise CpanelError(category, "%s: the server gave %s" % (outer.function, exc), code=exc.code) from exc


def unpack_strict(outer: Result, calls: t.Sequence[Call], ask: _explain.Ask) -> Unpacked:
    """What Batch::strict answered."""
    results = parsed(outer, [call.function.name for call in calls], _envelope.parse_uapi, calls)
    if results and not results[-1].ok:
        last = calls[len(results) - 1]
        return results, _explain.uapi_failure(results[-1], last.function, last.params, ask)
    error = verdict(outer, calls, results)
    if error is not None and not results and not outer.ok:
        absent = _explain.uapi_failure(outer, uapi("Batch::strict"), {}, ask)
        error = absent if absent.category == "unsupported" else error  # then none of the calls has run
    return results, error


def of_account(
    account: str, answers: t.Sequence[Result], calls: t.Sequence[Call], strict: bool, asks: Asks
) -> Unpacked:
    """What one account's commands in a WHM batch answered: one strict batch, or a command for each call."""
    results: list[Result] = []
    for answer in answers:
        if not answer.ok and answer.function == "uapi_cpanel":
            return results, _explain.session_failure(answer, account, asks.username, asks.whm)
        if strict:
            return unpack_strict(answer, calls, asks.uapi)
        results.append(answer)
        if not answer.ok:
            call = calls[len(results) - 1]
            return results, _explain.uapi_failure(answer, call.function, call.params, asks.uapi)
    if len(results) == len(calls):
        return results, None
    if any(call.changes for call in calls):
        error = CpanelError("ambiguous", "the batch was answered, but not all of its calls", code="unanswered")
        error.hint = "Read the state before you repeat it."
        return results, error
    return results, CpanelError("protocol", "the batch was answered, but not all of its calls", code="unanswered")


def verdict(outer: Result, calls: t.Sequence[Call], results: t.Sequence[Result]) -> CpanelError | None:
    """Whether a batch is complete, and what it means if it is not."""
    if outer.ok and len(results) == len(calls):
        return None
    error = _diagnosis.failed(outer, "cpaneld", 200)
    if any(call.changes for call in calls) and not results:
        error.category = error.code = "partial"
        error.hint = "The server did not say which of the calls had run: read the state again."
    return error
