# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_email_forwarder: what protocol.md 6.2 says of forwarders, met by a user."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._state.registry import KINDS
from ansible_collections.hostops.cpanel.plugins.module_utils._state.scope import Scope
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result

NOBODY = "No such person at this address"


@pytest.fixture
def forwarder(life):
    return life("email_forwarder")


@pytest.fixture
def there(runner):
    """The forwarders on the server, as it keeps them."""
    return runner.alice.contents.forwarders


@pytest.fixture
def source(runner):
    return "press@" + runner.alice.main_domain


def test_its_whole_life(forwarder, source):
    make = {"address": source, "destination": "Sales@Example.COM"}
    forwarder.whole(make, {}, key=make)


@pytest.mark.parametrize(
    ("options", "wire", "destination"),
    [
        ({"destination": "Sales@Example.COM"}, "sales@example.com", "sales@example.com"),
        ({"action": "fail", "text": "Gone, sorry, write to us"}, None, "Gone, sorry, write to us"),
        ({"action": "fail"}, ":fail: " + NOBODY, NOBODY),
        ({"action": "blackhole"}, ":blackhole:", ""),
        ({"action": "pipe", "destination": "bin/ticket.py --to a/b"}, "|{home}/bin/ticket.py --to a/b", None),
        ({"action": "pipe", "destination": "{home}//bin/ticket.py"}, "|{home}/bin/ticket.py", "bin/ticket.py"),
        ({"action": "pipe", "destination": "|~/bin/ticket.py"}, "|{home}/bin/ticket.py", "bin/ticket.py"),
        ({"action": "system"}, "{name}", "{name}"),
    ],
)
def test_every_action_makes_and_finds_and_deletes_what_the_server_calls_it(
    forwarder, runner, there, source, options, wire, destination
):
    """Deleting anything but the server's own text is silent and does nothing."""
    alice, before = runner.alice, list(there)
    words = {"home": alice.home, "name": alice.name}
    options = {name: value.format(**words) for name, value in options.items()}
    shown = options["destination"] if destination is None else destination.format(**words)
    made = forwarder.ok(address=source, **options)
    item = {"address": source, "action": options.get("action", "fwd"), "destination": shown}
    assert made["changed"] is True and made["email_forwarder"] == item
    wire = ":fail: " + options["text"] if wire is None else wire.format(**words)
    assert there == [*before, (source, wire)]
    assert forwarder.ok(address=source, **options)["changed"] is False and forwarder.written == []
    assert item in forwarder.listed()
    assert forwarder.ok(address=source, state="absent", **options)["changed"] is True
    assert there == before
    assert forwarder.ok(address=source, state="absent", **options)["changed"] is False


def test_a_bare_name_is_that_of_an_account(forwarder, runner, source):
    """The server tells both by the same text: they are the same forwarder."""
    name = runner.alice.name
    made = forwarder.ok(address=source, destination=name.upper())
    assert made["email_forwarder"] == {"address": source, "action": "system", "destination": name}
    assert forwarder.ok(address=source, action="system")["changed"] is False
    assert forwarder.ok(address=source, action="system", destination=name)["changed"] is False


def test_an_address_has_many(forwarder, there, source):
    for number in range(3):
        assert forwarder.ok(address=source, destination="box%d@example.com" % number)["changed"] is True
    assert forwarder.ok(address=source, destination="box1@example.com", state="absent")["changed"] is True
    assert [target for found, target in there if found == source] == ["box0@example.com", "box2@example.com"]


def test_the_local_part_with_its_domain(forwarder, runner, source):
    domain = runner.alice.main_domain
    made = forwarder.ok(email="Press", domain=domain, destination="a@example.com")
    assert made["email_forwarder"]["address"] == source
    assert forwarder.ok(source=source, destination="a@example.com")["changed"] is False


def test_requests_are_counted(forwarder, source):
    options = {"address": source, "destination": "a@example.com"}
    reading = ["DomainInfo::list_domains", "Email::list_forwarders"]
    forwarder.ok(**options)
    assert forwarder.sent == [*reading, "Email::add_forwarder", *reading]
    forwarder.ok(**options)
    assert forwarder.sent == reading and len(forwarder.runner.lines) == 2


def test_only_the_wanted_domain_is_asked_for_unless_all_are(forwarder, runner, there, source):
    forwarder.ok(address=source, destination="a@example.com")
    assert forwarder.sent.count("Email::list_forwarders") == 2
    runner.alice.sub_domains["*." + runner.alice.main_domain] = "public_html"
    runner.srv.journal.clear()
    forwarder.listed()
    assert forwarder.sent.count("Email::list_forwarders") == len(runner.alice.domains) - 1  # no mail for a wildcard


