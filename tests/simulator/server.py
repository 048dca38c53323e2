# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One simulated server: its state, sessions, switches, faults, journal, logs and ports, held together.

Must not know how a request is answered. Made by ``simulator.py``; tests look at it and change it while it runs, and
functions reach all of it as ``call.server``.
"""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Any

from .state.accounts import Account, Mailbox, Package, Reseller
from .state.clock import SimClock
from .state.generate import World, new_account, server_world
from .state.secrets import totp
from .state.sessions import Session, SessionStore
from .state.switches import Switches
from .wire.auth import Authenticator, FailedLogin
from .wire.faults import Faults
from .wire.journal import Journal
from .wire.listeners import Listeners

VERSION = "11.136.0.5"


class SimServer:
    """A server of the simulator. Everything in it may be looked at and changed while it runs."""

    def __init__(self, number: int, indexes: list[int], seed: int, folder: Path, clock: SimClock, **options: Any):
        self.number = number
        self.seed = seed
        self.host = "127.0.0.1"
        self.ports: dict[int, int] = {}
        self.clock = clock
        self.latency: float = options.get("latency", 0.0)
        self.locale: str = options.get("locale", "en")
        self.version = VERSION
        self._initial = dict(options.get("switches", {}))
        self._reseller_count: int = options.get("resellers", 1)
        self._indexes = indexes
        self._order_seed = f"{seed}:{number}"
        self.session_log_path = folder / f"server{number}" / "session_log"
        self.login_log_path = folder / f"server{number}" / "login_log"
        self.session_log_path.parent.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.journal = Journal()
        self.switches = Switches()
        self.faults = Faults(self._order_seed)
        self.failed_logins: list[FailedLogin] = []
        self.internal_errors: list[str] = []
        self.order = random.Random()
        self.random = random.Random()
        self._seq = 0
        self.active = 0
        self.peak = 0
        self.state: World
        self._restart()
        self.sessions = SessionStore(clock, self.switches, self.random, self.session_log_path)
        self.auth = Authenticator(self)
        self.listeners = Listeners(self)

    def _restart(self) -> None:
        self.order.seed(f"{self._order_seed}:order")
        self.random.seed(f"{self._order_seed}:random")
        for name, value in Switches().as_dict().items():
            setattr(self.switches, name, value)
        if self.locale == "de":
            self.switches.locale = "de"
        for name, value in self._initial.items():
            setattr(self.switches, name, value)
        self.state = server_world(self.seed, self.number, self._reseller_count)
        for position, index in enumerate(self._indexes):
            account = new_account(self.seed, self.state, index, position, self.locale)
            self.state.accounts[account.name] = account
        self.session_log_path.write_text("", encoding="utf-8")
        self.login_log_path.write_text("", encoding="utf-8")

    def reset(self) -> None:
        """Back to the start: world, sessions, lock-outs, faults, switches, journal and logs."""
        self._restart()
        self.sessions.reset()
        self.auth.reset()
        self.faults.clear()
        self.journal.reset()
        self.failed_logins.clear()
        self.internal_errors.clear()
        self._seq = 0
        self.peak = self.active

    # What tests ask for

    @property
    def hostname(self) -> str:
        """Its name, ``server1.example.net``."""
        return self.state.hostname

    @property
    def root_password(self) -> str:
        """The password of root."""
        return self.state.root_password

    @property
    def root_token(self) -> str:
        """The value of root's first token."""
        return next(iter(self.state.root_tokens.values())).value

    @property
    def accounts(self) -> dict[str, Account]:
        """The accounts by name."""
        return self.state.accounts

    @property
    def resellers(self) -> dict[str, Reseller]:
        """The resellers by name."""
        return self.state.resellers

    @property
    def packages(self) -> dict[str, Package]:
        """The packages by name."""
        return self.state.packages

    def open_sessions(self) -> list[Session]:
        """The sessions that a request could use now."""
        self.sessions.expire()
        return list(self.sessions.live.values())

    def pending_sessions(self) -> list[Session]:
        """Minted sessions nobody has logged in with."""
        self.sessions.expire()
        return list(self.sessions.pending.values())

    def session_log(self) -> str:
        """The text of the session log."""
        return self.session_log_path.read_text(encoding="utf-8")

    def login_log(self) -> str:
        """The text of the login log."""
        return self.login_log_path.read_text(encoding="utf-8")

    def otp(self, user: str) -> str:
        """The security code an authenticator app would show now for a user with two-factor authentication."""
        if user == "root":
            secret = self.state.root_otp_secret
        elif user in self.resellers:
            secret = self.resellers[user].otp_secret
        else:
            secret = self.accounts[user].otp_secret
        return totp(secret, self.clock.now())

    def enable_two_factor(self, user: str, secret: str = "JBSWY3DPEHPK3PXP") -> str:
        """Turn two-factor authentication on for a user; returns the secret."""
        if user == "root":
            self.state.root_otp_secret = secret
        elif user in self.resellers:
            self.resellers[user].otp_secret = secret
        else:
            self.accounts[user].otp_secret = secret
        return secret

    def counters(self) -> dict[str, Any]:
        """Numbers about what happened so far."""
        live, pending = len(self.open_sessions()), len(self.pending_sessions())
        store = self.sessions
        return {
            "requests": self.journal.total,
            "peak": self.peak,
            "functions": dict(self.journal.by_function),
            "writes": self.journal.writes,
            "failed_logins": len(self.failed_logins),
            "sessions": {
                "open": live,
                "pending": pending,
                "minted": store.minted,
                "opened": store.opened,
                "closed": store.closed,
            },
            "internal_errors": len(self.internal_errors),
        }

    def world(self) -> dict[str, Any]:
        """What a user of the simulator needs to know: names, ports, secrets. JSON."""
        return {
            "hostname": self.hostname,
            "host": self.host,
            "ports": {str(nominal): actual for nominal, actual in self.ports.items()},
            "root": {"user": "root", "token": self.root_token, "login_password": self.root_password},
            "resellers": [
                {"user": r.name, "token": r.token, "login_password": r.password, "acls": sorted(r.acls)}
                for r in self.resellers.values()
            ],
            "accounts": [
                {
                    "user": a.name,
                    "domain": a.main_domain,
                    "login_password": a.password,
                    "api_token": a.api_token,
                    "owner": a.owner,
                    "package": a.package,
                }
                for a in self.accounts.values()
            ],
        }

    # What the handlers use

    def advertised(self, nominal: int) -> int:
        """The port that login URLs name: the one that is really open."""
        return self.ports.get(nominal, nominal)

    def next_seq(self) -> int:
        """The number of the next request."""
        self._seq += 1
        return self._seq

    def log_login(self, text: str) -> None:
        """A line of the login log."""
        stamp = time.strftime("%Y-%m-%d %H:%M:%S +0000", time.gmtime(self.clock.now()))
        with self.login_log_path.open("a", encoding="utf-8") as stream:
            stream.write(f"[{stamp}] info [cpsrvd] {text}\n")

    def find_mailbox(self, address: str) -> tuple[Account, Mailbox] | None:
        """The account and the mailbox of an address."""
        domain = address.partition("@")[2].lower()
        account = self.find_domain(domain)
        box = account.contents.mailboxes.get(address.lower()) if account else None
        return (account, box) if account and box else None

    def find_domain(self, domain: str) -> Account | None:
        """The account that holds a domain."""
        named = self.accounts.get(domain.split(".")[0])
        if named is not None and named.main_domain == domain:
            return named
        return next((a for a in self.accounts.values() if domain in a.domains), None)
