# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

"""What an account has and its document does not list: what a purge of everything would remove, and settings of the
kinds that every domain has, where they are not the ones that being absent means.

Pure: it looks at what the engine has read, and knows neither servers nor options. ``_document`` asks it.
"""

from __future__ import annotations

import contextlib
import typing as t

from .kind import Item, Kind, Scope
from .plan import Outcome, Wanted, plain

Entry = dict[str, t.Any]


def unlisted(
    kinds: t.Iterable[Kind], wanted: t.Sequence[Wanted], outcome: Outcome, scopes: t.Mapping[str, Scope]
) -> list[Entry]:
    """An entry for each: ``kind``, ``name`` and the resource itself as ``item``. What a plan is about is none."""
    by_name = {one.name: one for one in wanted}
    planned = {change.name for change in outcome.changes}
    found: list[Entry] = []
    for kind in kinds:
        for item in sorted(outcome.items.get(kind.name, ()), key=kind.title):
            name = (kind.name, kind.identity(item))
            if kind.inside is not None:
                found += _parts(kind, item, by_name.get(name), scopes[kind.name])
            elif not (name in by_name or name in planned or kind.keep(item) or _default(kind, item, scopes[kind.name])):
                found.append({"kind": kind.name, "name": kind.title(item), "item": plain(kind, item)})
    return found


def _default(kind: Kind, item: Item, scope: Scope) -> bool:
    """Whether a resource that always exists is what it is where nobody asked for anything."""
    if kind.reset is None:
        return False
    default = {**item, **kind.reset(dict(item))}
    with contextlib.suppress(ValueError):  # a default that cannot be asked for here is none that is here
        kind.settle(default, item, scope)
    return all(default.get(name) == item.get(name) for name in kind.state)


def _parts(kind: Kind, item: Item, wanted: Wanted | None, scope: Scope) -> list[Entry]:
    """Of a kind that holds many things, such as a zone, those that a purge of it would take out."""
    given: Item = {name: field.default for name, field in kind.fields.items() if field.default is not None}
    given.update({name: item[name] for name in kind.key})
    given.update(wanted.item if wanted is not None else {})
    given[str(kind.inside)] = True
    try:
        kind.settle(given, item, scope)
    except ValueError:  # what it says of the wanted item was said when it was planned
        return []
    found = []
    for field in [field for field in kind.fields if kind.fields[field].parts is not None]:
        parts = t.cast(t.Callable[[t.Any], t.Mapping[t.Any, t.Any]], kind.fields[field].parts)
        there, kept = parts(item.get(field) or ()), parts(given.get(field) or ())
        for key in [key for key in there if key not in kept]:
            words = " ".join(map(str, key)) if isinstance(key, tuple) else str(key)
            name = "%s: %s" % (kind.title(item), words)
            found.append({"kind": kind.name, "name": name, "item": there[key]})
    return found
