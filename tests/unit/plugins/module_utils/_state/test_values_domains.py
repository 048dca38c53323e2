# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names with other letters than ASCII: however a domain is written, it is one, in every kind."""

from __future__ import annotations

import copy
import json
import sys

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._state.document import DOCUMENTED
from ansible_collections.hostops.cpanel.plugins.module_utils._state.values import server_domain
from ansible_collections.hostops.cpanel.tests.simulator.state.generate import empty_contents

PASSWORD = "Correct-horse-7-battery"
# As it is written, in capitals, with a combining mark, and as servers know it.
SPELLINGS = ["b\u00fccher.example", "B\u00dcCHER.Example", "bu\u0308cher.example", "xn--bcher-kva.example"]
KNOWN = SPELLINGS[-1]
PURGEABLE = [name for name, kind in DOCUMENTED.items() if kind.reset_to is None]


def document(main):
    """Every kind, with names below a domain that is written so."""
    return {
        "addon_domain": [{"domain": "\u00f6l.test"}],
        "subdomain": [{"domain": "k\u00e4se." + main}],
        "domain_alias": [{"domain": "Gr\u00fcn.test"}],
        "email_account": [{"email": "info@" + main, "password": PASSWORD}],
        "email_forwarder": [
            {"address": "x@k\u00e4se." + main, "destination": "me@" + main},
            {"address": "y", "domain": main, "destination": "me@m\u00fcnchen.example"},
        ],
        "email_default_address": [{"domain": main, "destination": "all@" + main}],
        "email_domain_forwarder": [{"domain": "gr\u00fcn.test", "destination": main}],
        "email_routing": [{"domain": main, "routing": "remote"}],
        "email_autoresponder": [{"email": "away@" + main, "from": "Us", "subject": "Away", "body": "B\u00fccher!"}],
        "email_filter": [
            {
                "name": "one",
                "email": "info@" + main,
                "rules": [{"part": "$header_subject", "value": "B\u00fccher"}],
                "actions": [{"action": "deliver", "destination": "me@" + main}],
            }
        ],
        "ftp_account": [{"login": "web@" + main, "password": PASSWORD, "directory": "web"}],
        "mysql_database": [],
        "mysql_user": [],
        "php_version": [{"vhost": "k\u00e4se." + main, "version": "ea-php81"}],
        "redirect": [{"domain": main, "source": "/o", "destination": "https://k\u00e4se.%s/n?q=%%20" % main}],
        "dns_zone": [
            {
                "zone": main,
                "records": [
                    {"name": "gr\u00fc\u00dfe." + main, "type": "A", "value": ["192.0.2.8"]},
                    {"name": "caf\u00e9", "type": "CNAME", "value": ["k\u00e4se.%s." % main]},
                    {"name": "m", "type": "MX", "value": ["5 \u00f6l.%s." % main]},
                    {"name": "t", "type": "TXT", "value": ["B\u00fccher stay as they are"]},
                ],
            }
        ],
    }


@pytest.fixture
def config(runner):
    alice = runner.alice
    alice.main_domain = KNOWN
    for domains in (alice.addon_domains, alice.sub_domains, alice.parked_domains):
        domains.clear()
    alice.overrides.update(dict.fromkeys(("maxaddon", "maxpark", "maxsub", "maxpop", "maxsql", "maxftp"), "unlimited"))
    alice.__dict__["contents"] = empty_contents(alice, runner.srv.hostname, 0)

    def run(main, **options):
        given = {"config": copy.deepcopy(document(main)), "purge": PURGEABLE, **runner.owner, **options}
        result = runner.run("cpanel_account_config", **given)
        assert not result.get("failed"), (result["msg"], result["error"])
        return result

    return run


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_domain_is_one_however_it_is_written(config, runner, spelling):
    assert set(document(KNOWN)) == set(DOCUMENTED)
    made = config(spelling)
    assert made["changed"] is True
    kept = runner.alice.contents
    assert set(kept.mailboxes) == {"info@" + KNOWN}
    assert all(name.isascii() for name in [*runner.alice.domains, *kept.zones, *kept.ftp, *kept.default_address])
    for other in SPELLINGS:
        assert config(other)["plan"] == [], other
    texts = [line.data for line in kept.zones[KNOWN].lines if line.dname == "t"]
    assert texts == [["B\u00fccher stay as they are"]]


