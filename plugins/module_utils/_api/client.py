# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The client of one task: it takes a call, and gives its answer.

Composed of ``sessions`` (logging in and out), ``routes`` (which link a call takes) and ``paging``. Must not know tasks
or batches. Made by ``Invocation.client``, lookups, the inventory and the fleet.
"""

from __future__ import annotations

import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import Options

from . import paging
from .call import Call
from .link import Link, Links, Policy
from .reasons import failure, session_failure
from .requests import write
from .routes import Routes
from .sessions import Sessions


class Client:
    """Calls functions for one task.

    A context manager: leaving it logs out every session that it opened, also when interrupted. In check mode it
    refuses to send a call that writes. ``shared`` is a link with the same credential that someone else keeps open;
    ``trouble`` hears of passing failures and says whether to go on. Not for several threads.
    """

    def __init__(
        self,
        options: Options,
        *,
        check_mode: bool = False,
        warn: t.Callable[[str], None] = lambda _text: None,
        shared: Link | None = None,
        trouble: t.Callable[[], bool] = lambda: True,
    ) -> None:
        options.validate()
        self.options = options
        self.links = Links(options, Policy(options.retries, check_mode, warn, trouble), shared)
        self.sessions = Sessions(options, self.links)
        self.routes = Routes(options, self.links, self.sessions)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *exc_info: t.Any) -> None:
        """Logs out what this client opened and closes its connections."""
        try:
            self.sessions.close()
        finally:
            self.links.close()

    @property
    def account(self) -> str:
        """The cPanel account that calls act on. Raises ``usage`` if nothing tells."""
        session = self.options.session or {}
        own = self.options.username if self.options.credential == "cpanel" else None
        names = [session.get("account"), self.options.account, own]
        if session.get("service") == "whostmgrd":  # that is a reseller's or root's, not an account's
            names = [self.options.account]
        name = next(filter(None, names), None)
        if name is None:
            raise usage("account is missing", "Set account to the name of the cPanel account.")
        return str(name).lower()

    def call(self, call: Call) -> Result:
        """The good answer to a call; all its pages if a page size is given. Raises CpanelError if it failed."""
        result = self.send(call)
        if not result.ok:
            raise failure(result, call, self.sessions.questions())
        return result

    def send(self, call: Call) -> Result:
        """The answer to a call, good or bad; once more over another way, if the first one turns out to be closed."""
        link = self.routes.link(call)
        try:
            return self._send(link, call)
        except CpanelError as exc:
            other = self.routes.other(link, call, exc)
            if other is None:
                raise
        return self._send(other, call)

    def _send(self, link: Link, call: Call) -> Result:
        """The answer over one link. Raises CpanelError if WHM does not act on the account."""
        account = self.options.account
        controls = call.controls
        if controls is not None and controls.page_size:
            result = paging.fetch(link, call, account)
        else:
            result = link.call(write(call, link.identity, account))
        if call.is_uapi and link.identity.service == "whostmgrd":
            if result.function == "uapi_cpanel" and not result.ok:
                raise session_failure(result, str(account), self.sessions.questions())
            if controls is not None and result.ok:
                result.data = controls.applied(result.data)
        return result
