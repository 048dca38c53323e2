# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an entry of ``servers`` inherits of the task, what it says for itself, and what is no server of a fleet."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.servers import SERVER_SPEC, servers_of

COMMON = {"username": "reseller1", "api_token": "common", "timeout": 7, "retries": 0}


def test_without_a_list_the_connection_options_are_the_server():
    (server,) = servers_of({**COMMON, "host": "web1.example.com", "account": "alice", "session": {"id": "x"}})
    assert server.name == "web1.example.com"
    assert (server.options.username, server.options.api_token, server.options.timeout) == ("reseller1", "common", 7)
    assert server.options.account is None and server.options.session is None, "it speaks for all accounts"


def test_own_options_win_and_nulls_are_none():
    entries = [{"name": "a", "host": "h", "timeout": 9, "username": None}, {"name": "b", "host": "h"}]
    first, second = servers_of({**COMMON, "servers": entries})
    assert [first.name, second.name] == ["a", "b"], "one host under two names is two servers"
    assert (first.options.timeout, second.options.timeout) == (9, 7)
    assert first.options.username == "reseller1"


def test_an_own_credential_replaces_a_common_one_altogether():
    entry = {"host": "web1.example.com", "login_password": "geheim"}
    (server,) = servers_of({**COMMON, "otp": "123456", "servers": [entry]})
    assert (server.options.api_token, server.options.login_password, server.options.otp) == (None, "geheim", None)


def test_a_server_may_not_say_which_account_or_session_is_meant():
    assert {"name", "host", "api_token", "proxy"} <= set(SERVER_SPEC)
    assert not {"account", "session", "via", "credential"} & set(SERVER_SPEC)
    assert SERVER_SPEC["login_password"]["no_log"] is True


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"host": "h", "credential": "cpanel"}, "credential: cpanel does not work for a fleet"),
        ({"servers": [{"host": "h"}, {"name": "x"}]}, "servers[1]: host is missing"),
        ({}, "host is missing"),
        ({"servers": [{"host": "h"}, {"name": "h", "host": "other"}]}, "servers: two are named h"),
        ({"servers": [{"host": "h", "name": "../etc"}]}, "servers[0].name: "),
        ({"servers": [{"host": "h", "name": "münchen"}]}, "servers[0].name: "),
        ({"servers": [{"host": "h", "api_token": None}], "api_token": None}, "servers[0]: api_token or login_password"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(options, says):
    with pytest.raises(CpanelError) as raised:
        servers_of({**COMMON, **options})
    assert raised.value.category == "usage"
    assert raised.value.msg.startswith(says)
