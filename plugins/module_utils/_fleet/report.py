# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has come of each account, while a fleet works and in the end.

Owns the records of accounts and the result of the task, its error among it. Must not know threads, lanes or ways.
Called by all of them through ``Results``, and by ``fleet`` for the result.
"""

from __future__ import annotations

import threading
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils import _names
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._state.plan import diff_of

from .work import Done, Key, Work

Record = dict[str, t.Any]


class Results:
    """The records of the accounts of a fleet, in the making. For several threads.

    ``accounts`` is how many there are to do, ``keep`` which raw data stays, ``max_fail_percentage`` how many may fail.
    """

    def __init__(self, work: Work, accounts: int, keep: str, max_fail_percentage: int) -> None:
        self._work = work
        self._accounts = accounts
        self._keep = keep
        self._may_fail = max_fail_percentage * max(1, accounts)
        self._records: dict[Key, Record] = {}
        self._begun: set[Key] = set()
        self._failed = 0
        self._closed = False
        self._lock = threading.Lock()

    def __contains__(self, key: Key) -> bool:
        return key in self._records

    @property
    def too_many_failed(self) -> bool:
        """Whether no further account may be begun."""
        return self._failed * 100 > self._may_fail

    def begin(self, keys: t.Iterable[Key]) -> None:
        """From here on something may have been done in these accounts."""
        with self._lock:
            self._begun.update(keys)

    def take_back(self, keys: t.Iterable[Key]) -> None:
        """Nothing has been done in them after all."""
        with self._lock:
            self._begun.difference_update(keys)

    def finish(self, key: Key, done: Done, via: str | None = None, seconds: float = 0.0) -> None:
        """An account is done, unless all is over."""
        shown = done.shown or self._work.nothing(key)
        finished = record(*key, done, shown, via=via, seconds=seconds, keep=self._keep)
        with self._lock:
            if not self._closed:
                self._records[key] = finished
                self._failed += done.error is not None

    def close(self) -> None:
        """It is over: what finishes from here on does not count."""
        with self._lock:
            self._closed = True

    def of(self, key: Key) -> Record:
        """The record of an account; of one without, that it was not begun, or was under way when all was broken off."""
        if key in self._records:
            return self._records[key]
        if key not in self._begun:
            return record(*key, None, self._work.nothing(key))
        writes = self._work.writes
        error = CpanelError(
            "ambiguous" if writes else "connection",
            "%s was under way when the task was interrupted" % key[1],
            code="interrupted",
            hint="Read its state before you repeat it." if writes else None,
        )
        return record(*key, Done(writes, error), self._work.nothing(key))

    def progress(self) -> str:
        """How far it has got, in a few words."""
        return "cpanel_fleet: %d of %d accounts, %d failed" % (len(self._records), self._accounts, self._failed)

    def pace(self, seconds: float) -> str:
        """How fast it gets there."""
        rate = len(self._records) / seconds
        left = "%d s left" % ((self._accounts - len(self._records)) / rate) if rate else "no end in sight"
        return "%.1f/s, %s" % (rate, left)


def record(
    host: str,
    account: str | None,
    done: Done | None,
    shown: Record,
    *,
    via: str | None = None,
    seconds: float = 0.0,
    keep: str = "failed",
) -> Record:
    """What is returned for one account: its entry in ``results``. None for one that was not started is skipped."""
    error = done.error if done is not None else None
    shown = dict(shown)
    if "calls" in shown:
        shown["calls"] = [_kept(call, keep, error is not None) for call in shown["calls"]]
    return {
        "host": host,
        "account": account,
        "ok": done is not None and error is None,
        "changed": done is not None and done.changed,
        "skipped": done is None,
        "seconds": round(seconds, 3),
        "via": via,
        **shown,
        "error": None if error is None else {"msg": error.msg, **error.as_dict()},
    }


def earlier_results(given: t.Any) -> list[Record]:
    """The results of an earlier run. Raises ``usage`` if it is not what cpanel_fleet returned."""
    if given is None:
        return []
    results = given.get("results")
    if not isinstance(results, list):
        raise usage(
            "resume_from: not a result of cpanel_fleet, as it has no results",
            "Give the whole result that was registered.",
        )
    for number, item in enumerate(results):
        if not isinstance(item, dict) or not {"host", "account", "ok"} <= set(item):
            raise usage(
                "resume_from: results[%d] is not a result of cpanel_fleet" % number,
                "Give what was registered, unchanged.",
            )
        # What is kept is returned as it is: a name in it is looked at as any other that somebody gives.
        named = _names.is_account(item["account"]) and _names.is_server(item["host"])
        if not named and (item["ok"] or not isinstance(item["account"], (str, type(None)))):
            text = "resume_from: results[%d]: %s is not the name of an account"
            raise usage(text % (number, _names.shown(item["account"])), "Give what was registered, unchanged.")
        if not isinstance(item["host"], str):
            text = "resume_from: results[%d]: %s is not the name of a server"
            raise usage(text % (number, _names.shown(item["host"])), "Give what was registered, unchanged.")
    return results


def report(
    results: list[Record], reason: str | None, requests: int, seconds: float, *, diff_mode: bool = False, **more: t.Any
) -> dict[str, t.Any]:
    """The result of a fleet task: results, failed_accounts, summary. Raises CpanelError with it if an account failed.

    ``reason`` is why the task was interrupted; ``seconds`` is how long it took; ``more`` is returned as well.
    """
    failed = [item for item in results if not item["ok"] and not item["skipped"]]
    summary = {
        "accounts": sum(item["account"] is not None for item in results),
        "ok": sum(item["ok"] for item in results),
        "changed": sum(item["changed"] for item in results),
        "failed": len(failed),
        "skipped": sum(item["skipped"] for item in results),
        "requests": requests,
        "seconds": round(seconds, 3),
        "via": sorted({item["via"] for item in results if item["via"]}),
    }
    drift = _drift(results)
    if drift is not None:
        summary["drift"] = drift
    result: Record = {
        "results": results,
        "failed_accounts": [{key: item[key] for key in ("host", "account", "error")} for item in failed],
        "summary": summary,
        **more,
    }
    if diff_mode:
        result["diff"] = _diff(results)
    if failed or reason is not None:
        raise _error_of(failed, summary, reason, result)
    return {"changed": bool(summary["changed"]), **result}


def _diff(results: list[Record]) -> list[Record]:
    """The changes of each account as Ansible shows differences: planned ones, or those that were made."""
    differences = []
    for item in [item for item in results if not item.get("resumed")]:
        diff = diff_of([*item.get("plan", ()), *item.get("applied", ())])
        if any(diff.values()):
            header = "%s/%s" % (item["host"], item["account"])
            differences.append({**diff, "before_header": header, "after_header": header})
    return differences


def _drift(results: list[Record]) -> dict[str, int] | None:
    """How many changes this run made of each kind, in all accounts; None where there was no document."""
    if not any("drift" in item for item in results):
        return None
    counted: dict[str, int] = {}
    for item in results:
        if item.get("resumed"):
            continue
        for kind, number in item.get("drift", {}).items():
            counted[kind] = counted.get(kind, 0) + number
    return dict(sorted(counted.items()))


def _error_of(failed: list[Record], summary: Record, reason: str | None, report: Record) -> CpanelError:
    """The error of the task: what all failures have in common if nothing went well, else ``partial``."""
    errors = [item["error"] for item in failed]
    alike = not summary["ok"] and reason is None and len({error["category"] for error in errors}) == 1
    lost = [item for item in failed if item["account"] is None]
    parts = []
    if lost:
        parts.append("%d server%s could not be asked for accounts" % (len(lost), "" if len(lost) == 1 else "s"))
    if len(failed) > len(lost) or not lost:
        parts.append("%d of %d accounts failed" % (len(failed) - len(lost), summary["accounts"]))
    if summary["skipped"]:
        parts.append("%d %s skipped" % (summary["skipped"], "was" if summary["skipped"] == 1 else "were"))
    text = ", ".join(parts)
    if failed:
        where = "%s: " % failed[0]["host"] if failed[0]["account"] is None else ""
        text += "; the first: %s%s" % (where, errors[0]["msg"])
    error = CpanelError(errors[0]["category"] if alike else "partial", "%s: %s" % (reason, text) if reason else text)
    error.hint = "See failed_accounts."
    if summary["ok"] or summary["skipped"]:
        error.hint = "See failed_accounts; give this result as resume_from to do again what failed or was skipped."
    if alike:
        for name in ("code", "http_status", "service", "function", "retryable", "hint"):
            if all(other[name] == errors[0][name] for other in errors) and errors[0][name] is not None:
                setattr(error, name, errors[0][name])
    error.code = "interrupted" if reason else error.code
    error.changed = bool(summary["changed"])
    error.partial = report
    return error


def _kept(call: Record, keep: str, failed: bool) -> Record:
    """A call's outcome without its raw data, where ``keep`` leaves it out: ``result`` is what the query left of it."""
    reduced = call["result"] is not call["data"]
    if keep == "all" or (keep == "failed" and (failed or not reduced)):
        return call
    if reduced:
        return {key: value for key, value in call.items() if key != "data"}
    return {**call, "data": None, "result": None}
