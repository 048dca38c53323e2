# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_account_config and cpanel_account_export: a whole account in one document."""

from __future__ import annotations

import json

import pytest

PASSWORD = "Correct-horse-7-battery"


@pytest.fixture
def export(runner):
    def run(**options):
        result = runner.run("cpanel_account_export", **runner.owner, **options)
        assert not result.get("failed"), result
        return result

    return run


@pytest.fixture
def document(runner):
    domain = runner.alice.main_domain
    return {
        "mysql_user": [{"name": "wiki", "password": PASSWORD, "privileges": {"wiki": ["SELECT", "INSERT"]}}],
        "mysql_database": [{"name": "wiki"}],
        "email_forwarder": [{"address": "front@news." + domain, "destination": "front@" + domain}],
        "email_account": [{"email": "front@news." + domain, "password": PASSWORD, "quota_mb": 100}],
        "subdomain": [{"domain": "news." + domain}],
        "dns_zone": [{"zone": domain, "records": [{"name": "store", "type": "A", "value": ["192.0.2.9"]}]}],
    }


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


def test_the_same_thing_twice_is_told_before_anything_is_written(config, runner):
    box = {"email": "front@" + runner.alice.main_domain, "password": PASSWORD}
    result = config({"email_account": [box, {**box, "email": box["email"].upper()}]})
    assert "is listed twice, also as config.email_account[0]" in result["msg"]
    assert not any(entry.writes for entry in runner.srv.journal)


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


def refused(config, runner, document, text):
    result = config(document)
    assert result["failed"] and text in result["msg"], result
    assert result["error"]["category"] == "usage" and result["changed"] is False
    assert not any(entry.writes for entry in runner.srv.journal)


def test_nothing_is_wanted_in_what_the_same_document_removes(config, runner):
    """Told before anything is written, with the place where it stands."""
    runner.alice.overrides.update(maxaddon="unlimited", maxsql="unlimited")
    box = {"email": "i@gone.example.org", "password": PASSWORD}
    made = config({"addon_domain": [{"domain": "gone.example.org"}], "email_account": [box]})
    assert not made.get("failed"), made
    gone = {"addon_domain": [{"domain": "gone.example.org", "state": "absent"}]}
    text = "config.email_account[0].email: gone.example.org is removed by the same task"
    refused(config, runner, {**gone, "email_account": [box]}, text)
    records = [{"name": "www", "type": "A", "value": ["192.0.2.1"]}]
    zone = {"zone": "gone.example.org", "records": records}
    refused(config, runner, {**gone, "dns_zone": [zone]}, "config.dns_zone[0].zone: gone.example.org is removed")
    rules = {"rules": [{"part": "$header_subject", "match": "is", "value": "x"}], "actions": [{"action": "finish"}]}
    of_box = {"name": "f", "email": box["email"], **rules}
    absent = [{"email": box["email"], "state": "absent"}]
    text = "config.email_filter[0].email: i@gone.example.org is removed by the same task"
    refused(config, runner, {"email_account": absent, "email_filter": [of_box]}, text)
    of_nobody = {**of_box, "email": "nobody@" + runner.alice.main_domain}
    refused(
        config,
        runner,
        {"email_filter": [of_nobody]},
        "config.email_filter[0].email: the account has no mailbox nobody@",
    )
    config({"mysql_database": [{"name": "wiki"}]})
    user = {"name": "wiki", "password": PASSWORD, "privileges": {"wiki": ["SELECT"]}}
    dropped = {"mysql_database": [{"name": "wiki", "state": "absent"}], "mysql_user": [user]}
    refused(
        config,
        runner,
        dropped,
        "config.mysql_user[0].privileges: the database %swiki is removed" % runner.alice.db_prefix,
    )


def test_a_zone_of_which_nothing_is_left_may_go_with_its_domain(config, runner):
    runner.alice.overrides["maxaddon"] = "unlimited"
    config({"addon_domain": [{"domain": "gone.example.org"}]})
    document = {
        "addon_domain": [{"domain": "gone.example.org", "state": "absent"}],
        "dns_zone": [{"zone": "gone.example.org", "records": [{"name": "www", "type": "A", "state": "absent"}]}],
        "email_default_address": [{"domain": "gone.example.org", "state": "absent"}],
    }
    planned = config(document, check_mode=True)
    made = config(document)
    assert not made.get("failed"), made
    shown = [[(item["kind"], item["action"]) for item in result["plan"]] for result in (planned, made)]
    assert shown[0] == shown[1]
    assert config(document)["changed"] is False


def test_a_subdomain_has_no_zone(config, runner):
    name = "news." + runner.alice.main_domain
    zone = {"zone": name, "records": [{"name": "www", "type": "A", "value": ["192.0.2.1"]}]}
    text = "config.dns_zone[0].zone: %s is a subdomain and has no zone" % name
    refused(config, runner, {"subdomain": [{"domain": name}], "dns_zone": [zone]}, text)
    config({"subdomain": [{"domain": name}]})
    refused(config, runner, {"dns_zone": [zone]}, text)


def test_one_website_under_two_names_is_told(config, runner):
    runner.alice.overrides["maxaddon"] = "unlimited"
    config({"addon_domain": [{"domain": "two.example.org", "subdomain": "two"}]})
    sites = [("two.example.org", "ea-php81"), ("two." + runner.alice.main_domain, "ea-php83")]
    document = {"php_version": [{"vhost": name, "version": version} for name, version in sites]}
    refused(
        config, runner, document, "config.php_version[1].vhost: two.%s is the same website" % runner.alice.main_domain
    )


