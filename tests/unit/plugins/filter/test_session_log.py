# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter session_log."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError
from ansible.utils.display import Display

from ansible_collections.hostops.cpanel.plugins.filter.session_log import FilterModule

ORIGIN = "address=192.0.2.9,app=cpaneld,creator=root,method=handle_auth_transfer,path=form,possessed=1"
LINES = [
    "192.0.2.9 [07/01/2026:10:00:00 +0000] NEW ex:Ab12Cd34Ef56Gh78 " + ORIGIN,
    "192.0.2.9 [07/01/2026:10:01:00 +0000] PURGE ex:Ab12Cd34Ef56Gh78 logout",
]
session_log = FilterModule().filters()["session_log"]


@pytest.fixture(autouse=True)
def warnings(monkeypatch):
    given = []
    monkeypatch.setattr(Display, "warning", lambda _self, text, *_args, **_options: given.append(text))
    return given


@pytest.mark.parametrize("text", ["\n".join(LINES), "\r\n".join(LINES) + "\r\n", LINES, "\n".join(LINES).encode()])
def test_what_it_takes(text, warnings):
    assert [(entry["event"], entry["session"]) for entry in session_log(text)] == [
        ("NEW", "ex:Ab12..."),
        ("PURGE", "ex:Ab12..."),
    ]
    assert warnings == []


def test_options():
    assert session_log(LINES, reveal_ids=True)[0]["session"] == "ex:Ab12Cd34Ef56Gh78"
    (lifetime,) = session_log(LINES, lifetimes="yes")
    assert (lifetime["seconds"], lifetime["reason"], lifetime["possessed"]) == (60, "logout", True)
    with pytest.raises(AnsibleFilterError, match="lifetimes"):
        session_log(LINES, lifetimes="maybe")


@pytest.mark.parametrize("text", [None, 5, {"a": 1}, [1]])
def test_what_it_refuses(text):
    with pytest.raises(AnsibleFilterError, match="needs the text"):
        session_log(text)


def test_other_lines_are_told(warnings):
    assert len(session_log("\n".join(["hello", *LINES, *["secret words"] * 9]))) == 2
    assert warnings == ["hostops.cpanel.session_log: not an entry of a session log: line 1, 4, 5, 6, 7, ..."]


def test_only_line_feeds_end_a_line(warnings):
    assert session_log("\n".join(LINES).replace("path=form", "path=a\u2028b\x0bc"))[0]["path"] == "a\\u2028b\x0bc"
