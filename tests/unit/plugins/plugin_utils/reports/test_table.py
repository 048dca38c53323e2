# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""CSV that is read back as it was, and that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io

import pytest

from ansible_collections.hostops.cpanel.plugins.plugin_utils.reports import table
from ansible_collections.hostops.cpanel.plugins.plugin_utils.reports.rows import row


def read(item, columns=("x",), judged=False):
    heads, line = csv.reader(io.StringIO(table.csv_text([row(item)], columns, judged), newline=""))
    return dict(zip(heads, line))


def item(**cells):
    return {"host": "s", "account": "alice", "ok": True, "changed": True, "seconds": 1.2, "cells": cells}


@pytest.mark.parametrize("text", ["=1+1", "  =1", "@x", "+x", "-x", "＝1", "\t=1"])
def test_no_cell_is_a_formula(text):
    assert read(item(x=text))["x"] == "'" + text


@pytest.mark.parametrize("text", ["-5", "+1.5", 'größe; "x"', "a\nb", "a=b"])
def test_all_other_cells_stay_as_they_are(text):
    assert read(item(x=text))["x"] == text


def test_columns_are_fixed_and_findings_only_where_there_can_be_some():
    found = read({**item(), "findings": ["one", "two"]}, judged=True)
    assert list(found) == [*table.FIXED, "findings", "x"]
    assert (found["state"], found["ok"], found["seconds"]) == ("finding", "true", "1.200")
    assert (found["findings"], found["x"]) == ("one\ntwo", "")
    assert "findings" not in read(item())
    assert "'=x" in read(item(), columns=("=x",)), "a column's name comes from a user's call"
