# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What cannot be together in one plan is refused before anything is written; what can be is made in one go."""

from __future__ import annotations

PASSWORD = "Correct-horse-7-battery"


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
