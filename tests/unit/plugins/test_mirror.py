# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tests of a file of plugins/ are in the folder of the same name; here are only those of several rooms."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent
PLUGINS = HERE.parents[2] / "plugins"
TESTS = sorted(p.relative_to(HERE) for p in HERE.rglob("test_*.py") if p.parent != HERE)


@pytest.mark.parametrize("test", TESTS, ids=str)
def test_tests_are_named_after_what_they_test(test):
    """``test_NAME.py``; what is too much for one file goes on in ``test_NAME_THEME.py``."""
    parts = test.stem.removeprefix("test_").split("_")
    names = ["_".join(parts[:number]) for number in range(len(parts), 0, -1)]
    files = [PLUGINS / test.parent / (prefix + name + ".py") for name in names for prefix in ("", "_")]
    assert any(file.is_file() for file in files), "move it to tests/unit/plugins, or name it after a file of %s" % (
        PLUGINS / test.parent
    )
