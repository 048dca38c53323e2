# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls inside of calls: the one reader of batches, and what a call does, returns and hides, to any depth.

Owns what ``Batch::strict``, WHM's ``batch``, ``uapi_cpanel`` and ``cpanel`` hold, in every form that a server reads
(lists, JSON, query strings), and which names of parameters are never a user's to give. What cannot be read counts as
writing and as returning a secret: a server may read what we cannot. Pure. Called by whatever makes or shows a call.
"""

from __future__ import annotations

import functools
import json
import re
import typing as t
import unicodedata
from urllib.parse import parse_qsl, unquote

from .functions import Function, api2_or_uapi, base_of, uapi, whm
from .secret_names import HARMLESS, is_secret_key, scalars, secret_texts

Params = t.Mapping[str, t.Any]
Inner = tuple[Function, dict[str, t.Any]]

# Batches in batches: deeper ones are not read.
_DEPTH = 8
UNREADABLE = Function("(unreadable)", writes=True, known=False, returns_secret=True, more=True, described=False)
_NAME = r"[A-Za-z][A-Za-z0-9_]*"
WHM_NAME = r"[A-Za-z0-9_]+(?:/[A-Za-z0-9_]+)?"  # a few have a name space: EcosystemFeatures/is_ready
# The holders' own parameters, which say as whom and what is called. Nobody but the user of a holder gives them.
_OWN = {
    "uapi_cpanel": ("cpanel.user", "cpanel.module", "cpanel.function"),
    "cpanel": (
        *("cpanel_jsonapi_user", "cpanel_jsonapi_module", "cpanel_jsonapi_func"),
        "cpanel_jsonapi_apiversion",
    ),
    "batch": ("abort_on_error",),
}
_BATCHES = ("Batch::strict", "batch")
# What names a server takes for the ones that say as whom, what and in which version of the API something is called.
_RESERVED = r"cpanel[^a-z0-9]|cpanel_?(?:json|xml)api|api[^a-z0-9]*version"
_PARAMETER = r"[A-Za-z0-9_][A-Za-z0-9_.:/@\[\]{}*~$,()!|-]*"
# Functions that make up a password, and return it, unless they are given one.
_MADE_UP = {"createacct": ("password", "pass")}


def inner_calls(function: Function, params: Params) -> list[Inner]:
    """The calls that a holder makes; UNREADABLE for those that cannot be read. Nothing for other functions."""
    if function.name in ("uapi_cpanel", "cpanel"):
        return [_inside(function, params)]
    if function.name not in _BATCHES:
        return []
    strict = function.name == "Batch::strict"
    calls: list[Inner] = []
    for key, value in params.items():
        if base_of(key) == "command":
            calls += [inner for command in commands_of(value, strict) for inner in _read(command, strict)]
        elif key not in _OWN.get(function.name, ()) and not key.startswith("api."):
            calls.append((UNREADABLE, {}))
    return calls


def commands_of(value: t.Any, strict: bool) -> list[t.Any]:
    """The commands in one ``command``: ["Email", "list_pops"] is one of Batch::strict, ["version", "applist"] two."""
    if value is None:
        return []
    if not isinstance(value, (list, tuple)):
        return [value]
    one = strict and bool(value) and isinstance(value[0], str) and not value[0].lstrip().startswith("[")
    return [value] if one else list(value)


def writes_with(function: Function, params: Params) -> bool:
    """Whether calling FUNCTION with PARAMS may change something; a holder changes what its calls change."""
    return any(leaf.writes for leaf, _given in _leaves(function, params))


def surely_writes_with(function: Function, params: Params) -> bool:
    """Whether that is known, and no guess by a name: then no ``writes: false`` makes it a read."""
    return any(leaf.writes and not leaf.guessed for leaf, _given in _leaves(function, params))


def returns_secret_with(function: Function, params: Params) -> bool:
    """Whether the answer of FUNCTION called with PARAMS holds a secret that the caller did not send."""
    return any(_returns_secret(leaf, given) for leaf, given in _leaves(function, params))


def secret_values(function: Function, params: Params, depth: int = 0) -> set[str]:
    """The values in PARAMS that must never be shown: marked by the table, or secret by their name or looks.

    A command that is a text is itself secret, too, where it spells a secret of its own in another way.
    """
    secrets: set[str] = set()
    for key, value in params.items():
        param = function.param(str(key))
        marked = param.secret if param is not None else is_secret_key(base_of(str(key)), value, bare_key=True)
        secrets |= scalars(value) if marked else secret_texts(value, bare_key=True)
    if function.name in _BATCHES and depth < _DEPTH:
        strict = function.name == "Batch::strict"
        for key, value in params.items():
            for command in commands_of(value, strict) if base_of(str(key)) == "command" else ():
                calls = _read(command, strict)
                inside = {text for inner, given in calls for text in secret_values(inner, given, depth + 1)}
                secrets |= inside
                spelled_otherwise = isinstance(command, str) and any(text not in command for text in inside)
                unread = isinstance(command, str) and any(inner is UNREADABLE for inner, _given in calls)
                secrets |= {command} if spelled_otherwise or unread else set()
    elif depth < _DEPTH:
        for inner, given in inner_calls(function, params):
            secrets |= secret_values(inner, given, depth + 1)
    return secrets - HARMLESS


def forbidden_names(function: Function, params: t.Mapping[t.Any, t.Any], depth: int = 0) -> list[str]:
    """What is wrong with the names of PARAMS, as sentences: those that would say as whom or what is called.

    Refused in every spelling that a server, a proxy or a decoder might take for them, in the calls inside, too.
    """
    problems: list[str] = []
    own = _OWN.get(function.name, ())
    for key, value in params.items():
        spelling = _lenient(str(key))
        if key in own:
            if isinstance(value, (list, tuple, t.Mapping)):
                problems.append('"%s" of %s must be a single text' % (key, function.name))
        elif not isinstance(key, str):
            problems.append("%r is not the name of a parameter of %s" % (key, function.name))
        elif re.match(_RESERVED, spelling):
            problems.append("parameter %s is reserved and cannot be passed to %s" % (json.dumps(key), function.name))
        elif not re.fullmatch(_PARAMETER, key):
            problems.append("%s is not the name of a parameter of %s" % (json.dumps(key), function.name))
        elif function.name in _BATCHES and spelling.startswith("command") and base_of(key) != "command":
            problems.append(
                '%s has no parameter "%s": write "command", or "command-0", "command-1", ...' % (function.name, key)
            )
    if depth < _DEPTH:
        for inner, given in inner_calls(function, params):
            if function.name in _BATCHES or inner.holder:  # else these are the parameters just looked at
                problems += forbidden_names(inner, given, depth + 1)
    return problems


def _leaves(function: Function, params: Params, depth: int = 0) -> t.Iterator[Inner]:
    """The calls that are no holders, to any depth, in a call; a holder that holds nothing cannot be read."""
    if not function.holder:
        yield function, dict(params)
        return
    inner = inner_calls(function, params) if depth < _DEPTH else []
    for called, given in inner or [(UNREADABLE, {})]:
        yield from _leaves(called, given, depth + 1)


def _returns_secret(function: Function, params: Params) -> bool:
    made_up = _MADE_UP.get(function.name)
    if made_up is not None:
        return not any(params.get(name) for name in made_up)
    return function.returns_secret


def _inside(holder: Function, params: Params) -> Inner:
    """The one call that ``uapi_cpanel`` and ``cpanel`` make, with the parameters that are not the holder's own."""
    own = _OWN[holder.name]
    _user, module, name = (_scalar(params.get(key)) for key in own[:3])
    version = "3"
    if holder.name == "cpanel":
        given_version = params.get("cpanel_jsonapi_apiversion")
        version = "2" if given_version is None else _scalar(given_version)
    given = {key: value for key, value in params.items() if key not in own}
    names = re.fullmatch(_NAME, module) and re.fullmatch(_NAME, name)
    if not names or version not in ("2", "3") or any(re.match(_RESERVED, _lenient(str(key))) for key in given):
        return UNREADABLE, given  # API 1 is never a read
    return api2_or_uapi(module, name, version), given


