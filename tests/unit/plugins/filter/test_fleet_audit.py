# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter fleet_audit: where mail goes, in every spelling that a hostile customer may choose."""

from __future__ import annotations

import json

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.hostops.cpanel.plugins.filter.fleet_audit import FilterModule
from ansible_collections.hostops.cpanel.plugins.plugin_utils.mail_audit import Home, leaving

fleet_audit = FilterModule().filters()["fleet_audit"]
HOME = Home("alice", ["a.example", "bücher.example", "Partner.Example.", "strasse.example", "größe.example"])


def first(name="alice", **changes):
    calls = [
        {"name": "domains", "result": ["a.example", "shop.a.example"]},
        {"name": "disk", "result": {"used": 95.0, "limit": 100.0}},
        {"name": "mailboxes", "result": [{"email": "full@a.example", "percent": 99.5, "quota": 100.0}]},
    ]
    base = {"host": "server1", "account": name, "ok": True, "changed": False, "skipped": False, "seconds": 0.1}
    return {**base, "via": "whm", "error": None, "calls": calls, **changes}


def second(config, name="alice", **changes):
    base = {"host": "server1", "account": name, "ok": True, "changed": False, "skipped": False, "seconds": 0.1}
    more = {"not_exported": [], "unreadable": [], "error": None, "via": "whm"}
    return {**base, **more, "config": config, **changes}


def judged(config, **options):
    result = fleet_audit({"results": [first()]}, {"results": [second(config)]}, 101, 101, **options)
    return [one["text"] for one in result["results"][0]["findings"]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bob@a.example", []),
        ("BOB@A.Example.", []),
        ("bob@xn--bcher-kva.example", []),
        ("bob@BÜCHER.example", []),
        ("bob@partner.example", []),
        ("bob@xn--gre-6ka8i.example", []),
        ("bob@straße.example", [("mail", "bob@straße.example")]),  # another domain than the one with ss
        ("alice", []),
        (":fail: no such user, really@evil.example", []),
        (":blackhole:", []),
        ("/dev/null", []),
        ("", []),
        (None, []),
        ("|/usr/local/cpanel/3rdparty/mailman/mail/mailman post x", []),
        ("bob@evil.example", [("mail", "bob@evil.example")]),
        ("bob@EVIL.example", [("mail", "bob@EVIL.example")]),
        ("bob@a.example, bob@evil.example", [("mail", "bob@evil.example")]),
        ('"bob@evil.example"', [("mail", "bob@evil.example")]),
        ("Bob <bob@evil.example>", [("mail", "Bob <bob@evil.example>")]),
        ("bob@a.example@evil.example", [("mail", "bob@a.example@evil.example")]),
        ("bob@а.example", [("mail", "bob@а.example")]),  # a Cyrillic letter
        ("|/home/alice/x, y", [("pipe", "|/home/alice/x, y")]),
        ('"|/home/alice/x a,b"', [("pipe", "|/home/alice/x a,b")]),
        ('bob@a.example,"|/home/alice/x a,b"', [("pipe", "|/home/alice/x a,b")]),
        (":include:/home/alice/list", [("list", ":include:/home/alice/list")]),
        ("/home/alice/copy", [("file", "/home/alice/copy")]),
        ("mallory", [("mail", "mallory")]),
    ],
)
def test_what_leaves_the_house(text, found):
    assert leaving(text, HOME) == found


def test_every_way_in_which_mail_is_stolen():
    deliver = [{"action": "deliver", "destination": "thief@evil.example"}]
    config = {
        "email_forwarder": [
            {"address": "a@a.example", "action": "fwd", "destination": "b@shop.a.example"},
            {"address": "a@a.example", "action": "fwd", "destination": "thief@evil.example"},
            {"address": "a@a.example", "action": "pipe", "destination": "steal.sh"},
            {"address": "no@a.example", "action": "fail", "destination": "go to x@evil.example"},
        ],
        "email_filter": [
            {"name": "mine", "email": "", "rules": [], "actions": deliver},
            {"name": "box", "email": "a@a.example", "rules": [], "actions": deliver},
            {"name": "pipe", "email": "", "actions": [{"action": "pipe", "destination": "x.sh"}]},
            {"name": "save", "email": "", "actions": [{"action": "save", "destination": "../bob/mail"}]},
            {"name": "good", "email": "", "actions": [{"action": "save", "destination": "mail/.spam"}]},
            {"name": "stop", "email": "", "actions": [{"action": "finish", "destination": ""}]},
            {"name": "new", "email": "", "actions": [{"action": "redirect", "destination": "thief@evil.example"}]},
        ],
        "email_default_address": [
            {"domain": "a.example", "action": "fwd", "destination": "thief@evil.example"},
            {"domain": "shop.a.example", "action": "system", "destination": "alice"},
            {"domain": "x.a.example", "action": "pipe", "destination": "all.sh"},
            {"domain": "y.a.example", "action": "fwd", "destination": "b@a.example"},
        ],
        "email_domain_forwarder": [{"domain": "a.example", "destination": "evil.example"}],
        "email_autoresponder": [{"email": "away@a.example", "subject": "gone"}],
    }
    assert judged(config) == [
        "forwarder: a@a.example to thief@evil.example",
        "forwarder: a@a.example to |steal.sh (program)",
        "filter: mine to thief@evil.example",
        "filter: box of a@a.example to thief@evil.example",
        "filter: pipe to |x.sh (program)",
        "filter: save to ../bob/mail (file)",
        "filter: new to thief@evil.example",
        "catch-all: a.example to thief@evil.example",
        "catch-all: x.a.example to |all.sh (program)",
        "catch-all: y.a.example to b@a.example",
        "domain forwarder: a.example to evil.example",
        "autoresponder: away@a.example answers, gone",
    ]
    trusting = judged(config, trusted_domains=["EVIL.example"])
    assert [text for text in trusting if "evil.example" in text] == ["catch-all: a.example to thief@evil.example"]
    assert "catch-all: shop.a.example to alice" in judged(config, default_account=True)
    assert not any(text.startswith("autoresponder") for text in judged(config, autoresponders=False))