def test_what_a_server_tells_in_letters_is_the_same(config, runner):
    """A server that keeps names as they were written is understood, too."""
    config(KNOWN)
    kept = runner.alice.contents
    box = kept.mailboxes.pop("info@" + KNOWN)
    box.domain = SPELLINGS[0]
    kept.mailboxes[box.address] = box
    result = runner.run("cpanel_email_account", email="info@" + KNOWN, check_mode=True, **runner.owner)
    assert result["changed"] is False


@pytest.mark.parametrize(
    "name", ["\u00fc.ex\U0001f600mple", "\u200d.example", "xn--\u00fc.example", "a\u3002\u3002b.c\u00fc"]
)
def test_what_is_no_name_is_told_before_anything_is_sent(runner, name):
    result = runner.run("cpanel_domain_alias", domain=name, **runner.owner)
    assert result["failed"] and result["error"]["category"] == "usage" and result["msg"].startswith("domain: ")
    assert len(runner.srv.journal) == 0


def test_without_the_package_only_such_names_are_refused(runner, monkeypatch):
    monkeypatch.setitem(sys.modules, "idna", None)
    refused = runner.run("cpanel_domain_alias", domain="b\u00fccher.example", **runner.owner)
    assert refused["failed"] and "Python package idna" in refused["msg"]
    assert not runner.run("cpanel_domain_alias", domain="books.example", check_mode=True, **runner.owner).get("failed")
    assert server_domain("B\u00fccher.example") == "b\u00fccher.example"


@pytest.mark.parametrize(
    "name", ["a..b", "-a.example", "a-.example", "x" * 64 + ".example", "a.*.example", "a_b!.example", "a.example;b"]
)
def test_what_servers_would_take_for_another_name_is_refused(runner, name):
    result = runner.run("cpanel_domain_alias", domain=name, **runner.owner)
    assert result["failed"] and "is not a domain name" in result["msg"] and len(runner.srv.journal) == 0


@pytest.mark.parametrize("address", ["*", "*@{domain}", " *@{domain}"])
def test_the_default_address_is_no_forwarder(runner, address):
    """It would be written and then not be there: it is a kind of its own."""
    domain = runner.alice.main_domain
    given = {"address": address.format(domain=domain), "domain": domain, "destination": "a@example.com"}
    result = runner.run("cpanel_email_forwarder", **given, **runner.owner)
    assert result["failed"] and "email_default_address" in result["msg"] and len(runner.srv.journal) == 0
    document = {"email_forwarder": [given]}
    result = runner.run("cpanel_account_config", config=document, **runner.owner)
    assert result["failed"] and "email_default_address" in result["msg"] and len(runner.srv.journal) == 0


@pytest.mark.parametrize("local", ["|/bin/sh", "/etc/x", "a,b", '"a b"', "a:b", "a;b", "a<b>", "a\\b", "a\x07b", "*"])
@pytest.mark.parametrize("kind", ["email_account", "ftp_account", "email_autoresponder", "email_forwarder"])
def test_local_parts_that_would_become_something_else_are_refused(runner, kind, local):
    option = {"email_forwarder": "address", "ftp_account": "login"}.get(kind, "email")
    item = {option: "%s@%s" % (local, runner.alice.main_domain), "state": "absent"}
    result = runner.run("cpanel_account_config", config={kind: [item]}, **runner.owner)
    assert result["failed"] and result["error"]["category"] == "usage", json.dumps(result)
    assert len(runner.srv.journal) == 0
