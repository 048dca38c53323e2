# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cPanel API 2: its envelope, both ways to it, and the functions for domains (protocol.md 4.8, 6.7)."""

from __future__ import annotations

import base64
import http.client
from typing import Any

import pytest

ADDON = {"newdomain": "new-shop.example.org", "subdomain": "newshop"}


def api2(wire: Any, user: str, function: str, /, **params: Any) -> Any:
    """``cpanelresult`` of a call through WHM, as root."""
    module, _colons, name = function.partition("::")
    form = {"cpanel_jsonapi_user": user, "cpanel_jsonapi_module": module, "cpanel_jsonapi_func": name, **params}
    form.setdefault("cpanel_jsonapi_apiversion", 2)
    return wire.send(2087, "/json-api/cpanel", form, headers=wire.root).json["cpanelresult"]


def good(result: Any) -> Any:
    """The first row of a success."""
    assert "error" not in result, result
    assert result["event"] == {"result": 1}
    (row,) = result["data"]
    assert int(row["result"]) == 1
    return row


def refusal(result: Any) -> str:
    """The text of a refusal, which is in both places."""
    (row,) = result["data"]
    assert int(row["result"]) == 0
    assert result["event"] == {"result": 1}
    assert result["error"] == row["reason"]
    return str(row["reason"])


def names(wire: Any, user: str, zone: str) -> list[tuple[str, str]]:
    """Type and name of every record of a zone."""
    lines = wire.uapi(user, "DNS::parse_zone", zone=zone)["data"]
    records = [x for x in lines if x["type"] == "record"]
    return [(x["record_type"], base64.b64decode(x["dname_b64"]).decode()) for x in records]


def serial(wire: Any, user: str, zone: str) -> int:
    return int(wire.server.accounts[user].contents.zones[zone].serial)


def domains(wire: Any, user: str) -> dict[str, list[str]]:
    domains: dict[str, list[str]] = wire.uapi(user, "DomainInfo::list_domains")["data"]
    return domains


@pytest.fixture
def plain(wire: Any) -> str:
    """An account without addon domains, on a plan that allows them."""
    account = next(a for a in wire.server.accounts.values() if a.package != "starter" and not a.addon_domains)
    return str(account.name)


def test_envelope_and_both_ways(wire: Any, name: str) -> None:
    result = api2(wire, name, "SubDomain::listsubdomains")
    assert (result["apiversion"], result["module"], result["func"]) == (2, "SubDomain", "listsubdomains")
    assert result["event"] == {"result": 1}
    form = {"cpanel_jsonapi_module": "SubDomain", "cpanel_jsonapi_func": "listsubdomains"}
    token, cookie = wire.session(name)
    own = wire.send(2083, "/json-api/cpanel", form, headers=wire.own(name)).json["cpanelresult"]
    session = wire.send(2083, token + "/json-api/cpanel", form, headers=cookie).json["cpanelresult"]
    assert own == session == result
    # the user parameter means nothing on the account's own port
    other = next(n for n in wire.server.accounts if n != name)
    form["cpanel_jsonapi_user"] = other
    assert wire.send(2083, "/json-api/cpanel", form, headers=wire.own(name)).json["cpanelresult"] == result


def test_unknown_function_and_user(wire: Any, name: str) -> None:
    result = api2(wire, name, "SubDomain::nothing")
    assert result["error"] == "Could not find function 'nothing' in module 'SubDomain'"
    assert (result["data"], result["event"]["result"]) == ([], 0)
    assert api2(wire, "nobody", "SubDomain::listsubdomains")["error"].startswith("User parameter is invalid")


def test_who_may(wire: Any, name: str, theirs: str) -> None:
    form = {"cpanel_jsonapi_module": "SubDomain", "cpanel_jsonapi_func": "listsubdomains", "cpanel_jsonapi_user": name}
    assert wire.send(2087, "/json-api/cpanel", form, headers=wire.reseller).status == 403
    form["cpanel_jsonapi_user"] = theirs
    mine = wire.send(2087, "/json-api/cpanel", form, headers=wire.reseller)
    assert mine.json["cpanelresult"]["event"]["result"] == 1
    box = next(iter(wire.server.accounts[name].contents.mailboxes.values()))
    webmail = wire.send(2096, "/json-api/cpanel", form, headers=wire.basic(box.address, box.password)).json
    assert "permission" in refusal(webmail["cpanelresult"])


