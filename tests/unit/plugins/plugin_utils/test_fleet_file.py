# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The file of CPANEL_FLEET_FILE: its shapes, its types, and errors that name file and key but no secret."""

from __future__ import annotations

import json

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible.parsing.vault import VaultLib, VaultSecret

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.plugin_utils import fleet_file

TOKEN = "CANARYTOKENCANARYTOKEN1234567890"


@pytest.fixture
def read(tmp_path):
    def run(text, loader=None):
        path = tmp_path / "fleet"
        path.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
        return fleet_file.read(loader or DataLoader(), str(path))

    return run


ENTRY = {"host": "one.example.net", "api_token": TOKEN}


@pytest.mark.parametrize(
    "document",
    [
        {"servers": [ENTRY]},
        [ENTRY],
        ENTRY,
        {"servers": {"one.example.net": {"api_token": TOKEN}}},
        {"one.example.net": {"api_token": TOKEN}},
        "servers:\n  - host: one.example.net\n    api_token: %s\n" % TOKEN,
        "---\none.example.net:\n  api_token: %s\n" % TOKEN,
    ],
)
def test_all_shapes_name_the_same_server(read, document):
    (entry,) = read(document)
    assert {**entry, "name": "one.example.net"} == {**ENTRY, "name": "one.example.net"}


def test_a_map_gives_names_and_may_give_hosts(read):
    assert read({"one": {"host": "192.0.2.1", "api_token": TOKEN}, "two": {"api_token": TOKEN}}) == [
        {"name": "one", "host": "192.0.2.1", "api_token": TOKEN},
        {"name": "two", "host": "two", "api_token": TOKEN},
    ]


def test_texts_of_job_runners_become_what_they_mean(read):
    (entry,) = read(
        [
            {
                **ENTRY,
                "validate_certs": "False",
                "use_ssl": "True",
                "port": "2087",
                "login_password": "",
                "ca_path": "",
                "proxy": None,
            }
        ]
    )
    assert entry == {**ENTRY, "validate_certs": False, "use_ssl": True, "port": 2087}


def test_common_options_stand_beside_servers(read):
    found = read(
        {"username": "reseller1", "api_token": TOKEN, "servers": [{"host": "a"}, {"host": "b", "login_password": "x"}]}
    )
    assert found == [
        {"host": "a", "username": "reseller1", "api_token": TOKEN},
        {"host": "b", "username": "reseller1", "login_password": "x"},
    ]


def vault(secret):
    return [("default", VaultSecret(secret))]


def test_a_vault_is_opened(read, tmp_path):
    loader = DataLoader()
    loader.set_vault_secrets(vault(b"sesame"))
    text = VaultLib(vault(b"sesame")).encrypt(json.dumps([ENTRY])).decode()
    assert read(text, loader) == [ENTRY]


def test_a_vault_without_its_password(read):
    text = VaultLib(vault(b"sesame")).encrypt(json.dumps([ENTRY])).decode()
    with pytest.raises(CpanelError, match="is encrypted and cannot be opened") as caught:
        read(text)
    assert "--vault-password-file" in caught.value.hint


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ([{"host": "a", "api_tokn": TOKEN}], r"there is no option \[0\]\.api_tokn"),
        ({"servers": [{"host": "a"}, {"api_token": TOKEN}]}, r"servers\[1\]: host is missing"),
        ({"servers": [{"host": "a", "port": "many"}]}, r"servers\[0\]\.port: 'many' is not of the type int"),
        ({"a": {"validate_certs": "perhaps"}}, r"a\.validate_certs: 'perhaps' is not of the type bool"),
        ({"a": {"api_token": [TOKEN]}}, r"a\.api_token: its value is not of the type str"),
        ({"servers": []}, "servers: holds no servers"),
        ([], "holds no servers"),
        ({"servers": "a"}, "servers: holds no list of servers"),
        (["a"], r"\[0\]: is no dictionary of options"),
        ({"a": TOKEN}, "a: is no dictionary of options"),
        ({"colour": "x", "servers": [ENTRY]}, "there is no option colour"),
        ("- host: a\n  api_token: '%s\n" % TOKEN, "is neither YAML nor JSON"),
        ("", "holds no list of servers"),
    ],
)
def test_what_is_wrong_is_named(read, tmp_path, document, said):
    with pytest.raises(CpanelError, match=said) as caught:
        read(document)
    assert caught.value.category == "usage"
    assert caught.value.msg.startswith("CPANEL_FLEET_FILE %s" % (tmp_path / "fleet"))
    assert TOKEN not in caught.value.msg + str(caught.value.hint)


def test_there_is_no_file(tmp_path):
    with pytest.raises(CpanelError, match="there is no such file"):
        fleet_file.read(DataLoader(), str(tmp_path / "nowhere"))
