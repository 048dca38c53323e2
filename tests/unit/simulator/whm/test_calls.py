# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI through WHM, and WHM's batch (protocol.md 4.7)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

PASSWORD = "Kq7-wePtorD3"


def test_uapi_through_whm(wire: Any, name: str) -> None:
    names = {"cpanel.user": name, "cpanel.module": "Email", "cpanel.function": "add_pop"}
    answer = wire.whm("uapi_cpanel", **names, email="new", password=PASSWORD)
    assert answer["data"]["uapi"]["data"] == f"new+{name}.example.com"
    again = wire.whm("uapi_cpanel", **names, email="new", password=PASSWORD)
    assert again["metadata"]["result"] == 1
    assert again["data"]["uapi"]["status"] == 0
    entry = wire.server.journal[0]
    assert (entry.function, entry.inner, entry.account, entry.writes) == ("uapi_cpanel", ["Email::add_pop"], name, True)
    assert wire.server.journal[1].writes is False
    upload = {**names, "cpanel.module": "Fileman", "cpanel.function": "upload_files"}
    assert wire.whm("uapi_cpanel", **upload)["metadata"]["result"] == 0


def test_whm_batch(wire: Any, name: str) -> None:
    commands = [("api.version", "1"), ("command", "version"), ("command", "no_such"), ("command", "gethostname")]
    answer = wire.send(2087, "/json-api/batch", commands, headers=wire.root).json
    assert [r["metadata"]["result"] for r in answer["data"]["result"]] == [1, 0, 1]
    commands.append(("abort_on_error", "1"))
    answer = wire.send(2087, "/json-api/batch", commands, headers=wire.root).json
    assert [r["metadata"]["result"] for r in answer["data"]["result"]] == [1, 0]
    inner = urlencode({"cpanel.user": name, "cpanel.module": "Email", "cpanel.function": "count_pops"})
    answer = wire.whm("batch", command=f"uapi_cpanel?{inner}")
    assert answer["data"]["result"][0]["data"]["uapi"]["status"] == 1
