# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel-api: UAPI and API 2 with a password, an account's token, and a token of WHM in both spellings."""

from __future__ import annotations

from typing import Any

import pytest

BODY_A = {
    "apiversion": "2",
    "error": "Access denied",
    "data": {"reason": "Access denied", "result": "0"},
    "type": "text",
}


@pytest.fixture
def api(client: Any) -> Any:
    return client("cpanel-api")


def as_account(simulator: Any, account: Any, **changes: Any) -> dict[str, Any]:
    """What the client needs to be the account, with its password, at the cPanel port."""
    server = simulator.servers[0]
    place = {"hostname": server.host, "port": server.ports[2083], "verify": simulator.ca_path}
    return {**place, "username": account.name, "password": account.password, **changes}


def as_root(simulator: Any, **changes: Any) -> dict[str, Any]:
    """The same for root's token at the WHM port."""
    server = simulator.servers[0]
    place = {"hostname": server.host, "port": server.ports[2087], "verify": simulator.ca_path}
    return {**place, "username": "root", "password": server.root_token, "auth_type": "token", **changes}


def through_whm(account: Any, module: str, function: str, **params: Any) -> list[Any]:
    """A step that names another user and another API version than the client would."""
    whom = {"cpanel_jsonapi_user": account.name, "cpanel_jsonapi_apiversion": "3"}
    return ["cpanel2", module, function, {**whom, **params}]


def test_password_reads_and_writes_mailboxes(api: Any, simulator: Any, server: Any, account: Any) -> None:
    before = sorted(account.contents.mailboxes)
    listed, added, again, twice = api.talk(
        as_account(simulator, account),
        ["uapi", "Email", "list_pops", {"skip_main": 1}],
        ["uapi", "Email", "add_pop", {"email": "new", "password": "aB3+dE6&h=é9", "quota": 20}],
        ["uapi", "Email", "list_pops", {"regex": "new@"}],
        ["uapi", "Email", "add_pop", {"email": "new", "password": "aB3+dE6&h=é9", "quota": 20}],
    )
    assert sorted(row["email"] for row in listed["result"]["data"]) == before
    assert set(listed["result"]) == {"status", "data", "errors", "messages", "warnings", "metadata"}
    assert added["result"]["status"] == 1
    assert added["result"]["data"] == f"new+{account.main_domain}"
    assert [row["email"] for row in again["result"]["data"]] == [f"new@{account.main_domain}"]
    assert (twice["result"]["status"], twice["result"]["data"]) == (0, None)
    assert len(twice["result"]["errors"]) == 1

    box = account.contents.mailboxes[f"new@{account.main_domain}"]
    assert (box.password, box.quota_mb) == ("aB3+dE6&h=é9", 20)
    assert server.journal.lines() == [
        "POST 2083 Email::list_pops 200",
        "POST 2083 Email::add_pop 200",
        "POST 2083 Email::list_pops 200",
        "POST 2083 Email::add_pop 200",
    ]
    assert {entry.identity for entry in server.journal} == {f"{account.name} (basic)"}
    assert len({entry.connection for entry in server.journal}) == 1
    assert server.open_sessions() == []


@pytest.mark.parametrize("tls", [True, False])
def test_account_token(api: Any, simulator: Any, server: Any, account: Any, tls: bool) -> None:
    address = next(iter(account.contents.mailboxes))
    port = server.ports[2083 if tls else 2082]
    token = as_account(simulator, account, password=account.api_token, auth_type="utoken", ssl=tls, port=port)
    who, deleted, unknown, nowhere, incomplete = api.talk(
        token,
        ["uapi", "Variables", "get_user_information", {"name": "user"}],
        ["uapi", "Email", "delete_pop", {"email": address}],
        ["uapi", "Email", "conjure_pop", {}],
        ["uapi", "Cron", "list", {}],
        ["uapi", "Email", "delete_pop", {}],
    )
    assert who["result"]["data"]["user"] == account.name
    assert (deleted["result"]["status"], deleted["result"]["data"]) == (1, None)
    assert address not in account.contents.mailboxes
    text = "The system could not find the function \u201cconjure_pop\u201d in the module \u201cEmail\u201d."
    assert unknown["result"]["errors"] == [text]
    assert nowhere["result"]["errors"][0].startswith("Failed to load module")
    assert "email" in incomplete["result"]["errors"][0]
    assert {entry.identity for entry in server.journal} == {f"{account.name} (token)"}
    assert {entry.status for entry in server.journal} == {200}
    assert {entry.headers["Authorization"].split()[0] for entry in server.journal} == {"cpanel"}


@pytest.mark.parametrize("spelling", ["token", "hash"])  # "whm root:..." and "WHM root:..."
def test_whm_token_acts_for_an_account(api: Any, simulator: Any, server: Any, account: Any, spelling: str) -> None:
    listed, added, nobody = api.talk(
        as_root(simulator, auth_type=spelling),
        through_whm(account, "Email", "list_pops"),
        through_whm(account, "Mysql", "create_database", name=f"{account.db_prefix}fresh"),
        ["cpanel2", "Email", "listpops", {"cpanel_jsonapi_user": "nobody-here"}],
    )
    wrapped = listed["result"]
    assert (wrapped["apiversion"], wrapped["module"], wrapped["func"]) == (3, "Email", "list_pops")
    first = wrapped["result"]["data"][0]
    assert (first["email"], first["login"]) == (account.name, "Main Account")
    assert added["result"]["result"]["status"] == 1
    assert f"{account.db_prefix}fresh" in account.contents.databases
    assert nobody["result"]["cpanelresult"]["error"] == "User parameter is invalid or was not supplied"
    assert server.journal.lines() == ["POST 2087 cpanel 200"] * 3
    assert [entry.inner for entry in server.journal][:2] == [["Email::list_pops"], ["Mysql::create_database"]]
    assert [entry.account for entry in server.journal][:2] == [account.name, account.name]
    assert {entry.identity for entry in server.journal} == {"root (token)"}


