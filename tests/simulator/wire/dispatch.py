# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a request to a reply: faults, authentication, sessions, dispatch, journal."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote
from weakref import WeakKeyDictionary

from aiohttp import BodyPartReader, web
from multidict import CIMultiDict

from ..api.execute import batch_commands, whm_batch_commands, wire_text
from ..api.registry import ApiError, Params, Upload
from ..hostile import SCENARIOS, Scenario, Wire
from ..state.sessions import COOKIES
from . import access
from .faults import AFTER, Fault
from .journal import JournalEntry
from .pages import Reply, login_page, page, redirect

if TYPE_CHECKING:
    from ..server import SimServer

_TOKEN = re.compile(r"(/cpsess\d+)(/.*|$)")
_SAVED = ("Authorization", "Cookie", "User-Agent", "X-CPANEL-OTP", "Host", "Content-Type", "Accept", "Connection")
_CUT = 0.6


@dataclass
class Incoming:
    """A request as the rest of the simulator sees it."""

    method: str
    raw_path: str
    path: str
    token: str
    query: list[tuple[str, str]]
    form: list[tuple[str, str]]
    files: list[Upload]
    headers: Any
    ip: str
    tls: bool
    service: str
    port: int
    functions: list[str] = field(default_factory=list)

    @property
    def params(self) -> Params:
        """Query and form together, the query first."""
        return Params([*self.query, *self.form])

    def cookie(self) -> str:
        """The decoded value of the service's session cookie, or an empty text."""
        wanted = COOKIES[self.service]
        for part in ";".join(self.headers.getall("Cookie", ())).split(";"):
            name, _equals, value = part.strip().partition("=")
            if name == wanted:
                return unquote(value)
        return ""


class Connections:
    """Numbers the connections and remembers to whom each belongs."""

    def __init__(self) -> None:
        self._numbers: WeakKeyDictionary[Any, int] = WeakKeyDictionary()
        self._owners: WeakKeyDictionary[Any, str] = WeakKeyDictionary()
        self._last = 0

    def number(self, transport: Any) -> int:
        """A number that is the same for all requests of one connection."""
        found = self._numbers.get(transport)
        if found is None:
            self._last += 1
            found = self._numbers[transport] = self._last
        return found

    def belongs(self, transport: Any, user: str) -> bool:
        """Is this user the connection's first, or is it nobody's yet?"""
        return self._owners.setdefault(transport, user) == user


async def read_body(request: web.BaseRequest) -> tuple[list[tuple[str, str]], list[Upload]]:
    """The form of a request: url-encoded, multipart or JSON."""
    kind = request.headers.get("Content-Type", "")
    if kind.startswith("multipart/form-data"):
        pairs: list[tuple[str, str]] = []
        files: list[Upload] = []
        reader = await request.multipart()
        while (part := await reader.next()) is not None:
            if not isinstance(part, BodyPartReader):
                continue
            content = bytes(await part.read(decode=True))
            if part.filename is None:
                pairs.append((part.name or "", content.decode("utf-8", "replace")))
            else:
                files.append(Upload(part.name or "", part.filename, content))
        return pairs, files
    body = await request.read()
    if not body:
        return [], []
    if kind.startswith("application/json"):
        try:
            value = json.loads(body)
        except ValueError:
            return [], []
        if not isinstance(value, dict):
            return [], []
        found = []
        for name, one in value.items():
            found += [(name, wire_text(item)) for item in (one if isinstance(one, list) else [one])]
        return found, []
    return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True), []


def functions_of(path: str, params: Params) -> list[str]:
    """The names a request goes by: the outer function first, then all that it calls inside."""
    if path.startswith("/execute/"):
        return _with_inner("::".join(path[9:].strip("/").split("/")), params)
    if path.startswith("/json-api/"):
        return _with_inner(path[10:].strip("/"), params)
    if path in ("/login", "/login/"):
        return ["login"]
    if path in ("/logout", "/logout/"):
        return ["logout"]
    return []


def _with_inner(name: str, params: Params) -> list[str]:
    """A function and, for one that holds others, those with theirs."""
    if name == "cpanel":
        return [name, f"{params.get('cpanel_jsonapi_module')}::{params.get('cpanel_jsonapi_func')}"]
    if name == "uapi_cpanel":
        return [name, *_with_inner(f"{params.get('cpanel.module')}::{params.get('cpanel.function')}", params)]
    if name == "batch":
        return [name, *(inner for one in whm_batch_commands(params) for inner in _with_inner(*one))]
    if name == "Batch::strict":
        try:
            return [name, *(f"{module}::{function}" for module, function, _params in batch_commands(params))]
        except ApiError:
            return [name]
    return [name]


def claimed_names(incoming: Incoming, params: Params) -> set[str]:
    """The user names a request mentions, for faults that strike one account."""
    names = {params.get(key) for key in ("user", "cpanel.user", "cpanel_jsonapi_user", "username")}
    names.add(params.get("session").split(":")[0])
    names.add(incoming.cookie().split(":")[0])
    header = incoming.headers.get("Authorization", "")
    if header and not header.lower().startswith("basic"):
        names.add(header.partition(" ")[2].strip().split(":")[0])
    return names - {""}


class Dispatcher:
    """Handles the requests of one server."""

    def __init__(self, server: SimServer) -> None:
        self.server = server
        self.connections = Connections()

    async def handle(self, request: web.BaseRequest, service: str, port: int, tls: bool) -> web.StreamResponse:
        """One request, from the first byte to the journal."""
        raw = request.raw_path
        path, _mark, query = raw.partition("?")
        path = unquote(path)
        match = _TOKEN.match(path)
        token, path = (match[1], match[2] or "/") if match else ("", path)
        form, files = await read_body(request)
        transport = request.transport
        peer = transport.get_extra_info("peername") if transport is not None else None
        incoming = Incoming(
            request.method,
            raw,
            path,
            token,
            parse_qsl(query, keep_blank_values=True) if query else [],
            form,
            files,
            request.headers,
            peer[0] if peer else "127.0.0.1",
            tls,
            service,
            port,
        )
        params = incoming.params
        incoming.functions = functions_of(path, params)
        server = self.server
        entry = JournalEntry(
            seq=server.next_seq(),
            time=server.clock.now(),
            server=server.hostname,
            service=service,
            port=port,
            tls=tls,
            method=request.method,
            path=raw,
            query=dict(incoming.query),
            form=form,
            headers={name: request.headers[name] for name in _SAVED if name in request.headers},
            function=incoming.functions[0] if incoming.functions else "",
            inner=incoming.functions[1:],
            connection=self.connections.number(transport) if transport is not None else 0,
        )
        latency, after = server.latency, None
        reply: Reply | None = None
        hostile = self._hostile(incoming)
        params = incoming.params
        if server.faults.active:
            names = claimed_names(incoming, params)
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
            reply = access.answer(server, incoming, params, entry, transport, self.connections)
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
        wire = Wire(transport)
        await scenario.play(wire, reply)
        wire.close()
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
