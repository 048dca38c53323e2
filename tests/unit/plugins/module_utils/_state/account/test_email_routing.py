# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_email_routing: what protocol.md 6.2 says of mail routing, met by a user."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._state.registry import KINDS
from ansible_collections.hostops.cpanel.plugins.module_utils._state.scope import Scope
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result

READING = ["Email::list_mxs", "DomainInfo::list_domains"]


@pytest.fixture
def routing(life):
    return life("email_routing")


@pytest.fixture
def there(runner):
    """The routing of each domain on the server, where it is not what a new domain has."""
    return runner.alice.contents.mail_routing


@pytest.fixture
def key(runner):
    return {"domain": runner.alice.main_domain}


@pytest.fixture
def sub(runner):
    """A subdomain: it is not in the list of all."""
    return {"domain": next(iter(runner.alice.sub_domains))}


def test_its_whole_life(routing, key):
    gone = {**key, "routing": "auto"}
    routing.whole({**key, "routing": "remote"}, {"routing": "secondary"}, key=key, gone=gone)


def test_the_whole_life_of_a_subdomain(routing, sub, there):
    for state in ({"routing": "remote"}, {"routing": "secondary"}, {"state": "absent"}):
        planned = routing.ok(True, **sub, **state)
        assert planned["changed"] is True and routing.written == []
        changed = routing.ok(**sub, **state)
        assert changed["changed"] is True and changed["email_routing"] == planned["email_routing"]
        assert routing.ok(**sub, **state)["changed"] is False
        assert changed["diff"]["before"] != changed["diff"]["after"]
    assert there[sub["domain"]] == "auto"


@pytest.mark.parametrize("scoped", [True, False])
def test_a_list_of_more_than_was_asked_for_confuses_nobody(routing, runner, there, key, scoped):
    runner.srv.switches.mxs_scoped = scoped
    runner.alice.addon_domains["other.example.org"] = "shop." + key["domain"]
    there.update({key["domain"]: "remote", "other.example.org": "local"})
    assert routing.ok(domain="other.example.org", routing="local")["changed"] is False
    assert routing.ok(domain="other.example.org", routing="secondary")["changed"] is True
    assert there == {key["domain"]: "remote", "other.example.org": "secondary"}
    assert routing.ok(**key, routing="remote")["changed"] is False


def test_a_subdomain_that_the_server_does_not_tell_is_not_guessed(routing, runner, sub):
    runner.srv.switches.mxs_scoped = False
    result = routing.fails(**sub, routing="local")
    assert "domain: the server has no mail routing for " + sub["domain"] in result["msg"]
    assert routing.written == [] and result["error"]["category"] == "usage"


def test_requests_are_counted(routing, key, sub, runner):
    routing.ok(**key, routing="remote")
    assert routing.sent == [*READING, "Email::set_always_accept", *READING]
    form = next(dict(entry.form) for entry in runner.srv.journal if "set_always_accept" in entry.path)
    assert form == {**key, "mxcheck": "remote"}
    routing.ok(**key, routing="remote")
    assert routing.sent == READING and len(runner.lines) == 1
    routing.ok(**sub, routing="local")
    assert routing.sent == [*READING, "Email::list_mxs"] and len(runner.lines) == 2
    runner.srv.journal.clear()
    assert {item["domain"] for item in routing.listed()} == {key["domain"], *runner.alice.addon_domains}
    assert routing.sent == READING[:1]


def test_what_is_detected_is_told_only_in_lists(routing, key):
    assert routing.ok(**key, routing="auto")["email_routing"] == {**key, "routing": "auto"}
    assert {**key, "routing": "auto", "detected": "local"} in routing.listed()


def test_a_lost_answer_is_settled_by_reading(routing, key, sub):
    routing.survives_lost_answer("Email::set_always_accept", **key, routing="secondary")
    routing.survives_lost_answer("Email::set_always_accept", **sub, routing="remote")
    routing.survives_lost_answer("Email::set_always_accept", **key, state="absent")


def test_what_is_not_given_is_left_as_it_is(routing, key, there):
    there[key["domain"]] = "remote"
    found = routing.ok(**key)
    assert found["changed"] is False and found["email_routing"]["routing"] == "remote"


def test_bad_input_is_told_before_anything_is_sent(routing):
    result = routing.fails(domain="a b", routing="local")
    assert "domain: 'a b' is not a domain name" in result["msg"] and routing.sent == []
    assert "value of routing must be one of" in routing.fails(domain="example.org", routing="here")["msg"]
    assert routing.sent == []


def test_a_foreign_domain_is_told_before_anything_is_written(routing, key):
    result = routing.fails(domain="example.org", routing="local")
    assert "domain: the account has no domain example.org; it has " + key["domain"] in result["msg"]
    assert routing.sent == READING


def test_rows_without_a_routing_say_nothing():
    """Null instead of a list, and rows of domains that could not be looked up."""
    for data in (None, [{"domain": "a.example.com", "status": 0, "mxcheck": None}]):
        reading = KINDS["email_routing"].read(Scope("alice", [], everything=True))
        next(reading)
        with pytest.raises(StopIteration) as stop:
            reading.send([Result("Email::list_mxs", data)])
        assert stop.value.value == []
