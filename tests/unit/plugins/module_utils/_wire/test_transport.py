# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One request and its answer, as they are on the wire: what is written, what is read, and what is left alone."""

from __future__ import annotations

import contextlib
import gc
import json
import socket
import threading
import warnings

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.endpoint import Endpoint
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.transport import Response, Transport, Upload
from ansible_collections.hostops.cpanel.tests.simulator.hostile import SCENARIOS


class Wire:
    """A server that answers every request with the same bytes; keeps what it read, by connection."""

    def __init__(self, answer: bytes) -> None:
        self.connections: list[list[bytes]] = []
        self._answer = answer
        self._server = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        self.transport = Transport(Endpoint("127.0.0.1", self._server.getsockname()[1], use_ssl=False, timeout=10))

    def _serve(self) -> None:
        while True:
            try:
                connection, _address = self._server.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as file:
                self.connections.append([])
                while head := self._head(file):
                    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
                    body = file.read(int(lengths[0].partition(b":")[2])) if lengths else b""
                    self.connections[-1].append(head + body)
                    connection.sendall(self._answer)
                    if b"Content-Length" not in self._answer or b"Connection: close" in self._answer:
                        break  # the end of the connection is that of the answer

    @staticmethod
    def _head(file) -> bytes:
        lines = b""
        for line in file:
            lines += line
            if line == b"\r\n":
                break
        return lines

    def stop(self) -> None:
        self.transport.close()
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(5)


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


@pytest.fixture
def wire():
    started: list[Wire] = []

    def start(answer: bytes = OK) -> Wire:
        started.append(Wire(answer))
        return started[-1]

    yield start
    for server in started:
        server.stop()


def sent(server: Wire) -> tuple[str, dict[str, str], bytes]:
    """The request line, the headers and the body of the one request."""
    ((request,),) = server.connections
    head, _separator, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    return first, dict(line.split(": ", 1) for line in lines), body


def test_a_form_is_sent_as_utf_8_and_in_order(wire):
    server = wire()
    answer = server.transport.request(
        "POST",
        "/json-api/x",
        headers={"Authorization": "whm root:T"},
        form=[("b", "Größe & 5 €"), ("a", ""), ("b", "\udcff")],
    )
    assert (answer.status, answer.reason, answer.body) == (200, "OK", b"{}")
    line, headers, body = sent(server)
    assert line == "POST /json-api/x HTTP/1.1"
    assert body == b"b=Gr%C3%B6%C3%9Fe+%26+5+%E2%82%AC&a=&b=%FF"
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert (headers["Authorization"], headers["Accept-Encoding"]) == ("whm root:T", "identity")
    assert headers["User-Agent"].startswith("hostops.cpanel/")
    assert "Cookie" not in headers


def test_a_document_is_json(wire):
    server = wire()
    server.transport.request("POST", "/x", headers={}, document={"a": ["ü", None, True]})
    _line, headers, body = sent(server)
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body) == {"a": ["ü", None, True]}


def test_an_upload_has_the_file_and_the_form(wire, tmp_path):
    (tmp_path / "möbel.txt").write_bytes(b"\x00\xff\r\n--x")
    server = wire()
    upload = Upload("file-1", str(tmp_path / "möbel.txt"))
    server.transport.request("POST", "/x", headers={}, form=[("dir", "public_html")], uploads=[upload])
    _line, headers, body = sent(server)
    assert headers["Content-Type"].startswith("multipart/form-data; boundary=")
    assert b'name="dir"\r\n\r\npublic_html\r\n' in body
    assert b"\r\n\r\n\x00\xff\r\n--x\r\n--" in body
    assert str(tmp_path).encode() not in body, "the folder is nobody's business"


def test_a_file_that_cannot_be_read_is_told_before_anything_is_sent(wire, tmp_path):
    (tmp_path / "first").write_bytes(b"1")
    server = wire()
    uploads = [Upload("file-1", str(tmp_path / "first")), Upload("file-2", str(tmp_path / "second"))]
    with warnings.catch_warnings(record=True) as left_open:
        warnings.simplefilter("always", ResourceWarning)
        with pytest.raises(CpanelError, match="second") as caught:
            server.transport.request("POST", "/x", headers={}, uploads=uploads)
        assert (caught.value.category, caught.value.sent) == ("usage", False)
        del caught  # with its frames, and what is still open in them
        gc.collect()
    assert (server.transport.requests, server.connections) == (0, [])
    assert [str(warning.message) for warning in left_open if warning.category is ResourceWarning] == []