def test_a_portable_export_is_read_as_what_it_stands_for():
    fwd = {"address": "a@{domain}", "action": "fwd"}
    config = {"email_forwarder": [{**fwd, "destination": "b@{domain}"}, {**fwd, "destination": r"\{x}@evil.example"}]}
    assert judged(config) == ["forwarder: a@a.example to {x}@evil.example"] or judged(config) == [
        r"forwarder: a@a.example to \{x}@evil.example"
    ]


def test_texts_of_servers_are_data():
    hostile = "\x1b]0;owned\x07{{ 7 * 7 }}\n<script>" + "x" * 10000
    config = {
        "email_forwarder": [{"address": hostile, "action": "fwd", "destination": hostile + "@evil"}, None, 5],
        "email_filter": [{"name": hostile, "actions": "none"}, {"name": None, "actions": [None, {"action": 1}]}],
        "email_default_address": "none",
        "email_autoresponder": [{"email": ["a"], "subject": {}}],
        "email_domain_forwarder": None,
    }
    texts = judged(config)
    assert texts and not any(ord(char) < 32 for text in texts for char in text)
    assert max(map(len, texts)) < 600


def test_programs_of_which_no_document_can_tell_are_told():
    export = second({})
    export["not_exported"] = [
        {"kind": "email_forwarder", "name": "a@a.example pipe /usr/bin/steal x", "fields": ["action"]},
        {"kind": "email_forwarder", "name": "l@a.example pipe /usr/local/cpanel/3rdparty/mailman/x", "fields": []},
        {"kind": "email_account", "name": "a@a.example", "fields": ["password"]},
    ]
    result = fleet_audit({"results": [first()]}, {"results": [export]}, 101, 101)
    (one,) = result["results"][0]["findings"]
    assert one["text"] == "forwarder: a@a.example to |/usr/bin/steal x (program)" and one["what"] == "pipe"


def test_disks_and_mailboxes_are_counted_with_odd_answers():
    result = fleet_audit({"results": [first()]}, {"results": [second({})]})
    assert [one["text"] for one in result["results"][0]["findings"]] == [
        "disk: 95.0 % of 100 MB",
        "mailbox: full@a.example has used 99.5 % of its quota",
    ]
    cells = result["results"][0]["cells"]
    assert (cells["disk_percent"], cells["mailboxes"], cells["mailboxes_near_quota"], cells["domains"]) == (
        95.0,
        1,
        1,
        2,
    )
    odd = [
        {"name": "domains", "result": None},
        {"name": "disk", "result": {"used": "x", "limit": float("inf")}},
        {"name": "mailboxes", "result": [None, {"email": None, "percent": "nan", "quota": "1e999"}]},
    ]
    row = fleet_audit({"results": [first(calls=odd)]}, {"results": [second(None)]})["results"][0]
    assert row["findings"] == [] and row["state"] == "ok" and row["cells"]["disk_percent"] is None


def test_an_account_that_was_not_asked_twice_is_a_failure():
    error = {"category": "auth", "msg": "refused"}
    lost = first(None, ok=False, error=error, calls=[])
    later = second(None, "bob", ok=False, error=error)
    unread = second({}, "carol", unreadable=[{"kind": "email_filter", "category": "api", "msg": "disk error"}])
    denied = second({}, "dave", unreadable=[{"kind": "email_filter", "category": "permission", "msg": "no"}])
    people = [lost, first("bob"), first("carol"), first("dave")]
    result = fleet_audit({"results": people, "msg": "no"}, {"results": [later, unread, denied]}, 101, 101)
    assert [row["state"] for row in result["results"]] == ["failed", "failed", "finding", "ok"]
    assert (result["summary"]["failed"], result["summary"]["looked_at"], result["summary"]["accounts"]) == (2, 2, 3)
    assert result["summary"]["names"] == ["server1", "server1/bob", "server1/carol"]
    assert result["msg"] == "no" and len(result["failed_accounts"]) == 2
    assert "calls" not in json.dumps(result["results"])
    with pytest.raises(AnsibleFilterError, match="not a result of"):
        fleet_audit(None, {"results": []})
