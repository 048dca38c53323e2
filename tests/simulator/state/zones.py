# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A DNS zone as lines with indexes and a serial (protocol.md 6.6).

Owns what the server checks in an edit. Must not know accounts. Called by the functions for DNS, domains and mail
exchangers.
"""

from __future__ import annotations

import base64
import time
from dataclasses import dataclass, field
from typing import Any

from ..errors import ApiError

EDITABLE = (
    "A",
    "AAAA",
    "AFSDB",
    "CAA",
    "CNAME",
    "DNAME",
    "DS",
    "HINFO",
    "LOC",
    "MX",
    "NAPTR",
    "NS",
    "PTR",
    "RP",
    "SRV",
    "TXT",
)
SOA_HEIGHT = 7


def b64(text: str) -> str:
    """Base64 of the UTF-8 octets, as text."""
    return base64.b64encode(text.encode("utf-8")).decode("ascii")


@dataclass
class Line:
    """A record, or a comment or control line when ``text`` is set."""

    record_type: str = ""
    dname: str = ""
    ttl: int = 14400
    data: list[str] = field(default_factory=list)
    text: str = ""
    kind: str = "record"

    @property
    def height(self) -> int:
        """How many lines of the zone file it takes: the SOA record takes several."""
        return SOA_HEIGHT if self.record_type == "SOA" else 1


@dataclass
class Zone:
    """One zone file. Line indexes are positions in it and shift with every edit."""

    name: str
    lines: list[Line] = field(default_factory=list)

    @property
    def soa(self) -> Line:
        """The SOA record."""
        return next(line for line in self.lines if line.record_type == "SOA")

    @property
    def serial(self) -> int:
        """The serial number of the SOA record."""
        return int(self.soa.data[2])

    def indexed(self) -> list[tuple[int, Line]]:
        """Every line with its index."""
        result, index = [], 0
        for line in self.lines:
            result.append((index, line))
            index += line.height
        return result

    def parsed(self) -> list[dict[str, Any]]:
        """The answer of ``parse_zone``: names, data and text in base64."""
        items: list[dict[str, Any]] = []
        for index, line in self.indexed():
            if line.kind != "record":
                items.append({"type": line.kind, "line_index": index, "text_b64": b64(line.text)})
                continue
            items.append(
                {
                    "type": "record",
                    "line_index": index,
                    "record_type": line.record_type,
                    "ttl": line.ttl,
                    "dname_b64": b64(line.dname),
                    "data_b64": [b64(part) for part in line.data],
                }
            )
        return items

    def absolute(self, dname: str) -> str:
        """``www`` -> ``www.example.com.``"""
        return dname.lower() if dname.endswith(".") else f"{dname}.{self.name}.".lower()

    def relative(self, dname: str) -> str:
        """As ``parse_zone`` shows names: the apex in full with a dot, others relative."""
        full = self.absolute(dname)
        suffix = f".{self.name}."
        return full[: -len(suffix)] if full.endswith(suffix) else full

    def add(self, dname: str, record_type: str, *data: str, ttl: int = 14400) -> None:
        """Append a record (used when a zone is made)."""
        self.lines.append(Line(record_type, self.relative(dname), ttl, list(data)))

    def bump(self, now: float) -> int:
        """Raise the serial: today's first, or one more."""
        today = int(time.strftime("%Y%m%d", time.gmtime(now))) * 100
        new = today if today > self.serial else self.serial + 1
        self.soa.data[2] = str(new)
        return new

    def _record(self, item: Any, edit: bool) -> Line:
        if not isinstance(item, dict):
            raise ApiError("The `[_1]` argument is invalid.", "edit" if edit else "add")
        kind = str(item.get("record_type", "")).upper()
        if kind not in EDITABLE and not (edit and kind == "SOA"):
            raise ApiError(
                "You cannot create `[_1]` records. You can only create [_2] records.", kind, ", ".join(EDITABLE)
            )
        ttl = item.get("ttl", 14400)
        if isinstance(ttl, bool) or not str(ttl).isdigit() or int(ttl) < 1:
            raise ApiError("Time-To-Live (TTL) values must be positive integers, not `[_1]`.", ttl)
        dname, data = str(item.get("dname", "")), item.get("data")
        if not isinstance(data, list) or not data or not dname:
            raise ApiError("The `[_1]` argument is invalid.", "data" if dname else "dname")
        if dname == "@":
            raise ApiError(
                "The request failed. (Error ID: [_1]) Ask your hosting provider to research this error"
                " in cPanel & WHM\u2019s main error log.",
                "x7k2pq",
            )
        return Line(kind, self.relative(dname), int(ttl), [str(part) for part in data])

    def edit(self, serial: str, add: list[Any], edits: list[Any], remove: list[str], now: float) -> int:
        """Apply one atomic batch; removes and edits use the line numbers before it. Returns the new serial."""
        if str(serial) != str(self.serial):
            raise ApiError(
                "The given serial number ([_1]) does not match the DNS zone\u2019s serial number ([_2])."
                " Refresh your view of the DNS zone, then resubmit.",
                serial,
                self.serial,
            )
        if not (add or edits or remove):
            raise ApiError("Provide at least one change: `[_1]`, `[_2]`, or `[_3]`.", "add", "edit", "remove")
        lines = dict(self.indexed())
        replaced: dict[int, Line] = {}
        for item in edits:
            record = self._record(item, True)
            index = self._index(item.get("line_index"), lines)
            if index in replaced:
                raise ApiError("You submitted multiple edits for line index [_1].", index)
            replaced[index] = record
        gone = {self._index(index, lines) for index in remove}
        both = gone & replaced.keys()
        if both:
            raise ApiError("You submitted multiple edits for line index [_1].", min(both))
        kept = [replaced.get(index, line) for index, line in lines.items() if index not in gone]
        kept += [self._record(item, False) for item in add]
        self._validate(kept)
        self.lines = kept
        return self.bump(now)

    def _index(self, value: Any, lines: dict[int, Line]) -> int:
        if not str(value).isdigit() or int(value) not in lines or lines[int(value)].kind != "record":
            raise ApiError("The DNS zone does not contain an editable record at line index [_1].", value)
        line = lines[int(value)]
        if line.record_type not in (*EDITABLE, "SOA"):
            raise ApiError(
                "Line [_1] contains a record of type `[_2]`. You cannot edit or remove `[_2]` records.",
                value,
                line.record_type,
            )
        return int(value)

    def _validate(self, lines: list[Line]) -> None:
        types = [line.record_type for line in lines if line.kind == "record"]
        if types.count("SOA") != 1:
            raise ApiError("Every DNS zone must contain an SOA record.")
        if not any(x.record_type == "NS" and self.absolute(x.dname) == f"{self.name}." for x in lines):
            raise ApiError("Every DNS zone must contain at least one `NS` record.")
        aliases = {self.absolute(x.dname) for x in lines if x.record_type == "CNAME"}
        for line in lines:
            if line.kind == "record" and line.record_type != "CNAME" and self.absolute(line.dname) in aliases:
                raise ApiError(
                    "The name `[_1]` has a `[_2]` record and cannot have others.", self.absolute(line.dname), "CNAME"
                )
        ttls: dict[tuple[str, str], set[int]] = {}
        for line in lines:
            if line.kind == "record":
                ttls.setdefault((self.absolute(line.dname), line.record_type), set()).add(line.ttl)
        for (name, _kind), different in ttls.items():
            if len(different) > 1:
                raise ApiError("[_1]: multiple TTLs ([_2])", name, ", ".join(str(t) for t in sorted(different)))


