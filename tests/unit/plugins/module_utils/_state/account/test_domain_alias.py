# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_domain_alias: what protocol.md 4.8 and 6.7 say of parked domains, met by a user."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.hostops.cpanel.tests.simulator.api import registry

READ = "DomainInfo::domains_data"
KEY = {"domain": "other.example.org"}


@pytest.fixture
def alias(life, runner):
    runner.alice.overrides.update(maxpark="unlimited", maxaddon="unlimited")
    return life("domain_alias")


@pytest.fixture
def shop(runner):
    """An addon domain of the account."""
    runner.alice.addon_domains.clear()
    runner.alice.sub_domains["shop." + runner.alice.main_domain] = "public_html/shop"
    runner.alice.addon_domains["shop.example.org"] = "shop." + runner.alice.main_domain
    return "shop.example.org"


def test_its_whole_life(alias):
    alias.whole(KEY, {}, key=KEY)


def test_requests_are_counted(alias, runner):
    assert alias.ok(**KEY)["domain_alias"] == KEY
    assert alias.sent == [READ, "Park::park", READ] and len(alias.runner.lines) == 3
    assert "topdomain" not in dict(runner.srv.journal[1].form)
    alias.ok(**KEY)
    assert alias.sent == [READ] and len(alias.runner.lines) == 1
    alias.ok(**KEY, state="absent")
    assert alias.sent == [READ, "Park::unpark", READ]


def test_a_lost_answer_is_settled_by_reading(alias):
    alias.survives_lost_answer("Park::park", **KEY)
    alias.survives_lost_answer("Park::unpark", **KEY, state="absent")


def test_an_addon_domain_is_never_taken_for_an_alias(alias, shop, runner):
    assert alias.ok(domain=shop, state="absent")["changed"] is False
    result = alias.fails(domain=shop)
    assert "domain: the account already has shop.example.org, as an addon domain" in result["msg"]
    assert alias.written == [] and shop in runner.alice.addon_domains


def test_letters_do_not_matter(alias):
    alias.ok(**KEY)
    assert alias.ok(domain="OTHER.example.org.")["changed"] is False


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
        ({"domain": "other"}, "domain: 'other' is not a domain name"),
        ({"domain": "a b.org"}, "domain: 'a b.org' is not a domain name"),
    ],
)
def test_bad_input_is_told_before_anything_is_sent(alias, options, text):
    result = alias.fails(**options)
    assert text in result["msg"] and result["error"]["category"] == "usage"
    assert alias.sent == []
