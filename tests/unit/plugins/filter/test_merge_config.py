# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter merge_config: what is the same thing, whose fields win, what stays, and what it says of mistakes."""

from __future__ import annotations

import copy
import datetime

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.hostops.cpanel.plugins.filter.merge_config import FilterModule as Merge
from ansible_collections.hostops.cpanel.plugins.module_utils._state.document import APPLY_SPEC, DOCUMENTED, Document
from ansible_collections.hostops.cpanel.tests.unit.plugins.filter.samples import sample

merge = Merge().filters()["merge_config"]
ALICE = {"account": "alice", "domain": "alice.example.com", "host": "server1"}


def box(email, **fields):
    return {"email_account": [{"email": email, **fields}]}


def zone(name, *records):
    return {"dns_zone": [{"zone": name, "records": list(records)}]}


@pytest.mark.parametrize(
    ("kind", "one", "other", "both"),
    [
        (
            "email_account",
            {"email": "Office@Example.com", "quota_mb": 1, "suspended_login": True},
            {"address": "office", "domain": "example.com", "quota_mb": 2},
            {"email": "office", "domain": "example.com", "quota_mb": 2, "suspended_login": True},
        ),
        (
            "redirect",
            {"domain": "example.com", "destination": "https://a.example.com"},
            {"domain": "EXAMPLE.com.", "source": "/", "wildcard": True},
            {
                "domain": "EXAMPLE.com.",
                "destination": "https://a.example.com",
                "source": "/",
                "wildcard": True,
            },
        ),
        (
            "mysql_user",
            {"name": "shop", "privileges": {"shop": ["SELECT"], "wiki": ["ALL"]}},
            {"name": "shop", "privileges": {"shop": ["INSERT"]}},
            {"name": "shop", "privileges": {"shop": ["INSERT"], "wiki": ["ALL"]}},
        ),
        (
            "email_account",
            {"email": "a@example.com", "state": "absent"},
            {"email": "a@example.com", "quota_mb": None},
            {"email": "a@example.com", "state": "absent", "quota_mb": None},
        ),
        (
            "php_version",
            {"vhost": "example.com", "version": "ea-php81"},
            {"domain": "example.com", "version": "ea-php82"},
            {"vhost": "example.com", "version": "ea-php82"},
        ),
    ],
)
def test_the_same_thing_in_two_documents_is_one(kind, one, other, both):
    assert merge([{kind: [one]}, {kind: [other]}]) == {kind: [both]}


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("email_account", {"email": "a@example.com"}, {"email": "a@example.org"}),
        ("redirect", {"domain": "example.com"}, {"domain": "example.com", "source": "/old"}),
        (
            "email_forwarder",
            {"address": "a@example.com", "destination": "b@example.com"},
            {"address": "a@example.com", "destination": "c@example.com"},
        ),
        ("email_filter", {"name": "spam"}, {"name": "spam", "email": "a@example.com"}),
    ],
)
def test_what_differs_is_added_in_order(kind, one, other):
    assert merge([{kind: [one]}, {kind: [other]}]) == {kind: [one, other]}
    assert merge([{kind: [other]}, {kind: [one]}]) == {kind: [other, one]}


def test_order_is_that_of_the_first_appearance():
    first = {"email_account": [{"email": "a@example.com"}, {"email": "b@example.com"}]}
    second = {
        "mysql_database": [{"name": "x"}],
        "email_account": [{"email": "c@example.com"}, {"email": "a@example.com"}],
    }
    merged = merge([first, None, {}, "", second])
    assert list(merged) == ["email_account", "mysql_database"]
    assert [item["email"][0] for item in merged["email_account"]] == ["a", "b", "c"]


def test_three_documents_the_last_wins_and_none_is_changed():
    documents = [box("a@example.com", quota_mb=number, password="p%d" % number) for number in (1, 2)]
    documents.append(box("A@example.com", quota_mb=3))
    before = copy.deepcopy(documents)
    assert merge(documents) == box("A@example.com", quota_mb=3, password="p2")
    assert documents == before


