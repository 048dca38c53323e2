# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_uapi: lists shaped by the server, files, and the way that a call takes to its account."""

from __future__ import annotations

import pytest

# --- filters, sort, pages ----------------------------------------------------------------------------------------

VIAS = pytest.mark.parametrize("via", ["whm", "session"])


@VIAS
@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ([{"column": "email", "term": "info@"}], lambda email: email.startswith("info@")),
        ([{"column": "email", "type": "begins", "term": "info"}], lambda email: email.startswith("info")),
        ([{"field": "email", "type": "ne", "value": "x"}], lambda email: True),
        (
            [{"column": "*", "term": "@"}, {"column": "email", "type": "matches", "term": "^[i-z]"}],
            lambda email: "@" in email and email[0] >= "i",
        ),
    ],
)
def test_filters(runner, via, filters, wanted):
    everything = [runner.alice.name, *runner.alice.contents.mailboxes]
    result = runner.uapi("Email::list_pops", filters=filters, query="[].email", via=via)
    assert sorted(result["result"]) == sorted(filter(wanted, everything))
    assert result["metadata"]["filter"]["records_before_filter"] == len(everything)


@VIAS
def test_sort_and_all_pages(runner, via):
    boxes = sorted(runner.alice.contents.mailboxes, reverse=True)
    result = runner.uapi(
        "Email::list_pops_with_disk",
        sort=[{"column": "email", "reverse": True}],
        page_size=1,
        query="[].email",
        via=via,
    )
    assert result["result"] == boxes
    assert len([line for line in runner.lines if line.startswith("POST")]) == len(boxes) + (via == "session")


@VIAS
def test_numeric_sort_by_two_columns(runner, via):
    sort = [{"column": "domain"}, {"column": "_diskused", "method": "numeric"}]
    rows = runner.uapi("Email::list_pops_with_disk", sort=sort, via=via)["data"]
    keys = [(row["domain"], float(row["_diskused"])) for row in rows]
    assert len(keys) > 1
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"filters": [{"column": "a", "type": "lt_equal", "term": "1"}]}, "lt_equal"),
        ({"filters": [{"column": "a"}]}, "term"),
        ({"page_size": 0}, "page_size"),
        ({"function": "Email::delete_pop", "params": {"email": "x"}, "page_size": 5}, "page_size"),
        ({"function": None, "calls": [{"function": "Email::list_pops"}], "query": "[]"}, "query"),
    ],
)
def test_controls_that_cannot_be(runner, options, word):
    result = runner.uapi(**{"function": "Email::list_pops", **options})
    assert result["error"]["category"] == "usage"
    assert word in result["msg"]
    assert runner.lines == []


# --- files -------------------------------------------------------------------------------------------------------


def upload(tmp_path):
    first, second = tmp_path / "first.txt", tmp_path / "second.bin"
    first.write_bytes(b"one\r\n")
    second.write_bytes(bytes(range(256)) * 300)
    return {"dir": "public_html", "file-1": str(first), "file-2": str(second)}, first, second


@pytest.mark.parametrize("via", ["auto", "session"])
def test_upload(runner, tmp_path, via):
    params, first, second = upload(tmp_path)
    result = runner.uapi("Fileman::upload_files", params=params, via=via)
    assert (result["changed"], result["data"]["succeeded"], result["via"]) == (True, 2, "session")
    assert runner.alice.contents.files["public_html/first.txt"] == first.read_bytes()
    assert runner.alice.contents.files["public_html/second.bin"] == second.read_bytes()
    assert runner.lines == [
        "POST 2087 create_user_session 200",
        "GET 2083 login 307",
        "POST 2083 Fileman::upload_files 200",
        "GET 2083 logout 200",
    ]
    assert runner.srv.open_sessions() == []


def test_upload_in_a_list_goes_alone(runner, tmp_path):
    params, first, _second = upload(tmp_path)
    calls = [{"function": "Fileman::upload_files", "params": params}, {"function": "Email::list_pops"}]
    result = runner.uapi(calls=[*calls, {"function": "Email::count_pops"}])
    assert [call["status"] for call in result["calls"]] == [1, 1, 1]
    assert runner.lines[2:4] == ["POST 2083 Fileman::upload_files 200", "POST 2083 Batch::strict 200"]
    assert runner.alice.contents.files["public_html/first.txt"] == first.read_bytes()


def test_upload_is_not_possible_through_whm(runner, tmp_path):
    params, _first, _second = upload(tmp_path)
    result = runner.uapi("Fileman::upload_files", params=params, via="whm")
    assert result["error"]["category"] == "usage"
    assert result["msg"].startswith("via")
    assert runner.lines == []


# --- the way -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("via", ["auto", "whm"])
def test_whm_makes_the_call_in_one_request(runner, via):
    assert runner.uapi("Email::list_pops", via=via)["via"] == "whm"
    assert runner.lines == ["POST 2087 uapi_cpanel 200"]


@pytest.mark.parametrize("via", ["auto", "session"])
def test_a_mailbox_is_acted_for_over_a_session_of_webmail(runner, via):
    box = next(iter(runner.alice.contents.mailboxes))
    result = runner.uapi("Variables::get_user_information", account=box, via=via)
    assert (result["status"], result["via"]) == (1, "session")
    assert runner.lines == [
        "POST 2087 create_user_session 200",
        "GET 2096 login 307",
        "POST 2096 Variables::get_user_information 200",
        "GET 2096 logout 200",
    ]


def lacks(runner, *acls):
    reseller = runner.srv.resellers["reseller1"]
    reseller.acls = reseller.acls - set(acls)
    return {**runner.reseller, "account": runner.bob.name}


def test_a_reseller_who_may_not_call_through_whm_takes_a_session(runner):
    result = runner.run("cpanel_uapi", **lacks(runner, "cpanel-api"), function="Email::list_pops")
    assert (result["status"], result["via"]) == (1, "session")
    assert runner.lines == [
        "POST 2087 uapi_cpanel 200",
        "POST 2087 myprivs 200",
        "POST 2087 create_user_session 200",
        "GET 2083 login 307",
        "POST 2083 Email::list_pops 200",
        "GET 2083 logout 200",
    ]


def test_where_the_refusal_could_be_a_wrong_password_there_is_one_attempt(runner):
    runner.srv.switches.acl_refusal = "403"
    result = runner.run("cpanel_uapi", **lacks(runner, "cpanel-api"), function="Email::list_pops")
    assert result["error"]["category"] == "auth_invalid"
    assert "cpanel-api" in result["error"]["hint"]
    assert runner.lines == ["POST 2087 uapi_cpanel 403"]


def test_with_via_whm_the_missing_privilege_is_named(runner):
    result = runner.run("cpanel_uapi", **lacks(runner, "cpanel-api"), via="whm", function="Email::list_pops")
    assert (result["error"]["category"], result["error"]["code"]) == ("permission", "missing_acl")
    assert "cpanel-api" in result["error"]["hint"]


def test_neither_way_is_open(runner):
    options = lacks(runner, "cpanel-api", "create-user-session")
    result = runner.run("cpanel_uapi", **options, function="Email::list_pops")
    assert result["error"]["category"] == "permission"
    assert "create-user-session" in result["error"]["hint"]
    assert runner.srv.open_sessions() == []


def test_via_session_needs_an_account(runner):
    result = runner.run("cpanel_uapi", **runner.root, function="Email::list_pops")
    assert result["error"]["category"] == "usage"
    assert result["msg"].startswith("account")


def test_account_names_are_lower_case_on_the_wire(runner):
    assert runner.uapi("Email::list_pops", account=runner.alice.name.upper())["status"] == 1
