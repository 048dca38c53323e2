# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How values, columns and numbers read."""

from __future__ import annotations

import math

import pytest

from ansible_collections.hostops.cpanel.plugins.plugin_utils.reports import words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (["ä", 1, None], "ä; 1; "),
        ([], ""),
        ([{"a": 1}], "1 entry"),
        ({"a": 1, "b": 2}, "2 entries"),
    ],
)
def test_values_in_cells(value, text):
    assert words.text(value) == text


@pytest.mark.parametrize(
    ("given", "text"), [("", "(empty)"), ([], "(empty)"), ([{"ü": 1}], '[{"ü": 1}]'), (["a"], "a"), (0, "0")]
)
def test_values_before_and_after_a_change(given, text):
    assert words.value(given) == text


@pytest.mark.parametrize(
    ("name", "title"),
    [("disk_mb", "Disk (MB)"), ("mb", "Mb"), ("ip_count", "IP count"), ("ftp", "FTP"), ("Email::x", "Email::x")],
)
def test_titles_of_columns(name, title):
    assert words.title(name) == title


def test_numbers_line_up_and_texts_stay_texts():
    assert words.aligned(["1", "", "2.25"]) == ["1.00", "", "2.25"]
    assert words.aligned(["1", "2e3"]) == ["1", "2e3"]
    assert words.aligned(["1", "x"]) is None
    assert words.aligned(["", ""]) is None
    assert words.aligned(["٣"]) is None, "other digits are no numbers here"
    assert [words.number(text) for text in ("1.5", "nan")] == [1.5, None]


def test_json_knows_neither_nan_nor_infinity():
    assert words.finite({1: [math.nan, (math.inf, 1.5)], "x": "nan"}) == {"1": [None, [None, 1.5]], "x": "nan"}
