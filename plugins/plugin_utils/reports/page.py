# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as one HTML file that needs nothing else.

Every text is escaped here, and nothing else runs or loads. Must not know where rows come from. Called by the action
``report``.
"""

from __future__ import annotations

import dataclasses
import html
import secrets
import typing as t

from ansible_collections.hostops.cpanel.plugins.plugin_utils.reports import charts, look, words
from ansible_collections.hostops.cpanel.plugins.plugin_utils.reports.rows import STATES, Change, Finding, Row

# Numbers of few accounts need no picture, and more columns than this are no table any more.
CHARTS_FROM = 21
MOST_COLUMNS = 9
_POLICY = "default-src 'none'; style-src 'nonce-%s'; script-src 'nonce-%s'; base-uri 'none'; form-action 'none'"


@dataclasses.dataclass(frozen=True)
class Page:
    """What a page shows. ``judged`` says that rows may have findings: those that are ok are then folded away."""

    title: str
    generated_at: str
    about: t.Mapping[str, str]
    rows: t.Sequence[Row]
    columns: t.Sequence[str]
    chart: str
    judged: bool
    check_mode: bool
    summary: t.Mapping[str, t.Any]

    def html(self) -> str:
        nonce = secrets.token_hex(12)
        states = [row.state for row in self.rows]
        body = [self._header(), self._tiles(states), self._charts(), "<main>\n", self._tools(states)]
        hosts = dict.fromkeys(row.host for row in self.rows)
        ranked = sorted(self.rows, key=lambda row: STATES.index(row.state))
        groups = [(host, [row for row in ranked if row.host == host]) for host in hosts]
        groups.sort(key=lambda group: STATES.index(group[1][0].state))
        columns = {name: self._column(name) for name in self.columns}
        body += [self._section(host, rows, columns) for host, rows in groups]
        if not self.rows:
            body.append("<p>There are no accounts in this report.</p>\n")
        if any(row.via == "whm" for row in self.rows):
            body.append(
                '<p class="note">The seconds of accounts asked in one request are those of the whole request.</p>\n'
            )
        return (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n<meta name="generator" content="hostops.cpanel">\n'
            '<meta http-equiv="Content-Security-Policy" content="%s">\n<title>%s</title>\n'
            '<style nonce="%s">%s</style>\n</head>\n<body>\n%s</main>\n'
            '<script nonce="%s">%s</script>\n</body>\n</html>\n'
        ) % (
            _POLICY % (nonce, nonce),
            html.escape(self.title),
            nonce,
            look.STYLE,
            "".join(body),
            nonce,
            look.SCRIPT,
        )

    def _header(self) -> str:
        note = "<p>Check mode: nothing was changed.</p>\n" if self.check_mode else ""
        entries = {**self.about, "Made at": self.generated_at, "Took": self._took()}
        parts = [
            "<div><dt>%s</dt><dd>%s</dd></div>" % (_e(name), _e(value)) for name, value in entries.items() if value
        ]
        about = '<dl class="about">%s</dl>\n' % "".join(parts)
        return "<header>\n<h1>%s</h1>\n%s%s</header>\n" % (_e(self.title), note, about)

    def _took(self) -> str:
        seconds, requests = self.summary.get("seconds"), self.summary.get("requests")
        return "" if seconds is None else "%s s, %s" % (seconds, words.count(int(requests or 0), "request"))

    def _tiles(self, states: t.Sequence[str]) -> str:
        accounts = sum(bool(row.account) for row in self.rows)
        lost = len(self.rows) - accounts
        failed, skipped = states.count("failed"), states.count("skipped")
        changed = sum(row.changed for row in self.rows)
        more = [words.count(skipped, "not started", "not started")] if skipped else []
        more += [words.count(lost, "server not asked", "servers not asked")] if lost else []
        tiles = [
            ("", accounts, "account" if accounts == 1 else "accounts", ""),
            ("failed", failed, "failed", ", ".join(more)),
        ]
        if self.judged:
            tiles.append(("finding", states.count("finding"), "with findings", ""))
        else:
            tiles.append(("changed", changed, "would change" if self.check_mode else "changed", ""))
        tiles.append(("ok", states.count("ok"), "ok", ""))
        return '<ul class="tiles">%s</ul>\n' % "".join(
            "<li%s><b>%d</b>%s%s</li>"
            % (' class="%s"' % name if name and number else "", number, label, "<span>%s</span>" % also if also else "")
            for name, number, label, also in tiles
        )

    def _charts(self) -> str:
        if len(self.rows) < CHARTS_FROM:
            return ""
        taken = [row.seconds for row in self.rows if row.account and row.state != "skipped"]
        figures = [charts.histogram("chart1", "How long accounts took", "seconds", taken)]
        if self.chart:
            values = [words.number(row.cells.get(self.chart, "")) for row in self.rows]
            figures.append(charts.histogram("chart2", words.title(self.chart), words.title(self.chart), values))
        if not any(figures):
            return ""
        return '<details class="charts"><summary>Charts</summary><div class="figures">%s</div></details>\n' % "".join(
            figures
        )

    def _tools(self, states: t.Sequence[str]) -> str:
        """The checkbox that shows what is ok, and the search, which only a script can offer."""
        fine = states.count("ok")
        toggle = ""
        if self.judged and fine:
            all_of_them = fine == len(states)
            label = "Show %s ok" % words.count(fine, "account that is", "accounts that are")
            calm = '<p class="calm">%s</p>\n' % self._calm() if all_of_them else ""
            toggle = calm + '<input type="checkbox" id="all"><label class="toggle" for="all">%s</label>\n' % label
        search = (
            '<p class="tools" id="tools" hidden>'
            '<label>Search <input type="search" id="search" autocomplete="off"></label>'
            ' <span id="shown" role="status"></span></p>\n'
        )
        return toggle + (search if len(states) > 1 else "")

    def _calm(self) -> str:
        """What is said of a run after which all accounts are ok."""
        changed = sum(row.changed for row in self.rows)
        if self.check_mode or not changed:
            return "Nothing to report: all accounts are ok."
        return "All accounts are ok. %s changed." % words.count(changed, "account was", "accounts were")

    def _column(self, name: str) -> dict[int, str] | None:
        """The numbers of a column by their rows, lined up; None if it is not a column of numbers."""
        numbers = words.aligned([row.cells.get(name, "") for row in self.rows])
        return None if numbers is None else dict(zip(map(id, self.rows), numbers))

    def _section(self, host: str, rows: t.Sequence[Row], columns: t.Mapping[str, dict[int, str] | None]) -> str:
        counts = {state: sum(row.state == state for row in rows) for state in STATES}
        quiet = self.judged and counts["ok"] == len(rows)
        names = {"failed": "failed", "skipped": "not started", "finding": "with findings", "ok": "ok"}
        counted = [words.count(sum(bool(row.account) for row in rows), "account")]
        counted += ["%d %s" % (number, names[state]) for state, number in counts.items() if number]
        table = columns if len(columns) <= MOST_COLUMNS else {}
        heads = [_head("Account"), _head("State"), *(_head(words.title(name), table[name]) for name in table)]
        heads.append(_head("Seconds", {}))
        return (
            '<section%s aria-label="%s">\n<div class="head"><h2>%s</h2><span class="note">%s</span></div>\n'
            "<table>\n<thead><tr>%s</tr></thead>\n%s</table>\n</section>\n"
        ) % (
            ' class="quiet"' if quiet else "",
            _e(host),
            _e(host),
            " &middot; ".join(counted),
            "".join(heads),
            "".join(self._row(row, table, columns) for row in rows),
        )

    def _row(
        self, row: Row, table: t.Mapping[str, dict[int, str] | None], columns: t.Mapping[str, dict[int, str] | None]
    ) -> str:
        label = {"failed": "failed", "skipped": "not started", "finding": "finding", "ok": "ok"}[row.state]
        if row.state == "ok" and row.changed:
            label = "would change" if self.check_mode else "changed"
        cells = [_cell(words.title(name), row.cells.get(name, ""), id(row), numbers) for name, numbers in table.items()]
        done = row.state == "ok" and row.changed and not self.check_mode
        details = _error(row) + _findings(row.findings, words.DONE if done else words.WHAT)
        if columns and not table:
            details += _listed(row, columns)
        more = '<tr class="said"><td colspan="%d">%s</td></tr>' % (3 + len(table), details) if details else ""
        return (
            '<tbody class="%s" data-host="%s"><tr><th scope="row">%s</th><td class="state" data-n="%d">'
            '<span class="chip%s">%s</span></td>%s<td class="number" data-label="Seconds">%.3f</td></tr>%s</tbody>\n'
        ) % (
            row.state,
            _e(row.host),
            _e(row.account) if row.account else "(the server could not be asked)",
            STATES.index(row.state),
            " changed" if row.state == "ok" and row.changed else "",
            label,
            "".join(cells),
            row.seconds,
            more,
        )


def _e(text: str) -> str:
    return html.escape(text, quote=True)


def _head(title: str, numbers: dict[int, str] | None = None) -> str:
    return '<th scope="col" aria-sort="none"%s>%s</th>' % (' class="number"' if numbers is not None else "", _e(title))


def _cell(title: str, text: str, row: int, numbers: dict[int, str] | None) -> str:
    number = numbers is not None
    shown = numbers[row] if numbers is not None else text
    kind = "" if not number else ' class="number zero"' if shown and not float(shown) else ' class="number"'
    return '<td data-label="%s"%s>%s</td>' % (_e(title), kind, _e(shown))


def _listed(row: Row, columns: t.Iterable[str]) -> str:
    cells = [(name, row.cells[name]) for name in columns if row.cells.get(name, "") not in ("", "0")]
    parts = ["<div><dt>%s</dt> <dd>%s</dd></div>" % (_e(words.title(name)), _e(text)) for name, text in cells]
    return '<dl class="cells">%s</dl>' % "".join(parts) if parts else ""


def _error(row: Row) -> str:
    if not row.error and not row.category:
        return ""
    hint = ' <span class="note">%s</span>' % _e(row.hint) if row.hint else ""
    return '<div class="error"><b>%s</b> %s%s</div>' % (_e(row.category.replace("_", " ")), _e(row.error), hint)


def _findings(findings: t.Sequence[Finding], tags: t.Mapping[str, str]) -> str:
    items = "".join(_finding(finding, tags) for finding in findings)
    return '<ul class="findings">%s</ul>' % items if findings else ""


def _finding(finding: Finding, tags: t.Mapping[str, str]) -> str:
    tag = tags.get(finding.what) or words.WHAT.get(finding.what, finding.what)
    if tag == "changed" and finding.changes and all(change.after is None for change in finding.changes):
        tag = "removed"
    text = _e(finding.text)
    begin = " ".join(filter(None, (finding.kind, finding.name)))
    if finding.kind and (finding.changes or finding.text.startswith(begin)):
        rest = "" if finding.changes else finding.text[len(begin) :].lstrip(":, ")
        rest = "" if rest in (tag, "is " + tag) else rest
        text = "%s <b>%s</b> %s" % (_e(words.title(finding.kind)), _e(finding.name), _e(rest))
    changes = '<dl class="changes">%s</dl>' % "".join(map(_change, finding.changes)) if finding.changes else ""
    parts = '<span class="tag">%s</span>' % _e(tag) if tag else ""
    return "<li%s>%s<div>%s%s</div></li>" % ("" if tag else ' class="plain"', parts, text, changes)


def _change(change: Change) -> str:
    before, after = ("(none)" if value is None else value for value in (change.before, change.after))
    sides = "<del>%s</del> &rarr; <ins>%s</ins>" % (_e(before), _e(after))
    return "<dt>%s</dt><dd>%s</dd>" % (_e(words.title(change.field)), sides)
