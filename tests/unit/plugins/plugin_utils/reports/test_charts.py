# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Histograms: every number is in one bar, and no text of a customer is markup."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET

import pytest

from ansible_collections.hostops.cpanel.plugins.plugin_utils.reports.charts import BARS, histogram


@pytest.mark.parametrize("values", [[], [None], [math.nan, math.inf]])
def test_no_numbers_no_figure(values):
    assert histogram("c", "t", "u", values) == ""


@pytest.mark.parametrize(
    "values", [[0], [5, 5, 5], [-3, 0, 7], [0.1, 0.2, 0.30000000000000004], [1e-9, 1e9], list(range(1000)), [1, None]]
)
def test_every_number_is_in_one_bar(values):
    shown = histogram("c", "t", "u", values)
    counts = [int(count) for count in re.findall(r"<title>.*?: (\d+)</title>", shown)]
    assert sum(counts) == sum(value is not None for value in values)
    assert 1 <= len(counts) <= BARS + 2
    assert "%d accounts: least" % sum(counts) in shown


def test_texts_are_escaped_and_the_figure_is_well_formed():
    figure = ET.fromstring(histogram("c", "<script>größe", "a&b", [1, 2]))
    assert figure.findtext("figcaption") == "<script>größe"
    assert figure.find("script") is None
