# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two commands of a kind: one resource made as desired, and what there is listed.

Owns how the options of a module, or an item of a document, become what is desired. Must not know documents or fleets.
Called by the modules of resources, and by documents for their items.
"""

from __future__ import annotations

import contextlib
import functools
import typing as t

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, closest_name, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._names import shown
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import Command, Invocation
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import CONNECTION_SPEC, misnamed_password

from .drive import drive
from .engine import Engine
from .kind import Field, Kind
from .plan import Desired
from .scope import Item

Params = t.Mapping[str, t.Any]


def resource_command(kind: Kind) -> Command:
    """The command of the module that makes one resource of a kind so."""
    return Command(
        name="cpanel_" + kind.name,
        spec={**CONNECTION_SPEC, **kind.spec},
        run=functools.partial(_converge, kind),
    )


def info_command(kind: Kind) -> Command:
    """The command of the module that lists the resources of a kind; fields of the key pick some of them."""
    options = {name: {k: v for k, v in kind.fields[name].spec(False).items() if k != "default"} for name in kind.key}
    return Command(
        name="cpanel_%s_info" % kind.name,
        spec={**CONNECTION_SPEC, **options},
        run=functools.partial(_inspect, kind),
    )


def desired_of(kind: Kind, params: Params, where: str = "") -> Desired:
    """What is desired of one resource, by options that have passed the spec. Raises ``usage``."""
    place = where + "." if where else ""
    item: Item = {}
    for name, field in kind.fields.items():
        value = params.get(name)
        if value is not None and not field.read_only:
            item[name] = _normalized(field, value, place + name)
    try:
        kind.prepare(item)
    except ValueError as exc:
        raise usage("%s%s" % (place, exc)) from exc
    return Desired(
        kind,
        item,
        where,
        absent=params.get("state") == "absent",
        update_password=str(params.get("update_password") or "on_create"),
        verify=bool(params.get("verify")),
    )


def _normalized(field: Field, value: t.Any, option: str) -> t.Any:
    """The one form of a value. Raises ``usage``, with the option that it was given as."""
    try:
        return value if field.normalize is None else field.normalize(value)
    except ValueError as exc:
        raise usage("%s: %s" % (option, exc)) from exc


@functools.cache
def _validator(kind: Kind) -> ArgumentSpecValidator:
    """One for each kind: a fleet validates the items of thousands of documents."""
    return ArgumentSpecValidator(kind.spec)


@functools.cache
def _options(kind: Kind) -> frozenset[str]:
    return frozenset([*kind.spec, *(alias for rule in kind.spec.values() for alias in rule.get("aliases", ()))])


def validated(kind: Kind, given: t.Any, where: str) -> Params:
    """An item of a document, checked and typed as the options of the kind's module are. Raises ``usage``."""
    if not isinstance(given, dict):
        raise usage("%s: not a dictionary" % where, "Give the options of cpanel_%s." % kind.name)
    misnamed = misnamed_password(given, kind.spec, where)
    if misnamed is not None:
        raise misnamed
    options = _options(kind)
    for name in [name for name in given if name not in options]:
        raise unknown_name("%s: %s is unsupported" % (where, shown(name)), name, "Options", options)
    for name, field in kind.fields.items():
        if field.type == "str" and isinstance(given.get(name), (dict, list)):
            raise usage("%s.%s: not a text" % (where, name), "Give one value.")
    result = _validator(kind).validate(given)
    if result.error_messages:
        raise usage("%s: %s" % (where, "; ".join(result.error_messages)))
    return t.cast(Params, result.validated_parameters)


def unknown_name(text: str, name: t.Any, plural: str, known: t.Collection[str]) -> CpanelError:
    """The error for a name in a document: with the one that may be meant, in the message too, or all there are."""
    near = closest_name(name, known)
    if near is None:
        return usage(text, "%s are %s." % (plural, ", ".join(sorted(known))))
    return usage("%s; did you mean %s?" % (text, near), "Did you mean %s?" % near)


def _converge(kind: Kind, invocation: Invocation) -> dict[str, t.Any]:
    desired = desired_of(kind, invocation.params)
    with invocation.client() as client:
        engine = Engine([kind], [desired], account=client.account, check_mode=invocation.check_mode)
        outcome = drive(client, engine.converge())
    before, after = outcome.sides(desired)
    current = after
    if desired.absent and kind.reset_to is None and current is not None:
        text = "%s %s stays with the values that were not given: %s"
        invocation.warn(text % (kind.name, kind.title(current), current.get("value")))
    if outcome.changes:
        before, after = outcome.changes[0].sides()
    header = "%s %s" % (kind.name, kind.title(desired.item))
    return {
        "changed": bool(outcome.changes),
        kind.name: current,
        "diff": {"before": before or {}, "after": after or {}, "before_header": header, "after_header": header},
    }


def _inspect(kind: Kind, invocation: Invocation) -> dict[str, t.Any]:
    given = _filter(kind, invocation.params)
    with invocation.client() as client:
        engine = Engine([kind], account=client.account, everything=True)
        items = drive(client, engine.inspect()).items[kind.name]
    if set(given) == set(kind.key):
        kind.identify(given, engine.scopes[kind.name])
    chosen = [item for item in items if _matches(item, given)]
    return {kind.plural: sorted(chosen, key=kind.title)}


def _filter(kind: Kind, params: Params) -> Item:
    """What chooses resources, in the one form in which they are listed. Raises ``usage`` for what cannot be a value."""
    given = {
        name: _normalized(kind.fields[name], params[name], name) for name in kind.key if params.get(name) is not None
    }
    if set(given) == set(kind.key):
        with contextlib.suppress(ValueError):  # then none is called so
            kind.prepare(given)
    return given


def _matches(item: Item, given: Params) -> bool:
    return all(str(item.get(name)).lower() == str(value).lower() for name, value in given.items())
