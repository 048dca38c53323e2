# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which UAPI and WHM API 1 functions exist, what they take, whether they write, and whether they return secrets.

Owns ``Function`` and the tables (``function_table``, where their notation is explained, and ``whm_table``). All
documented functions are known, of WHM API 1 the parameters of those that protocol.md 2, 3 and 5 describe. Any other
may be called as well: ``known`` is false then, and its name says whether it writes (``verbs``).
Pure. Must not know calls inside of calls, which are the business of ``holders``. Called by whatever names a function.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from .function_table import UAPI
from .verbs import makes_secret, reads_by_name

# The functions of API 2 that UAPI lacks (protocol.md 4.8; api.docs.cpanel.net, cPanel API 2): same notation.
API2 = """
    AddonDomain::addaddondomain! dir* newdomain* subdomain*; AddonDomain::deladdondomain! domain* subdomain*;
    Park::park! domain* topdomain; Park::unpark! domain*; SubDomain::changedocroot! dir* rootdomain* subdomain*;
    SubDomain::delsubdomain! domain*
"""


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
    guessed: bool = False  # that it writes is a guess, by its name
    returns_secret: bool = False  # the answer holds a secret that the caller did not send
    session_only: bool = False  # callable over a session URL only, not through WHM's uapi_cpanel
    holder: bool = False  # holds other calls: ask holders.writes_with(function, params)
    post_only: bool = False
    json_body: bool = False  # documented with one JSON body instead of form fields
    deprecated: bool = False
    api2: bool = False  # of cPanel API 2, which has its own path and envelope
    uploads: bool = False  # takes paths of local files: file, file-1, ...
    alone: bool = False  # takes a request of its own, as it cannot be part of a batch
    more: bool = False  # takes further names, which are not documented
    described: bool = True  # its parameters are known
    one_of: tuple[tuple[str, ...], ...] = ()  # groups of which at least one has to be given

    def param(self, key: str) -> Param | None:
        """Return the parameter that KEY belongs to: ``name``, ``name-3``, or ``action2`` for a numbered one."""
        base = base_of(key)
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


@lru_cache(maxsize=4096)  # the same few names come with every account; others are users' and without end
def uapi(name: str, function: str | None = None) -> Function:
    """Return the UAPI function "Module::function" (also given as two arguments); names are case-sensitive."""
    module, function = (name, function) if function is not None else _split(name)
    return _module(module).get(function) or _unknown(f"{module}::{function}", function, _alike(module, function))


def api2_or_uapi(module: str, function: str, version: str) -> Function:
    """Return a function as ``/json-api/cpanel`` takes it, of UAPI (3) or of API 2, of which no table exists."""
    if version == "3":
        return uapi(module, function)
    known = _module(module).get(function)
    return _unknown(f"{module}::{function}", function, known or _alike(module, function))


def api2(name: str) -> Function:
    """Return the function of cPanel API 2 "Module::function", one of the few that UAPI lacks."""
    return _api2()[name]


@lru_cache(maxsize=4096)
def whm(name: str) -> Function:
    """Return the WHM API 1 function NAME."""
    known = _whm().get(name) or _whm_others().get(name)
    if known is not None:
        return known
    last = name.rpartition("/")[2]  # a server names the function of NAMESPACE/FUNCTION by the second alone
    alike = _alike_whm().get(_folded(name)) or _alike_whm().get(_folded(last))
    return _unknown(name, last, alike)


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
    lower = name.lower().replace("/", "::") if api == "uapi" else name.lower()
    near = [known[lower]] if lower in known else []
    if api == "uapi":
        module, function = _split(lower)
        near += [full for low, full in known.items() if _split(low)[1] == function]
        same_module = [low for low in known if _split(low)[0] == module]
        near += [known[low] for low in difflib.get_close_matches(lower, same_module, n=3, cutoff=0.75)]
    near += [known[low] for low in difflib.get_close_matches(lower, list(known), n=3, cutoff=0.7)]
    return [full for full in dict.fromkeys(near) if full != name][:4]


def base_of(key: str) -> str:
    """Return KEY without the number of a repeated parameter: "add-12" is "add"."""
    base, _sep, number = key.rpartition("-")
    return base if base and number.isdigit() else key


def _split(name: str) -> tuple[str, str]:
    module, _sep, function = name.partition("::")
    return module, function


def _unknown(full_name: str, function: str, alike: Function | None = None) -> Function:
    """Return what can be guessed of a function, by its name and by a known one that is spelled like it.

    Names are case-sensitive as documented; what a server makes of another spelling is not to be relied on.
    """
    writes = not reads_by_name(function) or (alike is not None and alike.holder)
    secret = makes_secret(function) or (alike is not None and (alike.returns_secret or alike.holder))
    certain = alike is not None and alike.writes
    return Function(
        name=full_name,
        writes=writes or certain,
        known=False,
        guessed=not certain,
        returns_secret=secret,
        more=True,
        described=False,
    )


def _folded(name: str) -> str:
    return re.sub(r"\W|_", "", name).lower()


def _alike(module: str, function: str) -> Function | None:
    """Return the UAPI function that is spelled like this one but for case, underscores and dashes."""
    modules = [name for name in UAPI if _folded(name) == _folded(module)]
    alike = {_folded(name): known for name in modules for name, known in _module(name).items()}
    return alike.get(_folded(function))


@cache
def _alike_whm() -> dict[str, Function]:
    return {_folded(name): known for name, known in {**_whm_others(), **_whm()}.items()}


@cache
def _module(module: str) -> dict[str, Function]:
    """Return the functions of one UAPI module."""
    return _parse(UAPI.get(module, ""), module + "::", more=False)


@cache
def _whm() -> dict[str, Function]:
    """Return the functions of WHM API 1 whose parameters are known; the table is loaded when one is asked for."""
    from .whm_table import WHM

    return _parse(WHM, "", more=True)


@cache
def _whm_others() -> dict[str, Function]:
    """Return all others: whether they write, and whether they return secrets."""
    from .whm_table import WHM_OTHERS

    return _parse(WHM_OTHERS, "", more=True, described=False)


@cache
def _api2() -> dict[str, Function]:
    return {name: replace(known, api2=True, alone=True) for name, known in _parse(API2, "", more=False).items()}


@cache
def _names(api: str) -> tuple[str, ...]:
    """Return all known names of one API."""
    if api == "whm":
        return (*_whm(), *_whm_others())
    return tuple(known.name for module in UAPI for known in _module(module).values())


def _parse(text: str, prefix: str, more: bool, described: bool = True) -> dict[str, Function]:
    """Read table text (notation: function_table.py)."""
    functions = {}
    for entry in filter(None, (part.split() for part in text.split(";"))):
        name = entry[0].rstrip("!$^{&@%")
        marks = entry[0][len(name) :]
        groups = [tuple(word.rstrip("*~+#") for word in words.split("/")) for words in entry[1:] if "/" in words]
        words = [word for words in entry[1:] for word in words.split("/") if word != "..."]
        functions[name] = Function(
            name=prefix + name,
            writes="!" in marks,
            params=tuple(_param(word) for word in words),
            returns_secret="$" in marks,
            session_only="&" in marks,
            holder="@" in marks,
            alone="&" in marks or "@" in marks,
            uploads=prefix + name == "Fileman::upload_files",
            post_only="^" in marks,
            json_body="{" in marks,
            deprecated="%" in marks,
            more=more or "..." in entry,
            described=described,
            one_of=tuple(groups),
        )
    return functions


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
