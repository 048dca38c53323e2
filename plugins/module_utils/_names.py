# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one check of what a server or a customer calls itself, before it becomes a path, a host, a group, a placeholder,
a line of YAML or a line on a terminal; the one form of a domain: lower case, and IDNA where it is not ASCII; and
texts of theirs as a terminal may get them.

Pure, and below all other rooms: it knows nothing of requests or of Ansible. Accounts and domains are chosen by
customers and named by servers, so nothing about them can be relied on. Everything that takes such a name further than a
request's own parameters or a return value calls ``account``, ``domain`` or ``server`` here first; a name that does not
pass is shown to the user by ``shown`` and left out, or fails what it belongs to.
"""

from __future__ import annotations

import importlib
import ipaddress
import re
import typing as t

# cPanel's own rule is narrower (up to 16 letters and digits); transferred and team accounts are not. The first
# character rules out options and hidden files, the lack of a slash everything outside one directory.
_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}", re.ASCII)
# A label of a domain: letters, digits and hyphens, and underscores as _dmarc has; not the first or last a hyphen.
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.ASCII)
# The name that a server of a fleet was given, or its host: a name, an IPv4 or an IPv6 address.
_SERVER = re.compile(r"[A-Za-z0-9:][A-Za-z0-9_.:-]{0,254}", re.ASCII)
# C0, DEL, C1, and what turns or hides text: line and paragraph separators, directional marks, surrogates.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
# What no text of a server needs and a terminal obeys or hides, and halves of surrogate pairs, which cannot be written.
# C0 is not among it: JSON and YAML escape it, and texts of several lines are values, too.
_UNSAFE = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

_LONGEST_DOMAIN = 253
LONGEST = 4096


def is_account(name: t.Any) -> bool:
    """Whether it is the name of a cPanel account that may become a path, a host or a placeholder."""
    return isinstance(name, str) and _ACCOUNT.fullmatch(name) is not None


def is_domain(name: t.Any) -> bool:
    """Whether it is a domain, in lower case and in ASCII (IDNA), without a last dot."""
    if not isinstance(name, str) or not 0 < len(name) <= _LONGEST_DOMAIN:
        return False
    return all(_LABEL.fullmatch(label) for label in name.split("."))


def is_domain_or_wildcard(name: str) -> bool:
    """Whether it is a domain of two labels or more, the first of which may be a wildcard."""
    return "." in name and len(name) <= _LONGEST_DOMAIN and is_domain(name[2:] if name.startswith("*.") else name)


def to_ascii(name: str) -> str:
    """A domain in the form in which it is sent and compared; nothing else about it is checked. Raises ValueError.

    What a user writes with an umlaut and what begins with ``xn--`` are one domain; servers know it by the latter.
    """
    if name.isascii():
        return name.lower()
    try:
        idna = importlib.import_module("idna")
    except ImportError:
        text = "%r: names with other letters than a to z need the Python package idna; or give it as xn--..."
        raise ValueError(text % name) from None
    try:
        mapped = str(idna.uts46_remap(name, False, False)).lower()
        return ".".join(x if x.isascii() else str(idna.alabel(x), "ascii") for x in mapped.split("."))
    except (idna.IDNAError, UnicodeError, IndexError) as exc:
        raise ValueError("%r is not a domain name: %s" % (name, exc)) from None


def is_server(name: t.Any) -> bool:
    """Whether it is a name of a server that may become a directory or a host."""
    return isinstance(name, str) and _SERVER.fullmatch(name) is not None


def account(name: t.Any) -> str:
    """The name of an account, checked. Raises ValueError with a sentence that shows it."""
    if not is_account(name):
        raise ValueError(
            "%s is not the name of a cPanel account (letters in lower case, digits, and . _ -)" % shown(name)
        )
    return t.cast(str, name)


def domain(name: t.Any) -> str:
    """A domain, checked. Raises ValueError with a sentence that shows it."""
    if not is_domain(name):
        raise ValueError("%s is not a domain" % shown(name))
    return t.cast(str, name)


def server(name: t.Any) -> str:
    """The name of a server, checked. Raises ValueError with a sentence that shows it."""
    if not is_server(name):
        raise ValueError("%s is not the name of a server (letters, digits, and . _ - :)" % shown(name))
    return t.cast(str, name)


def address(value: t.Any) -> str | None:
    """An IP address in its usual form; None for anything else. A zone, as in fe80::1%eth0, could be any text."""
    try:
        return str(ipaddress.ip_address(value)) if isinstance(value, str) and "%" not in value else None
    except ValueError:
        return None


def shown(name: t.Any, longest: int = 80) -> str:
    """A name for a message: in quotes, on one line, with control characters escaped, and cut at ``longest``."""
    text = printable(name if isinstance(name, str) else repr(name), longest)
    return "'%s'" % text.replace("\n", "\\n").replace("\t", "\\t")


def printable(text: str, longest: int = LONGEST) -> str:
    """A text of a server as a terminal may get it: control characters but line feed and tab escaped, and cut."""
    cut = text[:longest] + "..." if len(text) > longest else text
    return _UNPRINTABLE.sub(_escaped, cut)


def escaped(value: t.Any) -> t.Any:
    """A value of which no text controls a terminal; also for texts that were encoded within an answer."""
    if isinstance(value, str):
        return _UNSAFE.sub(_escaped, value)
    if isinstance(value, list):
        return [escaped(item) for item in value]
    if isinstance(value, dict):
        return {escaped(key): escaped(item) for key, item in value.items()}
    return value


def _escaped(match: re.Match[str]) -> str:
    char = match.group()
    if char in "\n\t":
        return char
    return "\\x%02x" % ord(char) if ord(char) < 0x100 else "\\u%04x" % ord(char)
