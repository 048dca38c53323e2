# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_email_filter: what protocol.md 6.3 says of filters, met by a user."""

from __future__ import annotations

import pytest

RULES = [{"part": "$header_subject:", "match": "contains", "value": "offer"}]
ACTIONS = [{"action": "deliver", "destination": "shop@example.org"}]


@pytest.fixture
def sieve(life):
    return life("email_filter")


@pytest.fixture
def box(runner):
    return "info@" + runner.alice.main_domain


@pytest.fixture
def stored(runner):
    return lambda owner="": runner.alice.contents.filters[owner]["offers"]


@pytest.mark.parametrize("whose", ["mailbox", "account"])
def test_its_whole_life(sieve, box, whose):
    key = {"name": "offers", **({"email": box} if whose == "mailbox" else {})}
    other = [{"part": "$header_from", "match": "ends", "value": ".example.org"}, *RULES]
    change = {"rules": other, "actions": [{"action": "save", "destination": "mail/.Offers"}, {"action": "finish"}]}
    sieve.whole({**key, "rules": RULES, "actions": ACTIONS}, change, key=key)


def test_requests_are_counted(sieve, box):
    make = {"name": "offers", "rules": RULES, "actions": ACTIONS}
    sieve.ok(**make)
    assert sieve.sent == ["Email::list_filters", "Email::store_filter", "Email::list_filters"]
    sieve.ok(**make)
    assert sieve.sent == ["Email::list_filters"]
    sieve.ok(**make, email=box)
    assert sieve.sent == [*["Email::list_pops", "Email::list_filters"], "Email::store_filter", *sieve.sent[:2]]
    sieve.ok(**make, email=box)
    assert sieve.sent == ["Email::list_pops", "Email::list_filters"]
    assert sieve.runner.form() == [("account", box)]


def test_all_of_them_are_read_in_two_rounds(sieve, box):
    sieve.ok(name="offers", rules=RULES, actions=ACTIONS)
    sieve.ok(name="offers", email=box, rules=RULES, actions=ACTIONS)
    sieve.runner.srv.journal.clear()
    assert [(item["name"], item["email"]) for item in sieve.listed()] == [("offers", ""), ("offers", box)]
    assert sieve.sent.count("Email::list_filters") == 1 + len(sieve.alice.contents.mailboxes)
    assert len(sieve.runner.lines) == 2


def test_a_lost_answer_is_settled_by_reading(sieve, box):
    key = {"name": "offers", "email": box}
    sieve.survives_lost_answer("Email::store_filter", **key, rules=RULES, actions=ACTIONS)
    sieve.survives_lost_answer("Email::store_filter", **key, actions=[{"action": "finish"}])
    sieve.survives_lost_answer("Email::delete_filter", **key, state="absent")


def test_an_absent_one_is_read_as_a_template_and_is_absent(sieve):
    """Trusting get_filter would find rules and actions."""
    assert sieve.ok(name="Rule 1", state="absent")["changed"] is False
    assert sieve.written == [] and "Email::get_filter" not in sieve.sent
    assert "rules: required" in sieve.fails(name="Rule 1", actions=ACTIONS)["msg"]


@pytest.mark.parametrize("part", ["$header_subject", "$header_subject:"])
def test_the_colon_of_a_part_makes_no_difference(sieve, stored, part):
    made = sieve.ok(name="offers", rules=[{"part": part, "value": "x"}], actions=ACTIONS)
    assert made["email_filter"]["rules"] == [{"part": "$header_subject", "match": "contains", "value": "x"}]
    assert stored()["rules"][0]["part"] == "$header_subject:"
    for there in ("$header_subject", "$header_subject:"):
        stored()["rules"][0]["part"] = there
        assert sieve.ok(name="offers", rules=[{"part": part, "value": "x"}])["changed"] is False


def test_a_part_that_is_no_header_gets_no_colon(sieve, stored):
    rules = [{"part": "$message_body", "value": "x"}, {"part": "not delivered"}]
    made = sieve.ok(name="offers", rules=rules, actions=ACTIONS)
    assert [rule["part"] for rule in stored()["rules"]] == ["$message_body", "not delivered"]
    assert made["email_filter"]["rules"][1] == {"part": "not delivered", "match": "is", "value": ""}
    stored()["rules"][1].update(match="", val="")
    assert sieve.ok(name="offers", rules=rules)["changed"] is False


@pytest.mark.parametrize("folder", ["mail/.Offers", "$home/mail/.Offers", "/mail/.Offers", "~/mail/.Offers/"])
def test_a_folder_is_rewritten_by_the_server(sieve, stored, folder):
    given = [{"action": "save", "destination": folder}]
    made = sieve.ok(name="offers", rules=RULES, actions=given)
    assert made["email_filter"]["actions"] == [{"action": "save", "destination": "mail/.Offers"}]
    assert stored()["actions"] == [{"action": "save", "dest": "$home/mail/.Offers"}]
    assert sieve.ok(name="offers", rules=RULES, actions=given)["changed"] is False


