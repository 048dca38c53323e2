# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Credentials, privileges, lock-outs and wrong ports over real sockets (protocol.md 2)."""

from __future__ import annotations

import http.client
import json
import socket
from typing import Any

import pytest

BODY_A = (
    '{"cpanelresult":{"apiversion":"2","error":"Access denied",'
    '"data":{"reason":"Access denied","result":"0"},"type":"text"}}'
)
LIST = "/execute/Email/list_pops"
VERSION = "/json-api/version?api.version=1"


def test_failure_forms(wire: Any, name: str) -> None:
    answer = wire.send(2087, VERSION, headers={"Authorization": "whm root:WRONG"})
    assert (answer.status, answer.reason) == (403, "Forbidden Access denied")
    assert answer.headers["Content-Type"] == 'text/plain; charset="utf-8"'
    assert answer.text == BODY_A
    page = wire.send(2083, LIST, headers=wire.basic(name, "wrong"))
    assert page.status == 401
    assert "<title>cPanel Login</title>" in page.text
    assert page.cookie("cpsession").startswith("cpsession=%3a")
    assert "WHM Login" in wire.send(2087, "/").text
    assert "Webmail Login" in wire.send(2096, "/").text


@pytest.mark.parametrize(("reply", "status"), [("redirect", 307), ("200_html", 200)])
def test_other_failure_forms_of_uapi(wire: Any, name: str, reply: str, status: int) -> None:
    wire.server.switches.execute_auth_reply = reply
    assert wire.send(2083, LIST, headers=wire.basic(name, "wrong")).status == status


def test_ways_in(wire: Any, name: str) -> None:
    server = wire.server
    reseller = server.resellers["reseller1"]
    account = server.accounts[name]
    mailbox = next(iter(account.contents.mailboxes.values()))
    for port, path, headers in (
        (2087, VERSION, {"Authorization": f"WHM root:{server.root_token}"}),
        (2086, VERSION, wire.root),
        (2087, VERSION, wire.basic("root", server.root_password)),
        (2087, VERSION, wire.reseller),
        (2087, VERSION, wire.basic("reseller1", reseller.password)),
        (2083, LIST, wire.own(name)),
        (2082, LIST, wire.basic(name, account.password)),
        (2096, "/execute/Email/account_name", wire.basic(mailbox.address, mailbox.password)),
    ):
        answer = wire.send(port, path, headers=headers)
        assert (answer.status, bool(answer.json)) == (200, True), (port, headers)
    kinds = {(entry.user, entry.how) for entry in server.journal}
    assert {("root", "token"), ("root", "basic"), (name, "token"), (mailbox.address, "basic")} <= kinds
    assert server.failed_logins == []


def test_root_is_no_cpanel_user(wire: Any) -> None:
    assert wire.send(2083, LIST, headers=wire.basic("root", wire.server.root_password)).status == 401
    assert "FAILED LOGIN cpaneld: invalid cpanel user root" in wire.server.login_log()


def test_a_suspended_account_is_refused(wire: Any, name: str) -> None:
    assert wire.whm("suspendacct", user=name, reason="unpaid")["metadata"]["result"] == 1
    assert wire.send(2083, LIST, headers=wire.own(name)).status == 401
    wire.whm("unsuspendacct", user=name)
    assert wire.send(2083, LIST, headers=wire.own(name)).status == 200
    again = wire.whm("unsuspendacct", user=name)["metadata"]
    assert again["reason"] == f"The user \u201c{name}\u201d is not in a suspended state."


def test_two_factor(wire: Any, name: str) -> None:
    server = wire.server
    password = server.accounts[name].password
    server.enable_two_factor(name)
    headers = wire.basic(name, password)
    assert wire.send(2083, LIST, headers=headers).status == 401
    assert wire.send(2083, LIST, headers={**headers, "X-CPANEL-OTP": server.otp(name)}).status == 200
    assert wire.send(2083, LIST, headers=wire.own(name)).status == 200
    form = {"user": name, "pass": password, "login_only": 1}
    assert wire.send(2083, "/login/", form).status == 401
    assert wire.send(2083, "/login/", {**form, "tfa_token": server.otp(name)}).status == 200
    server.switches.two_factor_api = False
    assert wire.send(2083, LIST, headers=headers).status == 200


