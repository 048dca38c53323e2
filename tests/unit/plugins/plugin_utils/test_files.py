# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files are complete or not there, with their permissions, and never written through a link."""

from __future__ import annotations

import os
import stat

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.plugin_utils import files


def mode(path):
    return stat.S_IMODE(os.lstat(path).st_mode)


@pytest.mark.parametrize(
    ("given", "expected"), [("0600", 0o600), ("640", None), ("0640", 0o640), (0o640, 0o640), ("02750", 0o2750)]
)
def test_modes_are_octal(given, expected):
    if expected is None:
        with pytest.raises(CpanelError, match="not a file mode"):
            files.mode_of("mode", given)
    else:
        assert files.mode_of("mode", given) == expected


@pytest.mark.parametrize("given", ["u=rw", "0888", "", None, True, -1, "0600\n", "٠600", 0o1000000])
def test_what_is_no_mode_is_refused(given):
    with pytest.raises(CpanelError, match=r"mode: .* is not a file mode") as raised:
        files.mode_of("mode", given)
    assert raised.value.category == "usage"


def test_a_file_is_made_once_with_its_mode_whatever_the_umask(tmp_path):
    path = str(tmp_path / "größe.json")
    before = os.umask(0o077)
    try:
        files.create(path, b"one", 0o644)
    finally:
        os.umask(before)
    assert mode(path) == 0o644
    with pytest.raises(FileExistsError):
        files.create(path, b"two", 0o644)
    assert (tmp_path / "größe.json").read_bytes() == b"one"


@pytest.mark.parametrize("there", [True, False])
def test_a_link_is_replaced_and_never_followed(tmp_path, there):
    victim, link = tmp_path / "victim", tmp_path / "link"
    if there:
        victim.write_bytes(b"untouched")
    link.symlink_to(victim)
    with pytest.raises(FileExistsError):
        files.create(str(link), b"new", 0o600)
    files.replace(str(link), b"new", 0o600)
    assert not link.is_symlink() and link.read_bytes() == b"new"
    assert victim.exists() is there and (not there or victim.read_bytes() == b"untouched")


def test_what_cannot_be_replaced_leaves_nothing_behind(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError):
        files.replace(str(tmp_path / "folder"), b"new", 0o600)
    assert not list(tmp_path.glob("*.new")) and (tmp_path / "folder").is_dir()


def test_folders_are_made_with_the_mode_and_those_that_are_there_keep_theirs(tmp_path):
    (tmp_path / "a").mkdir(mode=0o755)
    files.directory(str(tmp_path / "a" / "b" / "c"), 0o700)
    assert [mode(tmp_path / path) for path in ("a", "a/b", "a/b/c")] == [0o755, 0o700, 0o700]
    files.directory(str(tmp_path / "a"), 0o700)
    assert mode(tmp_path / "a") == 0o755
