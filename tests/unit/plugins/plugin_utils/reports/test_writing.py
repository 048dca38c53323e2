# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No run takes the place of another's report, unless it is asked to."""

from __future__ import annotations

import os

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.plugin_utils.reports import writing


@pytest.mark.parametrize("name", ["../x", "a/b", ".hidden", "a\nb", "/etc/x"])
def test_a_name_is_that_of_a_file(name):
    with pytest.raises(CpanelError, match="name: "):
        writing.checked(name)
    assert writing.checked("größe") == "größe" and writing.checked("") == ""


def test_a_name_replaces_and_none_never_does(tmp_path):
    folder = str(tmp_path)
    for data in (b"1", b"2"):
        assert writing.write(folder, "r", "own", {"json": data}, 0o600) == [str(tmp_path / "r.json")]
    assert (tmp_path / "r.json").read_bytes() == b"2"
    paths = [path for _run in range(2) for path in writing.write(folder, "", "own", {"json": b"", "csv": b""}, 0o600)]
    assert len(set(paths)) == 4 and {os.path.basename(path)[:4] for path in paths} == {"own-"}


def test_a_name_that_is_taken_is_not_used(tmp_path, monkeypatch):
    tokens = iter(["taken", "free"])
    monkeypatch.setattr(writing.secrets, "token_hex", lambda _size: next(tokens))
    (tmp_path / "own-taken.json").write_bytes(b"another's")
    assert writing.write(str(tmp_path), "", "own", {"json": b"x"}, 0o600) == [str(tmp_path / "own-free.json")]
    assert (tmp_path / "own-taken.json").read_bytes() == b"another's"
