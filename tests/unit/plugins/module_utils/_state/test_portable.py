# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An export fits another account: other names, another server, another address, and the same hosting in the end."""

from __future__ import annotations

import copy
import json

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from hypothesis import HealthCheck, given, settings

from ansible_collections.hostops.cpanel.plugins.modules.cpanel_account_config import COMMAND as CONFIG
from ansible_collections.hostops.cpanel.plugins.modules.cpanel_account_export import COMMAND as EXPORT
from ansible_collections.hostops.cpanel.plugins.modules.cpanel_fleet import COMMAND as FLEET
from ansible_collections.hostops.cpanel.tests.simulator.state.generate import empty_contents
from ansible_collections.hostops.cpanel.tests.unit.plugins.module_utils._state.test_document_properties import (
    MAIN,
    PURGEABLE,
    documents,
)

PASSWORD = "Correct-horse-7-battery"
LIMITS = ("maxaddon", "maxpark", "maxsub", "maxpop", "maxsql", "maxftp")


class Place:
    """One account on one server, and what is done with it."""

    def __init__(self, sim, server, domain, ip):
        self.server = server
        self.account = next(account for account in server.accounts.values() if account.owner == "root")
        self.account.main_domain, self.account.ip = domain, ip
        self.connection = {
            "host": server.host,
            "port": server.ports[2083],
            "credential": "cpanel",
            "username": self.account.name,
            "api_token": self.account.api_token,
            "ca_path": sim.ca_path,
        }
        self.root = {"host": server.host, "port": server.ports[2087], "api_token": server.root_token}
        self.root["ca_path"] = sim.ca_path
        self.clear()

    def clear(self):
        account = self.account
        for domains in (account.addon_domains, account.sub_domains, account.parked_domains):
            domains.clear()
        account.overrides.update(dict.fromkeys(LIMITS, "unlimited"))
        account.__dict__["contents"] = empty_contents(account, self.server.hostname, 0)
        zone = account.contents.zones[account.main_domain]
        zone.add("default._domainkey", "TXT", "v=DKIM1; k=rsa; p=KEYOF" + account.name)

    def run(self, command, check_mode=False, **options):
        result = ArgumentSpecValidator(dict(command.spec)).validate({**self.connection, **copy.deepcopy(options)})
        assert not result.error_messages, result.error_messages
        found = command.execute(result.validated_parameters, check_mode)
        assert not found.get("failed"), (found["msg"], found["error"], options)
        return {name: value for name, value in found.items() if name != "invocation"}

    def apply(self, document, **options):
        return self.run(CONFIG, config=document, **options)

    def export(self, **options):
        found = self.run(EXPORT, **options)
        assert found["unreadable"] == []
        return found


@pytest.fixture
def places(two):
    first = Place(two, two.servers[0], MAIN, "198.51.100.7")
    second = Place(two, two.servers[1], "other-name.example.net", "203.0.113.80")
    assert first.account.db_prefix != second.account.db_prefix
    return first, second


def rich(place):
    """A document in which what is the account's own occurs in every kind, inside of values too."""
    domain, ip, name = place.account.main_domain, place.account.ip, place.account.name
    return {
        "addon_domain": [{"domain": "shop.example.org", "document_root": "sites/" + domain}],
        "subdomain": [{"domain": "blog." + domain}, {"domain": "a.blog." + domain}],
        "domain_alias": [{"domain": "alias.example.org"}],
        "email_account": [{"email": "info@" + domain, "password": PASSWORD, "quota_mb": 7}],
        "email_forwarder": [
            {"address": "x@" + domain, "destination": "info@blog." + domain},
            {"address": "y@" + domain, "destination": "me@not" + domain},
            {"address": "z@shop.example.org", "action": "system", "destination": name},
            {"address": "p@" + domain, "action": "pipe", "destination": "bin/take.sh " + domain},
        ],
        "email_default_address": [{"domain": "shop.example.org", "action": "system"}],
        "email_domain_forwarder": [{"domain": "alias.example.org", "destination": domain}],
        "email_routing": [{"domain": domain, "routing": "remote"}],
        "email_autoresponder": [
            {
                "email": "away@" + domain,
                "from": domain,
                "subject": "At https://%s/, not %s.evil.example" % (domain, domain),
                "body": "Mail info@%s or \\{domain} at %s and 1%s" % (domain, ip, ip),
            }
        ],
        "email_filter": [
            {
                "name": "f",
                "rules": [{"part": "$header_to", "match": "contains", "value": "@" + domain}],
                "actions": [
                    {"action": "deliver", "destination": "info@" + domain},
                    {"action": "deliver", "destination": name},
                    {"action": "pipe", "destination": "/home/%s/bin/x" % name},
                ],
            }
        ],
        "ftp_account": [{"login": "web@" + domain, "password": PASSWORD, "directory": "public_html/" + domain}],
        "mysql_database": [{"name": "app"}, {"name": place.account.db_prefix + "wiki"}],
        "mysql_user": [{"name": "app", "password": PASSWORD, "privileges": {"wiki": ["ALL"], "app": ["SELECT"]}}],
        "php_version": [{"vhost": "blog." + domain, "version": "ea-php81"}],
        "redirect": [{"domain": domain, "source": "/o", "destination": "https://%s/new?at=%s" % (domain, ip)}],
        "dns_zone": [
            {
                "zone": domain,
                "records": [
                    {"name": "_dmarc", "type": "TXT", "value": ["v=DMARC1; p=reject; rua=mailto:d@" + domain]},
                    {"name": "@", "type": "TXT", "value": ["v=spf1 ip4:%s include:mail.example.com ~all" % ip]},
                    {"name": "own", "type": "A", "value": [ip, "192.0.2.99"]},
                    {"name": "cdn", "type": "CNAME", "value": ["cdn.example.net."]},
                    {"name": "here", "type": "CNAME", "value": [domain + "."]},
                    {"name": "other", "type": "MX", "value": ["5 mx." + domain + ".", "9 mx.example.net."]},
                    {"name": "www", "type": "CNAME", "value": ["cdn.example.net."]},
                ],
            },
            {"zone": "shop.example.org", "records": [{"name": "@", "type": "MX", "value": ["1 mx.example.net."]}]},
        ],
    }


