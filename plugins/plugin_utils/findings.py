# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What drift and audits find, in the one form that reports take, and as the lines that a run prints.

A finding is a dictionary of ``text`` (a sentence without the account's name), ``what`` it is (differs, missing,
unlisted, unread, account, document, or a word of an audit), ``kind`` and ``name`` of the resource, and ``changes``, a
list of ``field``, ``before`` and ``after``. Texts of servers and customers are shown escaped and cut.
Must not know formats. Called by the filters that judge, and by the rows of reports.
"""

from __future__ import annotations

import collections
import json
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._names import printable

Row = t.Mapping[str, t.Any]
Finding = dict[str, t.Any]
_SAID = ("failed", "document")
LINES, NAMES, LONGEST = 20, 50, 120


def finding(text: str, what: str, kind: str = "", name: str = "", changes: t.Sequence[Finding] = ()) -> Finding:
    """One finding. ``text`` may hold what a server said."""
    return {"text": one_line(text, 500), "what": what, "kind": kind, "name": name, "changes": list(changes)}


def change(field: str, before: t.Any, after: t.Any) -> Finding:
    return {"field": field, "before": before, "after": after}


def one_line(text: str, longest: int = LONGEST) -> str:
    """A text of a server on one line of a terminal."""
    return printable(text, longest).replace("\n", "\\n")


def shown(value: t.Any) -> str:
    """A value in a sentence: short, on one line."""
    if value is None:
        return "nothing"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return one_line(text) or "empty"


def state(row: Row, findings: t.Sequence[Finding]) -> str:
    """What a report says of an account: failed, finding or ok. One that was not started was not looked at: failed."""
    return "failed" if not row["ok"] else "finding" if findings else "ok"


def place(row: Row) -> str:
    """How an account is called in lines: server/account. The account is None for a server that could not be asked."""
    return one_line("/".join(str(part) for part in (row["host"], row["account"]) if part))


def names(rows: t.Iterable[Row]) -> list[str]:
    """The accounts that need a look, as many as a workflow can take."""
    return [place(row) for row in rows if row["state"] != "ok"][:NAMES]


def lines(rows: t.Sequence[Row], limit: int = LINES) -> list[str]:
    """What a run prints: failures, equal ones in one line, then findings by name, and how many more there are."""
    failures = _failures(rows)  # they say as well that a document has no account
    findings = [(row, one) for row in rows for one in row["findings"] if (row["state"], one["what"]) != _SAID]
    texts = [*failures, *("%s: %s" % (place(row), one["text"]) for row, one in findings)]
    if len(texts) <= limit:
        return texts
    return [*texts[:limit], "and %d more: see the report" % (len(texts) - limit)]


def _failures(rows: t.Iterable[Row]) -> list[str]:
    groups: dict[tuple[str, str], list[Row]] = collections.defaultdict(list)
    for row in rows:
        if row["state"] == "failed":
            groups[str(row["host"]), _reason(row)].append(row)
    texts = []
    for (host, reason), alike in groups.items():
        if len(alike) == 1:
            texts.append("%s: %s" % (place(alike[0]), reason))
            continue
        some = ", ".join(one_line(str(row["account"])) for row in alike[:3])
        more = ", and %d more" % (len(alike) - 3) if len(alike) > 3 else ""
        texts.append("%s: %d accounts failed (%s%s): %s" % (one_line(host), len(alike), some, more, reason))
    return texts


def _reason(row: Row) -> str:
    """Why an account failed, without its own name: equal reasons are equal texts."""
    if row.get("skipped"):
        return "was not started"
    error = row.get("error") or {}
    text = one_line(str(error.get("msg") or "failed"), 300)
    return text.replace(str(row["account"]), "the account") if row["account"] else text
