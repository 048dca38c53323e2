# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What two runs of cpanel_fleet have read of accounts, as a report: disks, mailboxes, and mail that leaves the server.

Owns the columns and limits of the audit; ``mail_audit`` judges where mail goes. Must not know formats. Called by the
filter fleet_audit.
"""

from __future__ import annotations

import math
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._state.placeholders import fill
from ansible_collections.hostops.cpanel.plugins.plugin_utils import findings as f
from ansible_collections.hostops.cpanel.plugins.plugin_utils import mail_audit
from ansible_collections.hostops.cpanel.plugins.plugin_utils.native import native

Item = t.Mapping[str, t.Any]
Row = dict[str, t.Any]
COLUMNS = (
    "disk_mb",
    "disk_percent",
    "domains",
    "mailboxes",
    "mailboxes_near_quota",
    "forwarders",
    "filters",
    "autoresponders",
    "leaving",
    "catch_alls",
)


def audit_of(
    result: t.Any,
    mail: t.Any,
    disk_percent: float = 90,
    mailbox_percent: float = 90,
    trusted_domains: t.Iterable[str] = (),
    default_account: bool = False,
    autoresponders: bool = True,
) -> dict[str, t.Any]:
    """What cpanel_fleet read of disks and domains, and its export of where mail goes, judged: rows for reports.

    Raises ValueError for other results.
    """
    first, exported = (_results(given) for given in (result, mail))
    mails = {(item["host"], item["account"]): item for item in exported}
    rows = []
    for item in first:
        other = mails.get((item["host"], item["account"]))
        if not item["ok"] or other is None or not other["ok"]:
            rows.append(_unlooked(item if not item["ok"] or other is None else other))
            continue
        answers = {call["name"]: call.get("result") for call in item["calls"]}
        domains = [str(name) for name in answers.get("domains") or ()]
        home = mail_audit.Home(str(item["account"]), [*domains, *trusted_domains])
        config = fill(other["config"] or {}, _meaning(item, domains))
        names = mail_audit.program_names(other.get("not_exported"))
        findings = [
            *_disk(answers.get("disk"), disk_percent),
            *_mailboxes(answers.get("mailboxes"), mailbox_percent),
            *mail_audit.audit(config, home, default_account, autoresponders),
            *mail_audit.programs(names, home),
            *_unread(other),
        ]
        seconds = round(float(item["seconds"]) + float(other["seconds"]), 3)
        base = {name: item[name] for name in ("host", "account", "ok", "changed", "skipped", "via", "error")}
        cells = _cells(answers, domains, config, names, findings)
        row = {**base, "seconds": seconds, "cells": cells, "findings": findings}
        rows.append({**row, "state": f.state(item, findings)})
    return _report(rows, (result, mail))


def _results(given: t.Any) -> list[Item]:
    results = given.get("results") if isinstance(given, t.Mapping) else None
    if not isinstance(results, (list, tuple)):
        raise ValueError("not a result of hostops.cpanel.cpanel_fleet; give what was registered")
    return t.cast("list[Item]", native(results))


def _report(rows: list[Row], results: tuple[Item, Item]) -> dict[str, t.Any]:
    """All of it in the shape that cpanel_fleet returns."""
    failed = [row for row in rows if not row["ok"] and not row["skipped"]]
    both = [result.get("summary") or {} for result in results]
    summary = {
        "accounts": sum(row["account"] is not None for row in rows),
        "ok": sum(row["ok"] for row in rows),
        "changed": 0,
        "failed": len(failed),
        "skipped": sum(row["skipped"] for row in rows),
        "with_findings": sum(row["state"] == "finding" for row in rows),
        "looked_at": sum(row["ok"] for row in rows),
        "requests": sum(each.get("requests", 0) for each in both),
        "seconds": round(sum(each.get("seconds", 0.0) for each in both), 3),
        "via": sorted({row["via"] for row in rows if row["via"]}),
        "names": f.names(rows),
    }
    messages = [str(result["msg"]) for result in results if result.get("msg")]
    return {
        **({"msg": messages[0]} if messages else {}),
        "results": rows,
        "failed_accounts": [{name: row[name] for name in ("host", "account", "error")} for row in failed],
        "summary": summary,
        "columns": list(COLUMNS),
        "lines": f.lines(rows),
    }


def _unlooked(item: Item) -> Row:
    """An account of which nobody can tell, or a server that could not be asked for its accounts."""
    base = {name: item[name] for name in ("host", "account", "changed", "skipped", "seconds", "via", "error")}
    return {**base, "ok": False, "cells": {}, "findings": [], "state": "failed"}


def _meaning(item: Item, domains: list[str]) -> t.Callable[[str], t.Any]:
    """What placeholders of an export stand for: it is portable."""
    values = {"account": item["account"], "domain": domains[0] if domains else "", "host": item["host"]}
    return lambda name: values.get(name, "{%s}" % name)


def _number(value: t.Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return 0.0
    return number if math.isfinite(number) else 0.0


def _disk(disk: t.Any, least: float) -> list[f.Finding]:
    percent = _percent(disk)
    if percent is None or percent < least:
        return []
    return [f.finding("disk: %s %% of %d MB" % (percent, _number(disk["limit"])), "disk")]


def _percent(disk: t.Any) -> float | None:
    limit = _number(disk.get("limit")) if isinstance(disk, dict) else 0.0
    return round(100 * _number(disk.get("used")) / limit, 1) if limit > 0 else None


def _boxes(mailboxes: t.Any) -> list[Item]:
    return [box for box in mailboxes if isinstance(box, dict)] if isinstance(mailboxes, list) else []


def _mailboxes(mailboxes: t.Any, least: float) -> list[f.Finding]:
    findings = []
    for box in _boxes(mailboxes):
        percent = _number(box.get("percent"))
        if _number(box.get("quota")) > 0 and percent >= least:
            text = "mailbox: %s has used %s %% of its quota" % (f.shown(str(box.get("email"))), round(percent, 2))
            findings.append(f.finding(text, "mailbox", "email_account", str(box.get("email"))))
    return findings


def _unread(item: Item) -> list[f.Finding]:
    """What nobody may have is read nowhere; anything else that was not read is worth a look."""
    return [
        f.finding("%(kind)s could not be read: %(msg)s" % entry, "unread", entry["kind"])
        for entry in item.get("unreadable") or ()
        if entry.get("category") != "permission"
    ]


def _cells(answers: Item, domains: list[str], config: Item, programs: list[str], findings: list[f.Finding]) -> Row:
    counted = {kind: len(config.get(kind) or ()) for kind in mail_audit.KINDS}
    disk = answers.get("disk")
    stays = ("autoresponder", "unread")
    away = [one for one in findings if one["kind"] in mail_audit.KINDS and one["what"] not in stays]
    catch_alls = sum(one["kind"] == "email_default_address" for one in away)
    return {
        "disk_mb": disk.get("used") if isinstance(disk, dict) else None,
        "disk_percent": _percent(disk),
        "domains": len(domains),
        "mailboxes": len(_boxes(answers.get("mailboxes"))),
        "mailboxes_near_quota": sum(one["what"] == "mailbox" for one in findings),
        "forwarders": counted["email_forwarder"] + counted["email_domain_forwarder"] + len(programs),
        "filters": counted["email_filter"],
        "autoresponders": counted["email_autoresponder"],
        "leaving": len(away) - catch_alls,
        "catch_alls": catch_alls,
    }
