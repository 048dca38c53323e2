# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rounds in which a declaration asks: what is asked at once, what only when the domains are known."""

from __future__ import annotations

import json

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._state.reading import (
    LIST_DOMAINS,
    ask,
    by_domain,
    domains_of,
    rows,
    with_domains,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._state.scope import Scope
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result

MAIN, SHOP = "a.example.com", "xn--bcher-kva.example"
POPS = ask("Email::list_pops")


def listing(**lists):
    names = {"main_domain": MAIN, "addon_domains": [SHOP], "parked_domains": None, "sub_domains": []}
    return Result("DomainInfo::list_domains", {**names, **lists})


def each(name):
    return [ask("Email::list_forwarders", domain=name), ask("Email::list_default_address", domain=name)]


def answer(call):
    """A result that says which call it answers."""
    return listing() if call == LIST_DOMAINS else Result(call.function.name, dict(call.params))


def finish(reading):
    """Answers all rounds. Returns them, and what the reading returned."""
    rounds = [next(reading)]
    while True:
        try:
            rounds.append(reading.send([answer(call) for call in rounds[-1]]))
        except StopIteration as stop:
            return rounds, stop.value


def scope_of(*addresses, **given):
    return Scope("alice", [{"email": address} for address in addresses], **given)


def run(scope, also=()):
    rounds, (by, others) = finish(by_domain(scope, "email", each, also))
    shown = {name: [(one.function, one.data["domain"]) for one in answers] for name, answers in by.items()}
    for name, answers in shown.items():
        assert answers == [("Email::list_forwarders", name), ("Email::list_default_address", name)]
    return rounds, list(shown), [one.function for one in others]


def test_unknown_domains_are_asked_when_they_turn_out_to_be_there():
    rounds, names, others = run(scope_of("x@" + MAIN, "y@" + MAIN, "z@elsewhere.example"), [POPS])
    assert rounds == [[LIST_DOMAINS, POPS], each(MAIN)]
    assert names == [MAIN] and others == ["Email::list_pops"]


def test_known_domains_are_asked_in_the_first_round():
    scope = scope_of("x@" + SHOP, "y@" + MAIN, known_domains=frozenset([SHOP]))
    rounds, names, others = run(scope, [POPS])
    assert rounds == [[LIST_DOMAINS, POPS, *each(SHOP)], each(MAIN)]
    assert names == [SHOP, MAIN] and others == ["Email::list_pops"]
    rounds, names, _others = run(scope_of("x@" + SHOP, known_domains=frozenset([SHOP, MAIN])))
    assert rounds == [[LIST_DOMAINS, *each(SHOP)]] and names == [SHOP]


def test_everything_is_every_domain_once():
    rounds, names, _others = run(scope_of("x@" + SHOP, everything=True, known_domains=frozenset([SHOP])))
    assert rounds == [[LIST_DOMAINS], [*each(MAIN), *each(SHOP)]] and names == [MAIN, SHOP]


def test_no_round_is_empty():
    """A domain without questions is among the answers, with none."""
    scope = scope_of("x@" + MAIN)
    rounds, (by, others) = finish(by_domain(scope, "email", lambda _name: []))
    assert rounds == [[LIST_DOMAINS]] and by == {MAIN: []} and others == []
    assert scope.domains.names == [MAIN, SHOP]


def test_domains_are_asked_only_if_the_task_says_anything():
    scope = Scope("alice", [])
    rounds, answers = finish(with_domains(scope, [POPS], [ask("Ftp::list_ftp")]))
    assert [call.function.name for call in rounds[0]] == ["Email::list_pops", "Ftp::list_ftp"]
    assert [one.function for one in answers] == ["Email::list_pops", "Ftp::list_ftp"] and scope.domains.names == ()
    scope = scope_of("x@" + MAIN)
    rounds, answers = finish(with_domains(scope, [POPS], [ask("Ftp::list_ftp")]))
    assert rounds == [[POPS, LIST_DOMAINS, ask("Ftp::list_ftp")]]
    assert [one.function for one in answers] == ["Email::list_pops", "Ftp::list_ftp"]
    assert scope.domains.names == [MAIN, SHOP]


def test_domains_have_one_form_and_the_main_one_is_first():
    found = domains_of(listing(main_domain="A.Example.COM", addon_domains="bücher.example", sub_domains=["B." + MAIN]))
    assert found.names == [MAIN, SHOP, "b." + MAIN] and found.subdomains == ["b." + MAIN]


@pytest.mark.parametrize("data", [None, []])
def test_a_list_may_be_null(data):
    assert rows(Result("a", data), Result("b", [{"x": 1}]), Result("c", data)) == [{"x": 1}]


def test_calls_without_parameters_are_made_once():
    assert ask("Email::list_pops") is POPS and ask("Email::list_pops", domain=MAIN) is not POPS


@pytest.mark.parametrize("params", [{"function": "x"}, {"domain": MAIN}])
def test_parameters_may_have_any_name(params):
    assert dict(ask("Email::list_forwarders", **params).params) == params


def test_on_the_wire_it_is_two_requests(runner):
    """Both questions about a domain go together; one of a domain that is not there is not asked."""
    owner, main = runner.owner, runner.alice.main_domain
    away = {"address": "x@none.example.org", "destination": "y@example.org", "state": "absent"}
    result = runner.run("cpanel_email_forwarder", **away, **owner)
    assert not result.get("failed"), result
    assert result["changed"] is False and len(runner.lines) == 1
    runner.srv.journal.clear()
    runner.run("cpanel_email_forwarder_info", **owner)
    assert len(runner.lines) == 2
    commands = [json.loads(value) for name, value in runner.form() if name.startswith("command")]
    assert [command[2]["domain"] for command in commands] == list(runner.alice.domains)
    assert main == commands[0][2]["domain"]
