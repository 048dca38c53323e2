# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_domain_alias: what protocol.md 4.8 and 6.7 say of parked domains, met by a user."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._auth import Options
from ansible_collections.hostops.cpanel.plugins.module_utils._client import Client
from ansible_collections.hostops.cpanel.plugins.module_utils._drive import drive
from ansible_collections.hostops.cpanel.plugins.module_utils._engine import Engine
from ansible_collections.hostops.cpanel.plugins.module_utils._kinds import KINDS
from ansible_collections.hostops.cpanel.plugins.module_utils._resource_command import validated, wanted_of
from ansible_collections.hostops.cpanel.tests.simulator import registry

READ = "DomainInfo::domains_data"
KEY = {"domain": "other.example.org"}


@pytest.fixture
def alias(life, hands):
    hands.alice.overrides.update(maxpark="unlimited", maxaddon="unlimited")
    return life("domain_alias")


@pytest.fixture
def main(hands):
    return hands.alice.main_domain


@pytest.fixture
def shop(hands):
    """An addon domain of the account."""
    hands.alice.addon_domains.clear()
    hands.alice.sub_domains["shop." + hands.alice.main_domain] = "public_html/shop"
    hands.alice.addon_domains["shop.example.org"] = "shop." + hands.alice.main_domain
    return "shop.example.org"


def test_its_whole_life(alias, main):
    alias.whole(KEY, {}, key=KEY)
    alias.whole({**KEY, "target": main}, {}, key=KEY)


def test_requests_are_counted(alias, main, hands):
    assert alias.ok(**KEY)["domain_alias"] == {**KEY, "target": main}
    assert alias.sent == [READ, "Park::park", READ] and len(alias.hands.lines) == 3
    assert "topdomain" not in dict(hands.srv.journal[1].form)
    alias.ok(**KEY)
    assert alias.sent == [READ] and len(alias.hands.lines) == 1
    alias.ok(**KEY, state="absent")
    assert alias.sent == [READ, "Park::unpark", READ]


def test_a_lost_answer_is_settled_by_reading(alias):
    alias.survives_lost_answer("Park::park", **KEY)
    alias.survives_lost_answer("Park::unpark", **KEY, state="absent")


def test_the_alias_of_an_addon_domain(alias, main, shop, hands):
    """The server lists it among the addon domains: it is found by its target."""
    make = {**KEY, "target": shop}
    assert alias.ok(True, **make)["domain_alias"] == make
    assert alias.ok(**make)["domain_alias"] == make
    assert hands.alice.addon_domains["other.example.org"] == "shop." + main
    assert alias.ok(**make)["changed"] is False and alias.sent == [READ]
    assert alias.ok(**KEY, target="shop." + main)["changed"] is False
    assert alias.listed() == []
    assert alias.ok(**KEY, state="absent")["changed"] is False
    assert alias.ok(**make, state="absent")["changed"] is True
    assert list(hands.alice.addon_domains) == [shop]
    assert alias.ok(**make, state="absent")["changed"] is False


def test_a_purge_of_addon_domains_leaves_a_wanted_alias(alias, main, shop, hands):
    alias.ok(**KEY, target=shop)
    items = [("domain_alias", {**KEY, "target": shop}), ("addon_domain", {"domain": shop})]
    wanted = [wanted_of(KINDS[kind], validated(KINDS[kind], item, kind), kind) for kind, item in items]
    kinds = [KINDS["domain_alias"], KINDS["addon_domain"]]
    with Client(Options.from_params(hands.owner)) as client:
        purge = Engine(kinds, wanted, account=hands.alice.name, purge=["addon_domain", "domain_alias"])
        assert drive(client, purge.converge()).changes == []


def test_lost_answers_of_the_alias_of_an_addon_domain(alias, shop):
    alias.survives_lost_answer("Park::park", **KEY, target=shop)
    alias.survives_lost_answer("Park::unpark", **KEY, target=shop, state="absent")


def test_the_alias_of_a_subdomain(alias, main):
    make = {**KEY, "target": "blog." + main}
    assert alias.ok(**make)["changed"] is True
    assert alias.ok(**make)["changed"] is False


def test_an_addon_domain_is_never_taken_for_an_alias(alias, main, shop, hands):
    assert alias.ok(domain=shop, state="absent")["changed"] is False
    result = alias.fails(domain=shop)
    assert "domain: the account has shop.example.org already, as an addon domain" in result["msg"]
    assert alias.written == [] and shop in hands.alice.addon_domains


def test_the_target_cannot_be_changed(alias, main, shop):
    alias.ok(**KEY)
    result = alias.fails(**KEY, target=shop)
    assert result["msg"].startswith("target: ") and "which no function can change" in result["msg"]
    alias.ok(**KEY, state="absent")
    alias.ok(**KEY, target="blog." + main)
    result = alias.fails(**KEY, target=shop)
    assert "has 'blog.%s', which no function can change" % main in result["msg"]
    assert alias.written == []


def test_a_target_that_is_not_there_is_told(alias):
    result = alias.fails(**KEY, target="nowhere.example.org")
    assert "target: the account has no domain nowhere.example.org" in result["msg"] and alias.written == []


def test_letters_do_not_matter(alias, main):
    alias.ok(**KEY)
    assert alias.ok(domain="OTHER.example.org.", target=main.upper())["changed"] is False


@pytest.mark.parametrize("rows", [["Other.Example.org"], [{"domain": "other.example.org"}], None])
def test_names_or_rows_or_null(alias, monkeypatch, rows):
    """Parked domains are names where the others are rows; null is an empty list."""
    original = registry.UAPI[READ]
    changed = dataclasses.replace(original, run=lambda call: {**original.run(call), "parked_domains": rows})
    monkeypatch.setitem(registry.UAPI, READ, changed)
    assert [item["domain"] for item in alias.listed()] == (["other.example.org"] if rows else [])


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"domain": "other"}, "domain: 'other' is no domain"),
        ({"domain": "other.example.org", "target": "a b"}, "target: 'a b' is no domain"),
    ],
)
def test_bad_input_is_told_before_anything_is_sent(alias, options, text):
    result = alias.fails(**options)
    assert text in result["msg"] and result["error"]["category"] == "usage"
    assert alias.sent == []
