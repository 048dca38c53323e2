# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one option of a connection may hold, and whether any option can be written on the wire at all.

Pure: it knows the options by name, and nothing of requests. Whatever is wrong is ``usage`` that names the option and
the fix and never shows the value: people write credentials where they do not belong, into a host or a proxy. Called by
``options``, which applies it to the options of a task before Ansible's own check, which shows values; and by what reads
connection options from elsewhere: fleet files, accounts of a fleet, session bundles.
"""

from __future__ import annotations

import contextlib
import importlib.util
import ipaddress
import math
import re
import typing as t
from urllib.parse import unquote

from ansible.module_utils.common.validation import check_type_dict

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._names import is_domain, to_ascii

# The numbers among the options: the least and the most, and what they count.
NUMBERS = {
    "port": (1, 65535, "a port"),
    "timeout": (1, 3600, "a number of seconds"),
    "retries": (0, 20, "a number of repetitions"),
    "max_response_mb": (1, 4096, "a number of megabytes"),
}
# The texts among them: how long they may be, and what is in none of them beside control characters.
_TEXTS = {
    "host": 253,
    "session_host": 253,
    "preferred_domain": 253,
    "username": 254,
    "api_token": 1024,
    "login_password": 4096,
    "otp": 64,
    "account": 254,
    "ca_path": 4096,
    "proxy": 1024,
    "credential": 64,
    "via": 64,
    "scheme": 64,
    "service": 64,
    "security_token": 64,
    "created_at": 64,
    "expires_at": 64,
}
CHOICES = {"credential": ("whm", "cpanel"), "via": ("auto", "session", "whm")}
_SESSION = frozenset(
    "host port scheme service account security_token cookies created_at expires_at validate_certs ca_path".split()
)
_FREE = ("login_password", "ca_path")  # a password may hold anything, a path spaces and letters of any language
_TRUTHS = frozenset("y yes on 1 true t n no off 0 false f".split())
_NUMERIC = re.compile(r"\d+|0x[0-9a-f]*", re.IGNORECASE | re.ASCII)
_PROXY = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]*)://)?(?:(?P<userinfo>[^@/?#\s\\]*)@)?"
    r"(?P<host>\[[^\[\]@/?#\s\\]*\]|[^\[\]@:/?#\s\\]+)(?::(?P<port>\d{1,5}))?/?",
    re.IGNORECASE | re.ASCII,
)
_SCHEMES = ("http", "https", "socks4", "socks4a", "socks5", "socks5h")
COMPLETE_SESSION = 'Give the complete session of cpanel_session: "{{ login.session }}" after register: login.'
_ALONE = "Give the name or address alone, without scheme, user, path or port."


def check_all(values: t.Iterable[tuple[str, str, t.Any]]) -> None:
    """Checks options, each by where it stands, its name and its value. Raises ``usage``."""
    for where, name, value in values:
        check_at(where, name, value)


def check_at(where: str, name: str, value: t.Any) -> None:
    """Checks the value of one option. Raises ``usage``; ``where`` is the list's entry or the variable that holds it."""
    try:
        check(name, value)
        if name in CHOICES and value not in (None, "", *CHOICES[name]):
            raise usage("%s: must be one of %s" % (name, ", ".join(CHOICES[name])), "Give one of them.")
    except CpanelError as exc:
        exc.msg = "%s: %s" % (where, exc.msg) if where else exc.msg
        raise


def check(name: str, value: t.Any) -> None:
    """Checks the value of one option; null and empty are not given. Raises ``usage``."""
    if value is None or (isinstance(value, str) and value == ""):
        return
    if name in NUMBERS:
        number(name, value)
    elif name in ("validate_certs", "use_ssl"):
        if not isinstance(value, bool) and (_is_huge(value) or str(value).lower() not in _TRUTHS):
            raise usage("%s: must be true or false" % name, "Give true or false.")
    elif name in ("session", "cookies"):
        _check_dictionary(name, value)
    elif name in _TEXTS:
        _check_text(name, value)


def number(name: str, value: t.Any) -> int:
    """A number within its bounds. Raises ``usage``."""
    least, most, what = NUMBERS[name]
    number: t.Any = None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        number = value
    elif isinstance(value, str) and re.fullmatch(r"\s*[+-]?[0-9]{1,20}\s*", value, re.ASCII):
        number = int(value)
    if number is None or not least <= number <= most or number != int(number):
        hint = "Give a number from %d to %d." % (least, most)
        raise usage("%s: must be %s from %d to %d" % (name, what, least, most), hint)
    return int(number)


