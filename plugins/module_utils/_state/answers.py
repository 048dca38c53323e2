# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an honest answer to each question of a declaration looks like, so that none is taken for "there is nothing".

A server that does not let an account read something may answer with blanks and no error (protocol.md 6.7). So each
question has a shape here: what its answer always has, as every account has a main domain, and what each row has. An
answer that is blank where it cannot be is ``permission``, one of another shape is ``protocol``; neither is ever the
user's mistake. Called by the reader, for every answer, before a declaration sees it. Must not know the declarations.
"""

from __future__ import annotations

import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._api.call import Call
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result

Shape = t.Callable[[t.Any], None]


class _Blank(Exception):
    """Nothing, where there is always something."""


def _is_blank(value: t.Any) -> bool:
    return value is None or value == "" or (isinstance(value, (dict, list)) and not value)


def text(value: t.Any) -> None:
    """A text that is not empty; names that are digits only come as numbers at times."""
    if isinstance(value, bool) or not isinstance(value, (str, int)) or value == "":
        raise ValueError("is not a text")


def _maybe(shape: Shape) -> Shape:
    return lambda value: None if value is None or value == "" else shape(value)


def _present(shape: Shape) -> Shape:
    def check(value: t.Any) -> None:
        if _is_blank(value):
            raise _Blank
        shape(value)

    return check


def _scalar(value: t.Any) -> None:
    if isinstance(value, (dict, list)):
        raise ValueError("is not a single value")


def _one(shape: Shape) -> Shape:
    """The value itself, or alone in a list, as the published description has it (protocol.md 8.18)."""
    return lambda value: shape(value[0] if isinstance(value, list) and len(value) == 1 else value)


def _list(value: t.Any) -> None:
    """A list, or null for none (protocol.md 8.18)."""
    if value is not None and not isinstance(value, list):
        raise ValueError("is not a list")


def _all(shape: Shape) -> Shape:
    def check(value: t.Any) -> None:
        _list(value)
        for number, item in enumerate(value or ()):
            try:
                shape(item)
            except ValueError as exc:
                raise ValueError("[%d] %s" % (number, exc)) from None

    return check


def record(**parts: Shape) -> Shape:
    """An object that has these parts."""

    def check(value: t.Any) -> None:
        if not isinstance(value, dict):
            raise ValueError("is not an object")
        for name, shape in parts.items():
            try:
                shape(value[name])
            except KeyError:
                raise ValueError("has no %s" % name) from None
            except ValueError as exc:
                raise ValueError("%s %s" % (name, exc)) from None

    return check


def rows(*texts: str, **parts: Shape) -> Shape:
    """Objects that have these texts, and these parts."""
    return _all(record(**dict.fromkeys(texts, text), **parts))


def _blank_without(name: str, shape: Shape) -> Shape:
    """An object which is as good as none without that part."""

    def check(value: t.Any) -> None:
        if isinstance(value, dict) and _is_blank(value.get(name)):
            raise _Blank
        shape(value)

    return check


def _own_or_row(value: t.Any) -> None:
    """Parked domains come as names, or as rows like the others."""
    if isinstance(value, dict):
        record(domain=text)(value)
    else:
        text(value)


_NAMES = _all(text)
_SITES = rows("domain", "documentroot")
# By function. Those that are _present always have something; the others may be without any.
ANSWERS: dict[str, Shape] = {
    "DNS::parse_zone": _present(rows("type")),
    "DomainInfo::domains_data": _present(
        _blank_without(
            "main_domain",
            record(
                main_domain=_one(_blank_without("domain", record(domain=text, documentroot=text))),
                addon_domains=rows("domain", "documentroot", "servername"),
                sub_domains=_SITES,
                parked_domains=_all(_own_or_row),
            ),
        )
    ),
    "DomainInfo::list_domains": _present(
        _blank_without(
            "main_domain",
            record(main_domain=_one(text), addon_domains=_NAMES, parked_domains=_NAMES, sub_domains=_NAMES),
        )
    ),
    "Email::get_auto_responder": _present(record()),
    "Email::get_default_email_quota": _scalar,
    "Email::get_max_email_quota": _scalar,
    "Email::list_auto_responders": rows("email"),
    "Email::list_default_address": _present(rows("domain", defaultaddress=_maybe(text))),
    "Email::list_domain_forwarders": rows("dest", "forward"),
    "Email::list_filters": rows("filtername", rules=_all(record()), actions=_all(record())),
    "Email::list_forwarders": rows("dest", "forward"),
    "Email::list_mxs": _present(rows("domain", "mxcheck")),
    "Email::list_pops": _present(rows("email")),
    "Email::list_pops_with_disk": rows("email"),
    "Ftp::list_ftp_with_disk": _present(rows("accttype", dir=_maybe(text))),
    "LangPHP::php_get_installed_versions": _present(_blank_without("versions", record(versions=_NAMES))),
    "LangPHP::php_get_vhost_versions": _present(rows("vhost", "version")),
    "Mime::list_redirects": rows("domain", "destination"),
    "Mysql::get_privileges_on_database": _NAMES,
    "Mysql::get_restrictions": _present(
        record(
            prefix=lambda value: None if value is None else text(value),
            max_database_name_length=_maybe(text),
            max_username_length=_maybe(text),
        )
    ),
    "Mysql::list_databases": rows("database"),
    "Mysql::list_users": rows("user", databases=_NAMES),
}
_ROWS = rows()
# Of one thing that the call names there may be nothing to say.
_OF_ONE = {"Email::list_mxs": rows("domain", "mxcheck")}


def checked(calls: t.Iterable[Call], results: t.Iterable[Result]) -> list[Result | CpanelError]:
    """The answers to calls; in place of one that cannot be honest, its error: ``permission`` or ``protocol``."""
    return [_error(call.function.name, call, result) or result for call, result in zip(calls, results)]


def _error(name: str, call: Call, result: Result) -> CpanelError | None:
    shape = _OF_ONE[name] if call.params and name in _OF_ONE else ANSWERS.get(name, _ROWS)
    try:
        if result.data == "" or (result.data == {} and shape is not _scalar):
            raise _Blank
        shape(result.data)
    except _Blank:
        msg = "the server answered %s with nothing, where every account has something" % name
        hint = "It may not let the account read this: look for a missing feature or privilege."
        return CpanelError("permission", msg, code="blank_answer", function=name, hint=hint)
    except ValueError as exc:
        return malformed(name, "the answer %s" % str(exc).strip())
    return None


def malformed(name: str, what: str) -> CpanelError:
    """The error for an answer of a shape or with a value that nobody can make sense of."""
    msg = "the server's answer to %s cannot be read: %s" % (name, what)
    hint = "The server, or a proxy in front of it, sent data that the function never returns. Nothing was changed."
    return CpanelError("protocol", msg, code="malformed_answer", function=name, hint=hint)
