# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What breaks a connection, or an answer within it: each has its code, and says whether the request was sent."""

from __future__ import annotations

import pytest

READ = {"function": "Email::list_pops"}


def test_an_answer_that_was_cut_off(runner):
    runner.srv.faults.add("truncate")
    result = runner.uapi(**READ)
    assert (result["error"]["category"], result["error"]["code"]) == ("connection", "truncated")
    assert "cut off" in result["msg"]


def test_tls_to_a_plain_port(runner):
    result = runner.whm("version", port=runner.srv.ports[2086])
    assert (result["error"]["category"], result["error"]["code"]) == ("tls", "plain_expected")
    assert "use_ssl" in result["error"]["hint"]


def test_plain_http_to_a_tls_port(runner):
    result = runner.whm("version", port=runner.srv.ports[2087], use_ssl=False)
    assert (result["error"]["category"], result["error"]["code"]) == ("tls", "tls_expected")
    assert "use_ssl" in result["error"]["hint"]


@pytest.mark.filterwarnings("error")
def test_an_unknown_authority(runner):
    result = runner.whm("version", ca_path=None)
    assert (result["error"]["category"], result["error"]["code"]) == ("tls", "certificate_untrusted")
    assert "ca_path" in result["error"]["hint"]
    assert runner.lines == []
    assert runner.whm("version", ca_path=None, validate_certs=False)["status"] == 1


def test_a_certificate_for_another_name(runner):
    runner.srv.switches.tls_name = "mismatch"
    result = runner.whm("version", host="localhost")
    assert (result["error"]["category"], result["error"]["code"]) == ("tls", "certificate_name")
    assert "localhost" in result["msg"]
    assert runner.lines == []