def test_token_life(wire: Any) -> None:
    clock = wire.simulator.clock
    data = wire.whm("api_token_create", token_name="short", expires_at=int(clock.now()) + 60)["data"]
    assert len(data["token"]) == 32
    assert data["whitelist_ips"] is None
    headers = {"Authorization": f"whm root:{data['token']}"}
    assert wire.send(2087, VERSION, headers=headers).status == 200
    clock.advance(61)
    assert wire.send(2087, VERSION, headers=headers).status == 403
    listed = wire.whm("api_token_list")["data"]["tokens"]
    assert listed["short"]["acls"]["all"] == 1
    assert "token" not in listed["short"]
    assert wire.whm("api_token_get_details", token=data["token"])["data"]["name"] == "short"
    assert wire.whm("api_token_revoke", token_name="short")["metadata"]["result"] == 1
    assert "does not exist" in wire.whm("api_token_revoke", token_name="short")["metadata"]["reason"]


def test_token_privileges_and_addresses(wire: Any, name: str) -> None:
    token = wire.whm("api_token_create", token_name="few", acl="list-accts")["data"]["token"]
    few = {"Authorization": f"whm root:{token}"}
    assert wire.whm("listaccts", few)["metadata"]["result"] == 1
    refused = wire.whm("suspendacct", few, user=name)["metadata"]
    assert refused == {
        "result": 0,
        "reason": "You do not have permission to access this function.",
        "command": "suspendacct",
        "version": 1,
    }
    wire.server.switches.acl_refusal = "403"
    assert wire.send(2087, "/json-api/suspendacct?api.version=1&user=" + name, headers=few).text == BODY_A
    assert wire.whm("myprivs", few)["data"]["privileges"][0]["suspend-acct"] == 0
    bad = wire.whm("api_token_create", wire.reseller, token_name="x", acl="all")["metadata"]
    assert bad["reason"] == "Invalid or unauthorized ACL specified: all"
    token = wire.whm("api_token_create", token_name="near", whitelist_ip="127.0.0.2/32")["data"]["token"]
    near = {"Authorization": f"whm root:{token}"}
    assert wire.send(2087, VERSION, headers=near).status == 403
    assert wire.send(2087, VERSION, headers=near, source="127.0.0.2").status == 200


def test_resellers_stay_with_their_accounts(wire: Any, name: str, theirs: str) -> None:
    listed = wire.whm("listaccts", wire.reseller)["data"]["acct"]
    assert theirs in {row["user"] for row in listed}
    assert name not in {row["user"] for row in listed}
    refused = wire.whm("suspendacct", wire.reseller, user=name)["metadata"]
    assert refused["reason"] == f"You do not have access to an account named \u201c{name}\u201d."
    path = f"/json-api/cpanel?cpanel_jsonapi_user={name}&cpanel_jsonapi_apiversion=3"
    answer = wire.send(2087, path + "&cpanel_jsonapi_module=Email&cpanel_jsonapi_func=list_pops", headers=wire.reseller)
    assert (answer.status, answer.text) == (403, BODY_A)


def test_cphulk_locks_even_the_right_password(wire: Any, name: str) -> None:
    right = wire.basic(name, wire.server.accounts[name].password)
    for _turn in range(5):
        wire.send(2083, LIST, headers=wire.basic(name, "wrong"))
    assert wire.send(2083, LIST, headers=right).text == BODY_A
    assert wire.send(2083, LIST, headers=wire.own(name)).status == 403
    wire.server.switches.cphulk_tokens = False
    assert wire.send(2083, LIST, headers=wire.own(name)).status == 200
    assert len(wire.server.failed_logins) == 7
    wire.simulator.clock.advance(301)
    assert wire.send(2083, LIST, headers=right).status == 200


def test_cphulk_forgets_old_failures(wire: Any, name: str) -> None:
    for _turn in range(4):
        wire.send(2083, LIST, headers=wire.basic(name, "wrong"))
    wire.simulator.clock.advance(301)
    wire.send(2083, LIST, headers=wire.basic(name, "wrong"))
    right = wire.basic(name, wire.server.accounts[name].password)
    assert wire.send(2083, LIST, headers=right).status == 200


@pytest.mark.parametrize(("reply", "status"), [("403_html", 403), ("503_html", 503)])
def test_cphulk_reply_switch(wire: Any, name: str, reply: str, status: int) -> None:
    wire.server.switches.cphulk_threshold = 1
    wire.server.switches.cphulk_reply = reply
    wire.send(2083, LIST, headers=wire.basic(name, "wrong"))
    answer = wire.send(2083, LIST, headers=wire.basic(name, "wrong"))
    assert answer.status == status
    assert "maximum number of failed login attempts" in answer.text


