# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rooms without I/O: envelopes, redaction, parameters, errors, queries, and what a login URL leads to."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.hostops.cpanel.plugins.module_utils import _errors
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._redact import MASK, Redactor
from ansible_collections.hostops.cpanel.plugins.module_utils._wire import envelope as _envelope
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Unreadable, decode
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import Options
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.session import Minted, Session
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.transport import Response

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

# --- envelopes ---------------------------------------------------------------------------------------------------

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


# --- redaction ---------------------------------------------------------------------------------------------------

SECRET = st.text(min_size=4, max_size=30).filter(lambda text: text.strip() and MASK not in text and set(text) != {"*"})


@quick
@given(SECRET, st.text(max_size=20), st.text(max_size=20))
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


@quick
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


# --- errors -------------------------------------------------------------------------------------------------------


def test_an_error_has_a_known_category_and_eight_more_facts():
    error = _errors.usage("host is missing", "Give host.")
    assert (error.category, error.code, error.sent, str(error)) == ("usage", "usage", False, "host is missing")
    assert list(error.as_dict()) == "category code http_status service function errors messages retryable hint".split()
    assert not error.refuses_credential
    assert [category for category in _errors.CATEGORIES if CpanelError(category, "").refuses_credential] == [
        "auth_invalid",
        "auth_locked",
    ]


# --- login URLs --------------------------------------------------------------------------------------------------


def minted(url, **options):
    given_ = {"host": "192.0.2.7", "api_token": "T", **options}
    return Minted.from_answer(
        {"cp_security_token": "/cpsess1", "url": url, "expires": "1790000000"}, Options(**given_), "cpaneld", "ex"
    )


def test_a_login_url_keeps_our_host():
    made = minted("https://inner.example:12083/cpsess1/login/?session=ex%3aAb%2c1&locale=de")
    assert (made.endpoint.host, made.endpoint.port, made.endpoint.use_ssl) == ("192.0.2.7", 12083, True)
    assert made.login_path == "/cpsess1/login/?session=ex%3aAb%2c1&locale=de"
    assert made.url == "https://192.0.2.7:12083" + made.login_path
    assert made.expires_at == "2026-09-21T14:13:20Z"


def test_a_login_url_without_a_port_is_that_of_the_service():
    assert minted("https://inner.example/cpsess1/login/?session=x").endpoint.port == 2083
    assert minted("https://inner.example/cpsess1/login/?session=x", host="2001:db8::1").url.startswith(
        "https://[2001:db8::1]:2083/"
    )


def test_a_session_is_not_sent_in_the_clear_unless_that_was_asked_for():
    url = "http://inner.example:2082/cpsess1/login/?session=x"
    with pytest.raises(CpanelError) as caught:
        minted(url)
    assert caught.value.category == "tls"
    assert minted(url, use_ssl=False).endpoint.scheme == "http"


@pytest.mark.parametrize("data", [None, [], {}, {"cp_security_token": "/cpsess1"}, {"url": "https://h/"}])
def test_an_answer_without_a_login_url(data):
    with pytest.raises(CpanelError) as caught:
        Minted.from_answer(data, Options(host="h"), "cpaneld", "ex")
    assert caught.value.category == "protocol"


@pytest.mark.parametrize(
    ("status", "cookies", "category"),
    [
        (307, ["cpsession=ex%3aA%2c1; HttpOnly; path=/"], None),
        (200, ["timezone=UTC", "cpsession=ex:A,1; path=/"], None),
        (200, [], "session_expired"),
        (307, ["cpsession=%3aA%2c1; HttpOnly; path=/"], "session_expired"),  # as before a login
        (307, ["cpsession=; path=/"], "session_expired"),
        (307, ["whostmgrsession=%3aA%2c1; path=/"], "wrong_port"),
        (204, [], "protocol"),
    ],
)
def test_what_a_login_was_answered(status, cookies, category):
    made = minted("https://inner.example:2083/cpsess1/login/?session=x")
    answer = Response(status, "", {}, tuple(cookies), b"")
    if category is None:
        assert set(made.activated(answer).cookies) == {line.partition("=")[0] for line in cookies}
        return
    with pytest.raises(CpanelError) as caught:
        made.activated(answer)
    assert caught.value.category == category


def test_a_bundle_survives_the_round_trip():
    bundle = {
        "host": "h",
        "port": "2083",
        "scheme": "https",
        "service": "cpaneld",
        "account": "ex",
        "security_token": "cpsess12/",
        "cookies": {"cpsession": "ex%3aA%2c1"},
        "created_at": None,
        "expires_at": None,
        "validate_certs": False,
        "ca_path": None,
    }
    session = Session.from_dict(bundle)
    assert session.as_dict() == {**bundle, "port": 2083, "security_token": "/cpsess12"}
    assert session.identity().headers == {"Cookie": "cpsession=ex%3aA%2c1"}
    assert "ex%3aA" not in repr(session)
