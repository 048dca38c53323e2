# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one deadline: what is left of it at each stage, and that servers and proxies that are never idle are given up."""

from __future__ import annotations

import socket
import threading
import time
import types

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._wire import clock as _clock
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.clock import Clock, TooLate
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.endpoint import Endpoint
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.transport import Transport

TIMEOUT = 1


@pytest.fixture
def now(monkeypatch):
    """What time it is."""
    at = types.SimpleNamespace(seconds=1000.0)
    monkeypatch.setattr(_clock, "time", types.SimpleNamespace(monotonic=lambda: at.seconds))
    return at


def started(now, after=0.0):
    clock = Clock()
    clock.start(10)
    now.seconds += after
    return clock


@pytest.mark.parametrize(("after", "left"), [(0, 10), (10, 10), (15, 5), (19.5, 0.5)])
def test_connecting_and_sending_have_twice_the_timeout_and_each_operation_one(now, after, left):
    assert started(now, after).left() == left


def test_a_request_that_could_not_be_sent_was_not(now):
    with pytest.raises(TooLate) as caught:
        started(now, 20).left()
    assert not caught.value.sent
    assert isinstance(caught.value, TimeoutError)


def test_an_answer_has_the_timeout_from_the_moment_of_sending(now):
    clock = started(now, 1)
    clock.was_sent()
    now.seconds += 9
    assert clock.left() == 1
    now.seconds += 1
    with pytest.raises(TooLate) as caught:
        clock.left()
    assert caught.value.sent


def test_all_of_it_is_over_after_three_times_the_timeout(now):
    """Also where sending took longer than it may, and however often an answer is begun."""
    clock = started(now, 25)
    clock.was_sent()
    assert clock.left() == 5
    now.seconds += 5
    clock.was_sent()
    with pytest.raises(TooLate):
        clock.left()


def test_a_second_request_has_a_deadline_of_its_own(now):
    clock = started(now, 1)
    clock.was_sent()
    now.seconds += 100
    clock.start(3)
    assert clock.left() == 3
    now.seconds += 6
    with pytest.raises(TooLate) as caught:
        clock.left()
    assert not caught.value.sent, "the first one was"


def test_a_clock_that_was_not_started_lets_nothing_pass():
    with pytest.raises(TooLate):
        Clock().left()


def test_a_server_that_reads_nothing_is_given_up():
    """More than fits into the buffers of both ends: sending it is never over."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        transport = Transport(Endpoint("127.0.0.1", server.getsockname()[1], use_ssl=False, timeout=0.3))
        with pytest.raises(CpanelError, match="could not be sent within") as caught:
            transport.request("POST", "/x", headers={}, document="x" * 30_000_000)
        transport.close()
    assert (caught.value.category, caught.value.code) == ("connection", "timeout")
    assert caught.value.sent, "a part of it may have arrived"


@pytest.mark.parametrize("name", ["slow-body", "slow-headers", "slow-continue", "slow-http10", "slow-chunks"])
def test_the_deadline_is_one_for_the_whole_answer(runner, name):
    runner.srv.switches.hostile = name
    start = time.monotonic()
    error = runner.whm("listaccts", page_size=2, timeout=TIMEOUT)["error"]
    assert (error["category"], error["code"]) == ("connection", "timeout")
    assert 0.5 * TIMEOUT < time.monotonic() - start < 3 * TIMEOUT + 3  # a busy machine


@pytest.mark.parametrize("use_ssl", [True, False])
def test_a_slow_answer_of_a_proxy_is_given_up(runner, use_ssl):
    """CONNECT, and a request through it: the deadline holds for what the proxy says, too."""
    proxy = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def drip():
        connection, _address = proxy.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not stop.wait(0.2):
                try:
                    connection.sendall(b"x")
                except OSError:
                    return

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        start = time.monotonic()
        given = {**runner.root, "proxy": "http://127.0.0.1:%d" % proxy.getsockname()[1], "timeout": TIMEOUT}
        if not use_ssl:
            given.update(use_ssl=False, port=runner.srv.ports[2086])
        result = runner.run("whm_api", **given, function="version")
        assert result["error"]["category"] == "connection"
        assert time.monotonic() - start < 3 * TIMEOUT + 5
    finally:
        stop.set()
        proxy.close()
        thread.join(5)
