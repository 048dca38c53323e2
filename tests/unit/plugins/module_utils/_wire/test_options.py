# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What connection options may be together."""

from __future__ import annotations

import pytest

READ = {"function": "Email::list_pops"}


@pytest.mark.parametrize(
    ("options", "needs"),
    [
        ({"port": 2083}, "2087"),
        ({"port": 2096}, "2087"),
        ({"port": 2086}, "use_ssl"),
        ({"port": 2087, "use_ssl": False}, "use_ssl"),
        ({"port": 2087, "credential": "cpanel", "username": "alice"}, "2083"),
        (
            {
                "port": 2083,
                "credential": "cpanel",
                "username": "info@example.com",
                "api_token": None,
                "login_password": "x",
            },
            "2096",
        ),
    ],
)
def test_a_well_known_port_that_is_the_wrong_one(runner, options, needs):
    result = runner.uapi(**READ, **{**options, "account": None})
    assert result["error"]["category"] == "wrong_port"
    assert needs in result["msg"] + result["error"]["hint"]
    assert runner.lines == []
