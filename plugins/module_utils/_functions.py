# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Module utilities are private to this collection.
"""Which UAPI and WHM API 1 functions exist, what they take, whether they write, and what in them is secret.

Pure: no I/O, no imports of ours but the generated table (_function_table.py, where the notation is explained).
UAPI is known in full; of WHM API 1 the functions that protocol.md 2, 3 and 5 describe. Anything else is sent as it
is: ``known`` is false and ``writes`` follows from the verb in the name, true when the verb says nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from ansible_collections.hostops.cpanel.plugins.module_utils._function_table import UAPI
from ansible_collections.hostops.cpanel.plugins.module_utils._secret_names import (
    HARMLESS,
    is_secret_key,
    scalars,
    secret_texts,
)

# Same notation as the generated table. Sources: protocol.md 2.5, 3.1, 4.7, 5.2-5.6. Parameters are those described
# there, and further ones are accepted for every function: this list is no full account of WHM API 1.
# create_user_session is no change: a session comes and goes without touching the account.
WHM = """
    accountsummary user/domain; addpkg! name* MAX_DEFER_FAIL_PERCENTAGE MAX_EMAILACCT_QUOTA MAX_EMAIL_PER_HOUR
    MAX_TEAM_USERS _PACKAGE_EXTENSIONS bwlimit cgi cpmod digestauth featurelist hasshell ip language maxaddon maxftp
    maxlst maxpark maxpop maxsql maxsub quota;
    api_token_create!$ token_name* acl+ expires_at whitelist_ip+; api_token_get_details token*~; api_token_list;
    api_token_revoke! token_name+*; api_token_update! token_name* acl+ expires_at new_name whitelist_ip+;
    applist; batch!@ command+* abort_on_error; changepackage! pkg* user*;
    cpanel!@ cpanel_jsonapi_func* cpanel_jsonapi_module* cpanel_jsonapi_user* cpanel_jsonapi_apiversion;
    create_user_session$ service* user* app cp_security_token~ locale preferred_domain promptToken~;
    createacct! username* bwlimit cgi contactemail cpmod customip dkim dmarc domain featurelist forcedns gid hasshell
    hasuseregns homedir ip language mailbox_format max_defer_fail_percentage max_email_per_hour max_emailacct_quota
    max_team_users maxaddon maxftp maxlst maxpark maxpop maxsql maxsub mxcheck owner pass~ password~ pkgname plan quota
    reseller reseller_without_domain savepkg showpass spamassassin spambox spf uid useregns;
    domainuserdata domain*; dumpzone% domain/zone; editpkg! name* MAX_DEFER_FAIL_PERCENTAGE MAX_EMAILACCT_QUOTA
    MAX_EMAIL_PER_HOUR MAX_TEAM_USERS _PACKAGE_EXTENSIONS bwlimit cgi cpmod digestauth featurelist hasshell ip language
    maxaddon maxftp maxlst maxpark maxpop maxsql maxsub quota;
    editquota! quota* user*; get_cphulk_failed_logins; get_domain_info; gethostname; getpkginfo pkg*; killpkg! pkgname*;
    limitbw! bwlimit user; list_users; listaccts search searchmethod searchtype want; listpkgs want; listsuspended;
    load_cphulk_config; mass_edit_dns_zone! serial* zone* add+ edit+ remove+;
    modifyacct! user* BACKUP BWLIMIT DBOWNER DNS HASCGI HASDKIM HASDMARC HASSHELL HASSPF LEGACY_BACKUP LOCALE
    MAILBOX_FORMAT MAXADDON MAXFTP MAXLST MAXPARK MAXPOP MAXSQL MAXSUB MAX_DEFER_FAIL_PERCENTAGE MAX_EMAIL_PER_HOUR
    OUTGOING_EMAIL_SUSPENDED QUOTA STARTDATE contactemail domain newuser owner rename_database_objects shell;
    myprivs; parse_dns_zone zone*; passwd! password*~ user* db_pass_update enabledigest;
    removeacct! username/user keepdns; suspendacct! user* disallowun leave-ftp-accts-enabled reason;
    unsuspendacct! user* retain-service-proxies; uapi_cpanel!@ cpanel.function* cpanel.module* cpanel.user*; version;
    wp_dashboard_create_login_link!$
