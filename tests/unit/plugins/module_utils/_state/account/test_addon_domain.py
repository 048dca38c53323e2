# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_addon_domain: what protocol.md 4.8 and 6.7 say of addon domains, met by a user."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._api.client import Client
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import desired_of, validated
from ansible_collections.hostops.cpanel.plugins.module_utils._state.drive import drive
from ansible_collections.hostops.cpanel.plugins.module_utils._state.engine import Engine
from ansible_collections.hostops.cpanel.plugins.module_utils._state.registry import KINDS
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import Options

READ = "DomainInfo::domains_data"
KEY = {"domain": "garden.example.org"}


@pytest.fixture
def addon(life, runner):
    runner.alice.overrides["maxaddon"] = "unlimited"
    runner.alice.addon_domains.clear()
    runner.alice.sub_domains.pop("shop." + runner.alice.main_domain, None)
    return life("addon_domain")


@pytest.fixture
def main(runner):
    return runner.alice.main_domain


@pytest.fixture
def planned(runner):
    """What several of them would be, in check mode."""

    def plan(*items, **more):
        every = [("addon_domain", {"domain": item} if isinstance(item, str) else item) for item in items]
        every += list(more.items())
        desired = [desired_of(KINDS[kind], validated(KINDS[kind], item, kind), kind) for kind, item in every]
        kinds = [KINDS[kind] for kind in dict.fromkeys(kind for kind, _item in every)]
        with Client(Options.from_params(runner.owner), check_mode=True) as client:
            outcome = drive(client, Engine(kinds, desired, account=runner.alice.name, check_mode=True).converge())
        return [change.after["subdomain"] for change in outcome.changes if change.kind.name == "addon_domain"]

    return plan


def test_its_whole_life(addon):
    addon.whole(KEY, {"document_root": "sites/garden"}, key=KEY)
    make = {**KEY, "document_root": "sites/garden", "subdomain": "green"}
    addon.whole(make, {"document_root": "sites/garden2", "subdomain": "green"}, key=KEY)


def test_requests_are_counted(addon):
    made = addon.ok(**KEY)
    assert made["addon_domain"] == {
        "domain": "garden.example.org",
        "document_root": "public_html/garden.example.org",
        "subdomain": "garden",
    }
    assert addon.sent == [READ, "AddonDomain::addaddondomain", READ] and len(addon.runner.lines) == 3
    addon.ok(**KEY)
    assert addon.sent == [READ] and len(addon.runner.lines) == 1
    addon.ok(**KEY, document_root="sites/garden")
    assert addon.sent == [READ, "SubDomain::changedocroot", READ]
    addon.ok(**KEY, state="absent")
    assert addon.sent == [READ, "AddonDomain::deladdondomain", READ]


def test_a_lost_answer_is_settled_by_reading(addon):
    addon.survives_lost_answer("AddonDomain::addaddondomain", **KEY)
    addon.survives_lost_answer("SubDomain::changedocroot", **KEY, document_root="sites/garden")
    addon.survives_lost_answer("AddonDomain::deladdondomain", **KEY, state="absent")


def test_it_goes_with_its_subdomain(addon, main, runner):
    """Which has to be named label_example.com, whatever its label is (protocol.md 4.8)."""
    addon.ok(**KEY, subdomain="deep.green")
    assert "deep.green." + main in runner.alice.sub_domains
    addon.ok(**KEY, state="absent")
    assert ("subdomain", "deep.green_" + main) in runner.srv.journal[1].form
    assert "deep.green." + main not in runner.alice.sub_domains


def test_a_label_that_is_taken_is_left_to_its_owner(addon, main, runner):
    made = addon.ok(domain="blog.my-site.example.org")
    assert made["addon_domain"]["subdomain"] == "blogmysiteexampleorg"
    assert made["addon_domain"]["document_root"] == "public_html/blog.my-site.example.org"
    assert runner.alice.sub_domains["blog." + main] == "public_html/blog"
    assert addon.ok(domain="blog.my-site.example.org")["changed"] is False


def test_no_two_new_ones_get_the_same_label(addon, main, planned):
    assert planned("shop.example.org", "shop.example.net") == ["shop", "shopexamplenet"]
    assert planned("shop.example.org", {"domain": "x.example.net", "subdomain": "shop"}) == ["shopexampleorg", "shop"]
    assert planned("shop.example.org", subdomain={"domain": "shop." + main}) == ["shopexampleorg"]
    assert planned("mail.example.org", "www.example.org") == ["mailexampleorg", "wwwexampleorg"]


def test_a_subdomain_that_is_there_can_be_taken(addon, main, runner):
    """The server leaves it in its directory when a domain is put on it."""
    made = addon.ok(**KEY, subdomain="blog")
    assert made["addon_domain"]["document_root"] == "public_html/blog" and len(addon.written) == 1
    addon.ok(**KEY, state="absent")
    runner.run("cpanel_subdomain", **runner.owner, domain="blog." + main)
    made = addon.ok(**KEY, subdomain="blog", document_root="sites/garden")
    assert made["addon_domain"]["document_root"] == "sites/garden"
    assert addon.written == ["AddonDomain::addaddondomain", "SubDomain::changedocroot"]


def test_the_subdomain_cannot_be_changed(addon, main):
    addon.ok(**KEY, subdomain="green")
    assert addon.ok(**KEY, subdomain="green." + main)["changed"] is False
    result = addon.fails(**KEY, subdomain="blue")
    assert result["msg"].startswith("subdomain: ") and "'green', which cannot be changed" in result["msg"]
    assert addon.written == [] and result["error"]["category"] == "usage"


def test_another_kind_of_domain_is_told(addon, main, runner):
    runner.alice.parked_domains.append("garden.example.org")
    assert "domain: the account already has garden.example.org, as an alias" in addon.fails(**KEY)["msg"]
    assert "the account already has blog.%s, as a subdomain" % main in addon.fails(domain="blog." + main)["msg"]
    assert addon.ok(**KEY, state="absent")["changed"] is False


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"domain": "garden"}, "domain: 'garden' is not a domain name"),
        ({"domain": "garden.example.org", "document_root": "a/../../b"}, "document_root: 'a/../../b' leaves"),
        ({"domain": "garden.example.org", "subdomain": "a b"}, "subdomain: 'a b' is not the label"),
        ({"domain": "garden.example.org", "subdomain": ""}, "subdomain: '' is not the label"),
    ],
)
def test_bad_input_is_told_before_anything_is_sent(addon, options, text):
    result = addon.fails(**options)
    assert text in result["msg"] and result["error"]["category"] == "usage"
    assert addon.sent == []


def test_a_refusal_of_api_2_changes_nothing(addon, runner):
    """It is HTTP 200 with result 0, a number or a text, in a row (protocol.md 4.8, 6.7)."""
    runner.alice.overrides["maxaddon"] = "0"
    for _time in range(4):
        result = addon.fails(**KEY)
        assert result["changed"] is False and "maximum allowed addon domains" in result["msg"]
        assert [item["action"] for item in result["pending"]] == ["create"]


def test_one_with_subdomains_stays(addon, runner):
    addon.ok(**KEY)
    runner.alice.sub_domains["m.garden.example.org"] = "public_html/m"
    result = addon.fails(**KEY, state="absent")
    assert result["changed"] is False and "still has subdomains" in result["msg"]
    assert [item["domain"] for item in addon.listed()] == ["garden.example.org"]
