# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bodies and envelopes of every kind, and that none breaks a parser."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.hostops.cpanel.plugins.module_utils._wire import envelope as _envelope
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Unreadable, decode

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
KEYS = ("status", "data", "errors", "metadata", "result", "reason", "cpanelresult", "event", "uapi", "error")
SHAPED = st.recursive(
    JSON,
    lambda inner: st.dictionaries(st.sampled_from(KEYS), inner, max_size=5) | st.lists(inner, max_size=2),
    max_leaves=8,
)
quick = settings(max_examples=150, deadline=None)


FLAT = {
    "status": 1,
    "data": [1],
    "errors": None,
    "messages": ["m"],
    "warnings": "w\n\nv",
    "metadata": {"transformed": 1},
}


@pytest.mark.parametrize(
    "document",
    [
        FLAT,
        {**FLAT, "status": "1"},
        {**FLAT, "status": 1.0},
        {"apiversion": 3, "module": "M", "func": "f", "result": FLAT},
        {"cpanelresult": {"apiversion": 3, "module": "M", "func": "f", "result": FLAT}},
    ],
)
def test_every_form_of_uapi(document):
    result = _envelope.parse_uapi(document, "M::f")
    assert (result.ok, result.status, result.data, result.function) == (True, 1, [1], "M::f")
    assert (result.errors, result.messages, result.warnings) == ([], ["m"], ["w", "v"])
    assert result.metadata == {"transformed": 1}
    assert not result.foreign


@pytest.mark.parametrize("status", [0, "0", "", "nonsense", []])
def test_a_failed_uapi_call(status):
    result = _envelope.parse_uapi({"status": status, "errors": ["first", "second"], "data": None}, "M::f")
    assert (result.ok, result.first_error) == (False, "first")


def test_metadata_may_be_of_any_kind():
    assert _envelope.parse_uapi({"status": 1, "metadata": []}, "M::f").metadata == {}


def test_uapi_inside_whm_needs_both():
    def answer(outer, inner):
        return {
            "metadata": {"result": outer, "reason": "R"},
            "data": {"uapi": {**FLAT, "status": inner, "errors": ["E"]}},
        }

    assert _envelope.parse_uapi_cpanel(answer(1, 1), "M::f").ok
    inner = _envelope.parse_uapi_cpanel(answer(1, 0), "M::f")
    assert (inner.ok, inner.function, inner.first_error) == (False, "M::f", "E")
    outer = _envelope.parse_uapi_cpanel(answer(0, 1), "M::f")
    assert (outer.ok, outer.function, outer.first_error) == (False, "uapi_cpanel", "R")
    with pytest.raises(Unreadable):
        _envelope.parse_uapi_cpanel({"metadata": {"result": 1}, "data": {}}, "M::f")


@pytest.mark.parametrize(
    ("metadata", "ok", "errors", "warnings"),
    [
        ({"result": 1, "reason": "OK"}, True, [], []),
        ({"result": "1", "reason": "OK"}, True, [], []),
        ({"result": 0, "reason": "no"}, False, ["no"], []),
        ({"result": 0}, False, [], []),
        ({"result": 1, "output": {"warnings": "a\nb", "messages": None}}, True, [], ["a", "b"]),
        ({"result": 1, "output": {"warnings": ["a"]}}, True, [], ["a"]),
    ],
)
def test_whm_api_1(metadata, ok, errors, warnings):
    result = _envelope.parse_whm({"metadata": metadata}, "f")
    assert (result.ok, result.errors, result.warnings, result.data) == (ok, errors, warnings, None)


def test_a_failure_without_a_reason_says_so():
    assert _envelope.parse_whm({"metadata": {"result": 0}}, "f").first_error == "the server gave no reason"


BODY_A = {
    "cpanelresult": {"apiversion": "2", "error": "Access denied", "data": {"reason": "Access denied", "result": "0"}}
}


@pytest.mark.parametrize(
    "document",
    [BODY_A, {"error": "Permission denied", "data": {"result": "0"}}, {"message": "see_login_log", "status": 0}],
)
def test_an_answer_of_another_api_to_a_whm_call(document):
    result = _envelope.parse_whm(document, "f")
    assert result.foreign
    assert result.errors


def test_api_2():
    rows = [{"result": 1}, {"result": "0", "reason": "The domain exists."}]
    assert _envelope.parse_api2({"cpanelresult": {"data": rows, "event": {"result": 1}}}, "f").errors == [
        "The domain exists."
    ]
    assert _envelope.parse_api2({"cpanelresult": {"data": rows[:1], "event": {"result": 1}}}, "f").ok
    assert not _envelope.parse_api2({"cpanelresult": {"data": [], "event": {"result": 0}}}, "f").ok


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"<!DOCTYPE html><html>", "html"),
        (b"\n  <html>", "html"),
        (b"\xef\xbb\xbf<html>", "html"),
        (b'{"status":1,', "not_json"),
        (b"\xff\xfe{", "not_json"),
        (b"OK", "not_json"),
    ],
)
def test_bodies_that_cannot_be_read(body, code):
    with pytest.raises(Unreadable) as caught:
        decode(body)
    assert caught.value.code == code


def test_bytes_beyond_utf8_are_replaced_and_told():
    assert decode('{"a": "ü"}'.encode()) == ({"a": "ü"}, True)
    value, clean = decode('{"a": "ü"}'.encode("latin-1"))
    assert (value, clean) == ({"a": "\ufffd"}, False)
    assert decode(b'\xef\xbb\xbf{"a": 1}') == ({"a": 1}, True)


@quick
@given(SHAPED)
def test_no_document_breaks_the_parsers(document):
    for parse in (
        _envelope.parse_uapi,
        _envelope.parse_whm,
        _envelope.parse_uapi_cpanel,
        _envelope.parse_api2,
        _envelope.parse_whm_call,
    ):
        for function in ("M::f", "uapi_cpanel", "cpanel"):
            try:
                result = parse(document, function)
            except Unreadable:
                continue
            else:
                assert result.status in (0, 1, None)
                assert all(isinstance(text, str) for text in result.errors + result.messages + result.warnings)
                assert isinstance(result.first_error, str)


@quick
@given(st.binary(max_size=40))
def test_no_body_breaks_the_decoder(body):
    try:
        value, clean = decode(body)
    except Unreadable:
        return
    assert json.dumps(value)
    assert clean is (body.decode("utf-8", "replace").encode() == body)
