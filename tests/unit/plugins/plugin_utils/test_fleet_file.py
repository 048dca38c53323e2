# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The file of CPANEL_FLEET_FILE: its shapes, its types, and errors that name file and key but no secret."""

from __future__ import annotations

import contextlib
import json

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible.parsing.vault import VaultLib, VaultSecret
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.servers import SERVER_SPEC
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import Options
from ansible_collections.hostops.cpanel.plugins.plugin_utils import fleet_file

NAMES = list(SERVER_SPEC)
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
    with pytest.raises(CpanelError, match="the file is encrypted and cannot be decrypted") as caught:
        read(text)
    assert "--vault-password-file" in caught.value.hint


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ([{"host": "a", "api_tokn": TOKEN}], r"unknown option \[0\]\.api_tokn"),
        ({"servers": [{"host": "a"}, {"api_token": TOKEN}]}, r"servers\[1\]: host is missing"),
        ({"servers": [{"host": "a", "port": "many"}]}, r"servers\[0\]: port: must be a port from 1 to 65535"),
        ({"a": {"validate_certs": "perhaps"}}, r"a: validate_certs: must be true or false"),
        ({"a": {"api_token": [TOKEN]}}, r"a: api_token: must be a string, not a list"),
        ({"servers": []}, "servers: lists no servers"),
        ([], "lists no servers"),
        ({"servers": "a"}, "servers: is not a list of servers"),
        (["a"], r"\[0\]: is not a dictionary of options"),
        ({"a": TOKEN}, "a: is not a dictionary of options"),
        ({"colour": "x", "servers": [ENTRY]}, "unknown option colour"),
        ("- host: a\n  api_token: '%s\n" % TOKEN, "is not valid YAML or JSON"),
        ("", "the file is empty"),
        ("# nothing\n", "the file is empty"),
        ("42", "is not a list of servers"),
        ({"server": [ENTRY]}, "server: is not a dictionary of options"),
        ([ENTRY, {**ENTRY, "host": "two"}, ENTRY], r"the servers number 1 and 3 are both named one\.example\.net"),
        ([{**ENTRY, "name": "x"}, {"host": "X", "api_token": "T"}], "number 1 and 2 are both named X"),
        ([{**ENTRY, "api_token": "{{ %s }}" % TOKEN}], r"\[0\]\.api_token: holds a template"),
        ([{**ENTRY, "api_token": TOKEN + " x"}], r"\[0\]: api_token: contains white space"),
        ([{**ENTRY, "host": "root:%s@server" % TOKEN}], r"\[0\]: host: contains a user"),
        ([{**ENTRY, "proxy": "http://p?token=" + TOKEN}], r"\[0\]: proxy: is not the URL of a proxy"),
        ([{**ENTRY, "username": "root:" + TOKEN}], r"\[0\]: username: contains a colon"),
        ([{**ENTRY, "timeout": True}], r"\[0\]: timeout: must be a number of seconds"),
        ([{**ENTRY, "port": 10**30}], r"\[0\]: port: must be a port"),
        ([{**ENTRY, "name": "../x"}], r"\[0\]\.name: is not the name of a server"),
        ([{**ENTRY, "name": {"a": TOKEN}}], r"\[0\]\.name: is not the name of a server"),
        ({5: {"port": "%s" % TOKEN}}, "5: host: is not an IPv4 address"),
        ([[ENTRY]], r"\[0\]: is not a dictionary of options"),
        ("[" * 3000, "is n"),
        ("a: !!python/object/apply:os.system [true]\n", "is not valid YAML or JSON"),
        ("a: \x07\n", "is not valid YAML or JSON"),
    ],
)
def test_what_is_wrong_is_named(read, tmp_path, document, said):
    with pytest.raises(CpanelError, match=said) as caught:
        read(document)
    assert caught.value.category == "usage"
    assert caught.value.msg.startswith("CPANEL_FLEET_FILE %s" % (tmp_path / "fleet"))
    assert TOKEN not in caught.value.msg + str(caught.value.hint)


def test_there_is_no_file(tmp_path):
    with pytest.raises(CpanelError, match="does not exist"):
        fleet_file.read(DataLoader(), str(tmp_path / "nowhere"))
    with pytest.raises(CpanelError, match="is not a file"):
        fleet_file.read(DataLoader(), str(tmp_path))
    with pytest.raises(CpanelError, match="does not exist") as caught:
        fleet_file.read(DataLoader(), "a\x1b[31m\x00b")
    assert "\x1b" not in caught.value.msg


def test_a_file_that_may_not_be_read(read, monkeypatch):
    def refuse(*_args, **_more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(CpanelError, match="cannot be read: Permission denied") as caught:
        fleet_file.read(DataLoader(), __file__)
    assert "has to be able to read it" in caught.value.hint


@pytest.mark.parametrize(("key", "hint"), [("api_tokn", "api_token"), ("usernam", "username"), ("pot", "port")])
def test_a_misspelt_key_is_told_with_the_closest_one(read, key, hint):
    with pytest.raises(CpanelError) as caught:
        read([{"host": "a", key: TOKEN}])
    assert caught.value.hint == "Did you mean %s?" % hint
    assert TOKEN not in caught.value.msg


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES) | st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.slow
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=JSON | st.lists(st.dictionaries(st.sampled_from(NAMES), JSON)).map(lambda listed: {"servers": listed}))
def test_any_document_is_read_or_told(read, tmp_path, document):
    with contextlib.suppress(CpanelError):
        for entry in read(json.dumps(document)):
            assert set(entry) <= set(NAMES)
            Options.from_params(entry)


@pytest.mark.slow
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=60))
def test_any_file_is_read_or_told(tmp_path, content):
    path = tmp_path / "fleet"
    path.write_bytes(content)
    with contextlib.suppress(CpanelError):
        fleet_file.read(DataLoader(), str(path))
