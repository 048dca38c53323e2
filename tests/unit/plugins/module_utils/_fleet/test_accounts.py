# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is made of listaccts, whatever a server answers: accounts with names that are such, reasons for the others."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.hostops.cpanel.plugins.module_utils import _names
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet import accounts as _accounts

GOOD = {"user": "alice", "domain": "alice.example.com", "owner": "root", "plan": "gold", "suspended": 0, "uid": "1001"}
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(
        ["1e999", "1e300", "NaN", "-Infinity", "1.2.3M", "5M", "unlimited", "²", "٣", "\ud800", "1_0", "fe80::1%/../x"]
    )
)
JUNK = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner))
ROWS = st.fixed_dictionaries(
    {"user": JUNK | st.sampled_from(["alice", "bob", "../x", "a/b"])},
    optional={
        name: JUNK for name in [*GOOD, "ip", "ipv6", "disklimit", "unix_startdate", "suspendtime"] if name != "user"
    },
)


def listed(rows: Any, **select: Any) -> _accounts.Listed:
    return _accounts.listed({"acct": rows}, select)


@pytest.mark.slow
@given(rows=st.lists(ROWS | JUNK, max_size=5))
def test_whatever_is_answered_only_names_come_of_it(rows):
    found = listed(rows)
    assert len(found.rows) + len(found.refused) <= len(rows)
    users = [row["user"] for row in found.rows]
    assert len(set(users)) == len(users)
    for row in found.rows:
        assert _names.is_account(row["user"])
        assert row["domain"] is None or _names.is_domain(row["domain"])
        typed = _accounts.typed(row)
        assert set(typed) <= _accounts.FACTS
        text = json.dumps(typed, allow_nan=False).encode()
        assert b"NaN" not in text or b'"NaN"' in text
        for value in typed.values():
            assert value is None or isinstance(value, (str, bool, int, float, list))
            assert not isinstance(value, float) or math.isfinite(value)
            if isinstance(value, str):
                value.encode()
    for item in found.refused:
        assert item.error.category == "protocol"
        assert not _names.is_account(item.title)
        assert "/" not in item.title


@pytest.mark.slow
@given(
    rows=st.lists(ROWS | JUNK, max_size=5),
    select=st.fixed_dictionaries({"owner": st.just("root"), "suspended": st.booleans()}),
)
def test_a_selection_takes_nothing_that_cannot_be_compared(rows, select):
    for row in listed(rows, **select).rows:
        assert "owner" not in row or row["owner"] == "root"
        assert "suspended" not in row or str(row["suspended"]).strip().lower() not in ("[]", "{}")


@pytest.mark.parametrize("acct", ["text", None, 7, {}, {"alice": GOOD}, True])
def test_a_list_that_is_none_is_told(acct):
    with pytest.raises(CpanelError, match="is not a list of accounts") as caught:
        listed(acct)
    assert (caught.value.category, caught.value.function) == ("protocol", "listaccts")


def test_an_account_that_is_there_twice():
    again = {**GOOD, "uid": "7"}
    assert [row["uid"] for row in listed([GOOD, again]).rows] == ["1001"], "pages may overlap"
    found = listed([GOOD, {**GOOD, "domain": "other.example.com"}, {**GOOD, "user": "bob"}])
    assert [row["user"] for row in found.rows] == ["bob"]
    assert [(item.name, item.error.code) for item in found.refused] == [("alice", "duplicate_account")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1000M", 1000),
        ("1.5G", 1536),
        ("unlimited", None),
        ("*unknown*", None),
        (None, None),
        (14, 14),
        ("0", 0),
        ("1.2.3M", "unreadable"),
        ("1e999", "unreadable"),
        ("lots", "unreadable"),
        ([], "unreadable"),
        (True, "unreadable"),
    ],
)
def test_sizes(value, expected):
    (row,) = listed([{**GOOD, "disklimit": value}]).rows
    typed = _accounts.typed(row)
    assert typed["disklimit_mb"] == (None if expected == "unreadable" else expected)
    assert typed.get("unreadable", []) == (["disklimit_mb"] if expected == "unreadable" else [])


def test_domains_are_in_one_form_and_addresses_have_no_zone():
    (row,) = listed([{**GOOD, "domain": "Alice.Example.COM.", "ip": "fe80::1%/../x"}]).rows
    assert row["domain"] == "alice.example.com"
    assert row["ip"] is None


def test_more_than_allowed():
    rows = [{"user": "u%d" % number} for number in range(11)]
    assert len(listed(rows, max_accounts=11).rows) == 11
    with pytest.raises(CpanelError, match="more than 10 accounts") as caught:
        listed(rows, max_accounts=10)
    assert (caught.value.category, caught.value.code) == ("limit", "too_many_accounts")
    assert "max_accounts" in str(caught.value.hint)
