# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings as the lines that a run prints: short, on one line each, and no text of a customer controls a terminal."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.plugin_utils import findings


def row(account="alice", state="ok", found=(), **more):
    return {"host": "s", "account": account, "state": state, "ok": state != "failed", "findings": found, **more}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "nothing"),
        ("", "empty"),
        ("größe", "größe"),
        ("a\nb\x1b[2J", "a\\nb\\x1b[2J"),
        ({"ü": 1}, '{"ü": 1}'),
        (0, "0"),
        ("x" * 121, "x" * 120 + "..."),
    ],
)
def test_a_value_in_a_sentence(value, text):
    assert findings.shown(value) == text


def test_the_state_of_an_account():
    one = findings.finding("t", "differs")
    assert findings.state({"ok": True}, []) == "ok"
    assert findings.state({"ok": True}, [one]) == "finding"
    assert findings.state({"ok": False}, [one]) == "failed"


def test_equal_failures_are_one_line_and_come_first():
    rows = [row("fine", "finding", [findings.finding("two\nlines", "differs")])]
    rows += [row("a%d" % n, "failed", error={"msg": "no mail for a%d" % n}) for n in range(5)]
    rows += [row("late", "failed", skipped=True), row(None, "failed", error={"msg": "unreachable"})]
    assert findings.lines(rows) == [
        "s: 5 accounts failed (a0, a1, a2, and 2 more): no mail for the account",
        "s/late: was not started",
        "s: unreachable",
        "s/fine: two\\nlines",
    ]


def test_what_is_too_much_is_counted():
    rows = [row("a%d" % n, "finding", [findings.finding("x", "differs")]) for n in range(60)]
    assert findings.lines(rows, 2) == ["s/a0: x", "s/a1: x", "and 58 more: see the report"]
    assert len(findings.lines(rows[:20])) == 20
    assert len(findings.names([*rows, row()])) == findings.NAMES
    assert findings.names([row(), row("bob", "failed")]) == ["s/bob"]
