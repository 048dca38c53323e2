# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_email_autoresponder: what protocol.md 6.3 says of autoresponders, met by a user."""

from __future__ import annotations

import pytest

TEXTS = {"from": "Front Desk", "subject": "Away", "body": "We are away.\nBack soon."}


@pytest.fixture
def away(life):
    return life("email_autoresponder")


@pytest.fixture
def key(runner):
    return {"email": "front@" + runner.alice.main_domain}


@pytest.fixture
def stored(runner, key):
    return lambda: runner.alice.contents.autoresponders[key["email"]]


def test_its_whole_life(away, key):
    make = {**key, **TEXTS, "start": "2026-12-24T00:00:00Z", "stop": "2027-01-07T00:00:00Z"}
    change = {"stop": "", "is_html": True, "interval_hours": 0, "charset": "ISO-8859-1", "subject": "Still away"}
    away.whole(make, change, key=key)


def test_requests_are_counted(away, key):
    away.ok(**key, **TEXTS)
    reads = ["DomainInfo::list_domains", "Email::list_auto_responders", "Email::get_auto_responder"]
    assert away.sent == [*reads, "Email::add_auto_responder", *reads]
    assert len(away.runner.lines) == 5
    away.ok(**key, **TEXTS)
    assert away.sent == reads and len(away.runner.lines) == 2


def test_all_of_them_are_read_in_three_rounds(away, key):
    away.ok(**key, **TEXTS)
    away.runner.srv.journal.clear()
    assert [item["email"] for item in away.listed()] == [key["email"]]
    assert away.sent.count("Email::list_auto_responders") == len(away.alice.domains)
    assert away.sent.count("Email::get_auto_responder") == 1 and len(away.runner.lines) == 3


def test_a_lost_answer_is_settled_by_reading(away, key):
    away.survives_lost_answer("Email::add_auto_responder", **key, **TEXTS)
    away.survives_lost_answer("Email::add_auto_responder", **key, body="Other")
    away.survives_lost_answer("Email::delete_auto_responder", **key, state="absent")


def test_an_absent_one_is_read_with_success_and_is_absent(away, key):
    """Trusting get_auto_responder would find one with the charset alone."""
    assert away.ok(**key, state="absent")["changed"] is False
    assert away.written == []
    assert "from: required" in away.fails(**key, subject="x", body="y")["msg"]


@pytest.mark.parametrize("body", ["Away", "Away\n", "Away\n\n\n", "Away\r\n"])
def test_newlines_at_the_end_make_no_difference(away, key, stored, body):
    made = away.ok(**key, **{**TEXTS, "body": body})
    assert made["email_autoresponder"]["body"] == "Away" and stored()["body"] == "Away\n"
    assert away.ok(**key, body=body)["changed"] is False
    assert away.ok(**key, body="Away\n")["changed"] is False


def test_the_sender_loses_its_address_here_too(away, key, stored):
    given = {**TEXTS, "from": "Front Desk <desk@example.com>"}
    assert away.ok(**key, **given)["email_autoresponder"]["from"] == stored()["from"] == "Front Desk"
    assert away.ok(**key, **given)["changed"] is False


def test_a_change_sends_all_that_stays(away, key, stored):
    """Adding replaces the whole: what is not sent again would be gone."""
    away.ok(**key, **TEXTS, interval_hours=5, start="2026-12-24T00:00:00Z", is_html=True, charset="iso-8859-1")
    before = dict(stored())
    away.ok(**key, subject="Closed")
    assert stored() == {**before, "subject": "Closed"}


@pytest.mark.parametrize(
    "text",
    [
        "1798070400",
        "2026-12-24T00:00:00Z",
        "2026-12-24T01:00:00+01:00",
        "2026-12-24T00:00:00",
        "2026-12-24 00:00:00+00:00",
        "2026-12-24",
    ],
)
def test_a_time_has_several_spellings(away, key, stored, text):
    made = away.ok(**key, **TEXTS, start=text)
    assert made["email_autoresponder"]["start"] == "2026-12-24T00:00:00Z"
    assert stored()["start"] == 1798070400 and stored()["stop"] is None
    assert away.ok(**key, start=text)["changed"] is False


@pytest.mark.parametrize("none", ["", "0", "none"])
def test_a_time_is_taken_away(away, key, stored, none):
    away.ok(**key, **TEXTS, start="2026-12-24", stop="2026-12-25")
    changed = away.ok(**key, start=none)
    assert changed["diff"]["after"] == {"start": ""} and stored()["start"] is None
    assert stored()["stop"] == 1798156800
    assert away.ok(**key, start=none)["changed"] is False


def test_the_times_are_in_order_also_with_what_is_there(away, key):
    assert "stop: 2026-12-24T00:00:00Z is not after" in away.fails(**key, start="2026-12-24", stop="2026-12-24")["msg"]
    assert away.sent == []
    away.ok(**key, **TEXTS, start="2026-12-24")
    assert "stop: 2026-12-01T00:00:00Z is not after" in away.fails(**key, stop="2026-12-01")["msg"]
    assert away.written == []


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"email": "front"}, "email: 'front' has no domain"),
        ({"email": "front@example.com", "domain": "example.org"}, "domain: example.org does not match"),
        ({"email": "front@example.com", "start": "tomorrow"}, "start: 'tomorrow' is not a time"),
        ({"email": "front@example.com", "stop": "1969-01-01"}, "stop: '1969-01-01' is not a time"),
        ({"email": "front@example.com", "start": "9" * 30}, "start: "),
        ({"email": "front@example.com", "interval_hours": -1}, "interval_hours: -1 is not a number"),
        ({"email": "front@example.com", "subject": "two\nlines"}, "subject: "),
        ({"email": "front@example.com", "from": "<desk@example.com>"}, "from: "),
        ({"email": "front@example.com", "charset": " "}, "charset: "),
    ],
)
def test_bad_input_is_told_before_anything_is_sent(away, options, text):
    result = away.fails(**options)
    assert text in result["msg"] and result["error"]["category"] == "usage"
    assert away.sent == []


def test_a_foreign_domain_is_told_before_anything_is_written(away):
    result = away.fails(email="front@elsewhere.example", **TEXTS)
    assert "the account has no domain elsewhere.example" in result["msg"] and away.written == []


def test_an_alias_and_a_separate_domain_are_the_same(away, key):
    away.ok(**key, **TEXTS)
    local, _at, domain = key["email"].partition("@")
    assert away.ok(address=local.upper(), domain=domain, **TEXTS)["changed"] is False


def test_umlauts_and_signs_survive(away, key, stored):
    given = {"from": "M\u00fcller & S\u00f6hne", "subject": "50% + mehr?", "body": "  Gr\u00fc\u00dfe\n\n%subject%\n"}
    away.ok(**key, **given)
    assert {name: stored()[name] for name in given} == given
    assert away.ok(**key, **given)["changed"] is False
