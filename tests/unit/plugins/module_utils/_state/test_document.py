# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_account_config and cpanel_account_export: what a document may say, and what an export writes down."""

from __future__ import annotations

import json

import pytest

PASSWORD = "Correct-horse-7-battery"


@pytest.mark.parametrize(
    ("document", "options", "text"),
    [
        ({"email_acount": []}, {}, "config: 'email_acount' is not a kind of resource; did you mean email_account?"),
        ({"email_account": {}}, {}, "config.email_account: not a list"),
        ({"email_account": ["x"]}, {}, "config.email_account[0]: not a dictionary"),
        ({"email_account": [{"quota_mb": 1}]}, {}, "config.email_account[0]: missing required arguments: email"),
        (
            {"email_account": [{"email": "a@b.de", "quota": 1}]},
            {},
            "config.email_account[0]: 'quota' is unsupported; did you mean quota_mb?",
        ),
        (
            {"email_account": [{"email": "a@b.de", "quota_mb": "x"}]},
            {},
            "config.email_account[0].quota_mb: 'x' is not a size in MB",
        ),
        (
            {"email_account": [{"email": "a@b.de", "password": {"box": PASSWORD}}]},
            {},
            "config.email_account[0].password: not a text",
        ),
        ({"email_account": [{"email": "a@b.de"}]}, {"purge": ["mail"]}, "purge: 'mail' is not a kind of resource"),
        ({}, {"purge": ["php_version"]}, "purge: php_version exists for every domain"),
        ({}, {"max_changes": -1}, "max_changes: -1 is less than 0"),
        (
            {"dns_zone": [{"zone": "b.de", "records": [{"name": "a", "type": "A", "value": ["x"]}]}]},
            {},
            "config.dns_zone[0].records[0].value: 'x' is not a value for A",
        ),
    ],
)
def test_bad_input_is_told_before_anything_is_sent(config, runner, document, options, text):
    result = config(document, **options)
    assert result["failed"] and text in result["msg"], result["msg"]
    assert PASSWORD not in json.dumps({"msg": result["msg"], "error": result["error"]})
    assert result["error"]["category"] == "usage"
    assert runner.lines == []


def test_an_export_changes_nothing_when_it_is_applied(config, export, document):
    config(document)
    found = export()
    assert found["unreadable"] == [] and found["changed"] is False
    again = config(found["config"])
    assert again["changed"] is False, again["plan"]
    assert export()["config"] == found["config"]


def test_texts_that_look_like_placeholders_stay_what_they_are(config, export, runner):
    """A document means the same for one account and for a fleet: a backslash says that the text itself is meant."""
    box = "front@" + runner.alice.main_domain
    text = "{domain} and \\{account}, {vars.x} but not {other}"
    config({"email_account": [{"email": box, "password": PASSWORD}]})
    away = {"email": box, "from": "Front", "subject": "Away"}
    made = config(
        {"email_autoresponder": [{**away, "body": "\\{domain} and \\\\{account}, \\{vars.x} but not {other}"}]}
    )
    assert not made.get("failed"), made
    assert runner.alice.contents.autoresponders[box]["body"].rstrip() == text
    found = export(kinds=["email_autoresponder"])["config"]
    assert "\\{vars.x} but not {other}" in found["email_autoresponder"][0]["body"]
    assert config(found)["changed"] is False
    fleet = runner.run("cpanel_fleet", accounts=[runner.alice.name], config=found, **runner.root)
    assert not fleet.get("failed") and fleet["changed"] is False, fleet


def test_an_export_names_what_it_lacks(config, export, document, runner):
    config(document)
    found = export()
    assert {item["kind"] for item in found["not_exported"]} == {"email_account", "ftp_account", "mysql_user"}
    assert PASSWORD not in json.dumps(found["config"])


def test_an_export_goes_on_without_what_may_not_be_read(export, runner):
    runner.alice.features["mysql"] = False
    found = export()
    assert {item["kind"] for item in found["unreadable"]} == {"mysql_database", "mysql_user"}
    assert "email_account" in found["config"] and "mysql_user" not in found["config"]
    assert any("mysql_user could not be read" in text for text in runner.warnings)


def test_an_account_that_is_not_there_is_no_empty_document(runner):
    result = runner.run("cpanel_account_export", account="nobody", **runner.root)
    assert result["failed"] and "nobody" in result["msg"], result


def test_some_kinds_can_be_exported(export, runner):
    assert list(export(kinds=["email_account"])["config"]) == ["email_account"]
    wrong = runner.run("cpanel_account_export", kinds=["mail"], **runner.owner)
    assert "kinds: 'mail' is not a kind of resource" in wrong["msg"]
