# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands beside what in a zone, what goes of a set, what a purge spares; and how documents tell what is wrong."""

from __future__ import annotations

import json

import pytest

from ansible_collections.hostops.cpanel.tests.simulator.uapi import email as uapi_email


@pytest.fixture
def zone(runner):
    return runner.alice.main_domain


@pytest.fixture
def run(runner):
    def run(check_mode=False, **options):
        runner.srv.journal.clear()
        return runner.run("cpanel_dns_record", check_mode, **runner.owner, **options)

    return run


def values(runner, zone, name, kind):
    lines = runner.alice.contents.zones[zone].lines
    return sorted(" ".join(line.data) for line in lines if (line.dname, line.record_type) == (name, kind))


def wrote(runner):
    return any(entry.writes for entry in runner.srv.journal)


def test_only_the_values_that_are_named_go(run, runner, zone):
    key = {"zone": zone, "name": "store", "type": "A"}
    run(**key, value=["192.0.2.1", "192.0.2.2", "192.0.2.3"])
    for check_mode in (True, False):
        one = run(check_mode, **key, value=["192.0.2.2", "192.0.2.9"], state="absent")
        assert one["changed"] is True and one["dns_record"]["value"] == ["192.0.2.1", "192.0.2.3"]
        assert "192.0.2.1" in runner.warnings[0]
    assert values(runner, zone, "store", "A") == ["192.0.2.1", "192.0.2.3"]
    other = run(**key, value=["192.0.2.9"], state="absent")
    assert other["changed"] is False and not wrote(runner) and "stays" in runner.warnings[0]
    rest = run(**key, value=["192.0.2.3", "192.0.2.1"], state="absent")
    assert rest["changed"] is True and rest["dns_record"] is None and runner.warnings == []


def test_an_absent_value_is_not_another_alias(run, config, runner, zone):
    run(zone=zone, name="go", type="CNAME", value=["one.example.net."])
    kept = run(zone=zone, name="go", type="CNAME", value=["two.example.net."], state="absent")
    assert kept["changed"] is False
    records = [{"name": "go", "type": "CNAME", "value": ["two.example.net."], "state": "absent"}]
    assert config({"dns_zone": [{"zone": zone, "records": records}]})["changed"] is False
    records[0]["value"] = ["one.example.net."]
    assert config({"dns_zone": [{"zone": zone, "records": records}]})["changed"] is True
    assert values(runner, zone, "go", "CNAME") == []


@pytest.mark.parametrize(("there", "wanted"), [("A", "CNAME"), ("CNAME", "A")])
@pytest.mark.parametrize("check_mode", [True, False])
def test_a_cname_beside_others_is_told_before_anything_is_written(run, config, runner, zone, there, wanted, check_mode):
    value = {"A": ["192.0.2.5"], "CNAME": ["cdn.example.net."]}
    run(zone=zone, name="shop-cdn", type=there, value=value[there])
    result = run(check_mode, zone=zone, name="shop-cdn", type=wanted, value=value[wanted])
    assert result["failed"] and result["error"]["category"] == "usage" and not wrote(runner)
    assert "cannot exist beside" in result["msg"] and value[there][0] in result["msg"]
    records = [{"name": "shop-cdn", "type": wanted, "value": value[wanted]}]
    document = {"dns_zone": [{"zone": zone, "records": records}], "mysql_database": [{"name": "first"}]}
    result = config(document, check_mode)
    assert result["failed"] and "cannot exist beside" in result["msg"] and not wrote(runner)
    records.append({"name": "shop-cdn", "type": there, "state": "absent"})
    assert not config(document, check_mode).get("failed")
    assert check_mode or values(runner, zone, "shop-cdn", wanted) == value[wanted]
    assert check_mode or config(document)["changed"] is False


