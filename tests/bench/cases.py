# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cases, one function each, and what is expected of them.

A case does the job for the accounts it is given and says how long it took. To add one, write a function here with
``@case``; to expect something of it, add a line to GOALS.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import plays
from world import World, run


@dataclass(frozen=True)
class Sample:
    """What it took, in seconds, for all accounts together."""

    seconds: float
    cpu: float


@dataclass(frozen=True)
class Case:
    """``share`` scales the number of accounts, so that slow cases do not take all day.

    With ``starts_up`` the run contains a start that is no part of the job: the case is run twice, with few and with
    many accounts, and the difference counts. Without, the case leaves the first account out of its time itself.
    ``requests`` is what the server must have counted for each account.
    """

    name: str
    title: str
    function: Callable[[World, list[str]], Sample]
    share: float
    starts_up: bool
    requests: int


CASES: dict[str, Case] = {}


def case(
    title: str, *, share: float = 1.0, starts_up: bool = True, requests: int = 5
) -> Callable[[Callable[..., Sample]], None]:
    """Registers a case under the name of its function."""

    def register(function: Callable[[World, list[str]], Sample]) -> None:
        CASES[function.__name__] = Case(function.__name__, title, function, share, starts_up, requests)

    return register


@case("a task that does nothing (debug)", share=0.5, requests=0)
def nothing(world: World, accounts: list[str]) -> Sample:
    return Sample(*plays.play(world, accounts, plays.NO_TASK))


@case("cpanel_uapi as a module", share=0.1)
def module(world: World, accounts: list[str]) -> Sample:
    return Sample(*plays.play(world, accounts, plays.ONE_TASK, hostops_cpanel_in_process=False))


@case("cpanel_uapi in the controller")
def in_process(world: World, accounts: list[str]) -> Sample:
    return Sample(*plays.play(world, accounts, plays.ONE_TASK))


@case("four tasks in the controller", share=0.25)
def in_process_tasks(world: World, accounts: list[str]) -> Sample:
    return Sample(*plays.play(world, accounts, plays.FOUR_TASKS))


@case("five tasks of ansible.builtin.uri", share=0.05)
def uri(world: World, accounts: list[str]) -> Sample:
    return Sample(*plays.play(world, accounts, plays.URI_TASKS))


@case("http.client alone", starts_up=False)
def http_client(world: World, accounts: list[str]) -> Sample:
    return _loop("http_client", world, accounts)


@case("run() of cpanel_uapi, no Ansible", starts_up=False)
def command(world: World, accounts: list[str]) -> Sample:
    return _loop("command", world, accounts)


def _loop(name: str, world: World, accounts: list[str]) -> Sample:
    given = json.dumps({"connection": world.connection, "accounts": accounts})
    ran = run([sys.executable, Path(__file__).with_name("loops.py"), name], given=given)
    return Sample(**json.loads(ran.output))


@dataclass(frozen=True)
class Goal:
    """``measure`` of case ``of`` is at most ``limit`` times that of case ``over``."""

    text: str
    of: str
    over: str
    measure: str
    limit: float


GOALS = (
    Goal("in the controller against uri tasks, time", "in_process", "uri", "seconds", 1 / 20),
    Goal("run() against http.client alone, CPU", "command", "http_client", "cpu", 3.0),
)
