# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is there and not in Git: ``unlisted: report`` of cpanel_account_config, for every kind that can be exported."""

from __future__ import annotations

import json

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._state.document import DOCUMENTED

PASSWORD = "Correct-horse-7-battery"
THIEF = "thief@elsewhere.example.net"


@pytest.fixture
def config(runner):
    def run(document, check_mode=False, **options):
        runner.srv.journal.clear()
        result = runner.run(
            "cpanel_account_config", check_mode, config=document, **{"unlisted": "report", **runner.owner, **options}
        )
        assert not result.get("failed"), result
        return result

    return run


@pytest.fixture
def exported(runner):
    def run():
        result = runner.run("cpanel_account_export", **runner.owner)
        assert not result.get("failed"), result
        return result["config"]

    return run


def found(result):
    return {(entry["kind"], entry["name"]) for entry in result["unlisted"]}


def additions(domain):
    """One more resource of each kind, as somebody makes it who does not ask Git; and how it is called."""
    rule = [{"part": "$header_subject:", "match": "contains", "value": "invoice"}]
    sent_on = [{"action": "deliver", "destination": THIEF}]
    return {
        "subdomain": ({"domain": "hidden." + domain}, "hidden." + domain),
        "addon_domain": ({"domain": "phish.example.org"}, "phish.example.org"),
        "domain_alias": ({"domain": "alias.example.org"}, "alias.example.org"),
        "email_account": ({"email": "ghost@" + domain, "password": PASSWORD}, "ghost@" + domain),
        "email_forwarder": (
            {"address": "boss@" + domain, "destination": THIEF},
            "boss@%s fwd %s" % (domain, THIEF),
        ),
        "email_filter": ({"name": "rules", "rules": rule, "actions": sent_on}, "rules"),
        "email_autoresponder": (
            {"email": "away@" + domain, "from": "x", "subject": "x", "body": "x"},
            "away@" + domain,
        ),
        "email_domain_forwarder": ({"domain": domain, "destination": "elsewhere.example.net"}, domain),
        "email_default_address": ({"domain": domain, "action": "fwd", "destination": THIEF}, domain),
        "email_routing": ({"domain": domain, "routing": "remote"}, domain),
        "ftp_account": ({"login": "ghost@" + domain, "password": PASSWORD}, "ghost@" + domain),
        "mysql_database": ({"name": "hidden"}, "hidden"),
        "mysql_user": ({"name": "hidden", "password": PASSWORD}, "hidden"),
        "redirect": ({"domain": domain, "source": "/shop", "destination": "https://elsewhere.example.net/"}, domain),
        "php_version": ({"vhost": domain, "version": "ea-php83"}, domain),
        "dns_zone": (
            {"zone": domain, "records": [{"name": "login", "type": "A", "value": ["203.0.113.66"]}]},
            "%s: login A" % domain,
        ),
    }


def test_there_is_an_addition_of_every_kind_that_can_be_exported(runner):

    assert set(additions("example.com")) == set(DOCUMENTED)


def test_what_was_exported_leaves_nothing_out(config, exported):
    document = exported()
    result = config(document)
    assert result["unlisted"] == [] and result["unreadable"] == [] and result["changed"] is False


@pytest.mark.parametrize("kind", sorted(additions("")))
@pytest.mark.parametrize("empty", [False, True], ids=["beside the others", "no document"])
def test_an_addition_is_told_and_left_alone(config, exported, runner, kind, empty):
    runner.alice.overrides.update(maxaddon="unlimited", maxpark="unlimited", maxsql="unlimited")
    document = {} if empty else exported()
    addition, name = additions(runner.alice.main_domain)[kind]
    before = found(config(document))
    made = runner.run("cpanel_account_config", config={kind: [addition]}, **runner.owner)
    assert made["changed"] is True, made
    result = config(document, True)
    if kind in ("email_default_address", "email_routing", "php_version", "dns_zone") and not empty:
        # The document has the domain's setting or set: it differs, and is planned.
        assert result["drift"].get(kind) or (kind, name) in found(result) - before
        return
    told = [entry for entry in result["unlisted"] if entry["kind"] == kind and name in entry["name"]]
    told = [entry for entry in told if entry["name"] == name] or told
    assert len(told) == 1, (found(result) - before, result["plan"])
    assert result["changed"] is False
    assert not any(entry.writes for entry in runner.srv.journal)
    assert PASSWORD not in json.dumps(result["unlisted"])


def test_a_filter_of_a_mailbox_is_told(config, exported, runner):
    box = next(iter(runner.alice.contents.mailboxes))
    document = exported()
    filters = {
        "name": "rules",
        "email": box,
        "rules": [{"part": "$header_to:", "match": "contains", "value": "@"}],
        "actions": [{"action": "deliver", "destination": THIEF}],
    }
    runner.run("cpanel_account_config", config={"email_filter": [filters]}, **runner.owner)
    told = config(document)["unlisted"]
    assert [(entry["kind"], entry["name"]) for entry in told] == [("email_filter", "rules " + box)]
    assert told[0]["item"]["actions"] == [{"action": "deliver", "destination": THIEF}]


def test_what_is_purged_or_absent_is_not_told_as_well(config, exported, runner):
    domain = runner.alice.main_domain
    document = exported()
    forwarder = {"address": "boss@" + domain, "destination": THIEF}
    runner.run("cpanel_account_config", config={"email_forwarder": [forwarder]}, **runner.owner)
    assert len(config(document, True)["unlisted"]) == 1
    purged = config(document, True, purge=["email_forwarder"])
    assert purged["unlisted"] == [] and purged["plan"][0]["action"] == "remove"
    absent = {**document, "email_forwarder": [*document.get("email_forwarder", []), {**forwarder, "state": "absent"}]}
    assert config(absent, True)["unlisted"] == []
    assert config(absent)["unlisted"] == []
    assert config(document)["unlisted"] == []


def test_a_kind_that_may_not_be_read_is_told_and_stops_nothing(config, exported, runner):
    document = exported()
    document.pop("mysql_user", None)
    document.pop("mysql_database", None)
    runner.alice.features["mysql"] = False
    result = config(document)
    assert {entry["kind"] for entry in result["unreadable"]} == {"mysql_database", "mysql_user"}
    wanted = runner.run(
        "cpanel_account_config",
        config={**document, "mysql_database": [{"name": "shop"}]},
        unlisted="report",
        **runner.owner,
    )
    assert wanted["failed"] and wanted["error"]["category"] == "permission"


def test_an_account_of_which_nothing_can_be_read_fails(runner):
    runner.alice.features.update(dict.fromkeys(runner.alice.features, False))
    result = runner.run(
        "cpanel_account_config", config={}, unlisted="report", **{**runner.owner, "api_token": "wrong" * 6}
    )
    assert result["failed"]


def test_no_more_rounds_than_kinds_need(config, exported, runner):
    config(exported())
    assert len(runner.srv.journal) <= 3
