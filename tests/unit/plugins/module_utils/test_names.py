# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that pass and names that do not, the one form of a domain, and texts as a terminal gets them."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.hostops.cpanel.plugins.module_utils import _names

NOT_TEXT = [None, 7, True, b"alice", ["alice"], {"alice": 1}]
#: What becomes another path, another line, an option or a template, and what only looks like a letter or a digit.
HOSTILE = [
    *("", " ", ".", "..", "../x", "a/b", "a\\b", "/etc/passwd", "-rf", "a b", "a\x00", "$HOME", "{{ 1 }}", "a'b"),
    *("alice\n", "\nalice", "alice\r\n", "a\u202eb", "a\u200bb", "é", "ａlice", "a\u0661", "a\u00b2", "\ud800"),
]


@pytest.mark.parametrize("name", ["a", "0", "alice", "team_x.y-z", "x" * 64])
def test_names_of_accounts(name):
    assert _names.is_account(name)
    assert _names.account(name) == name


@pytest.mark.parametrize("name", [*NOT_TEXT, *HOSTILE, "Alice", ".alice", "_alice", "a:b", "x" * 65], ids=repr)
def test_what_is_no_account(name):
    assert not _names.is_account(name)
    with pytest.raises(ValueError, match="is not the name of a cPanel account") as caught:
        _names.account(name)
    assert str(caught.value).isprintable()


LONGEST_DOMAIN = ".".join(["x" * 63] * 3 + ["y" * 61])


@pytest.mark.parametrize(
    "name", ["a", "example.com", "_dmarc.example.com", "xn--bcher-kva.example", "1.example", LONGEST_DOMAIN]
)
def test_domains(name):
    assert _names.is_domain(name)
    assert _names.domain(name) == name


@pytest.mark.parametrize(
    "name",
    [
        *(*NOT_TEXT, *HOSTILE, "Example.com", "example.com.", ".example.com", "a..b", "-a.b", "a-.b", "*.example.com"),
        *("bücher.example", "x" * 64 + ".example", LONGEST_DOMAIN + "y", "a@b", "a:80"),
    ],
    ids=repr,
)
def test_what_is_no_domain(name):
    assert not _names.is_domain(name)
    with pytest.raises(ValueError, match=r"is not a domain$") as caught:
        _names.domain(name)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("name", "passes"),
    [
        *(("example.com", True), ("*.example.com", True), ("*.com", True), ("com", False), ("*", False), ("*.", False)),
        *(("*.*.com", False), ("a.*.com", False), ("*a.com", False), ("", False), (".", False)),
        ("*." + LONGEST_DOMAIN[2:], True),
        ("*." + LONGEST_DOMAIN, False),
    ],
)
def test_a_wildcard_is_the_first_label_or_none(name, passes):
    assert _names.is_domain_or_wildcard(name) is passes


@pytest.mark.parametrize("name", ["s1", "S1.example.com", "192.0.2.7", "2001:db8::1", "::1", "a_b", "x" * 255])
def test_names_of_servers(name):
    assert _names.is_server(name)
    assert _names.server(name) == name


@pytest.mark.parametrize("name", [*NOT_TEXT, *HOSTILE, ".s1", "_s1", "fe80::1%eth0", "[::1]", "x" * 256], ids=repr)
def test_what_is_no_server(name):
    assert not _names.is_server(name)
    with pytest.raises(ValueError, match="is not the name of a server") as caught:
        _names.server(name)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("Example.COM", "example.com"),
        ("XN--Bcher-KVA.example", "xn--bcher-kva.example"),
        ("BÜCHER.Example", "xn--bcher-kva.example"),
        ("bu\u0308cher.example", "xn--bcher-kva.example"),  # two characters that are one letter
        ("Straße.de", "xn--strae-oqa.de"),  # not strasse.de, which may be another's
        ("*.müller.example", "*.xn--mller-kva.example"),
        ("_dmarc.öl.example", "_dmarc.xn--l-0ga.example"),
        ("ｅｘａｍｐｌｅ。com", "example.com"),
        ("", ""),
    ],
)
def test_a_domain_has_one_form(name, sent):
    assert _names.to_ascii(name) == sent
    assert _names.to_ascii(sent) == sent


@pytest.mark.parametrize(
    "name", ["ü" * 64 + ".de", "💩.la", "-ü.de", "a\u202eb.de", "\ud800.de", "\u0300ü.de"], ids=repr
)
def test_what_no_domain_can_be_made_of(name):
    with pytest.raises(ValueError, match="is not a domain name") as caught:
        _names.to_ascii(name)
    assert not isinstance(caught.value, UnicodeError)  # a sentence of ours


def test_umlauts_need_a_package_and_other_names_do_not(monkeypatch):
    monkeypatch.setitem(sys.modules, "idna", None)
    assert _names.to_ascii("Example.com") == "example.com"
    with pytest.raises(ValueError, match="need the Python package idna"):
        _names.to_ascii("bücher.example")


@pytest.mark.parametrize(
    ("value", "usual"),
    [
        *(("192.0.2.7", "192.0.2.7"), ("2001:DB8:0:0::1", "2001:db8::1"), ("::1", "::1")),
        *(("fe80::1%eth0", None), ("fe80::1%/../x", None), ("192.0.2.7/24", None), ("192.0.2.07", None)),
        *((" 192.0.2.7", None), ("example.com", None), ("", None), ("٣.0.2.7", None)),
        *((3221225991, None), (b"\xc0\x00\x02\x07", None), (None, None), (["192.0.2.7"], None)),
    ],
)
def test_addresses(value, usual):
    assert _names.address(value) == usual


def test_a_name_is_shown_in_quotes_on_one_line():
    assert _names.shown("a\nb\tc\x1b[31m\u202e\ud800") == "'a\\nb\\tc\\x1b[31m\\u202e\\ud800'"
    assert _names.shown("Bücher") == "'Bücher'"
    assert _names.shown(["a\n"]) == "'%s'" % "['a\\n']"
    assert _names.shown("x" * 81) == "'%s...'" % ("x" * 80)
    assert _names.shown("x" * 80) == "'%s'" % ("x" * 80)


def test_a_text_may_have_lines_and_letters_of_all_languages():
    text = "Größe:\n\t5 € 🔑 العربية"
    assert _names.printable(text) == _names.escaped(text) == text
    assert _names.printable("x" * 5000) == "x" * 4096 + "..."
    assert _names.printable("\r\x07\x85\u2028\ufeff") == "\\x0d\\x07\\x85\\u2028\\ufeff"


@given(st.text(st.characters()))
def test_no_text_controls_a_terminal(text):
    for char in _names.printable(text):
        assert char in "\n\t" or not (ord(char) < 32 or 127 <= ord(char) < 160 or char in "\u2028\u202e\u200f\u2066")
    _names.printable(text).encode()
    assert "\n" not in _names.shown(text)


def test_a_value_is_escaped_in_keys_and_at_any_depth_and_is_otherwise_the_same():
    value = {"a\x9b": [{"b": "\u202eexe\n"}, 7, None, True, 1.5], "c\ud800": "\x1b[31m"}
    assert _names.escaped(value) == {"a\\x9b": [{"b": "\\u202eexe\n"}, 7, None, True, 1.5], "c\\ud800": "\x1b[31m"}
    assert value["a\x9b"][0] == {"b": "\u202eexe\n"}, "what was given is left alone"
