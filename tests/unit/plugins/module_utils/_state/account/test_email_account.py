# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_email_account: what protocol.md 6.1 says of mailboxes, met by a user."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.tests.simulator.uapi import email as uapi_email

PASSWORD = "Correct-horse-7-battery"


@pytest.fixture
def box(life):
    return life("email_account")


@pytest.fixture
def key(runner):
    return {"email": "front@" + runner.alice.main_domain}


def test_its_whole_life(box, key):
    make = {**key, "password": PASSWORD, "quota_mb": 500, "suspended_login": True}
    box.whole(make, {"quota_mb": "unlimited", "suspended_login": False, "hold_outgoing": True}, key=key)


def test_requests_are_counted(box, key):
    box.ok(**key, password=PASSWORD, quota_mb=500)
    lists = ["Email::list_pops_with_disk", "Email::get_default_email_quota", "DomainInfo::list_domains"]
    lists.append("Email::get_max_email_quota")
    assert box.sent == [*lists, "PasswdStrength::get_required_strength", "Email::add_pop", *lists]
    assert len(box.runner.lines) == 4
    box.ok(**key, password=PASSWORD, quota_mb=500)
    assert len(box.runner.lines) == 1


def test_a_mailbox_in_a_foreign_domain_is_told_before_anything_is_written(box):
    result = box.fails(email="i@elsewhere.example", password=PASSWORD)
    assert result["msg"].startswith("email: the account has no domain elsewhere.example; it has ")
    assert box.written == []


def test_a_lost_answer_is_settled_by_reading(box, key):
    box.survives_lost_answer("Email::add_pop", **key, password=PASSWORD, quota_mb=500, suspended_login=True)
    box.survives_lost_answer("Email::edit_pop_quota", **key, quota_mb=600, suspended_login=False)
    box.survives_lost_answer("Email::hold_outgoing", **key, hold_outgoing=True)
    box.survives_lost_answer("Email::delete_pop", **key, state="absent")


def test_a_lost_answer_to_a_password_alone_stays_in_doubt(box, key):
    box.ok(**key, password=PASSWORD)
    box.runner.srv.faults.add("drop_after", function="Email::passwd_pop", times=1)
    result = box.fails(**key, password=PASSWORD + "2", update_password="always")
    assert result["error"]["category"] == "ambiguous" and result["changed"] is True
    assert [item["name"] for item in result["pending"]] == [key["email"]]
    assert "may or may not have its new password" in result["error"]["hint"]
    assert box.written == ["Email::passwd_pop"]


def test_the_password_is_set_as_asked_and_never_shown(box, key, runner):
    made = box.ok(**key, password=PASSWORD)
    assert made["diff"]["after"]["password"] == "changed"
    assert box.ok(**key, password="Another-1-secret")["changed"] is False
    changed = box.ok(**key, password="Another-1-secret", update_password="always")
    assert changed["changed"] is True
    assert changed["diff"]["before"] == {"password": "unchanged"} and changed["diff"]["after"] == {
        "password": "changed"
    }
    assert runner.alice.contents.mailboxes[key["email"]].password == "Another-1-secret"
    assert "Another-1-secret" not in str(changed)


def test_verify_asks_before_it_sets(box, key):
    box.ok(**key, password=PASSWORD)
    same = box.ok(**key, password=PASSWORD, update_password="always", verify=True)
    assert same["changed"] is False and "Email::verify_password" in box.sent
    other = box.ok(**key, password=PASSWORD + "x", update_password="always", verify=True)
    assert other["changed"] is True and box.written == ["Email::passwd_pop"]


def test_a_weak_password_is_caught_beforehand(box, key):
    result = box.fails(**key, password="12345")
    assert result["error"]["code"] == "weak_password" and result["msg"].startswith("password: too weak")
    assert box.written == [] and result["changed"] is False


def test_a_new_one_needs_a_password(box, key):
    assert "password: required" in box.fails(**key)["msg"]
    assert box.written == []


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"email": "office"}, "email: 'office' has no domain"),
        ({"email": "a b@example.com"}, "email:"),
        ({"email": "office@example.com", "quota_mb": "lots"}, "quota_mb: 'lots' is not a size in MB"),
        ({"email": "office@example.com", "quota_mb": "1.5"}, "quota_mb:"),
        ({"email": "office@example.com", "quota_mb": "-1"}, "quota_mb:"),
        ({"email": "office@example.com", "domain": "example.org"}, "domain: example.org does not match"),
    ],
)
def test_bad_input_is_told_before_anything_is_sent(box, options, text):
    result = box.fails(**options)
    assert text in result["msg"] and result["error"]["category"] == "usage"
    assert box.sent == []


def test_more_than_the_server_allows_is_told_before_anything_is_written(box, key):
    box.ok(**key, password=PASSWORD, quota_mb=4194304)
    for check_mode in (False, True):
        result = box.run(check_mode, **key, quota_mb=99999999)
        assert result["error"]["category"] == "usage" and result["changed"] is False and box.written == []
        assert result["msg"].startswith("quota_mb: 99999999 is more than") and "4194304" in result["msg"]


def test_a_clamped_quota_is_not_called_done(box, key, monkeypatch):
    """A server that sets less than it says it would allow, and answers with success (protocol.md 6.1)."""
    box.ok(**key, password=PASSWORD)
    monkeypatch.setattr(uapi_email, "quota_argument", lambda _call: 77)
    result = box.fails(**key, quota_mb=500)
    assert result["error"]["code"] == "not_converged" and result["changed"] is True
    assert "77" in result["msg"]


def test_null_is_not_suspended_and_texts_are_numbers(box, key, runner):
    box.ok(**key, password=PASSWORD, quota_mb=5120)
    found = next(item for item in box.listed() if item["email"] == key["email"])
    assert found["suspended_login"] is False and found["quota_mb"] == 5120
    assert runner.alice.name not in [item["email"] for item in box.listed()]


def test_a_refusal_says_what_was_done_and_what_was_not(box, key, runner):
    box.ok(**key, password=PASSWORD)
    runner.alice.features["popaccts"] = False
    result = box.fails(**key, quota_mb=77)
    runner.alice.features["popaccts"] = True
    assert result["error"]["category"] == "permission" and result["changed"] is False
    assert [item["action"] for item in result["pending"]] == ["update"] and result["applied"] == []


def test_an_umlaut_and_a_plus_survive(box, runner):
    key = {"email": "front+shop@" + runner.alice.main_domain}
    assert box.ok(**key, password="W\u00f6rter+%&=1 x")["changed"] is True
    assert runner.alice.contents.mailboxes[key["email"]].password == "W\u00f6rter+%&=1 x"


def test_lists_are_picked_from_in_any_spelling(box, key, runner):
    box.ok(**key, password=PASSWORD)
    picked = runner.run("cpanel_email_account_info", email=key["email"].upper() + ".", **runner.owner)
    assert [item["email"] for item in picked["email_accounts"]] == [key["email"]]
    wrong = runner.run("cpanel_email_account_info", email="office", **runner.owner)
    assert wrong["email_accounts"] == []
