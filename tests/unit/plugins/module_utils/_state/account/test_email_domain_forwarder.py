# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_email_domain_forwarder: what protocol.md 6.2 says of domain forwarders, met by a user."""

from __future__ import annotations

import pytest

READING = ["Email::list_domain_forwarders", "DomainInfo::list_domains"]
CHANGING = ["Email::delete_domain_forwarder", "Email::add_domain_forwarder"]


@pytest.fixture
def forwarder(life):
    return life("email_domain_forwarder")


@pytest.fixture
def there(runner):
    """The domain forwarders on the server, as it keeps them."""
    return runner.alice.contents.domain_forwarders


@pytest.fixture
def key(runner):
    return {"domain": runner.alice.main_domain}


def test_its_whole_life(forwarder, key):
    forwarder.whole({**key, "destination": "example.com"}, {"destination": "example.org"}, key=key)


def test_requests_are_counted(forwarder, key):
    forwarder.ok(**key, destination="example.com")
    assert forwarder.sent == [*READING, "Email::add_domain_forwarder", *READING]
    forwarder.ok(**key, destination="example.com")
    assert forwarder.sent == READING and len(forwarder.runner.lines) == 1
    forwarder.runner.srv.journal.clear()
    forwarder.listed()
    assert forwarder.sent == READING[:1]


def test_another_destination_takes_the_place_of_the_old_one(forwarder, key, there):
    """The server refuses a second one for a domain."""
    forwarder.ok(**key, destination="example.com")
    changed = forwarder.ok(**key, destination="example.org")
    assert forwarder.written == CHANGING and there == {key["domain"]: "example.org"}
    assert changed["diff"]["before"] == {"destination": "example.com"}
    assert changed["diff"]["after"] == {"destination": "example.org"}


def test_a_lost_answer_is_settled_by_reading(forwarder, key):
    forwarder.survives_lost_answer("Email::add_domain_forwarder", **key, destination="example.com")
    forwarder.survives_lost_answer("Email::delete_domain_forwarder", **key, destination="example.org")
    forwarder.survives_lost_answer("Email::add_domain_forwarder", **key, destination="example.net")
    forwarder.survives_lost_answer("Email::delete_domain_forwarder", **key, state="absent")


def test_the_second_half_is_made_up_for(forwarder, key, there, runner):
    """Whoever finds the old one gone already makes the new one."""
    forwarder.ok(**key, destination="example.com")
    there.clear()
    assert forwarder.ok(**key, destination="example.org")["changed"] is True
    assert forwarder.written == CHANGING[1:]


def test_spellings_are_the_same(forwarder, key, there):
    forwarder.ok(domain=key["domain"].upper() + ".", destination="Example.COM.")
    assert there == {key["domain"]: "example.com"}
    assert forwarder.ok(**key, destination="example.com")["changed"] is False
    there[key["domain"]] = "Example.COM"
    assert forwarder.ok(**key, destination="example.com")["changed"] is False


def test_those_of_other_domains_are_left_alone(forwarder, key, there, runner):
    """All are listed at once."""
    other = next(iter(runner.alice.sub_domains))
    there[other] = "example.net"
    forwarder.ok(**key, destination="example.com")
    assert there == {other: "example.net", key["domain"]: "example.com"}
    forwarder.ok(**key, state="absent")
    assert there == {other: "example.net"}


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"domain": "a b", "destination": "example.com"}, "domain: 'a b' is not a domain name"),
        (
            {"domain": "example.org", "destination": "info@example.com"},
            "destination: 'info@example.com' is not a domain name",
        ),
        ({"domain": "example.org", "destination": "Example.org"}, "destination: example.org would be forwarded to"),
    ],
)
def test_bad_input_is_told_before_anything_is_sent(forwarder, options, text):
    result = forwarder.fails(**options)
    assert text in result["msg"] and result["error"]["category"] == "usage"
    assert forwarder.sent == []


def test_a_new_one_needs_a_destination(forwarder, key):
    assert "destination: required to create email_domain_forwarder" in forwarder.fails(**key)["msg"]
    assert forwarder.written == []
    forwarder.ok(**key, destination="example.com")
    assert forwarder.ok(**key)["changed"] is False


def test_a_foreign_domain_is_told_before_anything_is_written(forwarder):
    result = forwarder.fails(domain="example.org", destination="example.com")
    assert "domain: the account has no domain example.org" in result["msg"]
    assert forwarder.sent == READING
    assert forwarder.ok(domain="example.org", state="absent")["changed"] is False
