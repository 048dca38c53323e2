# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The result of cpanel_fleet with a document as a report: what differs in each account, and what no document lists.

Owns the sentences of a drift report and its rows. Must not know formats: ``reports`` writes them. Called by the filter
drift_report.
"""

from __future__ import annotations

import collections
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._state.document import DOCUMENTED
from ansible_collections.hostops.cpanel.plugins.plugin_utils import findings as f

Item = t.Mapping[str, t.Any]
Findings = list[f.Finding]
# In the sentences of a plan and of what was done: a new resource, one that goes, and a field that changes.
_PLANNED = ("is missing", "is there and should not be", "%s is %s instead of %s")
_DONE = ("was made", "was removed", "%s changed from %s to %s")
# What is in the rows, or no business of reports.
_LEFT_OUT = ("invocation", "diff", "unlisted_accounts", "missing_accounts")
_SET = ("unchanged", "changed")  # both sides of a secret


def drift_of(
    result: t.Any,
    check_mode: bool = False,
    unlisted: str = "report",
    documents: t.Iterable[str] = (),
    blank: t.Iterable[str] = (),
    accounts: bool = True,
) -> dict[str, t.Any]:
    """The result of cpanel_fleet with a document, its rows completed for reports, and what a run says of it.

    ``documents`` are accounts that have a document, as SERVER/ACCOUNT, beside those of the result; ``blank`` are
    accounts whose document says nothing. ``accounts`` is whether an account without a document is worth a row.
    Raises ValueError for another result.
    """
    items = result.get("results") if isinstance(result, t.Mapping) else None
    if not isinstance(items, (list, tuple)) or any("plan" not in item for item in items):
        raise ValueError("not a result of hostops.cpanel.cpanel_fleet with config; give what was registered")
    reports_unlisted = unlisted != "ignore"
    drifted = {kind for item in items for kind in item["drift"]}
    kinds = [*(kind for kind in DOCUMENTED if kind in drifted), *sorted(drifted - set(DOCUMENTED))]
    missing = {_key(entry) for entry in result.get("missing_accounts") or ()}
    blank = set(blank) if not reports_unlisted else set()
    documents = set(documents)
    others = [entry for entry in result.get("unlisted_accounts") or () if _key(entry) not in documents]
    rows = [_row(item, kinds, check_mode, reports_unlisted, missing, blank) for item in items]
    orphans = _orphans(result, documents) if "unlisted_accounts" in result else []
    rows += orphans
    rows += [_without_document(entry) for entry in others if reports_unlisted and accounts]
    counted = collections.Counter(one["what"] for row in rows for one in row["findings"])
    summary = {
        **result["summary"],
        "accounts": result["summary"]["accounts"] + len(orphans),
        "failed": result["summary"]["failed"] + len(orphans),
        "with_findings": sum(row["state"] == "finding" for row in rows),
        "looked_at": sum(bool(item["ok"]) and _key(item) not in blank for item in items),
        "unlisted": counted["unlisted"],
        "unlisted_accounts": counted["account"],
        "names": f.names(rows),
    }
    columns = ["changes", *kinds, *(["unlisted"] if reports_unlisted else [])]
    lines = [*f.lines(rows), *_unread(rows)]
    return {
        **{name: value for name, value in result.items() if name not in _LEFT_OUT},
        "check_mode": check_mode,
        "columns": columns,
        "results": rows,
        "failed_accounts": [
            *(result.get("failed_accounts") or ()),
            *({name: row[name] for name in ("host", "account", "error")} for row in orphans),
        ],
        "summary": summary,
        "lines": lines,
    }


def _key(entry: Item) -> str:
    return "%s/%s" % (entry["host"], entry["account"])


def _row(
    item: Item,
    kinds: t.Sequence[str],
    check_mode: bool,
    reports_unlisted: bool,
    missing: t.Collection[str],
    blank: t.Collection[str],
) -> dict[str, t.Any]:
    words = _PLANNED if check_mode else _DONE
    planned = [_change(change, words) for change in (*item["plan"], *(item.get("applied") or ()))]
    made = not check_mode and item["ok"]
    planned += [_change(change, _PLANNED, "not made: ") for change in item.get("pending") or ()]
    more = [
        f.finding(_not_in_git(entry), "unlisted", entry["kind"], entry["name"], _sides(entry["item"], None))
        for entry in item.get("unlisted") or ()
        if reports_unlisted
    ]
    more += [
        f.finding("%(kind)s could not be read: %(msg)s" % entry, "unread", entry["kind"])
        for entry in item.get("unreadable") or ()
        if reports_unlisted and entry.get("category") != "permission"
    ]
    if _key(item) in missing:
        text = "has a document, and the server has no such account"
        more.append(f.finding(text, "document", "account", str(item["account"])))
    if _key(item) in blank:
        more.append(
            f.finding("its document is empty: nothing was compared", "document", "account", str(item["account"]))
        )
    cells = {"changes": len(item["plan"]), **{kind: item["drift"].get(kind, 0) for kind in kinds}} if item["ok"] else {}
    cells.update({"unlisted": len(item.get("unlisted") or ())} if cells and reports_unlisted else {})
    findings = planned + more
    return {**item, "cells": cells, "findings": findings, "state": f.state(item, more if made else findings)}


def _orphans(result: Item, documents: t.Iterable[str]) -> list[dict[str, t.Any]]:
    """Rows for documents of accounts that no server has. Of a server that could not be asked nobody knows."""
    lost = {item["host"] for item in result["results"] if item["account"] is None}
    there = {_key(entry) for entry in (*result["results"], *result["unlisted_accounts"])}
    orphans = []
    for host, _slash, account in (name.partition("/") for name in sorted(set(documents) - there)):
        if host not in lost:
            text = "has a document, and no server has such an account"
            error = {"msg": "%s %s" % (account, text), "category": "not_found", "code": "not_found", "hint": None}
            entry = {"host": host, "account": account}
            orphans.append(_extra(entry, f.finding(text, "document", "account", account), error))
    return orphans


def _without_document(entry: Item) -> dict[str, t.Any]:
    text = "the account is not in Git: it has no document"
    return _extra(entry, f.finding(text, "account", "account", str(entry["account"])))


def _extra(entry: Item, finding: f.Finding, error: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
    """A row for an account in which nothing was done."""
    return {
        "host": entry["host"],
        "account": entry["account"],
        "ok": error is None,
        "changed": False,
        "skipped": False,
        "seconds": 0.0,
        "via": None,
        "plan": [],
        "drift": {},
        "passwords_to_set": [],
        "error": error,
        "cells": {},
        "findings": [finding],
        "state": "finding" if error is None else "failed",
    }


def _change(change: Item, words: tuple[str, str, str], start: str = "") -> f.Finding:
    """A change as a sentence with the values on both sides. Of a secret only that it is set."""
    kind, name = change["kind"], change["name"]
    text = "%s%s %s " % (start, kind, name)
    created, removed, differs = words
    changes = _sides(change["before"], change["after"])
    if change["action"] == "create":
        return f.finding(text + created, "missing", kind, name, changes)
    if change["action"] == "remove":
        return f.finding(text + removed, "differs", kind, name, changes)
    texts = []
    for one in changes:
        if (one["before"], one["after"]) == _SET:
            texts.append("%s is to be set" % one["field"] if words is _PLANNED else "%s was set" % one["field"])
        elif None in (one["before"], one["after"]):
            texts.append("%s %s" % (one["field"], created if one["before"] is None else removed))
        else:
            texts.append(differs % (one["field"], f.shown(one["before"]), f.shown(one["after"])))
    return f.finding(text.rstrip() + ": " + ", ".join(texts), "differs", kind, name, changes)


def _not_in_git(entry: Item) -> str:
    return "%(kind)s %(name)s: not in Git" % entry


def _sides(before: t.Any, after: t.Any) -> Findings:
    """The fields that differ; of what has many parts, such as records and privileges, the parts."""
    differences: Findings = []
    before, after = before or {}, after or {}
    for name in {**before, **after}:
        sides = [_parts(name, side.get(name)) for side in (before, after)]
        if before and after and None not in sides:
            old, new = t.cast("list[Item]", sides)
            keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
            differences += [f.change("%s (%s)" % (name, key), old.get(key), new.get(key)) for key in keys]
        else:
            differences.append(f.change(name, before.get(name), after.get(name)))
    return differences


def _parts(name: str, value: t.Any) -> Item | None:
    if name == "records":
        return {
            "%(name)s %(type)s" % record: {name: record.get(name) for name in ("ttl", "value")}
            for record in value or ()
        }
    return value if isinstance(value, dict) else None


def _unread(rows: t.Iterable[Item]) -> list[str]:
    """What accounts are not allowed to have is read nowhere: a line for each kind, and no finding."""
    counted = collections.Counter(
        entry["kind"] for row in rows for entry in row.get("unreadable") or () if entry.get("category") == "permission"
    )
    return [
        "%s may not be read in %d account%s" % (kind, number, "" if number == 1 else "s")
        for kind, number in sorted(counted.items())
    ]