def new_zone(name: str, server_name: str, address: str, serial: int, dkim: str = "") -> Zone:
    """A zone as a fresh account gets it."""
    zone = Zone(name)
    zone.lines = [
        Line(kind="comment", text="; cPanel first:11.110.0.1 (update_time):1700000000 hostname:" + server_name),
        Line(kind="comment", text="; Zone file for " + name),
        Line(kind="control", text="$TTL 14400"),
    ]
    parent = server_name.split(".", 1)[-1]
    soa = (f"ns1.{parent}.", f"root.{server_name}.", str(serial), "3600", "1800", "1209600", "86400")
    apex = f"{name}."
    zone.add(apex, "SOA", *soa, ttl=86400)
    zone.add(apex, "NS", f"ns1.{parent}.", ttl=86400)
    zone.add(apex, "NS", f"ns2.{parent}.", ttl=86400)
    zone.add(apex, "A", address)
    zone.add(apex, "MX", "0", apex)
    for alias in ("mail", "www"):
        zone.add(alias, "CNAME", apex)
    for label in ("ftp", "cpanel", "webmail", "webdisk"):
        zone.add(label, "A", address)
    zone.add(apex, "TXT", f"v=spf1 +mx +a +ip4:{address} ~all")
    zone.add("_dmarc", "TXT", "v=DMARC1; p=none;")
    if dkim:
        text = f"v=DKIM1; k=rsa; p={dkim}"
        zone.add("default._domainkey", "TXT", *[text[i : i + 255] for i in range(0, len(text), 255)])
    return zone