def test_a_lost_answer_is_settled_by_reading(forwarder, source):
    options = {"address": source, "action": "fail", "text": "Gone, sorry"}
    forwarder.survives_lost_answer("Email::add_forwarder", **options)
    forwarder.survives_lost_answer("Email::delete_forwarder", state="absent", **options)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"address": "press", "destination": "a@example.com"}, "address: 'press' has no domain"),
        ({"address": "press@a.example.com", "domain": "example.org"}, "domain: example.org does not match"),
        ({"address": "press@a.example.com"}, "destination: needed with action: fwd"),
        ({"address": "press@a.example.com", "action": "pipe"}, "destination: needed with action: pipe"),
        ({"address": "press@a.example.com", "destination": "a@"}, "destination: 'a@' is not an email address"),
        ({"address": "press@a.example.com", "destination": "a@example.com,b@example.com"}, "destination: give one"),
        (
            {"address": "press@a.example.com", "destination": ":fail: gone"},
            "destination: ':fail: gone' is not an email address",
        ),
        (
            {"address": "press@a.example.com", "action": "blackhole", "destination": "x"},
            "destination: not used with action: blackhole",
        ),
        (
            {"address": "press@a.example.com", "action": "fail", "text": "a\nb"},
            "destination: it has more than one line",
        ),
        ({"address": "press@a.example.com", "action": "pipe", "destination": "../x"}, "leaves the account's home"),
        ({"address": "press@a.example.com", "action": "pipe", "destination": "|"}, "destination: '|' does not name a"),
        ({"address": "press@a.example.com", "action": "system", "destination": "a b"}, "destination: 'a b' is neither"),
    ],
)
def test_bad_input_is_told_before_anything_is_sent(forwarder, options, text):
    result = forwarder.fails(**options)
    assert text in result["msg"] and result["error"]["category"] == "usage"
    assert forwarder.sent == []


def test_a_foreign_domain_is_told_before_anything_is_written(forwarder, runner):
    options = {"address": "press@example.org", "destination": "a@example.com"}
    result = forwarder.fails(**options)
    assert "address: the account has no domain example.org; it has " + runner.alice.main_domain in result["msg"]
    assert forwarder.sent == ["DomainInfo::list_domains"]
    assert forwarder.ok(state="absent", **options)["changed"] is False  # it went with its domain


def test_a_program_has_to_be_in_the_home(forwarder, there, source):
    """Elsewhere are the server's own, such as those of mailing lists: the server lists them, nobody can make them."""
    own = "|/usr/local/mailman post %s /home/x/.list" % source
    result = forwarder.fails(address=source, action="pipe", destination=own)
    assert "destination: /usr/local/mailman post" in result["msg"] and forwarder.written == []
    there.append((source, own))
    assert forwarder.ok(address=source, action="pipe", destination=own)["changed"] is False
    assert KINDS["email_forwarder"].protected(next(item for item in forwarder.listed() if item["address"] == source))
    assert forwarder.ok(address=source, action="pipe", destination=own, state="absent")["changed"] is True
    assert (source, own) not in there


def test_what_is_spelled_otherwise_is_found_and_deleted_as_it_is_spelled(forwarder, there, source):
    there += [(source, "Sales@Example.COM"), (source, '":fail: Gone, sorry"'), (source, ":FAIL:  Gone, sorry")]
    sales = {"address": source, "destination": "sales@example.com"}
    gone = {"address": source, "action": "fail", "text": "Gone, sorry"}
    assert forwarder.ok(**sales)["changed"] is False and forwarder.ok(**gone)["changed"] is False
    assert len([item for item in forwarder.listed() if item["address"] == source]) == 2
    forwarder.ok(state="absent", **sales)
    forwarder.ok(state="absent", **gone)
    assert not [target for found, target in there if found == source]


def test_the_home_may_be_anywhere(forwarder, runner, there, source):
    there.append((source, "|/home2/%s/bin/ticket.py" % runner.alice.name))
    assert forwarder.ok(address=source, action="pipe", destination="bin/ticket.py")["changed"] is False


def test_a_list_may_be_null():
    scope = Scope("alice", [], everything=True)
    reading = KINDS["email_forwarder"].read(scope)
    next(reading)
    domains = {"main_domain": "a.example.com", "addon_domains": None, "parked_domains": [], "sub_domains": []}
    asked = reading.send([Result("DomainInfo::list_domains", domains)])
    assert [dict(call.params) for call in asked] == [{"domain": "a.example.com"}]
    with pytest.raises(StopIteration) as stop:
        reading.send([Result("Email::list_forwarders")])
    assert stop.value.value == []


@pytest.mark.parametrize("text", ["/dev/null", "|/home/alice/../bob/x", ":include:/home/alice/list"])
def test_what_somebody_wrote_by_hand_is_shown(forwarder, there, source, text):
    there.append((source, text))
    assert [item["destination"] for item in forwarder.listed() if item["address"] == source] == [text.lstrip("|")]


def test_what_somebody_wrote_by_hand_can_be_removed_but_not_made(forwarder, there, source):
    options = {"address": source, "action": "system", "destination": "/dev/null"}
    assert "destination: '/dev/null' is not the name" in forwarder.fails(**options)["msg"]
    assert forwarder.written == []
    there.append((source, "/dev/null"))
    assert forwarder.ok(**options)["changed"] is False
    assert forwarder.ok(**options, state="absent")["changed"] is True
    assert (source, "/dev/null") not in there
