# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What trips clients: redirects that pile up, texts for numbers, values that come back changed (protocol.md 6)."""

from __future__ import annotations

from typing import Any

PASSWORD = "Kq7-wePtorD3"


def test_redirects(wire: Any, name: str) -> None:
    domain = f"{name}.example.com"
    assert wire.uapi(name, "Mime::list_redirects")["data"] == []
    added = wire.uapi(name, "Mime::add_redirect", domain=domain, redirect="https://example.org/", src="old.html")
    assert (added["status"], added["data"], added["messages"]) == (1, None, ["Htaccess Installed"])
    (row,) = wire.uapi(name, "Mime::list_redirects")["data"]
    expected = {"domain": domain, "sourceurl": "/old.html", "targeturl": "https://example.org/", "kind": "rewrite"}
    expected |= {"type": "permanent", "statuscode": "301", "docroot": f"/home/{name}/public_html"}
    assert {key: row[key] for key in expected} == expected
    assert (row["wildcard"], row["matchwww"], row["matchwww_text"]) == (0, 1, "checked")
    assert "wildcard_text" not in row
    more = {"domain": f"blog.{domain}", "redirect": "https://example.org/b", "type": "temp"}
    wire.uapi(name, "Mime::add_redirect", **more, redirect_wildcard=1, redirect_www=2)
    row = wire.uapi(name, "Mime::list_redirects")["data"][1]
    assert (row["type"], row["statuscode"], row["sourceurl"]) == ("temporary", "302", "/")
    assert (row["wildcard"], row["matchwww"], row["docroot"]) == (1, 0, f"/home/{name}/public_html/blog")
    assert len(wire.uapi(name, "Mime::list_redirects", regex="old")["data"]) == 1
    assert len(wire.uapi(name, "Mime::list_redirects", destination="https://example.org/")["data"]) == 1


def test_a_redirect_added_again_is_one_more(wire: Any, name: str) -> None:
    one = {"domain": f"{name}.example.com", "src": "/x"}
    for target in ("https://example.org/1", "https://example.org/2", "https://example.org/2"):
        assert wire.uapi(name, "Mime::add_redirect", **one, redirect=target)["status"] == 1
    rows = wire.uapi(name, "Mime::list_redirects")["data"]
    assert [row["targeturl"][-1] for row in rows] == ["1", "2", "2"]
    other = {**one, "docroot": f"/home/{name}/elsewhere"}
    assert wire.uapi(name, "Mime::delete_redirect", **other)["status"] == 1
    assert len(wire.uapi(name, "Mime::list_redirects")["data"]) == 3
    for _turn in range(2):
        assert wire.uapi(name, "Mime::delete_redirect", **one)["status"] == 1
    assert wire.uapi(name, "Mime::list_redirects")["data"] == []


def test_redirect_refusals(wire: Any, name: str) -> None:
    good = {"domain": f"{name}.example.com", "redirect": "https://example.org/"}
    for bad in ({"domain": "other.example"}, {"domain": "**"}, {"redirect": "example.org"}, {"type": "temporary"}):
        assert wire.uapi(name, "Mime::add_redirect", {**good, **bad})["status"] == 0
    assert wire.uapi(name, "Mime::add_redirect", **good, redirect_wildcard="yes")["status"] == 0
    assert wire.uapi(name, "Mime::delete_redirect", domain="other.example")["status"] == 0
    assert wire.uapi(name, "Mime::list_redirects")["data"] == []
    wire.server.accounts[name].features["redirects"] = False
    assert wire.uapi(name, "Mime::list_redirects")["status"] == 0


def test_mailboxes(wire: Any, name: str) -> None:
    domain = f"{name}.example.com"
    assert wire.uapi(name, "Email::add_pop", email="a", password=PASSWORD)["data"] == f"a+{domain}"

    def row() -> dict[str, Any]:
        (found,) = wire.uapi(name, "Email::list_pops_with_disk", email=f"a@{domain}")["data"]
        return dict(found)

    assert (row()["diskquota"], row()["suspended_login"], row()["hold_outgoing"]) == ("1024.00", None, None)
    wire.uapi(name, "Email::suspend_login", email=f"a@{domain}")
    assert (row()["suspended_login"], row()["suspended_incoming"], row()["has_suspended"]) == (1, None, 1)
    wire.uapi(name, "Email::edit_pop_quota", email="a", domain=domain, quota=99_999_999)
    assert row()["diskquota"] == "4194304.00"
    wire.uapi(name, "Email::edit_pop_quota", email="a", domain=domain, quota="unlimited")
    assert row()["diskquota"] == "unlimited"


