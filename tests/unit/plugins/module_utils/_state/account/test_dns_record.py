# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_dns_record: sets of records by one edit with a serial number (protocol.md 6.6)."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def record(life):
    return life("dns_record")


@pytest.fixture
def zone(runner):
    return runner.alice.main_domain


def edit(record):
    """The parameters of the edit that was sent."""
    (entry,) = [entry for entry in record.runner.srv.journal if "mass_edit_zone" in entry.path]
    return dict(entry.form)


def lines(runner, zone, kind):
    return [line for line in runner.alice.contents.zones[zone].lines if line.record_type == kind]


def test_its_whole_life(record, zone):
    key = {"zone": zone, "name": "store", "type": "A"}
    record.whole({**key, "ttl": 300, "value": ["192.0.2.2", "192.0.2.1"]}, {"value": ["192.0.2.3"]}, key=key)


def test_requests_are_counted(record, zone):
    record.ok(zone=zone, name="store", type="A", value=["192.0.2.2"])
    read = ["DomainInfo::list_domains", "DNS::parse_zone"]
    assert record.sent == [*read, "DNS::mass_edit_zone", *read]
    record.ok(zone=zone, name="store", type="A", value=["192.0.2.2"])
    assert record.sent == read


@pytest.mark.parametrize("state", ["present", "absent"])
def test_a_lost_answer_is_settled_by_reading(record, zone, state):
    given = {"zone": zone, "name": "store", "type": "A"}
    if state == "absent":
        record.ok(**given, value=["192.0.2.2"])
        record.survives_lost_answer("DNS::mass_edit_zone", **given, state="absent")
    else:
        record.survives_lost_answer("DNS::mass_edit_zone", **given, value=["192.0.2.2"])
    assert record.runner.srv.internal_errors == []


@pytest.mark.parametrize("spelling", ["store", "STORE", "store.{zone}", "store.{zone}."])
def test_all_spellings_of_a_name_are_one(record, zone, spelling):
    record.ok(zone=zone, name="store", type="A", value=["192.0.2.2"])
    again = record.ok(zone=zone, name=spelling.format(zone=zone), type="A", value=["192.0.2.2"])
    assert again["changed"] is False and again["dns_record"]["name"] == "store"


@pytest.mark.parametrize("spelling", ["@", "", "{zone}", "{zone}."])
def test_the_apex_is_sent_in_full(record, zone, spelling):
    """``@`` on the wire makes the whole edit fail."""
    result = record.ok(zone=zone, name=spelling.format(zone=zone), type="CAA", value=['0 issue "ca.example.org"'])
    assert result["dns_record"]["name"] == "@"
    assert json.loads(edit(record)["add-0"])["dname"] == zone + "."
    assert json.loads(edit(record)["add-0"])["data"] == ["0", "issue", "ca.example.org"]
    assert record.ok(zone=zone, name="@", type="CAA", value=["0 issue ca.example.org"])["changed"] is False


def test_lines_are_used_again_and_named_by_their_present_index(record, zone, runner):
    record.ok(zone=zone, name="store", type="A", value=["192.0.2.1", "192.0.2.2", "192.0.2.3"])
    record.ok(zone=zone, name="store", type="A", value=["192.0.2.2", "192.0.2.9"])
    sent = edit(record)
    assert "edit-0" in sent and "remove-0" in sent and "add-0" not in sent
    found = [line.data[0] for line in lines(runner, zone, "A") if line.dname == "store"]
    assert sorted(found) == ["192.0.2.2", "192.0.2.9"]


def test_a_ttl_alone_is_changed_on_every_line(record, zone, runner):
    """One set has one TTL: the server refuses several."""
    record.ok(zone=zone, name="store", type="A", value=["192.0.2.1", "192.0.2.2"])
    record.ok(zone=zone, name="store", type="A", ttl=60)
    assert {line.ttl for line in lines(runner, zone, "A") if line.dname == "store"} == {60}
    record.ok(zone=zone, name="store", type="A", value=["192.0.2.1", "192.0.2.2", "192.0.2.3"])
    assert {line.ttl for line in lines(runner, zone, "A") if line.dname == "store"} == {60}


@pytest.mark.parametrize("text", ["x" * 256, "x" * 700, "\u00fc" * 200, 'a;b "quoted" \\ $ %', ""])
def test_long_and_odd_texts_survive(record, zone, runner, text):
    if not text:
        text = " "
    record.ok(zone=zone, name="long", type="TXT", value=[text])
    (line,) = [line for line in lines(runner, zone, "TXT") if line.dname == "long"]
    assert "".join(line.data) == text
    assert all(len(part.encode()) <= 255 for part in line.data)
    assert record.ok(zone=zone, name="long", type="TXT", value=[text])["changed"] is False


