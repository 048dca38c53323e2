# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reports of the role fleet: complete, harmless whatever accounts hold, and sortable in a browser."""

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

from ansible_collections.hostops.cpanel.tests.integration.harness import ansible_bin, ansible_env

MARKUP = "<b>bold</b>"
SCRIPT = "</script><script>document.title = 'owned'</script>"
TEMPLATE = "{{ 7 * 7 }}"
FORMULA = '=HYPERLINK("evil", "x")'
FINDING = "forwarder: <i>a@b</i> to c@d"
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
    results[7]["findings"] = [FINDING]
    results[8]["calls"][0]["result"] = -12.5
    failed = [{key: results[5][key] for key in ("host", "account", "error")}]
    counted = {"accounts": number, "ok": number - 2, "changed": 1, "failed": 1, "skipped": 1}
    summary = {**counted, "requests": 3 * number, "seconds": 12.5, "via": ["session"]}
    return {"results": results, "failed_accounts": failed, "summary": summary}


def write_reports(work: Path, number: int) -> dict[str, Path]:
    (work / "fleet.json").write_text(json.dumps(fleet(number)))
    (work / "ansible.cfg").write_text("[defaults]\n")
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
            },
        },
    ]
    play = {"name": "Report", "hosts": "localhost", "gather_facts": False, "connection": "local", "tasks": tasks}
    (work / "play.yml").write_text(yaml.safe_dump([play]))
    host = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
    (work / "inventory.yml").write_text(yaml.safe_dump({"all": {"hosts": {"localhost": host}}}))
    done = subprocess.run(
        [str(ansible_bin() / "ansible-playbook"), "-i", "inventory.yml", "play.yml"],
        cwd=work,
        env=ansible_env(work),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
        check=False,
    )
    print(done.stdout[-4000:])
    assert done.returncode == 0
    assert "WARNING" not in done.stdout
    return {path.suffix[1:]: path for path in (work / "reports").iterdir()}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_reports(tmp_path_factory.mktemp("reports"), 40)


