# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI DNS (protocol.md 6.6)."""

from __future__ import annotations

import base64
import json
from typing import Any


def zone(wire: Any, name: str) -> tuple[int, list[dict[str, Any]]]:
    """The serial and the lines of the account's zone."""
    lines = wire.uapi(name, "DNS::parse_zone", zone=f"{name}.example.com")["data"]
    soa = next(line for line in lines if line.get("record_type") == "SOA")
    return int(base64.b64decode(soa["data_b64"][2])), lines


def test_dns_edit(wire: Any, name: str) -> None:
    domain = f"{name}.example.com"
    serial, lines = zone(wire, name)
    assert [line["type"] for line in lines[:3]] == ["comment", "comment", "control"]
    www = next(x for x in lines if x.get("dname_b64") == base64.b64encode(b"www").decode())
    record = {"dname": "_acme", "ttl": 300, "record_type": "TXT", "data": ["a", "b"]}
    form = {"zone": domain, "serial": serial, "add-0": json.dumps(record), "remove-0": www["line_index"]}
    answer = wire.uapi(name, "DNS::mass_edit_zone", form)
    assert isinstance(answer["data"]["new_serial"], str)
    assert int(answer["data"]["new_serial"]) > serial
    after, changed = zone(wire, name)
    assert after == int(answer["data"]["new_serial"])
    assert len(changed) == len(lines)
    assert [base64.b64decode(part) for part in changed[-1]["data_b64"]] == [b"a", b"b"]
    (error,) = wire.uapi(name, "DNS::mass_edit_zone", form)["errors"]
    assert f"({serial}) does not match the DNS zone\u2019s serial number ({after})" in error


def test_dns_edit_is_atomic(wire: Any, name: str) -> None:
    domain = f"{name}.example.com"
    serial, lines = zone(wire, name)
    good = {"dname": "x", "ttl": 300, "record_type": "A", "data": ["192.0.2.1"]}
    for bad, text in (
        ({**good, "dname": "@"}, "Error ID"),
        ({**good, "record_type": "SPF"}, "You cannot create \u201cSPF\u201d records."),
        ({**good, "ttl": -1}, "Time-To-Live"),
        ({**good, "ttl": 60}, "multiple TTLs"),
    ):
        form = {"zone": domain, "serial": serial, "add-0": json.dumps(good), "add-1": json.dumps(bad)}
        answer = wire.uapi(name, "DNS::mass_edit_zone", form)
        assert answer["status"] == 0
        assert text in answer["errors"][0]
    assert wire.uapi(name, "DNS::mass_edit_zone", zone=domain, serial=serial)["status"] == 0
    array = {"zone": domain, "serial": serial, "add": json.dumps([good])}
    assert wire.uapi(name, "DNS::mass_edit_zone", array)["status"] == 0
    ns = [("remove", x["line_index"]) for x in lines if x.get("record_type") == "NS"]
    answer = wire.uapi(name, "DNS::mass_edit_zone", [("zone", domain), ("serial", serial), *ns])
    assert "at least one \u201cNS\u201d record" in answer["errors"][0]
    assert zone(wire, name) == (serial, lines) or zone(wire, name)[0] == serial
    assert wire.uapi(name, "DNS::parse_zone", zone="other.example")["errors"] == [
        "You do not control a DNS zone named \u201cother.example\u201d."
    ]