def test_forwarders_and_default_address(wire: Any, name: str) -> None:
    domain = f"{name}.example.com"

    def targets(**params: Any) -> list[str]:
        wire.uapi(name, "Email::add_forwarder", domain=domain, email="f", **params)
        rows = wire.uapi(name, "Email::list_forwarders", domain=domain, regex="^f@")["data"]
        return [row["forward"] for row in rows]

    assert targets(fwdopt="fail") == [":fail: No such person at this address"]
    assert targets(fwdopt="fail", failmsgs="No, thanks")[1:] == [":fail: No, thanks"]
    assert targets(fwdopt="pipe", pipefwd="bin/mail.py")[2:] == [f"|/home/{name}/bin/mail.py"]
    assert targets(fwdopt="pipe", pipefwd=f"/home/{name}/bin/mail.py")[3:] == []
    assert targets(fwdopt="fwd", fwdemail="x@example.org, y@example.org")[3:] == ["x@example.org", "y@example.org"]
    assert targets(fwdopt="fwd", fwdemail="x@example.org")[5:] == []

    def default() -> str:
        (row,) = wire.uapi(name, "Email::list_default_address", domain=domain)["data"]
        return str(row["defaultaddress"])

    assert default() == name
    wire.uapi(name, "Email::set_default_address", domain=domain, fwdopt="fail", failmsgs="No Such User Here")
    assert default() == '":fail: No Such User Here"'
    wire.uapi(name, "Email::set_default_address", domain=domain, fwdopt="fwd", fwdemail=name)
    assert default() == name


def test_autoresponders_and_filters(wire: Any, name: str) -> None:
    domain = f"{name}.example.com"
    reply = {"email": "info", "domain": domain, "from": "Info <info@example.org>", "is_html": 0, "interval": 8}
    for subject in ("one", "two"):
        wire.uapi(name, "Email::add_auto_responder", {**reply, "subject": subject, "body": "Away"})
    (row,) = wire.uapi(name, "Email::list_auto_responders", domain=domain)["data"]
    assert row == {"email": f"info@{domain}", "subject": "two"}
    found = wire.uapi(name, "Email::get_auto_responder", email=f"info@{domain}")["data"]
    assert (found["body"], found["from"], found["start"], found["stop"]) == ("Away\n", "Info", None, None)
    rule = {"filtername": "f", "part1": "$header_to:", "match1": "is", "val1": "a", "opt1": "and"}
    rule |= {"part2": "$header_to:", "match2": "is", "val2": "b"}
    for action in ("finish", "save"):
        stored = wire.uapi(name, "Email::store_filter", {**rule, "action1": action, "dest1": "/mail/x"})
        assert stored["data"] == {"account": name}
    (row,) = wire.uapi(name, "Email::list_filters")["data"]
    assert row["actions"] == [{"action": "save", "dest": "$home/mail/x"}]
    assert [set(found) for found in row["rules"]] == [{"match", "part", "val"}] * 2
    one = wire.uapi(name, "Email::get_filter", filtername="f")["data"]
    assert all("opt" not in found for found in one["rules"])


def test_ftp(wire: Any, name: str) -> None:
    domain = f"{name}.example.com"
    wire.uapi(name, "Ftp::add_ftp", {"user": "web.deploy", "pass": PASSWORD, "quota": "80000"})
    wire.uapi(name, "Ftp::add_ftp", {"user": "a.b", "pass": PASSWORD, "disallowdot": "0"})
    rows = {row["login"]: row for row in wire.uapi(name, "Ftp::list_ftp_with_disk")["data"]}
    assert rows[f"webdeploy@{domain}"]["diskquota"] == "80000.00"
    assert (rows[f"a.b@{domain}"]["diskquota"], rows[f"a.b@{domain}"]["_diskquota"]) == ("unlimited", "0.00")
    assert (rows[name]["accttype"], rows[name]["deleteable"]) == ("main", 1)
    assert {type(row["diskused"]) for row in rows.values()} == {str, float}


def test_database_sizes_are_numbers_or_texts(wire: Any, name: str) -> None:
    prefix = wire.uapi(name, "Mysql::get_restrictions")["data"]["prefix"]
    wire.uapi(name, "Mysql::create_database", name=prefix + "two")
    rows = wire.uapi(name, "Mysql::list_databases")["data"]
    assert [type(row["disk_usage"]) for row in rows] == [int, str]


def test_list_mxs_may_ignore_the_domain(wire: Any) -> None:
    account = next(a for a in wire.server.accounts.values() if a.addon_domains)
    addon = next(iter(account.addon_domains))
    assert [r["domain"] for r in wire.uapi(account.name, "Email::list_mxs", domain=addon)["data"]] == [addon]
    wire.server.switches.mxs_scoped = False
    rows = wire.uapi(account.name, "Email::list_mxs", domain=addon)["data"]
    assert [row["domain"] for row in rows] == [account.main_domain, addon]
    assert rows[0]["entries"][0]["priority"] == "0"
    assert wire.uapi(account.name, "Email::list_mxs", domain="other.example")["status"] == 0