"""

# The functions of API 2 that UAPI lacks (protocol.md 4.8; api.docs.cpanel.net, cPanel API 2): same notation.
API2 = """
    AddonDomain::addaddondomain! dir* newdomain* subdomain*; AddonDomain::deladdondomain! domain* subdomain*;
    Park::park! domain* topdomain; Park::unpark! domain*; SubDomain::changedocroot! dir* rootdomain* subdomain*;
    SubDomain::delsubdomain! domain*
"""

# Derived from the 589 documented functions: every one that starts with one of these only reads. Left out on purpose:
# verify and validate (SiteQuality::verify_code and Market::validate_login_token change something).
READ_VERBS = frozenset(
    (
        *("allows", "any", "browse", "can", "check", "configured", "count", "describe", "dump", "fetch", "find", "get"),
        *("has", "installed", "is", "list", "locate", "lookup", "parse", "query", "read", "retrieve", "search", "show"),
    )
)
# WHM API 1 and cPanel API 2 write the verb and its object in one word: listaccts, fetchsslinfo.
_FUSED = ("list", "get", "fetch", "show", "lookup")

# Patterns are compiled when first used: every task imports this room, few need them.
_SNAKE = r"(?<=[a-z0-9])(?=[A-Z])|[-. ]+"
# An unknown function whose answer is probably a secret.
_MAKES_SECRET = (
    r"(?:create|generate|export|issue|renew|regenerate)_?(?:.*_)?"
    r"(?:token|session|secret|otp|keypair|login_link|sso_?link)"
    r"|.*(?:private_?key|secret_?key|sso_?link|login_link|api_?token$)"
)


@dataclass(frozen=True, eq=False)  # one object per function: identity is enough, and the import stays fast
class Param:
    """One documented parameter. ``numbered``: NAME stands for NAME1, NAME2, ..."""

    name: str
    required: bool = False
    secret: bool = False
    is_list: bool = False
    numbered: bool = False


@dataclass(frozen=True, eq=False)  # one object per function: identity is enough, and the import stays fast
class Function:
    """What is known of one function of UAPI ("Email::add_pop") or of WHM API 1 ("listaccts")."""

    name: str
    writes: bool
    params: tuple[Param, ...] = ()
    known: bool = True
    returns_secret: bool = False  # the answer holds a secret that the caller did not send
    session_only: bool = False  # callable over a session URL only, not through WHM's uapi_cpanel
    holder: bool = False  # holds other calls: ask writes_with(function, params)
    post_only: bool = False
    json_body: bool = False  # documented with one JSON body instead of form fields
    deprecated: bool = False
    api2: bool = False  # of cPanel API 2, which has its own path and envelope
    more: bool = False  # takes further names, which are not documented
    one_of: tuple[tuple[str, ...], ...] = ()  # groups of which at least one has to be given

    @property
    def alone(self) -> bool:
        """Whether it takes a request of its own, as it cannot be part of a batch."""
        return self.session_only or self.holder or self.api2

    def param(self, key: str) -> Param | None:
        """Return the parameter that KEY belongs to: ``name``, ``name-3``, or ``action2`` for a numbered one."""
        base = _base(key)
        for param in self.params:
            if param.numbered:
                if key.startswith(param.name) and key[len(param.name) :].isdigit():
                    return param
            elif param.name in (key, base):
                return param
        return None

    def spelled(self, name: str) -> str:
        """Return the parameter NAME as a user writes it: "action1" for a numbered one."""
        return next((f"{name}1" for param in self.params if param.name == name and param.numbered), name)


def uapi(name: str, function: str | None = None) -> Function:
    """Return the UAPI function "Module::function" (also given as two arguments); names are case-sensitive."""
    module, function = (name, function) if function is not None else _split(name)
    found = _module(module).get(function)
    return found if found is not None else _unknown(f"{module}::{function}", function)


def api2(name: str) -> Function:
    """Return the function of cPanel API 2 "Module::function", one of the few that UAPI lacks."""
    return _api2()[name]


def whm(name: str) -> Function:
    """Return the WHM API 1 function NAME."""
    found = _whm().get(name)
    return found if found is not None else _unknown(name, name)


def reads_by_name(function: str) -> bool:
    """Say whether the verb that FUNCTION (without its module) starts with only reads."""
    words = re.sub(_SNAKE, "_", function).lower().split("_")
    while len(words) > 1 and words[0] in ("php", "ini"):  # LangPHP::php_get_..., php_ini_set_...
        words.pop(0)
    return words[0] in READ_VERBS or words[0].startswith(_FUSED)


def check_params(function: Function, params: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with PARAMS as sentences; nothing for functions that the table does not know."""
    if not function.known:
        return []
    problems, given = [], set()
    for key, value in params.items():
        param = function.param(key)
        if param is not None and value is not None and value != []:  # null and empty lists are not sent
            given.add(param.name)
        if param is None and not function.more and not key.startswith("api."):
            problems.append(f'unknown parameter "{key}" for {function.name}{_hint(key, function)}')
    needed = [(param.name,) for param in function.params if param.required] + list(function.one_of)
    for names in needed:
        if given.isdisjoint(names):
            choice = " or ".join(f'"{function.spelled(name)}"' for name in names)
            problems.append(f"missing parameter {choice} of {function.name}")
    return problems


