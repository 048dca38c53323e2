# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The client of one task: for whom it acts, what it keeps back, and what it leaves behind."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._api.call import Call
from ansible_collections.hostops.cpanel.plugins.module_utils._api.client import Client
from ansible_collections.hostops.cpanel.plugins.module_utils._api.functions import uapi, whm
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import Options

READ = Call(uapi("Email::list_pops"))


def client(given, **more):
    return Client(Options.from_params(given), **more)


def test_leaving_it_logs_out_when_interrupted_too(runner):
    given = {**runner.root, "account": runner.alice.name, "via": "session"}
    open_then = []

    def interrupted():
        with client(given) as ours:
            ours.call(READ)
            open_then.extend(runner.srv.open_sessions())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert len(open_then) == 1
    assert runner.srv.open_sessions() == []
    assert runner.lines[-1] == "GET 2083 logout 200"


def test_check_mode_sends_no_call_that_writes(runner):
    with client(runner.root, check_mode=True) as ours:
        with pytest.raises(CpanelError) as caught:
            ours.call(Call(whm("suspendacct"), {"user": runner.alice.name}))
        assert (caught.value.code, caught.value.sent) == ("check_mode", False)
        assert runner.lines == []
        assert ours.call(Call(whm("version"))).ok


def test_send_returns_a_bad_answer_and_call_raises_it(runner):
    bad = Call(uapi("Email::list_forwarders"), {"domain": "größe.example"})
    with client({**runner.root, "account": runner.alice.name}) as ours:
        assert ours.send(bad).ok is False
        with pytest.raises(CpanelError) as caught:
            ours.call(bad)
    assert (caught.value.category, caught.value.function) == ("api", "Email::list_forwarders")


def test_the_account_that_calls_act_on(runner):
    assert client({**runner.root, "account": "ALICE"}).account == "alice"
    assert client(runner.owner).account == runner.alice.name
    with pytest.raises(CpanelError, match="account is missing"):
        _nobody = client(runner.root).account


def test_a_shared_link_is_left_open_for_its_owner(runner):
    with client(runner.root) as owner:
        owner.call(Call(whm("version")))
        with client({**runner.root, "account": runner.alice.name}, shared=owner.links.credential) as guest:
            guest.call(READ)
            assert guest.links.requests == 0
        assert owner.links.requests == 2
        assert owner.call(Call(whm("version"))).ok