class Page(html.parser.HTMLParser):
    """The elements of a page, and the texts of the table's rows by cell."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[list[str]] = []
        self.texts: dict[str, str] = {}
        self._open: list[str] = []
        self._in_table = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._in_table = self._in_table or tag == "table"
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass
        self._in_table = self._in_table and tag != "table"

    def handle_data(self, data: str) -> None:
        tag = self._open[-1] if self._open else ""
        self.texts[tag] = self.texts.get(tag, "") + data
        if self._in_table and {"td", "th"} & set(self._open):
            self.rows[-1][-1] += data


@pytest.fixture(scope="module")
def page(reports: dict[str, Path]) -> Page:
    return Page(reports["html"].read_text())


def test_there_are_three_that_only_their_owner_may_read(reports: dict[str, Path]) -> None:
    assert sorted(reports) == ["csv", "html", "json"]
    assert {oct(path.stat().st_mode & 0o777) for path in reports.values()} == {"0o600"}


def test_json_holds_the_result_as_it_was(reports: dict[str, Path]) -> None:
    written = json.loads(reports["json"].read_text())
    assert {key: written[key] for key in ("results", "failed_accounts", "summary")} == fleet(40)
    assert written["check_mode"] is False
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", written["generated_at"])


def test_csv_is_read_back_and_holds_no_formula(reports: dict[str, Path]) -> None:
    content = reports["csv"].read_bytes().decode()
    assert content.count("\r\n") == 41
    rows = list(csv.DictReader(io.StringIO(content, newline=""), strict=True))
    assert [row["account"] for row in rows] == [item["account"] for item in fleet(40)["results"]]
    fixed = ["host", "account", "ok", "changed", "skipped", "seconds", "via", "error_category", "error"]
    assert list(rows[0]) == [*fixed, "disk", "domains"]
    assert (rows[0]["ok"], rows[0]["disk"], rows[0]["domains"]) == ("true", "0.50", "a0.example.com; b.example.com")
    assert (rows[5]["ok"], rows[5]["error_category"], rows[5]["error"]) == ("false", "api", f"it says {SCRIPT}")
    assert rows[4]["disk"] == "'" + FORMULA
    assert rows[6]["domains"] == f'{TEMPLATE}; "quoted", and; two\nlines'
    assert rows[8]["disk"] == "-12.5"
    assert not [cell for row in rows for cell in row.values() if cell[:1] in "=+@" and cell]


def test_every_account_has_a_row_failures_first(page: Page) -> None:
    head, *rows = page.rows
    assert head == ["State", "Server", "Account", "Error", "Findings", "disk", "domains", "Seconds", "Way"]
    assert {len(row) for row in rows} == {len(head)}
    names = [item["account"] for item in fleet(40)["results"]]
    special = [names[5], names[3], names[7]]
    assert [row[2] for row in rows] == special + [name for name in names if name not in special]
    assert [row[0] for row in rows[:4]] == ["failed", "not started", "ok", "ok"]
    assert rows[2][4] == FINDING


def test_what_accounts_hold_stays_text(page: Page) -> None:
    assert page.rows[1][3] == f"api it says {SCRIPT} {MARKUP}"
    texts = [cell for row in page.rows for cell in row]
    assert any(TEMPLATE in text for text in texts)
    assert MARKUP in texts
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
    assert [a.get("aria-sort") for a in heads if a["scope"] == "col"] == ["none"] * 9
    buttons = [attributes for tag, attributes in elements if tag == "button"]
    assert buttons == [{"type": "button"}] * 9
    assert "caption" in [tag for tag, _attributes in elements]
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

    texts = [(name, "bg") for name in ("fg", "dim", "accent", "failed", "skipped", "changed", "ok")]
    texts += [("fg", "soft"), ("dim", "soft"), ("failed", "failed-bg"), ("fg", "failed-bg"), ("dim", "failed-bg")]
    assert {pair: round(contrast(*pair), 2) for pair in texts if contrast(*pair) < 4.5} == {}
    assert contrast("bar", "bg") >= 3


def in_browser(path: Path, work: Path, script: str) -> str:
    """The page after a script of ours has run in it. The nonce lets it run; without one it must not."""
    text = path.read_text()
    nonce = re.findall(r'script nonce="(\w+)"', text)[0]
    injected = f"<script>document.body.dataset.owned = 'yes'</script><script nonce=\"{nonce}\">{script}</script>"
    changed = work / "page.html"
    changed.write_text(text.replace("</body>", injected + "</body>"))
    assert BROWSER is not None
    command = [BROWSER, *BROWSER_OPTIONS, f"--user-data-dir={work / 'profile'}", changed.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert "data-owned" not in done.stdout.split("<script")[0]
    return done.stdout


@pytest.mark.skipif(BROWSER is None, reason="there is no Chromium to sort the report in")
def test_headers_sort_in_a_browser(reports: dict[str, Path], tmp_path: Path) -> None:
    shown = {}
    for column, clicks in (("disk", 1), ("disk", 2), ("Account", 1), ("State", 2)):
        work = tmp_path / f"{column}{clicks}"
        work.mkdir()
        click = "Array.from(document.querySelectorAll('th button')).find(b => b.textContent === '%s').click();" % column
        sorted_page = Page(in_browser(reports["html"], work, click * clicks))
        marked = [a["aria-sort"] for tag, a in sorted_page.elements if tag == "th" and a["scope"] == "col"]
        assert sorted(map(str, marked)) == sorted([("ascending", "descending")[clicks - 1]] + ["none"] * 8)
        shown[column, clicks] = sorted_page.rows[1:]
    assert all(len(rows) == 40 for rows in shown.values())
    up, down = ([row[5] for row in shown["disk", clicks]] for clicks in (1, 2))
    numbers = [float(text) for text in up[:-3]]
    assert numbers == sorted(numbers) and numbers[0] == -12.5
    assert up[-3:] == [FORMULA, "", ""]
    assert down == [FORMULA, *reversed(up[:-3]), "", ""]
    assert [row[2] for row in shown["Account", 1]] == sorted(
        (row[2] for row in shown["Account", 1]), key=lambda name: (name != MARKUP, name)
    )
    assert shown["State", 2][0][0] == "ok" and shown["State", 2][-1][0] == "failed"


@pytest.mark.skipif(BROWSER is None, reason="there is no Chromium to search the report in")
def test_rows_can_be_searched_in_a_browser(reports: dict[str, Path], tmp_path: Path) -> None:
    script = "const w = document.getElementById('wanted'); w.value = 'SERVER1 account0001';"
    script += "w.dispatchEvent(new Event('input'));"
    searched = Page(in_browser(reports["html"], tmp_path, script))
    rows = [attributes for tag, attributes in searched.elements if tag == "tr"][1:]
    assert len([attributes for attributes in rows if "hidden" not in attributes]) == 5
    assert "5 of 40 rows" in searched.texts["span"]


def test_five_thousand_accounts(tmp_path: Path) -> None:
    written = write_reports(tmp_path, 5000)
    assert written["html"].read_text().count("<tr") == 5001
    assert written["html"].stat().st_size < 5_000_000
