# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one form of values that servers and people spell in several ways: sizes, times, names of domains, paths.

Pure functions, for fields of declarations and for the answers they read. They raise ValueError with a sentence that
names the value and how to give it; whoever calls them knows the option. Called by declarations and ``reading``.
"""

from __future__ import annotations

import datetime
import math
import re
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._names import is_domain_or_wildcard, to_ascii

from .scope import Item

UNLIMITED = ("unlimited", "none", "", "*unknown*")
# What no address has before the @: it would have to be quoted, and servers take it for something else.
_NO_LOCAL_PART = ',*"()<>[]:;\\@'


def text(value: t.Any) -> str:
    """A single value of an answer as a text; null is "". Raises ValueError."""
    if isinstance(value, (dict, list)):
        raise ValueError(
            "%s where a single value was expected" % ("an object" if isinstance(value, dict) else "a list")
        )
    return "" if value is None else str(value)


def texts(value: t.Any) -> list[str]:
    """A list of texts in an answer, which may be null, or one text. Raises ValueError."""
    return [text(item) for item in (value if isinstance(value, (list, tuple)) else [value]) if item not in (None, "")]


def table(rows: t.Iterable[Item], columns: t.Mapping[str, tuple[str, t.Callable[[t.Any], t.Any]]]) -> list[Item]:
    """The rows of an answer as items: by field the column it is in, and the form of its values. Raises ValueError."""
    return [{name: form(row.get(column)) for name, (column, form) in columns.items()} for row in rows]


# Numbers, times and yes or no


def megabytes(value: t.Any) -> int | float:
    """MB as a number, no limit as 0: "5120.00", "unlimited", 0 and null all occur (protocol.md 8.2, 8.4)."""
    word = text(value).strip().lower()
    if word in UNLIMITED:
        return 0
    try:
        number = float(word)
    except ValueError:
        number = math.nan
    if not (math.isfinite(number) and number >= 0):
        raise ValueError("%r is not a size in MB; give a number, 0 or unlimited" % (value,))
    return int(number) if number.is_integer() else round(number, 2)


def integer_megabytes(value: t.Any) -> int:
    """The same, for calls that take whole MB only."""
    number = megabytes(value)
    if not isinstance(number, int):
        raise ValueError("%r is not a whole number of MB; give one without decimals" % (value,))
    return number


def boolean(value: t.Any) -> bool:
    """1, "1", true; null is false (so servers say "not suspended"). Raises ValueError for anything else."""
    word = text(value).lower()
    if word not in ("1", "true", "yes", "0", "false", "no", "", "1.0", "0.0"):
        raise ValueError("%r is not a boolean" % (value,))
    return word in ("1", "true", "yes", "1.0")


def timestamp(value: t.Any) -> str:
    """A time in UTC as 2026-12-24T00:00:00Z; unix seconds and ISO 8601 are taken. None is "", also for 0 and null."""
    word = text(value).strip()
    if word.lower() in ("", "0", "none"):
        return ""
    try:
        if word.isascii() and word.isdigit():
            moment = datetime.datetime.fromtimestamp(int(word), datetime.timezone.utc)
        else:
            moment = datetime.datetime.fromisoformat(re.sub("[zZ]$", "+00:00", word))
            moment = moment.replace(tzinfo=moment.tzinfo or datetime.timezone.utc).astimezone(datetime.timezone.utc)
        if moment.timestamp() <= 0:
            raise ValueError
    except (ValueError, OverflowError, OSError):
        raise ValueError("%r is not a time; give it as 2026-12-24T00:00:00Z or in unix seconds" % (value,)) from None
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def unix_seconds(time: str) -> int:
    """A time in that form as unix seconds."""
    moment = datetime.datetime.strptime(time, "%Y-%m-%dT%H:%M:%SZ")
    return int(moment.replace(tzinfo=datetime.timezone.utc).timestamp())


def hours(value: t.Any) -> int:
    if int(value) < 0:
        raise ValueError("%r is not a number of hours; give 0 or more" % (value,))
    return int(value)


def one_line(value: t.Any) -> str:
    line = str(value).strip()
    if not line or "\n" in line:
        raise ValueError("%r is not one line of text; give a text without line breaks" % (value,))
    return line


# Names of domains and addresses


def domain_name(value: t.Any) -> str:
    """A domain in its one form, without the last dot. Raises ValueError for what cannot be one."""
    name = to_ascii(str(value).strip().rstrip("."))
    if not is_domain_or_wildcard(name):
        raise ValueError("%r is not a domain name; give it as example.com" % (value,))
    return name


def address(value: t.Any) -> str:
    """An email address in lower case. Raises ValueError for what cannot be one, or servers take for something else."""
    local, _at, domain = str(value).strip().rpartition("@")
    odd = any(char.isspace() or not char.isprintable() or char in _NO_LOCAL_PART for char in local)
    if not local or "." not in domain or odd or local[0] in "|/":
        raise ValueError("%r is not an email address; give it as info@example.com" % (value,))
    return "%s@%s" % (local.lower(), domain_name(domain))


def server_domain(value: t.Any) -> str:
    """A domain as a server names it in its one form, or as it is where nothing can be made of it."""
    name = str(value).strip()
    try:
        return to_ascii(name) if not name.isascii() else name.lower()
    except ValueError:
        return name.lower()


def server_domains(*lists: t.Any) -> list[list[str]]:
    """Lists of them, each of which may be null, or one."""
    return [[server_domain(name) for name in texts(value)] for value in lists]


def server_address(value: t.Any) -> str:
    """An address as a server names it."""
    local, at, domain = str(value).strip().rpartition("@")
    return local.lower() + at + server_domain(domain)


def domain_part(item: Item, option: str) -> str:
    """The domain in an option that is an address, or the domain itself."""
    return str(item[option]).rpartition("@")[2]


def full_address(option: str) -> t.Callable[[Item], None]:
    """A ``prepare`` for addresses: the option may hold the local part alone, with the option ``domain`` beside it."""

    def prepare(item: Item) -> None:
        domain = item.pop("domain", None)
        given = str(item[option]).strip()
        if "@" not in given:
            if not domain:
                raise ValueError(
                    "%s: %r has no domain; give it as %s@example.com, or give domain" % (option, given, given)
                )
            given = "%s@%s" % (given, domain)
        elif domain and domain_name(domain) != server_domain(given.rpartition("@")[2]):
            raise ValueError("domain: %s does not match %s: %s; leave domain out" % (domain, option, given))
        try:
            item[option] = address(given)
        except ValueError as exc:
            raise ValueError("%s: %s" % (option, exc)) from None

    return prepare


# Paths


def home_path(value: t.Any) -> str:
    """A path in the account's home, relative to it: $home/mail, ~/mail and /mail are all mail. Raises ValueError."""
    path = str(value or "").strip()
    for start in ("$home/", "~/"):
        path = path[len(start) :] if path.startswith(start) else path
    names = [name for name in path.split("/") if name not in ("", ".")]
    if ".." in names:
        raise ValueError("%r leaves the account's home; give a path in it" % (value,))
    return "/".join(names)


def path_in_home(path: t.Any, account: str) -> str:
    """A path that the server gave, relative to the home directory of the account."""
    given = str(path or "").strip()
    home = "/%s/" % account
    if given.startswith("/") and home in given + "/":
        given = (given + "/").split(home, 1)[1]
    return "/".join(name for name in given.split("/") if name)