def test_what_is_discarded_is_in_no_folder(sieve, stored):
    given = [{"action": "save", "destination": "/dev/null"}]
    sieve.ok(name="offers", rules=RULES, actions=given)
    assert stored()["actions"] == [{"action": "save", "dest": "/dev/null"}]
    assert sieve.ok(name="offers", rules=RULES, actions=given)["changed"] is False


def test_an_odd_folder_on_the_server_hides_no_filter(sieve, stored):
    sieve.ok(name="offers", rules=RULES, actions=ACTIONS)
    stored()["actions"] = [{"action": "save", "dest": "$home/../bob/mail"}]
    assert sieve.listed()[0]["actions"] == [{"action": "save", "destination": "$home/../bob/mail"}]


def test_the_order_of_rules_matters(sieve):
    two = [{"part": "$header_to", "value": "a"}, {"part": "$header_to", "value": "b"}]
    sieve.ok(name="offers", rules=two, actions=ACTIONS)
    assert sieve.ok(name="offers", rules=two[::-1], actions=ACTIONS)["changed"] is True
    assert sieve.ok(name="offers", rules=two[::-1], actions=ACTIONS)["changed"] is False


def test_a_shorter_filter_leaves_nothing_behind(sieve):
    two = [{"part": "$header_to", "value": "a"}, {"part": "$header_to", "value": "b"}]
    sieve.ok(name="offers", rules=two, actions=[*ACTIONS, {"action": "finish"}])
    changed = sieve.ok(name="offers", rules=two[:1], actions=ACTIONS)
    assert len(changed["email_filter"]["rules"]) == len(changed["email_filter"]["actions"]) == 1


@pytest.mark.parametrize(("combine", "joint"), [(None, "and"), ("all", "and"), ("any", "or")])
def test_how_rules_are_combined_is_sent(sieve, combine, joint):
    options = {} if combine is None else {"combine": combine}
    two = [{"part": "$header_to", "value": "a"}, {"part": "$header_to", "value": "b"}]
    sieve.ok(name="offers", rules=two, actions=ACTIONS, **options)
    sent = next(dict(entry.form) for entry in sieve.runner.srv.journal if "filtername" in dict(entry.form))
    assert sent["opt1"] == sent["opt2"] == joint
    sieve.ok(name="offers", actions=[{"action": "finish"}], **options)
    sent = next(dict(entry.form) for entry in sieve.runner.srv.journal if "filtername" in dict(entry.form))
    assert sent["opt1"] == joint and sent["val2"] == "b"


def test_how_rules_are_combined_cannot_be_seen(sieve):
    sieve.ok(name="offers", rules=RULES, actions=ACTIONS, combine="any")
    assert sieve.ok(name="offers", rules=RULES, actions=ACTIONS, combine="all")["changed"] is False


def test_a_mailbox_that_is_not_there_has_no_filters_and_is_not_asked_for(sieve, runner):
    away = sieve.ok(name="offers", email="nobody@" + runner.alice.main_domain, state="absent")
    assert away["changed"] is False and sieve.sent == ["Email::list_pops"]


def test_filters_of_the_same_name_are_told_apart(sieve, box, runner):
    sieve.ok(name="offers", rules=RULES, actions=ACTIONS)
    sieve.ok(name="offers", email=box.upper(), rules=RULES, actions=ACTIONS)
    sieve.ok(name="offers", state="absent")
    assert runner.alice.contents.filters[""] == {} and list(runner.alice.contents.filters[box]) == ["offers"]


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"name": " "}, "name: it is empty; give the filter a name"),
        ({"email": "info"}, "email: 'info' is not an email address"),
        ({"rules": []}, "rules: the list is empty; give at least one"),
        ({"actions": []}, "actions: the list is empty; give at least one"),
        ({"rules": [{"part": "$header_to"}]}, "rules: $header_to: give a part, and a value"),
        ({"rules": [{"part": " : ", "value": "x"}]}, "rules: a rule: give a part"),
        ({"actions": [{"action": "deliver"}]}, "actions: deliver: give a destination"),
        ({"actions": [{"action": "save", "destination": "$home/"}]}, "actions: save: give a destination"),
        ({"actions": [{"action": "save", "destination": "../bob"}]}, "actions: '../bob' leaves"),
        ({"actions": [{"action": "save", "destination": "/home/alice/mail"}]}, "actions: home/alice/mail: give a path"),
    ],
)
def test_bad_input_is_told_before_anything_is_sent(sieve, options, text):
    result = sieve.fails(**{"name": "offers", **options})
    assert text in result["msg"] and result["error"]["category"] == "usage"
    assert sieve.sent == []


def test_an_unknown_comparison_is_refused_by_the_spec(sieve):
    result = sieve.fails(name="offers", rules=[{"part": "$header_to", "match": "like", "value": "x"}])
    assert "does not contain" in result["msg"] and sieve.sent == []


def test_signs_survive(sieve, stored):
    rules = [{"part": "$header_subject", "match": "matches", "value": "^\\s*50% + \u00fc & (a|b)=\"'$"}]
    sieve.ok(name="offers", rules=rules, actions=ACTIONS)
    assert stored()["rules"][0]["val"] == rules[0]["value"]
    assert sieve.ok(name="offers", rules=rules, actions=ACTIONS)["changed"] is False
