# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names from servers below a directory of the user: nothing leaves it, whatever they are."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.paths import lies_in
from ansible_collections.hostops.cpanel.plugins.plugin_utils.paths import child_of

PARTS = ["..", ".", "/", "\\", "~", "$HOME", "%h", "\0", "\n", " ", "alice", ".yml", "-", ":", "{{ 1 }}", "é", "\u202e"]
HOSTILE = st.lists(st.sampled_from(PARTS), max_size=6).map("".join) | st.text(max_size=12)


@pytest.mark.parametrize("names", [("s1", "alice.yml"), ("s1.example.net", "a.b-c_d.vault.yml"), ("::1", "0x"), ("f",)])
def test_good_names_are_children(tmp_path, names):
    assert child_of(str(tmp_path), *names) == str(tmp_path.joinpath(*names))


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(names=st.lists(HOSTILE, min_size=1, max_size=3))
def test_whatever_the_names_are_it_lies_in_the_directory(tmp_path, names):
    try:
        path = child_of(str(tmp_path), *names)
    except ValueError:
        return
    assert os.path.normpath(path) == path
    assert path == os.path.join(str(tmp_path), *names)
    assert os.path.expandvars(os.path.expanduser(path)) == path


@pytest.mark.parametrize(
    "name", ["", "..", ".", "../x", "/etc/passwd", "a/b", "~root", "$HOME", "-rf", "a\n", "a\0", "x" * 256]
)
def test_names_that_are_none(tmp_path, name):
    with pytest.raises(ValueError, match="cannot be the name of a file"):
        child_of(str(tmp_path), "s1", name)
    with pytest.raises(ValueError, match="cannot be the name of a file"):
        child_of(str(tmp_path), name, "alice.yml")


def test_links_are_resolved(tmp_path):
    outside, inside = tmp_path / "outside", tmp_path / "real"
    outside.mkdir()
    (inside / "s1").mkdir(parents=True)
    (inside / "away").symlink_to(outside)
    (inside / "within").symlink_to(inside / "s1")
    (inside / "s1" / "alice.yml").symlink_to(outside / "passwd")
    (tmp_path / "link").symlink_to(inside)
    assert child_of(str(tmp_path / "link"), "s1", "bob.yml") == str(tmp_path / "link" / "s1" / "bob.yml")
    assert child_of(str(inside), "within", "bob.yml")
    for names in (("away", "bob.yml"), ("s1", "alice.yml")):
        with pytest.raises(ValueError, match="leads out of the directory"):
            child_of(str(inside), *names)


def test_a_directory_does_not_lie_in_itself_or_in_one_with_a_longer_name(tmp_path):
    assert not lies_in(str(tmp_path), str(tmp_path))
    assert not lies_in(str(tmp_path / "a"), str(tmp_path / "ab"))
    with pytest.raises(ValueError, match="leads out"):
        child_of(str(tmp_path))