def test_result_is_a_number_or_a_text(wire: Any, plain: str) -> None:
    wire.server.accounts[plain].overrides["maxpark"] = "unlimited"
    seen = set()
    for turn in range(12):
        row = good(api2(wire, plain, "Park::park", domain=f"p{turn}.example.org"))
        seen.add(type(row["result"]))
    assert seen == {int, str}


def test_an_addon_domain_comes_and_goes(wire: Any, plain: str) -> None:
    main = f"{plain}.example.com"
    before = serial(wire, plain, main)
    good(api2(wire, plain, "AddonDomain::addaddondomain", **ADDON, dir="public_html/the-shop"))
    entry = wire.server.journal[-1]
    assert (entry.function, entry.inner) == ("cpanel", ["AddonDomain::addaddondomain"])
    assert (entry.writes, entry.account) == (True, plain)
    assert domains(wire, plain)["addon_domains"] == ["new-shop.example.org"]
    assert f"newshop.{main}" in domains(wire, plain)["sub_domains"]
    assert ("A", "newshop") in names(wire, plain, main)
    assert serial(wire, plain, main) > before
    assert ("MX", "new-shop.example.org.") in names(wire, plain, "new-shop.example.org")
    (address,) = wire.uapi(plain, "Email::list_default_address", domain="new-shop.example.org")["data"]
    assert address["defaultaddress"] == plain
    versions = wire.uapi(plain, "LangPHP::php_get_vhost_versions", vhost=f"newshop.{main}")["data"]
    assert versions[0]["documentroot"].endswith("/public_html/the-shop")
    (row,) = api2(wire, plain, "AddonDomain::listaddondomains")["data"]
    assert row == {
        "domain": "new-shop.example.org",
        "domainkey": f"newshop_{main}",
        "subdomain": "newshop",
        "fullsubdomain": f"newshop.{main}",
        "rootdomain": main,
        "dir": f"/home/{plain}/public_html/the-shop",
        "basedir": "public_html/the-shop",
        "reldir": "home:public_html/the-shop",
        "status": "not redirected",
    }
    wire.uapi(plain, "Email::add_pop", email="a@new-shop.example.org", password="Kq7-wePtorD3")
    gone = {"domain": "new-shop.example.org", "subdomain": row["domainkey"]}
    good(api2(wire, plain, "AddonDomain::deladdondomain", **gone))
    left = domains(wire, plain)
    assert left["addon_domains"] == []
    assert f"newshop.{main}" not in left["sub_domains"]
    assert ("A", "newshop") not in names(wire, plain, main)
    assert wire.uapi(plain, "DNS::parse_zone", zone="new-shop.example.org")["status"] == 0
    assert all("new-shop" not in r["email"] for r in wire.uapi(plain, "Email::list_pops")["data"])
    assert "do not own" in refusal(api2(wire, plain, "AddonDomain::deladdondomain", **gone))
    good(api2(wire, plain, "AddonDomain::addaddondomain", **ADDON))


def test_subdomain_may_be_given_in_full_and_may_be_there(wire: Any, plain: str) -> None:
    main = f"{plain}.example.com"
    blog = {"newdomain": "blog.example.org", "subdomain": f"blog.{main}", "dir": "ignored"}
    good(api2(wire, plain, "AddonDomain::addaddondomain", **blog))
    (row,) = api2(wire, plain, "AddonDomain::listaddondomains", regex="^blog")["data"]
    assert (row["subdomain"], row["basedir"]) == ("blog", "public_html/blog")
    assert api2(wire, plain, "AddonDomain::listaddondomains", regex="^nothing")["data"] == []


