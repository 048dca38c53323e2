# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reports of the role fleet: complete, harmless whatever accounts hold, readable by people and by programs."""

from __future__ import annotations

import csv
import html.parser
import io
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.hostops.cpanel.plugins.plugin_utils.reports.page import Page as ReportPage
from ansible_collections.hostops.cpanel.plugins.plugin_utils.reports.rows import Change, Finding, Row
from ansible_collections.hostops.cpanel.tests.integration.harness import LOCAL, playbook

MARKUP = "<b>bold</b>"
SCRIPT = "</script><script>document.title = 'owned'</script>"
TEMPLATE = "{{ 7 * 7 }}"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
FORMULA = '=HYPERLINK("evil", "x")'
FINDING = "forwarder: <i>a@b</i> to c@d"
ESCAPE = "\x1b]0;owned\x07\u202e"
TOKEN = "SECRETTOKENOFTHEFLEET"
CHANGE = {"field": "quota_mb", "before": 1024, "after": "<b>250</b>"}
DIFFERS = {"text": "quota differs", "kind": "email_account", "name": "info@x", "what": "differs", "changes": [CHANGE]}
UNLISTED = {"text": "email_filter spam is not in Git", "kind": "email_filter", "name": "spam", "what": "unlisted"}
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
BROWSER_OPTIONS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --dump-dom"
).split()


def account(number: int, **changes: Any) -> dict[str, Any]:
    calls = [("disk", f"{number * 37 % 1000}.50"), ("domains", [f"a{number}.example.com", "b.example.com"])]
    return {
        "host": f"server{number % 2 + 1}.example.net",
        "account": f"account{number:05d}",
        "ok": True,
        "changed": False,
        "skipped": False,
        "seconds": round(0.1 + number % 17 / 10, 3),
        "via": "session",
        "calls": [{"name": name, "result": result, "data": None, "status": 1} for name, result in calls],
        "error": None,
        **changes,
    }


def fleet(number: int) -> dict[str, Any]:
    """What cpanel_fleet could return: four accounts are special, the others went well."""
    results = [account(index) for index in range(number)]
    error = {"category": "api", "code": "api", "msg": f"it says {SCRIPT}", "hint": MARKUP}
    results[5] = account(5, ok=False, calls=[], error=error)
    results[3] = account(3, ok=False, skipped=True, calls=[], via=None, seconds=0.0)
    results[4] = account(4, account=MARKUP, changed=True, calls=[{"name": "disk", "result": FORMULA}])
    results[6]["calls"][1]["result"] = [TEMPLATE, '"quoted", and', "two\nlines"]
    results[7]["findings"] = [FINDING, DIFFERS, UNLISTED]
    results[9]["calls"][1]["result"] = [ESCAPE]
    made = {"name": "token", "function": "Tokens::create_full_access", "status": 1, "data": {"token": TOKEN}}
    results[10]["calls"].append({**made, "result": TOKEN})
    results[8]["calls"][0]["result"] = -12.5
    failed = [{key: results[5][key] for key in ("host", "account", "error")}]
    counted = {"accounts": number, "ok": number - 2, "changed": 1, "failed": 1, "skipped": 1}
    summary = {**counted, "requests": 3 * number, "seconds": 12.5, "via": ["session"]}
    return {"results": results, "failed_accounts": failed, "summary": summary}