def _scalar(value: t.Any) -> str:
    """A text, or "" where a name was given more than once or is no text at all."""
    if isinstance(value, (list, tuple)) and len(value) == 1:
        value = value[0]
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


@functools.lru_cache(maxsize=4096)  # the same few names come with every call
def _lenient(name: str) -> str:
    """A name as the most lenient of readers might take it: decoded, in ASCII's own letters, small, without blanks."""
    for _round in range(3):
        decoded = unquote(name)
        if decoded == name:
            break
        name = decoded
    name = unicodedata.normalize("NFKC", name)
    visible = (char for char in name if not unicodedata.category(char).startswith(("C", "Z")))
    return "".join(visible).lower().lstrip("\\/?&;=+.-_'\"")


def _json(command: t.Any) -> t.Any:
    """A command as data: a text that is JSON is read, unless it gives a name twice."""
    if not isinstance(command, str) or not command.lstrip().startswith(("[", "{", '"')):
        return command

    def once(pairs: list[tuple[str, t.Any]]) -> dict[str, t.Any]:
        if len(dict(pairs)) < len(pairs):
            raise ValueError
        return dict(pairs)

    try:
        return json.loads(command, object_pairs_hook=once)
    except (ValueError, RecursionError):
        return None


def _read(command: t.Any, strict: bool) -> list[Inner]:
    """One command of a batch: ["Module", "function", {arguments}], or of WHM's "function?name=value&..." as well.

    Either may be given as JSON (protocol.md 4.5, 4.7). A list of texts may be several commands of WHM's.
    """
    command = _json(command)
    if isinstance(command, str) and not strict:
        return [_read_query(command)]
    size = 2 if strict else 1
    if not isinstance(command, (list, tuple)) or not all(isinstance(name, str) for name in command[:size]):
        return [(UNREADABLE, {})]
    if not strict and len(command) > 1 and all(isinstance(item, str) for item in command):
        if len(command) == 2 and re.match(r"[\w.-]+=[^?]*$", command[1]):
            return [_read_query("%s?%s" % (command[0], command[1]))]
        return [_read_query(item) for item in command]
    given = command[size] if len(command) > size and command[size] else {}
    if not size <= len(command) <= size + 1 or not isinstance(given, t.Mapping):
        return [(UNREADABLE, {})]
    names = command[:size]
    if strict:
        readable = all(re.fullmatch(_NAME, name) for name in names)
        return [(uapi(*names) if readable else UNREADABLE, dict(given))]
    return [(whm(names[0]) if re.fullmatch(WHM_NAME, names[0]) else UNREADABLE, dict(given))]


def _read_query(command: str) -> Inner:
    """Read "function?name=value&..."; what a server may take apart in another way is not read."""
    name, _separator, query = command.strip().partition("?")
    given: dict[str, t.Any] = {}
    for key, value in parse_qsl(query, keep_blank_values=True):
        if key in given:
            before = given[key]
            given[key] = [*(before if isinstance(before, list) else [before]), value]
        else:
            given[key] = value
    if not re.fullmatch(WHM_NAME, name):
        return UNREADABLE, given
    function = whm(name)
    return (UNREADABLE, given) if function.holder and ";" in query else (function, given)