def test_addon_domain_refusals(wire: Any, plain: str) -> None:
    main = f"{plain}.example.com"
    other = next(a for a in wire.server.accounts.values() if a.name != plain)

    def add(**params: Any) -> str:
        return refusal(api2(wire, plain, "AddonDomain::addaddondomain", **{**ADDON, **params}))

    for taken in (main, other.main_domain, f"blog.{main}"):
        assert add(newdomain=taken) == f'The domain "{taken}" already exists.'
        assert wire.server.journal[-1].writes is False
    assert "argument is invalid" in add(newdomain="*.example.org")
    assert "argument is invalid" in add(newdomain="example.com")
    assert "argument is invalid" in add(subdomain="no good")
    assert "conflicts" in add(subdomain="mail")
    missing = refusal(api2(wire, plain, "AddonDomain::addaddondomain", newdomain="x.example.org"))
    assert missing == "Provide the \u201csubdomain\u201d argument."
    assert domains(wire, plain)["addon_domains"] == []
    good(api2(wire, plain, "AddonDomain::addaddondomain", **ADDON))
    assert add() == 'The domain "new-shop.example.org" already exists.'
    assert "already exists" in add(newdomain="other.example.org")
    wrong = {"domain": "new-shop.example.org"}
    for subdomain in ("other_" + main, "newshop." + main, "newshop"):
        text = refusal(api2(wire, plain, "AddonDomain::deladdondomain", **wrong, subdomain=subdomain))
        assert "does not belong" in text
    wire.uapi(plain, "SubDomain::addsubdomain", domain="x", rootdomain="new-shop.example.org")
    right = {**wrong, "subdomain": f"newshop_{main}"}
    assert "x.new-shop.example.org" in refusal(api2(wire, plain, "AddonDomain::deladdondomain", **right))
    good(api2(wire, plain, "SubDomain::delsubdomain", domain="x_new-shop.example.org"))
    good(api2(wire, plain, "AddonDomain::deladdondomain", **right))


def test_limits_and_features(wire: Any, plain: str) -> None:
    account = wire.server.accounts[plain]
    account.overrides |= {"maxaddon": "0", "maxpark": "1"}
    assert "maximum" in refusal(api2(wire, plain, "AddonDomain::addaddondomain", **ADDON))
    good(api2(wire, plain, "Park::park", domain="one.example.org"))
    assert "maximum" in refusal(api2(wire, plain, "Park::park", domain="two.example.org"))
    account.features |= {"addondomains": False, "parkeddomains": False, "subdomains": False}
    for function in ("AddonDomain::listaddondomains", "Park::listparkeddomains", "SubDomain::listsubdomains"):
        assert refusal(api2(wire, plain, function)).startswith("You do not have the feature")
    wire.server.switches.locale = "de"
    assert "Funktion" in refusal(api2(wire, plain, "SubDomain::listsubdomains"))


def test_subdomains(wire: Any, plain: str) -> None:
    main = f"{plain}.example.com"
    wire.uapi(plain, "SubDomain::addsubdomain", domain="a.b", rootdomain=main, dir=f"/home/{plain}/sites/ab/")
    rows = {row["domain"]: row for row in api2(wire, plain, "SubDomain::listsubdomains")["data"]}
    assert rows[f"a.b.{main}"] == {
        "domain": f"a.b.{main}",
        "subdomain": "a.b",
        "rootdomain": main,
        "domainkey": f"a.b_{main}",
        "dir": f"/home/{plain}/sites/ab",
        "basedir": "sites/ab",
        "reldir": "home:sites/ab",
        "status": "not redirected",
    }
    moved = {"rootdomain": main, "subdomain": "a.b", "dir": "/public_html/new"}
    row = good(api2(wire, plain, "SubDomain::changedocroot", **moved))
    assert (row["dir"], row["reldir"]) == (f"/home/{plain}/public_html/new", "public_html/new")
    data = wire.uapi(plain, "DomainInfo::single_domain_data", domain=f"a.b.{main}")["data"]
    assert data["documentroot"] == row["dir"]
    assert "does not exist" in refusal(api2(wire, plain, "SubDomain::changedocroot", **{**moved, "subdomain": "no"}))
    assert "invalid" in refusal(api2(wire, plain, "SubDomain::changedocroot", **{**moved, "dir": "../x"}))
    before = serial(wire, plain, main)
    records = names(wire, plain, main)
    good(api2(wire, plain, "SubDomain::delsubdomain", domain=f"a.b.{main}"))
    assert sorted(records) == sorted([*names(wire, plain, main), ("A", "a.b")])
    assert serial(wire, plain, main) > before
    assert f"a.b.{main}" not in domains(wire, plain)["sub_domains"]
    addresses = wire.uapi(plain, "Email::list_default_address")["data"]
    assert f"a.b.{main}" not in {row["domain"] for row in addresses}
    assert "does not exist" in refusal(api2(wire, plain, "SubDomain::delsubdomain", domain=f"a.b.{main}"))
    good(api2(wire, plain, "SubDomain::delsubdomain", domain=f"blog_{main}"))


