# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever Ansible gives becomes a value of Python's own types."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.plugin_utils.native import native


def itself(value):
    return value


class Text(str):
    __str__ = itself


class Number(int):
    pass


@pytest.mark.parametrize("value", [None, True, False, 7, 1.5, "größe", "", [], {}])
def test_what_is_native_stays_as_it_is(value):
    assert native(value) == value
    assert native(value).__class__ is value.__class__


def test_marked_values_lose_their_marks_at_any_depth():
    given = {Text("key"): [Text("ü"), (Number(7), {"x": Text("y")})], 5: True}
    found = native(given)
    assert found == {"key": ["ü", [7, {"x": "y"}]], "5": True}
    assert [key.__class__ for key in found] == [str, str]
    text, (number, inner) = found["key"]
    assert [value.__class__ for value in (text, number, inner["x"])] == [str, int, str]
    assert found["5"] is True, "a boolean is no number"
