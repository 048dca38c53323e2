# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A simulator for the whole run, and a small client that does nothing on its own."""

from __future__ import annotations

import base64
import http.client
import json
import ssl
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from ansible_collections.hostops.cpanel.tests.simulator import Simulator


class Answer:
    """A reply, read to its end."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.reason = response.reason
        self.headers = response.headers
        self.body = response.read()
        self.text = self.body.decode("utf-8", "replace")

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    def cookie(self, name: str) -> str:
        """``name=value`` of a Set-Cookie header."""
        cookies = [c for c in self.headers.get_all("Set-Cookie", []) if c.startswith(name + "=")]
        return cookies[0].split(";")[0] if cookies else ""


class Wire:
    """Requests to one server; one connection per request unless one is passed."""

    def __init__(self, simulator: Simulator, number: int = 0) -> None:
        self.simulator = simulator
        self.server = simulator.servers[number]
        self.tls = ssl.create_default_context(cafile=simulator.ca_path)

    def connect(self, port: int, source: str = "127.0.0.1") -> http.client.HTTPConnection:
        """An open connection to a nominal port."""
        options: dict[str, Any] = {"timeout": 10, "source_address": (source, 0)}
        actual = self.server.ports[port]
        if port in (2083, 2087, 2096):
            return http.client.HTTPSConnection("127.0.0.1", actual, context=self.tls, **options)
        return http.client.HTTPConnection("127.0.0.1", actual, **options)

    def send(
        self,
        port: int,
        path: str,
        form: dict[str, Any] | list[tuple[str, Any]] | None = None,
        *,
        method: str = "",
        headers: dict[str, str] | None = None,
        connection: http.client.HTTPConnection | None = None,
        source: str = "127.0.0.1",
    ) -> Answer:
        """One request: POST when there is a form."""
        sent = dict(headers or {})
        body = None
        if form is not None:
            body = urlencode(form)
            sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
        own = connection is None
        connection = connection or self.connect(port, source)
        try:
            connection.request(method or ("POST" if form is not None else "GET"), path, body, sent)
            return Answer(connection.getresponse())
        finally:
            if own:
                connection.close()

    # Credentials

    @property
    def root(self) -> dict[str, str]:
        """Root's token."""
        return {"Authorization": f"whm root:{self.server.root_token}"}

    @property
    def reseller(self) -> dict[str, str]:
        """The first reseller's token."""
        return {"Authorization": f"whm reseller1:{self.server.resellers['reseller1'].token}"}

    @staticmethod
    def basic(user: str, password: str) -> dict[str, str]:
        """A password."""
        return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}

    def own(self, name: str) -> dict[str, str]:
        """An account's token."""
        return {"Authorization": f"cpanel {name}:{self.server.accounts[name].api_token}"}

    # Frequent calls

    def whm(self, function: str, headers: dict[str, str] | None = None, /, **params: Any) -> Any:
        """WHM API 1 as root, or with other headers."""
        form = {"api.version": 1, **params}
        return self.send(2087, f"/json-api/{function}", form, headers=headers or self.root).json

    def uapi(self, user: str, function: str, params: Any = None, /, **more: Any) -> Any:
        """UAPI with the account's token."""
        path = "/execute/" + function.replace("::", "/")
        return self.send(2083, path, params if params is not None else more, headers=self.own(user)).json

    def mint(self, user: str, service: str = "cpaneld", **params: Any) -> dict[str, Any]:
        """``data`` of create_user_session."""
        data: dict[str, Any] = self.whm("create_user_session", user=user, service=service, **params)["data"]
        return data

    def login(self, minted: dict[str, Any], port: int = 2083, **options: Any) -> Answer:
        """GET the login URL."""
        return self.send(port, "/" + minted["url"].split("/", 3)[3], **options)

    def session(self, user: str) -> tuple[str, dict[str, str]]:
        """A usable cPanel session: the security token and the cookie header."""
        minted = self.mint(user)
        return minted["cp_security_token"], {"Cookie": self.login(minted).cookie("cpsession")}


@pytest.fixture(scope="session")
def running() -> Iterator[Simulator]:
    """One simulator for all tests of this folder."""
    with Simulator(servers=2, accounts=8, seed=7) as simulator:
        yield simulator


@pytest.fixture
def wire(running: Simulator) -> Iterator[Wire]:
    """The client, on a world put back to its start. A mistake inside the simulator fails the test."""
    running.reset()
    yield Wire(running)
    for server in running.servers:
        assert server.internal_errors == []


@pytest.fixture
def name(wire: Wire) -> str:
    """An account that belongs to root."""
    return next(a.name for a in wire.server.accounts.values() if a.owner == "root")


@pytest.fixture
def theirs(wire: Wire) -> str:
    """An account that belongs to the reseller."""
    return next(a.name for a in wire.server.accounts.values() if a.owner == "reseller1")