def check_shape(where: str, value: t.Any, rule: t.Mapping[str, t.Any]) -> None:
    """Checks the kind of a value where Ansible's own check breaks, or takes one kind for another. Raises ``usage``."""
    kind = rule.get("type", "str")
    if kind == "int":
        is_huge = isinstance(value, int) and abs(value) >= 10**15
        is_number = isinstance(value, (int, float, str)) and not isinstance(value, bool) and not is_huge
        text = str(value).strip() if is_number else "no"
        if value not in (None, "") and not re.fullmatch(r"[+-]?[0-9]{1,15}(?:\.0)?", text, re.ASCII):
            raise usage("%s: must be a whole number" % where, "Give a number such as 10, of at most 15 digits.")
    elif kind == "path" and isinstance(value, str) and "\0" in value:
        raise usage("%s: contains a null character, which a path cannot have" % where, "Remove it.")
    elif kind == "dict" and rule.get("options"):
        if isinstance(value, str) and value:
            with contextlib.suppress(TypeError):
                value = check_type_dict(value)
        if not isinstance(value, (dict, str, type(None))):
            raise usage("%s: must be a dictionary, not %s" % (where, _type_name(value)))
        _check_keys(where, value, rule["options"])
    elif kind == "list" and rule.get("options"):
        for number, item in enumerate(value if isinstance(value, (list, tuple)) else ()):
            _check_keys("%s[%d]" % (where, number), item, rule["options"])


def _check_keys(where: str, value: t.Any, options: t.Mapping[str, t.Any]) -> None:
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise usage("%s: has a key that is not a string" % where, "Keys are %s." % ", ".join(sorted(options)))
        for name in options:
            check_shape("%s.%s" % (where, name), value.get(name), options[name])


def check_texts(name: str, value: t.Any) -> None:
    """Checks that any value, however deep, can be written on the wire and into a result. Raises ``usage``."""
    try:
        _check_deep(name, name, value)
    except RecursionError:
        raise usage("%s: is nested too deeply" % name) from None