@pytest.mark.parametrize(
    ("reply", "status", "text"),
    [
        ("permission_denied", 200, "Permission denied"),
        ("not_found", 200, "Function not found"),
        ("401_html", 401, "Login"),
    ],
)
def test_wrong_port(wire: Any, name: str, reply: str, status: int, text: str) -> None:
    wire.server.switches.wrong_port_reply = reply
    for port, path, headers in (
        (2083, VERSION, wire.own(name)),
        (2083, VERSION, wire.root),
        (2087, LIST, wire.root),
        (2087, LIST, wire.own(name)),
    ):
        answer = wire.send(port, path, headers=headers)
        assert answer.status == status
        assert text in answer.text
    assert wire.server.failed_logins == []


def test_plain_http_on_a_tls_port_gets_no_reply(wire: Any) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", wire.server.ports[2087], timeout=5)
    connection.request("GET", VERSION)
    with pytest.raises((http.client.HTTPException, OSError)):
        connection.getresponse()
    connection.close()


def test_ssl_redirect(wire: Any) -> None:
    wire.server.switches.ssl_redirect = True
    answer = wire.send(2086, VERSION, headers=wire.root)
    assert answer.status == 301
    assert answer.headers["Location"] == f"https://{wire.server.hostname}:{wire.server.ports[2087]}{VERSION}"
    assert wire.send(2087, VERSION, headers=wire.root).status == 200


def test_tls_name_mismatch(wire: Any) -> None:
    wire.server.switches.tls_name = "mismatch"
    with pytest.raises(OSError, match="certificate verify failed"):
        wire.send(2087, VERSION, headers=wire.root)
    wire.server.switches.tls_name = "match"
    assert wire.send(2087, VERSION, headers=wire.root).status == 200


def test_german_texts(wire: Any, name: str) -> None:
    wire.server.switches.locale = "de"
    answer = wire.uapi(name, "Email::add_pop", email="info", password="Kq7-wePtorD3")
    assert answer["errors"] == [f"Das E-Mail-Konto \u201einfo@{name}.example.com\u201c existiert bereits!"]
    missing = wire.whm("create_user_session", user="nobody", service="cpaneld")["metadata"]["reason"]
    assert missing == "Für den Benutzer \u201enobody\u201c kann keine Sitzung erstellt werden, da er nicht existiert."
    fallback = wire.uapi(name, "Mysql::delete_database", name="x")["errors"]
    assert fallback == ["Das System konnte die Anforderung nicht ausführen. (\u201ex\u201c)"]
    page = wire.send(2083, "/login/", {"user": name, "pass": "wrong"})
    assert "Die Anmeldung ist ungültig." in page.text


def test_the_journal_knows_the_conversation(wire: Any, name: str) -> None:
    wire.uapi(name, "Email::add_pop", email="new", password="Kq7-wePtorD3")
    wire.whm("version")
    first, second = wire.server.journal
    assert (first.function, first.account, first.identity) == ("Email::add_pop", name, f"{name} (token)")
    assert first.writes
    assert dict(first.form)["password"] == "Kq7-wePtorD3"
    assert first.tls
    assert first.service == "cpaneld"
    assert "Kq7-wePtorD3" not in json.dumps(first.as_dict())
    assert wire.server.accounts[name].api_token not in str(first.as_dict())
    assert second.writes is False
    assert second.connection != first.connection
    assert wire.server.journal.lines(port=2087) == ["POST 2087 version 200"]


def test_connections_are_kept_open(wire: Any) -> None:
    connection = wire.connect(2087)
    for _turn in range(3):
        assert wire.send(2087, VERSION, headers=wire.root, connection=connection).status == 200
    connection.close()
    assert len({entry.connection for entry in wire.server.journal}) == 1
    wire.server.switches.keep_alive = False
    assert wire.send(2087, VERSION, headers=wire.root).headers["Connection"] == "close"


def test_six_ports_are_open(wire: Any) -> None:
    for actual in wire.server.ports.values():
        socket.create_connection(("127.0.0.1", actual), 5).close()
    assert sorted(wire.server.ports) == [2082, 2083, 2086, 2087, 2095, 2096]
