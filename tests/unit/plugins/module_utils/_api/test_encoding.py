# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parameters as a form, and in a batch."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlencode

from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.hostops.cpanel.plugins.module_utils._api.encoding import encode, encode_in_batch, spell

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
quick = settings(max_examples=150, deadline=None)
VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.lists(st.text(max_size=5), max_size=4)


@quick
@given(st.dictionaries(st.text(min_size=1, max_size=6), VALUES, max_size=5))
def test_a_form_says_what_was_meant(params):
    expected = [
        (name, {True: "1", False: "0"}[item] if isinstance(item, bool) else str(item))
        for name, value in params.items()
        for item in (value if isinstance(value, list) else [value])
        if item is not None
    ]
    assert encode(params) == expected
    form = urlencode(encode(params), encoding="utf-8", errors="surrogateescape")
    assert parse_qsl(form, keep_blank_values=True) == expected


@quick
@given(st.dictionaries(st.sampled_from(["a", "b", "prefix-size"]), VALUES, max_size=3))
def test_no_value_is_lost_in_a_batch(params):
    assert sorted(encode_in_batch(params).values()) == sorted(value for _name, value in encode(params))


def test_lists_in_a_batch_are_numbered():
    assert encode_in_batch({"a": ["x", "y", "z"], "b": True}) == {"a": "x", "a-1": "y", "a-2": "z", "b": "1"}


@given(st.dictionaries(st.text(max_size=5), JSON, max_size=3))
@quick
def test_dicts_are_json(value):
    assert json.loads(spell(value)) == value
