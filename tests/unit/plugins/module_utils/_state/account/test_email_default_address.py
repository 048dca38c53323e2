# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_email_default_address: what protocol.md 6.2 says of default addresses, met by a user."""

from __future__ import annotations

import pytest

NOBODY = "No such person at this address"


@pytest.fixture
def default(life):
    return life("email_default_address")


@pytest.fixture
def key(runner):
    return {"domain": runner.alice.main_domain}


@pytest.fixture
def there(runner):
    """The default addresses on the server, as it keeps them."""
    return runner.alice.contents.default_address


@pytest.fixture
def fresh(runner, key):
    """The default address of a new account."""
    return {**key, "action": "system", "destination": runner.alice.name}


def test_its_whole_life(default, key, fresh):
    make = {**key, "action": "fail", "text": "Nobody, sorry"}
    default.whole(make, {"destination": "Sales@Example.com"}, key=key, gone=fresh)


@pytest.mark.parametrize(
    ("options", "wire", "found"),
    [
        ({"destination": "Sales@Example.COM"}, "sales@example.com", ("fwd", "sales@example.com")),
        ({"destination": "B@b.example, a@a.example"}, "b@b.example,a@a.example", ("fwd", "b@b.example,a@a.example")),
        ({"action": "fail"}, ":fail: " + NOBODY, ("fail", NOBODY)),
        ({"action": "fail", "text": "No, sorry"}, ":fail: No, sorry", ("fail", "No, sorry")),
        ({"action": "fail", "text": '"No" means "no"'}, ':fail: "No" means "no"', ("fail", '"No" means "no"')),
        ({"action": "blackhole"}, ":blackhole:", ("blackhole", "")),
        ({"action": "pipe", "destination": "bin/x.py -v"}, "|{home}/bin/x.py -v", ("pipe", "bin/x.py -v")),
        ({"action": "pipe", "destination": "{home}/bin/x.py"}, "|{home}/bin/x.py", ("pipe", "bin/x.py")),
    ],
)
def test_every_action_is_found_again(default, runner, there, key, fresh, options, wire, found):
    """The texts of failures come in double quotes."""
    options = {name: value.format(home=runner.alice.home) for name, value in options.items()}
    made = default.ok(**key, **options)
    assert made["changed"] is True and default.written == ["Email::set_default_address"]
    assert made["email_default_address"] == {**key, "action": found[0], "destination": found[1]}
    assert there[key["domain"]] == wire.format(home=runner.alice.home)
    assert default.ok(**key, **options)["changed"] is False
    assert made["email_default_address"] in default.listed()
    assert default.ok(**key, state="absent")["email_default_address"] == fresh
    assert there[key["domain"]] == runner.alice.name


def test_the_accounts_own_mailbox_has_no_option_of_its_own(default, runner, key, fresh):
    """The function has no ``system``: the name of the account is what mail is forwarded to."""
    default.ok(**key, action="blackhole")
    assert default.ok(**key, action="system")["email_default_address"] == fresh
    form = next(dict(entry.form) for entry in runner.srv.journal if "set_default_address" in entry.path)
    assert form == {**key, "fwdopt": "fwd", "fwdemail": runner.alice.name}
    assert default.ok(**key, action="system")["changed"] is False
    assert default.ok(**key, destination=runner.alice.name.upper())["changed"] is False
    assert default.ok(**key, state="absent")["changed"] is False


def test_what_is_not_given_is_left_as_it_is(default, key):
    assert default.ok(**key)["changed"] is False and default.ok(**key, destination="")["changed"] is False
    default.ok(**key, action="fail", text="Nobody")
    kept = default.ok(**key, action="fail")
    assert kept["changed"] is False and kept["email_default_address"]["destination"] == "Nobody"
    default.ok(**key, action="blackhole")
    assert default.ok(**key, action="fail")["email_default_address"]["destination"] == NOBODY


def test_requests_are_counted(default, key, runner):
    default.ok(**key, action="blackhole")
    reading = ["Email::list_default_address"]
    assert default.sent == [*reading, "Email::set_default_address", *reading]
    default.ok(**key, action="blackhole")
    assert default.sent == reading and len(runner.lines) == 1


def test_a_lost_answer_is_settled_by_reading(default, key):
    default.survives_lost_answer("Email::set_default_address", **key, action="fail", text="No, sorry")
    default.survives_lost_answer("Email::set_default_address", **key, destination="a@example.com")
    default.survives_lost_answer("Email::set_default_address", **key, state="absent")


def test_only_the_domain_that_is_meant(default, runner, there, key):
    before = dict(there)
    default.ok(**key, action="blackhole")
    assert there == {**before, key["domain"]: ":blackhole:"}
    assert sorted(item["domain"] for item in default.listed()) == sorted(runner.alice.domains)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"domain": "a b"}, "domain: 'a b' is not a domain name"),
        ({"domain": "example.org", "action": "fwd"}, "destination: needed with action: fwd"),
        ({"domain": "example.org", "action": "pipe"}, "destination: needed with action: pipe"),
        ({"domain": "example.org", "action": "pipe", "destination": "../x"}, "leaves the account's home"),
        ({"domain": "example.org", "destination": "a@example.com,b"}, "destination: 'b' is not an email address"),
        ({"domain": "example.org", "destination": ":blackhole:"}, "destination: ':blackhole:' is not an email address"),
        (
            {"domain": "example.org", "action": "blackhole", "destination": "x"},
            "destination: not used with action: blackhole",
        ),
        ({"domain": "example.org", "action": "fail", "text": "a\nb"}, "destination: it has more than one line"),
    ],
)
def test_bad_input_is_told_before_anything_is_sent(default, options, text):
    result = default.fails(**options)
    assert text in result["msg"] and result["error"]["category"] == "usage"
    assert default.sent == []


def test_a_foreign_domain_is_told_before_anything_is_written(default, key):
    result = default.fails(domain="example.org", action="blackhole")
    assert "domain: the account has no domain example.org; it has " + key["domain"] in result["msg"]
    assert default.sent == ["Email::list_default_address"]


def test_a_program_has_to_be_in_the_home(default, there, key):
    """One that somebody put there by other means can be left as it is."""
    other = {"action": "pipe", "destination": "/usr/bin/other -x"}
    assert "destination: /usr/bin/other -x is not in" in default.fails(**key, **other)["msg"]
    assert default.written == []
    there[key["domain"]] = "|/usr/bin/other -x"
    assert default.ok(**key, **other)["changed"] is False


def test_the_case_of_an_address_does_not_matter(default, there, key):
    there[key["domain"]] = "Sales@Example.COM"
    assert default.ok(**key, destination="sales@example.com")["changed"] is False
