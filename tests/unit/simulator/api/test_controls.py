# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter, sort and pages, in every way that they may be written and sent (protocol.md 4.4, 5.1)."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

PASSWORD = "Kq7-wePtorD3"
FUNCTION = "Email::list_pops_with_disk"


def execute(wire: Any, user: str, params: dict[str, Any]) -> Any:
    return wire.uapi(user, FUNCTION, params)


def by_get(wire: Any, user: str, params: dict[str, Any]) -> Any:
    path = "/execute/" + FUNCTION.replace("::", "/")
    return wire.send(2083, f"{path}?{urlencode(params)}", headers=wire.own(user)).json


def as_json(wire: Any, user: str, params: dict[str, Any]) -> Any:
    connection = wire.connect(2083)
    headers = {**wire.own(user), "Content-Type": "application/json"}
    connection.request("POST", "/execute/" + FUNCTION.replace("::", "/"), json.dumps(params), headers)
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return answer


def wrapped(wire: Any, port: int, headers: dict[str, str], params: dict[str, Any]) -> Any:
    module, _colons, name = FUNCTION.partition("::")
    names = {"cpanel_jsonapi_apiversion": 3, "cpanel_jsonapi_module": module, "cpanel_jsonapi_func": name}
    return wire.send(port, "/json-api/cpanel", {**names, **params}, headers=headers).json["result"]


def json_api(wire: Any, user: str, params: dict[str, Any]) -> Any:
    return wrapped(wire, 2083, wire.own(user), params)


def json_api_of_whm(wire: Any, user: str, params: dict[str, Any]) -> Any:
    return wrapped(wire, 2087, wire.root, {"cpanel_jsonapi_user": user, **params})


def whm_names(user: str) -> dict[str, str]:
    module, _colons, name = FUNCTION.partition("::")
    return {"cpanel.user": user, "cpanel.module": module, "cpanel.function": name}


def uapi_cpanel(wire: Any, user: str, params: dict[str, Any]) -> Any:
    return wire.whm("uapi_cpanel", **whm_names(user), **params)["data"]["uapi"]


def whm_batch(wire: Any, user: str, params: dict[str, Any]) -> Any:
    command = "uapi_cpanel?" + urlencode({**whm_names(user), **params})
    return wire.whm("batch", command=command)["data"]["result"][0]["data"]["uapi"]


def batch_strict(wire: Any, user: str, params: dict[str, Any]) -> Any:
    command = json.dumps([*FUNCTION.split("::"), params])
    return wire.uapi(user, "Batch::strict", command=command)["data"][0]


WAYS = [execute, by_get, as_json, json_api, json_api_of_whm, uapi_cpanel, whm_batch, batch_strict]


@pytest.fixture
def boxes(wire: Any, name: str) -> list[str]:
    """Mailboxes with quotas of 1, 2 and 10 MB beside those that an account has."""
    for number in (1, 2, 10):
        wire.uapi(name, "Email::add_pop", email=f"box{number}", password=PASSWORD, quota=number)
    return [box.local for box in wire.server.accounts[name].contents.mailboxes.values()]


@pytest.mark.parametrize("way", WAYS)
def test_as_the_vendors_library_writes(wire: Any, name: str, boxes: list[str], way: Any) -> None:
    """It numbers one filter and one sort key, too, sends no ``api.filter``, and asks for all pages with -1."""
    control: dict[str, Any] = {
        "api.filter_column_0": "email",
        "api.filter_type_0": "begins",
        "api.filter_term_0": "box",
        "api.sort": 1,
        "api.sort_column_0": "diskquota",
        "api.sort_reverse_0": 1,
        "api.sort_method_0": "numeric",
    }
    answer = way(wire, name, control)
    assert [row["user"] for row in answer["data"]] == ["box10", "box2", "box1"]
    assert answer["metadata"] == {"transformed": 1, "filter": {"records_before_filter": len(boxes)}}

    page = way(wire, name, {**control, "api.paginate": 1, "api.paginate_start": 3, "api.paginate_size": 2})
    assert [row["user"] for row in page["data"]] == ["box1"]
    assert page["metadata"] == {
        "transformed": 1,
        "filter": {"records_before_filter": len(boxes)},
        "paginate": {
            "total_results": 3,
            "total_pages": 2,
            "current_page": 2,
            "results_per_page": 2,
            "start_result": "3",
        },
    }

    two = {"api.filter_column_1": "diskquota", "api.filter_type_1": "gt", "api.filter_term_1": "1.5"}
    every = way(wire, name, {**control, **two, "api.paginate": 1, "api.paginate_start": -1})
    assert [row["user"] for row in every["data"]] == ["box10", "box2"]
    assert every["metadata"]["filter"] == {"records_before_filter": len(boxes)}
    assert (every["metadata"]["paginate"]["total_results"], every["metadata"]["paginate"]["total_pages"]) == (2, 1)


@pytest.mark.parametrize("way", WAYS)
def test_all_pages(wire: Any, name: str, way: Any) -> None:
    """More rows than the page size that nobody asked for."""
    for number in range(12):
        wire.uapi(name, "Email::add_pop", email=f"box{number}", password=PASSWORD)
    everything = len(wire.server.accounts[name].contents.mailboxes)
    assert len(way(wire, name, {"api.paginate": 1, "api.paginate_start": -1})["data"]) == everything
    assert len(way(wire, name, {"api.paginate": 1})["data"]) == 10


def test_a_filter_may_be_switched_off(wire: Any, name: str, boxes: list[str]) -> None:
    answer = execute(wire, name, {"api.filter": 0, "api.filter_column": "email", "api.filter_term": "box"})
    assert len(answer["data"]) == len(boxes)
    assert answer["metadata"] == {"transformed": 1}


def test_uapi_filter_sort_paginate(wire: Any, name: str, boxes: list[str]) -> None:
    control = {"api.filter": 1, "api.filter_column": "email", "api.filter_term": "box", "api.filter_type": "begins"}
    control |= {"api.sort": 1, "api.sort_column": "diskquota"}
    answer = wire.uapi(name, "Email::list_pops_with_disk", **control)
    assert [row["user"] for row in answer["data"]] == ["box1", "box10", "box2"]
    assert answer["metadata"]["filter"]["records_before_filter"] == len(boxes)
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
