# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A reader follows a task from ``Command.execute`` to the socket in few steps: frames of our own, counted."""

from __future__ import annotations

import sys

import pytest

OWN = "/hostops/cpanel/plugins/module_utils/"
MOST_FRAMES = 10
# A session is opened on the way to a call: a login is deeper than a call.
MOST_FRAMES_OF_A_LOGIN = 13


@pytest.fixture
def depths():
    """How many frames of ours there are, from ``execute`` on, each time that the adapter of requests sends."""
    seen: list[int] = []

    def profile(frame, event, _arg):
        code = frame.f_code
        if event != "call" or code.co_name != "send" or not code.co_filename.endswith("requests/adapters.py"):
            return
        own = []
        while frame is not None:
            if OWN in frame.f_code.co_filename:
                own.append(frame.f_code.co_name)
            frame = frame.f_back
        seen.append(own.index("execute") + 1)

    sys.setprofile(profile)
    yield seen
    sys.setprofile(None)


CALLS = [{"function": "Email::list_pops"}, {"function": "DomainInfo::list_domains"}]


@pytest.mark.parametrize(
    ("module", "credential", "options"),
    [
        ("cpanel_uapi", "root", {"function": "Email::list_pops"}),
        ("cpanel_uapi", "root", {"function": "Email::list_pops", "page_size": 1}),
        ("cpanel_uapi", "root", {"calls": CALLS}),
        ("cpanel_uapi", "root", {"calls": CALLS, "batch": "never"}),
        ("cpanel_uapi", "owner", {"function": "Email::list_pops"}),
        ("whm_api", "root", {"function": "listaccts"}),
        ("whm_api", "root", {"calls": [{"function": "version"}, {"function": "listaccts"}]}),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_a_call_is_on_the_wire_after_ten_frames(runner, depths, module, credential, options):
    account = {} if module == "whm_api" or credential == "owner" else {"account": runner.alice.name}
    result = runner.run(module, **getattr(runner, credential), **account, **options)
    assert not result.get("failed"), result
    assert depths and max(depths) <= MOST_FRAMES, depths


def test_a_session_is_opened_on_the_way(runner, depths):
    options = {"account": runner.alice.name, "function": "Email::list_pops", "via": "session"}
    assert not runner.run("cpanel_uapi", **runner.root, **options).get("failed")
    minted, login, call, logout = depths
    assert max(minted, login) <= MOST_FRAMES_OF_A_LOGIN
    assert max(call, logout) <= MOST_FRAMES
