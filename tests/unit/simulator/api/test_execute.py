# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is checked before a function runs (protocol.md 4.1, 4.3)."""

from __future__ import annotations

from typing import Any

PASSWORD = "Kq7-wePtorD3"


def test_unknown_names(wire: Any, name: str) -> None:
    (error,) = wire.uapi(name, "Email::no_such")["errors"]
    assert error == "The system could not find the function \u201cno_such\u201d in the module \u201cEmail\u201d."
    (error,) = wire.uapi(name, "Cron::list")["errors"]
    assert error.startswith("Failed to load module \u201cCron\u201d")
    assert "Cpanel::API::Cron" in error
    reason = wire.whm("no_such")["metadata"]["reason"]
    assert reason == "Unknown app (\u201cno_such\u201d) requested for this version (1) of the API."


def test_argument_checks(wire: Any, name: str) -> None:
    (error,) = wire.uapi(name, "DNS::parse_zone")["errors"]
    assert error == "Provide the \u201czone\u201d argument."
    (error,) = wire.uapi(name, "Mysql::create_user")["errors"]
    assert error == "Provide the \u201cname\u201d and \u201cpassword\u201d arguments."
    (error,) = wire.uapi(name, "Email::list_pops", skip_main="true")["errors"]
    text = "The \u201cskip_main\u201d argument contains the value \u201ctrue\u201d, which is an invalid Boolean value."
    assert error.startswith(text)
    (error,) = wire.uapi(name, "Email::add_pop", email="x", password="abc")["errors"]
    assert "strength rating of 65 or higher" in error
    assert wire.uapi(name, "Email::count_pops", unknown="x")["status"] == 1
    reason = wire.whm("suspendacct")["metadata"]["reason"]
    assert reason == "Provide the \u201cuser\u201d parameter for the \u201csuspendacct\u201d function."


def test_features(wire: Any, name: str) -> None:
    wire.server.accounts[name].features["mysql"] = False
    assert wire.uapi(name, "Mysql::list_users")["errors"] == ["You do not have the feature \u201cmysql\u201d."]
    assert wire.uapi(name, "Features::has_feature", name="mysql")["status"] == 0
    assert wire.uapi(name, "Features::has_feature", name="popaccts")["status"] == 1
    assert wire.uapi(name, "Features::has_feature", name="nothing")["status"] is None
    assert wire.uapi(name, "Features::list_features")["data"]["mysql"] == 0
