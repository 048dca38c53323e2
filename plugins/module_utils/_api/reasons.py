# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a call failed, as far as the server can be asked: what is missing, and what may have been meant.

Owns the questions that are asked after a failure, and what their answers mean. Must not know batches or routes.
Called by ``client``, ``sessions`` and ``batches``. Texts of a server are translated and decide nothing here.
"""

from __future__ import annotations

import re
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._names import LONGEST, printable
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.refusals import ACLS, failed

from .call import Call
from .functions import Function, closest, uapi, whm
from .link import Link
from .privileges import missing_privilege
from .requests import write

_QUOTED = re.compile(
    r"[\"'`\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb]([A-Za-z][\w-]*)[\"'`\u2018\u2019\u201c\u201d\u00ab\u00bb]"
)


class Questions:
    """Reading questions to the server after a failure, each once, with a credential that it has just accepted.

    ``to_whm`` and ``to_account`` are the links that can be asked, if there are any; UAPI answers for ``account``.
    ``username`` is who asks.
    """

    def __init__(self, to_whm: Link | None, to_account: Link | None, account: str | None, username: str) -> None:
        self.username = username
        self._to_whm = to_whm
        self._to_account = to_account
        self._account = account
        self._answers: dict[str, Result | None] = {}

    def whm(self, function: str, params: t.Mapping[str, t.Any] | None = None) -> Result | None:
        """The answer of a function of WHM API 1, good or bad; None if there was none."""
        return self._ask(self._to_whm, Call(whm(function), params or {}))

    def uapi(self, function: str) -> Result | None:
        """The same of a function of UAPI."""
        return self._ask(self._to_account, Call(uapi(function)))

    def _ask(self, link: Link | None, call: Call) -> Result | None:
        key = "%s %s" % (call.function.name, sorted(call.params.items()))
        if key not in self._answers:
            try:
                answer = None if link is None else link.call(write(call, link.identity, self._account))
            except CpanelError:
                answer = None
            self._answers[key] = answer
        return self._answers[key]


def failure(result: Result, call: Call, questions: Questions) -> CpanelError:
    """Why a call failed."""
    return uapi_failure(result, call, questions) if call.is_uapi else whm_failure(result, call, questions)


def session_failure(result: Result, account: str, questions: Questions) -> CpanelError:
    """Why WHM made no session for an account, or did not act on it: missing privilege, no such account, suspended.

    Asked of ``myprivs`` and ``accountsummary``; the reason's own text is translated and decides nothing.
    """
    error = failed(result, "whostmgrd", 200)
    error.msg = "%s for account %s failed: %s" % (result.function, account, result.first_error)
    missing = _missing_privilege(result.function, questions)
    if missing:
        return _lacks(error, missing, questions)
    name = account.rsplit("@", 1)[-1]
    answer = questions.whm("accountsummary", {"domain": name} if "@" in account else {"user": name})
    if answer is None or answer.foreign:
        return error
    rows = answer.data.get("acct") if isinstance(answer.data, dict) else None
    if not rows and _missing_privilege("accountsummary", questions):
        return error
    if not rows:
        error.category = error.code = "not_found"
        error.hint = "There is no account %s on this server%s." % (account, _or_not_owned(questions))
    elif isinstance(rows, list) and isinstance(rows[0], dict) and str(rows[0].get("suspended", "0")) not in ("0", ""):
        error.category, error.code = "conflict", "account_suspended"
        error.hint = "The account %s is suspended (%s): unsuspend it first." % (
            account,
            rows[0].get("suspendreason") or "no reason given",
        )
    elif result.function == "uapi_cpanel" and _is_absent("uapi_cpanel", questions):
        error.category, error.code = "unsupported", "unknown_function"
        error.hint = "This server's WHM cannot call UAPI for an account: set via to session."
    return error


# What WHM functions name, by parameter: what it is called, the list that says whether it is there, and where in it.
_NAMED = {
    **dict.fromkeys(("user", "username", "account"), ("account", "listaccts", "acct", "user")),
    **dict.fromkeys(("pkg", "pkgname"), ("package", "listpkgs", "pkg", "name")),
    "zone": ("zone", "listzones", "zone", "domain"),
    "token_name": ("API token", "api_token_list", "tokens", "name"),
}
_MAKING = ("createacct", "addpkg", "adddns", "api_token_create")


def whm_failure(result: Result, call: Call, questions: Questions) -> CpanelError:
    """Why a WHM API 1 function failed, as far as the server can be asked.

    Unknown there, a privilege is missing, or what it names is not there: asked of lists, never read from the text.
    """
    error = failed(result, "whostmgrd", 200)
    function = call.function
    if (not function.described or function.name == "batch") and _is_absent(function.name, questions):
        error.category, error.code = "unsupported", "unknown_function"
        error.hint = _suggest(function, "whm", "This server has no WHM API 1 function %s." % function.name)
        return error
    missing = _missing_privilege(function.name, questions)
    if missing:
        return _lacks(error, missing, questions)
    absent = None if function.name.startswith(_MAKING) else _not_there(call, questions)
    if absent:
        error.category = error.code = "not_found"
        error.hint = "There is no %s %s on this server%s." % (*absent, _or_not_owned(questions))
    return error


def _not_there(call: Call, questions: Questions) -> tuple[str, str] | None:
    """What a call names and the server's list of such things lacks: its kind and its name."""
    for key, value in call.params.items():
        asked = "pkg" if (call.function.name, key) == ("editpkg", "name") else key
        name = str(value).lower() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
        if asked not in _NAMED or not name or name == "root" or "@" in name:
            continue
        kind, list_function, block, column = _NAMED[asked]
        answer = questions.whm(list_function) if list_function != call.function.name else None
        rows = answer.data.get(block) if answer is not None and answer.ok and isinstance(answer.data, dict) else None
        if isinstance(rows, dict):
            there = {str(known).lower() for known in rows}
        elif isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
            there = {str(row.get(column)).lower() for row in rows}
        else:
            continue
        if name not in there and (kind != "account" or str(call.params.get("service")) != "whostmgrd"):
            return kind, printable(str(value))
    return None