@pytest.mark.parametrize(
    ("kind", "given", "shown"),
    [
        ("MX", "10 Mail", "10 mail.{zone}."),
        ("MX", "010 mx.example.org", "10 mx.example.org."),
        ("CNAME", "@", "{zone}."),
        ("CNAME", "www.example.org", "www.example.org."),
        ("AAAA", "2001:DB8:0:0:0:0:0:1", "2001:db8::1"),
        ("SRV", "0  5 5060 sip", "0 5 5060 sip.{zone}."),
    ],
)
def test_values_have_one_form(record, zone, kind, given, shown):
    made = record.ok(zone=zone, name="thing", type=kind, value=[given])
    assert made["dns_record"]["value"] == [shown.format(zone=zone)]
    assert record.ok(zone=zone, name="thing", type=kind, value=[given])["changed"] is False


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"type": "A", "value": ["192.0.2"]}, "value: '192.0.2' is not a value for A"),
        (
            {"type": "MX", "value": ["mail.example.org."]},
            "value: 'mail.example.org.' is not a value for MX, which has 2 parts",
        ),
        ({"type": "CNAME", "value": ["one", "two"]}, "value: a CNAME has one value; give one"),
        ({"type": "A", "value": []}, "value: it is empty"),
        ({"type": "A", "value": ["192.0.2.1"], "ttl": 0}, "ttl: 0 is too small"),
        ({"type": "A", "value": ["192.0.2.1"], "name": "www.example.org."}, "is not a name in the zone"),
        ({"type": "A", "value": ["192.0.2.1"], "zone": "nonsense"}, "zone: 'nonsense' is not a domain name"),
    ],
)
def test_bad_input_is_told_before_anything_is_sent(record, zone, options, text):
    result = record.fails(**{"zone": zone, "name": "store", **options})
    assert text in result["msg"] and result["error"]["category"] == "usage"
    assert record.sent == []


def test_a_foreign_zone_is_told_before_anything_is_written(record):
    result = record.fails(zone="example.org", name="www", type="A", value=["192.0.2.1"])
    assert "the account has no domain example.org" in result["msg"]
    assert record.written == []


def test_someone_else_edits_the_zone_at_the_same_time(record, zone, runner):
    """The serial number does not match any more: read once more, planned once more, and both edits are there."""
    record.ok(zone=zone, name="store", type="A", value=["192.0.2.1"])
    here = runner.alice.contents.zones[zone]
    edits, real = [], type(here).edit

    def meanwhile(self, *given):
        if not edits:
            edits.append("someone else")
            self.lines.insert(3, type(self.lines[-1])("A", "other", 14400, ["192.0.2.77"]))
            self.bump(given[-1])
        return real(self, *given)

    type(here).edit = meanwhile
    try:
        result = record.ok(zone=zone, name="store", type="A", value=["192.0.2.2"])
    finally:
        type(here).edit = real
    assert result["changed"] is True and result["diff"]["after"] == {"value": ["192.0.2.2"]}
    assert record.written == ["DNS::mass_edit_zone"] * 2
    found = {line.dname: line.data[0] for line in lines(runner, zone, "A")}
    assert found["store"] == "192.0.2.2" and found["other"] == "192.0.2.77"


def test_a_zone_that_is_always_edited_is_given_up_after_the_second_time(record, zone, runner):
    here = runner.alice.contents.zones[zone]
    real = type(here).edit

    def meanwhile(self, *given):
        self.bump(given[-1])
        return real(self, *given)

    type(here).edit = meanwhile
    try:
        result = record.fails(zone=zone, name="store", type="A", value=["192.0.2.2"])
    finally:
        type(here).edit = real
    assert record.written == ["DNS::mass_edit_zone"] * 2
    assert result["changed"] is False and result["error"]["category"] == "api"
    assert [item["name"] for item in result["pending"]] == [zone + " store A"]


@pytest.mark.parametrize("closes", ["header", "silent", "no"])
def test_a_connection_that_is_closed_around_the_answer_does_not_matter(record, zone, runner, closes):
    runner.srv.switches.mass_edit_closes = closes
    assert record.ok(zone=zone, name="store", type="A", value=["192.0.2.2"], retries=2)["changed"] is True
    assert record.written == ["DNS::mass_edit_zone"]


def test_the_zones_own_servers_are_not_listed(record, zone):
    found = [(item["name"], item["type"]) for item in record.listed() if item["zone"] == zone]
    assert ("@", "NS") not in found and ("@", "SOA") not in found
    assert ("default._domainkey", "TXT") in found


def test_the_name_servers_of_the_zone_itself_are_left_alone(life, runner):
    zone = runner.alice.main_domain
    record = {"name": "@", "type": "NS", "value": ["ns9.example.org."]}
    result = life("dns_record").fails(zone=zone, **record)
    assert "type: the zone's own name servers" in result["msg"] and runner.lines == []
    result = life("dns_zone").fails(zone=zone, records=[{**record, "name": zone + "."}])
    assert "records[0].type: the zone's own name servers" in result["msg"] and runner.lines == []


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("HINFO", ['"PC Intel" "Linux \\"x\\""']),
        ("NAPTR", ['100 10 "S" "SIP+D2U" "" _sip._udp.example.com.', '100 10 "U" "E2U+sip" "!^.*$!sip:a@b.de!" .']),
        ("CAA", ['0 issue "letsencrypt.org; validationmethods=dns-01"']),
    ],
)
def test_texts_in_quotes_stay_whole(life, runner, kind, values):
    make = {"zone": runner.alice.main_domain, "name": "quoted", "type": kind, "value": values}
    made = life("dns_record").ok(**make)
    assert made["dns_record"]["value"] == sorted(values)
    assert life("dns_record").ok(**make)["changed"] is False
    result = life("dns_record").fails(**{**make, "value": ['0 issue "open']})
    assert "value: '0 issue \"open' is not a value for %s" % kind in result["msg"]
