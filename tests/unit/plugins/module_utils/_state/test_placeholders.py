# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Placeholders in texts of any depth: filled, escaped, found; and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._state.placeholders import (
    escape,
    fill,
    head,
    is_template,
    may_change_type,
    names,
)

MEANINGS = {
    "account": "alice",
    "domain": "bücher.example",
    "ip": "192.0.2.1",
    "host": "s1.example.com",
    "vars.quota": 5,
    "vars.a.b": ["x", {"y": None}],
    "vars.evil": "{domain} \\{ip} \\1 \\g<0>",
}
TEXTS = st.lists(
    st.sampled_from(["{account}", "{domain}", "{vars.a.b}", "{ip}", "\\", "{", "}", "vars.x", "ü", "a", "{vars.}"]),
    max_size=8,
).map("".join)


@pytest.mark.parametrize(
    ("given", "filled"),
    [
        ("{account}@{domain} at {ip}, {host}", "alice@bücher.example at 192.0.2.1, s1.example.com"),
        ("{vars.quota}", 5),
        ("{vars.a.b}", ["x", {"y": None}]),
        ("{vars.quota} MB", "5 MB"),
        (" {vars.quota}", " 5"),
        ("\\{account}", "{account}"),
        ("\\\\{account}", "\\{account}"),
        ("\\{vars.quota} is {vars.quota}", "{vars.quota} is 5"),
        ({"{account}": ("{ip}", 7, None)}, {"alice": ["192.0.2.1", 7, None]}),
        ({1: {True: "{ip}"}}, {1: {True: "192.0.2.1"}}),
        (b"{account}", b"{account}"),
    ],
)
def test_all_texts_are_filled_and_a_whole_one_keeps_its_type(given, filled):
    found = fill(given, MEANINGS.__getitem__)
    assert found == filled and type(found) is type(filled)


@pytest.mark.parametrize(
    "text",
    [
        "{Account}",
        "{ account }",
        "{accounts}",
        "{vars}",
        "{vars.}",
        "{vars.1}",
        "{vars.a-b}",
        "{vars.a\n}",
        "{{}}",
        "{",
    ],
)
def test_what_only_looks_like_one_is_a_text(text):
    """Mail texts and Sieve rules hold braces of their own."""
    assert fill(text, MEANINGS.__getitem__) == text
    assert escape(text) == text and names(text) == set() and not is_template(text)


def test_what_a_placeholder_means_is_not_filled_once_more():
    """A variable comes from an inventory or a customer: neither placeholders nor references of patterns in it count."""
    assert fill("<{vars.evil}>", MEANINGS.__getitem__) == "<{domain} \\{ip} \\1 \\g<0>>"
    assert fill("{vars.evil}", MEANINGS.__getitem__) == MEANINGS["vars.evil"]


def test_without_meanings_only_the_backslashes_go():
    given = {"\\{account}": ["{account}", "\\{ip}"]}
    assert fill(given, None) == {"{account}": ["{account}", "{ip}"]}
    assert fill(given, None, escapes=False) == given
    assert fill("\\{ip} {ip}", MEANINGS.__getitem__, escapes=False) == "\\{ip} 192.0.2.1"


def test_two_names_that_become_one_are_told():
    """The one value would be lost without a word."""
    with pytest.raises(CpanelError, match=r"\{domain\}, bücher\.example: two of these names are the same") as caught:
        fill({"a": [{"{domain}": 1, "bücher.example": 2}]}, MEANINGS.__getitem__)
    assert caught.value.category == "usage"


def test_an_unknown_variable_is_told_by_whoever_knows_them():
    with pytest.raises(KeyError, match=r"vars\.other"):
        fill(["a {vars.other}"], MEANINGS.__getitem__)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    value=st.recursive(TEXTS | st.none() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner))
)
def test_what_is_escaped_is_filled_as_it_was(value):
    escaped = escape(value)
    assert fill(escaped, MEANINGS.__getitem__) == value
    assert fill(fill(escaped, MEANINGS.__getitem__, escapes=False), None) == value
    assert names(escaped) == set()


def test_between_escaped_ones_placeholders_can_be_put():
    put = escape("alice says {account}, alice", lambda text: text.replace("alice", "{account}"))
    assert put == "{account} says \\{account}, {account}"
    assert fill(put, MEANINGS.__getitem__) == "alice says {account}, alice"


def test_names_are_those_that_will_be_filled():
    value = {"{account}": ["\\{ip}", ("{vars.a.b}{vars.quota}",)], "x": {"y": "\\\\{host}"}, 3: None}
    assert names(value) == {"account", "vars.a.b", "vars.quota"}
    assert is_template(["\\{ip}"]) and names(["\\{ip}"]) == set()
    assert is_template({"{ip}": 1}) and not is_template([1, None, True, "{}"])


@pytest.mark.parametrize(
    ("value", "may"),
    [
        ("{vars.x}", True),
        ([{"a": ["{vars.x.y}"]}], True),
        ("{vars.x} ", False),
        ("\\{vars.x}", False),
        ("{domain}", False),
        (7, False),
    ],
)
def test_only_a_variable_alone_may_become_something_else(value, may):
    assert may_change_type(value) is may


def test_the_head_of_a_text_is_what_stands_before_those_that_are_named():
    assert head("\\{domain} {account}.{domain}", ("domain",)) == "\\{domain} {account}."
    assert head("{account}.{domain}", ("ip", "host")) == "{account}.{domain}"
    assert head("{domain}", ("domain",)) == ""
