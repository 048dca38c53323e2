# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls in batches: as few requests as can be, and for each call its answer.

Owns all of batching: which calls go together, how a batch is written (Batch::strict, WHM's ``batch``; protocol.md 4.5,
4.7), what its answer means, and what is done where a server has no batches. Must not know tasks.
Called by ``_task.calls``, ``_state.drive`` and the fleet.
"""

from __future__ import annotations

import json
import typing as t
from urllib.parse import urlencode

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import (
    Result,
    Unreadable,
    parse_uapi,
    parse_uapi_cpanel,
    parse_whm_call,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.refusals import failed

from .call import Call
from .client import Client
from .encoding import encode, encode_in_batch
from .functions import uapi, whm
from .link import Link
from .reasons import Questions, session_failure, uapi_failure, whm_failure
from .requests import write

# Calls in one batch.
LARGEST = 100


class Answers(t.NamedTuple):
    """The answers to calls that were made in order, up to the first failure, and the error that it was.

    Of calls in a batch the last result may be the one of the failed call; alone it is not among them.
    """

    results: list[Result]
    error: CpanelError | None = None


def run(client: Client, calls: t.Sequence[Call], batch: str = "auto") -> Answers:
    """Makes calls in order, up to the first failure, in as few requests as can be; one each if ``batch`` is never."""
    results: list[Result] = []
    for group in _groups(calls, batch):
        try:
            if len(group) == 1:
                results.append(client.call(group[0]))
                continue
            answers = _together(client, group)
        except CpanelError as exc:
            return Answers(results, exc)
        if _left_open(answers, group):
            answers = run(client, group, "never")
        results += answers.results
        if answers.error is not None:
            return Answers(results, answers.error)
    return Answers(results)


def run_in_accounts(
    link: Link, calls_of: t.Sequence[tuple[str, t.Sequence[Call]]], *, strict: bool
) -> dict[str, Answers]:
    """Calls in several accounts in one batch of WHM's; ``strict`` ends an account's calls at the first failure.

    ``link`` is one with a credential of WHM. Returns the answers of each account. Raises CpanelError if the batch as
    such failed.
    """
    packed = [(account, [_strict(calls)] if strict else calls) for account, calls in calls_of]
    sent = [call for _account, inner in packed for call in inner]
    commands = [_in_account(account, call) for account, inner in packed for call in inner]
    outer = link.call(write(_whm(commands, sent, abort=False), link.identity))
    if not outer.ok and outer.data is None:
        raise whm_failure(outer, Call(whm("batch")), Questions(link, None, None, link.identity.username))
    results = iter(parsed(outer, sent, parse_uapi_cpanel))
    answers: dict[str, Answers] = {}
    for (account, inner), (_account, calls) in zip(packed, calls_of):
        own = [result for _call, result in zip(inner, results)]
        questions = Questions(link, link, account, link.identity.username)
        answers[account] = _of_account(account, own, calls, strict, questions)
    return answers


def _groups(calls: t.Sequence[Call], batch: str) -> list[list[Call]]:
    """The requests to make: batches of bounded size, and alone what cannot be batched."""
    groups: list[list[Call]] = []
    open_group = False
    for call in calls:
        alone = batch == "never" or call.function.alone or call.controls is not None
        if alone or not open_group or len(groups[-1]) == LARGEST:
            groups.append([call])
        else:
            groups[-1].append(call)
        open_group = not alone
    return groups


def _left_open(answers: Answers, calls: t.Sequence[Call]) -> bool:
    """Whether the calls may be made one by one: the server has no batches, or did not say which reading call failed."""
    error = answers.error
    if error is None or answers.results:
        return False
    absent = error.category == "unsupported" and error.function in ("Batch::strict", "batch")
    return absent or not any(call.changes for call in calls)


def _together(client: Client, calls: t.Sequence[Call]) -> Answers:
    """Several calls in one request. Raises CpanelError if it was not answered."""
    if calls[0].is_uapi:
        return _of_strict(client.send(_strict(calls)), calls, client.sessions.questions())
    outer = client.send(_whm([_whm_command(call.function.name, call.params) for call in calls], calls))
    results = parsed(outer, calls, parse_whm_call)
    for number, (call, result) in enumerate(zip(calls, results), 1):
        if not result.ok:
            return Answers(results[:number], whm_failure(result, call, client.sessions.questions()))
    return Answers(results, _incomplete(outer, calls, results))


# How a batch is written


def _strict(calls: t.Sequence[Call]) -> Call:
    """The one call that makes several UAPI calls: in order, up to the first failure (protocol.md 4.5)."""
    commands = {"command-%d" % number: _strict_command(call) for number, call in enumerate(calls)}
    return Call(uapi("Batch::strict"), commands, writes=any(call.changes for call in calls))


def _strict_command(call: Call) -> str:
    module, _separator, name = call.function.name.partition("::")
    return json.dumps([module, name, encode_in_batch(call.params)], ensure_ascii=False, separators=(",", ":"))


def _whm(commands: t.Sequence[str], calls: t.Sequence[Call], *, abort: bool = True) -> Call:
    """The one WHM API 1 call that makes several in order (protocol.md 4.7), up to the first failure or all."""
    params: dict[str, t.Any] = {"command-%d" % number: command for number, command in enumerate(commands)}
    return Call(whm("batch"), {**params, "abort_on_error": abort}, writes=any(call.changes for call in calls))


def _whm_command(function: str, params: t.Mapping[str, t.Any]) -> str:
    return "%s?%s" % (function, urlencode(encode(params)))


def _in_account(account: str, call: Call) -> str:
    """The command that makes a UAPI call on behalf of an account (protocol.md 4.7)."""
    module, _separator, name = call.function.name.partition("::")
    whom = {"cpanel.user": account.lower(), "cpanel.module": module, "cpanel.function": name}
    return _whm_command("uapi_cpanel", {**call.params, **whom})


# What its answer means


def parsed(outer: Result, calls: t.Sequence[Call], parse: t.Callable[[t.Any, str], Result]) -> list[Result]:
    """The results in the answer to a batch, as far as it got: a list, or WHM's dictionary with one.

    ``parse`` reads one of them. Raises CpanelError if it is not an answer to a batch: ``ambiguous`` if one of the calls
    writes, else ``protocol``.
    """
    items = outer.data.get("result") if isinstance(outer.data, dict) else outer.data
    if items is None:
        return []
    try:
        if not isinstance(items, list) or len(items) > len(calls):
            raise Unreadable("wrong_shape", "a batch answer that is not a list of results")
        return [parse(item, call.function.name) for item, call in zip(items, calls)]
    except Unreadable as exc:
        category = "ambiguous" if any(call.changes for call in calls) else "protocol"
        raise CpanelError(category, "%s: the server answered with %s" % (outer.function, exc), code=exc.code) from exc


def _of_strict(outer: Result, calls: t.Sequence[Call], questions: Questions) -> Answers:
    """What Batch::strict answered."""
    results = parsed(outer, calls, parse_uapi)
    if results and not results[-1].ok:
        return Answers(results, uapi_failure(results[-1], calls[len(results) - 1], questions))
    error = _incomplete(outer, calls, results)
    if error is not None and not results and not outer.ok:
        absent = uapi_failure(outer, Call(uapi("Batch::strict")), questions)
        error = absent if absent.category == "unsupported" else error  # then none of the calls has run
    return Answers(results, error)


def _of_account(
    account: str, answers: t.Sequence[Result], calls: t.Sequence[Call], strict: bool, questions: Questions
) -> Answers:
    """What one account's commands in a batch of WHM's answered: one strict batch, or a command for each call."""
    results: list[Result] = []
    for answer in answers:
        if answer.function == "uapi_cpanel" and not answer.ok:
            return Answers(results, session_failure(answer, account, questions))
        if strict:
            return _of_strict(answer, calls, questions)
        results.append(answer)
        if not answer.ok:
            return Answers(results, uapi_failure(answer, calls[len(results) - 1], questions))
    if len(results) == len(calls):
        return Answers(results)
    text = "the server answered only some of the calls of the batch"
    if any(call.changes for call in calls):
        hint = "Read the state before you repeat it."
        return Answers(results, CpanelError("ambiguous", text, code="unanswered", hint=hint))
    return Answers(results, CpanelError("protocol", text, code="unanswered"))


def _incomplete(outer: Result, calls: t.Sequence[Call], results: t.Sequence[Result]) -> CpanelError | None:
    """What it means if a batch has not answered all calls; None if it has."""
    if outer.ok and len(results) == len(calls):
        return None
    error = failed(outer, "cpaneld", 200)
    if any(call.changes for call in calls) and not results:
        error.category = error.code = "partial"
        error.hint = "The server did not say which of the calls it ran: read the state before you repeat them."
    return error
