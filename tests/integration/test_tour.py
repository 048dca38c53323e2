# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tour of README.md, followed to the letter: its files, its commands in a shell, and what it says they print."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import time
from pathlib import Path

from ansible_collections.hostops.cpanel.tests.integration.harness import ROOT

#: Of each run other numbers: ports, directories, sizes.
VARIES = re.compile(r"\S*hostops-simulator-\w+|\d+(\.\d+)?")


def alike(line: str) -> str:
    return VARIES.sub("N", " ".join(line.split()))


def test_tour(tmp_path: Path) -> None:
    tour = (ROOT / "README.md").read_text().partition("## Five-minute tour\n")[2].partition("\n## ")[0]
    files = dict(re.findall(r"<!-- file: (\S+) -->\n```yaml\n(.*?)^```$", tour, re.MULTILINE | re.DOTALL))
    assert sorted(files) == ["mistake.yml", "tour.yml"]
    simulator, *steps = re.findall(r"```console\n(.*?)```", tour, re.DOTALL)
    assert [step.startswith("$ ") for step in steps] == [True, True]

    here = tmp_path / "checkout"
    here.mkdir()
    for entry in ROOT.iterdir():  # a checkout of its own, as far as make and the shell can tell
        if entry.name not in (".git", "build", "dist", ".cache"):
            (here / entry.name).symlink_to(entry)
    for name, text in files.items():
        (here / name).write_text(text)
    dropped = ("ANSIBLE_", "CPANEL_", "PYTHON", "MAKE", "MFLAGS")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    env = {**kept, "HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "TMPDIR": str(tmp_path)}

    process, shown = start(simulator, here, env)
    try:
        deadline = time.monotonic() + 60
        while not (here / "ready.json").exists():
            assert process.poll() is None and time.monotonic() < deadline, "the simulator did not start"
            time.sleep(0.1)
        said = ""
        for step in steps:
            commands = [line[2:] for line in step.splitlines() if line.startswith("$ ")]
            exports = [line for line in commands if line.startswith("export ")]
            env.update(pair.split("=", 1) for line in exports for pair in shlex.split(line)[1:])
            for command in commands:
                done = subprocess.run(
                    ["bash", "-c", command],
                    cwd=here,
                    env=env,
                    stdin=subprocess.DEVNULL,
                    capture_output=True,
                    text=True,
                    timeout=120,
                    check=False,
                )
                assert done.returncode == (2 if "mistake" in command else 0), done.stdout + done.stderr
                said += done.stdout + done.stderr
            printed = {alike(line) for line in said.splitlines()}
            promised = [line for line in step.splitlines() if line.strip() and not line.startswith("$ ")]
            assert promised
            assert [line for line in promised if alike(line) not in printed] == [], said
    finally:
        os.killpg(process.pid, signal.SIGINT)
        output = process.communicate(timeout=30)[0]
    printed = {alike(line) for line in output.splitlines()}
    assert [line for line in shown if alike(line) not in printed] == [], output


def start(step: str, here: Path, env: dict[str, str]) -> tuple[subprocess.Popen[str], list[str]]:
    """The terminal with the simulator; and what README says it prints there."""
    command, *shown = step.splitlines()
    process = subprocess.Popen(
        ["bash", "-c", "exec " + command[2:]],
        cwd=here,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    return process, [line for line in shown if line.strip() not in ("", "...")]