def test_records_are_combined_by_name_and_type():
    first = zone(
        "example.com",
        {"name": "www", "type": "A", "value": ["192.0.2.1"]},
        {"name": "www", "type": "AAAA", "value": ["2001:db8::1"]},
        {"name": "@", "type": "TXT", "value": ["old"]},
    )
    second = zone(
        "Example.com",
        {"name": "WWW.example.com.", "type": "A", "ttl": 300},
        {"name": "example.com", "type": "TXT", "state": "absent"},
        {"name": "new", "type": "A", "value": ["192.0.2.2"]},
    )
    (merged,) = merge([first, second])["dns_zone"]
    found = [
        (record["type"], record.get("value"), record.get("ttl"), record.get("state")) for record in merged["records"]
    ]
    assert found == [
        ("A", ["192.0.2.1"], 300, None),
        ("AAAA", ["2001:db8::1"], None, None),
        ("TXT", ["old"], None, "absent"),
        ("A", ["192.0.2.2"], None, None),
    ]


def test_placeholders_with_a_value_are_filled_first():
    documents = [box("office@{domain}", quota_mb=1), box("office@alice.example.com", quota_mb=2)]
    assert merge(documents, values=ALICE) == box("office@alice.example.com", quota_mb=2)
    documents = [zone("{domain}", {"name": "a", "type": "TXT", "value": ["{host} {account} {vars.x}"]})]
    filled = merge(documents, values={**ALICE, "vars": {"x": 1}})
    assert filled["dns_zone"][0]["records"][0]["value"] == ["server1 alice 1"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (box("office@{domain}"), {"email_account": [{"email": "Office", "domain": "{domain}"}]}),
        (box("office@example.com", quota_mb="{vars.quota}"), box("Office@example.com")),
        ({"mysql_database": [{"name": "{account}_shop"}]}, {"mysql_database": [{"name": " {account}_shop"}]}),
    ],
)
def test_placeholders_without_a_value_stay_and_are_names_like_others(one, other):
    for documents in ([one, other], [other, one]):
        merged = merge(documents)
        assert [len(items) for items in merged.values()] == [1]
        assert "{" in str(merged)


def test_records_of_a_zone_that_is_a_placeholder():
    first = zone("{domain}", {"name": "www", "type": "A", "value": ["{vars.ip}"]})
    second = zone("{domain}", {"name": "www.{domain}.", "type": "A", "ttl": 60})
    (merged,) = merge([first, second])["dns_zone"]
    assert merged["records"] == [{"name": "www.{domain}.", "type": "A", "value": ["{vars.ip}"], "ttl": 60}]


def test_what_yaml_took_for_a_date_is_a_text():
    document = zone("example.com", {"name": "a", "type": "TXT", "value": [datetime.date(2026, 1, 2)]})
    assert merge([document])["dns_zone"][0]["records"][0]["value"] == ["2026-01-02"]


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ([], "second: not a dictionary"),
        ({"email_acount": []}, "second: 'email_acount' is not a kind of resource; did you mean email_account?"),
        ({"dns_record": []}, "second: 'dns_record' is not a kind of resource"),
        ({"mailbox": []}, "second: 'mailbox' is not a kind of resource. Kinds are addon_domain, dns_zone, "),
        ({"email_account": {}}, "second: email_account: not a list"),
        ({"email_account": None}, "second: email_account: not a list"),
        ({"email_account": ["x"]}, "second: email_account[0]: not a dictionary"),
        ({"email_account": [{}]}, "second: email_account[0]: missing required arguments: email"),
        (box("a@example.com", quota_mb="much"), "second: email_account[0].quota_mb: 'much' is not a size in MB"),
        (box("a@example.com", qouta_mb=1), "email_account[0]: 'qouta_mb' is unsupported; did you mean quota_mb?"),
        ({"email_account": [*box("a@b.c")["email_account"], *box("A@b.c")["email_account"]]}, "[1]: listed twice"),
        (zone("example.com", {"name": "a", "type": "B"}), "second: dns_zone[0]: value of type must be one of"),
        (zone("{domain}", "www"), "dns_zone {domain}: records: 'www' is not a dictionary"),
    ],
)
def test_errors_name_the_document_the_kind_and_the_item(document, says):
    with pytest.raises(AnsibleFilterError) as raised:
        merge([{}, document], names=["first", "second"])
    assert str(raised.value).startswith("hostops.cpanel.merge_config: ")
    assert says in str(raised.value)


