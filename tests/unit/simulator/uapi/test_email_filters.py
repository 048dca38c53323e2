# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI Email: autoresponders and filters (protocol.md 6.3)."""

from __future__ import annotations

from typing import Any


def test_autoresponders_and_filters(wire: Any, name: str) -> None:
    domain = f"{name}.example.com"
    reply = {"email": "info", "domain": domain, "from": "Info <info@example.org>", "is_html": 0, "interval": 8}
    for subject in ("one", "two"):
        wire.uapi(name, "Email::add_auto_responder", {**reply, "subject": subject, "body": "Away"})
    (row,) = wire.uapi(name, "Email::list_auto_responders", domain=domain)["data"]
    assert row == {"email": f"info@{domain}", "subject": "two"}
    responder = wire.uapi(name, "Email::get_auto_responder", email=f"info@{domain}")["data"]
    assert (responder["body"], responder["from"], responder["start"], responder["stop"]) == (
        "Away\n",
        "Info",
        None,
        None,
    )
    rule = {"filtername": "f", "part1": "$header_to:", "match1": "is", "val1": "a", "opt1": "and"}
    rule |= {"part2": "$header_to:", "match2": "is", "val2": "b"}
    for action in ("finish", "save"):
        stored = wire.uapi(name, "Email::store_filter", {**rule, "action1": action, "dest1": "/mail/x"})
        assert stored["data"] == {"account": name}
    (row,) = wire.uapi(name, "Email::list_filters")["data"]
    assert row["actions"] == [{"action": "save", "dest": "$home/mail/x"}]
    assert [set(rule) for rule in row["rules"]] == [{"match", "part", "val"}] * 2
    one = wire.uapi(name, "Email::get_filter", filtername="f")["data"]
    assert all("opt" not in rule for rule in one["rules"])
