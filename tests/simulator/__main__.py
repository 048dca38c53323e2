# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: ``python -m tests.simulator --servers 2 --accounts 1000``.

Owns the options, their checks and what is printed. Must not know how a server works. Called by people, by
``make simulator``, the demo and the benchmarks.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import re
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from .hostile import SCENARIOS
from .simulator import Simulator
from .state.switches import Switches
from .wire.faults import parse_fault


def seconds(text: str) -> float:
    """``5ms``, ``0.2s`` or ``0.2``."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s)?", text)
    if not match:
        raise argparse.ArgumentTypeError(f"not a time: {text!r} (examples: 5ms, 0.2s)")
    return float(match[1]) / (1000 if match[2] == "ms" else 1)


def switch(text: str) -> tuple[str, Any]:
    """``name=value``, checked."""
    name, sep, value = text.partition("=")
    try:
        if not sep:
            raise ValueError(f"not name=value: {text!r}")
        setattr(Switches(), name, value)
    except (AttributeError, ValueError) as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return name, value


def fault(text: str) -> str:
    """A fault in its short form, checked."""
    try:
        parse_fault(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text


def hostile(text: str) -> str:
    """The name of a scenario, checked."""
    if text not in SCENARIOS:
        near = difflib.get_close_matches(text, SCENARIOS, 3)
        raise argparse.ArgumentTypeError(
            f"no scenario is named {text!r}" + (f"; close to it: {', '.join(near)}" if near else "; see --list-hostile")
        )
    return text


def parser() -> argparse.ArgumentParser:
    """The command line."""
    result = argparse.ArgumentParser(prog="simulator", description="A stand-in for cPanel & WHM servers.")
    result.add_argument("--servers", type=int, default=1, help="how many servers (default 1)")
    result.add_argument("--accounts", type=int, default=5, help="how many accounts in all (default 5)")
    result.add_argument("--seed", type=int, default=7, help="the same seed gives the same world (default 7)")
    result.add_argument("--resellers", type=int, default=1, help="resellers per server (default 1)")
    result.add_argument("--base-port", type=int, default=0, help="first of six ports per server (default: free ports)")
    result.add_argument("--control-port", type=int, default=0, help="control port (default: a free one)")
    result.add_argument("--latency", type=seconds, default=0.0, help="delay of every answer, e.g. 5ms")
    result.add_argument("--fault", type=fault, action="append", default=[], help="e.g. 503:3%% (repeatable)")
    result.add_argument("--switch", type=switch, action="append", default=[], help="name=value (repeatable)")
    result.add_argument("--hostile", metavar="SCENARIO", type=hostile, help="answer as a server that means harm")
    result.add_argument("--hostile-on", metavar="FUNCTION", default="", help="where: a pattern, in place of its own")
    result.add_argument("--list-hostile", action="store_true", help="list the scenarios and end")
    result.add_argument("--locale", choices=("en", "de"), default="en", help="language of the servers' texts")
    result.add_argument("--ready-file", type=Path, help="write a JSON description here once the ports are open")
    result.add_argument("--exit-after", type=float, default=0.0, help="end after so many seconds")
    return result


def summary(simulator: Simulator) -> str:
    """What a person wants to see after the start."""
    lines = [f"CA certificate   {simulator.ca_path}", f"control port     {simulator.control_url}"]
    for server in simulator.servers:
        ports = "  ".join(f"{nominal}={actual}" for nominal, actual in server.ports.items())
        lines += ["", f"{server.hostname} on {server.host}", f"  ports          {ports}"]
        lines.append(f"  root token     {server.root_token}")
        lines += [f"  reseller       {r.name}  token {r.token}" for r in server.resellers.values()]
        account = next(iter(server.accounts.values()), None)
        if account is not None:
            lines.append(f"  account        {account.name} ({account.main_domain})  token {account.api_token}")
            lines.append(f"  accounts       {len(server.accounts)}")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Run until SIGTERM, SIGINT or the time is up."""
    options = parser().parse_args(arguments)
    if options.list_hostile:
        for scenario in SCENARIOS.values():
            print(f"{scenario.name:34} {scenario.about}")
        return 0
    if options.hostile:
        options.switch += [("hostile", options.hostile), ("hostile_on", options.hostile_on)]
    done = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: done.set())
    simulator = Simulator(
        options.servers,
        options.accounts,
        options.seed,
        base_port=options.base_port,
        control_port=options.control_port,
        latency=options.latency,
        switches=dict(options.switch),
        faults=options.fault,
        locale=options.locale,
        resellers=options.resellers,
    )
    with simulator:
        print(summary(simulator), flush=True)
        if options.ready_file:
            temporary = options.ready_file.with_name(options.ready_file.name + ".tmp")
            temporary.touch(mode=0o600)
            temporary.write_text(json.dumps(simulator.world(), indent=1), encoding="utf-8")
            os.replace(temporary, options.ready_file)
        done.wait(options.exit_after or None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
