# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page: every text is escaped, failures come first, and nothing runs or loads but what its nonce allows."""

from __future__ import annotations

import re

from ansible_collections.hostops.cpanel.plugins.plugin_utils.reports import rows
from ansible_collections.hostops.cpanel.plugins.plugin_utils.reports.page import Page

EVIL = "<script>alert('ü')</script>"


def page(*items, **options):
    told = [rows.row({"host": "s", "account": "alice", "ok": True, **item}) for item in items]
    given = {"title": "t", "generated_at": "", "about": {}, "rows": told, "columns": rows.columns_of(told), "chart": ""}
    return Page(**{**given, "judged": True, "check_mode": False, "summary": {}, **options}).html()


def test_no_text_is_markup():
    error = {"msg": EVIL, "hint": EVIL, "category": EVIL}
    found = {"kind": "x", "name": EVIL, "text": EVIL, "what": EVIL}
    found["changes"] = [{"field": EVIL, "before": EVIL, "after": EVIL}]
    item = {
        "host": EVIL,
        "account": EVIL,
        "ok": False,
        "error": error,
        "findings": [found, EVIL],
        "cells": {EVIL: EVIL},
    }
    shown = page(item, title=EVIL, about={EVIL: EVIL}, generated_at=EVIL)
    assert EVIL not in shown and "&lt;script&gt;" in shown
    assert len(re.findall("<script", shown)) == 1


def test_only_what_has_the_nonce_may_run_and_each_page_has_its_own():
    first, second = (re.findall(r"nonce[=-]\"?([0-9a-f]+)", page({})) for _number in range(2))
    assert len(first) == 4 and len(set(first)) == 1
    assert set(first) != set(second)


def test_failures_come_first():
    shown = page({"account": "fine"}, {"account": "seen", "findings": ["x"]}, {"account": "bad", "ok": False})
    assert re.findall(r'<th scope="row">(\w+)', shown) == ["bad", "seen", "fine"]


def test_an_empty_report_says_so():
    assert "There are no accounts in this report." in page()
    assert "Check mode: nothing was changed." in page({}, check_mode=True)
