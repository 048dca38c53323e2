# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filters that make one document of several: merge_config, and account_targets for a whole fleet."""

from __future__ import annotations

import copy
import datetime

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.hostops.cpanel.plugins.filter.account_targets import FilterModule as Targets
from ansible_collections.hostops.cpanel.plugins.filter.merge_config import FilterModule as Merge
from ansible_collections.hostops.cpanel.plugins.module_utils._document import APPLY_SPEC, DOCUMENTED, Document

merge = Merge().filters()["merge_config"]
targets = Targets().filters()["account_targets"]
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
        ([], "second: is no dictionary"),
        ({"email_acount": []}, "second: there is no kind email_acount"),
        ({"dns_record": []}, "second: there is no kind dns_record"),
        ({"email_account": {}}, "second: email_account: is no list"),
        ({"email_account": None}, "second: email_account: is no list"),
        ({"email_account": ["x"]}, "second: email_account[0]: is no dictionary"),
        ({"email_account": [{}]}, "second: email_account[0]: missing required arguments: email"),
        (box("a@example.com", quota_mb="much"), "second: email_account[0].quota_mb: 'much' is no number"),
        (box("a@example.com", qouta_mb=1), "second: email_account[0]: qouta_mb"),
        ({"email_account": [*box("a@b.c")["email_account"], *box("A@b.c")["email_account"]]}, "[1]: is there twice"),
        (zone("example.com", {"name": "a", "type": "B"}), "second: dns_zone[0]: value of type must be one of"),
        (zone("{domain}", "www"), "dns_zone {domain}: records: 'www' is no dictionary"),
    ],
)
def test_errors_name_the_document_the_kind_and_the_item(document, says):
    with pytest.raises(AnsibleFilterError) as raised:
        merge([{}, document], names=["first", "second"])
    assert str(raised.value).startswith("hostops.cpanel.merge_config: ")
    assert says in str(raised.value)


def test_documents_without_names_are_counted():
    with pytest.raises(AnsibleFilterError, match=r"documents\[1\]: email_account: is no list"):
        merge([{}, {"email_account": 1}])
    with pytest.raises(AnsibleFilterError, match="needs a list of documents"):
        merge({"email_account": []})
    with pytest.raises(AnsibleFilterError, match="values: there is no server"):
        merge([], values={"server": "x"})


@pytest.mark.parametrize("name", sorted(DOCUMENTED))
def test_what_comes_out_is_a_document_again(name):
    kind = DOCUMENTED[name]
    samples = {
        "email_forwarder": {"address": "a@example.com", "destination": "b@example.com"},
        "email_domain_forwarder": {"domain": "example.com", "destination": "example.org"},
        "email_autoresponder": {"email": "a@example.com", "subject": "Away", "body": "Back soon"},
        "email_filter": {"name": "spam"},
        "ftp_account": {"login": "web@example.com"},
        "mysql_database": {"name": "shop"},
        "mysql_user": {"name": "shop"},
    }
    item = samples.get(name, {kind.key[0]: "a@example.com" if kind.key[0] == "email" else "sub.example.com"})
    merged = merge([{name: [item]}, {name: [dict(item)]}])
    assert merged == {name: [item]}
    params = {option: rule.get("default") for option, rule in APPLY_SPEC.items()}
    assert Document(params, merged)


# account_targets


def forwarders(*names):
    return {"email_forwarder": [{"address": "%s@example.com" % name, "destination": "x@example.org"} for name in names]}


