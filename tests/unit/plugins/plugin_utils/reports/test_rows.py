# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One row of each account: what it is called, which secrets it does not get, and that no text controls a terminal."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.plugin_utils.reports import rows


def item(**more):
    return {"host": "s", "account": "alice", "ok": True, **more}


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({}, "ok"),
        ({"findings": ["x"]}, "finding"),
        ({"ok": False}, "failed"),
        ({"ok": False, "skipped": True}, "skipped"),
        ({"state": "finding"}, "finding"),
        ({"state": "<b>", "ok": False}, "failed"),
    ],
)
def test_states(more, state):
    assert rows.row(item(**more)).state == state


def test_answers_that_hold_a_secret_are_left_out_and_others_stay():
    calls = [
        {"name": "good", "function": "Email::list_pops", "status": 1, "data": [1], "result": 1},
        {"name": "token", "function": "Tokens::create_full_access", "status": 1, "data": "geheim", "result": "geheim"},
    ]
    given = [item(calls=calls), item(account=None)]
    safe = rows.without_secrets(given)
    assert safe[0]["calls"][0] == calls[0]
    assert safe[0]["calls"][1]["result"] == rows.LEFT_OUT and "geheim" not in str(safe)
    assert calls[1]["data"] == "geheim", "what was given is left as it was"
    assert rows.row(safe[0]).cells == {"good": "1", "token": rows.LEFT_OUT}
    assert rows.row(safe[1]).title == "s"


def test_texts_of_customers_control_nothing():
    found = rows.row(item(account="a\x1b[2J\nb", error={"msg": "größe\x07"}, ok=False, findings=[{"text": "\x1b"}]))
    assert found.account == "a\\x1b[2J b"
    assert found.error == "größe\\x07"
    assert found.findings[0].text == "\\x1b"


def test_findings_are_texts_or_parts():
    change = {"field": "quota_mb", "before": None, "after": [1, 2]}
    parts = {"kind": "mysql_user", "name": "x", "what": "missing", "changes": [change, "no change"]}
    text, told = rows.row(item(findings=["one", parts])).findings
    assert (text.text, text.changes) == ("one", ())
    assert told.text == "mysql_user x missing"
    assert told.changes == (rows.Change("quota_mb", None, "1; 2"),)


def test_columns_come_in_the_order_of_their_first_sight():
    some = [rows.row(item(cells=cells)) for cells in ({"b": 1}, {"a": 1, "b": 2}, {})]
    assert rows.columns_of(some) == ["b", "a"]
    assert rows.names(some * 30, "ok") == ["s/alice"] * rows.SHOWN_NAMES
