# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo, as `make demo` runs it: it succeeds, in silence, tells the truth, mends a drift, and leaves nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from ansible_collections.hostops.cpanel.tests.integration.harness import ROOT, ansible_bin

NOISE = re.compile(r"^.*\[(?:WARNING|DEPRECATION WARNING|DEPRECATED|ERROR)\].*$", re.MULTILINE)
ROW = re.compile(
    r"(server\d)\.example\.net +\w+ +(\d+) +(\d+)  created one   nothing to do would create one, sent nothing"
)


def test_demo(tmp_path: Path) -> None:
    env = {**os.environ, "HOSTOPS_ANSIBLE_BIN": str(ansible_bin()), "TMPDIR": str(tmp_path), "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "demo.py"), "-vvvvv"],
        cwd=tmp_path,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    print("\n".join(done.stdout.splitlines()[-80:]))  # pytest shows it if the test fails
    assert done.returncode == 0
    assert NOISE.findall(done.stdout) == []
    rows = ROW.findall(done.stdout)
    assert [server for server, _before, _after in rows] == ["server1"] * 3 + ["server2"] * 3
    assert all(int(after) == int(before) + 1 for _server, before, after in rows)
    lines = done.stdout.splitlines()
    assert "sessions left: 0" in lines
    stranger = "email_forwarder info@baka0001.example.com fwd stranger@example.org"
    assert f"server1.example.net/baka0001: {stranger}: not in Git" in lines
    assert f"server1.example.net/baka0001: {stranger} was removed" in lines
    reports = [line for line in lines if line.startswith("Report: ")]
    assert len(reports) == 3 and all(re.fullmatch(r"Report: reports/fleet-[\w-]+\.html", line) for line in reports)
    told = lines.index("==> Someone changes an account by hand")
    assert "nothing differs from the documents" in lines[told:]
    assert not re.search(r"/cpsess\d|\b[A-Z0-9]{32}\b", done.stdout), "a security token or an API token was printed"
    assert list(tmp_path.glob("hostops-demo-*")) == []
