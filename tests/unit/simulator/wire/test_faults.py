# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Things that go wrong on purpose."""

from __future__ import annotations

import http.client
import time
from typing import Any

import pytest

from ansible_collections.hostops.cpanel.tests.simulator.wire.faults import Faults, parse_fault

LIST = "/execute/Email/list_pops"
ADD = "/execute/Email/add_pop"
NEW = {"email": "new", "password": "Kq7-wePtorD3"}


@pytest.mark.parametrize(
    ("kind", "options", "status", "text"),
    [
        ("status", {"status": 502}, 502, "<html"),
        ("html200", {}, 200, "cPanel Login"),
        ("redirect", {}, 301, "https://"),
        ("empty", {}, 200, ""),
        ("garbage", {}, 200, "not json"),
    ],
)
def test_answers_instead_of_the_function(
    wire: Any, name: str, kind: str, options: dict[str, Any], status: int, text: str
) -> None:
    wire.server.faults.add(kind, times=1, **options)
    answer = wire.send(2083, ADD, NEW, headers=wire.own(name))
    assert answer.status == status
    assert text in answer.text
    assert f"new@{name}.example.com" not in wire.server.accounts[name].contents.mailboxes
    assert wire.server.journal[0].fault == kind
    assert not wire.server.journal[0].writes
    assert wire.send(2083, ADD, NEW, headers=wire.own(name)).json["status"] == 1


@pytest.mark.parametrize(("kind", "done"), [("drop_before", False), ("drop_after", True)])
@pytest.mark.parametrize("port", [2082, 2083])
def test_dropped_answers(wire: Any, name: str, kind: str, done: bool, port: int) -> None:
    wire.server.faults.add(kind, times=1)
    with pytest.raises((http.client.HTTPException, OSError)):
        wire.send(port, ADD, NEW, headers=wire.own(name))
    assert (f"new@{name}.example.com" in wire.server.accounts[name].contents.mailboxes) is done
    assert wire.server.journal.lines() == [f"POST {port} Email::add_pop -"]
    assert wire.server.journal[0].writes is done


def test_truncated_answer(wire: Any, name: str) -> None:
    wire.server.faults.add("truncate", times=1)
    with pytest.raises((http.client.HTTPException, OSError)):
        wire.send(2083, ADD, NEW, headers=wire.own(name))
    assert f"new@{name}.example.com" in wire.server.accounts[name].contents.mailboxes


def test_delay(wire: Any, name: str) -> None:
    wire.server.faults.add("delay", seconds=0.2, times=1)
    started = time.monotonic()
    wire.send(2083, LIST, headers=wire.own(name))
    assert time.monotonic() - started >= 0.2


def test_a_session_dies_before_the_request(wire: Any, name: str) -> None:
    for kind, text in (("expire_session", "expired"), ("ip_change", "IP address has changed")):
        wire.server.faults.add(kind, function="Email::.*", times=1)
        token, cookie = wire.session(name)
        answer = wire.send(2083, token + LIST, {}, headers=cookie)
        assert answer.status == 401
        assert text in answer.text


def test_faults_choose_their_requests(wire: Any, name: str, theirs: str) -> None:
    wire.server.faults.add("status", account=name, function="Email::.*", service="cpaneld", skip=1, times=2)
    seen = [wire.send(2083, LIST, headers=wire.own(name)).status for _turn in range(4)]
    assert seen == [200, 503, 503, 200]
    assert wire.send(2083, LIST, headers=wire.own(theirs)).status == 200
    assert wire.send(2083, "/execute/Quota/get_quota_info", headers=wire.own(name)).status == 200


def test_inner_functions_are_hit_too(wire: Any, name: str) -> None:
    wire.server.faults.add("status", function="Email::add_pop")
    form = {"api.version": 1, "cpanel.user": name, "cpanel.module": "Email", "cpanel.function": "add_pop", **NEW}
    assert wire.send(2087, "/json-api/uapi_cpanel", form, headers=wire.root).status == 503


def test_probability_is_seeded() -> None:
    def draw(seed: str) -> list[bool]:
        faults = Faults(seed)
        faults.add("status", probability=0.3)
        return [bool(faults.strike(["x"], "cpaneld", set(), "GET")) for _turn in range(200)]

    assert draw("1") == draw("1") != draw("2")
    assert 30 < sum(draw("1")) < 90


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("503:3%", {"kind": "status", "status": 503, "probability": 0.03}),
        ("delay=0.2", {"kind": "delay", "seconds": 0.2}),
        ("status=502 x2", {"kind": "status", "status": 502, "times": 2}),
        ("drop_after@Email::add_pop x1", {"kind": "drop_after", "function": "Email::add_pop", "times": 1}),
        ("html200@create_user_session:50%", {"kind": "html200", "function": "create_user_session", "probability": 0.5}),
    ],
)
def test_short_form(text: str, expected: dict[str, Any]) -> None:
    assert parse_fault(text) == expected


def test_short_form_refuses_nonsense() -> None:
    for text in ("", "no such fault", "explode"):
        with pytest.raises(ValueError, match="fault"):
            parse_fault(text)


def test_mass_edit_closes_the_connection(wire: Any, name: str) -> None:
    for switch, header in (("header", "close"), ("silent", "keep-alive")):
        wire.server.switches.mass_edit_closes = switch
        connection = wire.connect(2082)
        form = {"zone": f"{name}.example.com", "serial": 1}
        path = "/execute/DNS/mass_edit_zone"
        answer = wire.send(2082, path, form, headers=wire.own(name), connection=connection)
        assert answer.headers["Connection"] == header
        assert connection.sock is None or connection.sock.recv(1) == b""
        connection.close()
