# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a fleet does in each account: calls in order, a document to converge to, or one to be written down.

Owns what of the options is the same in all accounts, prepared once, and the program (see ``_state.plan``) of each
account. Must not know over which way its calls go, nor with which other accounts. Called by ``fleet`` and ``ways``.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._api.batches import Answers
from ansible_collections.hostops.cpanel.plugins.module_utils._api.requests import is_file_of
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._state import document as _document
from ansible_collections.hostops.cpanel.plugins.module_utils._state.document import Document, Export
from ansible_collections.hostops.cpanel.plugins.module_utils._state.placeholders import is_template
from ansible_collections.hostops.cpanel.plugins.module_utils._state.plan import Converged, Program
from ansible_collections.hostops.cpanel.plugins.module_utils._task import calls as _calls

from .targets import Target

# Commands in one WHM batch. Fewer where something is written: a lost answer leaves all of a batch in doubt.
READS_IN_BATCH = 25
WRITES_IN_BATCH = 10
# Accounts in one batch that converge together: what a lost answer leaves in doubt is settled by reading.
DOCUMENTS_IN_BATCH = 20

Params = t.Mapping[str, t.Any]
Key = tuple[str, str]


@dataclasses.dataclass
class Done:
    """What came of one account: ``shown`` is its part of the results (calls, or plan, or config)."""

    changed: bool = False
    error: CpanelError | None = None
    shown: dict[str, t.Any] = dataclasses.field(default_factory=dict)


class Work:
    """What is to be done in each account; ``size`` is how many accounts may share a batch.

    ``strict``: the calls of an account have to stop at the first failure by the server's own means. ``session_only``
    names a call that WHM does not pass on.
    """

    strict = False
    session_only: str | None = None
    writes = False
    size = DOCUMENTS_IN_BATCH

    def program(self, target: Target) -> Program[Done]:
        """What is to be done in an account. Raises ``usage``, when it is begun."""
        raise NotImplementedError

    def nothing(self, key: Key) -> dict[str, t.Any]:
        """What is shown of an account in which nothing was done this time."""
        raise NotImplementedError

    def keeps(self, item: Params) -> bool:
        """Whether an earlier result stands. What failed or is in doubt is read anew."""
        return bool(item["ok"])

    def take_up(self, key: Key, item: Params) -> None:
        """Goes on from an earlier result that does not stand."""


class CallsWork(Work):
    """The same calls in each account, placeholders filled. Raises ``usage`` for calls that cannot be right."""

    def __init__(self, params: Params, check_mode: bool) -> None:
        self._params = params
        self._check_mode = check_mode
        self._template = self._steps(params["calls"])
        self._fixed = not is_template(params["calls"])
        self._begun: dict[Key, list[dict[str, t.Any]]] = {}
        self.writes = any(step.call.changes for step in self._template) and not check_mode
        only = [step.name for step in self._template if step.call.function.session_only]
        self.session_only = only[0] if only else None
        self.strict = self.writes and len(self._template) > 1
        commands = WRITES_IN_BATCH if any(step.call.changes for step in self._template) else READS_IN_BATCH
        self.size = max(1, commands // (1 if self.strict else max(1, len(self._template))))

    def program(self, target: Target) -> Program[Done]:
        steps = self._steps_of(target)
        sent = [step for step in steps if not (self._check_mode and step.call.changes)]
        answers = (yield [step.call for step in sent]) if sent else Answers([])
        result = _calls.result_of(steps, sent, answers)
        return Done(result.changed, result.error, {"calls": [*self._begun.get(target.key, ()), *result.calls]})

    def nothing(self, key: Key) -> dict[str, t.Any]:
        return {"calls": self._begun.get(key, [])}

    def keeps(self, item: Params) -> bool:
        """Whether an earlier result stands: done, or in doubt, which is not for us to do again."""
        return bool(item["ok"]) or (item.get("error") or {}).get("category") in ("ambiguous", "partial")

    def take_up(self, key: Key, item: Params) -> None:
        """Goes on behind the calls that had succeeded: no write is made twice."""
        made = []
        for call in item.get("calls") or ():
            if call.get("status") != 1:
                break
            made.append(call)
        names = [step.name for step in self._template[: len(made)]]
        if [call.get("name") for call in made] != names or len(made) >= len(self._template):
            raise usage(
                "resume_from: the calls of %s are not those of this task" % key[1], "Give the same calls again."
            )
        if made:
            self._begun[key] = made

    def _steps_of(self, target: Target) -> list[_calls.Step]:
        steps = self._template
        if not self._fixed:
            steps = self._steps([_filled(target, call) for call in self._params["calls"]])
        return steps[len(self._begun.get(target.key, ())) :]

    def _steps(self, calls: t.Any) -> list[_calls.Step]:
        return _calls.steps({"calls": calls, "strict_params": self._params["strict_params"]}, "uapi")


def _filled(target: Target, call: Params) -> Params:
    """The call with its placeholders filled, those in the paths of local files with care. Raises ``usage``."""
    filled: dict[str, t.Any] = target.fill(call)
    function = _calls.function_of(filled, "uapi")
    for name, value in (call.get("params") or {}).items():
        parameter = target.fill(name)
        if is_file_of(function, str(parameter)):
            filled["params"][parameter] = target.upload(value)
    return filled


class ConfigWork(Work):
    """The same document for each account and its own one added, placeholders filled. Raises ``usage``."""

    strict = True

    def __init__(self, params: Params, check_mode: bool) -> None:
        self._params = params
        self._check_mode = check_mode
        self._config = params.get("config") or {}
        self._shared = Document(params, self._config)
        self.writes = not check_mode

    def program(self, target: Target) -> Program[Done]:
        document = self._shared
        if target.config:
            document = Document(self._params, _document.joined(self._config, target.config))
        known = [target.domain.lower()] if target.domain else []
        try:
            outcome = yield from document.program(target.account, self._check_mode, target.meaning, known)
        except CpanelError as exc:
            return Done(exc.changed, exc, {**self.nothing(target.key), **exc.partial})
        return Done(bool(outcome.changes), None, _document.result_of(outcome))

    def nothing(self, _key: Key) -> dict[str, t.Any]:
        return _document.result_of(Converged())


class ExportWork(Work):
    """Each account read as a document of its own. Raises ``usage``."""

    def __init__(self, params: Params) -> None:
        self._export = Export(params["export"])

    def program(self, target: Target) -> Program[Done]:
        return Done(shown=(yield from self._export.program(target.account)))

    def nothing(self, _key: Key) -> dict[str, t.Any]:
        return {"config": None, "not_exported": [], "server_records": [], "unreadable": []}


def work_of(params: Params, check_mode: bool) -> Work:
    """What the options ask for. Raises ``usage`` if they ask for nothing."""
    if params.get("calls") is not None:
        return CallsWork(params, check_mode)
    if params.get("export") is not None:
        return ExportWork(params)
    if params.get("config") is None:
        entries = params.get("accounts") or [None]
        without = next((n for n, e in enumerate(entries) if not isinstance(e, dict) or e.get("config") is None), None)
        if without is not None:
            where = "accounts[%d] has no config" % without if len(entries) > 1 else "there is nothing to do"
            raise usage("one of calls, config and export is needed: %s" % where, "Give one, or each account a config.")
    return ConfigWork(params, check_mode)
