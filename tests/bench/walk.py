# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a reader walks who follows a task from ``Command.execute`` to the wire and back.

    python tests/bench/walk.py [TASK]

For each of three tasks: the most frames of the collection's own between ``execute`` and the adapter of requests that
sends, the files that were entered, and the moves from one of these files to another, by a call or by the resumption of
a generator. No times: the numbers are the same on every machine. Run against a simulator in a process of its own.
With the number of a task every move of it is listed, indented by its depth.
"""

from __future__ import annotations

import importlib
import sys
import threading
import types
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from world import World, simulated

OWN = "/hostops/cpanel/plugins/"
ACCOUNTS = 3


class Walk:
    """Counts while it is entered, in all threads that begin meanwhile."""

    def __init__(self) -> None:
        self.frames = 0
        self.files: set[str] = set()
        self.steps: list[str] = []
        self._local = threading.local()
        self._lock = threading.Lock()

    def __enter__(self) -> Walk:
        threading.setprofile(self._profile)
        sys.setprofile(self._profile)
        return self

    def __exit__(self, *_exc_info: object) -> None:
        sys.setprofile(None)
        threading.setprofile(None)

    def _profile(self, frame: types.FrameType, event: str, _arg: object) -> None:
        if event not in ("call", "return"):
            return
        file, name = frame.f_code.co_filename, frame.f_code.co_name
        stack = self._local.__dict__.setdefault("stack", [])
        if event == "call" and name == "send" and file.endswith("requests/adapters.py"):
            self.frames = max(self.frames, len(stack))
        if OWN not in file:
            return
        if event == "return":
            if stack:
                stack.pop()
            return
        step = (file.rpartition(OWN)[2], name)
        with self._lock:
            self.files.add(file)
            if stack and stack[-1][0] != step[0]:
                self.steps.append("%s%s:%s -> %s:%s" % ("  " * len(stack), *stack[-1], *step))
        stack.append(step)


def run(module: str, options: dict[str, Any]) -> Walk:
    """Runs a task in this process, and counts what ``Command.execute`` walks."""
    command = importlib.import_module("ansible_collections.hostops.cpanel.plugins.modules." + module).COMMAND
    checked = ArgumentSpecValidator(dict(command.spec), **command.constraints).validate(options)
    if checked.error_messages:
        raise SystemExit(f"{module}: {checked.error_messages}")
    with Walk() as walk:
        result = command.execute(checked.validated_parameters, False)
    if result.get("failed"):
        raise SystemExit(f"{module} failed: {result['msg']}")
    return walk


def tasks(world: World) -> dict[str, tuple[str, dict[str, Any]]]:
    """The three tasks: title, module and options."""
    names = world.accounts(ACCOUNTS)
    domains = {account["user"]: account["domain"] for account in world.server["accounts"]}
    mailbox = {"email": f"walk@{domains[names[0]]}", "password": "Sesame.open.4711.x"}
    document = {"email_account": [{"email": "walk@{domain}", "quota_mb": 250, "password": "Sesame.open.4711.x"}]}
    one = {**world.connection, "account": names[0]}
    return {
        "one call": ("cpanel_uapi", {**one, "function": "Email::list_pops"}),
        "an email account": ("cpanel_email_account", {**one, **mailbox, "quota_mb": 100}),
        f"a fleet of {ACCOUNTS} with config": (
            "cpanel_fleet",
            {"servers": world.servers[:1], "accounts": names, "config": document},
        ),
    }


def main() -> int:
    with simulated(accounts=ACCOUNTS, latency="0ms") as world:
        if sys.argv[1:]:
            module, options = list(tasks(world).values())[int(sys.argv[1]) - 1]
            print("\n".join(run(module, options).steps))
            return 0
        print(f"{'task':<32}{'frames':>8}{'files':>8}{'moves':>8}")
        for title, (module, options) in tasks(world).items():
            walk = run(module, options)
            print(f"{title:<32}{walk.frames:>8}{len(walk.files):>8}{len(walk.steps):>8}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
