# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report says of its run: the commit from Git's own files, and the job from AWX's variables."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.plugin_utils.reports import about

COMMIT, OTHER = "a" * 40, "b" * 40


def repository(folder, head, **more):
    git = folder / ".git"
    (git / "refs" / "heads").mkdir(parents=True)
    (git / "HEAD").write_text(head + "\n", encoding="utf-8")
    for name, text in more.items():
        (git / name.replace("__", "/").replace("_", "-")).write_text(text + "\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("head", "more", "commit"),
    [
        (COMMIT, {}, COMMIT),
        ("ref: refs/heads/main", {"refs__heads__main": COMMIT, "packed_refs": OTHER + " refs/heads/main"}, COMMIT),
        ("ref: refs/heads/main", {"packed_refs": "# x\n%s refs/heads/main" % COMMIT}, COMMIT),
        ("ref: refs/heads/main", {"packed_refs": "%s refs/heads/main2" % COMMIT}, ""),
        ("ref: refs/heads/../../secret", {"secret": COMMIT}, ""),
        ("ref: /etc/passwd", {}, ""),
        ("junk", {}, ""),
    ],
)
def test_the_commit_is_that_which_is_checked_out(tmp_path, head, more, commit):
    below = repository(tmp_path / "r", head, **more) / "docs" / "s1"
    below.mkdir(parents=True)
    assert about.commit_of(str(below)) == commit


def test_no_repository_no_commit(tmp_path):
    assert about.commit_of(str(tmp_path / "none")) == ""
    assert about.commit_of("") == ""


def test_what_is_given_comes_first_and_nothing_is_not_given():
    found = about.of_run({"run_by": "Jürgen", "job": "", "note": 7}, ["s1"], {"tower_job_id": "job 12"}, {})
    assert (found["run_by"], found["job"], found["note"], found["servers"]) == ("Jürgen", "12", 7, ["s1"])
    assert (
        about.of_run({}, [], {"awx_project_revision": COMMIT, "tower_project_revision": OTHER}, {})["commit"] == COMMIT
    )
    assert about.of_run({}, [], {}, {"SUDO_USER": "jürgen"})["run_by"] == "jürgen"


def test_titles_are_short_and_control_nothing():
    many = ["s%d" % number for number in range(10)]
    found = about.titled({"commit": COMMIT, "servers": many, "own_note": "a\x1b"})
    assert found == {
        "Git commit": COMMIT[:12],
        "Servers asked": ", ".join(many[:8]) + " and 2 more",
        "Own note": "a\\x1b",
    }
