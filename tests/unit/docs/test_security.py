# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""SECURITY.md names tests that exist, and for every promise at least one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ROWS = re.findall(r"^\| (?!promise|---)(.+?) \| (.+?) \|$", (ROOT / "SECURITY.md").read_text(), re.MULTILINE)


def test_there_are_promises() -> None:
    assert len(ROWS) >= 15


@pytest.mark.parametrize(("promise", "tests"), ROWS, ids=[promise[:40] for promise, _tests in ROWS])
def test_each_promise_is_kept_by_tests(promise: str, tests: str) -> None:
    named = re.findall(r"`([^`]+)`", tests)
    assert named, promise
    for name in named:
        file, _separator, function = name.partition("::")
        text = (ROOT / "tests" / file).read_text()
        assert f"def {function or 'test_'}" in text, name