def test_a_subdomain_of_an_addon_domain_stays(wire: Any, plain: str) -> None:
    main = f"{plain}.example.com"
    good(api2(wire, plain, "AddonDomain::addaddondomain", **ADDON))
    text = refusal(api2(wire, plain, "SubDomain::delsubdomain", domain=f"newshop.{main}"))
    assert "new-shop.example.org" in text
    assert f"newshop.{main}" in domains(wire, plain)["sub_domains"]


def test_server_name_of_an_addon_domain(wire: Any, plain: str) -> None:
    main = f"{plain}.example.com"
    good(api2(wire, plain, "AddonDomain::addaddondomain", **ADDON))
    data = wire.uapi(plain, "DomainInfo::domains_data")["data"]
    (addon,) = data["addon_domains"]
    assert (addon["domain"], addon["servername"]) == ("new-shop.example.org", f"newshop.{main}")
    assert addon["documentroot"] == f"/home/{plain}/public_html/newshop"
    assert "www.new-shop.example.org" in addon["serveralias"].split()
    assert (data["main_domain"]["domain"], data["main_domain"]["servername"]) == (main, main)
    assert all(row["servername"] == row["domain"] for row in data["sub_domains"])
    info = wire.whm("get_domain_info")["data"]["domains"]
    assert next(row for row in info if row["domain"] == addon["domain"])["docroot"] == addon["documentroot"]


def test_parked_domains(wire: Any, plain: str) -> None:
    main = f"{plain}.example.com"
    good(api2(wire, plain, "Park::park", domain="alias.example.org"))
    assert domains(wire, plain)["parked_domains"] == ["alias.example.org"]
    assert wire.uapi(plain, "DomainInfo::domains_data")["data"]["parked_domains"] == ["alias.example.org"]
    assert ("A", "alias.example.org.") in names(wire, plain, "alias.example.org")
    (row,) = api2(wire, plain, "Park::listparkeddomains")["data"]
    assert row == {
        "domain": "alias.example.org",
        "dir": f"/home/{plain}/public_html",
        "basedir": "public_html",
        "reldir": "home:public_html",
        "status": "not redirected",
    }
    text = refusal(api2(wire, plain, "Park::park", domain="alias.example.org"))
    assert text == 'The domain "alias.example.org" already exists.'
    wire.uapi(plain, "Mime::add_redirect", domain="alias.example.org", redirect="https://example.net/")
    (row,) = api2(wire, plain, "Park::listparkeddomains")["data"]
    assert row["status"] == "https://example.net/"
    good(api2(wire, plain, "Park::unpark", domain="alias.example.org"))
    assert domains(wire, plain)["parked_domains"] == []
    assert wire.uapi(plain, "DNS::parse_zone", zone="alias.example.org")["status"] == 0
    assert "do not own" in refusal(api2(wire, plain, "Park::unpark", domain="alias.example.org"))
    good(api2(wire, plain, "Park::park", domain="on-blog.example.org", topdomain="blog"))
    assert domains(wire, plain)["addon_domains"] == ["on-blog.example.org"]
    assert "do not own" in refusal(api2(wire, plain, "Park::park", domain="x.example.org", topdomain="nothing"))
    good(api2(wire, plain, "Park::unpark", domain="on-blog.example.org"))
    assert f"blog.{main}" in domains(wire, plain)["sub_domains"]


def test_faults_strike_api2(wire: Any, plain: str) -> None:
    wire.server.faults.add("drop_after", function="AddonDomain::addaddondomain", times=1)
    with pytest.raises((http.client.HTTPException, OSError)):
        api2(wire, plain, "AddonDomain::addaddondomain", **ADDON)
    assert domains(wire, plain)["addon_domains"] == ["new-shop.example.org"]
    assert wire.server.journal[-2].writes is True
    wire.server.faults.add("drop_before", function="SubDomain::.*", times=1)
    with pytest.raises((http.client.HTTPException, OSError)):
        api2(wire, plain, "SubDomain::delsubdomain", domain=f"blog.{plain}.example.com")
    assert f"blog.{plain}.example.com" in domains(wire, plain)["sub_domains"]
    assert wire.server.counters()["functions"]["SubDomain::delsubdomain"] == 1
