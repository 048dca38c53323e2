# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import contextlib
import difflib
import functools
import typing as t

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import usage
from ansible_collections.hostops.cpanel.plugins.module_utils._names import shown
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import Command, Invocation
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import CONNECTION_SPEC, misnamed_password

from .drive import drive
from .engine import Engine
from .kind import Item, Kind
from .plan import Wanted

Params = t.Mapping[str, t.Any]


def resource_command(kind: Kind) -> Command:
    """The command of the module that makes one resource of a kind so."""
    return Command(
        name="cpanel_" + kind.name,
        spec={**CONNECTION_SPEC, **kind.spec()},
        run=lambda invocation: _converge(invocation, kind),
    )


def info_command(kind: Kind) -> Command:
    """The command of the module that lists the resources of a kind; fields of the key pick some of them."""
    options = {name: {k: v for k, v in kind.fields[name].spec(False).items() if k != "default"} for name in kind.key}
    return Command(
        name="cpanel_%s_info" % kind.name,
        spec={**CONNECTION_SPEC, **options},
        run=lambda invocation: _inspect(invocation, kind),
    )


def wanted_of(kind: Kind, params: Params, where: str = "") -> Wanted:
    """What is wanted of one resource, by options that have passed the spec. Raises ``usage``."""
    item: Item = {}
    for name, field in kind.fields.items():
        value = params.get(name)
        if value is None or field.told:
            continue
        try:
            item[name] = value if field.normal is None else field.normal(value)
        except ValueError as exc:
            raise usage("%s%s: %s" % (where + "." if where else "", name, exc)) from exc
    try:
        kind.prepare(item)
    except ValueError as exc:
        raise usage("%s%s" % (where + "." if where else "", exc)) from exc
    return Wanted(
        kind,
        item,
        where,
        absent=params.get("state") == "absent",
        update_password=str(params.get("update_password") or "on_create"),
        verify=bool(params.get("verify")),
    )


@functools.cache
def _validator(kind: Kind) -> ArgumentSpecValidator:
    """One for each kind: a fleet validates the items of thousands of documents."""
    return ArgumentSpecValidator(kind.spec())


def validated(kind: Kind, given: t.Any, where: str) -> Params:
    """An item of a document, checked and typed as the options of the kind's module are. Raises ``usage``."""
    if not isinstance(given, dict):
        raise usage("%s: is no dictionary" % where, "Give the options of cpanel_%s." % kind.name)
    misnamed = misnamed_password(given, kind.spec(), where)
    if misnamed is not None:
        raise misnamed
    known = kind.spec()
    names = {*known, *(alias for rule in known.values() for alias in rule.get("aliases", ()))}
    for name in [name for name in given if name not in names]:
        near = difflib.get_close_matches(str(name), names, n=1, cutoff=0.6)
        hint = "Did you mean %s?" % near[0] if near else "Options are %s." % ", ".join(sorted(names))
        text = "%s: %s is unsupported" % (where, shown(name))
        raise usage("%s; did you mean %s?" % (text, near[0]) if near else text, hint)
    for name, field in kind.fields.items():
        if field.type == "str" and isinstance(given.get(name), (dict, list)):
            raise usage("%s.%s: is no text" % (where, name), "Give one value.")
    result = _validator(kind).validate(given)
    if result.error_messages:
        raise usage("%s: %s" % (where, "; ".join(result.error_messages)))
    return t.cast(Params, result.validated_parameters)


def _converge(invocation: Invocation, kind: Kind) -> dict[str, t.Any]:
    wanted = wanted_of(kind, invocation.params)
    with invocation.client() as client:
        engine = Engine([kind], [wanted], account=client.account, check_mode=invocation.check_mode)
        outcome = drive(client, engine.converge())
    left = outcome.sides(wanted)[1]
    if wanted.absent and kind.reset is None and left is not None:
        invocation.warn("%s %s stays with what was not named: %s" % (kind.name, kind.title(left), left.get("value")))
    before, after = outcome.changes[0].sides() if outcome.changes else outcome.sides(wanted)
    header = "%s %s" % (kind.name, kind.title(wanted.item))
    return {
        "changed": bool(outcome.changes),
        kind.name: left,
        "diff": {"before": before or {}, "after": after or {}, "before_header": header, "after_header": header},
    }


def _inspect(invocation: Invocation, kind: Kind) -> dict[str, t.Any]:
    given = _picking(kind, invocation.params)
    with invocation.client() as client:
        engine = Engine([kind], account=client.account, everything=True)
        outcome = drive(client, engine.inspect())
    if set(given) == set(kind.key):
        kind.identify(given, engine.scopes[kind.name])
    found = [item for item in outcome.items[kind.name] if _fits(item, given)]
    return {kind.many: sorted(found, key=kind.title)}


def _picking(kind: Kind, params: Params) -> Item:
    """What picks resources, in the one form in which they are listed. Raises ``usage`` for what is no value at all."""
    given = {name: params[name] for name in kind.key if params.get(name) is not None}
    for name, value in given.items():
        normal = kind.fields[name].normal
        try:
            given[name] = value if normal is None else normal(value)
        except ValueError as exc:
            raise usage("%s: %s" % (name, exc)) from exc
    if set(given) == set(kind.key):
        with contextlib.suppress(ValueError):  # there is none that is called so
            kind.prepare(given)
    return given


def _fits(item: Item, given: Params) -> bool:
    return all(str(item.get(name)).lower() == str(value).lower() for name, value in given.items())
