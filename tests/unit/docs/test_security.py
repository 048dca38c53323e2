# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""SECURITY.md names tests that exist, and for every guarantee at least one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ROWS = re.findall(r"^\| (?!guarantee|---)(.+?) \| (.+?) \|$", (ROOT / "SECURITY.md").read_text(), re.MULTILINE)


def test_there_are_guarantees() -> None:
    assert len(ROWS) >= 15


@pytest.mark.parametrize(("guarantee", "tests"), ROWS, ids=[guarantee[:40] for guarantee, _tests in ROWS])
def test_each_guarantee_is_checked_by_tests(guarantee: str, tests: str) -> None:
    named = re.findall(r"`([^`]+)`", tests)
    assert named, guarantee
    for name in named:
        file, _separator, function = name.partition("::")
        text = (ROOT / "tests" / file).read_text()
        assert f"def {function or 'test_'}" in text, name
