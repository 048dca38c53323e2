# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which records of a zone are the server's own: those are spared, what leads elsewhere is not."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.shared.zone_own import (
    Own,
    export,
    giving_way,
    is_spared,
    lay_over,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._state.scope import Scope

ZONE = "example.com"
OWN = Own(addresses={"192.0.2.1", "2001:db8::1"}, subdomains={"blog.example.com"})


def record(name, kind, *values):
    return {"name": name, "type": kind, "ttl": 60, "value": list(values)}


@pytest.fixture
def scope():
    scope = Scope("alice", [])
    scope.notes(Own).addresses, scope.notes(Own).subdomains = OWN.addresses, OWN.subdomains
    return scope


@pytest.mark.parametrize("value", ["", "x.", "1 x.", "1 2 3 h h.", "2080"])
def test_a_record_with_other_parts_than_its_type_has_is_not_the_servers(value):
    record = {"name": "_caldavs._tcp", "type": "SRV", "ttl": 60, "value": [value]}
    assert not Own().wrote("example.com", record)


@pytest.mark.parametrize(
    ("name", "kind", "own", "foreign"),
    [
        ("@", "A", "192.0.2.1", "192.0.2.9"),
        ("blog", "AAAA", "2001:db8::1", "2001:db8::2"),
        ("www.blog", "CNAME", "blog.example.com.", "blog.example.com.evil.example."),
        ("mail", "CNAME", "example.com.", "mail.example.org."),
        ("@", "MX", "0 example.com.", "0 mx.thief.example."),
        ("_caldavs._tcp", "SRV", "0 0 2080 s1.example.net.", "0 0 443 dav.example.net."),
        ("_autodiscover._tcp", "SRV", "0 0 443 cpanelemaildiscovery.cpanel.net.", "0 0 443 cpanel.net.evil.example."),
        ("default._domainkey", "TXT", "v=DKIM1; k=rsa; p=KEY", "not a key"),
        ("_dmarc", "TXT", "v=DMARC1; p=none", "v=DMARC1; p=reject"),
        ("@", "TXT", "v=spf1 +a +mx +ip4:192.0.2.1 ~all", "v=spf1 +a include:mail.example.net ~all"),
        ("_caldav._tcp", "TXT", "path=/", "other"),
    ],
)
def test_what_bears_the_name_and_leads_elsewhere_is_somebodys(name, kind, own, foreign):
    assert OWN.wrote(ZONE, record(name, kind, own))
    assert not OWN.wrote(ZONE, record(name, kind, foreign))
    assert not OWN.wrote(ZONE, record(name, kind, own, foreign))


def test_other_names_are_never_the_servers_and_renewals_always():
    assert not OWN.wrote(ZONE, record("shop", "A", "192.0.2.1"))
    assert not OWN.wrote(ZONE, record("www.shop", "A", "192.0.2.1"))
    assert OWN.wrote(ZONE, record("_acme-challenge.shop", "TXT", "anything"))


def test_a_purge_spares_what_is_protected_or_the_servers(scope):
    item = {"zone": ZONE, "protected_names": ["keep*"], "protected_types": ["CAA"]}
    spared = [
        record("keep-b\u00fccher", "A", "192.0.2.9"),
        record("x", "CAA", "0 issue x"),
        record("@", "A", "192.0.2.1"),
    ]
    assert all(is_spared(item, one, scope) for one in spared)
    assert not is_spared(item, record("upkeep", "A", "192.0.2.9"), scope)


def test_only_the_servers_own_makes_room(scope):
    own, other = record("www", "CNAME", "example.com."), record("www", "CNAME", "cdn.example.net.")
    assert giving_way({"zone": ZONE}, "www", "A", [own], scope) == [own]
    assert giving_way({"zone": ZONE}, "shop", "A", [own, other], scope) == []
    with pytest.raises(ValueError, match=r"www A cannot exist beside CNAME cdn\.example\.net\."):
        giving_way({"zone": ZONE}, "www", "A", [other], scope)


def test_what_goes_makes_room_for_what_comes(scope):
    old = record("shop", "A", "192.0.2.9")
    sets = {("shop", "A"): old}
    come = {"name": "shop", "type": "CNAME", "value": ["cdn.example.net."], "state": "present"}
    with pytest.raises(ValueError, match=r"^records: shop CNAME cannot exist beside"):
        lay_over(dict(sets), {("shop", "CNAME"): come}, {"zone": ZONE}, 300, scope)
    go = {"name": "shop", "type": "A", "state": "absent"}
    lay_over(sets, {("shop", "CNAME"): come, ("shop", "A"): go}, {"zone": ZONE}, 300, scope)
    assert sets == {("shop", "CNAME"): {**record("shop", "CNAME", "cdn.example.net."), "ttl": 300}}
    with pytest.raises(ValueError, match="records: x A does not exist; give its value"):
        lay_over(sets, {("x", "A"): {"name": "x", "type": "A", "state": "present", "ttl": 5}}, {"zone": ZONE}, 1, scope)


def test_an_export_tells_them_apart(scope):
    own, other = record("@", "A", "192.0.2.1"), record("shop", "A", "192.0.2.1")
    assert export({"zone": ZONE, "records": [own, other]}, scope) == ({"zone": ZONE, "records": [other]}, [own])
