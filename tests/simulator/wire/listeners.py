# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The six ports of a server: opened, with certificates, and closed.

Must not know what is said on them. Called by ``server.py``; hands each request to ``dispatch.py``.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .certs import Authority
from .dispatch import Dispatcher

if TYPE_CHECKING:
    from ..server import SimServer

SERVICES: dict[int, tuple[str, bool]] = {
    2082: ("cpaneld", False),
    2083: ("cpaneld", True),
    2086: ("whostmgrd", False),
    2087: ("whostmgrd", True),
    2095: ("webmaild", False),
    2096: ("webmaild", True),
}
_MAX_BODY = 64 * 1024 * 1024


class Listeners:
    """The open ports of a server."""

    def __init__(self, server: SimServer) -> None:
        self.server = server
        self.dispatcher = Dispatcher(server)
        self._runners: list[web.ServerRunner] = []

    async def open(self, authority: Authority, ports: dict[int, int] | None) -> None:
        """Open the six ports: those given for the nominal ones, or free ones."""
        server = self.server
        tls_context = authority.context([server.hostname, "localhost"], ["127.0.0.1"], f"{server.hostname}.pem")
        mismatch = authority.context(["other.example.invalid"], [], f"{server.hostname}-mismatch.pem")

        def choose(connection: Any, _name: str | None, _context: Any) -> None:
            if server.switches.tls_name == "mismatch":
                connection.context = mismatch

        tls_context.sni_callback = choose
        for nominal, (service, tls) in SERVICES.items():
            runner = web.ServerRunner(self._http_server(service, nominal, tls))
            await runner.setup()
            self._runners.append(runner)
            sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind((server.host, ports[nominal] if ports else 0))
            site = web.SockSite(runner, sock, ssl_context=tls_context if tls else None, backlog=512)
            await site.start()
            server.ports[nominal] = sock.getsockname()[1]

    async def close(self) -> None:
        """Close the ports."""
        for runner in self._runners:
            await runner.cleanup()
        self._runners.clear()

    def _http_server(self, service: str, port: int, tls: bool) -> web.Server:
        server = self.server

        async def handle(request: web.BaseRequest) -> web.StreamResponse:
            server.active += 1
            server.peak = max(server.peak, server.active)
            try:
                return await self.dispatcher.handle(request, service, port, tls)
            finally:
                server.active -= 1

        def make_request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
            return web.BaseRequest(message, payload, protocol, writer, task, protocol._loop, client_max_size=_MAX_BODY)

        return web.Server(handle, request_factory=make_request, access_log=None, keepalive_timeout=300.0)
