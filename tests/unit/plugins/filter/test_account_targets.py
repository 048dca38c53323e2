# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter account_targets: whose documents an account gets, in which order, and that none is lost."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.hostops.cpanel.plugins.filter.account_targets import FilterModule
from ansible_collections.hostops.cpanel.plugins.module_utils._state.document import APPLY_SPEC, DOCUMENTED, Document
from ansible_collections.hostops.cpanel.tests.unit.plugins.filter.samples import sample

targets = FilterModule().filters()["account_targets"]


def box(email, **fields):
    return {"email_account": [{"email": email, **fields}]}


@pytest.mark.parametrize("name", sorted(DOCUMENTED))
def test_what_comes_out_is_a_document_again(name):
    item = sample(name)
    (target,) = targets([{"account": "alice", "config": {name: [dict(item)]}}], defaults={name: [item]})
    assert target["config"] == {name: [item]}
    params = {option: rule.get("default") for option, rule in APPLY_SPEC.items()}
    assert Document(params, target["config"])


def test_what_yaml_takes_for_a_date_is_a_text(tmp_path):
    path = "%s/s/a.yml" % tmp_path
    text = "dns_zone: [{zone: example.com, records: [{name: a, type: TXT, value: [2026-01-02]}]}]"
    (target,) = targets([{"account": "a", "host": "s"}], directory=str(tmp_path), files={path: text})
    assert target["config"]["dns_zone"][0]["records"][0]["value"] == ["2026-01-02"]


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
        (["a"], {"packages": ["x"]}, "packages: not a dictionary"),
        (["a"], {"defaults": "x"}, "defaults: not a dictionary"),
        (["a"], {"defaults": {"x": []}}, "defaults: 'x' is not a kind of resource"),
        (
            [{"account": "a", "package": "p"}],
            {"packages": {"p": {"x": []}}},
            "package p: 'x' is not a kind of resource",
        ),
        ([{"account": "a", "groups": ["g"]}], {"groups": {"g": {"x": []}}}, "group g: 'x' is not a kind of resource"),
        ([{"account": "a", "config": {"x": []}}], {}, "config of a: 'x' is not a kind of resource"),
        ([{"account": "a", "config": ["x"]}], {}, "config of a: not a dictionary"),
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
    assert "%s: not YAML" % path in str(raised.value)
    assert "geheim" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("email_account: []\nftp_account: []\nemail_account: []\n", "s/a.yml: line 3: email_account is written twice"),
        ("email_account:\n- email: a@b.de\n  email: c@d.de\n", "s/a.yml: line 3: email is written twice"),
    ],
)
def test_a_key_that_is_there_twice_is_an_error(tmp_path, text, says):
    """Also in a text of a type that a parser does not take, as Ansible marks what was read."""
    path, text = "%s/s/a.yml" % tmp_path, type("Marked", (str,), {})(text)
    with pytest.raises(AnsibleFilterError) as raised:
        targets([{"account": "a", "host": "s"}], directory=str(tmp_path), files={path: text})
    assert says in str(raised.value)


def test_anchors_and_merges_are_no_doubles(tmp_path):
    path = "%s/s/a.yml" % tmp_path
    text = "mysql_database:\n- &one {name: a, state: present}\n- {<<: *one, name: b}\n"
    (target,) = targets([{"account": "a", "host": "s"}], directory=str(tmp_path), files={path: text})
    assert [item["name"] for item in target["config"]["mysql_database"]] == ["a", "b"]


def test_a_file_that_was_not_read_is_an_error(tmp_path):
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "a.yml").write_text("{}")
    with pytest.raises(AnsibleFilterError, match=r"s/a\.yml: was not read"):
        targets([{"account": "a", "host": "s"}], directory=str(tmp_path), files={})


# Names as paths


def test_files_that_are_there_are_listed_and_lie_in_the_directory(tmp_path):
    for name in ("s1/alice.yml", "s1/alice.vault.yml", "s2/bob.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("---\n", encoding="utf-8")
    entries = ["alice", {"account": "bob", "host": "s2"}, {"account": "carol"}, "alice"]
    found = targets(entries, directory=str(tmp_path), server="s1", only_files=True)
    assert found == [str(tmp_path / name) for name in ("s1/alice.yml", "s1/alice.vault.yml", "s2/bob.yml")]
    assert targets(entries, only_files=True) == []


@pytest.mark.parametrize("only_files", [True, False])
@pytest.mark.parametrize(
    "entry",
    [
        "../secret",
        "/etc/passwd",
        "~root",
        "$HOME",
        "alice.vault",
        {"account": "alice", "host": "../s1"},
        {"account": "alice", "host": "/etc"},
        {"account": "alice", "host": "away"},
    ],
)
def test_names_that_lead_elsewhere_are_an_error(tmp_path, entry, only_files):
    """An account called alice.vault would read the passwords of alice."""
    documents = tmp_path / "documents"
    (documents / "s1").mkdir(parents=True)
    for path in ("secret.yml", "documents/s1/alice.vault.yml", "alice.yml"):
        (tmp_path / path).write_text("mysql_database: [{name: shop}]\n", encoding="utf-8")
    (documents / "away").symlink_to(tmp_path)
    with pytest.raises(AnsibleFilterError):
        targets([entry], directory=str(documents), server="s1", only_files=only_files)