def test_documents_without_names_are_counted():
    with pytest.raises(AnsibleFilterError, match=r"documents\[1\]: email_account: not a list"):
        merge([{}, {"email_account": 1}])
    with pytest.raises(AnsibleFilterError, match="needs a list of documents"):
        merge({"email_account": []})
    with pytest.raises(AnsibleFilterError, match="values: server is not a key"):
        merge([], values={"server": "x"})


@pytest.mark.parametrize("name", sorted(DOCUMENTED))
def test_what_comes_out_is_a_document_again(name):
    item = sample(name)
    merged = merge([{name: [item]}, {name: [dict(item)]}])
    assert merged == {name: [item]}
    params = {option: rule.get("default") for option, rule in APPLY_SPEC.items()}
    assert Document(params, merged)


def test_a_placeholder_without_a_value_stays_beside_one_that_has():
    document = box("{account}@{domain}", quota_mb="{vars.quota}")
    assert merge([document]) == document
    assert merge([document], values={"vars": {"quota": 5}}) == box("{account}@{domain}", quota_mb=5)
    assert merge([document], values=ALICE) == box("alice@alice.example.com", quota_mb="{vars.quota}")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (box("a@{domain}"), box("b@{domain}")),
        ({"mysql_database": [{"name": "{account}_shop"}]}, {"mysql_database": [{"name": "{account}_wiki"}]}),
        (zone("{domain}", {"name": "a", "type": "A"}), zone("{vars.other}", {"name": "a", "type": "A"})),
    ],
)
def test_different_things_with_placeholders_stay_different(one, other):
    (items,) = merge([one, other]).values()
    assert items == [*next(iter(one.values())), *next(iter(other.values()))]


def test_zero_and_false_win_and_null_does_not():
    first = box("a@example.com", quota_mb=5, suspended_login=True)
    assert merge([first, box("a@example.com", quota_mb=0, suspended_login=False)]) == box(
        "a@example.com", quota_mb=0, suspended_login=False
    )
    assert merge([first, box("a@example.com", quota_mb=None, suspended_login=None)]) == first


def test_what_is_absent_in_one_may_be_present_in_the_next():
    documents = [box("a@example.com", state=state) for state in ("absent", "present")]
    assert merge(documents) == documents[1]
    assert merge(documents[::-1]) == documents[0]


def test_a_password_is_in_no_message():
    secret = "Wonder-lamp-orbit-63"
    for wrong in ({"quota_mb": "much"}, {"quota": 1}, {"email": "x"}):
        item = {"email": "a@example.com", "password": secret, **wrong}
        with pytest.raises(AnsibleFilterError) as raised:
            merge([{"email_account": [item]}])
        assert secret not in str(raised.value)


def test_what_belongs_together_comes_from_one_document():
    """A default that bounces mail says nothing of the text when an account forwards its own."""
    catch = [{"domain": "example.com", "action": "fail", "destination": "Nobody"}]
    own = [{"domain": "example.com", "destination": "a@b.de"}]
    assert merge([{"email_default_address": catch}, {"email_default_address": own}]) == {"email_default_address": own}
    own = [{"domain": "example.com", "action": "blackhole"}]
    assert merge([{"email_default_address": catch}, {"email_default_address": own}]) == {"email_default_address": own}


def test_a_forwarder_is_the_same_with_and_without_what_the_server_adds():
    plain = {"address": "a@example.com", "action": "fail"}
    whole = {**plain, "destination": "No such person at this address"}
    found = merge([{"email_forwarder": [plain]}, {"email_forwarder": [whole]}], values={"account": "alice"})
    assert found == {"email_forwarder": [whole]}
