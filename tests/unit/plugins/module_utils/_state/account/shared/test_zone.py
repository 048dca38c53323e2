# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A zone as sets of records: read, compared, and the edits that make it another."""

from __future__ import annotations

import base64
import json

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.shared.zone import (
    Line,
    Zone,
    absolute,
    check_set,
    check_zone,
    parse,
    relative,
    subtract,
    zone_edit,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._state.scope import Domains, Scope

ZONE = "example.com"


def encoded(name, kind, *parts):
    names = {"dname_b64": name, "data_b64": parts}
    b64 = {
        key: _b64(value) if isinstance(value, str) else [_b64(part) for part in value] for key, value in names.items()
    }
    return {"type": "record", "line_index": 3, "ttl": 60, "record_type": kind, **b64}


def _b64(text):
    return base64.b64encode(text.encode()).decode()


def test_texts_of_records_cannot_control_a_terminal():
    """They are base64 in the answer, so what looks at the answer itself does not see them."""
    rows = [encoded("example.com.", "SOA", "a.", "b.", "7"), encoded("a\x9b", "TXT", "\x9b31m\u202e")]
    (found,) = parse("example.com", rows).sets()
    assert (found["name"], found["value"]) == ("a\\x9b", ["\\x9b31m\\u202e"])


SOA = encoded(ZONE + ".", "SOA", "a.", "b.", "7")


def test_names_values_and_types_are_read_in_one_form():
    control = {"type": "control", "text_b64": _b64("$TTL 300")}
    others = [
        {"type": "comment", "text_b64": _b64("; x")},
        {"type": "record", **encoded("x.example.com.", "a", "192.0.2.7")},
    ]
    zone = parse(ZONE, [control, SOA, *others, encoded("X", "A", "192.0.2.5"), encoded("x", "MX", "05", "Mail")])
    assert (zone.serial, zone.ttl) == ("7", 300)
    assert zone.sets() == [
        {"name": "x", "type": "A", "ttl": 60, "value": ["192.0.2.5", "192.0.2.7"]},
        {"name": "x", "type": "MX", "ttl": 60, "value": ["5 mail.example.com."]},
    ]


def test_a_zone_without_its_soa_is_no_zone():
    with pytest.raises(ValueError, match=r"no SOA record of example\.com"):
        parse(ZONE, [encoded("x", "A", "192.0.2.5")])


def test_octets_that_are_no_text_are_shown():
    row = {**encoded("x", "TXT"), "data_b64": [base64.b64encode(b"\xff\xc3\xbc").decode()]}
    (found,) = parse(ZONE, [SOA, row]).sets()
    assert found["value"] == ["\ufffd\u00fc"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("", "@"),
        ("Example.COM.", "@"),
        ("www.example.com", "www"),
        ("a.b.example.com.", "a.b"),
        ("b\u00fccher", "xn--bcher-kva"),
        ("myexample.com", "myexample.com"),
        ("*", "*"),
    ],
)
def test_a_name_is_relative_to_the_zone(name, found):
    assert relative(name, ZONE) == found


@pytest.mark.parametrize("name", ["www.example.org.", "myexample.com.", "a b", "a\tb"])
def test_a_name_of_another_zone_is_told(name):
    with pytest.raises(ValueError, match=r"is not a name in the zone example\.com"):
        relative(name, ZONE)


@pytest.mark.parametrize(
    ("host", "found"),
    [("@", "example.com."), ("Mail", "mail.example.com."), ("mx.example.org", "mx.example.org."), (".", ".")],
)
def test_a_host_in_a_value_is_absolute(host, found):
    assert absolute(host, ZONE) == found


def test_an_edit_uses_lines_again_and_names_the_serial():
    lines = {("x", "A"): [Line(4, 60, "192.0.2.1"), Line(5, 300, "192.0.2.2"), Line(6, 60, "192.0.2.3")]}
    zone = Zone(ZONE, "7", lines={**lines, ("@", "TXT"): [Line(9, 60, "old")]})
    desired = {"name": "x", "type": "A", "ttl": 60, "value": ["192.0.2.2", "192.0.2.9"]}
    (call,) = zone_edit(zone, [(("x", "A"), desired), (("@", "TXT"), None)])
    assert call.function.name == "DNS::mass_edit_zone" and (call.params["zone"], call.params["serial"]) == (ZONE, "7")
    sent = {name: value for name, value in call.params.items() if name not in ("zone", "serial")}
    ttl, other = json.loads(sent.pop("edit-0")), json.loads(sent.pop("edit-1"))
    assert (ttl["line_index"], ttl["ttl"], ttl["data"]) == (5, 60, ["192.0.2.2"])
    assert (other["line_index"], other["data"]) == (4, ["192.0.2.9"])
    assert sent == {"remove-0": 6, "remove-1": 9}
    same = {**desired, "value": ["192.0.2.1"]}
    assert zone_edit(Zone(ZONE, "7", lines={("x", "A"): [Line(4, 60, "192.0.2.1")]}), [(("x", "A"), same)]) == []


def test_a_text_is_never_split_inside_of_a_character():
    new = {"name": "@", "type": "TXT", "ttl": 60, "value": ["a" + "\u00fc" * 200]}
    sent = json.loads(Zone(ZONE).edits([(("@", "TXT"), new)])["add-0"])
    assert sent["dname"] == "example.com." and "".join(sent["data"]) == new["value"][0]
    assert [len(part.encode()) for part in sent["data"]] == [255, 146]


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("A", "2001:db8::1", "not a value for A"),
        ("A", "192.0.2.01", "not a value for A"),
        ("SRV", "1 2 3", "which has 4 parts"),
        ("MX", "ten mx.example.org.", "does not start with numbers"),
        ("CAA", '0 issue "open', "a double quote is not closed"),
    ],
)
def test_what_is_no_value_is_told(kind, value, text):
    with pytest.raises(ValueError, match="^value: .*" + text):
        check_set({"name": "x", "type": kind, "value": [value]}, ZONE)


def test_what_stays_of_a_set():
    old = {"name": "x", "type": "A", "ttl": 60, "value": ["192.0.2.1", "192.0.2.2"]}
    assert subtract(old, {"value": ["192.0.2.2", "192.0.2.3"]}) == {**old, "value": ["192.0.2.1"]}
    assert subtract(old, {}) is None and subtract(old, {"value": old["value"]}) is None


def test_a_subdomain_has_no_zone():
    scope = Scope("alice", [], new_domains=frozenset(["new.example.org"]), present={("subdomain", ("s.example.com",))})
    scope.domains = Domains([ZONE, "blog.example.com", "s.example.com"], ["blog.example.com"])
    check_zone(ZONE, scope)
    check_zone("new.example.org", scope)
    for name in ("blog.example.com", "s.example.com", "label.example.com"):
        with pytest.raises(ValueError, match="is a subdomain and has no zone"):
            check_zone(name, scope)
