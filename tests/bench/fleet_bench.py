# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the ways of fleet_cases.py with few and many accounts, spread over two simulated servers."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any, Generic, TypeVar

from fleet_cases import GOALS, LARGE, MIDDLE, SMALL, WAYS, Find, Goal, Point, Sample, Way
from world import BenchError, World, simulated

SERVERS = 2
# With --quick, every way does a tenth of its accounts.
QUICK = 10

Progress = Callable[[str], None]
AnyWay = TypeVar("AnyWay")


class Bench(Generic[AnyWay]):
    """One run of the ways that are named: ``points`` is what came of it."""

    ways: Mapping[str, AnyWay]
    goals: Iterable[Goal]
    title: str

    def __init__(self, names: list[str], repeat: int, quick: bool, latency: str, progress: Progress) -> None:
        self.points: list[Point] = []
        self._ways = [self.ways[name] for name in names]
        self._repeat = repeat
        self._quick = quick
        self._latency = latency
        self._progress = progress
        self._samples: dict[tuple[str, int], list[Sample]] = {}
        self._starts: dict[str, list[Sample]] = {}
        self._requests: dict[tuple[str, int], float] = {}

    def verdicts(self) -> list[dict[str, Any]]:
        """Every goal whose ways were measured: the value, and whether it is met."""
        return verdicts(self.goals, self._find)

    def table(self) -> str:
        """The points for a person to read."""
        return table(self.points, self.title)

    def document(self) -> list[dict[str, Any]]:
        return [asdict(point) for point in self.points]

    def _size(self, size: int) -> int:
        return max(2, size // QUICK) if self._quick else size

    def _find(self, name: str, accounts: int) -> Point:
        for point in self.points:
            if (point.name, point.accounts, point.extrapolated) == (name, self._size(accounts), False):
                return point
        raise LookupError(name)

    def _points(self, way: Any, beyond: tuple[int, ...]) -> list[Point]:
        """What was measured of a way; and by its last point, what the sizes beyond that would take."""
        points = []
        start = medians(self._starts.get(way.name, []))
        for size in map(self._size, way.sizes):
            samples = self._samples[way.name, size]
            found = medians(samples)
            found["seconds"] -= start["seconds"]
            found["cpu"] -= start["cpu"]
            facts = {"requests": self._requests[way.name, size], "extrapolated": False, "samples": samples}
            points.append(Point(way.name, way.title, size, **found, **facts))
        last = points[-1]
        for size in map(self._size, beyond):
            if size > last.accounts:
                seconds = last.each * size
                points.append(replace(last, accounts=size, seconds=seconds, extrapolated=True, samples=[]))
        return points


class FleetBench(Bench[Way]):
    """The ways of fleet_cases.py."""

    ways, goals, title = WAYS, GOALS, "two calls in each account"

    def run(self) -> None:
        """Measures all ways in turn, repeated; so that what disturbs the machine disturbs them alike."""
        for large in (False, True):
            ways = [way for way in self._ways if way.large == large]
            if ways:
                most = max(self._size(size) for way in ways for size in way.sizes)
                with simulated(most + 1, self._latency, SERVERS) as world:
                    for number in range(1, self._repeat + 1):
                        self._round(world, ways, number)
        self._progress("")
        for way in self._ways:
            self.points += self._points(way, () if way.large else (SMALL, MIDDLE, LARGE))

    def _round(self, world: World, ways: list[Way], number: int) -> None:
        for way in ways:
            sizes = [size for size in way.sizes if number == 1 or size not in way.once]
            if way.starts_up and sizes:
                self._starts.setdefault(way.name, []).append(self._measured(world, way, 1)[0])
            for size in sizes:
                count = self._size(size)
                self._progress(f"{number}/{self._repeat} {way.title}, {count} accounts")
                sample, requests = self._measured(world, way, count + way.starts_up)
                self._samples.setdefault((way.name, count), []).append(sample)
                self._requests[way.name, count] = requests

    def _measured(self, world: World, way: Way, count: int) -> tuple[Sample, float]:
        """One run, checked by the servers' own count; and the requests for each account."""
        world.reset()
        sample = way.function(world, world.spread(count))
        counted = world.sums()
        requests = counted.pop("requests") / count
        allowed = way.requests if way.requests is not None else requests
        # A few accounts fill no batch.
        wrong = requests != allowed if way.exact else requests > allowed and count >= SMALL
        if wrong or any(counted.values()):
            raise BenchError(f"{way.name}, {count} accounts: {requests} requests each, {json.dumps(counted)}")
        return sample, requests


def medians(samples: list[Sample]) -> dict[str, float]:
    """Of each measure, the median; 0 without samples."""
    names = ("seconds", "wall", "cpu", "peak_mb")
    return {name: statistics.median([getattr(sample, name) for sample in samples] or [0.0]) for name in names}


def table(points: list[Point], job: str) -> str:
    """Points for a person to read, under the name of the job that was done."""
    titles = ("accounts", "time s", "each ms", "wall s", "CPU s", "peak MiB", "req/acc.")
    lines = [" ".join([f"{job:42}", *(f"{title:>9}" for title in titles)])]
    for point in points:
        mark = "~" if point.extrapolated else " "
        measured = [f"{point.wall:9.2f}", f"{point.cpu:9.2f}", f"{point.peak_mb:9.0f}", f"{point.requests:9.3f}"]
        shown = " ".join([f"{'':9}"] * 4 if point.extrapolated else measured)
        times = f"{mark + format(point.seconds, '.2f'):>9} {point.each * 1000:9.2f}"
        lines.append(f"{point.title:42} {point.accounts:9} {times} {shown}".rstrip())
    lines.append("time: without the start of Ansible or Python; wall: with it; ~: extrapolated, not measured")
    return "\n".join(lines)


def verdicts(goals: Iterable[Goal], find: Find) -> list[dict[str, Any]]:
    """Every goal whose points were measured: the value, and whether it is met."""
    found = []
    for goal in goals:
        try:
            value = goal.value(find)
        except LookupError:
            continue
        found.append({"text": goal.text, "ratio": value, "limit": goal.limit, "met": value <= goal.limit})
    return found
