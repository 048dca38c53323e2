# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures desired state: twenty resources in each account of two simulated servers, made once, then looked at again.

What the ways need is there after the first run, so they run in one world, which is put back before each round.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import config_plays as plays
from fleet_bench import SERVERS, Bench
from fleet_cases import MIDDLE, SMALL, Find, Goal, Sample
from fleet_plays import Accounts
from world import BenchError, Ran, World, simulated

#: So many accounts get a task for each resource; more are extrapolated.
TASKS = 10
#: One more account than is measured: the run with one is taken off, which is the start of Ansible.
START = 1


@dataclass(frozen=True)
class Way:
    """``writes`` is what the servers must have counted: requests that write. ``before`` is done first, unmeasured."""

    name: str
    title: str
    function: Callable[[World, Accounts], Ran]
    sizes: tuple[int, ...]
    writes: Callable[[int], bool] = lambda count: count == 0
    before: Callable[[World, Accounts], Ran] | None = None


WAYS = {
    way.name: way
    for way in (
        Way("config_first", "all 20 made", lambda *given: plays.converge(*given, "auto"), (MIDDLE,), bool),
        Way(
            "config_session",
            "no change, via session",
            lambda *given: plays.converge(*given, "session"),
            (SMALL, MIDDLE),
        ),
        Way("config_whm", "no change, via whm", lambda *given: plays.converge(*given, "whm"), (SMALL, MIDDLE)),
        Way(
            "config_tasks", "no change, 20 tasks for each account", lambda *given: plays.tasks(*given, "auto"), (TASKS,)
        ),
        Way("config_tasks_session", "the same, via session", lambda *given: plays.tasks(*given, "session"), (TASKS,)),
        Way("config_export", "read and written down, via whm", plays.export, (MIDDLE,)),
        Way("config_report", "no change, via whm, and reports of five times as many", plays.report, (MIDDLE,)),
        Way(
            "config_drift",
            "one account has drifted, via whm",
            lambda *given: plays.converge(*given, "whm"),
            (MIDDLE,),
            lambda count: count == 1,
            lambda world, accounts: plays.drift(world, accounts[:1]),
        ),
    )
}


def _against(name: str, tasks: str) -> Callable[[Find], float]:
    return lambda find: find(name, MIDDLE).each / find(tasks, TASKS).each


#: Without ``via`` both take the way over WHM. Over sessions most of the time goes into the session itself.
GOALS = (
    Goal(
        "20 resources as they should be, via session, requests for each account",
        lambda find: find("config_session", MIDDLE).requests,
        5.0,
    ),
    Goal(
        "20 resources as they should be, via whm, requests for each account",
        lambda find: find("config_whm", MIDDLE).requests,
        0.5,
    ),
    Goal("the same via whm against 20 tasks, time per account", _against("config_whm", "config_tasks"), 1 / 50),
    Goal(
        "the same via session against 20 tasks via session, time per account",
        _against("config_session", "config_tasks_session"),
        1 / 25,
    ),
    Goal(f"{MIDDLE} accounts read and written down, seconds", lambda find: find("config_export", MIDDLE).seconds, 5.0),
    Goal(
        "read and written down against 20 resources compared, via whm, time per account",
        lambda find: find("config_export", MIDDLE).each / find("config_whm", MIDDLE).each,
        8.0,
    ),
    Goal(
        f"three reports of {5 * MIDDLE} accounts, seconds",
        lambda find: find("config_report", MIDDLE).seconds - find("config_whm", MIDDLE).seconds,
        1.0,
    ),
)


class ConfigBench(Bench[Way]):
    """Twenty resources in each account."""

    ways, goals, title = WAYS, GOALS, "20 resources in each account"

    def run(self) -> None:
        """Measures all ways in turn, repeated; so that what disturbs the machine disturbs them alike."""
        if not self._ways:
            return
        most = self._size(MIDDLE) + START
        with simulated(2 * most, self._latency, SERVERS) as world:
            accounts = _roomy(world, most)
            for number in range(1, self._repeat + 1):
                self._progress(f"{number}/{self._repeat} 20 resources in each account, {most} accounts")
                self._round(world, accounts)
        self._progress("")
        for way in self._ways:
            self.points += self._points(way, (SMALL, MIDDLE))

    def _round(self, world: World, accounts: Accounts) -> None:
        """The first run and, when everything is there, the others."""
        world.reset()
        first = WAYS["config_first"]
        self._keep(first, len(accounts), *_measured(world, first, accounts))
        self._starts.setdefault(first.name, []).append(_measured(world, WAYS["config_whm"], accounts[:START])[0])
        for way in self._ways:
            if way is first:
                continue
            self._starts.setdefault(way.name, []).append(
                _measured(world, replace(way, **_AS_IT_IS), accounts[:START])[0]
            )
            for size in map(self._size, way.sizes):
                self._progress(f"20 resources: {way.title}, {size} accounts")
                if way.before is not None:
                    way.before(world, accounts)
                self._keep(way, size + START, *_measured(world, way, accounts[: size + START]))

    def _keep(self, way: Way, count: int, sample: Sample, requests: float) -> None:
        self._samples.setdefault((way.name, count - START), []).append(sample)
        self._requests[way.name, count - START] = requests


#: A run of one account, whatever else the way does.
_AS_IT_IS: dict[str, Any] = {"writes": lambda count: count == 0, "before": None}


def _roomy(world: World, count: int) -> Accounts:
    """That many accounts, of both servers in turn, whose plans have room for the resources."""
    by_name = {(s["hostname"], item["user"]): item for s in world.all_servers for item in s["accounts"]}
    every = [{**item, **by_name[item["host"], item["account"]]} for item in world.spread(len(by_name))]
    roomy = [{name: item[name] for name in ("host", "account", "domain")} for item in every if _has_room(item)]
    if len(roomy) < count:
        raise BenchError(f"only {len(roomy)} accounts have room, not {count}")
    return roomy[:count]


def _has_room(account: dict[str, Any]) -> bool:
    return account["package"] != "starter"


def _measured(world: World, way: Way, accounts: Accounts) -> tuple[Sample, float]:
    """One run, checked by the servers' own count; and the requests for each account."""
    before, began = world.sums(), world.writes()
    ran = way.function(world, accounts)
    after = world.sums()
    requests = (after.pop("requests") - before["requests"]) / len(accounts)
    writes = world.writes() - began
    if any(after.values()) or not way.writes(writes):
        counted = json.dumps({**after, "writes": writes})
        raise BenchError(f"{way.name}, {len(accounts)} accounts: {requests} requests each, {counted}")
    return Sample(ran.seconds, ran.seconds, ran.cpu, ran.peak_mb), requests
