# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a declaration knows of the account: its domains, and what is about to come and go."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._state.scope import DOMAIN_KINDS, Domains, Scope

DOMAINS = Domains(
    names=["example.com", "shop.example.net", "example.net"],
    main="example.com",
    addons={"shop.example.net": "shop.example.com"},
    aliases=["example.net", "a.example.com"],
)


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("blog.example.com", ("blog", "example.com")),
        ("a.b.example.com", ("a.b", "example.com")),
        ("x.a.example.com", ("x", "a.example.com")),
        ("new.shop.example.net", ("new", "shop.example.net")),
        ("shop.example.net", ("shop", "example.net")),
        ("*.example.com", ("*", "example.com")),
        ("xn--bcher-kva.example.com", ("xn--bcher-kva", "example.com")),
        ("example.com", ("", "")),
        ("notexample.com", ("", "")),
        ("example.com.evil.example", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_subdomain_is_below_the_longest_domain(name, split):
    assert DOMAINS.split(name) == split


def test_it_may_be_below_one_that_is_about_to_be_made():
    assert DOMAINS.split("x.new.example.org") == ("", "")
    assert DOMAINS.split("x.new.example.org", ["example.org", "new.example.org"]) == ("x", "new.example.org")


class Ids(dict):
    pass


class Others(dict):
    pass


def test_notes_are_each_declarations_own():
    scope, other = Scope("alice", []), Scope("bob", [])
    scope.notes(Ids)["a"] = 1
    assert scope.notes(Ids) == {"a": 1} and scope.notes(Ids).__class__ is Ids
    assert scope.notes(Others) == {} and other.notes(Ids) == {}


def test_what_the_plan_has_and_takes():
    scope = Scope("alice", [], present={("mysql_database", ("a",))}, absent={("email_filter", ("f", "x@example.com"))})
    assert scope.will_have("mysql_database", "a") and not scope.will_have("mysql_user", "a")
    assert scope.will_remove("email_filter", "f", "x@example.com") and not scope.will_remove("email_filter", "f")
    assert not scope.will_remove("mysql_database", "a") and not scope.will_have("email_filter", "f", "x@example.com")


def scope_with(**given):
    scope = Scope("alice", [], **given)
    scope.domains = DOMAINS
    return scope


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("new.example.org", True),
        ("forum.example.com", True),
        ("forum.example.net", True),
        ("x.forum.example.com", False),
        ("forum.example.org", False),
        ("myforum.example.com", False),
        ("example.com", False),
        ("forum.", True),
    ],
)
def test_a_domain_is_expected_with_the_label_that_an_addon_domain_brings(domain, expected):
    assert scope_with(new_domains=frozenset(["new.example.org", "forum."])).expects(domain) is expected


def test_something_new_needs_its_domain():
    scope = scope_with(new_domains=frozenset(["new.example.org"]))
    scope.check_domain("email", "example.com", new=True)
    scope.check_domain("email", "new.example.org", new=True)
    scope.check_domain("email", "gone.example.org", new=False)
    text = (
        r"^email: the account has no domain gone\.example\.org; it has example\.com, shop\.example\.net, example\.net$"
    )
    with pytest.raises(ValueError, match=text):
        scope.check_domain("email", "gone.example.org", new=True)


@pytest.mark.parametrize("kind", DOMAIN_KINDS)
@pytest.mark.parametrize("new", [True, False])
def test_nothing_is_made_in_a_domain_that_goes(kind, new):
    gone = {(kind, ("example.net",))}
    with pytest.raises(ValueError, match=r"^zone: example\.net is removed by the same task$"):
        scope_with(absent=gone).check_domain("zone", "example.net", new)
    # It goes as one kind and comes again as another.
    scope_with(absent=gone, new_domains=frozenset(["example.net"])).check_domain("zone", "example.net", new)