def closest(name: str, api: str = "uapi") -> list[str]:
    """Return known functions whose names NAME may have meant, best first; ``api`` is "uapi" or "whm"."""
    import difflib  # here, because only failures need it

    known = {known.lower(): known for known in _names(api)}
    wanted = name.lower().replace("/", "::")
    found = [known[wanted]] if wanted in known else []
    if api == "uapi":
        function = _split(wanted)[1]
        found += [full for low, full in known.items() if _split(low)[1] == function]
        same_module = [low for low in known if _split(low)[0] == _split(wanted)[0]]
        found += [known[low] for low in difflib.get_close_matches(wanted, same_module, n=3, cutoff=0.75)]
    found += [known[low] for low in difflib.get_close_matches(wanted, list(known), n=3, cutoff=0.7)]
    return [full for full in dict.fromkeys(found) if full != name][:4]


def inner_calls(function: Function, params: Mapping[str, Any]) -> list[tuple[Function, dict[str, Any]]]:
    """Return the calls that a holder (Batch::strict, batch, uapi_cpanel, cpanel) makes, as far as they can be read."""
    if function.name == "uapi_cpanel":
        inner = {key: value for key, value in params.items() if not key.startswith("cpanel.")}
        return [(uapi(str(params.get("cpanel.module", "")), str(params.get("cpanel.function", ""))), inner)]
    if function.name == "cpanel":
        inner = {key: value for key, value in params.items() if not key.startswith("cpanel_jsonapi_")}
        module, name = (str(params.get(f"cpanel_jsonapi_{part}", "")) for part in ("module", "func"))
        if str(params.get("cpanel_jsonapi_apiversion", "2")) == "3":
            return [(uapi(module, name), inner)]
        return [(_unknown(f"{module}::{name}", name), inner)]
    if not function.holder:
        return []
    strict = function.name == "Batch::strict"
    commands: list[Any] = []
    for key, value in params.items():
        if _base(key) == "command":
            single = not isinstance(value, (list, tuple)) or (strict and _is_command(value))
            commands += [value] if single else value
    return [_read_strict(command) if strict else _read_batch(command) for command in commands]


def writes_with(function: Function, params: Mapping[str, Any]) -> bool:
    """Say whether calling FUNCTION with PARAMS may change something; a holder changes what its calls change."""
    if not function.holder:
        return function.writes
    calls = inner_calls(function, params)
    return not calls or any(writes_with(inner, given) for inner, given in calls)


def returns_secret_with(function: Function, params: Mapping[str, Any]) -> bool:
    """Say whether the answer of FUNCTION called with PARAMS holds a secret that the caller did not send."""
    return function.returns_secret or any(inner.returns_secret for inner, _given in inner_calls(function, params))


def secret_values(function: Function, params: Mapping[str, Any]) -> set[str]:
    """Return the values in PARAMS that must never be shown: marked by the table, or secret by their name."""
    found: set[str] = set()
    for key, value in params.items():
        param = function.param(key)
        marked = param.secret if param is not None else is_secret_key(_base(key), value, bare_key=True)
        found |= scalars(value) if marked else secret_texts(value, bare_key=True)
    for inner, given in inner_calls(function, params):
        found |= secret_values(inner, given)
    return found - HARMLESS


