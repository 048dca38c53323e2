# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading where a batch did not end at its first failure: what failed is never taken for "there is nothing"."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._api.batches import Answers
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._state.engine import Engine
from ansible_collections.hostops.cpanel.plugins.module_utils._state.registry import KINDS
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result

ROUTES = [{"domain": "alice.example", "mxcheck": "local", "detected": "local"}]
DOMAINS = {"main_domain": "alice.example", "addon_domains": [], "parked_domains": [], "sub_domains": []}
REFUSED = CpanelError("permission", "not allowed", code="feature_disabled")


def answer(call, failing):
    """The answer to a call; a failed one has no data, just as a list without rows."""
    if call.function.name in failing:
        return Result(call.function.name, status=0, errors=["not allowed"])
    data = {"Email::list_mxs": ROUTES, "DomainInfo::list_domains": DOMAINS}
    return Result(call.function.name, data=data.get(call.function.name, []), status=1)


def inspect(failing, error=None):
    """Three kinds in full, where a batch goes on behind calls that fail."""
    kinds = [KINDS[name] for name in ("email_domain_forwarder", "redirect", "email_routing")]
    spared = {kind.name for kind in kinds}
    program = Engine(kinds, account="alice", everything=True, spared=spared).inspect()
    answers = None
    while True:
        try:
            calls = program.send(answers)
        except StopIteration as stop:
            return stop.value
        results = [answer(call, failing) for call in calls]
        answers = Answers(results, None if results[-1].ok else error)


def test_a_failure_in_the_middle_of_a_batch_is_not_an_empty_list():
    with pytest.raises(CpanelError) as caught:
        inspect({"Email::list_domain_forwarders"})
    assert (caught.value.category, caught.value.code) == ("protocol", "unanswered")


def test_what_was_answered_behind_a_failure_counts_only_if_it_is_asked_again():
    outcome = inspect({"Email::list_domain_forwarders", "Email::list_mxs"}, REFUSED)
    assert outcome.unreadable == {"email_domain_forwarder": REFUSED, "email_routing": REFUSED}
    assert outcome.items["redirect"] == []
