# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""UAPI Mime: redirects pile up, and one call removes all of a source."""

from __future__ import annotations

from typing import Any


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
