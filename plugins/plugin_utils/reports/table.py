# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as CSV (RFC 4180), a line for each account in the order of the results.

Owns what keeps spreadsheets from taking a cell for a formula. Called by the action ``report``.
"""

from __future__ import annotations

import csv
import io
import re
import typing as t

from ansible_collections.hostops.cpanel.plugins.plugin_utils.reports.rows import Row
from ansible_collections.hostops.cpanel.plugins.plugin_utils.reports.words import NUMBER

FIXED = ("host", "account", "state", "ok", "changed", "skipped", "seconds", "via", "error_category", "error")
# What spreadsheets take for a formula, with the wide forms that some of them accept.
_FORMULA = re.compile(r"\s*[=+@\-\uff1d\uff0b\uff20\uff0d]")


def csv_text(rows: t.Sequence[Row], columns: t.Sequence[str], judged: bool) -> str:
    """All cells in quotes, so that no spreadsheet splits them; one that it would take for a formula begins with '.

    ``judged`` says that there can be findings.
    """
    stream = io.StringIO(newline="")
    heads = [*FIXED, *(["findings"] if judged else []), *map(_harmless, columns)]
    csv.writer(stream, lineterminator="\r\n").writerow(heads)
    writer = csv.writer(stream, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    for row in rows:
        cells = [row.cells.get(name, "") for name in columns]
        findings = ["\n".join(finding.text for finding in row.findings)] if judged else []
        writer.writerow([*map(_harmless, [*_fixed(row), *findings, *cells])])
    return stream.getvalue()


def _fixed(row: Row) -> list[str]:
    flags = [row.state in ("ok", "finding"), row.changed, row.state == "skipped"]
    texts = ["true" if flag else "false" for flag in flags]
    return [row.host, row.account, row.state, *texts, "%.3f" % row.seconds, row.via, row.category, row.error]


def _harmless(text: str) -> str:
    return "'" + text if _FORMULA.match(text) and not NUMBER.fullmatch(text) else text