def test_an_alias_has_no_website_of_its_own(config, runner):
    runner.alice.overrides["maxpark"] = "unlimited"
    php = [{"vhost": "other.example.org", "version": "ea-php81"}]
    document = {"domain_alias": [{"domain": "other.example.org"}], "php_version": php}
    refused(config, runner, document, "config.php_version[0].vhost: other.example.org is an alias")
    addon = {"addon_domain": [{"domain": "shop2.example.org"}]}
    box = {"email": "a@shop2.elsewhere.example", "password": PASSWORD}
    refused(config, runner, {**addon, "email_account": [box]}, "the account has no domain shop2.elsewhere.example")


def test_domains_on_one_subdomain(config, export, runner):
    """Two addon domains with one directory: made, exported, made again elsewhere, and one of them removed."""
    account = runner.alice
    account.overrides.update(maxaddon="unlimited", maxsub="unlimited")
    both = [{"domain": name, "subdomain": "deep.both"} for name in ("one.example.org", "two.example.org")]
    site = "deep.both." + account.main_domain
    document = {"addon_domain": both, "php_version": [{"vhost": site, "version": "ea-php81"}]}
    made = config(document)
    assert not made.get("failed"), made
    assert {account.addon_domains[item["domain"]] for item in both} == {site}
    assert config(document)["changed"] is False
    found = export(kinds=["addon_domain", "php_version"])["config"]
    assert not config({"addon_domain": [{**item, "state": "absent"} for item in both]}).get("failed")
    assert site not in account.sub_domains
    again = config(found)
    assert not again.get("failed"), again
    assert export(kinds=["addon_domain", "php_version"])["config"] == found
    one = config(
        {"addon_domain": [item for item in found["addon_domain"] if item["domain"] != "two.example.org"]},
        purge=["addon_domain"],
    )
    assert not one.get("failed") and site in account.sub_domains and "two.example.org" not in account.addon_domains
    assert account.addon_domains["one.example.org"] == site


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


def test_one_website_has_one_directory(config, runner):
    runner.alice.overrides.update(maxaddon="unlimited", maxsub="unlimited")
    one = {"domain": "one.example.org", "subdomain": "both", "document_root": "www/one"}
    other = {"domain": "two.example.org", "subdomain": "both", "document_root": "www/two"}
    text = "config.addon_domain[1].document_root: the subdomain both cannot be in both www/one and www/two"
    refused(config, runner, {"addon_domain": [one, other]}, text)
    assert not config({"addon_domain": [one]}).get("failed")
    planned = config({"addon_domain": [one, {**other, "document_root": "www/one"}]}, check_mode=True)
    made = config({"addon_domain": [one, {**other, "document_root": "www/one"}]})
    assert not made.get("failed") and made["diff"] == planned["diff"]


def test_the_last_domain_on_a_subdomain_takes_it_along(config, runner):
    runner.alice.overrides.update(maxaddon="unlimited", maxsub="unlimited")
    both = [{"domain": name, "subdomain": "both"} for name in ("one.example.org", "two.example.org")]
    config({"addon_domain": both})
    result = config({"addon_domain": [{**item, "state": "absent"} for item in reversed(both)]})
    assert not result.get("failed"), result
    functions = [name for entry in runner.srv.journal for name in [dict(entry.form).get("cpanel_jsonapi_func")] if name]
    assert functions == ["unpark", "deladdondomain"]
    assert "both." + runner.alice.main_domain not in runner.alice.sub_domains


def test_what_an_addon_domain_brings_along_can_be_used_at_once(config, runner):
    """The label is the one that it gets: the first one may be taken, or reserved for a service."""
    main = runner.alice.main_domain
    runner.alice.overrides.update(maxaddon="unlimited", maxsub="unlimited")
    box = {"email": "i@storeexample." + main, "password": PASSWORD}
    addon = [{"domain": "store.example"}]
    made = config({"subdomain": [{"domain": "store." + main}], "addon_domain": addon, "email_account": [box]})
    assert not made.get("failed"), made
    reserved = {"addon_domain": [{"domain": "mail.example"}]}
    box = {"email": "i@mail." + main, "password": PASSWORD}
    refused(config, runner, {**reserved, "email_account": [box]}, "the account has no domain mail." + main)
    records = [{"name": "www", "type": "A", "value": ["192.0.2.1"]}]
    zone = {"zone": "new." + main, "records": records}
    text = "is a subdomain and has no zone"
    refused(config, runner, {"addon_domain": [{"domain": "new.example"}], "dns_zone": [zone]}, text)


def test_privileges_may_be_taken_from_a_database_that_goes(config):
    config({"mysql_database": [{"name": "old"}], "mysql_user": [{"name": "u", "password": PASSWORD}]})
    config({"mysql_user": [{"name": "u", "privileges": {"old": "ALL"}}]})
    taken = {"name": "u", "privileges": {"old": "ALL"}, "subtract_privs": True}
    document = {"mysql_database": [{"name": "old", "state": "absent"}], "mysql_user": [taken]}
    result = config(document)
    assert not result.get("failed"), result
    assert config(document)["changed"] is False


def test_a_mailbox_that_was_not_made_has_no_password(config, runner):
    runner.srv.faults.add("drop_before", function="Email::add_pop", times=1)
    result = config({"email_account": [{"email": "lost@" + runner.alice.main_domain}]})
    runner.srv.faults.clear()
    assert result["failed"] and result["changed"] is True
    assert result["passwords_to_set"] == [] and not any("random" in text for text in runner.warnings)
