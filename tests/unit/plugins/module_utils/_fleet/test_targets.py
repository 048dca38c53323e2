# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may stand in ``accounts``, what placeholders stand for, whose credential is used, and what of it is secret."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.servers import Server
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.targets import (
    Target,
    listed,
    secrets_of_accounts,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import Options

ONE = Server("one", Options(host="one.example.com", api_token="root's", port=2087))
TWO = Server("two", Options(host="two.example.com", api_token="root's"))


def test_accounts_come_in_order_once_each_under_the_name_or_host_of_their_server():
    entries = [
        {"account": "bob", "host": "two"},
        {"user": " alice ", "host": "one.example.com"},
        {"account": "bob", "host": "two.example.com"},
        {"account": "bob", "host": "one"},
    ]
    targets, twice = listed(entries, [ONE, TWO])
    assert [target.key for target in targets] == [("two", "bob"), ("one", "alice"), ("one", "bob")]
    assert twice == 1


def test_a_domain_and_an_address_are_taken_in_the_one_form():
    ((target,), _twice) = listed([{"account": "alice", "domain": " Shop.Example.COM. ", "ip": "2001:DB8::1"}], [ONE])
    assert target.domain == "shop.example.com"
    assert target.ip == "2001:db8::1"


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"host": "one"}, "account is missing"),
        ("", "account is missing"),
        ({"account": ["alice"]}, "accounts[0]: "),
        ({"account": "../alice", "host": "one"}, "accounts[0]: "),
        ({"account": "alice"}, "more than one server for alice"),
        ({"account": "alice", "host": "three"}, "no server for alice"),
        ({"account": "alice", "host": "one", "domains": []}, "domains is not a key"),
        ({"account": "alice", "host": "one", "password": "geheim"}, "password"),
        ({"account": "alice", "host": "one", "ip": "1.2.3"}, "ip: '1.2.3' is not an IP address"),
        ({"account": "alice", "host": "one", "domain": "a b.example"}, "domain: "),
        ({"account": "alice", "host": "one", "port": 2083}, "port needs api_token or login_password"),
        ({"account": "alice", "host": "one", "vars": ["x"]}, "vars is not a dictionary"),
        ({"account": "alice", "host": "one", "config": "x"}, "config is not a dictionary"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(entry, says):
    with pytest.raises(CpanelError) as raised:
        listed([entry], [ONE, TWO])
    assert raised.value.category == "usage"
    assert raised.value.msg.startswith("accounts[0]")
    assert says in raised.value.msg
    assert "geheim" not in raised.value.with_hint


def test_a_domain_in_german_is_told_how_a_server_writes_it():
    with pytest.raises(CpanelError) as raised:
        listed([{"account": "alice", "domain": "bücher.example"}], [ONE])
    assert "xn--" in str(raised.value.hint)


def test_the_credential_is_that_of_the_server_unless_the_account_has_one():
    options = Target(ONE, "alice").options("session")
    assert (options.account, options.via, options.api_token, options.credential) == (
        "alice",
        "session",
        "root's",
        "whm",
    )
    options = Target(ONE, "alice", own={"login_password": "geheim"}).options("whm")
    assert (options.username, options.account, options.via, options.credential) == ("alice", None, "auto", "cpanel")
    assert (options.api_token, options.login_password, options.port) == (None, "geheim", None), "root's goes nowhere"
    assert options.host == "one.example.com"


def test_placeholders_stand_for_what_is_known_of_the_account():
    target = Target(ONE, "alice", "a.example", {"box": {"name": "büro", "mb": 5}}, ip="192.0.2.1")
    given = {"{account}@{domain}": ["{host}", "{ip}", "{vars.box.name}@x", "{vars.box.mb}"]}
    assert target.fill(given) == {"alice@a.example": ["one", "192.0.2.1", "büro@x", 5]}


@pytest.mark.parametrize(
    ("name", "category"), [("domain", "protocol"), ("ip", "usage"), ("vars.x.y", "usage"), ("vars.text.y", "usage")]
)
def test_a_placeholder_without_a_value_is_the_users_or_the_servers_fault(name, category):
    target = Target(ONE, "alice", variables={"text": "y"}, from_server=frozenset(["domain"]))
    with pytest.raises(CpanelError, match="alice") as raised:
        target.meaning(name)
    assert raised.value.category == category


def test_secrets_are_found_by_name_and_by_what_they_fill():
    entries = [
        "alice",
        {
            "account": "bob",
            "api_token": "bobs-token",
            "vars": {"x": {"y": "fills-a-password"}, "mail_password": "by-name", "colour": "blue"},
            "config": {"email_account": [{"email": "a@b.example", "password": "{vars.own}"}]},
        },
        {"account": "carol", "vars": {"own": "of-another", "x": {"y": "hers"}}},
    ]
    servers = [{"host": "h", "login_password": "root-password"}]
    secrets = secrets_of_accounts({"accounts": entries, "servers": servers}, ["{vars.x.y}"])
    assert {"bobs-token", "fills-a-password", "by-name", "hers", "root-password"} <= secrets
    assert not {"blue", "of-another"} & secrets


def test_what_an_account_holds_is_not_in_a_traceback():
    target = Target(ONE, "alice", own={"api_token": "geheim"}, config={"mysql_user": [{"password": "auch-geheim"}]})
    assert "geheim" not in repr(target) and "root's" not in repr(target)
