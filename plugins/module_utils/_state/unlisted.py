# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an account has and its document does not list: what a purge of everything would remove, and settings of the
kinds that every domain has, where they are not the ones that being absent means.

Pure: it looks at what the engine has read, and knows neither servers nor options. Called by ``document``.
"""

from __future__ import annotations

import contextlib
import typing as t

from .kind import Kind
from .plan import Converged, Desired, name_of, state_of
from .scope import Item, Scope

Entry = dict[str, t.Any]


def unlisted(
    kinds: t.Iterable[Kind], desired: t.Sequence[Desired], outcome: Converged, scopes: t.Mapping[str, Scope]
) -> list[Entry]:
    """An entry for each, but for what a plan changes: ``kind``, ``name`` and the resource itself as ``item``."""
    by_name = {one.name: one for one in desired}
    listed = {*by_name, *(change.name for change in outcome.changes)}
    entries: list[Entry] = []
    for kind in kinds:
        for item in sorted(outcome.items.get(kind.name, ()), key=kind.title):
            name = name_of(kind, item)
            if kind.purge_option is not None:
                entries += _entries(kind, item, by_name.get(name), scopes[kind.name])
            elif not (name in listed or kind.protected(item) or _is_default(kind, item, scopes[kind.name])):
                entries.append({"kind": kind.name, "name": kind.title(item), "item": state_of(kind, item)})
    return entries


def _is_default(kind: Kind, item: Item, scope: Scope) -> bool:
    """Whether a resource that always exists is what it is where nobody asked for anything."""
    if kind.reset_to is None:
        return False
    default = {**item, **kind.reset_to(dict(item))}
    with contextlib.suppress(ValueError):  # a default that cannot be asked for here is not what is here
        kind.merge(default, item, scope)
    return all(default.get(name) == item.get(name) for name in kind.state)


def _entries(kind: Kind, item: Item, desired: Desired | None, scope: Scope) -> list[Entry]:
    """Of a kind that holds many things, such as a zone, those that a purge of it would take out."""
    given: Item = {name: field.default for name, field in kind.fields.items() if field.default is not None}
    given.update({name: item[name] for name in kind.key})
    given.update(desired.item if desired is not None else {})
    given[str(kind.purge_option)] = True
    try:
        kind.merge(given, item, scope)
    except ValueError:  # what it says of the desired item was said when it was planned
        return []
    entries = []
    for name, field in kind.fields.items():
        if field.entries is None:
            continue
        current, staying = field.entries(item.get(name) or ()), field.entries(given.get(name) or ())
        for key in [key for key in current if key not in staying]:
            words = " ".join(map(str, key)) if isinstance(key, tuple) else str(key)
            entries.append({"kind": kind.name, "name": "%s: %s" % (kind.title(item), words), "item": current[key]})
    return entries
