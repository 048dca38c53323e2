# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI Batch (protocol.md 4.5)."""

from __future__ import annotations

import json
from typing import Any

PASSWORD = "Kq7-wePtorD3"


def test_batch_strict(wire: Any, name: str) -> None:
    commands = [
        ("command", json.dumps(["Email", "add_pop", {"email": "one", "password": PASSWORD}])),
        ("command", json.dumps(["Email", "add_pop", {"email": "one", "password": PASSWORD}])),
        ("command", json.dumps(["Email", "add_pop", {"email": "two", "password": PASSWORD}])),
    ]
    answer = wire.uapi(name, "Batch::strict", commands)
    assert answer["status"] == 0
    assert "Email::add_pop" in answer["errors"][0]
    assert [result["status"] for result in answer["data"]] == [1, 0]
    boxes = wire.server.accounts[name].contents.mailboxes
    assert f"one@{name}.example.com" in boxes
    assert f"two@{name}.example.com" not in boxes
    assert wire.server.journal[0].inner == ["Email::add_pop"] * 3
    assert wire.server.journal[0].writes
    wire.server.switches.batch_failure_data = "null"
    assert wire.uapi(name, "Batch::strict", commands)["data"] is None
    two = {"command-0": '["Email","count_pops"]', "command-1": '["Quota","get_quota_info"]'}
    good = wire.uapi(name, "Batch::strict", two)
    assert [result["status"] for result in good["data"]] == [1, 1]
