# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists in pages: no row is lost or doubled, and there is an end, whatever the server says."""

from __future__ import annotations

import pytest


def whm(data, **metadata):
    return 200, [], {"metadata": {"version": 1, "result": 1, "reason": "OK", **metadata}, "data": data}


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_pages_lose_and_double_nothing(runner, size):
    domain = runner.alice.main_domain
    runner.alice.contents.forwarders[:] = [("f%02d@%s" % (number, domain), "x@example.com") for number in range(7)]
    result = runner.uapi("Email::list_forwarders", params={"domain": domain}, page_size=size, query="[].dest")
    assert result["result"] == ["f%02d@%s" % (number, domain) for number in range(7)]
    assert len(runner.lines) == max(1, -(-7 // size))


@pytest.mark.parametrize("cap", [1, 3, 4])
def test_pages_smaller_than_asked_for_lose_no_row(runner, odd, cap):
    users = [{"user": "u%02d" % number} for number in range(10)]

    def answer(method, path, form):
        start = int(form["api.chunk.start"])
        rows = users[start - 1 : start - 1 + cap]
        return whm({"acct": rows}, chunk={"start": start, "size": cap, "records": len(users)})

    server = odd(answer)
    result = runner.run("whm_api", function="listaccts", page_size=5, **server.options)
    assert result["data"]["acct"] == users


def test_rows_that_never_come_are_missed(runner, odd):
    def answer(method, path, form):
        rows = [{"user": "a"}] if form["api.chunk.start"] == "1" else []
        return whm({"acct": rows}, chunk={"records": 7})

    result = runner.run("whm_api", function="listaccts", page_size=5, **odd(answer).options)
    assert (result["error"]["category"], result["error"]["code"]) == ("protocol", "rows_missing")


def test_a_promise_of_rows_without_end_is_given_up(runner):
    runner.srv.switches.hostile = "endless-one"
    error = runner.whm("listaccts", page_size=2)["error"]
    assert (error["category"], error["code"]) == ("protocol", "endless")
    assert runner.srv.journal.total <= 1000


@pytest.mark.parametrize("name", ["endless-same", "endless-empty", "endless-promise"])
def test_a_list_without_progress_is_given_up_soon(runner, name):
    runner.srv.switches.hostile = name
    error = runner.whm("listaccts", page_size=2)["error"]
    assert (error["category"], error["code"]) in (("protocol", "endless"), ("protocol", "rows_missing"))
    assert runner.srv.journal.total <= 5


def paged(*pages, total):
    """What answers one page after the other, in WHM's way."""
    left = list(pages)

    def answer(method, path, form):
        return whm(left.pop(0), chunk={"records": total})

    return answer


@pytest.mark.parametrize("total", ["many", None, [3], {}, "1e3", -1])
def test_a_total_that_is_no_number_is_the_end(runner, odd, total):
    server = odd(paged({"acct": [{"user": "a"}]}, total=total))
    result = runner.run("whm_api", function="listaccts", page_size=5, **server.options)
    assert result["data"] == {"acct": [{"user": "a"}]}
    assert len(server.seen) == 1


def test_a_page_that_fails_is_the_failure(runner):
    runner.srv.faults.add("drop_before", times=1)
    result = runner.uapi("Email::list_pops", page_size=1)
    assert (result["error"]["category"], len(runner.lines)) == ("connection", 1)


def test_pages_that_repeat_are_given_up(runner, odd):
    page = {"acct": [{"user": "a"}, {"user": "b"}]}
    server = odd(paged(page, page, page, total=9))
    error = runner.run("whm_api", function="listaccts", page_size=2, **server.options)["error"]
    assert (error["category"], error["code"], error["retryable"]) == ("protocol", "endless", False)
    assert [form["api.chunk.start"] for _method, _path, form, _headers in server.seen] == ["1", "3"]


def test_all_pages_together_are_no_larger_than_an_answer(runner, odd):
    big = [{"acct": [{"user": letter * 700_000}]} for letter in "abc"]
    server = odd(paged(*big, total=3))
    options = {**server.options, "max_response_mb": 1, "page_size": 1}
    result = runner.run("whm_api", function="listaccts", **options)
    assert (result["error"]["category"], result["error"]["code"]) == ("protocol", "too_large")
    assert "max_response_mb" in result["error"]["hint"]
    assert len(server.seen) == 2


def test_the_warnings_of_all_pages_are_kept(runner, odd):
    texts = ["Größe", "Ende"]

    def answer(method, path, form):
        number = int(form["api.paginate_start"]) - 1
        metadata = {"paginate": {"total_results": 2}}
        inner = {"status": 1, "data": [number], "errors": None, "warnings": [texts[number]], "metadata": metadata}
        return whm({"uapi": inner})

    options = {**odd(answer).options, "account": "ex", "page_size": 1}
    result = runner.run("cpanel_uapi", function="Email::list_pops", **options)
    assert result["data"] == [0, 1]
    assert result["warnings"][-2:] == texts
