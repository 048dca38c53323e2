# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters, sorting, columns and pages as both APIs spell them."""

from __future__ import annotations

from ansible_collections.hostops.cpanel.plugins.module_utils._api.controls import Controls


def test_controls_of_both_apis():
    made = Controls(
        filters=({"column": "a", "type": "eq", "term": "1"}, {"column": "b", "type": "begins", "term": "x"}),
        sort=({"column": "a", "method": "numeric", "reverse": True},),
        columns=("a", "b"),
        page_size=5,
    )
    assert dict(made.to_uapi(6)) == {
        "api.filter": "1",
        "api.filter_column_0": "a",
        "api.filter_type_0": "eq",
        "api.filter_term_0": "1",
        "api.filter_column_1": "b",
        "api.filter_type_1": "begins",
        "api.filter_term_1": "x",
        "api.sort": "1",
        "api.sort_column": "a",
        "api.sort_method": "numeric",
        "api.sort_reverse": "1",
        "api.paginate": "1",
        "api.paginate_start": "6",
        "api.paginate_size": "5",
    }
    assert dict(made.to_whm(6)) == {
        "api.filter.enable": "1",
        "api.filter.a.field": "a",
        "api.filter.a.type": "eq",
        "api.filter.a.arg0": "1",
        "api.filter.b.field": "b",
        "api.filter.b.type": "begins",
        "api.filter.b.arg0": "x",
        "api.sort.enable": "1",
        "api.sort.a.field": "a",
        "api.sort.a.method": "numeric",
        "api.sort.a.reverse": "1",
        "api.columns.enable": "1",
        "api.columns.a": "a",
        "api.columns.b": "b",
        "api.chunk.enable": "1",
        "api.chunk.verbose": "1",
        "api.chunk.start": "6",
        "api.chunk.size": "5",
    }
    assert Controls().to_uapi() == Controls().to_whm() == []


def test_many_columns_get_keys_of_their_own():
    pairs = Controls(columns=tuple("c%d" % number for number in range(60))).to_whm()
    keys = [name for name, _value in pairs if name.startswith("api.columns.") and name != "api.columns.enable"]
    assert len(set(keys)) == 60
    assert keys[:2] + keys[25:28] == ["api.columns." + key for key in ("a", "b", "z", "za", "zb")]
