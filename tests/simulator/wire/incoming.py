# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A request as the rest of the simulator sees it: its body read, the functions and users that it names, its connection.

Must not answer anything. Called by ``dispatch.py``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote
from weakref import WeakKeyDictionary

from aiohttp import BodyPartReader, web

from ..api.execute import batch_commands, whm_batch_commands, wire_text
from ..api.registry import Params, Upload
from ..errors import ApiError
from ..state.sessions import COOKIES

_TOKEN = re.compile(r"(/cpsess\d+)(/.*|$)")


@dataclass
class ClientConnection:
    """A connection: its number, and the user that it first served."""

    number: int = 0
    owner: str = ""

    def belongs_to(self, user: str) -> bool:
        """Is this user the connection's first, or is it nobody's yet?"""
        self.owner = self.owner or user
        return self.owner == user


class Connections:
    """The connections of one server, numbered in the order of their first requests."""

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[Any, ClientConnection] = WeakKeyDictionary()
        self._last = 0

    def of(self, transport: Any) -> ClientConnection:
        """The same for all requests of one connection; one that is closed already belongs to nobody."""
        if transport is None:
            return ClientConnection()
        if transport not in self._known:
            self._last += 1
            self._known[transport] = ClientConnection(self._last)
        return self._known[transport]


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
    connection: ClientConnection
    functions: list[str] = field(default_factory=list)

    @property
    def params(self) -> Params:
        """Query and form together, the query first."""
        return Params([*self.query, *self.form])

    def cookie(self) -> str:
        """The decoded value of the service's session cookie, or an empty text."""
        cookie_name = COOKIES[self.service]
        for part in ";".join(self.headers.getall("Cookie", ())).split(";"):
            name, _equals, value = part.strip().partition("=")
            if name == cookie_name:
                return unquote(value)
        return ""


async def _read_body(request: web.BaseRequest) -> tuple[list[tuple[str, str]], list[Upload]]:
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
        fields = []
        for name, one in value.items():
            fields += [(name, wire_text(item)) for item in (one if isinstance(one, list) else [one])]
        return fields, []
    return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True), []


def _functions_of(path: str, params: Params) -> list[str]:
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


def claimed_names(incoming: Incoming) -> set[str]:
    """The user names a request mentions, for faults that strike one account."""
    params = incoming.params
    names = {params.get(key) for key in ("user", "cpanel.user", "cpanel_jsonapi_user", "username")}
    names.add(params.get("session").split(":")[0])
    names.add(incoming.cookie().split(":")[0])
    header = incoming.headers.get("Authorization", "")
    if header and not header.lower().startswith("basic"):
        names.add(header.partition(" ")[2].strip().split(":")[0])
    return names - {""}


async def read_request(
    request: web.BaseRequest, connection: ClientConnection, service: str, port: int, tls: bool
) -> Incoming:
    """The request to one of the six ports, its body included."""
    path, _mark, query = request.raw_path.partition("?")
    path = unquote(path)
    match = _TOKEN.match(path)
    token, path = (match[1], match[2] or "/") if match else ("", path)
    form, files = await _read_body(request)
    peer = request.transport.get_extra_info("peername") if request.transport is not None else None
    incoming = Incoming(
        method=request.method,
        raw_path=request.raw_path,
        path=path,
        token=token,
        query=parse_qsl(query, keep_blank_values=True) if query else [],
        form=form,
        files=files,
        headers=request.headers,
        ip=peer[0] if peer else "127.0.0.1",
        tls=tls,
        service=service,
        port=port,
        connection=connection,
    )
    incoming.functions = _functions_of(path, incoming.params)
    return incoming
