# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where services listen, and how to get there: their names and ports, and the endpoint of a connection.

Plain data. Must not know who authenticates (that is ``identity``) or what is sent. Used in ``_wire`` and ``_api``,
and by what takes connection options.
"""

from __future__ import annotations

import dataclasses
import functools

# Ports of the services: (TLS, plain HTTP). Source: protocol.md 1, api.docs.cpanel.net "Guide to API Authentication".
PORTS = {"cpaneld": (2083, 2082), "whostmgrd": (2087, 2086), "webmaild": (2096, 2095)}
SERVICES = tuple(PORTS)
SERVICE_TITLES = {"cpaneld": "cPanel", "whostmgrd": "WHM", "webmaild": "Webmail"}
MEGABYTE = 1024 * 1024


def port_of(service: str, use_ssl: bool) -> int:
    return PORTS[service][0 if use_ssl else 1]


def service_of_port(port: int) -> str | None:
    """The service that listens on a well-known port, or None for any other port (tunnels, NAT)."""
    return next((service for service, ports in PORTS.items() if port in ports), None)


@dataclasses.dataclass(frozen=True)
class Endpoint:
    """Where a service listens, and how to get there.

    ``timeout`` is in seconds, for connecting and for each answer; a larger answer than ``max_response_mb`` is refused.
    """

    host: str
    port: int
    use_ssl: bool = True
    validate_certs: bool = True
    ca_path: str | None = None
    proxy: str | None = None
    timeout: float = 60
    max_response_mb: int = 64

    @functools.cached_property
    def largest(self) -> int:
        """The most bytes that an answer may have."""
        return self.max_response_mb * MEGABYTE

    @property
    def scheme(self) -> str:
        return "https" if self.use_ssl else "http"

    @property
    def netloc(self) -> str:
        host = "[%s]" % self.host if ":" in self.host and not self.host.startswith("[") else self.host
        return "%s:%d" % (host, self.port)

    @functools.cached_property
    def url(self) -> str:
        return "%s://%s" % (self.scheme, self.netloc)
