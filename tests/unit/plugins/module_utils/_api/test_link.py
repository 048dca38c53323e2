# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is sent again after a failure, what is not, and what is said of a write whose answer was lost."""

from __future__ import annotations

import socket
import threading
import time

import pytest

READ = {"function": "Email::list_pops"}


def write(runner):
    params = {"domain": runner.alice.main_domain, "email": "a", "fwdopt": "fwd", "fwdemail": "b@example.com"}
    return {"function": "Email::add_forwarder", "params": params}


def forwarders(runner):
    return [source for source, _target in runner.alice.contents.forwarders if source.startswith("a@")]


# --- repeated and not --------------------------------------------------------------------------------------------

PASSING = [
    ("drop_before", {}, "-"),
    ("drop_after", {}, "-"),
    ("truncate", {}, "200"),
    ("garbage", {}, "200"),
    ("empty", {}, "200"),
    ("status", {"status": 503}, "503"),
    ("status", {"status": 500}, "500"),
    ("status", {"status": 502}, "502"),
]


@pytest.mark.parametrize(("kind", "options", "shown"), PASSING)
def test_a_reading_call_is_repeated(runner, kind, options, shown):
    runner.srv.faults.add(kind, times=2, **options)
    result = runner.uapi(**READ, retries=2)
    assert result["status"] == 1, result["msg"]
    assert runner.lines == ["POST 2087 uapi_cpanel " + shown] * 2 + ["POST 2087 uapi_cpanel 200"]


@pytest.mark.parametrize(("kind", "options", "shown"), PASSING)
def test_it_is_repeated_as_often_as_allowed(runner, kind, options, shown):
    runner.srv.faults.add(kind, **options)
    result = runner.uapi(**READ, retries=1)
    assert result["failed"]
    assert result["error"]["category"] in ("connection", "protocol")
    assert result["error"]["retryable"] is True
    assert runner.lines == ["POST 2087 uapi_cpanel " + shown] * 2


@pytest.mark.parametrize(("kind", "options", "shown"), PASSING)
@pytest.mark.parametrize("via", ["whm", "session"])
def test_a_writing_call_is_never_repeated(runner, kind, options, shown, via):
    runner.srv.faults.add(kind, function="Email::add_forwarder", **options)
    result = runner.uapi(**write(runner), retries=3, via=via)
    error = result["error"]
    assert (error["category"], error["retryable"]) == ("ambiguous", False)
    assert error["function"] == "Email::add_forwarder"
    assert "Read the state" in error["hint"]
    assert result["changed"] is True
    sent = [entry for entry in runner.srv.journal if "Email::add_forwarder" in (entry.function, *entry.inner)]
    assert [entry.line.rsplit(" ", 1)[1] for entry in sent] == [shown]
    assert len(forwarders(runner)) == (kind in ("drop_after", "truncate"))
    assert runner.srv.open_sessions() == []


def test_writes_is_believed(runner):
    runner.srv.faults.add("drop_after", times=1)
    assert runner.uapi("Plugin::reindex", writes="false", retries=1)["error"]["category"] == "unsupported"
    assert len([line for line in runner.lines if "uapi_cpanel" in line]) == 2


def test_a_lost_answer_to_a_batch_of_writes_is_ambiguous(runner):
    runner.srv.faults.add("drop_after", function="Batch::strict")
    result = runner.uapi(calls=[write(runner), READ], retries=3)
    assert (result["error"]["category"], result["changed"]) == ("ambiguous", True)
    assert len(runner.lines) == 1


def test_a_lost_answer_to_a_reading_batch_is_repeated(runner):
    runner.srv.faults.add("drop_after", function="Batch::strict", times=1)
    assert len(runner.uapi(calls=[READ, READ], retries=1)["calls"]) == 2
    assert len(runner.lines) == 2


def test_too_many_requests_are_repeated_even_for_writes(runner):
    runner.srv.faults.add("status", status=429, times=1)
    assert runner.uapi(**write(runner), retries=1)["changed"] is True
    assert len(forwarders(runner)) == 1
    runner.srv.faults.add("status", status=429)
    assert runner.uapi(**READ)["error"]["category"] == "limit"


def closed_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_refused_connection_was_never_sent(runner):
    result = runner.uapi(**write(runner), port=closed_port(), retries=1)
    assert (result["error"]["category"], result["error"]["code"]) == ("connection", "connect")
    assert result["changed"] is False
    assert runner.lines == []


def test_a_write_that_never_left_is_repeated(runner):
    """The port opens between the first attempt and the second."""
    from ansible_collections.hostops.cpanel.plugins.module_utils._api import link as _link

    port, seen = closed_port(), []
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)

    def forward():
        client, _address = server.accept()
        seen.append(client)
        client.close()

    def open_it(_seconds):
        if not seen:
            server.bind(("127.0.0.1", port))
            server.listen()
            thread.start()

    thread = threading.Thread(target=forward, daemon=True)
    _link.time.sleep = open_it
    result = runner.uapi(**write(runner), port=port, retries=1)
    thread.join(5)
    server.close()
    assert len(seen) == 1
    assert result["error"]["category"] in ("ambiguous", "connection", "tls")


def test_a_name_that_does_not_resolve(runner):
    result = runner.uapi(**write(runner), host="nowhere.invalid")
    assert (result["error"]["category"], result["error"]["code"]) == ("connection", "dns")
    assert result["changed"] is False


def test_a_server_that_does_not_answer_in_time(runner):
    runner.srv.faults.add("delay", seconds=1.3)
    result = runner.uapi(**READ, timeout=1)
    assert (result["error"]["category"], result["error"]["code"]) == ("connection", "timeout")
    give_up = time.monotonic() + 5
    while not runner.lines and time.monotonic() < give_up:
        time.sleep(0.02)  # the server's late end of it belongs to this test's journal


def test_a_proxy_that_is_not_there(runner):
    result = runner.uapi(**write(runner), proxy="http://127.0.0.1:%d" % closed_port())
    assert (result["error"]["category"], result["error"]["code"]) == ("connection", "proxy")
    assert result["changed"] is False


def test_a_server_that_closes_after_each_answer(runner):
    runner.srv.switches.keep_alive = False
    assert runner.uapi(**READ, via="session")["status"] == 1
    assert runner.lines[-1] == "GET 2083 logout 200"


@pytest.mark.parametrize("closes", ["header", "silent", "no"])
def test_calls_after_a_zone_was_edited(runner, closes):
    runner.srv.switches.mass_edit_closes = closes
    zone = runner.alice.main_domain
    serial = runner.alice.contents.zones[zone].serial
    params = {"zone": zone, "serial": serial}
    params["add"] = {"dname": "x", "ttl": 300, "record_type": "TXT", "data": ["v"]}
    calls = [{"function": "DNS::mass_edit_zone", "params": params}, READ]
    result = runner.uapi(calls=calls, batch="never", via="session", retries=1)
    assert [call["status"] for call in result["calls"]] == [1, 1]
    assert result["calls"][0]["data"]["new_serial"] != str(serial)
