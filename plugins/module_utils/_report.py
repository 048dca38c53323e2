# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._calls import Outcome
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage

Record = dict[str, t.Any]


def record(
    host: str,
    account: str | None,
    outcome: Outcome | None = None,
    *,
    error: CpanelError | None = None,
    skipped: bool = False,
    via: str | None = None,
    seconds: float = 0.0,
    keep: str = "failed",
) -> Record:
    """What is returned for one account: its entry in ``results``."""
    failed = error is not None
    calls = outcome.calls if outcome is not None else []
    return {
        "host": host,
        "account": account,
        "ok": not failed and not skipped,
        "changed": outcome.changed if outcome is not None else bool(error and error.changed),
        "skipped": skipped,
        "seconds": round(seconds, 3),
        "via": via,
        "calls": [_kept(call, keep, failed) for call in calls],
        "error": None if error is None else {"msg": error.msg, **error.as_dict()},
    }


def earlier(given: t.Any) -> list[Record]:
    """The results of an earlier run. Raises ``usage`` if it is not what cpanel_fleet returned."""
    if given is None:
        return []
    results = given.get("results")
    if not isinstance(results, list):
        raise usage("resume_from: there is no list of results in it", "Give the whole result that was registered.")
    for number, item in enumerate(results):
        if not isinstance(item, dict) or not {"host", "account", "ok"} <= set(item):
            raise usage("resume_from: results[%d] is no result of cpanel_fleet" % number)
    return results


def whole(results: list[Record], reason: str | None, requests: int, seconds: float) -> dict[str, t.Any]:
    """The result of a fleet task: results, failed_accounts, summary. Raises CpanelError with it if an account failed.

    ``reason`` tells of an interruption; ``seconds`` is the time the whole took.
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
    report = {
        "results": results,
        "failed_accounts": [{key: item[key] for key in ("host", "account", "error")} for item in failed],
        "summary": summary,
    }
    if failed or reason is not None:
        raise _verdict(failed, summary, reason, report)
    return {"changed": bool(summary["changed"]), **report}


def _verdict(failed: list[Record], summary: Record, reason: str | None, report: Record) -> CpanelError:
    categories = {item["error"]["category"] for item in failed}
    alike = len(categories) == 1 and not summary["ok"] and reason is None
    text = "%d of %d accounts failed" % (len(failed), summary["accounts"])
    if summary["skipped"]:
        text += ", %d were skipped" % summary["skipped"]
    if failed:
        text += "; the first: %s" % failed[0]["error"]["msg"]
    error = CpanelError(categories.pop() if alike else "partial", "%s: %s" % (reason, text) if reason else text)
    error.code = "interrupted" if reason else error.category
    error.hint = "See failed_accounts; give this result as resume_from to do again what failed or was skipped."
    error.changed = bool(summary["changed"])
    error.partial = report
    return error


def _kept(call: Record, keep: str, failed: bool) -> Record:
    """A call's outcome without its raw data, where that is not wanted: ``result`` is what the query left of it."""
    reduced = call["result"] is not call["data"]
    if keep == "all" or (keep == "failed" and (failed or not reduced)):
        return call
    if reduced:
        return {key: value for key, value in call.items() if key != "data"}
    return {**call, "data": None, "result": None}
