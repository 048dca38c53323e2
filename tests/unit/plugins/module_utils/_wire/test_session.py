# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a login URL leads to, and what a bundle is."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import Options
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.session import Minted, Session
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.transport import Response


def minted(url, **options):
    given_ = {"host": "192.0.2.7", "api_token": "T", **options}
    return Minted.from_answer(
        {"cp_security_token": "/cpsess1", "url": url, "expires": "1790000000"}, Options(**given_), "cpaneld", "ex"
    )


def test_a_login_url_keeps_our_host():
    made = minted("https://inner.example:12083/cpsess1/login/?session=ex%3aAb%2c1&locale=de")
    assert (made.endpoint.host, made.endpoint.port, made.endpoint.use_ssl) == ("192.0.2.7", 12083, True)
    assert made.login_path == "/cpsess1/login/?session=ex%3aAb%2c1&locale=de"
    assert made.url == "https://192.0.2.7:12083" + made.login_path
    assert made.expires_at == "2026-09-21T14:13:20Z"


def test_a_login_url_without_a_port_is_that_of_the_service():
    assert minted("https://inner.example/cpsess1/login/?session=x").endpoint.port == 2083
    assert minted("https://inner.example/cpsess1/login/?session=x", host="2001:db8::1").url.startswith(
        "https://[2001:db8::1]:2083/"
    )


def test_a_session_is_not_sent_in_the_clear_unless_that_was_asked_for():
    url = "http://inner.example:2082/cpsess1/login/?session=x"
    with pytest.raises(CpanelError) as caught:
        minted(url)
    assert caught.value.category == "tls"
    assert minted(url, use_ssl=False).endpoint.scheme == "http"


@pytest.mark.parametrize("data", [None, [], {}, {"cp_security_token": "/cpsess1"}, {"url": "https://h/"}])
def test_an_answer_without_a_login_url(data):
    with pytest.raises(CpanelError) as caught:
        Minted.from_answer(data, Options(host="h"), "cpaneld", "ex")
    assert caught.value.category == "protocol"


@pytest.mark.parametrize(
    ("status", "cookies", "category"),
    [
        (307, ["cpsession=ex%3aA%2c1; HttpOnly; path=/"], None),
        (200, ["timezone=UTC", "cpsession=ex:A,1; path=/"], None),
        (200, [], "session_expired"),
        (307, ["cpsession=%3aA%2c1; HttpOnly; path=/"], "session_expired"),  # as before a login
        (307, ["cpsession=; path=/"], "session_expired"),
        (307, ["whostmgrsession=%3aA%2c1; path=/"], "wrong_port"),
        (204, [], "protocol"),
    ],
)
def test_what_a_login_was_answered(status, cookies, category):
    made = minted("https://inner.example:2083/cpsess1/login/?session=x")
    answer = Response(status, "", {}, tuple(cookies), b"")
    if category is None:
        assert set(made.activated(answer).cookies) == {line.partition("=")[0] for line in cookies}
        return
    with pytest.raises(CpanelError) as caught:
        made.activated(answer)
    assert caught.value.category == category


def test_a_bundle_survives_the_round_trip():
    bundle = {
        "host": "h",
        "port": "2083",
        "scheme": "https",
        "service": "cpaneld",
        "account": "ex",
        "security_token": "cpsess12/",
        "cookies": {"cpsession": "ex%3aA%2c1"},
        "created_at": None,
        "expires_at": None,
        "validate_certs": False,
        "ca_path": None,
    }
    session = Session.from_dict(bundle)
    assert session.as_dict() == {**bundle, "port": 2083, "security_token": "/cpsess12"}
    assert session.identity().headers == {"Cookie": "cpsession=ex%3aA%2c1"}
    assert "ex%3aA" not in repr(session)
