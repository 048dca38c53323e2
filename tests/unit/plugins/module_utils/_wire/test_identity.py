# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which cookies are secrets, and what an identity is one of."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._wire.endpoint import SERVICES
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.identity import (
    COOKIE_NAMES,
    Identity,
    secret_cookies,
)

ID = "ex%3aAb12Cd34Ef56Gh78%2c0123456789abcdef"


@pytest.mark.parametrize("name", COOKIE_NAMES.values())
def test_the_id_of_a_session_is_a_secret_however_short(name):
    assert secret_cookies({name: "ab", "timezone": "Europe/Berlin"}) == {"ab"}
    assert secret_cookies({name: 48151623}) == {"48151623"}


def test_words_are_no_secrets_and_long_values_are():
    cookies = {"session_locale": "german", "timezone": "America/Los_Angeles", "cprelogin": "no", "x": "1" * 19}
    assert secret_cookies(cookies) == set()
    assert secret_cookies({**cookies, "roundcube_sessid": "1" * 20}) == {"1" * 20}


def test_a_cookie_without_a_value_is_no_secret():
    """It would mask the empty text, which is everywhere."""
    assert secret_cookies({"cpsession": "", "whostmgrsession": None, "webmailsession": 0}) == set()
    assert secret_cookies({}) == set()


def test_a_session_is_told_by_its_path():
    by_token = Identity("whostmgrd", "root", "token", {"Authorization": "whm root:T"}, key="k")
    assert not by_token.is_session
    assert not Identity("cpaneld", "ex", "token", {}).is_session
    assert Identity("cpaneld", "ex", "session", {"Cookie": "cpsession=" + ID}, prefix="/cpsess1").is_session


@pytest.mark.parametrize("service", SERVICES)
def test_servers_name_the_cookie_of_each_service_so(runner, service):
    """And what they give for it is masked in what comes of the session."""
    box = next(iter(runner.alice.contents.mailboxes))
    whose = {"cpaneld": runner.alice.name, "webmaild": box, "whostmgrd": "reseller1"}[service]
    cookies = runner.open(account=whose, service=service)["cookies"]
    assert cookies[COOKIE_NAMES[service]] in secret_cookies(cookies)
    assert len({*COOKIE_NAMES.values()} & set(cookies)) == 1
