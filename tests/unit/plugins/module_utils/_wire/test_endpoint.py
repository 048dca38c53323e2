# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where services listen, and how an endpoint is written."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._wire import endpoint as _endpoint
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.endpoint import Endpoint


def test_every_service_has_a_port_for_tls_and_one_without():
    ports = {
        (service, use_ssl): _endpoint.port_of(service, use_ssl) for service in _endpoint.SERVICES for use_ssl in (1, 0)
    }
    assert ports == {
        ("cpaneld", 1): 2083,
        ("cpaneld", 0): 2082,
        ("whostmgrd", 1): 2087,
        ("whostmgrd", 0): 2086,
        ("webmaild", 1): 2096,
        ("webmaild", 0): 2095,
    }
    for (service, _use_ssl), port in ports.items():
        assert _endpoint.service_of_port(port) == service
    assert set(_endpoint.SERVICE_TITLES) == set(_endpoint.SERVICES)


@pytest.mark.parametrize("port", [443, 2084, 12083, 0, -1])
def test_any_other_port_may_lead_anywhere(port):
    assert _endpoint.service_of_port(port) is None


@pytest.mark.parametrize(
    ("host", "written"),
    [
        ("server.example.com", "server.example.com:2087"),
        ("192.0.2.7", "192.0.2.7:2087"),
        ("2001:db8::1", "[2001:db8::1]:2087"),
        ("[2001:db8::1]", "[2001:db8::1]:2087"),
    ],
)
def test_an_address_with_colons_is_in_brackets(host, written):
    assert Endpoint(host, 2087).netloc == written
    assert Endpoint(host, 2087).url == "https://" + written
    assert Endpoint(host, 2087, use_ssl=False).url == "http://" + written


def test_a_copy_with_a_change_remembers_nothing_of_the_first():
    first = Endpoint("a", 2087)
    assert (first.url, first.largest) == ("https://a:2087", 64 * 1024 * 1024)
    second = dataclasses.replace(first, host="b", max_response_mb=1)
    assert (second.url, second.largest) == ("https://b:2087", 1024 * 1024)
    assert first == Endpoint("a", 2087), "what was computed is no part of it"


def test_tls_and_its_checks_are_what_is_had_without_asking():
    endpoint = Endpoint("a", 2087)
    assert (endpoint.use_ssl, endpoint.validate_certs, endpoint.ca_path, endpoint.proxy) == (True, True, None, None)
    with pytest.raises(dataclasses.FrozenInstanceError):
        endpoint.validate_certs = False
