# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which calls share a request, what is read from its answer, and what is done where a server has no batches."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._api import batches
from ansible_collections.hostops.cpanel.plugins.module_utils._api.call import Call
from ansible_collections.hostops.cpanel.plugins.module_utils._api.client import Client
from ansible_collections.hostops.cpanel.plugins.module_utils._api.controls import Controls
from ansible_collections.hostops.cpanel.plugins.module_utils._api.functions import uapi, whm
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result, parse_uapi, parse_whm
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import Options

FLAT = {"status": 1, "data": [1], "errors": None, "messages": ["m"], "warnings": None, "metadata": {}}
READ = Call(uapi("Email::list_pops"))


@pytest.fixture
def client(runner):
    with Client(Options.from_params({**runner.root, "account": runner.alice.name})) as client:
        yield client


def test_a_batch_as_far_as_it_got():
    calls = [Call(uapi(name)) for name in ("Email::list_pops", "Email::list_lists", "Ftp::list_ftp")]
    results = batches.parsed(Result("Batch::strict", data=[FLAT, {**FLAT, "status": 0}]), calls, parse_uapi)
    assert [(result.function, result.ok) for result in results] == [
        ("Email::list_pops", True),
        ("Email::list_lists", False),
    ]
    assert batches.parsed(Result("Batch::strict", data=None), calls, parse_uapi) == []
    outer = Result("batch", data={"result": [{"metadata": {"result": 1}}]})
    assert len(batches.parsed(outer, [Call(whm("version"))], parse_whm)) == 1


@pytest.mark.parametrize("data", [[FLAT, FLAT], "text", {"result": 5}])
@pytest.mark.parametrize(("function", "category"), [("Email::list_pops", "protocol"), ("Email::add_list", "ambiguous")])
def test_an_answer_that_is_not_one_to_a_batch(data, function, category):
    with pytest.raises(CpanelError) as caught:
        batches.parsed(Result("Batch::strict", data=data), [Call(uapi(function))], parse_uapi)
    assert (caught.value.category, caught.value.code) == (category, "wrong_shape")


def test_a_list_that_is_filtered_has_a_request_of_its_own(runner, client):
    """A batch has no place for filters, sorting and pages."""
    filtered = Call(uapi("Email::list_pops"), controls=Controls(page_size=100))
    answers = batches.run(client, [READ, READ, filtered, READ, READ])
    assert answers.error is None and len(answers.results) == 5
    assert [entry.inner for entry in runner.srv.journal] == [
        ["Batch::strict", "Email::list_pops", "Email::list_pops"],
        ["Email::list_pops"],
        ["Batch::strict", "Email::list_pops", "Email::list_pops"],
    ]


def test_a_batch_is_of_bounded_size(runner, client):
    assert len(batches.run(client, [READ] * (batches.LARGEST + 1)).results) == batches.LARGEST + 1
    assert len(runner.lines) == 2


def test_a_failed_call_ends_the_others(runner, client):
    failing = Call(uapi("Email::list_forwarders"), {"domain": "elsewhere.example"})
    together = batches.run(client, [READ, failing, READ])
    alone = batches.run(client, [READ, failing, READ], "never")
    assert [result.ok for result in together.results] == [True, False]  # that of the failed call is among them
    assert [result.ok for result in alone.results] == [True]
    assert together.error.function == alone.error.function == "Email::list_forwarders"
    assert len(runner.lines) == 3