def test_documents_are_laid_over_one_another_in_this_order(tmp_path):
    path = "%s/server1/alice" % tmp_path
    texts = {
        path + ".yml": "email_account:\n  - {email: a@example.com, quota_mb: 4}\n",
        path + ".vault.yml": "email_account: [{email: a@example.com, quota_mb: 5, password: '{{ 7 }}'}]",
    }
    options = {
        "defaults": box("a@example.com", quota_mb=1, hold_outgoing=True),
        "packages": {"gold": box("a@example.com", quota_mb=2), "lead": box("a@example.com", quota_mb=99)},
        "groups": {"late": box("a@example.com", quota_mb=3), "none": box("a@example.com", quota_mb=99)},
        "directory": str(tmp_path),
        "files": texts,
        "hosts": {"h": box("a@example.com", quota_mb=6), "i": box("a@example.com", quota_mb=99)},
    }
    entry = {"account": "alice", "host": "server1", "package": "gold", "groups": ["none_such", "late"]}
    entry["inventory_host"] = "h"
    expected = [
        ("config", 7),
        ("hosts", 6),
        ("files", 5),
        ("files", 4),
        ("groups", 3),
        ("packages", 2),
        ("defaults", 1),
    ]
    for name, quota in expected:
        own = {"config": box("a@example.com", quota_mb=7)} if name == "config" else {}
        (target,) = targets([{**entry, **own}], **options)
        assert set(target) == {"account", "host", "config"}
        assert target["config"]["email_account"][0]["quota_mb"] == quota
        assert target["config"]["email_account"][0]["hold_outgoing"] is True
        if quota == 5:
            assert target["config"]["email_account"][0]["password"] == "{{ 7 }}"
            del texts[path + ".vault.yml"]
        elif name != "config":
            options.pop(name)
        if name == "files" and quota == 4:
            options["files"] = {}


def test_the_later_group_wins_whatever_the_order_of_the_account():
    groups = {"one": box("a@example.com", quota_mb=1), "two": box("a@example.com", quota_mb=2)}
    (target,) = targets([{"account": "alice", "groups": ["two", "one"]}], groups=groups)
    assert target["config"] == box("a@example.com", quota_mb=2)


def test_names_keys_of_the_fleet_and_placeholders():
    entries = [
        "alice",
        {"user": "bob", "domain": "bob.example.com", "vars": {"x": 1}, "api_token": "t", "package": None},
    ]
    found = targets(entries, defaults=box("office@{domain}"))
    assert found == [
        {"account": "alice", "config": box("office@{domain}")},
        {
            "account": "bob",
            "domain": "bob.example.com",
            "vars": {"x": 1},
            "api_token": "t",
            "config": box("office@bob.example.com"),
        },
    ]


def test_accounts_without_a_server_have_files_under_the_one_there_is(tmp_path):
    texts = {"%s/server9/alice.yml" % tmp_path: "mysql_database: [{name: shop}]"}
    (target,) = targets(["alice"], directory=str(tmp_path), files=texts, server="server9")
    assert target == {"account": "alice", "config": {"mysql_database": [{"name": "shop"}]}}


@pytest.mark.parametrize(
    ("entries", "options", "says"),
    [
        ("alice", {}, "needs a list of accounts"),
        ([{"host": "x"}], {}, "account is missing"),
        ([""], {}, "account is missing"),
        (["a"], {"packages": ["x"]}, "packages: is no dictionary"),
        (["a"], {"defaults": "x"}, "defaults: is no dictionary"),
        (["a"], {"defaults": {"x": []}}, "defaults: there is no kind x"),
        ([{"account": "a", "package": "p"}], {"packages": {"p": {"x": []}}}, "package p: there is no kind x"),
        ([{"account": "a", "groups": ["g"]}], {"groups": {"g": {"x": []}}}, "group g: there is no kind x"),
        ([{"account": "a", "config": {"x": []}}], {}, "config of a: there is no kind x"),
        ([{"account": "a", "config": ["x"]}], {}, "config of a: is no dictionary"),
        (
            [{"account": "a", "inventory_host": "h"}],
            {"hosts": {"h": box("a@example.com", password="{{ nowhere }}")}},
            "account_state_config of h: holds a template",
        ),
        (["a"], {"hosts": {"h": "{{ nowhere }}"}}, "account_state_config of h: holds a template"),
    ],
)
def test_targets_say_what_is_wrong(entries, options, says):
    with pytest.raises(AnsibleFilterError) as raised:
        targets(entries, **options)
    assert says in str(raised.value)


def test_a_file_that_is_no_yaml_is_named_and_not_shown(tmp_path):
    path = "%s/s/a.vault.yml" % tmp_path
    with pytest.raises(AnsibleFilterError) as raised:
        targets([{"account": "a", "host": "s"}], directory=str(tmp_path), files={path: "password: [geheim\n x: }"})
    assert "%s: is no YAML" % path in str(raised.value)
    assert "geheim" not in str(raised.value)


def test_a_file_that_was_not_read_is_an_error(tmp_path):
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "a.yml").write_text("{}")
    with pytest.raises(AnsibleFilterError, match=r"s/a\.yml: was not read"):
        targets([{"account": "a", "host": "s"}], directory=str(tmp_path), files={})
