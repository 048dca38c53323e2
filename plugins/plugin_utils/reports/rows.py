# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report says of an account: one row, made of an entry of ``results`` as cpanel_fleet returns it.

Such an entry may have more, from those who judge: ``state``, ``findings`` (texts, or dictionaries with text, kind,
name, what and changes) and ``cells`` (columns in place of calls). Texts come from servers and customers: they are made
printable here, and escaped by each format. Answers that hold secrets are left out here, before any format sees them.
Must not know formats. Called by the action ``report``.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._api import functions as _functions
from ansible_collections.hostops.cpanel.plugins.module_utils._api.secret_names import holds_secret
from ansible_collections.hostops.cpanel.plugins.module_utils._names import printable
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import SECRET_MARK
from ansible_collections.hostops.cpanel.plugins.plugin_utils import findings
from ansible_collections.hostops.cpanel.plugins.plugin_utils.reports import words

Record = t.Mapping[str, t.Any]
# In the order in which a report shows them.
STATES = ("failed", "skipped", "finding", "ok")
LEFT_OUT = "(secret, not in reports)"
SHOWN_NAMES = 50


@dataclasses.dataclass(frozen=True)
class Change:
    """A field of a finding, with its values before and after, as texts; None for one that is not there."""

    field: str
    before: str | None
    after: str | None


@dataclasses.dataclass(frozen=True)
class Finding:
    """Something worth knowing of an account. ``text`` says it in one line; the rest is the same in parts, if told."""

    text: str
    kind: str = ""
    name: str = ""
    what: str = ""
    changes: tuple[Change, ...] = ()


@dataclasses.dataclass(frozen=True)
class Row:
    """An account, or a server that could not be asked for its accounts: then ``account`` is empty."""

    host: str
    account: str
    state: str
    changed: bool
    seconds: float
    via: str
    category: str
    error: str
    hint: str
    findings: tuple[Finding, ...]
    cells: dict[str, str]

    @property
    def title(self) -> str:
        return "%s/%s" % (self.host, self.account) if self.account else self.host


def without_secrets(results: t.Sequence[Record]) -> list[dict[str, t.Any]]:
    """The results, save what functions returned that return a secret, or what is seen to be one."""
    return [{**item, "calls": [*map(_safe, item["calls"])]} if item.get("calls") else {**item} for item in results]


def row(item: Record) -> Row:
    """A row of an entry that ``without_secrets`` has gone over."""
    error = item.get("error") or {}
    own_findings = tuple(_finding(finding) for finding in item.get("findings") or ())
    return Row(
        host=_short(item.get("host")),
        account=_short(item.get("account")),
        state=_state(item, bool(own_findings)),
        changed=bool(item.get("changed")),
        seconds=float(item.get("seconds") or 0),
        via=_short(item.get("via")),
        category=_short(error.get("category")),
        error=printable(words.text(error.get("msg"))),
        hint=printable(words.text(error.get("hint"))),
        findings=own_findings,
        cells={str(name): printable(words.text(value)) for name, value in cells_of(item).items()},
    )


def cells_of(item: Record) -> Record:
    """Values by column: those given as ``cells``, or the results of the calls."""
    if item.get("cells") is not None:
        return t.cast(Record, item["cells"])
    return {call.get("name") or call.get("function"): call.get("result") for call in item.get("calls") or ()}


def columns_of(rows: t.Sequence[Row]) -> list[str]:
    """All columns that there are, in the order in which they first appear."""
    return list(dict.fromkeys(name for row in rows for name in row.cells))


def lines(results: t.Sequence[Record], rows: t.Sequence[Row]) -> list[str]:
    """What a run prints of them: failures, what was not started, and findings."""
    states = {"skipped": "failed"}
    judged = [
        {**item, "state": states.get(row.state, row.state), "findings": [*map(dataclasses.asdict, row.findings)]}
        for item, row in zip(results, rows)
    ]
    return findings.lines(judged)


def names(rows: t.Sequence[Row], state: str) -> list[str]:
    return [row.title for row in rows if row.state == state][:SHOWN_NAMES]


def _safe(call: Record) -> dict[str, t.Any]:
    function = _functions.uapi(str(call.get("function") or ""))
    if not (call.get(SECRET_MARK) or function.returns_secret or function.holder or holds_secret(call)):
        return {**call}
    kept = {name: value for name, value in call.items() if name in ("name", "function", "status", "changed")}
    return {**kept, "data": None, "result": LEFT_OUT}


def _state(item: Record, has_findings: bool) -> str:
    if item.get("skipped"):
        return "skipped"
    if item.get("state") in STATES:
        return str(item["state"])
    return "failed" if not item.get("ok") else "finding" if has_findings else "ok"


def _finding(given: t.Any) -> Finding:
    if not isinstance(given, t.Mapping):
        return Finding(printable(words.text(given)))
    changes = tuple(
        Change(_short(change.get("field")), _value(change.get("before")), _value(change.get("after")))
        for change in given.get("changes") or ()
        if isinstance(change, t.Mapping)
    )
    kind, name, what = (_short(given.get(part)) for part in ("kind", "name", "what"))
    text = printable(words.text(given.get("text"))) or " ".join(filter(None, (kind, name, what)))
    return Finding(text, kind, name, what, changes)


def _value(value: t.Any) -> str | None:
    return None if value is None else printable(words.value(value), 600)


def _short(value: t.Any) -> str:
    return "" if value is None else " ".join(printable(str(value), 300).split())
