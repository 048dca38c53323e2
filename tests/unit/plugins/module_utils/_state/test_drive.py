# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A program's calls are made in order over the wire, and it is sent what came of them."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._api.client import Client
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._state.drive import drive
from ansible_collections.hostops.cpanel.plugins.module_utils._state.reading import LIST_DOMAINS, ask
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import Options

MAKE = [ask("Mysql::create_database", name="no_prefix_of_ours"), ask("Email::list_pops")]


@pytest.fixture
def client(runner):
    with Client(Options.from_params(runner.owner)) as client:
        yield client


def test_answers_come_back_and_the_end_is_returned(client, runner):
    def program():
        first = yield [LIST_DOMAINS]
        nothing = yield []
        both = yield [ask("Email::list_pops"), LIST_DOMAINS]
        return first.results[0].data["main_domain"], nothing.results, [one.function for one in both.results]

    functions = ["Email::list_pops", "DomainInfo::list_domains"]
    assert drive(client, program()) == (runner.alice.main_domain, [], functions)
    assert len(runner.lines) == 2


def test_without_batches_each_call_is_a_request(client, runner):
    def program():
        return (yield [ask("Email::list_pops"), LIST_DOMAINS]).results

    assert len(drive(client, program(), "never")) == 2 and len(runner.lines) == 2


def test_a_failure_is_sent_to_the_program_and_not_raised(client, runner):
    def program():
        return (yield MAKE)

    answers = drive(client, program(), "never")
    assert isinstance(answers.error, CpanelError) and answers.results == []
    assert not any("list_pops" in line for line in runner.lines)  # only up to the failure


def test_what_a_program_raises_is_raised(client, runner):
    def program():
        yield []
        raise usage("größe: zu groß")

    with pytest.raises(CpanelError, match="größe: zu groß"):
        drive(client, program())
    assert runner.lines == []
