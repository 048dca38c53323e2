# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is secret by its name or its looks, in every spelling; and what is not, although it looks alike."""

from __future__ import annotations

import json

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._api.secret_names import (
    holds_secret,
    is_secret_name,
    secrets_in,
)

SECRET = """
    password passwd pass passphrase passcode pwd pw pin passwort kennwort contraseña contrasena mot_de_passe senha
    wachtwoord parola hasło lösenord heslo пароль secret client_secret token api_token access_token refresh_token otp
    totp otpauth credentials authorization auth bearer hmac jwt psk cookie accesshash access_hash api_key apikey
    app_key private_key privkey pkey ssh_key sshkey host_key hostkey cert_key key_pem pem_key ssl_key signing_key
    encryption_key license_key application_key newpass oldpass db_password dbpass userpw root_password mysql_pass
    password_hash pass_hash session_id cpsession password_confirm password_again private_key_pem promptToken
    cp_security_token pushbullet_access_token database_user_password key_passphrase tfa_token
""".split()
HARMLESS = """
    token_name key_id password_strength auth_type authtype auth_name key_name key_type key_size keysize key_algorithm
    public_key dnskey keyname sort_key feature_key primary_key compass bypass spf_bypass passive passenger monkey turkey
    author authority local_authority senderauth digestauth hostname user email domain quota pinned shipping spin
    expires_at token_id tokens transfer_session_id password_file passwd_file notify_password_change login logintime
    failed_logins url signature_algorithm include_hash hash phash acl-manage-api-tokens acl-create-user-session
    showpass skipapitokens minimum_password_strength_mysql aws_access_key_id privileges archive_private code
""".split()


def spellings(name):
    words = name.replace("-", "_").split("_")
    yield name
    yield name.upper()
    yield name.title()
    yield "-".join(words)
    yield " ".join(words).title()
    yield ".".join(words)
    yield words[0] + "".join(word.title() for word in words[1:])
    yield "".join(word.title() for word in words)
    yield " %s " % name
    yield "".join(chr(ord(char) + 0xFEE0) if "a" <= char <= "z" else char for char in name)  # full width


@pytest.mark.parametrize("name", SECRET)
def test_secret_names(name):
    for spelled in (*spellings(name), "%s2" % name, "my_%s" % name, "user-%s-1" % name):
        assert is_secret_name(spelled), spelled


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_names(name):
    for spelled in (*spellings(name), "%s2" % name, "my_%s" % name):
        assert not is_secret_name(spelled), spelled


@pytest.mark.parametrize(
    "data",
    [
        {"key": "-----BEGIN RSA PRIVATE KEY-----\nMIIB"},
        {"text": "a certificate, then -----BEGIN EC PRIVATE KEY----- MIIB"},
        [["-----BEGIN OPENSSH PRIVATE KEY-----"]],
        {"raw": "x=-----BEGIN+PRIVATE+KEY-----"},
        {"raw": "-----BEGIN%20RSA%20PRIVATE%20KEY-----"},
        "-----BEGIN PGP PRIVATE KEY BLOCK-----",
        {"key_content": "Private-key-format: v1.2\nAlgorithm: 8"},
        {"qr": "otpauth://totp/x?secret=ABC"},
        {"url": "https://server1.example.net:2083/cpsess1234567890/login"},
        {"accesshash": "d4f0"},
        {"accounts": [{"a": [{"mysql_pass": "12345luggage"}]}]},
        {"session": "joe:abc:create_user_session,def"},
        {"otp": 123456},
    ],
)
def test_answers_that_hold_a_secret(data):
    assert holds_secret(data)


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "",
        {"certificate": "-----BEGIN CERTIFICATE-----\nMIIB"},
        {"key": "-----BEGIN PUBLIC KEY-----"},
        {"can_set_password": 1, "synced_password": "0", "passwd": 50, "sshkey": "50"},
        {"password": None, "secret": "", "token": "********", "auth": "none"},
        {"tokens": {"ci": {"name": "ci", "create_time": 1700000000}}},
        {"directives": [{"key": "allow_url_fopen"}]},
        {"url": "/cpsess##########/3rdparty/roundcube"},
    ],
)
def test_answers_without(data):
    assert not holds_secret(data)


def test_a_deep_answer_is_looked_through_to_its_end():
    deep = {"private_key": "abcdef"}
    for _level in range(20000):
        deep = {"x": [deep]}
    assert holds_secret(deep)
    assert secrets_in(deep) == {"abcdef"}


def test_long_texts_take_no_long_time():
    """Linear in the text: a megabyte of beginnings of keys is looked through at once."""
    text = "-----BEGIN " * 100000
    assert not holds_secret(json.loads(json.dumps({"x": text, "y" * 100000: text})))


@pytest.mark.parametrize("name", ["pasword", "passwrd", "passord", "passwrod", "new_passowrd", "Pssword2"])
def test_a_mistyped_password_is_one(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize("name", ["passport", "keyword", "password_strength", "swords", "passive", "forward"])
def test_what_is_merely_like_one_is_none(name: str) -> None:
    assert not is_secret_name(name)
