# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Envelopes, control parameters, batches and what the functions remember (protocol.md 4 to 6)."""

from __future__ import annotations

import base64
import json
import urllib.request
from typing import Any
from urllib.parse import urlencode

PASSWORD = "Kq7-wePtorD3"


def test_envelopes(wire: Any, name: str) -> None:
    flat = wire.uapi(name, "Email::list_pops")
    assert set(flat) == {"status", "data", "errors", "messages", "warnings", "metadata"}
    empty = wire.uapi(name, "Email::delete_pop", email=f"info@{name}.example.com")
    assert (empty["status"], empty["data"]) == (1, None)
    form = {"cpanel_jsonapi_user": name, "cpanel_jsonapi_module": "Email", "cpanel_jsonapi_func": "list_pops"}
    wrapped = wire.send(2087, "/json-api/cpanel", {**form, "cpanel_jsonapi_apiversion": 3}, headers=wire.root).json
    assert {k: wrapped[k] for k in ("apiversion", "module", "func")} == {
        "apiversion": 3,
        "module": "Email",
        "func": "list_pops",
    }
    assert wrapped["result"]["status"] == 1
    assert "cpanelresult" in wire.send(2087, "/json-api/cpanel", form, headers=wire.root).json
    form["cpanel_jsonapi_user"] = "nobody"
    bad = wire.send(2087, "/json-api/cpanel", {**form, "cpanel_jsonapi_apiversion": 3}, headers=wire.root).json
    assert bad["error"] == "User parameter is invalid or was not supplied"


def test_uapi_through_whm(wire: Any, name: str) -> None:
    names = {"cpanel.user": name, "cpanel.module": "Email", "cpanel.function": "add_pop"}
    answer = wire.whm("uapi_cpanel", **names, email="new", password=PASSWORD)
    assert answer["data"]["uapi"]["data"] == f"new+{name}.example.com"
    again = wire.whm("uapi_cpanel", **names, email="new", password=PASSWORD)
    assert again["metadata"]["result"] == 1
    assert again["data"]["uapi"]["status"] == 0
    entry = wire.server.journal[0]
    assert (entry.function, entry.inner, entry.account, entry.writes) == ("uapi_cpanel", ["Email::add_pop"], name, True)
    assert wire.server.journal[1].writes is False
    upload = {**names, "cpanel.module": "Fileman", "cpanel.function": "upload_files"}
    assert wire.whm("uapi_cpanel", **upload)["metadata"]["result"] == 0


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


def test_uapi_filter_sort_paginate(wire: Any, name: str) -> None:
    for number in (1, 2, 10):
        wire.uapi(name, "Email::add_pop", email=f"box{number}", password=PASSWORD, quota=number)
    control = {"api.filter": 1, "api.filter_column": "email", "api.filter_term": "box", "api.filter_type": "begins"}
    control |= {"api.sort": 1, "api.sort_column": "diskquota"}
    answer = wire.uapi(name, "Email::list_pops_with_disk", **control)
    assert [row["user"] for row in answer["data"]] == ["box1", "box10", "box2"]
    assert answer["metadata"]["filter"]["records_before_filter"] > 3
    control["api.sort_method"] = "numeric"
    control |= {"api.sort_reverse": 1, "api.paginate": 1, "api.paginate_size": 2, "api.paginate_page": 2}
    answer = wire.uapi(name, "Email::list_pops_with_disk", **control)
    assert [row["user"] for row in answer["data"]] == ["box1"]
    assert answer["metadata"]["paginate"] == {
        "total_results": 3,
        "total_pages": 2,
        "current_page": 2,
        "results_per_page": 2,
        "start_result": "3",
    }


def test_whm_filter_sort_chunk_columns(wire: Any) -> None:
    control: dict[str, Any] = {"api.sort.enable": 1, "api.sort.a.field": "user", "api.sort.a.reverse": 1}
    control |= {"api.columns.enable": 1, "api.columns.a": "user", "api.columns.b": "plan"}
    control |= {"api.chunk.enable": 1, "api.chunk.size": 3, "api.chunk.start": 1, "api.chunk.verbose": 1}
    answer = wire.whm("listaccts", **control)
    users = [row["user"] for row in answer["data"]["acct"]]
    assert users == sorted(wire.server.accounts, reverse=True)[:3]
    assert all(set(row) == {"user", "plan"} for row in answer["data"]["acct"])
    assert answer["metadata"]["chunk"] == {"start": 1, "current": 1, "size": 3, "chunks": 2, "records": 4}
    only = {"api.filter.enable": 1, "api.filter.a.field": "user", "api.filter.a.type": "eq", "api.filter.verbose": 1}
    answer = wire.whm("listaccts", **only, **{"api.filter.a.arg0": users[0]})
    assert len(answer["data"]["acct"]) == 1
    assert answer["metadata"]["filter"] == {"filtered": 3}


