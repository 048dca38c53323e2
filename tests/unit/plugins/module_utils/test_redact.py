# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets in all their spellings, shapes of secrets, other texts as they are, and texts that are made to take long."""

from __future__ import annotations

import base64
import html
import json
import time
import tracemalloc
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.hostops.cpanel.plugins.module_utils import _redact
from ansible_collections.hostops.cpanel.plugins.module_utils._redact import HIDDEN, MASK, Redactor

SECRET = 'Gehe"im <nis>\u00e4&\\4%7+\U0001f511'
RAW = SECRET.encode()
WRAPPED = "\n".join(base64.b64encode(b"x" * 50 + RAW + b"y" * 50).decode()[at : at + 76] for at in range(0, 200, 76))
FORMS = {
    "plain": SECRET,
    "percent": quote(SECRET, safe=""),
    "percent in lower case": "".join(f"%{byte:02x}" for byte in RAW),
    "percent, all": "".join(f"%{byte:02X}" for byte in RAW),
    "percent twice": quote(quote(SECRET)),
    "form": quote_plus(SECRET),
    "json": json.dumps(SECRET),
    "json, not ASCII": json.dumps(SECRET, ensure_ascii=False),
    "json in json": json.dumps(json.dumps({"password": SECRET})),
    "json in percent": quote(json.dumps({"password": SECRET})),
    "escapes in capitals": "".join(f"\\u{ord(char):04X}" for char in SECRET[:-1]) + "\\uD83D\\uDD11",
    "repr of Python": repr(SECRET),
    "html": html.escape(SECRET),
    "numbers of html": "".join(f"&#{ord(char)};" for char in SECRET),
    "hexadecimal numbers of html": "".join(f"&#x{ord(char):X};" for char in SECRET),
    "base64": base64.b64encode(RAW).decode(),
    "base64, aligned otherwise": base64.b64encode(b"a" + RAW + b"b").decode(),
    "base64, aligned otherwise again": base64.b64encode(b"ab" + RAW + b"b").decode(),
    "base64 for URLs": base64.urlsafe_b64encode(b"root:" + RAW).decode().rstrip("="),
    "base64 in lines": WRAPPED,
    "base64 of json": base64.b64encode(json.dumps({"password": SECRET}).encode()).decode(),
    "base64 in percent": quote(base64.b64encode(RAW).decode(), safe=""),
    "hexadecimal": RAW.hex(),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_secret_is_known_in_every_form(form):
    redactor = Redactor([SECRET])
    for value in (f"before {FORMS[form]} after", {"deep": [{FORMS[form]: 1}]}, [1, ("x=" + FORMS[form],)]):
        assert redactor.holds(value)
    text = f"before {FORMS[form]} after"
    for clean in (redactor.text(text), redactor.data([text])[0], redactor.values({"a": text})["a"]):
        assert FORMS[form] not in clean
        assert MASK in clean
        assert not redactor.holds(clean.replace(MASK, " "))


@pytest.mark.parametrize("form", [form for form in FORMS if form not in ("base64 in lines",)])
def test_what_stands_around_a_secret_stays(form):
    clean = Redactor(["geheimnis-77"]).text(f"before {FORMS[form]} after")
    assert clean == f"before {FORMS[form]} after"
    assert Redactor(["geheimnis-77"]).values({"a": [FORMS[form]]}) == {"a": [FORMS[form]]}


def test_numbers_and_keys_are_data_too():
    redactor = Redactor(["48151623"])
    data = {"pin": 48151623, "48151623": True, "other": 4815, "text": "pin 48151623", "none": None}
    assert redactor.values(data) == {"pin": HIDDEN, HIDDEN: True, "other": 4815, "text": "pin " + MASK, "none": None}
    assert redactor.holds([48151623])
    assert not redactor.holds([481516, True])


def test_a_short_secret_is_known_as_a_value_and_where_it_is_quoted():
    redactor = Redactor(["x1"])
    assert redactor.holds({"word": "x1"})
    assert not redactor.holds({"word": "x12"})
    assert redactor.text('The password "x1" is weak, and x12 too') == f'The password "{MASK}" is weak, and x12 too'
    assert redactor.values({"user": "x1"}) == {"user": "x1"}


def test_lines_of_a_key_are_secret_each():
    lines = [
        "-----BEGIN RSA PRIVATE KEY-----",
        "MIIEowIBAAKCAQEA1234",
        "abcdefghijklmnopq",
        "-----END RSA PRIVATE KEY-----",
    ]
    redactor = Redactor(["\n".join(lines) + "\n"])
    assert redactor.holds("something " + lines[2])
    assert lines[1] not in redactor.text("line 2: " + lines[1])
    assert redactor.text("it begins with " + lines[0]) == "it begins with " + lines[0]
    assert redactor.holds(json.dumps("\n".join(lines)))


def test_what_looks_like_a_secret():
    redactor = Redactor()
    assert redactor.looks([{"url": "https://h:2083/cpsess1234567890/login/?session=a"}])
    assert redactor.looks(["http://user:word@proxy:3128"])
    assert not redactor.looks([{"url": "https://h:2083/login/", 1: None}])


@pytest.mark.slow
def test_many_secrets_in_a_long_text():
    """With many secrets a text is indexed, in parts: what stands where two of them meet is found as well."""
    secrets = [f"Geheim-{number}-nis" for number in range(300)]
    redactor = Redactor(secrets)
    for at in (0, 100, (1 << 18) - 9, (1 << 18) - 1, 1 << 18, 300_000):
        filler = "Geheim-nis-1 "
        text = (filler * (at // len(filler) + 1))[:at] + secrets[-1] + filler * 3
        assert redactor.holds([text])
        assert secrets[-1] not in redactor.values([text])[0]
        encoded = base64.b64encode(text.encode()).decode()
        assert redactor.holds([encoded])
    assert not redactor.holds(["Geheim-nis-1 " * 30_000])
    data = {"texts": [f"{number}: {secrets[number % 300]}" for number in range(3000)]}
    assert not redactor.holds(redactor.data(data))
    assert redactor.data(data)["texts"][7] == "7: " + MASK


@pytest.mark.parametrize(
    "part",
    [
        *("%41", "%25", "\\", "\\u0041", "&#41;", "&", "&#", "QUJD", "+", "A\n", "session=", "?session=", "cpsession="),
        *("authorization ", "basic ", " ", "://a:", "://aaaaaaa", "whm a:", "whm ", "a", "/cpsess", "-----BEGIN "),
    ],
)
def test_no_text_takes_long(part):
    """A second for 400 kB is a hundred times what it takes; what grows with the square of the size takes hours."""
    redactor = Redactor(["geheimnis", SECRET])
    text = part * (400_000 // len(part))
    started = time.process_time()
    redactor.text(text)
    redactor.values({"a": [text]})
    redactor.holds(text)
    assert time.process_time() - started < 10


def test_a_text_in_many_encodings_takes_little_memory(monkeypatch):
    """Each encoding makes other readings of the others: of a long text, they are made of a part after the other."""
    monkeypatch.setattr(_redact, "_MOST_READ", 1 << 20)
    redactor = Redactor(["geheimnis", SECRET])
    text = "%2525&amp;amp;" + "\\" * 8 + "41QUJDREVGR0hJSktMTU5P "
    text *= 1_000_000 // len(text)
    tracemalloc.start()
    try:
        redactor.holds([text])
        assert tracemalloc.get_traced_memory()[1] < 16_000_000
    finally:
        tracemalloc.stop()
    assert "geheimnis" not in redactor.values({"a": [text + "geheimnis" + text]})["a"][0]


@pytest.mark.parametrize("before", [(1 << 18) - at for at in (0, 50, 100, 200)])
def test_what_is_encoded_several_times_where_two_parts_meet(before):
    redactor = Redactor(["geheimnis", SECRET])
    for encoded in ("".join(f"%2525{byte:02x}" for byte in b"geheimnis"), quote(quote(SECRET))):
        assert redactor.holds("x" * before + " " + encoded)


ANY_SECRET = st.text(min_size=4, max_size=30).filter(
    lambda text: text.strip() and MASK not in text and set(text) != {"*"}
)


@settings(max_examples=150, deadline=None)
@given(ANY_SECRET, st.text(max_size=20), st.text(max_size=20))
def test_a_known_secret_is_removed_in_every_spelling(secret, before, after):
    redactor = Redactor([secret])
    try:
        spellings = [secret, quote(secret, safe=""), quote_plus(secret)]
    except UnicodeEncodeError:
        spellings = [secret]
    for spelling in spellings:
        # what the mask and the text around it spell together is no secret that was there
        if spelling not in before + MASK + after:
            assert spelling not in redactor.text(before + spelling + after)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=4, max_size=20))
def test_a_known_secret_is_removed_from_basic_authorization(secret):
    header = base64.b64encode(secret.encode()).decode().rstrip("=")
    assert header not in Redactor([secret]).text("Authorization: Basic %s==" % header)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("GET /cpsess1234567890/execute/Email/list_pops", "1234567890"),
        ("https://h:2083/cpsess1/login/?session=ex%3aAb12%3acreate&locale=de", "Ab12"),
        ("Cookie: cpsession=ex%3aZz98Yy76%2cfedc; timezone=UTC", "Zz98Yy76"),
        ("{'whostmgrsession': 'root%3aZz98Yy76%2cfedc'}", "Zz98Yy76"),
        ("webmailsession=a@b.c%3aZz98Yy76%2cfedc", "Zz98Yy76"),
        ("Authorization: whm root:ABCDEFGHIJKLMNOP0123456789ABCDEF", "ABCDEFGHIJKLMNOP"),
        ("authorization: cpanel alice:ABCDEFGHIJKLMNOP0123456789ABCDEF", "ABCDEFGHIJKLMNOP"),
        ("Authorization: Basic cm9vdDpnZWhlaW1uaXM3Nw==", "cm9vdDpnZWhlaW1uaXM3Nw"),
        ("proxy http://user:geheim@proxy:3128 failed", "geheim"),
    ],
)
def test_secrets_are_known_by_their_shape(text, secret):
    shown = Redactor().text(text)
    assert secret not in shown
    assert MASK in shown


@pytest.mark.parametrize(
    "text",
    [
        "The email account info@example.com already exists!",
        "WHM answers on port 2087, cPanel on 2083.",
        "https://server1.example.net:2087: no connection within 60 seconds",
        "cpanel_uapi, whm_api and basic functions",
        "the API token of root",
    ],
)
def test_other_texts_stay_as_they_are(text):
    assert Redactor(["geheimnis"]).text(text) == text


def test_data_of_any_depth():
    data = {"a": ["geheimnis", {"b": ("x geheimnis y", 5, None, True)}]}
    assert Redactor(["geheimnis"]).data(data) == {"a": [MASK, {"b": ["x %s y" % MASK, 5, None, True]}]}


def test_short_values_do_not_mangle_texts():
    assert Redactor(["no", "a", "", None]).text("nobody and anyone") == "nobody and anyone"


def test_the_longer_secret_goes_first():
    assert Redactor(["geheim", "geheimnis"]).text("geheimnis") == MASK
