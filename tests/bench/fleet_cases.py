# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways to make two reading calls in each of many accounts, one function each, and what is expected of them.

A way does the job for the accounts it is given. To add one, write a function here with ``@way``; to expect something
of it, add a line to GOALS.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import fleet_plays as plays
from fleet_plays import Accounts
from plays import CALLS
from world import Ran, World, run

SMALL, MIDDLE, LARGE = 50, 200, 1000
URI = 20
MANY, ALL = 5000, 10000


@dataclass(frozen=True)
class Sample:
    """What it took for all accounts: ``seconds`` of the job itself, ``wall`` of the whole process with its start."""

    seconds: float
    wall: float
    cpu: float
    peak_mb: float


@dataclass(frozen=True)
class Way:
    """``sizes`` are the numbers of accounts to measure, ``once`` those that are slow and measured only once.

    With ``starts_up`` the start of Ansible is no part of the job: a run with one account is taken off. ``requests`` is
    what the servers must have counted for each account, at most; None where that is no matter. ``large`` ways need
    more accounts than the others and are run by themselves.
    """

    name: str
    title: str
    function: Callable[[World, Accounts], Sample]
    sizes: tuple[int, ...]
    once: tuple[int, ...]
    starts_up: bool
    requests: float | None
    exact: bool
    large: bool


WAYS: dict[str, Way] = {}


def way(
    title: str,
    *,
    requests: float | None,
    sizes: tuple[int, ...] = (SMALL, MIDDLE, LARGE),
    once: tuple[int, ...] = (),
    starts_up: bool = True,
    exact: bool = True,
    large: bool = False,
) -> Callable[[Callable[[World, Accounts], Ran | Sample]], None]:
    """Registers a way under the name of its function."""

    def register(function: Callable[[World, Accounts], Ran | Sample]) -> None:
        def sample(world: World, accounts: Accounts) -> Sample:
            ran = function(world, accounts)
            return ran if isinstance(ran, Sample) else Sample(ran.seconds, ran.seconds, ran.cpu, ran.peak_mb)

        name = function.__name__
        WAYS[name] = Way(name, title, sample, sizes, once, starts_up, requests, exact, large)

    return register


@way("cpanel_fleet, via session", requests=4)
def fleet_session(world: World, accounts: Accounts) -> Ran:
    return plays.fleet(world, accounts, "session")


@way("cpanel_fleet, via whm", requests=0.1 * len(CALLS), exact=False)
def fleet_whm(world: World, accounts: Accounts) -> Ran:
    return plays.fleet(world, accounts, "whm")


@way("accounts as hosts, cpanel_uapi", requests=1, once=(LARGE,))
def fleet_hosts(world: World, accounts: Accounts) -> Ran:
    return plays.hosts(world, accounts)


@way("accounts as hosts, debug (no request)", requests=0, once=(LARGE,))
def fleet_debug(world: World, accounts: Accounts) -> Ran:
    return plays.debug(world, accounts)


@way("one cpanel_uapi task in a loop", requests=1, sizes=(SMALL, MIDDLE))
def fleet_loop(world: World, accounts: Accounts) -> Ran:
    return plays.loop(world, accounts)


@way("accounts as hosts, five uri tasks", requests=5, sizes=(URI,), once=(URI,))
def fleet_uri(world: World, accounts: Accounts) -> Ran:
    return plays.uri(world, accounts)


@way("cpanel_fleet without Ansible, via session", requests=4, starts_up=False)
def fleet_command(world: World, accounts: Accounts) -> Sample:
    return _process("session", world, accounts)


@way("cpanel_fleet without Ansible, via whm", requests=0.1 * len(CALLS), starts_up=False, exact=False)
def fleet_command_whm(world: World, accounts: Accounts) -> Sample:
    return _process("whm", world, accounts)


@way("asyncio and aiohttp by hand, sessions", requests=4, starts_up=False)
def fleet_asyncio(world: World, accounts: Accounts) -> Sample:
    return _process("asyncio", world, accounts)


@way(
    "the same via whm, results of a query",
    requests=0.1 * len(CALLS),
    sizes=(MIDDLE, MANY),
    once=(MIDDLE, MANY),
    starts_up=False,
    exact=False,
    large=True,
)
def fleet_query(world: World, accounts: Accounts) -> Sample:
    return _process("whm", world, accounts, query=True)