def test_listaccts(wire: Any, name: str) -> None:
    (row,) = wire.whm("listaccts", search=name, searchtype="user", searchmethod="exact")["data"]["acct"]
    assert row["uid"].isdigit()
    assert isinstance(row["maxpop"], str)
    assert row["suspendreason"] == "not suspended"
    (row,) = wire.whm("listaccts", search=f"^{name}$", want="user,domain")["data"]["acct"]
    assert row == {"user": name, "domain": f"{name}.example.com"}
    none = wire.whm("listaccts", search="nobody", searchtype="user", searchmethod="exact")
    assert none["metadata"]["result"] == 1
    assert none["data"]["acct"] == []
    assert wire.whm("accountsummary", user="nobody")["metadata"]["result"] == 0


def test_accounts_come_and_go(wire: Any) -> None:
    made = wire.whm("createacct", username="freshone", domain="fresh.example.org", plan="starter", password=PASSWORD)
    assert made["metadata"]["reason"] == "Account Creation Ok"
    assert made["metadata"]["output"]["raw"]
    assert wire.whm("createacct", username="freshone", domain="x.example.org")["metadata"]["result"] == 0
    assert wire.uapi("freshone", "DomainInfo::list_domains")["data"]["main_domain"] == "fresh.example.org"
    assert wire.whm("removeacct", username="freshone")["metadata"]["result"] == 1
    gone = wire.whm("removeacct", username="freshone")["metadata"]["reason"]
    assert gone == "The account \u201cfreshone\u201d does not exist."


def test_batch_strict(wire: Any, name: str) -> None:
    commands = [
        ("command", json.dumps(["Email", "add_pop", {"email": "one", "password": PASSWORD}])),
        ("command", json.dumps(["Email", "add_pop", {"email": "one", "password": PASSWORD}])),
        ("command", json.dumps(["Email", "add_pop", {"email": "two", "password": PASSWORD}])),
    ]
    answer = wire.uapi(name, "Batch::strict", commands)
    assert answer["status"] == 0
    assert "Email::add_pop" in answer["errors"][0]
    assert [result["status"] for result in answer["data"]] == [1, 0]
    boxes = wire.server.accounts[name].contents.mailboxes
    assert f"one@{name}.example.com" in boxes
    assert f"two@{name}.example.com" not in boxes
    assert wire.server.journal[0].inner == ["Email::add_pop"] * 3
    assert wire.server.journal[0].writes
    wire.server.switches.batch_failure_data = "null"
    assert wire.uapi(name, "Batch::strict", commands)["data"] is None
    two = {"command-0": '["Email","count_pops"]', "command-1": '["Quota","get_quota_info"]'}
    good = wire.uapi(name, "Batch::strict", two)
    assert [result["status"] for result in good["data"]] == [1, 1]


def test_whm_batch(wire: Any, name: str) -> None:
    commands = [("api.version", "1"), ("command", "version"), ("command", "no_such"), ("command", "gethostname")]
    answer = wire.send(2087, "/json-api/batch", commands, headers=wire.root).json
    assert [r["metadata"]["result"] for r in answer["data"]["result"]] == [1, 0, 1]
    commands.append(("abort_on_error", "1"))
    answer = wire.send(2087, "/json-api/batch", commands, headers=wire.root).json
    assert [r["metadata"]["result"] for r in answer["data"]["result"]] == [1, 0]
    inner = urlencode({"cpanel.user": name, "cpanel.module": "Email", "cpanel.function": "count_pops"})
    answer = wire.whm("batch", command=f"uapi_cpanel?{inner}")
    assert answer["data"]["result"][0]["data"]["uapi"]["status"] == 1


