# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The control port: what a test in another process sees and steers."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

PASSWORD = "Kq7-wePtorD3"


def control(wire: Any, method: str, path: str, body: Any = None) -> Any:
    """A request to the control port."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(wire.simulator.control_url + path, data, method=method)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
        return json.loads(answer.read())


def test_control_port(wire: Any, name: str) -> None:
    wire.uapi(name, "Email::add_pop", email="new", password=PASSWORD)
    wire.mint(name)
    entries = control(wire, "GET", "/journal?function=Email::add_pop")
    assert len(entries) == 1
    assert PASSWORD not in json.dumps(entries)
    assert PASSWORD in json.dumps(control(wire, "GET", "/journal?reveal=1"))
    counters = control(wire, "GET", "/counters")[wire.server.hostname]
    assert (counters["requests"], counters["writes"], counters["sessions"]["pending"]) == (2, 1, 1)
    assert control(wire, "GET", "/sessions")[wire.server.hostname]["pending"][0]["user"] == name
    state = control(wire, "GET", f"/state/{wire.server.hostname}/{name}")
    assert f"new@{name}.example.com" in state["contents"]["mailboxes"]
    control(wire, "POST", "/faults", {"fault": "503@Email::list_pops x1"})
    assert wire.send(2083, "/execute/Email/list_pops", headers=wire.own(name)).status == 503
    assert control(wire, "DELETE", "/faults") == {server.hostname: [] for server in wire.simulator.servers}
    control(wire, "POST", "/switches", {"login_status": "301", "server": wire.server.hostname})
    assert control(wire, "GET", "/switches")[wire.server.hostname]["login_status"] == "301"
    assert control(wire, "POST", "/clock", {"advance": 50})["offset"] >= 50
    world = control(wire, "GET", "/world")
    assert world["servers"][0]["ports"]["2087"] == wire.server.ports[2087]
    control(wire, "DELETE", "/journal")
    assert wire.server.journal == []
    control(wire, "POST", "/reset")
    assert wire.server.switches.login_status == "307"
    assert f"new@{name}.example.com" not in wire.server.accounts[name].contents.mailboxes
