# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a request to the bytes of its answer: latency, faults, hostile scenarios, the journal.

Must not know who may do what, nor functions: ``access.py`` makes the reply. Called by ``listeners.py``.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from aiohttp import web
from multidict import CIMultiDict

from ..hostile import SCENARIOS, Connection, Scenario
from . import access
from .faults import AFTER, Fault
from .incoming import Connections, Incoming, claimed_names, read_request
from .journal import JournalEntry
from .pages import Reply, login_page, page, redirect

if TYPE_CHECKING:
    from ..server import SimServer

_SAVED = ("Authorization", "Cookie", "User-Agent", "X-CPANEL-OTP", "Host", "Content-Type", "Accept", "Connection")
_CUT = 0.6


class Dispatcher:
    """Handles the requests of one server."""

    def __init__(self, server: SimServer) -> None:
        self.server = server
        self.connections = Connections()

    async def handle(self, request: web.BaseRequest, service: str, port: int, tls: bool) -> web.StreamResponse:
        """One request, from the first byte to the journal."""
        server, transport = self.server, request.transport
        incoming = await read_request(request, self.connections.of(transport), service, port, tls)
        entry = JournalEntry(
            seq=server.next_seq(),
            time=server.clock.now(),
            server=server.hostname,
            service=service,
            port=port,
            tls=tls,
            method=request.method,
            path=incoming.raw_path,
            query=dict(incoming.query),
            form=incoming.form,
            headers={name: request.headers[name] for name in _SAVED if name in request.headers},
            function=incoming.functions[0] if incoming.functions else "",
            inner=incoming.functions[1:],
            connection=incoming.connection.number,
        )
        latency, after = server.latency, None
        reply: Reply | None = None
        hostile = self._hostile(incoming)
        if server.faults.active:
            names = claimed_names(incoming)
            for fault in server.faults.strike(incoming.functions or ["page"], service, names, request.method):
                entry.fault = fault.kind
                if fault.kind == "delay":
                    latency += fault.seconds
                elif fault.kind in AFTER:
                    after = fault
                else:
                    reply = self._before(fault, incoming, entry)
        if latency:
            await asyncio.sleep(latency)
        if reply is None and entry.answered:
            reply = access.answer(server, incoming, entry)
            if hostile is not None and hostile.strikes(incoming.functions, server.switches.hostile_on):
                entry.fault = hostile.name
                reply = hostile.answer(reply)
                if hostile.play is not None:
                    return await self._play(hostile, transport, reply, entry)
        if after is not None and after.kind == "drop_after":
            entry.answered = False
        entry.status = reply.status if reply is not None and entry.answered else 0
        if not entry.answered:
            server.journal.record(entry)
            if transport is not None:
                transport.close()
            return web.Response()
        server.journal.record(entry)
        assert reply is not None
        return await self._send(request, reply, after)

    def _hostile(self, incoming: Incoming) -> Scenario | None:
        """The scenario that is switched on; the names that it invented are exchanged for those of a real account."""
        scenario = SCENARIOS.get(self.server.switches.hostile)
        if scenario is not None and scenario.aliases:
            account = next(iter(self.server.accounts.values()))
            real = {"user": account.name, "domain": account.main_domain}
            incoming.form = scenario.received(incoming.form, real)
            incoming.query = scenario.received(incoming.query, real)
        return scenario

    async def _play(self, scenario: Scenario, transport: Any, reply: Reply, entry: JournalEntry) -> web.Response:
        """What a scenario does with the connection; nothing else is said on it."""
        assert scenario.play is not None
        entry.status = reply.status
        self.server.journal.record(entry)
        connection = Connection(transport)
        await scenario.play(connection, reply)
        connection.close()
        return web.Response()

    def _before(self, fault: Fault, incoming: Incoming, entry: JournalEntry) -> Reply | None:
        """Faults that come instead of an answer; None when the request goes on (or the connection dies)."""
        kind, service = fault.kind, incoming.service
        if kind == "drop_before":
            entry.answered = False
            return None
        if kind == "status":
            text = "The server is unable to serve this request."
            return page(f"{fault.status} Service Error", text, fault.status, "Fault")
        if kind == "html200":
            return login_page(service, "", 200)
        if kind == "redirect":
            port = self.server.ports.get(incoming.port + (0 if incoming.tls else 1), incoming.port)
            return redirect(f"https://{self.server.hostname}:{port}{incoming.raw_path}", 301)
        if kind == "garbage":
            return Reply(200, "OK", b"\xff\xfe{\x00not json\xc3\x28", "application/json")
        if kind == "empty":
            return Reply(200, "OK", b"", "application/json")
        session = self.server.sessions.live.get(incoming.cookie())
        if session is not None and kind == "expire_session":
            self.server.sessions.purge(session, "expired")
        if session is not None and kind == "ip_change":
            session.ip = "203.0.113.99"
        return None

    async def _send(self, request: web.BaseRequest, reply: Reply, after: Fault | None) -> web.StreamResponse:
        headers: CIMultiDict[str] = CIMultiDict(reply.headers)
        headers["Server"] = "cpsrvd"
        headers["Content-Type"] = reply.content_type
        close = reply.close or not self.server.switches.keep_alive
        if close and not reply.silent_close:
            headers["Connection"] = "close"
        elif close:
            headers["Connection"] = "keep-alive"
        if after is not None and after.kind == "truncate":
            headers["Content-Length"] = str(len(reply.body) + 10)
            stream = web.StreamResponse(status=reply.status, reason=reply.reason, headers=headers)
            await stream.prepare(request)
            await stream.write(reply.body[: max(1, int(len(reply.body) * _CUT))])
            if request.transport is not None:
                request.transport.close()
            return stream
        response = web.Response(status=reply.status, reason=reply.reason, body=reply.body, headers=headers)
        if close:
            response.force_close()
        return response
