# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_subdomain: what protocol.md 4.8 and 6.7 say of subdomains, met by a user."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._api.client import Client
from ansible_collections.hostops.cpanel.plugins.module_utils._state.commands import desired_of, validated
from ansible_collections.hostops.cpanel.plugins.module_utils._state.drive import drive
from ansible_collections.hostops.cpanel.plugins.module_utils._state.engine import Engine
from ansible_collections.hostops.cpanel.plugins.module_utils._state.registry import KINDS
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import Options
from ansible_collections.hostops.cpanel.tests.simulator.api import registry

READ = "DomainInfo::domains_data"


@pytest.fixture
def sub(life):
    return life("subdomain")


@pytest.fixture
def main(runner):
    for name in ("maxaddon", "maxpark", "maxsub"):
        runner.alice.overrides[name] = "unlimited"
    return runner.alice.main_domain


@pytest.fixture
def key(main):
    return {"domain": "news." + main}


def test_its_whole_life(sub, key):
    sub.whole(key, {"document_root": "public_html/press"}, key=key)
    sub.whole({**key, "document_root": "sites/news"}, {"document_root": "/sites/press/"}, key=key)


def test_requests_are_counted(sub, key):
    sub.ok(**key)
    assert sub.sent == [READ, "SubDomain::addsubdomain", READ] and len(sub.runner.lines) == 3
    sub.ok(**key)
    assert sub.sent == [READ] and len(sub.runner.lines) == 1
    sub.ok(**key, document_root="public_html/press")
    assert sub.sent == [READ, "SubDomain::changedocroot", READ]
    sub.ok(**key, state="absent")
    assert sub.sent == [READ, "SubDomain::delsubdomain", READ]


def test_a_lost_answer_is_settled_by_reading(sub, key):
    sub.survives_lost_answer("SubDomain::addsubdomain", **key, document_root="public_html/x")
    sub.survives_lost_answer("SubDomain::changedocroot", **key, document_root="public_html/y")
    sub.survives_lost_answer("SubDomain::delsubdomain", **key, state="absent")


def test_the_directory_is_the_server_s_choice_unless_it_is_given(sub, key, runner, monkeypatch):
    """Servers have defaults of their own (protocol.md 6.7): what is read back is what is returned."""

    def elsewhere(call):
        if not call.params.get("dir"):
            call.params._first["dir"] = "sites/" + call.params["domain"]
        return original.run(call)

    original = registry.UAPI["SubDomain::addsubdomain"]
    monkeypatch.setitem(registry.UAPI, original.name, dataclasses.replace(original, run=elsewhere))
    assert sub.ok(**key)["subdomain"] == {**key, "document_root": "sites/news"}
    sub.ok(**key, state="absent")
    given = {**key, "document_root": "public_html/news"}
    assert sub.ok(**given)["subdomain"] == given


@pytest.mark.parametrize("form", ["%s/public_html/x", "public_html/x/", "/public_html//x", "~/public_html/./x"])
def test_a_directory_has_one_form(sub, key, runner, form):
    root = form % runner.alice.home if "%" in form else form
    sub.ok(**key, document_root="public_html/x")
    assert sub.ok(**key, document_root=root)["changed"] is False
    assert runner.alice.sub_domains[key["domain"]] == "public_html/x"
    sub.ok(**key, state="absent")
    assert sub.ok(**key, document_root=root)["subdomain"] == {**key, "document_root": "public_html/x"}
    assert sub.ok(**key, document_root=root)["changed"] is False


def test_the_home_itself_is_no_directory_of_files(sub, key, runner):
    result = sub.fails(**key, document_root=runner.alice.home)
    assert result["msg"].startswith("document_root: ") and sub.written == []


def test_it_is_below_the_longest_domain(sub, main, runner):
    """With dots in its label, and below an addon domain although that ends with another domain."""
    runner.alice.parked_domains.append("shop.example.net")
    runner.alice.parked_domains.append("example.net")
    sub.ok(domain="a.b." + main)
    assert runner.alice.sub_domains["a.b." + main] == "public_html/a.b"
    sub.ok(domain="new.shop.example.net")
    assert runner.srv.journal[1].form.count(("rootdomain", "shop.example.net")) == 1
    assert runner.srv.journal[1].form.count(("domain", "new")) == 1
    moved = sub.ok(domain="new.shop.example.net", document_root="sites/new")
    assert moved["subdomain"]["document_root"] == "sites/new"
    sub.ok(domain="new.shop.example.net", state="absent")


