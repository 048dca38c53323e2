# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter fleet_report: cells, order, formulas and bars. What the role makes of it is tested with the role."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.hostops.cpanel.plugins.filter.fleet_report import FilterModule

fleet_report = FilterModule().filters()["fleet_report"]


def item(account="alice", value=None, **changes):
    return {
        "host": "server1",
        "account": account,
        "ok": True,
        "changed": False,
        "skipped": False,
        "seconds": 0.5,
        "via": "whm",
        "calls": [{"name": "value", "result": value}],
        "error": None,
        **changes,
    }


def report(*items, **options):
    return fleet_report({"results": list(items)}, **options)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "true"),
        (0, "0"),
        (1.5, "1.5"),
        ("", ""),
        ([], ""),
        (["a", 1, None], "a; 1; "),
        ({}, "0 entries"),
        ({"a": 1}, "1 entry"),
        ([{"a": 1}, {"a": 2}], "2 entries"),
        ([[1], [2], [3]], "3 entries"),
    ],
)
def test_cells(value, shown):
    assert report(item(value=value))["rows"][0]["cells"] == [shown]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1+1", "'+1+1"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("-1", "-1"),
        ("+4912345", "+4912345"),
        ("-1.5e3", "-1.5e3"),
        ("a=1", "a=1"),
        ('a"b', '"a""b"'),
        ("a,b", '"a,b"'),
        ("a\nb", '"a\nb"'),
    ],
)
def test_cells_of_a_csv_file(text, cell):
    lines = report(item(value=text), table=True).split("\r\n", 1)[1]
    assert lines == "server1,alice,true,false,false,0.5,whm,,,%s\r\n" % cell


def test_a_name_of_a_column_is_no_formula_either():
    calls = [{"name": "=x", "result": 1}]
    assert report(item(calls=calls), table=True).split("\r\n")[0].endswith(",error,'=x")


def test_failures_come_first_then_what_was_not_started_then_findings():
    items = [
        item("a"),
        item("b", findings=["x"]),
        item("c", ok=False, skipped=True),
        item("d", ok=False, error={"category": "api", "msg": "no", "hint": None}),
        item("e", findings=[]),
        item("f", changed=True),
    ]
    found = report(*items)
    assert [row["account"] for row in found["rows"]] == ["d", "c", "b", "a", "e", "f"]
    assert found["counts"] == {"failed": 1, "skipped": 1, "changed": 1, "ok": 3, "findings": 1}
    assert found["findings"] is True
    assert report(items[0])["findings"] is False


def test_columns_are_all_names_or_the_chosen_ones():
    one = [{"name": "b", "result": 1}, {"name": "a", "result": 2}]
    items = [item(calls=one), item(calls=[{"name": "c", "result": 3}]), item(cells={"d": 4})]
    assert report(*items)["columns"] == ["b", "a", "c", "d"]
    assert [row["cells"] for row in report(*items, columns=["a", "d"])["rows"]] == [["2", ""], ["", ""], ["", "4"]]


@pytest.mark.parametrize(
    ("values", "edges", "counts"),
    [
        ([5], ["5"], [1]),
        ([0], ["0"], [1]),
        ([3, 4, 4, 5], ["3", "4", "5"], [1, 2, 1]),
        ([0, 12], ["%d" % edge for edge in range(13)], [1] + [0] * 11 + [1]),
        (["1.5", "2.5", "x", None, True, "inf", "1e999"], None, None),
        ([-3, 3], None, None),
        ([0.001, 0.0011], None, None),
        (range(10000), None, None),
    ],
)
def test_bars(values, edges, counts):
    charts = report(*[item(value=value) for value in values], chart="value")["charts"]
    bars = charts[1]["bars"]
    assert [chart["unit"] for chart in charts] == ["seconds", "value"]
    assert sum(part["count"] for part in bars) == charts[1]["number"] <= len(values)
    assert len(bars) <= 14
    assert max(part["count"] for part in bars) == charts[1]["most"]
    if edges is not None:
        assert [part["from"] for part in bars] == edges
        assert [part["count"] for part in bars] == counts


def test_there_is_no_chart_without_numbers():
    assert report(item(value="x", account=None), chart="value")["charts"] == []


def test_something_else_is_refused():
    with pytest.raises(AnsibleFilterError, match="no result of hostops"):
        fleet_report({"msg": "failed"})
