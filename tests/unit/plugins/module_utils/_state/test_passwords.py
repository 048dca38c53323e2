# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Passwords in documents: which have to be given, and which nobody knows."""

from __future__ import annotations

import json


def test_random_passwords_are_told_after_a_failure_too(config, runner):
    domain = runner.alice.main_domain
    runner.alice.overrides["maxftp"] = str(len(runner.alice.contents.ftp))
    result = config({"email_account": [{"email": "new@" + domain}], "ftp_account": [{"login": "new@" + domain}]})
    assert result["failed"] and "new@" + domain in runner.alice.contents.mailboxes, result
    assert result["passwords_to_set"] == [{"kind": "email_account", "name": "new@" + domain}]
    assert any("email_account new@%s has a random password" % domain in text for text in runner.warnings)


def test_a_user_without_its_privileges_is_told_as_well(config, runner):
    """Made, but the second call failed: nothing is applied in full, and the password is random all the same."""
    prefix = runner.alice.db_prefix
    config({"mysql_database": [{"name": "wiki"}]})
    runner.srv.faults.add("drop_before", function="Mysql::set_privileges_on_database", times=1)
    document = {"mysql_user": [{"name": "wiki", "privileges": {"wiki": ["SELECT"]}}]}
    result = config(document)
    runner.srv.faults.clear()
    assert result["failed"] and result["applied"] == []
    made = [{"kind": "mysql_user", "name": prefix + "wiki"}]
    assert result["passwords_to_set"] == (made if prefix + "wiki" in runner.alice.contents.db_users else [])


def test_a_mailbox_that_was_not_made_has_no_password(config, runner):
    runner.srv.faults.add("drop_before", function="Email::add_pop", times=1)
    result = config({"email_account": [{"email": "lost@" + runner.alice.main_domain}]})
    runner.srv.faults.clear()
    assert result["failed"] and result["changed"] is True
    assert result["passwords_to_set"] == [] and not any("random" in text for text in runner.warnings)


def test_a_missing_password(config, runner):
    box = {"email": "front@" + runner.alice.main_domain}
    refused = config({"email_account": [box]}, missing_password="error")
    assert refused["msg"].startswith("config.email_account[0].password: required")
    assert not any(entry.writes for entry in runner.srv.journal)
    made = config({"email_account": [box]})
    assert made["passwords_to_set"] == [{"kind": "email_account", "name": box["email"]}]
    assert "has a random password" in runner.warnings[0]
    assert len(runner.alice.contents.mailboxes[box["email"]].password) > 30
    assert runner.alice.contents.mailboxes[box["email"]].password not in json.dumps(made)
    assert config({"email_account": [box]})["changed"] is False