def write_reports(work: Path, number: int) -> dict[str, Path]:
    (work / "fleet.json").write_text(json.dumps(fleet(number)))
    (work / "git" / ".git" / "refs" / "heads").mkdir(parents=True)
    (work / "git" / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (work / "git" / ".git" / "refs" / "heads" / "main").write_text(COMMIT + "\n")
    tasks = [
        {
            "name": "Read the result, as a task would return it",
            "ansible.builtin.slurp": {"src": str(work / "fleet.json")},
            "register": "content",
            "no_log": True,
        },
        {
            "name": "Take it for the role's",
            "ansible.builtin.set_fact": {"fleet_result": "{{ content.content | b64decode | from_json }}"},
            "no_log": True,
        },
        {
            "name": "Report",
            "ansible.builtin.include_role": {"name": "hostops.cpanel.fleet", "tasks_from": "report"},
            "vars": {
                "fleet_report_directory": str(work / "reports"),
                "fleet_report_name": "report",
                "fleet_report_title": MARKUP,
                "fleet_report_chart": "disk",
                "fleet_report_columns": ["disk", "domains"],
                "fleet_report_about": {"documents": str(work / "git"), "run_by": MARKUP},
            },
        },
    ]
    play = {"name": "Report", "hosts": "localhost", "gather_facts": False, "connection": "local", "tasks": tasks}
    (work / "play.yml").write_text(yaml.safe_dump([play]))
    (work / "inventory.yml").write_text(yaml.safe_dump({"all": {"hosts": {"localhost": LOCAL}}}))
    done = playbook(work, "-i", "inventory.yml", "play.yml")
    print(done.tail())
    assert done.status == 0
    assert "WARNING" not in done.printed
    return {path.suffix[1:]: path for path in (work / "reports").iterdir()}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_reports(tmp_path_factory.mktemp("reports"), 40)


class Page(html.parser.HTMLParser):
    """The elements of a page, and the texts of its accounts: cells by row, and what is said below them."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.states: list[str] = []
        self.hosts: list[str] = []
        self.cells: list[list[str]] = []
        self.said: list[str] = []
        self.heads: list[str] = []
        self.texts: dict[str, str] = {}
        self._open: list[str] = []
        self._said = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.elements.append((tag, given))
        if tag == "tbody":
            self.states.append(str(given["class"]))
            self.hosts.append(str(given["data-host"]))
            self.cells.append([])
            self.said.append("")
        elif tag == "tr":
            self._said = given.get("class") == "said"
        elif tag in ("td", "th") and not self._said:
            (self.cells[-1] if "tbody" in self._open else self.heads).append("")
        if tag not in ("meta", "input", "br", "line", "rect"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag = self._open[-1] if self._open else ""
        self.texts[tag] = self.texts.get(tag, "") + data
        if not {"td", "th"} & set(self._open):
            return
        if "tbody" not in self._open:
            self.heads[-1] += data
        elif self._said:
            self.said[-1] += data
        else:
            self.cells[-1][-1] += data

    @property
    def everything(self) -> str:
        return "".join(text for tag, text in self.texts.items() if tag not in ("style", "script"))


@pytest.fixture(scope="module")
def page(reports: dict[str, Path]) -> Page:
    return Page(reports["html"].read_text())


def test_there_are_three_that_only_their_owner_may_read(reports: dict[str, Path]) -> None:
    assert sorted(reports) == ["csv", "html", "json"]
    assert {oct(path.stat().st_mode & 0o777) for path in reports.values()} == {"0o600"}


def test_json_holds_the_result_as_it_was_save_for_secrets(reports: dict[str, Path]) -> None:
    written = json.loads(reports["json"].read_text())
    expected = fleet(40)
    made = expected["results"][10]["calls"][2]
    expected["results"][10]["calls"][2] = {**made, "data": None, "result": "(secret, not in reports)"}
    assert {key: written[key] for key in ("results", "failed_accounts", "summary")} == expected
    assert written["check_mode"] is False
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", written["generated_at"])
    assert written["about"]["commit"] == COMMIT
    assert written["about"]["servers"] == ["server1.example.net", "server2.example.net"]


def test_no_report_holds_a_secret_or_a_control_character(reports: dict[str, Path]) -> None:
    for path in reports.values():
        text = path.read_bytes().decode()
        assert TOKEN not in text
        assert [char for char in set(text) if not char.isprintable() and char not in "\r\n"] == []


def test_csv_is_read_back_and_holds_no_formula(reports: dict[str, Path]) -> None:
    content = reports["csv"].read_bytes().decode()
    assert content.count("\r\n") == 41
    rows = list(csv.DictReader(io.StringIO(content, newline=""), strict=True))
    assert [row["account"] for row in rows] == [item["account"] for item in fleet(40)["results"]]
    fixed = ["host", "account", "state", "ok", "changed", "skipped", "seconds", "via", "error_category", "error"]
    assert list(rows[0]) == [*fixed, "findings", "disk", "domains"]
    assert (rows[0]["ok"], rows[0]["disk"], rows[0]["domains"]) == ("true", "0.50", "a0.example.com; b.example.com")
    assert [rows[place]["state"] for place in (0, 3, 5, 7)] == ["ok", "skipped", "failed", "finding"]
    assert (rows[5]["ok"], rows[5]["error_category"], rows[5]["error"]) == ("false", "api", f"it says {SCRIPT}")
    assert rows[4]["disk"] == "'" + FORMULA
    assert rows[6]["domains"] == f'{TEMPLATE}; "quoted", and; two\nlines'
    assert rows[8]["disk"] == "-12.5"
    assert rows[7]["findings"].splitlines() == [FINDING, DIFFERS["text"], UNLISTED["text"]]
    assert not [cell for row in rows for cell in row.values() if cell[:1] in "=+@" and cell]


def test_every_account_has_a_row_under_its_server_failures_first(page: Page) -> None:
    per_server = 40 // 2
    assert page.heads == ["Account", "State", "Disk", "Domains", "Seconds"] * 2
    assert page.hosts == ["server2.example.net"] * per_server + ["server1.example.net"] * per_server
    names = [item["account"] for item in fleet(40)["results"]]
    assert sorted(cells[0] for cells in page.cells) == sorted(names)
    assert page.states[:3] == ["failed", "skipped", "finding"]
    assert [cells[:2] for cells in page.cells[:4]] == [
        [names[5], "failed"],
        [names[3], "not started"],
        [names[7], "finding"],
        [names[1], "ok"],
    ]


def test_numbers_of_a_column_line_up(page: Page) -> None:
    seconds = [cells[-1] for cells in page.cells]
    assert {len(text.partition(".")[2]) for text in seconds} == {3}


def test_findings_have_their_words_and_values(page: Page) -> None:
    said = page.said[2]
    assert said.startswith(FINDING)
    assert "differs" in said and "Email account info@x" in said
    assert "Quota (MB)1024 \u2192 <b>250</b>" in said
    assert "not in Git" in said and "Email filter spam" in said


def test_four_tiles_and_a_toggle(page: Page) -> None:
    tiles = [attributes for tag, attributes in page.elements if tag == "li"][:4]
    assert [tile.get("class") for tile in tiles] == [None, "failed", "finding", "ok"]
    assert "Show 37 accounts that are ok" in page.texts["label"]
    boxes = [attributes for tag, attributes in page.elements if tag == "input" and attributes["type"] == "checkbox"]
    assert [("checked" in box, box["id"]) for box in boxes] == [(False, "all")]


def changed_page(**options: Any) -> str:
    created = Finding("made", "mysql_database", "a_shop", "missing", (Change("name", None, "a_shop"),))
    removed = Finding("gone", "email_forwarder", "a@b", "differs", (Change("address", "a@b", None),))
    updated = Finding("other", "email_account", "a@b", "differs", (Change("quota_mb", "1", "2"),))
    row = Row("server1", "alice", "ok", True, 1.0, "", "", "", "", (created, removed, updated), {})
    told = {"title": "t", "generated_at": "", "about": {}, "rows": [row], "columns": [], "chart": "", "judged": True}
    return ReportPage(**{**told, "check_mode": False, "summary": {}, **options}).html()


def test_what_was_put_right_is_told_as_done() -> None:
    done, planned = changed_page(), changed_page(check_mode=True)
    tags = re.compile('<span class="tag">(.*?)</span>')
    assert tags.findall(done) == ["made", "removed", "changed"]
    assert "All accounts are ok. 1 account was changed." in done and "Nothing to report" not in done
    assert tags.findall(planned) == ["missing", "differs", "differs"]
    assert "Nothing to report: all accounts are ok." in planned


def test_the_head_says_what_was_looked_at_by_whom(page: Page) -> None:
    told = page.texts["dt"] + page.texts["dd"]
    for part in ("Documents", "Git commit", COMMIT[:12], "Servers asked", "Run by", MARKUP, "Made at", "Took"):
        assert part in told


def test_what_accounts_hold_stays_text(page: Page) -> None:
    assert page.said[0] == f"api it says {SCRIPT} {MARKUP}"
    assert TEMPLATE in page.everything
    assert MARKUP in [cells[0] for cells in page.cells]
    assert page.texts["title"].startswith(MARKUP)
    assert [tag for tag, _attributes in page.elements].count("script") == 1
    assert "i" not in [tag for tag, _attributes in page.elements]


def test_it_needs_nothing_from_elsewhere(page: Page, reports: dict[str, Path]) -> None:
    assert not re.search(r"https?:|//\w|url\(|@import", reports["html"].read_text())
    for tag, attributes in page.elements:
        assert not {"src", "href", "style"} & set(attributes), tag
        assert not [name for name in attributes if name.startswith("on")], tag
    policies = [a["content"] for _tag, a in page.elements if a.get("http-equiv") == "Content-Security-Policy"]
    nonces = {attributes["nonce"] for _tag, attributes in page.elements if "nonce" in attributes}
    assert len(policies) == len(nonces) == 1
    assert str(policies[0]).startswith("default-src 'none'; ")
    assert f"script-src 'nonce-{nonces.pop()}'" in str(policies[0])


def test_it_is_accessible(page: Page) -> None:
    elements = page.elements
    assert ("html", {"lang": "en"}) in elements
    heads = [attributes for tag, attributes in elements if tag == "th"]
    assert {attributes.get("scope") for attributes in heads} == {"col", "row"}
    assert [a.get("aria-sort") for a in heads if a["scope"] == "col"] == ["none"] * 10
    assert all(attributes.get("aria-label") for tag, attributes in elements if tag == "section")
    labels = {attributes["for"] for tag, attributes in elements if tag == "label" and "for" in attributes}
    assert labels == {"all"}
    charts = [attributes for tag, attributes in elements if tag == "svg"]
    identifiers = {attributes["id"] for _tag, attributes in elements if "id" in attributes}
    assert len(charts) == 2
    for attributes in charts:
        assert attributes["role"] == "img"
        assert set(str(attributes["aria-labelledby"]).split()) <= identifiers


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(reports: dict[str, Path], scheme: str) -> None:
    """WCAG 2 level AA: 4.5 to 1 for text, 3 to 1 for bars."""
    light, dark = re.findall(r":root \{([^}]*)\}", reports["html"].read_text())
    colours = dict(re.findall(r"--([\w-]+): (#\w+);", light if scheme == "light" else dark))

    def contrast(one: str, other: str) -> float:
        bright, dim = sorted((luminance(colours[one]), luminance(colours[other])), reverse=True)
        return (bright + 0.05) / (dim + 0.05)

    texts = [(name, "bg") for name in ("fg", "dim", "accent", "failed", "skipped", "finding", "changed", "ok")]
    texts += [("fg", "soft"), ("dim", "soft"), ("failed", "failed-bg"), ("fg", "failed-bg"), ("dim", "failed-bg")]
    assert {pair: round(contrast(*pair), 2) for pair in texts if contrast(*pair) < 4.5} == {}
    assert contrast("bar", "bg") >= 3


def in_browser(path: Path, work: Path, script: str, *options: str) -> str:
    """The page after a script of ours has run in it. The nonce lets it run; without one it must not."""
    text = path.read_text()
    nonce = re.findall(r'script nonce="(\w+)"', text)[0]
    injected = f"<script>document.body.dataset.owned = 'yes'</script><script nonce=\"{nonce}\">{script}</script>"
    changed = work / "page.html"
    changed.write_text(text.replace("</body>", injected + "</body>"))
    assert BROWSER is not None
    command = [BROWSER, *BROWSER_OPTIONS, *options, f"--user-data-dir={work / 'profile'}", changed.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert "data-owned" not in done.stdout.split("<script")[0]
    return done.stdout


@pytest.mark.skipif(BROWSER is None, reason="there is no Chromium to sort the report in")
@pytest.mark.parametrize("clicks", [1, 2])
def test_headers_sort_in_a_browser(reports: dict[str, Path], tmp_path: Path, clicks: int) -> None:
    click = "document.querySelectorAll('table')[1].querySelectorAll('th button')[2].click();"
    shown = Page(in_browser(reports["html"], tmp_path, click * clicks))
    marked = [str(a["aria-sort"]) for tag, a in shown.elements if tag == "th" and a["scope"] == "col"]
    assert sorted(marked) == sorted([("ascending", "descending")[clicks - 1]] + ["none"] * 9)
    texts = [cells[2] for cells, host in zip(shown.cells, shown.hosts) if host == "server1.example.net"]
    numbers = [float(text) for text in texts if text != FORMULA]
    assert numbers == sorted(numbers, reverse=clicks == 2) and len(numbers) == 19
    assert texts.index(FORMULA) == (19 if clicks == 1 else 0)


@pytest.mark.skipif(BROWSER is None, reason="there is no Chromium to search the report in")
def test_accounts_can_be_searched_in_a_browser(reports: dict[str, Path], tmp_path: Path) -> None:
    script = "const w = document.getElementById('search'); w.value = 'SERVER1 account0001';"
    script += "w.dispatchEvent(new Event('input'));"
    searched = Page(in_browser(reports["html"], tmp_path, script))
    rows = [attributes for tag, attributes in searched.elements if tag == "tbody"]
    assert len([attributes for attributes in rows if "hidden" not in attributes]) == 5
    assert "5 of 40 accounts" in searched.texts["span"]


@pytest.mark.skipif(BROWSER is None, reason="there is no Chromium to look at the report in")
@pytest.mark.parametrize("width", [1400, 700, 420])
def test_nothing_is_cut_off_in_a_browser(reports: dict[str, Path], tmp_path: Path, width: int) -> None:
    """What is ok is not shown, what was found is; and nothing is wider than the window."""
    script = (
        "const seen = e => getComputedStyle(e).display !== 'none';"
        "const bodies = Array.from(document.querySelectorAll('tbody'));"
        "document.title = JSON.stringify([document.documentElement.scrollWidth <= innerWidth, innerWidth,"
        " bodies.filter(seen).map(b => b.className).join(' '),"
        " getComputedStyle(document.querySelector('tbody tr')).display]);"
    )
    shown = Page(in_browser(reports["html"], tmp_path, script, f"--window-size={width},900"))
    fits, inner, states, display = json.JSONDecoder().raw_decode(shown.texts["title"])[0]
    assert (fits, states) == (True, "failed skipped finding")
    assert display == ("block" if inner <= 700 else "table-row")


def test_runs_at_the_same_time_keep_their_reports(tmp_path: Path) -> None:
    """Slices that begin in the same second: a name of its own for each, nothing replaced, and the path is printed."""
    play = {
        "name": "Report",
        "hosts": "all",
        "gather_facts": False,
        "connection": "local",
        "tasks": [
            {
                "name": "Report",
                "ansible.builtin.include_role": {"name": "hostops.cpanel.fleet", "tasks_from": "report"},
                "vars": {
                    "fleet_result": {"results": [account(0)], "summary": {}},
                    "fleet_report_directory": str(tmp_path / "reports"),
                    "awx_job_id": 42,
                },
            }
        ],
    }
    (tmp_path / "play.yml").write_text(yaml.safe_dump([play]))
    done = playbook(tmp_path, "-i", "a,b,c,d", "-f", "4", "play.yml")
    assert done.status == 0, done.tail()
    found = sorted(path.name for path in (tmp_path / "reports").iterdir())
    assert len(found) == 12
    assert len({name.split(".")[0] for name in found}) == 4
    assert all(re.fullmatch(r"fleet-\d{8}T\d{6}Z-job42-[0-9a-f]{8}\.(json|csv|html)", name) for name in found)
    assert all(name in done.stdout for name in found)


def test_five_thousand_accounts(tmp_path: Path) -> None:
    written = write_reports(tmp_path, 5000)
    assert written["html"].read_text().count("<tbody") == 5000
    assert written["html"].stat().st_size < 5_000_000
