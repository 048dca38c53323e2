# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The domains of an account by their kinds, as one answer tells them apart, and the rules for new ones."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.shared import domains
from ansible_collections.hostops.cpanel.plugins.module_utils._state.scope import Scope
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result

DATA = {
    "main_domain": {
        "domain": "Example.com",
        "homedir": "/home2/alice/",
        "documentroot": "/home2/alice/public_html",
        "ip": None,
    },
    "addon_domains": [{"domain": "bücher.example", "servername": "B.example.com", "documentroot": "/home2/alice/b"}],
    "sub_domains": [{"domain": "b.example.com", "documentroot": "/srv/b"}],
    "parked_domains": ["Alias.example"],
}
SHOP = "xn--bcher-kva.example"


@pytest.fixture
def scope():
    scope = Scope("alice", [])
    scope.domains = domains.domains_of(Result("DomainInfo::domains_data", DATA), "alice")
    return scope


@pytest.mark.parametrize("main", [DATA["main_domain"], [DATA["main_domain"]]])
def test_an_answer_tells_all_kinds_apart(main):
    found = domains.domains_of(Result("DomainInfo::domains_data", {**DATA, "main_domain": main}), "alice")
    assert found.names == ["example.com", SHOP, "alias.example", "b.example.com"]
    assert found.addons == {SHOP: "b.example.com"} and found.aliases == ["alias.example"]
    assert found.roots == {"example.com": "public_html", SHOP: "b", "b.example.com": "srv/b"}
    assert (found.home, found.ip, found.ipv6) == ("home2/alice", "", "")


def test_lists_may_be_null():
    data = {**DATA, "addon_domains": None, "sub_domains": None, "parked_domains": None}
    assert domains.domains_of(Result("DomainInfo::domains_data", data), "alice").names == ["example.com"]


def test_a_document_root_is_below_the_home(scope):
    item = {"document_root": domains.folder("/home2/alice/größe/")}
    domains.identify(item, scope)
    assert item["document_root"] == "größe"
    with pytest.raises(ValueError, match="this is the account's home itself"):
        domains.identify({"document_root": "home2/alice"}, scope)
    for value in ("", "/", "../bob"):
        with pytest.raises(ValueError, match="home"):
            domains.folder(value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("b.example.com", "belongs to the addon domain " + SHOP),
        ("example.com", "as its main domain"),
        (SHOP, "as an addon domain"),
        ("alias.example", "as an alias"),
    ],
)
def test_no_domain_is_there_twice(scope, name, text):
    with pytest.raises(ValueError, match=text):
        domains.check_new({"domain": name}, scope)
    domains.check_new({"domain": "new." + name}, scope)


def test_labels():
    assert domains.labels({"domain": "my-shop.example.org"}) == ["my-shop", "myshopexampleorg"]
    assert domains.labels({"domain": "mail.example.org"}) == ["mailexampleorg"]
    assert domains.labels({"domain": "mail.example.org", "subdomain": "m"}) == ["m"]
    assert domains.label_name(" Bücher. ") == "xn--bcher-kva"
    for value in ("", "-", "a b", "a/b"):
        with pytest.raises(ValueError, match="is not the label of a subdomain"):
            domains.label_name(value)


def test_a_root_moves_by_label_and_domain(scope):
    call = domains.move_root(scope.domains, "b.example.com", "sites/b")
    assert dict(call.params) == {"rootdomain": "example.com", "subdomain": "b", "dir": "sites/b"}