def zone(wire: Any, name: str) -> tuple[int, list[dict[str, Any]]]:
    """The serial and the lines of the account's zone."""
    lines = wire.uapi(name, "DNS::parse_zone", zone=f"{name}.example.com")["data"]
    soa = next(line for line in lines if line.get("record_type") == "SOA")
    return int(base64.b64decode(soa["data_b64"][2])), lines


def test_dns_edit(wire: Any, name: str) -> None:
    domain = f"{name}.example.com"
    serial, lines = zone(wire, name)
    assert [line["type"] for line in lines[:3]] == ["comment", "comment", "control"]
    www = next(x for x in lines if x.get("dname_b64") == base64.b64encode(b"www").decode())
    record = {"dname": "_acme", "ttl": 300, "record_type": "TXT", "data": ["a", "b"]}
    form = {"zone": domain, "serial": serial, "add-0": json.dumps(record), "remove-0": www["line_index"]}
    answer = wire.uapi(name, "DNS::mass_edit_zone", form)
    assert isinstance(answer["data"]["new_serial"], str)
    assert int(answer["data"]["new_serial"]) > serial
    after, changed = zone(wire, name)
    assert after == int(answer["data"]["new_serial"])
    assert len(changed) == len(lines)
    assert [base64.b64decode(part) for part in changed[-1]["data_b64"]] == [b"a", b"b"]
    (error,) = wire.uapi(name, "DNS::mass_edit_zone", form)["errors"]
    assert f"({serial}) does not match the DNS zone\u2019s serial number ({after})" in error


def test_dns_edit_is_atomic(wire: Any, name: str) -> None:
    domain = f"{name}.example.com"
    serial, lines = zone(wire, name)
    good = {"dname": "x", "ttl": 300, "record_type": "A", "data": ["192.0.2.1"]}
    for bad, text in (
        ({**good, "dname": "@"}, "Error ID"),
        ({**good, "record_type": "SPF"}, "You cannot create \u201cSPF\u201d records."),
        ({**good, "ttl": -1}, "Time-To-Live"),
        ({**good, "ttl": 60}, "multiple TTLs"),
    ):
        form = {"zone": domain, "serial": serial, "add-0": json.dumps(good), "add-1": json.dumps(bad)}
        answer = wire.uapi(name, "DNS::mass_edit_zone", form)
        assert answer["status"] == 0
        assert text in answer["errors"][0]
    assert wire.uapi(name, "DNS::mass_edit_zone", zone=domain, serial=serial)["status"] == 0
    array = {"zone": domain, "serial": serial, "add": json.dumps([good])}
    assert wire.uapi(name, "DNS::mass_edit_zone", array)["status"] == 0
    ns = [("remove", x["line_index"]) for x in lines if x.get("record_type") == "NS"]
    answer = wire.uapi(name, "DNS::mass_edit_zone", [("zone", domain), ("serial", serial), *ns])
    assert "at least one \u201cNS\u201d record" in answer["errors"][0]
    assert zone(wire, name) == (serial, lines) or zone(wire, name)[0] == serial
    assert wire.uapi(name, "DNS::parse_zone", zone="other.example")["errors"] == [
        "You do not control a DNS zone named \u201cother.example\u201d."
    ]


def test_silent_successes(wire: Any, name: str) -> None:
    domain = f"{name}.example.com"
    forwarder = {"domain": domain, "email": "a", "fwdopt": "fwd", "fwdemail": "b@example.org"}
    before = len(wire.uapi(name, "Email::list_forwarders", domain=domain)["data"])
    for _turn in range(2):
        assert wire.uapi(name, "Email::add_forwarder", forwarder)["status"] == 1
    assert len(wire.uapi(name, "Email::list_forwarders", domain=domain)["data"]) == before + 1
    assert wire.uapi(name, "Tokens::revoke", name="absent")["data"] == 1
    assert wire.uapi(name, "Email::get_auto_responder", email=f"no@{domain}")["data"] == {"charset": "utf-8"}
    template = wire.uapi(name, "Email::get_filter", account=f"info@{domain}", filtername="absent")
    assert template["data"]["filtername"] == "Rule 1"
    (error,) = wire.uapi(name, "Email::delete_filter", account=f"info@{domain}", filtername="absent")["errors"]
    assert error == 'Filter "absent" not found.'


