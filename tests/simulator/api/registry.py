# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a function of UAPI, cPanel API 2 or WHM API 1 is added: one small function with a decorator.

A handler gets a :class:`Call` and returns the ``data`` of the answer, or raises :class:`ApiError`. Must not know how a
handler is run: ``execute.py`` does. Called by every file with functions, and by tests that add or replace one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..errors import ApiError
from ..texts import quoted

if TYPE_CHECKING:
    from ..server import SimServer
    from ..state.accounts import Account
    from .identity import Identity

_NUMBERED = re.compile(r"-\d+$")


class Params:
    """The parameters of a call: repeated names are kept, in order."""

    __slots__ = ("_first", "pairs")

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self.pairs: list[tuple[str, str]] = list(pairs)
        self._first: dict[str, str] = {}
        for name, value in self.pairs:
            self._first.setdefault(name, value)

    def __contains__(self, name: str) -> bool:
        return name in self._first

    def __getitem__(self, name: str) -> str:
        return self._first[name]

    def get(self, name: str, default: str = "") -> str:
        """The first value of ``name``."""
        return self._first.get(name, default)

    def flag(self, name: str, default: bool = False) -> bool:
        """A parameter that is 1 or 0 on the wire."""
        value = self._first.get(name)
        return default if value is None or value == "" else value not in ("0", "")

    def number(self, name: str, default: int = 0) -> int:
        """A whole number; ``unlimited`` is 0; anything else is refused."""
        value = self._first.get(name, "")
        if value in ("", "unlimited"):
            return default if value == "" else 0
        try:
            return int(float(value))
        except ValueError:
            raise ApiError("The `[_1]` argument is invalid.", name) from None

    def all(self, name: str) -> list[str]:
        """All values of ``name``, ``name-0``, ``name-1`` ..., in the order sent (protocol.md 4.1)."""
        return [v for k, v in self.pairs if k == name or (k.startswith(name) and _NUMBERED.sub("", k) == name)]

    def names(self) -> list[str]:
        """The names sent, each once."""
        return list(self._first)


@dataclass
class Upload:
    """One file of a multipart request."""

    name: str
    filename: str
    content: bytes


@dataclass
class Call:
    """What a handler gets: where it runs, for whom, by whom, and what was sent."""

    server: SimServer
    caller: Identity
    params: Params
    account: Account = None  # type: ignore[assignment]
    service: str = "cpaneld"
    files: list[Upload] = field(default_factory=list)
    remote_ip: str = "127.0.0.1"
    tls: bool = True
    direct: bool = True
    locale: str = "en"
    metadata: dict[str, Any] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    reason: str = "OK"
    output: str = ""
    inner: list[str] = field(default_factory=list)
    wrote: bool = False
    status: int | None = 1

    @property
    def now(self) -> int:
        """The simulated time in whole seconds."""
        return int(self.server.clock.now())


Handler = Callable[[Call], Any]


@dataclass(frozen=True)
class Function:
    """A registered function and what is checked before it runs."""

    name: str
    run: Handler
    writes: bool = False
    required: tuple[str, ...] = ()
    booleans: tuple[str, ...] = ()
    enums: dict[str, tuple[str, ...]] = field(default_factory=dict)
    feature: str = ""
    webmail: bool = False
    session_only: bool = False
    acl: str = ""
    result_key: str = ""


UAPI: dict[str, Function] = {}
API2: dict[str, Function] = {}
WHM: dict[str, Function] = {}


def uapi(name: str, **options: Any) -> Callable[[Handler], Handler]:
    """Register a UAPI function, for example ``@uapi("Email::list_pops", booleans=("skip_main",))``."""

    def register(handler: Handler) -> Handler:
        UAPI[name] = Function(name=name, run=handler, **options)
        return handler

    return register


def api2(name: str, **options: Any) -> Callable[[Handler], Handler]:
    """Register a function of cPanel API 2; its handler returns rows, one row, or the reason of a success."""

    def register(handler: Handler) -> Handler:
        API2[name] = Function(name=name, run=handler, **options)
        return handler

    return register


def whm(name: str, **options: Any) -> Callable[[Handler], Handler]:
    """Register a WHM API 1 function; ``acl`` names the privilege, ``result_key`` the key that holds the list."""

    def register(handler: Handler) -> Handler:
        WHM[name] = Function(name=name, run=handler, **options)
        return handler

    return register


def check_arguments(function: Function, params: Params) -> None:
    """Refuse what the server refuses before the function runs (protocol.md 4.1, 4.3)."""
    missing = [name for name in function.required if name not in params and not params.all(name)]
    if len(missing) == 1:
        raise ApiError("Provide the `[_1]` argument.", missing[0])
    if missing:
        listed = ", ".join(quoted(name) for name in missing[:-1])
        raise ApiError("Provide the [_1] and `[_2]` arguments.", listed, missing[-1])
    for name in function.booleans:
        if name in params and params[name] not in ("0", "1", ""):
            raise ApiError(
                "The `[_1]` argument contains the value `[_2]`, which is an invalid Boolean value."
                " Boolean values are either 1 or 0.",
                name,
                params[name],
            )
    for name, allowed in function.enums.items():
        if name in params and params[name] not in allowed:
            listed = ", ".join(quoted(value) for value in allowed[:-1])
            raise ApiError("The `[_1]` argument may only have a value of [_2] or `[_3]`.", name, listed, allowed[-1])