def test_the_same_hosting_elsewhere(places):
    first, second = places
    first.apply(rich(first))
    document = first.export()
    text = json.dumps(document)
    own = (first.account.name, "198.51.100.7", "KEYOF", '"%s' % first.account.db_prefix)
    assert [word for word in own if word in text.replace("1198.51.100.7", "")] == []
    assert MAIN not in text.replace("me@not" + MAIN, "").replace(MAIN + ".evil.example", "")
    second.apply(document["config"])
    again = second.export()
    assert again["config"] == document["config"]
    assert again["not_exported"] == document["not_exported"] and again["server_records"] == document["server_records"]
    assert second.apply(document["config"])["plan"] == []
    contents, domain = second.account.contents, second.account.main_domain
    assert {"info@" + domain} == set(contents.mailboxes)
    assert set(contents.databases) == {second.account.db_prefix + "app", second.account.db_prefix + "wiki"}
    assert contents.redirects[0].target == "https://%s/new?at=203.0.113.80" % domain
    kept = [line for line in contents.zones[domain].lines if line.dname == "default._domainkey"]
    assert kept[0].data == ["v=DKIM1; k=rsa; p=KEYOF" + second.account.name]
    assert "or {domain} at 203.0.113.80 and 1198.51.100.7" in contents.autoresponders["away@" + domain]["body"]
    assert ("y@" + domain, "me@not" + MAIN) in contents.forwarders


def test_a_fleet_fills_it_as_well(places):
    first, second = places
    first.apply(rich(first))
    document = first.export()["config"]
    entry = {"account": second.account.name, "domain": second.account.main_domain, "ip": second.account.ip}
    params = {**second.root, "accounts": [entry], "config": document}
    result = ArgumentSpecValidator(dict(FLEET.spec)).validate(params)
    assert not result.error_messages
    done = FLEET.execute(result.validated_parameters, False)
    assert not done.get("failed"), done
    assert second.export()["config"] == document
    export = ArgumentSpecValidator(dict(FLEET.spec)).validate({**second.root, "accounts": [entry], "export": {}})
    read = FLEET.execute(export.validated_parameters, False)
    assert read["results"][0]["config"] == document
    assert read["results"][0]["server_records"] == first.export()["server_records"]


def test_literal_values_and_the_records_of_the_server(places):
    first, _second = places
    first.apply(rich(first))
    literal = first.export(portable=False)
    assert literal["config"]["email_account"][0]["email"] == "info@" + MAIN
    assert [item["name"] for item in literal["config"]["mysql_database"]] == [
        first.account.db_prefix + "app",
        first.account.db_prefix + "wiki",
    ]
    assert first.apply(literal["config"])["plan"] == []
    whole = first.export(server_records=True)
    assert whole["server_records"] == []
    names = {(one["name"], one["type"]) for one in whole["config"]["dns_zone"][-1]["records"]}
    assert {("@", "A"), ("@", "MX"), ("mail", "CNAME"), ("default._domainkey", "TXT"), ("blog", "A")} <= names
    left_out = {(one["name"], one["type"]) for one in first.export()["server_records"] if one["zone"] == "{domain}"}
    assert left_out == names - {
        *[("own", "A"), ("cdn", "CNAME"), ("here", "CNAME"), ("other", "MX"), ("www", "CNAME")],
        *[("_dmarc", "TXT"), ("@", "TXT")],
    }


@pytest.mark.slow
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=documents())
def test_any_account_rebuilt_elsewhere_exports_the_same(places, document):
    first, second = places
    first.clear()
    second.clear()
    first.apply(document, purge=PURGEABLE)
    exported = first.export()["config"]
    assert MAIN not in json.dumps(exported)
    second.apply(exported)
    assert second.export()["config"] == exported
    assert second.apply(exported)["plan"] == []
