# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_redirect: rules that the server can add and delete, but neither replace nor tell apart (uapi.json, Mime)."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.tests.simulator.state.accounts import Redirect

TARGET = "https://shop.example.org/"


@pytest.fixture
def redirect(life):
    return life("redirect")


@pytest.fixture
def key(runner):
    return {"domain": runner.alice.main_domain, "source": "/old"}


@pytest.fixture
def rules(runner):
    return runner.alice.contents.redirects


def test_its_whole_life(redirect, key):
    change = {"destination": TARGET + "new", "type": "permanent", "wildcard": True, "www": False}
    redirect.whole({**key, "destination": TARGET, "type": "temporary"}, change, key=key)


def test_the_whole_domain(redirect, runner, rules):
    key = {"domain": runner.alice.main_domain}
    redirect.whole({**key, "destination": TARGET}, {"type": "temporary"}, key=key)


def test_requests_are_counted(redirect, key):
    redirect.ok(**key, destination=TARGET)
    reads = ["DomainInfo::list_domains", "Mime::list_redirects"]
    assert redirect.sent == [*reads, "Mime::add_redirect", *reads]
    redirect.ok(**key, destination=TARGET)
    assert redirect.sent == reads
    redirect.ok(**key, destination=TARGET + "2")
    assert redirect.written == ["Mime::delete_redirect", "Mime::add_redirect"]
    assert len(redirect.runner.lines) == 3


def test_a_lost_answer_is_settled_by_reading(redirect, key, rules):
    redirect.survives_lost_answer("Mime::add_redirect", **key, destination=TARGET)
    redirect.survives_lost_answer("Mime::add_redirect", **key, destination=TARGET + "2")
    redirect.survives_lost_answer("Mime::delete_redirect", **key, type="temporary")
    assert len(rules) == 1
    redirect.survives_lost_answer("Mime::delete_redirect", **key, state="absent")


def test_a_change_leaves_one_rule_and_what_was_not_given(redirect, key, rules):
    """Adding alone would leave two, of which the old one holds."""
    redirect.ok(**key, destination=TARGET, wildcard=True, type="temporary", www=False)
    redirect.ok(**key, destination=TARGET + "2")
    assert [(rule.target, rule.wildcard, rule.status, rule.www) for rule in rules] == [(TARGET + "2", True, "302", 1)]


def test_several_rules_for_one_source_are_put_in_order_in_one_run(redirect, key, rules):
    rules += [Redirect(key["domain"], "/old", TARGET), Redirect(key["domain"], "/old", TARGET)]
    rules.append(Redirect(key["domain"], "/other", TARGET))
    planned = redirect.ok(True, **key, destination=TARGET)
    assert planned["diff"]["before"] == {"destination": "%s, %s" % (TARGET, TARGET)} and redirect.written == []
    changed = redirect.ok(**key, destination=TARGET)
    assert changed["changed"] is True and changed["diff"]["after"] == {"destination": TARGET}
    assert [rule.source for rule in rules] == ["/other", "/old"]
    assert redirect.ok(**key, destination=TARGET)["changed"] is False


def test_of_several_rules_the_first_one_stays_if_nothing_else_is_asked_for(redirect, key, rules):
    rules += [Redirect(key["domain"], "/old", TARGET, "302"), Redirect(key["domain"], "/old", TARGET + "2")]
    assert [item["destination"] for item in redirect.listed()] == [TARGET]
    assert redirect.ok(**key, wildcard=True)["changed"] is True
    assert [(rule.target, rule.status, rule.wildcard) for rule in rules] == [(TARGET, "302", True)]


def test_all_of_several_rules_go(redirect, key, rules):
    rules += [Redirect(key["domain"], "/old", TARGET), Redirect(key["domain"], "/old", TARGET + "2")]
    assert redirect.ok(**key, state="absent")["changed"] is True
    assert rules == [] and redirect.ok(**key, state="absent")["changed"] is False


@pytest.mark.parametrize(("www", "wire"), [(None, 0), (True, 0), (False, 1)])
def test_with_and_without_www(redirect, key, rules, www, wire):
    options = {} if www is None else {"www": www}
    made = redirect.ok(**key, destination=TARGET, **options)
    assert rules[0].www == wire and made["redirect"]["www"] is (wire == 0)
    assert redirect.ok(**key, destination=TARGET, **options)["changed"] is False


def test_a_rule_for_www_alone_cannot_be_told_from_one_without(redirect, key, rules):
    rules.append(Redirect(key["domain"], "/old", TARGET, www=2))
    assert redirect.ok(**key, www=False)["changed"] is False
    assert redirect.ok(**key, www=True)["changed"] is True


@pytest.mark.parametrize("source", ["old", "/old", "//old", " /old "])
def test_a_source_has_one_slash_in_front(redirect, key, source):
    made = redirect.ok(**{**key, "source": source}, destination=TARGET)
    assert made["redirect"]["source"] == "/old"
    assert redirect.ok(**key, destination=TARGET)["changed"] is False


def test_rules_of_other_sources_and_domains_stay(redirect, key, rules, runner):
    other = next(iter(runner.alice.sub_domains))
    rules += [Redirect(other, "/old", TARGET), Redirect(key["domain"], "/", TARGET)]
    redirect.ok(**key, destination=TARGET)
    redirect.ok(**key, state="absent")
    assert [(rule.domain, rule.source) for rule in rules] == [(other, "/old"), (key["domain"], "/")]


def test_rules_without_a_domain_of_the_account_are_not_listed(redirect, key, rules):
    rules += [Redirect(".*", "/old", TARGET), Redirect(key["domain"], "/old", TARGET)]
    assert [item["domain"] for item in redirect.listed()] == [key["domain"]]


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"domain": "example"}, "domain: 'example' is not a domain name"),
        ({"source": "https://example.com/old"}, "source: "),
        ({"source": "/a b"}, "source: "),
        ({"destination": "shop.example.org"}, "destination: 'shop.example.org' is not a URL"),
        ({"destination": "https://a, https://b"}, "destination: "),
    ],
)
def test_bad_input_is_told_before_anything_is_sent(redirect, key, options, text):
    result = redirect.fails(**{**key, "destination": TARGET, **options})
    assert text in result["msg"] and result["error"]["category"] == "usage"
    assert redirect.sent == []


def test_a_foreign_domain_and_a_missing_destination_are_told(redirect, key):
    assert "no domain elsewhere.example" in redirect.fails(domain="elsewhere.example", destination=TARGET)["msg"]
    assert "destination: required" in redirect.fails(**key)["msg"]
    assert redirect.written == []


def test_signs_survive(redirect, key, rules):
    target = "https://example.org/a?b=c&d=%20+e#f"
    redirect.ok(**key, destination=target)
    assert rules[0].target == target
    assert redirect.ok(**key, destination=target)["changed"] is False