def test_letters_and_dots_at_the_end_do_not_matter(sub, key):
    sub.ok(**key)
    assert sub.ok(domain=key["domain"].upper() + ".")["changed"] is False


def test_those_of_addon_domains_are_not_listed(sub, main, runner):
    runner.alice.sub_domains["shop." + main] = "public_html/shop"
    runner.alice.addon_domains = {"shop.example.org": "shop." + main}
    assert [item["domain"] for item in sub.listed()] == ["blog." + main]
    assert sub.ok(domain="shop." + main, state="absent")["changed"] is False
    result = sub.fails(domain="shop." + main)
    assert result["msg"] == "domain: shop.%s belongs to the addon domain shop.example.org; change that one" % main
    assert result["error"]["category"] == "usage" and sub.written == []


def test_another_kind_of_domain_is_told(sub, main, runner):
    runner.alice.parked_domains.append("www2." + main)
    assert "domain: the account already has www2.%s, as an alias" % main in sub.fails(domain="www2." + main)["msg"]
    assert "as its main domain" in sub.fails(domain=main)["msg"]
    assert sub.ok(domain=main, state="absent")["changed"] is False


def test_a_foreign_domain_is_told(sub, main):
    result = sub.fails(domain="blog.example.net")
    assert "domain: blog.example.net is not below a domain of the account; it has %s" % main in result["msg"]
    assert sub.written == []


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"domain": "blog"}, "domain: 'blog' is not a domain name"),
        ({"domain": "a b.example.com"}, "domain:"),
        ({"domain": "blog.example.com", "document_root": "../x"}, "document_root: '../x' leaves the account's home"),
        ({"domain": "blog.example.com", "document_root": "/"}, "document_root: '/' is not a folder"),
        ({"domain": "blog.example.com", "document_root": ""}, "document_root: '' is not a folder"),
    ],
)
def test_bad_input_is_told_before_anything_is_sent(sub, options, text):
    result = sub.fails(**options)
    assert text in result["msg"] and result["error"]["category"] == "usage"
    assert sub.sent == []


@pytest.mark.parametrize("data", [None, {"main_domain": None}, {"main_domain": "", "sub_domains": []}])
def test_blanks_are_not_taken_for_an_account_without_domains(sub, key, runner, monkeypatch, data):
    """What is not permitted may be answered with blanks and no error (protocol.md 6.7)."""
    monkeypatch.setitem(registry.UAPI, READ, dataclasses.replace(registry.UAPI[READ], run=lambda call: data))
    for state in ("present", "absent"):
        result = sub.fails(**key, state=state)
        assert result["error"]["code"] == "blank_answer" and sub.written == []


def test_a_home_directory_elsewhere(sub, key, runner):
    runner.alice.partition = "home2"
    assert (
        sub.ok(**key, document_root="/home2/%s/www/news" % runner.alice.name)["subdomain"]["document_root"]
        == "www/news"
    )
    assert sub.ok(**key, document_root="www/news")["changed"] is False


def test_all_kinds_of_domains_come_and_go_together(sub, main, runner):
    """As in a document: a subdomain below an addon domain and one below an alias, all made in one go."""
    items = [
        ("subdomain", {"domain": "blog.shop.example.org"}),
        ("subdomain", {"domain": "m.alice.example.net"}),
        ("domain_alias", {"domain": "alice.example.net"}),
        ("domain_alias", {"domain": "store.example.net"}),
        ("addon_domain", {"domain": "shop.example.org"}),
    ]

    def converge(state):
        every = [(kind, {**item, "state": state}) for kind, item in items]
        desired = [desired_of(KINDS[kind], validated(KINDS[kind], item, kind), kind) for kind, item in every]
        kinds = [KINDS[kind] for kind in ("subdomain", "domain_alias", "addon_domain")]
        runner.srv.journal.clear()
        with Client(Options.from_params(runner.owner)) as client:
            return drive(client, Engine(kinds, desired, account=runner.alice.name).converge())

    assert len(converge("present").changes) == 5
    assert sub.written == ["AddonDomain::addaddondomain", *["Park::park"] * 2, *["SubDomain::addsubdomain"] * 2]
    assert len(runner.lines) == 6  # API 2 has no batches, the two subdomains go into one
    again = converge("present")
    assert again.changes == [] and runner.lines and sub.sent == [READ]
    assert len(converge("absent").changes) == 5
    assert sub.written == ["SubDomain::delsubdomain"] * 2 + ["Park::unpark"] * 2 + ["AddonDomain::deladdondomain"]
    assert converge("absent").changes == []
