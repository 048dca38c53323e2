# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator as a context manager: servers in a background thread with an event loop of its own.

Owns the thread, the temporary folder and what all servers share: the clock and the certificate authority. Must not
know requests or functions. Called by tests and by the command line.
"""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
import shutil
import tempfile
import threading
from pathlib import Path
from typing import Any

from . import api2, uapi, whm
from .control.port import start_control
from .server import SimServer
from .state.clock import SimClock
from .wire.certs import Authority
from .wire.faults import parse_fault
from .wire.listeners import SERVICES

_START_SECONDS = 30


def load_functions() -> None:
    """Import every file of ``api2``, ``uapi`` and ``whm``; importing registers its functions."""
    for folder in (api2, uapi, whm):
        for module in pkgutil.iter_modules(folder.__path__):
            importlib.import_module(f"{folder.__name__}.{module.name}")


class Simulator:
    """``with Simulator(servers=2, accounts=10, seed=7) as sim:``

    Options: ``base_port`` (0: free ports), ``control_port``, ``latency`` (seconds), ``switches`` (a dict),
    ``faults`` (texts as on the command line), ``locale``, ``resellers`` (per server).
    """

    def __init__(
        self,
        servers: int = 1,
        accounts: int = 5,
        seed: int = 7,
        *,
        base_port: int = 0,
        control_port: int = 0,
        latency: float = 0.0,
        switches: dict[str, Any] | None = None,
        faults: list[str] | None = None,
        locale: str = "en",
        resellers: int = 1,
    ) -> None:
        self.seed = seed
        self.clock = SimClock()
        self.folder = Path(tempfile.mkdtemp(prefix="hostops-simulator-"))
        self._base_port = base_port
        self._control_port = control_port
        self._faults = list(faults or [])
        self._authority = Authority(self.folder)
        self.ca_path = str(self._authority.path)
        self.control_url = ""
        options = {"latency": latency, "switches": switches or {}, "locale": locale, "resellers": resellers}
        self.servers = [
            SimServer(number, list(range(number, accounts + 1, servers)), seed, self.folder, self.clock, **options)
            for number in range(1, servers + 1)
        ]
        self._add_faults()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._stopped: asyncio.Event | None = None
        self._ready = threading.Event()
        self._error: Exception | None = None

    def _add_faults(self) -> None:
        for text in self._faults:
            for server in self.servers:
                server.faults.add(**parse_fault(text))

    def __enter__(self) -> Simulator:
        self.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.stop()

    def start(self) -> None:
        """Open all ports; returns when they answer."""
        self._thread = threading.Thread(target=self._run, name="simulator", daemon=True)
        self._thread.start()
        if not self._ready.wait(_START_SECONDS):
            raise TimeoutError("the simulator did not start")
        if self._error is not None or not self.control_url:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise self._error or RuntimeError("the simulator did not start")

    def stop(self) -> None:
        """Close all ports and remove the temporary folder."""
        if self._loop is not None and self._stopped is not None and self._thread is not None:
            if self._thread.is_alive():
                self._loop.call_soon_threadsafe(self._stopped.set)
            self._thread.join(_START_SECONDS)
        shutil.rmtree(self.folder, ignore_errors=True)

    def reset(self) -> None:
        """Every server back to its start, and the clock to real time."""
        self.clock.reset()
        for server in self.servers:
            server.reset()
        self._add_faults()

    def server(self, hostname: str) -> SimServer:
        """The server of that name."""
        return next(server for server in self.servers if server.hostname == hostname)

    def world(self) -> dict[str, Any]:
        """What the ready file holds."""
        return {
            "control": self.control_url,
            "ca_path": self.ca_path,
            "servers": [server.world() for server in self.servers],
        }

    def _run(self) -> None:
        try:
            asyncio.run(self._main())
        except (OSError, RuntimeError) as error:  # handed to the thread that called start()
            self._error = error
        finally:
            self._ready.set()

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopped = asyncio.Event()
        control = None
        try:
            for offset, server in enumerate(self.servers):
                ports = None
                if self._base_port:
                    first = self._base_port + offset * len(SERVICES)
                    ports = {nominal: first + i for i, nominal in enumerate(SERVICES)}
                await server.listeners.open(self._authority, ports)
            control, port = await start_control(self, self._control_port)
            self.control_url = f"http://127.0.0.1:{port}"
            self._ready.set()
            await self._stopped.wait()
        finally:
            if control is not None:
                await control.cleanup()
            for server in self.servers:
                await server.listeners.close()
