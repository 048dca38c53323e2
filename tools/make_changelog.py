# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes changelogs/changelog.yaml and CHANGELOG.rst from the fragments, for the version in galaxy.yml.

Run again before the release is tagged, it takes up what was added and reworded since: fragments are kept, and what was
recorded of this version is made anew.
"""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"


def main() -> int:
    version = yaml.safe_load((ROOT / "galaxy.yml").read_text())["version"]
    changes = ROOT / "changelogs" / "changelog.yaml"
    record = yaml.safe_load(changes.read_text()) if changes.exists() else {"ancestor": None, "releases": {}}
    earlier = record["releases"].pop(version, {})
    if earlier:
        changes.write_text(yaml.safe_dump(record))
    date = earlier.get("release_date") or datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    command = [str(VENV / "bin" / "antsibull-changelog"), "release", "--version", version, "--reload-plugins"]
    command += ["--date", str(date)]
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    env["PATH"] = os.pathsep.join([str(VENV / "bin"), env.get("PATH", os.defpath)])
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
