# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading, planning, applying and reading back, with several kinds at once."""

from __future__ import annotations

import json

PASSWORD = "Correct-horse-7-battery"


def requests(runner):
    """What was sent: batches as lists of functions, calls as their name."""
    found = []
    for entry in runner.srv.journal:
        commands = [json.loads(value) for name, value in entry.form if name.startswith("command")]
        names = ["%s::%s" % (command[0], command[1]) for command in commands]
        found.append(names or entry.function)
    return found


def test_everything_is_made_in_an_order_that_works(config, document, runner):
    result = config(document)
    assert not result.get("failed"), result
    kinds = [item["kind"] for item in result["plan"]]
    assert kinds[0] == "subdomain"
    assert kinds.index("mysql_database") < kinds.index("mysql_user")
    assert result["drift"] == dict.fromkeys(sorted(document), 1)
    assert result["passwords_to_set"] == []
    contents = runner.alice.contents
    prefix = runner.alice.db_prefix
    assert contents.grants[prefix + "wiki", prefix + "wiki"] == ["INSERT", "SELECT"]
    assert "front@news." + runner.alice.main_domain in contents.mailboxes
    assert PASSWORD not in json.dumps({key: value for key, value in result.items() if key != "invocation"})


def test_a_second_run_reads_twice_and_writes_nothing(config, document, runner):
    config(document)
    again = config(document)
    assert again["changed"] is False and again["plan"] == [] and again["drift"] == {}
    assert again["diff"] == {"before": {}, "after": {}}
    assert len(runner.srv.journal) == 2
    assert not any(entry.writes for entry in runner.srv.journal)


def test_one_batch_of_writes(config, document, runner):
    del document["subdomain"], document["email_forwarder"], document["email_account"]
    result = config(document)
    assert result["changed"] is True
    writes = [names for names in requests(runner) if "Mysql::create_database" in names]
    assert writes == [
        [
            "Mysql::create_database",
            "Mysql::create_user",
            "Mysql::set_privileges_on_database",
            "DNS::mass_edit_zone",
        ]
    ]


def test_check_mode_plans_the_same_and_sends_no_write(config, document, runner):
    planned = config(document, check_mode=True)
    assert planned["changed"] is True
    assert not any(entry.writes for entry in runner.srv.journal)
    made = config(document)
    shown = [(item["kind"], item["action"], item["name"]) for item in planned["plan"]]
    assert [(item["kind"], item["action"], item["name"]) for item in made["plan"]] == shown
    assert planned["drift"] == made["drift"]


def test_what_is_not_mentioned_is_left_alone_and_purge_takes_it(config, runner):
    before = set(runner.alice.contents.mailboxes)
    box = {"email": "front@" + runner.alice.main_domain, "password": PASSWORD}
    config({"email_account": [box]})
    assert set(runner.alice.contents.mailboxes) == before | {box["email"]}
    planned = config({"email_account": [box]}, check_mode=True, purge=["email_account"])
    assert {item["name"] for item in planned["plan"]} == before
    assert {item["action"] for item in planned["plan"]} == {"remove"}
    purged = config({"email_account": [box]}, purge=["email_account"])
    assert purged["drift"] == {"email_account": len(before)}
    assert set(runner.alice.contents.mailboxes) == {box["email"]}
    assert config({"email_account": [box]}, purge=["email_account"])["changed"] is False


def test_a_zone_may_be_edited_while_a_subdomain_takes_its_records_along(config, document, runner):
    assert not config(document).get("failed")
    domain, zone = runner.alice.main_domain, document["dns_zone"][0]
    gone = {"domain": "news." + domain, "state": "absent"}
    edited = {**zone, "records": [{"name": "store", "type": "A", "value": ["192.0.2.10"]}]}
    result = config({"subdomain": [gone], "dns_zone": [edited]})
    assert not result.get("failed"), result
    assert result["drift"] == {"dns_zone": 1, "subdomain": 1}
    after = result["diff"]["after"]["dns_zone"][domain]["records"]
    assert {"name": "store", "type": "A", "ttl": 14400, "value": ["192.0.2.10"]} in after
    assert not any(record["name"] == "news" for record in after)
    assert config({"subdomain": [gone], "dns_zone": [edited]})["changed"] is False


def test_a_kind_can_be_purged_that_the_document_does_not_have(config, runner):
    result = config({}, purge=["email_account"])
    assert not result.get("failed"), result
    assert runner.alice.contents.mailboxes == {}


def test_the_brake(config, document, runner):
    result = config(document, max_changes=5)
    assert result["failed"] and result["error"]["code"] == "too_many_changes" and result["changed"] is False
    assert len(result["pending"]) == 6 and result["applied"] == []
    assert not any(entry.writes for entry in runner.srv.journal)
    assert len(config(document, check_mode=True, max_changes=5)["plan"]) == 6
    assert config(document, max_changes=6)["changed"] is True


def test_a_refusal_midway_tells_what_was_done_and_what_was_not(config, runner):
    domain = runner.alice.main_domain
    runner.alice.overrides["maxsql"] = str(len(runner.alice.contents.databases) + 1)
    document = {
        "mysql_database": [{"name": "one"}, {"name": "two"}, {"name": "three"}],
        "dns_zone": [{"zone": domain, "records": [{"name": "store", "type": "A", "value": ["192.0.2.9"]}]}],
    }
    result = config(document)
    prefix = runner.alice.db_prefix
    assert result["failed"] and result["changed"] is True
    assert [item["name"] for item in result["applied"]] == [prefix + "one"]
    assert [item["name"] for item in result["pending"]] == [prefix + "two", prefix + "three", domain]
    assert result["msg"].startswith("mysql_database %stwo:" % prefix)
    runner.alice.overrides["maxsql"] = "unlimited"
    rest = config(document)
    assert [item["name"] for item in rest["plan"]] == [prefix + "two", prefix + "three", domain]


def test_a_lost_answer_is_settled_by_reading(config, document, runner):
    runner.srv.faults.add("drop_after", function="Mysql::create_database", times=1)
    result = config(document)
    assert not result.get("failed"), result
    assert sum("Mysql::create_database" in names for names in requests(runner)) == 1
    runner.srv.faults.clear()
    assert config(document)["changed"] is False


def test_an_answer_lost_before_the_server_had_it_is_not_called_done(config, document, runner):
    runner.srv.faults.add("drop_before", function="Mysql::create_database", times=1)
    result = config(document)
    assert result["failed"] and result["error"]["category"] == "ambiguous"
    assert [item["kind"] for item in result["applied"]] == ["subdomain"]
    assert "It was not sent again" in result["error"]["hint"]
    runner.srv.faults.clear()
    assert config(document)["changed"] is True
    assert config(document)["changed"] is False


def test_the_same_thing_twice_is_told_before_anything_is_written(config, runner):
    box = {"email": "front@" + runner.alice.main_domain, "password": PASSWORD}
    result = config({"email_account": [box, {**box, "email": box["email"].upper()}]})
    assert "is listed twice, also as config.email_account[0]" in result["msg"]
    assert not any(entry.writes for entry in runner.srv.journal)