def _check_deep(option: str, name: t.Any, value: t.Any) -> None:
    if isinstance(value, str):
        try:
            value.encode("utf-8", "surrogateescape")  # names of files need not be UTF-8
        except UnicodeEncodeError:
            raise usage("%s: contains half a character (a lone surrogate)" % option, "Write that text again.") from None
    elif isinstance(value, float) and not math.isfinite(value):
        raise usage("%s: contains a number that is infinite or NaN" % option, "Put it in quotes.")
    elif isinstance(value, dict):
        for key, item in value.items():
            if name == "params" and not isinstance(key, str):
                raise usage("%s: the name of a parameter must be a string, not %s" % (option, _type_name(key)))
            _check_deep(option, key, key)
            _check_deep(option, key, item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _check_deep(option, name, item)


def _check_dictionary(name: str, value: t.Any) -> None:
    """A session, or its cookies; also as a text that Ansible takes for a dictionary."""
    if isinstance(value, str):
        with contextlib.suppress(TypeError):
            value = check_type_dict(value)
    if not isinstance(value, dict):
        raise usage("%s: must be a dictionary, not %s" % (name, _type_name(value)), COMPLETE_SESSION)
    for key, item in value.items():
        if not isinstance(key, str):
            raise usage("%s: has a key that is not a string" % name, COMPLETE_SESSION)
        if name == "session" and key not in _SESSION:
            shown = key if re.fullmatch(r"[a-z_]{1,32}", key) else "a key"
            raise usage("%s: has %s, which is not part of a session" % (name, shown), COMPLETE_SESSION)
        try:
            if name == "cookies":
                _check_cookie(key, item)
            else:
                check(key, item)
        except CpanelError as exc:
            raise usage("%s: %s" % (name, exc.msg), COMPLETE_SESSION) from None


def _check_cookie(key: str, item: t.Any) -> None:
    if _is_huge(item) or isinstance(item, (dict, list, tuple, set)):
        raise usage("a cookie must be a string, not %s" % _type_name(item))
    text = key + str("" if item is None else item)
    if not text.isascii() or not text.isprintable() or ";" in text:
        raise usage("a cookie contains characters that are not allowed in one")


def _check_text(name: str, value: t.Any) -> None:
    if _is_huge(value) or isinstance(value, (bool, float, bytes, list, tuple, set, dict)):
        hint = "Put it in quotes." if isinstance(value, (bool, float)) else "Give one value."
        raise usage("%s: must be a string, not %s" % (name, _type_name(value)), hint)
    text = str(value)
    if len(text) > _TEXTS[name]:
        raise usage("%s: is longer than %d characters" % (name, _TEXTS[name]), "Give %s alone." % name)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise usage("%s: contains half a character (a lone surrogate)" % name, "Write %s again." % name) from None
    if name == "login_password":
        return
    if not text.isprintable():
        raise usage("%s: contains control characters or line breaks" % name, "Remove them from %s." % name)
    if name in ("host", "session_host", "preferred_domain"):
        address(name, text)
    elif name == "proxy":
        proxy_parts(text)
    elif name not in _FREE:
        _check_word(name, text)


def _check_word(name: str, text: str) -> None:
    if any(char.isspace() for char in text):
        raise usage("%s: contains white space" % name, "Remove it from %s." % name)
    if name != "account" and not text.isascii():
        raise usage(
            "%s: contains characters other than ASCII" % name, "Write %s with ASCII letters; a domain as xn--..." % name
        )
    if name == "username" and ":" in text:
        hint = "Give the token or password as api_token or login_password."
        raise usage("username: contains a colon, which a user name cannot have", hint)


def address(name: str, text: str) -> str:
    """A host as it is resolved and sent: in ASCII, without the brackets of IPv6. Raises ``usage``."""
    for char, what in (("@", "a user"), ("/", "a path"), ("\\", "a path"), ("?", "a query"), ("#", "a fragment")):
        if char in text:
            raise usage("%s: contains %s ('%s')" % (name, what, char), _ALONE)
    if "%" in text:
        raise usage("%s: contains a percent sign; IPv6 zones are not supported" % name, _ALONE)
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    if ":" in bare or bare != text:
        return _ipv6(name, text, bare)
    ascii_name = text if text.isascii() else _in_ascii(name, text)
    labels = ascii_name[:-1].split(".") if ascii_name.endswith(".") else ascii_name.split(".")
    if _NUMERIC.fullmatch(labels[-1]):
        try:
            return str(ipaddress.IPv4Address(ascii_name))
        except ValueError:
            raise usage("%s: is not an IPv4 address" % name, "Give four numbers from 0 to 255, or a name.") from None
    if len(ascii_name) > _TEXTS[name] or not is_domain(".".join(labels).lower()):
        raise usage(
            "%s: is not a host name" % name,
            "A name has labels of up to 63 letters, digits and hyphens, with single dots between them. " + _ALONE,
        )
    return ascii_name


def _ipv6(name: str, text: str, bare: str) -> str:
    try:
        return str(ipaddress.IPv6Address(bare))
    except ValueError:
        pass
    host, _colon, port = text.rpartition(":")
    if port.isdigit() and port.isascii() and ":" not in host.strip("[]"):
        raise usage("%s: contains a port" % name, "Give %s without it, and port: %s." % (name, port[:5]))
    raise usage("%s: is neither a host name nor an IPv6 address" % name, _ALONE)


def _in_ascii(name: str, text: str) -> str:
    """The name as it is in the DNS."""
    try:
        return to_ascii(text)
    except ValueError:
        raise usage("%s: is not an international domain name" % name, "Write it as the DNS does (xn--...).") from None


def proxy_parts(text: str) -> re.Match[str]:
    """The parts of a proxy's URL: scheme, userinfo, host and port, each may be None. Raises ``usage``."""
    hint = (
        "Give it as http://proxy.example.net:3128, with user:password@ before the name if it asks for them (special "
        "characters percent-encoded), without a path or query."
    )
    parts = _PROXY.fullmatch(text)
    if parts is None or not text.isascii():
        raise usage("proxy: is not the URL of a proxy", hint)
    scheme = (parts["scheme"] or "http").lower()
    if scheme not in _SCHEMES:
        raise usage("proxy: its scheme must be one of %s" % ", ".join(_SCHEMES), hint)
    try:
        address("host", parts["host"])
        number("port", parts["port"] or "1")
    except CpanelError as exc:
        raise usage("proxy: %s" % exc.msg, hint) from None
    if scheme.startswith("socks") and importlib.util.find_spec("socks") is None:
        raise usage(
            "proxy: the Python library PySocks is missing, which SOCKS needs",
            "Install PySocks for the Python that runs this task, or give the URL of an HTTP proxy.",
            code="missing_library",
        )
    return parts


def proxy_shown(proxy: str) -> str:
    """A proxy for a message: without what proves who uses it."""
    parts = _PROXY.fullmatch(proxy)
    if parts is None:
        return "that was given"
    scheme, port = parts["scheme"], parts["port"]
    return "%s%s%s" % (scheme + "://" if scheme else "", parts["host"], ":" + port if port else "")


def proxy_secrets(proxy: str) -> set[str]:
    """What is secret in a proxy's URL: the password, or the user without one; all of it, if it is not a URL."""
    parts = _PROXY.fullmatch(proxy)
    if parts is None or (parts["scheme"] or "http").lower() not in _SCHEMES:
        return {proxy}
    user, colon, password = (parts["userinfo"] or "").partition(":")
    secret = password if colon else user
    return {secret, unquote(secret)} - {""}


def misplaced(given: t.Mapping[str, t.Any]) -> set[str]:
    """The texts among options that must not be shown: a credential may be in the wrong place, or in a proxy's URL."""
    secrets: set[str] = set()
    for name in ("host", "session_host", "username", "account"):
        value = given.get(name)
        try:
            check(name, value)
        except CpanelError:
            secrets |= {value} if isinstance(value, str) else set()
    proxy = given.get("proxy")
    return secrets | (proxy_secrets(proxy) if isinstance(proxy, str) and proxy else set())


def _is_huge(value: t.Any) -> bool:
    """Whether it is a number that Python may refuse to write down."""
    return isinstance(value, int) and abs(value) > 10**30


def _type_name(value: t.Any) -> str:
    """The type of a value, in words."""
    if isinstance(value, bool):
        return "true or false"
    if value is None or isinstance(value, (int, float)):
        return "null" if value is None else "a number"
    if isinstance(value, dict):
        return "a dictionary"
    return "a list" if isinstance(value, (list, tuple, set)) else "a string"