def _or_not_owned(questions: Questions) -> str:
    return "" if questions.username == "root" else ", or %s does not own it" % questions.username


def uapi_failure(result: Result, call: Call, questions: Questions) -> CpanelError:
    """Why a UAPI function failed: the server does not have it, or the account lacks a feature; else the server's words.

    Told apart by the names in the message, never by its words: an answer about an unknown function names module and
    function, one about a missing feature quotes the feature, which Features::list_features then confirms.
    """
    error = failed(result, "cpaneld", 200)
    function, params = call.function, call.params
    module, name = function.name.split("::", 1)
    said = " ".join(result.errors)[:LONGEST]
    absent = all(re.search(r"\b%s\b" % re.escape(word), said) for word in (module, name))
    given = {str(value) for value in params.values()}
    quoted = [word for word in _QUOTED.findall(said) if word not in given and word not in params]
    no_module = re.search(r"Cpanel(?:::|/)API(?:::|/)%s\b" % re.escape(module), said)
    unheard = module in quoted and (name in quoted or not function.known)
    if no_module or unheard or (absent and not function.known):
        error.category, error.code = "unsupported", "unknown_function"
        error.hint = _suggest(function, "uapi", "This server does not have %s." % function.name)
        return error
    if not function.known:
        error.hint = _suggest(function, "uapi", "%s is not among the documented functions." % function.name)
    if quoted:
        answer = questions.uapi("Features::list_features")
        features = answer.data if answer is not None and isinstance(answer.data, dict) else {}
        disabled = [word for word in quoted if str(features.get(word)) == "0"]
        if disabled:
            error.category, error.code = "permission", "feature_disabled"
            error.hint = (
                "The account's feature list lacks %s: enable it in WHM's Feature Manager or change the package."
                % ", ".join(disabled)
            )
    return error


def _missing_privilege(function: str, questions: Questions) -> str | None:
    return missing_privilege(function, questions.whm("myprivs")) if function in ACLS else None


def _lacks(error: CpanelError, acl: str, questions: Questions) -> CpanelError:
    error.category, error.code = "permission", "missing_acl"
    hint = "%s lacks the WHM privilege %s: grant it to the reseller, or to the API token."
    error.hint = hint % (questions.username, acl)
    return error


def _is_absent(name: str, questions: Questions) -> bool:
    answer = questions.whm("applist")
    names = answer.data.get("app") if answer is not None and isinstance(answer.data, dict) else None
    return isinstance(names, list) and bool(names) and name not in names


def _suggest(function: Function, api: str, text: str) -> str:
    """TEXT, and what may have been meant: nothing else than a documented function, which a server may not have."""
    if function.known:
        return text + " It is documented, so this server is older, or the feature is switched off."
    near = closest(function.name, api)
    return text + (" Did you mean %s?" % " or ".join(near) if near else "")
