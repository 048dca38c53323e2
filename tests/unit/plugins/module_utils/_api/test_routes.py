# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ways that are not open, known before anything is sent."""

from __future__ import annotations

import pytest

READ = {"function": "Email::list_pops"}


@pytest.mark.parametrize("session_of", ["cpaneld", "whostmgrd"])
def test_a_function_that_a_session_is_not_for(runner, session_of):
    if session_of == "cpaneld":
        result = runner.run("whm_api", session=runner.open(), function="version")
        assert result["error"]["category"] == "wrong_port"
    else:
        session = runner.open(account="reseller1", service="whostmgrd")
        result = runner.run("cpanel_uapi", session=session, **READ)
        assert result["error"]["category"] == "usage"
    assert runner.lines == []


def test_a_whm_function_with_an_accounts_credential(runner):
    result = runner.run("whm_api", **runner.owner, function="version")
    assert result["error"]["category"] == "wrong_port"
    assert runner.lines == []