def _base(key: str) -> str:
    """Return KEY without the number of a repeated parameter: "add-12" is "add"."""
    base, _sep, number = key.rpartition("-")
    return base if base and number.isdigit() else key


def _split(name: str) -> tuple[str, str]:
    module, _sep, function = name.partition("::")
    return module, function


def _unknown(full_name: str, function: str) -> Function:
    low = re.sub(_SNAKE, "_", function).lower()
    return Function(
        name=full_name,
        writes=not reads_by_name(function),
        known=False,
        returns_secret=re.fullmatch(_MAKES_SECRET, low) is not None,
        more=True,
    )


@cache
def _module(module: str) -> dict[str, Function]:
    """Return the functions of one UAPI module."""
    return _parse(UAPI.get(module, ""), module + "::", more=False)


@cache
def _whm() -> dict[str, Function]:
    return _parse(WHM, "", more=True)


@cache
def _api2() -> dict[str, Function]:
    return {name: replace(found, api2=True) for name, found in _parse(API2, "", more=False).items()}


@cache
def _names(api: str) -> tuple[str, ...]:
    """Return all known names of one API."""
    if api == "whm":
        return tuple(_whm())
    return tuple(found.name for module in UAPI for found in _module(module).values())


def _parse(text: str, prefix: str, more: bool) -> dict[str, Function]:
    """Read table text (notation: _function_table.py)."""
    found = {}
    for entry in filter(None, (part.split() for part in text.split(";"))):
        name = entry[0].rstrip("!$^{&@%")
        marks = entry[0][len(name) :]
        groups = [tuple(word.rstrip("*~+#") for word in words.split("/")) for words in entry[1:] if "/" in words]
        words = [word for words in entry[1:] for word in words.split("/") if word != "..."]
        found[name] = Function(
            name=prefix + name,
            writes="!" in marks,
            params=tuple(_param(word) for word in words),
            returns_secret="$" in marks,
            session_only="&" in marks,
            holder="@" in marks,
            post_only="^" in marks,
            json_body="{" in marks,
            deprecated="%" in marks,
            more=more or "..." in entry,
            one_of=tuple(groups),
        )
    return found


def _param(word: str) -> Param:
    name = word.rstrip("*~+#")
    marks = word[len(name) :]
    return Param(name, required="*" in marks, secret="~" in marks, is_list="+" in marks, numbered="#" in marks)


def _hint(key: str, function: Function) -> str:
    import difflib  # here, because only failures need it

    names = {param.name.lower(): function.spelled(param.name) for param in function.params}
    near = difflib.get_close_matches(key.lower(), list(names), n=1, cutoff=0.6)
    if near:
        return f' (did you mean "{names[near[0]]}"?)'
    return "" if names else " (it takes no parameters)"


def _is_command(value: Any) -> bool:
    """Tell one command of Batch::strict, ["Module", "function", {...}], from a list of commands."""
    return len(value) > 0 and isinstance(value[0], str) and not value[0].lstrip().startswith("[")


def _read_strict(command: Any) -> tuple[Function, dict[str, Any]]:
    """Read ["Module", "function", {arguments}], given as a list or as JSON (protocol.md 4.5)."""
    if isinstance(command, str):
        try:
            command = json.loads(command)
        except ValueError:
            command = None
    if not isinstance(command, (list, tuple)) or len(command) < 2:
        return _unknown("Batch::strict command", ""), {}
    given = command[2] if len(command) > 2 and isinstance(command[2], Mapping) else {}
    return uapi(str(command[0]), str(command[1])), dict(given)


def _read_batch(command: Any) -> tuple[Function, dict[str, Any]]:
    """Read "function?name=value&..." of WHM's batch (protocol.md 4.7 C)."""
    name, _sep, query = str(command).partition("?")
    given: dict[str, Any] = {}
    for key, value in parse_qsl(query, keep_blank_values=True):
        given.setdefault(key, []).append(value)
    return whm(name), given