@way("inventory, one host shown", requests=None, sizes=(ALL,), once=(ALL,), starts_up=False, large=True)
def fleet_parsed(world: World, accounts: Accounts) -> Ran:
    return plays.parsed(world, accounts)


@way("inventory, --list", requests=None, sizes=(ALL,), once=(ALL,), starts_up=False, large=True)
def fleet_listed(world: World, accounts: Accounts) -> Ran:
    return plays.listed(world, accounts)


def _process(name: str, world: World, accounts: Accounts, *, query: bool = False) -> Sample:
    given = json.dumps({"servers": world.servers, "accounts": accounts, "query": query})
    ran = run([sys.executable, Path(__file__).with_name("fleet_loops.py"), name], given=given)
    return Sample(json.loads(ran.output)["seconds"], ran.seconds, ran.cpu, ran.peak_mb)


@dataclass(frozen=True)
class Point:
    """A way with a number of accounts: medians; ``requests`` are per account.

    An ``extrapolated`` point is computed from the largest measured one of its way.
    """

    name: str
    title: str
    accounts: int
    seconds: float
    wall: float
    cpu: float
    peak_mb: float
    requests: float
    extrapolated: bool
    samples: list[Sample]

    @property
    def each(self) -> float:
        """Seconds of the job for one account."""
        return self.seconds / self.accounts


# The measured point of a way with about that many accounts; raises LookupError if there is none.
Find = Callable[[str, int], Point]


@dataclass(frozen=True)
class Goal:
    """``value`` of the measured points is at most ``limit``."""

    text: str
    value: Callable[[Find], float]
    limit: float


def _against_asyncio(accounts: int) -> Callable[[Find], float]:
    return lambda find: find("fleet_command", accounts).wall / find("fleet_asyncio", accounts).wall


GOALS = (
    Goal(
        "cpanel_fleet via session against uri tasks, time per account",
        lambda find: find("fleet_session", LARGE).each / find("fleet_uri", URI).each,
        1 / 100,
    ),
    Goal(f"cpanel_fleet's command against asyncio, {MIDDLE} accounts, wall time", _against_asyncio(MIDDLE), 2.0),
    Goal(f"cpanel_fleet's command against asyncio, {LARGE} accounts, wall time", _against_asyncio(LARGE), 2.0),
    Goal(
        f"cpanel_fleet's command against asyncio, {LARGE} accounts, CPU",
        lambda find: find("fleet_command", LARGE).cpu / find("fleet_asyncio", LARGE).cpu,
        2.0,
    ),
    Goal(
        f"cpanel_fleet via whm, {LARGE} accounts, requests per call",
        lambda find: find("fleet_whm", LARGE).requests / len(CALLS),
        1 / 10,
    ),
    Goal(
        f"cpanel_uapi against debug, {MIDDLE} hosts, time per host and task",
        lambda find: find("fleet_hosts", MIDDLE).each / find("fleet_debug", MIDDLE).each,
        2.0,
    ),
    Goal(
        f"cpanel_uapi against debug, {LARGE} hosts, time per host and task",
        lambda find: find("fleet_hosts", LARGE).each / find("fleet_debug", LARGE).each,
        2.0,
    ),
    Goal(
        f"linear: cpanel_fleet via session, {LARGE} accounts against 5 times {MIDDLE}",
        lambda find: find("fleet_session", LARGE).each / find("fleet_session", MIDDLE).each,
        1.3,
    ),
    Goal(
        f"memory: KiB for each account more, from {MIDDLE} to {MANY}, results of a query",
        lambda find: _growth(find("fleet_query", MIDDLE), find("fleet_query", MANY)),
        4.0,
    ),
    Goal(f"inventory of {ALL} accounts parsed, seconds", lambda find: find("fleet_parsed", ALL).wall, 10.0),
    Goal(f"inventory of {ALL} accounts as --list, seconds", lambda find: find("fleet_listed", ALL).wall, 10.0),
)


def _growth(few: Point, many: Point) -> float:
    return (many.peak_mb - few.peak_mb) * 1024 / (many.accounts - few.accounts)