def test_two_of_one_document_are_told(config, runner, zone):
    records = [
        {"name": "x", "type": "A", "value": ["192.0.2.5"]},
        {"name": "x", "type": "CNAME", "value": ["cdn.example.net."]},
    ]
    result = config({"dns_zone": [{"zone": zone, "records": records}]})
    assert result["failed"] and "cannot exist beside" in result["msg"] and not wrote(runner)


def test_what_a_subdomain_brings_gives_way(config, runner, zone):
    """The subdomain's own address is the server's, and what the document says takes its place."""
    records = [{"name": "promo", "type": "CNAME", "value": ["cdn.example.net."]}]
    document = {"subdomain": [{"domain": "promo." + zone}], "dns_zone": [{"zone": zone, "records": records}]}
    assert not config(document, True).get("failed")
    made = config(document)
    assert not made.get("failed"), made
    assert values(runner, zone, "promo", "CNAME") == ["cdn.example.net."]
    assert values(runner, zone, "promo", "A") == [] and config(document)["changed"] is False


def test_an_address_takes_the_place_of_the_servers_alias(run, runner, zone):
    assert run(zone=zone, name="www", type="A", value=["192.0.2.5"])["changed"] is True
    assert values(runner, zone, "www", "CNAME") == []
    assert run(zone=zone, name="www", type="A", value=["192.0.2.5"])["changed"] is False


def test_the_zone_itself_is_no_alias(run, runner, zone):
    result = run(zone=zone, name="@", type="CNAME", value=["cdn.example.net."])
    assert result["failed"] and "cannot be a CNAME" in result["msg"] and len(runner.srv.journal) == 0


def test_a_purge_spares_what_the_server_writes(config, runner, zone):
    """Addresses of subdomains that are there or come, mail, www, keys, the exchanger; and not a thief's exchanger."""
    before = runner.alice.contents.zones[zone].parsed()
    document = {"dns_zone": [{"zone": zone, "records": []}], "subdomain": [{"domain": "new." + zone}]}
    assert not config(document, purge=["dns_zone"]).get("failed")
    after = runner.alice.contents.zones[zone].parsed()
    known = {(row["dname_b64"], row["record_type"]) for row in before if row["type"] == "record"}
    assert known <= {(row["dname_b64"], row["record_type"]) for row in after if row["type"] == "record"}
    assert values(runner, zone, "new", "A") == [runner.alice.ip]
    assert config(document, purge=["dns_zone"])["changed"] is False
    contents = runner.alice.contents.zones[zone]
    for line in contents.lines:
        if line.record_type == "MX":
            line.data[1] = "mx.thief.example."
    assert config(document, purge=["dns_zone"])["changed"] is True
    assert values(runner, zone, zone + ".", "MX") == []


def test_a_typing_error_is_told_with_what_was_meant_and_without_the_value(config, runner, zone):
    box = {"email": "a@" + zone, "pasword": "Correct-horse-7-battery"}
    result = config({"email_account": [box]})
    assert result["failed"] and "'pasword' is unsupported" in result["msg"]
    assert result["error"]["hint"] == "Did you mean password?"
    assert "Correct-horse" not in json.dumps(result) and len(runner.srv.journal) == 0
    twice = config({"email_account": [{"email": "rnd@" + zone}, {"email": "rnd@" + zone}]})
    assert twice["msg"].startswith("config.email_account[1]: rnd@%s is listed twice, also as config." % zone)


def test_a_clamped_quota_is_shown_as_it_is(config, runner, zone, monkeypatch):
    config({"email_account": [{"email": "big@" + zone, "password": "Correct-horse-7-battery", "quota_mb": 10}]})
    monkeypatch.setattr(uapi_email, "quota_argument", lambda _call: 77)
    result = config({"email_account": [{"email": "big@" + zone, "quota_mb": 500}]})
    assert result["error"]["code"] == "not_converged"
    is_now = runner.alice.contents.mailboxes["big@" + zone].quota_mb
    assert result["applied"][0]["after"] == {"quota_mb": is_now} and is_now == 77
