# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares the ways to do one account's job (open a session, log in, make two calls, log out), that of a fleet, and to
keep accounts as they should be.

    python tests/bench/bench.py [--quick] [--repeat N] [--accounts N] [--only CASE]... [--strict] [--latency 5ms]

All cases run in turn against simulated servers, as often as --repeat says; the median counts. Every run is checked by
the servers' own count: so many requests for each account, and no session left. The cases of one account are in
cases.py and run against one server. Those of the fleet are in fleet_cases.py, those of desired state in
config_bench.py, and they run against two. Results and charts are written into build/bench.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import chart
from cases import CASES, GOALS, Case, Sample
from config_bench import WAYS as CONFIG_WAYS
from config_bench import ConfigBench
from fleet_bench import FleetBench
from fleet_cases import WAYS
from world import ROOT, BenchError, World, simulated

RESULTS = ROOT / "build" / "bench"


@dataclass(frozen=True)
class Row:
    """What one account's job took in a case: medians, and all samples."""

    name: str
    title: str
    seconds: float
    cpu: float
    accounts: int
    samples: list[Sample]


def measured(world: World, case: Case, count: int) -> Sample:
    """One run of a case with that many accounts, checked."""
    world.reset()
    sample = case.function(world, world.accounts(count))
    counted = world.counters()
    sessions = counted["sessions"]
    if (
        counted["requests"] != case.requests * count
        or sessions["open"] + sessions["pending"] + counted["failed_logins"]
    ):
        raise BenchError(f"{case.name}, {count} accounts: the server counted {json.dumps(counted)}")
    return sample


def per_account(world: World, case: Case, count: int) -> Sample:
    """What one account's job takes, the start-up taken off."""
    few = 1
    many = measured(world, case, few + count)
    start = measured(world, case, few) if case.starts_up else Sample(0.0, 0.0)
    return Sample((many.seconds - start.seconds) / count, (many.cpu - start.cpu) / count)


def collect(world: World, cases: list[Case], accounts: int, repeat: int) -> list[Row]:
    """All cases in turn, repeated; so that what disturbs the machine disturbs them alike."""
    samples: dict[str, list[Sample]] = {case.name: [] for case in cases}
    for case in cases:
        progress(f"once to warm up: {case.title}")
        measured(world, case, 2)
    for number in range(1, repeat + 1):
        for case in cases:
            progress(f"{number}/{repeat} {case.title}")
            samples[case.name].append(per_account(world, case, share(case, accounts)))
    progress("")
    return [
        Row(
            case.name,
            case.title,
            statistics.median(sample.seconds for sample in samples[case.name]),
            statistics.median(sample.cpu for sample in samples[case.name]),
            share(case, accounts),
            samples[case.name],
        )
        for case in cases
    ]


def progress(text: str) -> None:
    """What is going on, on one line, for whoever watches."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def share(case: Case, accounts: int) -> int:
    return max(2, round(accounts * case.share))


def table(rows: list[Row]) -> str:
    """The rows for a person to read; ratios are to the first row."""
    lines = [f"{'one account, start-up taken off':36} {'time ms':>9} {'CPU ms':>9} {'min..max ms':>17} {'accounts':>9}"]
    for row in rows:
        spread = sorted(sample.seconds * 1000 for sample in row.samples)
        shown = f"{spread[0]:.1f}..{spread[-1]:.1f}"
        lines.append(f"{row.title:36} {row.seconds * 1000:9.1f} {row.cpu * 1000:9.1f} {shown:>17} {row.accounts:9}")
    return "\n".join(lines)


def verdicts(rows: list[Row]) -> list[dict[str, Any]]:
    """Every goal whose two cases were run: the ratio, and whether it is met."""
    by_name = {row.name: row for row in rows}
    found = []
    for goal in GOALS:
        if goal.of in by_name and goal.over in by_name:
            ratio = getattr(by_name[goal.of], goal.measure) / getattr(by_name[goal.over], goal.measure)
            found.append({**asdict(goal), "ratio": ratio, "met": ratio <= goal.limit})
    return found


def said(verdict: dict[str, Any]) -> str:
    """``OK    in the controller against uri tasks, time: 1/28 (at most 1/20)``"""
    ratio, limit = verdict["ratio"], verdict["limit"]
    shown = (f"1/{1 / ratio:.1f}", f"1/{1 / limit:.0f}") if limit < 1 else (f"{ratio:.2f}", f"{limit:g}")
    return f"{'OK' if verdict['met'] else 'MISS':5} {verdict['text']}: {shown[0]} (at most {shown[1]})"


def save(document: dict[str, Any]) -> Path:
    """Everything as JSON, under the time of the run, and the charts of what there is enough of."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / time.strftime("%Y%m%d-%H%M%S.json")
    path.write_text(json.dumps(document, indent=1) + "\n")
    for part, suffix in (("fleet", ".svg"), ("config", ".config.svg")):
        if chart.drawable(document[part], part):
            drawn = chart.drawn(document[part], chart.subtitle_of(document), part)
            path.with_suffix(suffix).write_text(drawn)
    return path


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=3, help="how often each case is run (3); some slow ones once")
    parser.add_argument(
        "--accounts", type=int, default=40, help="accounts of the fastest cases of one account; slow ones do fewer (40)"
    )
    parser.add_argument("--quick", action="store_true", help="one run with few accounts: does it work?")
    parser.add_argument(
        "--only", action="append", choices=[*CASES, *WAYS, *CONFIG_WAYS], help="run this case (repeatable)"
    )
    parser.add_argument("--latency", default="0", help="delay of every answer of the servers, such as 5ms (0)")
    parser.add_argument("--strict", action="store_true", help="exit with 1 if a goal is missed")
    options = parser.parse_args(arguments)
    if options.quick:
        options.repeat, options.accounts = 1, 10
    return options


def main(arguments: list[str] | None = None) -> int:
    options = parsed(arguments)
    cases = [case for case in CASES.values() if not options.only or case.name in options.only]
    ways = [name for name in WAYS if not options.only or name in options.only]
    rows: list[Row] = []
    fleet = FleetBench(ways, options.repeat, options.quick, options.latency, progress)
    names = [name for name in CONFIG_WAYS if not options.only or name in options.only]
    config = ConfigBench(names, options.repeat, options.quick, options.latency, progress)
    try:
        if cases:
            with simulated(options.accounts + 1, options.latency) as world:
                rows = collect(world, cases, options.accounts, options.repeat)
        fleet.run()
        config.run()
    except BenchError as error:
        print(f"\nerror: {error}", file=sys.stderr)
        return 2
    goals = [*verdicts(rows), *fleet.verdicts(), *config.verdicts()]
    machine = {"python": platform.python_version(), "system": platform.platform(), "cpus": os.cpu_count()}
    document = {"machine": machine, "options": vars(options), "rows": [asdict(row) for row in rows]}
    saved = save({**document, "fleet": fleet.document(), "config": config.document(), "goals": goals})
    shown = [table(rows)] * bool(rows) + [fleet.table()] * bool(ways) + [config.table()] * bool(names)
    shown += ["\n".join(map(said, goals))]
    if options.quick:
        shown.append("--quick: a tenth of the accounts, once. The goals are for the whole.")
    print("\n\n".join([*shown, str(saved.relative_to(ROOT))]))
    return 1 if options.strict and not all(goal["met"] for goal in goals) else 0


if __name__ == "__main__":
    sys.exit(main())