def test_mysql_prefix_and_grants(wire: Any, name: str) -> None:
    prefix = wire.uapi(name, "Mysql::get_restrictions")["data"]["prefix"]
    (error,) = wire.uapi(name, "Mysql::create_database", name="bare")["errors"]
    assert error == f"The name \u201cbare\u201d does not begin with the required prefix \u201c{prefix}\u201d."
    wire.uapi(name, "Mysql::create_user", name=prefix + "u", password=PASSWORD)
    grant = {"user": prefix + "u", "database": prefix + "app"}
    wire.uapi(name, "Mysql::set_privileges_on_database", **grant, privileges="SELECT,INSERT")
    wire.uapi(name, "Mysql::set_privileges_on_database", **grant, privileges="DELETE")
    assert wire.uapi(name, "Mysql::get_privileges_on_database", **grant)["data"] == ["DELETE"]
    wire.uapi(name, "Mysql::revoke_access_to_database", **grant)
    assert wire.uapi(name, "Mysql::get_privileges_on_database", **grant)["data"] == []


def test_upload_needs_multipart(wire: Any, name: str) -> None:
    token, cookie = wire.session(name)
    boundary = "xxBOUNDxx"
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="dir"\r\n\r\npublic_html\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="file-1"; filename="a.txt"\r\n'
        f"Content-Type: text/plain\r\n\r\nhello\r\n--{boundary}--\r\n"
    ).encode()
    connection = wire.connect(2083)
    headers = {**cookie, "Content-Type": f"multipart/form-data; boundary={boundary}"}
    connection.request("POST", token + "/execute/Fileman/upload_files", body, headers)
    answer = json.loads(connection.getresponse().read())
    connection.close()
    assert answer["status"] == 1
    assert wire.server.accounts[name].contents.files["public_html/a.txt"] == b"hello"
    (error,) = wire.uapi(name, "Fileman::upload_files", dir="public_html")["errors"]
    assert error == "You must specify at least one file to upload."


def test_create_temp_user_needs_a_session(wire: Any, name: str) -> None:
    assert wire.uapi(name, "Session::create_temp_user")["status"] == 0
    token, cookie = wire.session(name)
    assert wire.send(2083, token + "/execute/Session/create_temp_user", {}, headers=cookie).json["data"]["created"] == 1


def test_key_order_changes_from_answer_to_answer(wire: Any, name: str) -> None:
    orders = {tuple(wire.uapi(name, "Email::count_pops")) for _turn in range(12)}
    assert len(orders) > 1


def control(wire: Any, method: str, path: str, body: Any = None) -> Any:
    """A request to the control port."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(wire.simulator.control_url + path, data, method=method)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
        return json.loads(answer.read())


def test_control_port(wire: Any, name: str) -> None:
    wire.uapi(name, "Email::add_pop", email="new", password=PASSWORD)
    wire.mint(name)
    entries = control(wire, "GET", "/journal?function=Email::add_pop")
    assert len(entries) == 1
    assert PASSWORD not in json.dumps(entries)
    assert PASSWORD in json.dumps(control(wire, "GET", "/journal?reveal=1"))
    counters = control(wire, "GET", "/counters")[wire.server.hostname]
    assert (counters["requests"], counters["writes"], counters["sessions"]["pending"]) == (2, 1, 1)
    assert control(wire, "GET", "/sessions")[wire.server.hostname]["pending"][0]["user"] == name
    state = control(wire, "GET", f"/state/{wire.server.hostname}/{name}")
    assert f"new@{name}.example.com" in state["contents"]["mailboxes"]
    control(wire, "POST", "/faults", {"fault": "503@Email::list_pops x1"})
    assert wire.send(2083, "/execute/Email/list_pops", headers=wire.own(name)).status == 503
    assert control(wire, "DELETE", "/faults") == {server.hostname: [] for server in wire.simulator.servers}
    control(wire, "POST", "/switches", {"login_status": "301", "server": wire.server.hostname})
    assert control(wire, "GET", "/switches")[wire.server.hostname]["login_status"] == "301"
    assert control(wire, "POST", "/clock", {"advance": 50})["offset"] >= 50
    world = control(wire, "GET", "/world")
    assert world["servers"][0]["ports"]["2087"] == wire.server.ports[2087]
    control(wire, "DELETE", "/journal")
    assert wire.server.journal == []
    control(wire, "POST", "/reset")
    assert wire.server.switches.login_status == "307"
    assert f"new@{name}.example.com" not in wire.server.accounts[name].contents.mailboxes