@pytest.mark.parametrize("form", [[("a", "\ud800")], [("\ud800", "a")]])
def test_half_a_surrogate_pair_is_told_before_anything_is_sent(wire, form):
    server = wire()
    with pytest.raises(CpanelError, match="cannot be sent") as caught:
        server.transport.request("POST", "/x", headers={}, form=form)
    assert (caught.value.category, server.transport.requests, server.connections) == ("usage", 0, [])
    assert str(caught.value).isprintable()


def test_all_requests_take_one_connection(wire):
    server = wire()
    for number in range(3):
        server.transport.request("POST", "/%d" % number, headers={}, form=[])
    assert [[request.split()[1] for request in requests] for requests in server.connections] == [[b"/0", b"/1", b"/2"]]
    assert server.transport.requests == 3


def test_a_redirect_is_an_answer_and_cookies_are_not_kept(wire):
    lines = b"Location: http://evil.example/\r\nSet-Cookie: b=1; path=/\r\nset-cookie: a=2\r\nSet-Cookie: b=3\r\n"
    server = wire(b"HTTP/1.1 307 Go\r\n" + lines + b"Content-Length: 0\r\n\r\n")
    for _turn in range(2):
        answer = server.transport.request("GET", "/login/", headers={})
    assert (answer.status, answer.location) == (307, "http://evil.example/")
    assert answer.set_cookies == ("b=1; path=/", "a=2", "b=3")
    ((_first, second),) = server.connections
    assert b"cookie" not in second.lower()


def test_a_reason_can_be_shown(wire):
    answer = wire(b"HTTP/1.1 200 \x1b[31m" + b"x" * 300 + b"\r\nContent-Length: 0\r\n\r\n").transport.request(
        "GET", "/", headers={}
    )
    assert answer.reason.startswith("\\x1b[31mxxx")
    assert len(answer.reason) < 220


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\nConnection: close\r\n\r\n{}", "truncated"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1%s\r\n\r\n{}" % (b"0" * 30), "too_large"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}", "encoding"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: Identity\r\nContent-Length: 2\r\n\r\n{}", "fine"),
        (b"HTTP/1.0 200 OK\r\n\r\n{}", "fine"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "malformed"),
        (b"", "lost"),
    ],
)
def test_an_answer_is_whole_or_an_error(wire, answer, code):
    transport = wire(answer).transport
    if code == "fine":
        assert transport.request("GET", "/", headers={}).body == b"{}"
        return
    with pytest.raises(CpanelError) as caught:
        transport.request("GET", "/", headers={})
    assert (caught.value.code, caught.value.sent) == (code, True)


def test_a_limit_holds_as_long_as_it_lasts(wire):
    transport = wire().transport
    with contextlib.suppress(KeyError), transport.limited(3):
        assert transport.endpoint.timeout == 3
        with transport.limited(60):
            assert transport.endpoint.timeout == 3, "it makes nothing longer"
        raise KeyError
    assert transport.endpoint.timeout == 10


@pytest.mark.parametrize(
    ("body", "is_html"),
    [(b"<html>", True), (b" \r\n\t<!DOCTYPE", True), (b"{}", False), (b"", False), (b" " * 4096 + b"<html>", False)],
)
def test_what_is_a_page(body, is_html):
    assert Response(200, "", {}, (), body).is_html is is_html


def test_of_a_page_that_is_long_or_no_text_the_beginning_is_read():
    assert Response(200, "", {}, (), b"\xff<" + b"x" * 1_000_000).page == "\ufffd<" + "x" * (256 * 1024 - 2)
    assert Response(200, "", {}, (), b"").location == ""


def test_a_netrc_and_proxy_variables_change_nothing(runner, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login mallory password netrc-password\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(netrc))
    assert runner.whm("version")["status"] == 1
    assert runner.headers[0]["Authorization"] == "whm root:" + runner.srv.root_token


@pytest.mark.parametrize("name", [name for name in SCENARIOS if name.startswith("compressed-")])
def test_an_encoding_that_was_not_asked_for_is_refused(runner, name):
    runner.srv.switches.hostile = name
    error = runner.whm("listaccts", page_size=2)["error"]
    assert (error["category"], error["code"]) == ("protocol", "encoding")


@pytest.mark.parametrize("name", ["big-300", "big-300-no-length", "big-chunked", "big-promised"])
def test_an_answer_that_is_too_large_names_the_option(runner, name):
    runner.srv.switches.hostile = name
    result = runner.whm("listaccts", page_size=2, max_response_mb=2, timeout=20)
    assert (result["error"]["category"], result["error"]["code"]) == ("protocol", "too_large")
    assert "max_response_mb" in result["msg"] + result["error"]["hint"]
