# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The accounts of a server, as ``listaccts`` tells them: which there are, and what is said of each.

Owns ``SELECT_SPEC`` and our names and types of an account's facts. All of it was chosen by customers and comes from a
server, so nothing of it is believed: a name or domain that is not one leaves its account out, with the reason; a value
that cannot be read is None. No exception but CpanelError leaves here. Called by ``selection`` and the inventory.
"""

from __future__ import annotations

import dataclasses
import datetime
import math
import re
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils import _names
from ansible_collections.hostops.cpanel.plugins.module_utils._api.call import Call
from ansible_collections.hostops.cpanel.plugins.module_utils._api.client import Client
from ansible_collections.hostops.cpanel.plugins.module_utils._api.controls import Controls
from ansible_collections.hostops.cpanel.plugins.module_utils._api.functions import whm
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage

SELECT_SPEC: dict[str, t.Any] = {
    "owner": {"type": "str"},
    "package": {"type": "str"},
    "domain": {"type": "str"},
    "regex": {"type": "str"},
    "suspended": {"type": "bool"},
    "max_accounts": {"type": "int", "default": 100000},
}
Row = t.Mapping[str, t.Any]

# What listaccts spells as text and we give as a number; "unlimited" and "*unknown*" become null (protocol.md 5.2).
_NUMBERS = (
    "inodeslimit inodesused maxaddons maxftp maxlst maxparked maxpop maxsql maxsub max_defer_fail_percentage "
    "max_email_per_hour max_emailacct_quota min_defer_fail_to_trigger_protection uid"
).split()
_SIZES = ("disklimit", "diskused")
_FLAGS = (
    "suspended is_locked outgoing_mail_suspended outgoing_mail_hold backup legacy_backup has_backup temporary "
    "is_temporary_domain"
).split()
_TEXTS = "owner email plan theme partition shell mailbox_format suspendreason".split()
_DATES = {"unix_startdate": "created_at", "suspendtime": "suspended_at"}
_NO_NUMBER = frozenset(["", "unlimited", "*unknown*", "unknown", "none", "null"])
_NO = frozenset(["0", "", "n", "no", "none", "false", "off"])
_YES = frozenset(["1", "y", "yes", "true", "on"])
_SIZE = re.compile(r"(\d{1,15}(?:\.\d{1,9})?)\s*([KMGT]?)B?", re.IGNORECASE | re.ASCII)
_UNITS = {"": 1.0, "K": 1 / 1024, "M": 1.0, "G": 1024.0, "T": 1024.0 * 1024}
_LARGEST = 2.0**53
_LAST_SECOND = 253402300799  # of the year 9999
_LONGEST_SEARCHED = 255  # a domain has no more; a user's regular expression is not let loose on a server's novel


@dataclasses.dataclass(frozen=True)
class Refused:
    """What a server lists as an account, and is left out: ``name`` as it is, ``title`` for people, and why."""

    name: t.Any
    title: str
    error: CpanelError


@dataclasses.dataclass(frozen=True)
class Listed:
    """The accounts of a server, whose names and domains are such, and those that are left out."""

    rows: list[dict[str, t.Any]]
    refused: list[Refused]


def fetch(client: Client, select: Row, want: t.Sequence[str] = (), page_size: int = 2000) -> Listed:
    """The accounts of a server that a selection names, as ``listaccts`` gives them.

    The server filters; what it returns is checked again here, as an older one may ignore a filter. ``domain`` and
    ``regex`` (the user's name) are regular expressions. Raises ``usage`` for one that cannot be read, ``protocol`` for
    an answer that is no list, and ``limit`` if it is longer than ``max_accounts``.
    """
    patterns = _patterns(select)
    params: dict[str, t.Any] = {}
    for searchtype, pattern in patterns.items():
        if pattern is not None and not params:
            params = {"search": pattern.pattern, "searchtype": searchtype, "searchmethod": "regex"}
    if want:
        params["want"] = ",".join(want)
    filters = tuple({"column": name, "type": "eq", "term": term} for name, term in _equal(select).items())
    call = Call(whm("listaccts"), params, Controls(filters=filters, page_size=page_size))
    return listed(client.call(call).data, select)


def listed(data: t.Any, select: Row) -> Listed:
    """The accounts in what ``listaccts`` returned. Raises as ``fetch``."""
    rows = data.get("acct") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise _protocol("listaccts: the answer is not a list of accounts", code="malformed_answer")
    most = select.get("max_accounts") or SELECT_SPEC["max_accounts"]["default"]
    if len(rows) > most:
        raise CpanelError(
            "limit",
            "listaccts: there are more than %d accounts" % most,
            code="too_many_accounts",
            service="whostmgrd",
            function="listaccts",
            hint="Select fewer, or raise max_accounts of select.",
        )
    return _listed(rows, _equal(select), _patterns(select))


def check(select: Row) -> None:
    """Raises ``usage`` for a regular expression that cannot be read, and a number that is none of accounts."""
    for option in ("domain", "regex"):
        _pattern(select, option)
    if select.get("max_accounts") is not None and select["max_accounts"] < 1:
        raise usage("select.max_accounts: %d is too small; give 1 or more" % select["max_accounts"])


def _equal(select: Row) -> dict[str, str]:
    """What columns of listaccts have to be, as its filters spell it."""
    equal = {"owner": select.get("owner"), "plan": select.get("package")}
    if select.get("suspended") is not None:
        equal["suspended"] = "1" if select["suspended"] else "0"
    return {name: str(term) for name, term in equal.items() if term is not None}


def _patterns(select: Row) -> dict[str, re.Pattern[str] | None]:
    return {"domain": _pattern(select, "domain"), "user": _pattern(select, "regex")}


def _pattern(select: Row, option: str) -> re.Pattern[str] | None:
    if select.get(option) is None:
        return None
    try:
        return re.compile(str(select[option]))
    except re.error as exc:
        raise usage("select.%s: %r is not a regular expression: %s" % (option, select[option], exc)) from exc


# Which accounts there are


def _listed(rows: list[t.Any], equal: Row, patterns: t.Mapping[str, re.Pattern[str] | None]) -> Listed:
    accounts: dict[str, dict[str, t.Any]] = {}
    twice: dict[str, Refused] = {}
    refused: list[Refused] = []
    for number, row in enumerate(rows):
        if not isinstance(row, dict):
            text = "listaccts: row %d is not an account" % number
            refused.append(Refused(None, "row %d of listaccts" % number, _protocol(text, code="malformed_answer")))
            continue
        try:
            if not _fits(row, equal, patterns):
                continue
            checked = _checked(row)
        except CpanelError as error:
            refused.append(Refused(row.get("user"), _title(row.get("user")), error))
            continue
        name = checked["user"]
        if accounts.setdefault(name, checked)["domain"] != checked["domain"]:
            text = "listaccts: the account %s is listed twice, with different domains" % name
            twice[name] = Refused(name, _title(name), _protocol(text, code="duplicate_account"))
    return Listed([row for name, row in accounts.items() if name not in twice], [*refused, *twice.values()])


def _protocol(text: str, *, code: str) -> CpanelError:
    return CpanelError("protocol", text, code=code, service="whostmgrd", function="listaccts")


def _title(name: t.Any) -> str:
    """What stands for a name that is none in results: in quotes, so that it equals no account, and without a slash."""
    return _names.shown(name).replace("/", "\\x2f")


def _checked(row: dict[t.Any, t.Any]) -> dict[str, t.Any]:
    """The row with names that are such; of an empty domain or address that is none only None. Raises ``protocol``."""
    domain = row.get("domain")
    if isinstance(domain, str) and domain.isascii():
        domain = domain.lower().removesuffix(".") or None
    try:
        name = _names.account(row.get("user"))
        if domain is not None:
            _names.domain(domain)
    except ValueError as exc:
        raise _protocol("listaccts: %s" % exc, code="unsafe_name") from None
    return {**row, "user": name, "domain": domain, "ip": _names.address(row.get("ip"))}


def _fits(row: Row, equal: Row, patterns: t.Mapping[str, re.Pattern[str] | None]) -> bool:
    for name, term in equal.items():
        if name in row:
            value = _flag(row[name]) if name == "suspended" else _text(row[name])
            if value is UNREADABLE:
                raise _protocol(
                    "listaccts: %s of %s cannot be read" % (name, _title(row.get("user"))), code="malformed_answer"
                )
            if (str(int(bool(value))) if name == "suspended" else str(value)) != term:
                return False
    searched = {name: str(row.get(name, ""))[:_LONGEST_SEARCHED] for name in patterns}
    return all(pattern is None or pattern.search(searched[name]) for name, pattern in patterns.items())


# What is said of each


class _Unreadable:
    """A value that is not what the server's documentation says it is."""


UNREADABLE: t.Final = _Unreadable()


def typed(row: Row) -> dict[str, t.Any]:
    """An account of ``Listed`` with our names and types: sizes in MB, unlimited as None, dates in ISO 8601 (UTC).

    What cannot be read is None, and named in ``unreadable``; without any, that key is not there.
    """
    account: dict[str, t.Any] = {"account": row["user"], "domain": row["domain"], "ip": row["ip"]}
    account.update({name: _text(row[name]) for name in _TEXTS if name in row})
    account["package"] = account.pop("plan", None)
    account.update({name: _number(row[name]) for name in _NUMBERS if name in row})
    account.update({name: _flag(row[name]) for name in _FLAGS if name in row})
    account.update({name + "_mb": _megabytes(row[name]) for name in _SIZES if name in row})
    account["ipv6"] = _addresses(row.get("ipv6"))
    account.update({ours: _date(row.get(name)) for name, ours in _DATES.items()})
    if not account.get("suspended"):
        account["suspendreason"] = None
    unreadable = sorted(name for name, value in account.items() if value is UNREADABLE)
    account.update(dict.fromkeys(unreadable))
    return {**account, "unreadable": unreadable} if unreadable else account


# The names that ``typed`` uses, in any row.
_OURS = ("account", "domain", "ip", "package", "ipv6", "unreadable")
_LISTED = frozenset([*_TEXTS, *_NUMBERS, *_FLAGS, *(name + "_mb" for name in _SIZES)]) - {"plan"}
FACTS = _LISTED.union(_OURS, _DATES.values())


def _text(value: t.Any) -> t.Any:
    """A text as a terminal may get it; Perl writes one that is all digits as a number at times."""
    if value is None:
        return None
    if isinstance(value, str):
        return _names.printable(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else UNREADABLE


def _number(value: t.Any) -> t.Any:
    if value is None or (isinstance(value, str) and value.strip().lower() in _NO_NUMBER):
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int, float)) or len(str(value)) > 32:
        return UNREADABLE
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return UNREADABLE
    if not math.isfinite(number) or abs(number) > _LARGEST:
        return UNREADABLE
    return int(number) if number.is_integer() else number


def _flag(value: t.Any) -> t.Any:
    text = str(value).strip().lower() if value is None or isinstance(value, (str, int)) else None
    return False if text in _NO else True if text in _YES else UNREADABLE


def _megabytes(value: t.Any) -> t.Any:
    """ "1000M" and the like as a number of MB; "unlimited" is no limit: None."""
    match = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        number = _number(value)
        return number if number is None or isinstance(value, (int, float)) else UNREADABLE
    size = float(match.group(1)) * _UNITS[match.group(2).upper()]
    return int(size) if size.is_integer() else round(size, 3)


def _date(value: t.Any) -> t.Any:
    number = _number(value)
    if number is None or number is UNREADABLE or number == 0:
        return number or None
    if not 0 < number <= _LAST_SECOND:
        return UNREADABLE
    return datetime.datetime.fromtimestamp(number, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _addresses(value: t.Any) -> t.Any:
    if value is None or value == "":
        return []
    addresses = [_names.address(item) for item in value] if isinstance(value, list) else [None]
    return UNREADABLE if None in addresses else addresses
