# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A DNS zone as sets of records: what is in it, in one form, and the edits that make it another (protocol.md 6.6).

A set is what has one name and type: ``{name, type, ttl, value}``. Names are relative to the zone, the apex is ``@``;
hosts in values are absolute, with the last dot; ``value`` is the list of all values of a set, sorted. Called by the
declarations of records and zones; which records are the server's own, ``zone_own`` knows.
"""

from __future__ import annotations

import base64
import dataclasses
import ipaddress
import json
import re
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._names import escaped, to_ascii
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result

from ...reading import Questions, ask, by_domain
from ...scope import Calls, Item, Scope

_TYPES = "A AAAA AFSDB CAA CNAME DNAME DS HINFO LOC MX NAPTR NS PTR RP SRV TXT"
TYPES = tuple(_TYPES.split())
# How many parts the data of a type has, where it is not one; the last part of these names a host.
_PARTS = {"MX": 2, "SRV": 4, "CAA": 3, "AFSDB": 2, "NAPTR": 6, "DS": 4, "HINFO": 2, "RP": 2}
_HOSTS = ("CNAME", "DNAME", "NS", "PTR", "MX", "SRV", "AFSDB")
# Names that servers write themselves: certificates being renewed, and cPanel's services (protocol.md 6.6).
PROTECTED: tuple[str, ...] = ("_acme-challenge*", "_cpanel-dcv-test-record*", "cpanel", "whm", "webmail", "webdisk")
PROTECTED += ("cpcalendars", "cpcontacts", "autodiscover", "autoconfig", "_caldav*", "_carddav*", "_autodiscover*")
DEFAULT_TTL = 14400
SEGMENT = 255

# The options of a set in a list of them.
RECORD: dict[str, t.Any] = {
    "name": {"type": "str", "required": True},
    "type": {"type": "str", "required": True, "choices": list(TYPES)},
    "ttl": {"type": "int"},
    "value": {"type": "list", "elements": "str"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}

Set = dict[str, t.Any]
Name = tuple[str, str]  # the name and the type of a set
Edit = tuple[Name, t.Optional[Set]]  # what a set is to be, None for one that goes


@dataclasses.dataclass
class Line:
    """One record as it stands in the zone file: edits name it by its index, for as long as the serial holds."""

    index: int
    ttl: int
    value: str


@dataclasses.dataclass
class Zone:
    """What ``DNS::parse_zone`` answered: lines by name and type, the serial number, and the default TTL in seconds."""

    name: str
    serial: str = ""
    ttl: int = DEFAULT_TTL
    lines: dict[Name, list[Line]] = dataclasses.field(default_factory=dict)

    def sets(self) -> list[Set]:
        """All sets, sorted. The SOA record and the zone's own name servers are the server's and not among them."""
        return [
            {"name": name, "type": kind, "ttl": lines[0].ttl, "value": sorted({line.value for line in lines})}
            for (name, kind), lines in sorted(self.lines.items())
            if kind in TYPES and (name, kind) != ("@", "NS")
        ]

    def edits(self, changes: t.Iterable[Edit]) -> dict[str, str]:
        """The parameters add-N, edit-N and remove-N that make sets so; None removes one. Lines are used again."""
        edits: dict[str, list[t.Any]] = {"add": [], "edit": [], "remove": []}
        for name, desired in changes:
            values = list(desired["value"]) if desired is not None else []
            spare: list[Line] = []
            for line in self.lines.get(name, []):
                if desired is None or line.value not in values:
                    spare.append(line)
                    continue
                values.remove(line.value)
                if line.ttl != desired["ttl"]:
                    edits["edit"].append(self._record(name, desired["ttl"], line.value, line.index))
            for value in values:
                index = spare.pop(0).index if spare else None
                ttl = t.cast(Set, desired)["ttl"]
                edits["add" if index is None else "edit"].append(self._record(name, ttl, value, index))
            edits["remove"] += [line.index for line in spare]
        return {
            "%s-%d" % (verb, number): item if verb == "remove" else json.dumps(item, ensure_ascii=False)
            for verb, items in edits.items()
            for number, item in enumerate(items)
        }

    def _record(self, name: Name, ttl: int, value: str, index: int | None) -> dict[str, t.Any]:
        """A record on the wire. ``@`` makes the whole edit fail: the apex is sent in full."""
        dname = self.name + "." if name[0] == "@" else name[0]
        record = {"dname": dname, "ttl": ttl, "record_type": name[1], "data": parts_of(name[1], value)}
        return record if index is None else {"line_index": index, **record}


def parse(name: str, data: t.Any) -> Zone:
    """Reads the answer of ``DNS::parse_zone``: names and data are base64, the apex is given in full.

    Raises ValueError for one without its SOA record, which every zone has.
    """
    zone = Zone(name)
    for row in data:
        if row.get("type") == "control":
            match = re.match(r"\$TTL\s+(\d+)\s*$", _decoded(row.get("text_b64", "")))
            zone.ttl = int(match.group(1)) if match else zone.ttl
        if row.get("type") != "record":
            continue
        kind = str(row["record_type"]).upper()
        parts = [_decoded(part) for part in row.get("data_b64") or ()]
        if kind == "SOA":
            zone.serial = parts[2]
            continue
        value = value_of(kind, parts, name)
        line = Line(int(row["line_index"]), int(float(row["ttl"])), value)
        zone.lines.setdefault((relative(_decoded(row["dname_b64"]), name), kind), []).append(line)
    if not zone.serial:
        raise ValueError("DNS::parse_zone shows no SOA record of %s" % name)
    return zone


class Zones(dict[str, Zone]):
    """The zones that were read, by name."""


def ask_zones(scope: Scope, also: Calls) -> Questions[tuple[list[Zone], list[Result]]]:
    """The zones to look at, kept for ``zone_of``: all of the account's, or those of the desired items.

    Returns them, and the answers to ``also``, which is asked in the first round.
    """

    def each(name: str) -> Calls:
        part = name in scope.domains.subdomains  # it has no zone of its own
        return [] if part else [ask("DNS::parse_zone", zone=name)]

    answers, others = yield from by_domain(scope, "zone", each, also)
    zones = [parse(name, of_zone[0].data) for name, of_zone in answers.items() if of_zone]
    scope.notes(Zones).update((zone.name, zone) for zone in zones)
    return zones, others


def zone_of(item: Item, scope: Scope) -> Zone:
    """The zone of an item as it was read; an empty one for a domain that is yet to be made."""
    return scope.notes(Zones).get(item["zone"]) or Zone(item["zone"])


def check_zone(name: str, scope: Scope) -> None:
    """Raises ValueError for a subdomain: its records are in the zone of the domain above."""
    expected = name not in scope.domains.names and name not in scope.new_domains  # that is, with an addon domain
    if expected or name in scope.domains.subdomains or scope.will_have("subdomain", name):
        raise ValueError("zone: %s is a subdomain and has no zone; give the zone of the domain above it" % name)


def zone_edit(zone: Zone, changes: t.Iterable[Edit]) -> Calls:
    """The one call that edits a zone; the serial number makes the server refuse if the zone has moved on."""
    edits = zone.edits(changes)
    return [ask("DNS::mass_edit_zone", zone=zone.name, serial=zone.serial, **edits)] if edits else []


def relative(name: t.Any, zone: str) -> str:
    """A name of a record: ``www``, ``www.example.com`` and ``www.example.com.`` are one. Raises ValueError."""
    text = to_ascii(str(name).strip())
    if text in ("", "@", zone, zone + "."):
        return "@"
    for end in ("." + zone + ".", "." + zone):
        if text.endswith(end):
            return text[: -len(end)]
    if text.endswith(".") or any(char.isspace() for char in text):
        raise ValueError("%r is not a name in the zone %s; give it relative to the zone, as www" % (name, zone))
    return text


def absolute(host: str, zone: str) -> str:
    """A host in a value, with the last dot: one without any dot is in the zone, ``@`` is the zone itself."""
    text = to_ascii(host.strip())
    if text == "@":
        return zone + "."
    if text.endswith("."):
        return text
    return text + "." if "." in text else "%s.%s." % (text, zone)


def value_of(kind: str, parts: t.Sequence[str], zone: str) -> str:
    """The one form of a value, from its parts. Raises ValueError for what cannot be an address or a number."""
    if kind in ("TXT", "SPF"):
        return "".join(parts)
    if kind in ("A", "AAAA"):
        family = ipaddress.IPv4Address if kind == "A" else ipaddress.IPv6Address
        return str(family(parts[0].strip()))
    words = [part.strip() for part in parts]
    if kind in _HOSTS:
        words[-1] = absolute(words[-1], zone)
        if any(not part.isdigit() for part in words[:-1]):
            raise ValueError("%r does not start with numbers" % " ".join(parts))
        words[:-1] = [str(int(part)) for part in words[:-1]]
    if kind == "CAA":
        return "%s %s %s" % (words[0], words[1].lower(), _quoted(words[2]))
    if kind == "HINFO":
        return " ".join(map(_quoted, words))
    if kind == "NAPTR":
        return " ".join([*words[:2], *map(_quoted, words[2:5]), absolute(words[5], zone) if words[5] != "." else "."])
    return " ".join(words)


def _split(value: str) -> list[str]:
    """At blanks, but not in double quotes, in which a backslash stands before quotes and backslashes."""
    words = []
    for quoted, bare in re.findall(r'"((?:[^"\\]|\\.)*)"(?=\s|$)|(\S+)', value):
        if bare.startswith('"'):
            raise ValueError("a double quote is not closed")
        words.append(bare or re.sub(r'\\(["\\])', r"\1", quoted))
    return words


def _quoted(text: str) -> str:
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')


def parts_of(kind: str, value: str) -> list[str]:
    """The parts of a value on the wire. TXT over 255 octets is split, never inside a character."""
    if kind in ("TXT", "SPF"):
        segments = [""]
        for char in value:
            if len((segments[-1] + char).encode("utf-8", "replace")) > SEGMENT:
                segments.append("")
            segments[-1] += char
        return segments
    if kind in ("CAA", "HINFO", "NAPTR"):  # texts in double quotes, which may be empty or hold blanks
        return _split(value)
    return value.split(None, _PARTS.get(kind, 1) - 1)


def check_set(record: t.Mapping[str, t.Any], zone: str) -> Set:
    """A set as the user gave it, in the one form; ttl and values only if given. Raises ValueError."""
    kind = str(record["type"]).upper()
    try:
        checked: Set = {"name": relative(record["name"], zone), "type": kind}
    except ValueError as exc:
        raise ValueError("name: %s" % exc) from None
    if (checked["name"], kind) == ("@", "NS"):
        raise ValueError("type: the zone's own name servers, NS of @, are the server's and are left alone")
    if (checked["name"], kind) == ("@", "CNAME"):
        raise ValueError("type: the zone itself cannot be a CNAME, as it has SOA and NS records; give A or AAAA")
    if record.get("ttl") is not None:
        if record["ttl"] < 1:
            raise ValueError("ttl: %d is too small; give 1 second or more" % record["ttl"])
        checked["ttl"] = record["ttl"]
    if record.get("value") is not None:
        checked["value"] = sorted({_checked_value(kind, str(value), zone) for value in record["value"]})
        if not checked["value"]:
            raise ValueError("value: it is empty; use state: absent to remove %s %s" % (checked["name"], kind))
        if kind in ("CNAME", "DNAME") and len(checked["value"]) > 1:
            raise ValueError("value: a %s has one value; give one" % kind)
    return checked


def subtract(old: Set, given: t.Mapping[str, t.Any]) -> Set | None:
    """What stays of a set of which the given values, or all if none are given, are to go; None if nothing does."""
    values = [value for value in old["value"] if value not in given.get("value", old["value"])]
    return {**old, "value": values} if values else None


def conflicts(name: str, kind: str, sets: t.Iterable[Set]) -> list[Set]:
    """The sets that cannot stand beside one of that name and type: a CNAME has its name for itself."""
    others = [one for one in sets if one["name"] == name and one["type"] != kind]
    return [one for one in others if "CNAME" in (kind, one["type"])]


def conflict_error(name: str, kind: str, others: t.Sequence[Set]) -> ValueError:
    present = ", ".join("%s %s" % (one["type"], " ".join(one["value"])) for one in others)
    text = "%s %s cannot exist beside %s: a name with a CNAME has no other records; remove the other with state: absent"
    return ValueError(text % (name, kind, present))


def _checked_value(kind: str, value: str, zone: str) -> str:
    needed = _PARTS.get(kind, 1)
    try:
        parts = parts_of(kind, value)
    except ValueError as exc:
        raise ValueError("value: %r is not a value for %s: %s" % (value, kind, exc)) from None
    if kind != "TXT" and (len(parts) != needed or not parts[0]):
        raise ValueError("value: %r is not a value for %s, which has %d parts" % (value, kind, needed))
    try:
        return value_of(kind, parts, zone)
    except ValueError as exc:
        raise ValueError("value: %r is not a value for %s: %s" % (value, kind, exc)) from None


def _decoded(text: str) -> str:
    """Octets that are not UTF-8 are replaced, controls of terminals escaped: such records can be seen and removed."""
    return str(escaped(base64.b64decode(text).decode("utf-8", "replace")))
