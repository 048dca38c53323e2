# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The envelopes of the three APIs (protocol.md 4.2, 4.7, 5.1)."""

from __future__ import annotations

from typing import Any


def test_envelopes(wire: Any, name: str) -> None:
    flat = wire.uapi(name, "Email::list_pops")
    assert set(flat) == {"status", "data", "errors", "messages", "warnings", "metadata"}
    empty = wire.uapi(name, "Email::delete_pop", email=f"info@{name}.example.com")
    assert (empty["status"], empty["data"]) == (1, None)
    form = {"cpanel_jsonapi_user": name, "cpanel_jsonapi_module": "Email", "cpanel_jsonapi_func": "list_pops"}
    wrapped = wire.send(2087, "/json-api/cpanel", {**form, "cpanel_jsonapi_apiversion": 3}, headers=wire.root).json
    assert {k: wrapped[k] for k in ("apiversion", "module", "func")} == {
        "apiversion": 3,
        "module": "Email",
        "func": "list_pops",
    }
    assert wrapped["result"]["status"] == 1
    assert "cpanelresult" in wire.send(2087, "/json-api/cpanel", form, headers=wire.root).json
    form["cpanel_jsonapi_user"] = "nobody"
    bad = wire.send(2087, "/json-api/cpanel", {**form, "cpanel_jsonapi_apiversion": 3}, headers=wire.root).json
    assert bad["error"] == "User parameter is invalid or was not supplied"


def test_key_order_changes_from_answer_to_answer(wire: Any, name: str) -> None:
    orders = {tuple(wire.uapi(name, "Email::count_pops")) for _turn in range(12)}
    assert len(orders) > 1
