# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written from the declarations of resources is current, and what is not is seen."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

TOOLS = Path(__file__).resolve().parents[3] / "tools"


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(TOOLS))
    import make_resources

    return make_resources


def check(tool: Any, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["make_resources.py", "--check"])
    return tool.main()


def test_everything_is_current(tool: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert (check(tool, monkeypatch), capsys.readouterr().out) == (0, "")


def test_what_is_not_current_is_named_and_left(
    tool: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "old.py").write_text("old")
    (tmp_path / "good.py").write_text("good")
    files = {tmp_path / "old.py": "new", tmp_path / "good.py": "good", tmp_path / "missing.py": "new"}
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    monkeypatch.setattr(tool, "written", lambda: files)
    assert check(tool, monkeypatch) == 1
    assert capsys.readouterr().out == "not current: old.py\nnot current: missing.py\n"
    assert (tmp_path / "old.py").read_text() == "old" and not (tmp_path / "missing.py").exists()


def test_a_table_goes_between_two_lines(tool: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text("above\n<start>\nold\n<end>\nbelow\n")
    assert tool.between(page, "<start>", "<end>", "new\n") == "above\n<start>\nnew\n<end>\nbelow\n"
    page.write_text("above\n<end>\n<start>\n")
    with pytest.raises(SystemExit, match=r"page\.md lacks the line '<start>', or '<end>' below it"):
        tool.between(page, "<start>", "<end>", "new\n")
