# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The control port: plain HTTP and JSON on 127.0.0.1, for tests that run in another process.

Owns its routes and the JSON form of the state. Must not change what a server answers, but by faults, switches and the
clock. Opened by ``simulator.py``; README.md lists the requests.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from aiohttp import web

from ..wire.faults import parse_fault

if TYPE_CHECKING:
    from ..server import SimServer
    from ..simulator import Simulator


def json_value(value: Any) -> Any:
    """Anything of the state as JSON values."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: json_value(getattr(value, f.name)) for f in dataclasses.fields(value) if f.name != "fill"}
    if isinstance(value, dict):
        return {"|".join(k) if isinstance(k, tuple) else str(k): json_value(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [json_value(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(json_value(item) for item in value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value


class Control:
    """The handlers of the control port."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator

    def chosen(self, request: web.Request, body: dict[str, Any] | None = None) -> list[SimServer]:
        """The servers named by ``server`` (query or body), or all."""
        name = (body or {}).get("server") or request.query.get("server")
        servers = self.simulator.servers
        chosen = [s for s in servers if not name or name in (s.hostname, str(s.number))]
        if not chosen:
            raise web.HTTPNotFound(text=f"no server is named {name!r}")
        return chosen

    async def journal(self, request: web.Request) -> web.Response:
        """GET /journal?since=&function=&reveal=&server="""
        since, function = int(request.query.get("since", "0")), request.query.get("function")
        reveal = request.query.get("reveal") == "1"
        entries = [
            entry.as_dict(reveal)
            for server in self.chosen(request)
            for entry in list(server.journal)
            if entry.seq > since and (not function or function in (entry.function, *entry.inner))
        ]
        return web.json_response(entries)

    async def clear_journal(self, request: web.Request) -> web.Response:
        """DELETE /journal"""
        for server in self.chosen(request):
            server.journal.clear()
        return web.json_response({"ok": True})

    async def counters(self, request: web.Request) -> web.Response:
        """GET /counters"""
        return web.json_response({server.hostname: server.counters() for server in self.chosen(request)})

    async def sessions(self, request: web.Request) -> web.Response:
        """GET /sessions: who is logged in; secrets only with ``reveal=1``."""
        reveal = request.query.get("reveal") == "1"
        secrets = set() if reveal else {"token", "minted", "value"}

        def shown(session: Any) -> dict[str, Any]:
            return {k: v for k, v in vars(session).items() if k not in secrets}

        return web.json_response(
            {
                server.hostname: {
                    "open": [shown(s) for s in server.open_sessions()],
                    "pending": [shown(s) for s in server.pending_sessions()],
                }
                for server in self.chosen(request)
            }
        )

    async def clock(self, request: web.Request) -> web.Response:
        """GET or POST /clock {"advance": seconds} | {"set": unix}"""
        clock = self.simulator.clock
        if request.method == "POST":
            body = await request.json()
            if "set" in body:
                clock.set(float(body["set"]))
            clock.advance(float(body.get("advance", 0)))
        return web.json_response({"now": clock.now(), "offset": clock.offset})

    async def faults(self, request: web.Request) -> web.Response:
        """GET, POST {"kind": ..., ...} or {"fault": "503:3%"}, DELETE /faults"""
        if request.method == "POST":
            body = await request.json()
            servers = self.chosen(request, body)
            body.pop("server", None)
            text = body.pop("fault", None)
            options = {**(parse_fault(text) if text else {}), **body}
            try:
                for server in servers:
                    server.faults.add(**options)
            except (TypeError, ValueError) as error:
                raise web.HTTPBadRequest(text=str(error)) from None
        elif request.method == "DELETE":
            for server in self.chosen(request):
                server.faults.clear()
        return web.json_response({s.hostname: s.faults.as_list() for s in self.chosen(request)})

    async def switches(self, request: web.Request) -> web.Response:
        """GET or POST /switches {"name": value, ...}"""
        if request.method == "POST":
            body = await request.json()
            servers = self.chosen(request, body)
            body.pop("server", None)
            try:
                for server in servers:
                    for name, value in body.items():
                        setattr(server.switches, name, value)
            except (AttributeError, ValueError) as error:
                raise web.HTTPBadRequest(text=str(error)) from None
        return web.json_response({s.hostname: s.switches.as_dict() for s in self.chosen(request)})

    async def reset(self, request: web.Request) -> web.Response:
        """POST /reset"""
        self.simulator.reset()
        return web.json_response({"ok": True})

    async def world(self, request: web.Request) -> web.Response:
        """GET /world"""
        return web.json_response(self.simulator.world())

    async def state(self, request: web.Request) -> web.Response:
        """GET /state/<server>/<account>"""
        name, account = request.match_info["server"], request.match_info["account"]
        for server in self.simulator.servers:
            if name in (server.hostname, str(server.number)) and account in server.accounts:
                held = server.accounts[account]
                return web.json_response({**json_value(held), "contents": json_value(held.contents)})
        raise web.HTTPNotFound(text=f"no account {account!r} on {name!r}")


async def start_control(simulator: Simulator, port: int) -> tuple[web.AppRunner, int]:
    """Open the control port; returns what to clean up, and the port."""
    control = Control(simulator)
    app = web.Application()
    app.add_routes(
        [
            web.get("/journal", control.journal),
            web.delete("/journal", control.clear_journal),
            web.get("/counters", control.counters),
            web.get("/sessions", control.sessions),
            web.get("/clock", control.clock),
            web.post("/clock", control.clock),
            web.get("/faults", control.faults),
            web.post("/faults", control.faults),
            web.delete("/faults", control.faults),
            web.get("/switches", control.switches),
            web.post("/switches", control.switches),
            web.post("/reset", control.reset),
            web.get("/world", control.world),
            web.get("/state/{server}/{account}", control.state),
        ]
    )
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    return runner, runner.addresses[0][1]
