# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom we trust."""

from __future__ import annotations


def test_a_ca_path_that_holds_no_certificate(runner, tmp_path):
    path = tmp_path / "ca.pem"
    path.write_text("nonsense")
    assert runner.whm("version", ca_path=str(path))["error"]["category"] == "usage"