def test_filters_as_the_vendors_own_library_writes_them(api: Any, simulator: Any, server: Any, account: Any) -> None:
    """It numbers even a single filter, and sends no ``api.filter``."""
    address = next(iter(account.contents.mailboxes))
    params = {"api.filter_column_0": "email", "api.filter_type_0": "eq", "api.filter_term_0": address}
    (direct,) = api.talk(as_account(simulator, account), ["uapi", "Email", "list_pops", params])
    (wrapped,) = api.talk(as_root(simulator), through_whm(account, "Email", "list_pops", **params))
    for result in (direct["result"], wrapped["result"]["result"]):
        assert [row["email"] for row in result["data"]] == [address]
        assert result["metadata"]["filter"]["records_before_filter"] == 1 + len(account.contents.mailboxes)
    assert server.journal.lines() == ["POST 2083 Email::list_pops 200", "POST 2087 cpanel 200"]


def test_api2_envelope(api: Any, simulator: Any, server: Any, account: Any) -> None:
    (answer,) = api.talk(as_account(simulator, account), ["cpanel2", "Cron", "conjure", {}])
    result = answer["result"]["cpanelresult"]
    assert (result["apiversion"], result["module"], result["func"]) == (2, "Cron", "conjure")
    assert result["error"]
    assert result["event"]["result"] == 0
    assert server.journal.lines() == ["POST 2083 cpanel 200"]


def test_a_reseller_reaches_only_accounts_it_owns(api: Any, simulator: Any, server: Any) -> None:
    reseller = next(iter(server.resellers.values()))
    own = next(a for a in server.accounts.values() if a.owner == reseller.name)
    other = next(a for a in server.accounts.values() if a.owner != reseller.name)
    place = as_root(simulator, username=reseller.name, password=reseller.token)
    mine, others = api.talk(
        place, through_whm(own, "Quota", "get_quota_info"), through_whm(other, "Email", "list_pops")
    )
    assert mine["result"]["result"]["status"] == 1
    assert others["result"] == {"cpanelresult": BODY_A}
    assert [entry.status for entry in server.journal] == [200, 403]
    assert server.failed_logins == []


def test_wrong_password_is_401_for_uapi(api: Any, simulator: Any, server: Any, account: Any) -> None:
    (answer,) = api.talk(as_account(simulator, account, password="wrong"), ["uapi", "Email", "list_pops", {}])
    assert answer["error"] == "Unauthorized"
    assert server.journal.lines() == ["POST 2083 Email::list_pops 401"]
    assert [(failed.user, failed.service) for failed in server.failed_logins] == [(account.name, "cpaneld")]


def test_wrong_token_is_403_and_body_a_for_json_api(api: Any, simulator: Any, server: Any, account: Any) -> None:
    (answer,) = api.talk(as_root(simulator, password="WRONG" * 6), through_whm(account, "Email", "list_pops"))
    assert answer["result"] == {"cpanelresult": BODY_A}
    assert server.journal.lines() == ["POST 2087 cpanel 403"]
    assert [failed.user for failed in server.failed_logins] == ["root"]


@pytest.mark.parametrize("auth_type", ["token", "utoken"])
def test_tokens_of_the_other_kind_are_refused(
    api: Any, simulator: Any, server: Any, account: Any, auth_type: str
) -> None:
    """A token of the account under the scheme of WHM, and root's under the scheme of cPanel."""
    secret = account.api_token if auth_type == "token" else server.root_token
    place = as_account(simulator, account, password=secret, auth_type=auth_type)
    (answer,) = api.talk(place, ["uapi", "Email", "list_pops", {}])
    assert answer["error"] == "Unauthorized"
    assert len(server.failed_logins) == 1


@pytest.mark.parametrize("reply", ["redirect", "200_html"])
def test_a_login_page_in_place_of_401(api: Any, simulator: Any, server: Any, account: Any, reply: str) -> None:
    server.switches.execute_auth_reply = reply
    (answer,) = api.talk(as_account(simulator, account, password="wrong"), ["uapi", "Email", "list_pops", {}])
    assert answer["error"] == "BadResponse"
    assert server.journal[0].status == {"redirect": 307, "200_html": 200}[reply]


def test_the_ca_is_needed(api: Any, simulator: Any, server: Any, account: Any) -> None:
    (answer,) = api.talk(as_account(simulator, account, verify=True), ["uapi", "Email", "list_pops", {}])
    assert "result" in answer, "REQUESTS_CA_BUNDLE names the CA"
    api.trusts = ""
    (answer,) = api.talk(as_account(simulator, account, verify=True), ["uapi", "Email", "list_pops", {}])
    assert answer["error"] == "SSLError"
    assert len(server.journal) == 1
