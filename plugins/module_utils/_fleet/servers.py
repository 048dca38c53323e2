# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The servers of a fleet: what each may say for itself, and with which options it is spoken to.

Owns ``SERVER_SPEC`` and what an entry of ``servers`` inherits. Must not know accounts. Called by ``fleet``, the
inventory and the lookups.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils import _names
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import (
    CONNECTION_SPEC,
    SECRETS,
    Options,
    gives_credential,
)

_OWN = """
    host port username api_token login_password otp session_host validate_certs ca_path use_ssl proxy timeout retries
    max_response_mb
"""
# What one server of a fleet may say for itself; the rest is taken from the task or plugin.
SERVER_SPEC: dict[str, t.Any] = {
    "name": {"type": "str"},
    **{name: {k: v for k, v in CONNECTION_SPEC[name].items() if k in ("type", "no_log")} for name in _OWN.split()},
}


@dataclasses.dataclass(frozen=True)
class Server:
    """A server of a fleet, with a WHM credential: ``name`` is how accounts refer to it, its host if not given."""

    name: str
    options: Options


def servers_of(params: t.Mapping[str, t.Any]) -> list[Server]:
    """The servers that ``servers`` lists, or the one that the connection options name. Raises ``usage``.

    An entry's own options win over the common ones; a credential of its own replaces a common one altogether.
    """
    entries = params.get("servers") or [{}]
    servers: dict[str, Server] = {}
    for number, entry in enumerate(entries):
        own = {name: value for name, value in entry.items() if value is not None and name != "name"}
        common = dict(params)
        if gives_credential(own):
            common.update(dict.fromkeys(SECRETS))
        options = Options.from_params({**common, **own, "account": None, "session": None})
        if options.credential != "whm":
            raise usage(
                "credential: cpanel does not work for a fleet; give whm", "Use API tokens of root or resellers."
            )
        try:
            options.validate()
        except CpanelError as exc:
            exc.msg = "servers[%d]: %s" % (number, exc.msg) if params.get("servers") else exc.msg
            raise
        name = str(entry.get("name") or options.host)
        try:
            _names.server(name)
        except ValueError as exc:
            where = "servers[%d].%s" % (number, "name" if entry.get("name") else "host")
            raise usage(
                "%s: %s" % (where if entry else "host", exc),
                "Give the server a name of letters, digits, dots and hyphens.",
            ) from None
        if name in servers:
            raise usage("servers: two are named %s" % name, "Give each server a name of its own.")
        servers[name] = Server(name, options)
    return list(servers.values())
