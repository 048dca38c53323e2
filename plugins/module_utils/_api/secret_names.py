# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is secret by its name or by its looks, wherever it stands: in parameters, in documents, in a server's answers.

Owns the list of names. Must not know functions: what a function's own parameters and answers hold beyond that, the
function table says. Called by ``verbs``, ``holders``, and whatever shows something.
"""

from __future__ import annotations

import difflib
import functools
import re
import typing as t
import unicodedata

# Names are compared without case, accents, blanks, dashes and digits at their end: "Pass-Word2" is "password".
_SPLIT = r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[\W_]+"
# What may stand behind a secret's name and leaves it one: password_hash, newpass_again, private_key_pem.
_ENDS = (
    r"(?:hash|hashed|crypt|crypted|encrypted|plain|plaintext|text|str|string|value|val|confirm|confirmed|confirmation"
    r"|again|repeat|repeated|old|new|current|base64|b64|hex|pem|raw|content|\d+)*"
)
# Secret however the words before it are joined to it: dbpassword, apitoken, ssh_private_key. The word ends the name:
# token_name, password_strength and key_id are not secret.
_STRONG = (
    r"(?:passwords?|passwds?|passphrases?|passcodes?|passkeys?|secrets?|token|credentials?|creds|authorization"
    r"|cookies?|otp(?:auth)?|hmac|bearer|jwt|psk|accesshash|remoteaccesskey|keypem"
    r"|passwort|passworter|kennwort|kennworter|contrasena|motdepasse|senha|wachtwoord|parola|losenord|adgangskode"
    r"|salasana|heslo|jelszo|sifre|haslo|has\u0142o|\u043f\u0430\u0440\u043e\u043b\u044c|\u5bc6\u7801|\u5bc6\u78bc"
    r"|\u30d1\u30b9\u30ef\u30fc\u30c8|\ube44\ubc00\ubc88\ud638)"
)
_OWNERS = r"(?:new|old|db|database|sql|mysql|pg|root|ftp|user|usr|login|admin|mail|email|smtp|imap|my|re|enc|api|acct)"
# Short words are secret alone, as the last of several words, or joined to one that says whose they are: newpass.
_SHORT = frozenset(("pass", "pw", "pwd", "psw", "pin", "mdp", "auth", "totp", "pkey", "privkey"))
_OWNED = rf"{_OWNERS}(?:pass|pw|pwd|psw){_ENDS}"
# A key is secret by what stands before it; a public_key, sort_key or feature_key is none.
_KEYS = (
    r"(?:api|app|application|auth|access|secret|private|priv|signing|sign|encryption|encrypt|ssh|host|ssl|tls|cert"
    r"|certificate|crt|server|client|rsa|dsa|ecdsa|ec|ed25519|pem|master|root|session|shared|preshared|hmac|gpg|pgp"
    r"|dkim|account|deploy|consumer|stream|license|licence|activation|product)keys?"
)
_SESSIONS = r"(?<!transfer)session(?:id|key)|(?:cp|webmail|whostmgr)session"
_JOINED = rf"(?:{_STRONG}|{_KEYS}|{_SESSIONS}){_ENDS}$"
# Texts that are secret whatever they are called: private keys of all kinds, a set-up of one-time codes, a login URL.
_LOOKS = (
    r"(?i)-----\s?BEGIN(?:[A-Z0-9]|[ +_]|%20){0,40}?PRIVATE(?:[ +_]|%20)?KEY|^\s*Private-key-format:"
    r"|PuTTY-User-Key-File|otpauth://|/cpsess\d{6,}"
)
_SIGNS = ("-----", "rivate-key-format", "uTTY-User-Key", "otpauth://", "/cpsess")
HARMLESS = frozenset(
    (
        *("", "0", "1", "yes", "no", "true", "false", "y", "n", "null", "none", "unlimited", "on", "off"),
        *("default", "disabled", "enabled", "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"),
    )
)


@functools.lru_cache(maxsize=4096)
def is_secret_name(name: str, bare_key: bool = False) -> bool:
    """Whether a value is secret by the name it has; ``bare_key``: a mere "key" counts, too."""
    decomposed = unicodedata.normalize("NFKD", name[:200])
    bare = unicodedata.normalize("NFC", "".join(char for char in decomposed if not unicodedata.combining(char)))
    words = [word.casefold() for word in re.split(_SPLIT, bare) if word]
    joined = "".join(words)
    if re.search(_JOINED, joined) or re.fullmatch(_OWNED, joined):
        return True
    while len(words) > 1 and re.fullmatch(_ENDS, words[-1]):
        words.pop()
    last = words[-1].rstrip("0123456789") if words else ""
    if 6 <= len(last) <= 10 and difflib.SequenceMatcher(None, last, "password").ratio() > 0.85:
        return True  # mistyped: a parameter that does not exist is shown with the error that says so
    return last in _SHORT or re.fullmatch(_OWNED, last) is not None or (bare_key and words == ["key"])


def is_secret_key(key: str, value: t.Any, bare_key: bool) -> bool:
    """Whether VALUE is secret by its KEY; "key" alone says so in what is sent, hardly ever in what comes back."""
    if key.lower() == "session":
        return isinstance(value, str)  # the session's id; a mapping is our bundle, which has its own keys
    return is_secret_name(key, bare_key)


def looks_secret(text: str) -> bool:
    """Whether a text is, or holds, a private key or the like."""
    return any(sign in text for sign in _SIGNS) and re.search(_LOOKS, text) is not None


def scalars(value: t.Any) -> set[str]:
    """All texts in VALUE; numbers of at least four digits count (one-time codes, PINs)."""
    texts: set[str] = set()
    waiting = [value]
    while waiting:  # not by recursion: a server may nest as deep as it likes
        item = waiting.pop()
        if isinstance(item, t.Mapping):
            waiting += item.values()
        elif isinstance(item, (list, tuple, set)):
            waiting += item
        elif isinstance(item, str):
            texts.add(item)
        elif isinstance(item, int) and not isinstance(item, bool) and abs(item) > 999:
            texts.add(str(item))
    return texts


def secret_texts(value: t.Any, bare_key: bool) -> set[str]:
    """The secret texts anywhere in VALUE, by the keys of its mappings and by their looks."""
    texts: set[str] = set()
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, t.Mapping):
            for key, inner in item.items():
                if is_secret_key(str(key), inner, bare_key):
                    texts |= scalars(inner)
                else:
                    waiting.append(inner)
        elif isinstance(item, (list, tuple, set)):
            waiting += item
        elif isinstance(item, str) and looks_secret(item):
            texts.add(item)
    return texts


def secrets_in(data: t.Any) -> set[str]:
    """The values in an answer that are secret by the name of their key, or by what they look like."""
    return secret_texts(data, bare_key=False) - HARMLESS


def holds_secret(data: t.Any) -> bool:
    """Whether an answer holds a secret, whatever function gave it: then its output is hidden."""
    return bool(_real(secrets_in(data)))


def shows_secret(data: t.Any, shown: t.Any) -> bool:
    """Whether what is SHOWN of an answer has one of its secrets in it, under any name or none."""
    secrets = _real(secrets_in(data))
    return bool(secrets) and any(secret in text for text in scalars(shown) for secret in secrets)


def _real(texts: set[str]) -> set[str]:
    """Flags, counts and masks under a secret's name are none: ``can_set_password: 1``, ``password: "********"``."""
    return {text for text in texts if not re.fullmatch(r"\s*|\d{1,3}|\W+", text)}
