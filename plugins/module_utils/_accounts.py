# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import datetime
import re
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._client import Client
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import usage
from ansible_collections.hostops.cpanel.plugins.module_utils._functions import whm
from ansible_collections.hostops.cpanel.plugins.module_utils._parameters import Controls
from ansible_collections.hostops.cpanel.plugins.module_utils._request import Call

SELECT_SPEC: dict[str, t.Any] = {
    "owner": {"type": "str"},
    "package": {"type": "str"},
    "domain": {"type": "str"},
    "regex": {"type": "str"},
    "suspended": {"type": "bool"},
}
Row = t.Mapping[str, t.Any]

# What listaccts spells as text and we give as a number; "unlimited" and "*unknown*" become null (protocol.md 5.2).
_NUMBERS = (
    "inodeslimit inodesused maxaddons maxftp maxlst maxparked maxpop maxsql maxsub max_defer_fail_percentage "
    "max_email_per_hour max_emailacct_quota min_defer_fail_to_trigger_protection uid"
).split()
_FLAGS = "suspended is_locked outgoing_mail_suspended outgoing_mail_hold backup legacy_backup has_backup temporary"
_FLAGS += " is_temporary_domain"
_TEXTS = "user domain owner email ip plan theme partition shell mailbox_format suspendreason"
_SIZE = re.compile(r"([\d.]+)\s*([KMGT]?)", re.IGNORECASE)
_UNITS = {"": 1.0, "K": 1 / 1024, "M": 1.0, "G": 1024.0, "T": 1024.0 * 1024}


def fetch(client: Client, select: Row, want: t.Sequence[str] = (), page_size: int = 2000) -> list[dict[str, t.Any]]:
    """The accounts of a server that a selection names, as ``listaccts`` gives them.

    The server filters; what it returns is checked again here, as an older one may ignore a filter. ``domain`` and
    ``regex`` (the user's name) are regular expressions. Raises ``usage`` for one that cannot be read.
    """
    patterns = {"domain": _pattern(select, "domain"), "user": _pattern(select, "regex")}
    params: dict[str, t.Any] = {}
    for searchtype, pattern in patterns.items():
        if pattern is not None and not params:
            params = {"search": pattern.pattern, "searchtype": searchtype, "searchmethod": "regex"}
    if want:
        params["want"] = ",".join(want)
    equal = {"owner": select.get("owner"), "plan": select.get("package")}
    if select.get("suspended") is not None:
        equal["suspended"] = "1" if select["suspended"] else "0"
    filters = tuple({"column": name, "type": "eq", "term": term} for name, term in equal.items() if term is not None)
    call = Call(whm("listaccts"), params, Controls(filters=filters, page_size=page_size))
    data = client.whm(call).data
    rows = data.get("acct") if isinstance(data, dict) else None
    return [row for row in rows or [] if _fits(row, equal, patterns)]


def check(select: Row) -> None:
    """Raises ``usage`` for a regular expression that cannot be read."""
    for option in ("domain", "regex"):
        _pattern(select, option)


def _fits(row: Row, equal: Row, patterns: t.Mapping[str, re.Pattern[str] | None]) -> bool:
    exact = all(term is None or name not in row or str(row[name]) == term for name, term in equal.items())
    return exact and all(
        pattern is None or pattern.search(str(row.get(name, ""))) for name, pattern in patterns.items()
    )


def _pattern(select: Row, option: str) -> re.Pattern[str] | None:
    if select.get(option) is None:
        return None
    try:
        return re.compile(str(select[option]))
    except re.error as exc:
        raise usage("select.%s: %r is no regular expression: %s" % (option, select[option], exc)) from exc


def typed(row: Row) -> dict[str, t.Any]:
    """An account of listaccts with our names and types: sizes in MB, unlimited as None, dates in ISO 8601 (UTC)."""
    found: dict[str, t.Any] = {name: row.get(name) for name in _TEXTS.split() if name in row}
    found["account"] = found.pop("user", None)
    found["package"] = found.pop("plan", None)
    found.update({name: _number(row[name]) for name in _NUMBERS if name in row})
    found.update({name: _flag(row[name]) for name in _FLAGS.split() if name in row})
    found.update({name + "_mb": _megabytes(row[name]) for name in ("disklimit", "diskused") if name in row})
    found["ipv6"] = [str(address) for address in row.get("ipv6") or ()]
    found["created_at"] = _date(row.get("unix_startdate"))
    found["suspended_at"] = _date(row.get("suspendtime"))
    if not found.get("suspended"):
        found["suspendreason"] = None
    return found


def _number(value: t.Any) -> int | float | None:
    try:
        number = float(str(value))
    except ValueError:
        return None
    return int(number) if number.is_integer() else number


def _flag(value: t.Any) -> bool:
    return str(value).lower() not in ("0", "", "none", "false")


def _megabytes(value: t.Any) -> float | int | None:
    """ "1000M" and the like as a number of MB; anything else, such as "unlimited", is no limit: None."""
    match = _SIZE.fullmatch(str(value).strip())
    if match is None:
        return None
    size = float(match.group(1)) * _UNITS[match.group(2).upper()]
    return int(size) if size.is_integer() else round(size, 3)


def _date(value: t.Any) -> str | None:
    number = _number(value)
    if not number or number <= 0:
        return None
    return datetime.datetime.fromtimestamp(number, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
