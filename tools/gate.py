# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs every gate of the project, two at a time, and says what passed, failed or was skipped and why.

    .venv/bin/python tools/gate.py [--only STEP]... [--lanes N] [--list]

Each step has a log in build/gate/logs. The exit status is 0 only if no step failed.
"""

from __future__ import annotations

import argparse
import sys

from gate_env import WORK, Context
from gate_run import run_steps, summarise
from gate_steps import steps


def main() -> int:
    known = steps()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", metavar="STEP", help="run this step; may be given several times")
    parser.add_argument("--lanes", type=int, default=2, help="how many steps may run at the same time")
    parser.add_argument("--list", action="store_true", help="list the steps and what they check")
    args = parser.parse_args()
    if args.list:
        for step in known:
            print(f"{step.name:<18}{step.about}")
        return 0
    unknown = set(args.only or ()) - {step.name for step in known}
    if unknown:
        parser.error(f"no such step: {', '.join(sorted(unknown))} (--list names them)")
    chosen = [step for step in known if not args.only or step.name in args.only]

    context = Context()
    context.prepare()
    logs = WORK / "logs"
    try:
        return summarise(run_steps(chosen, context, logs, args.lanes))
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
