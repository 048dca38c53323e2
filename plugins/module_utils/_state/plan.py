# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._api.batches import Answers
from ansible_collections.hostops.cpanel.plugins.module_utils._api.call import Call
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage

from .kind import FIRST, Item, Kind, Scope

Name = tuple[str, tuple[t.Any, ...]]
T = t.TypeVar("T")
Program = t.Generator[list[Call], Answers, T]


@dataclasses.dataclass
class Wanted:
    """What the user wants of one resource: the fields that were given, and ``where`` they stand in the task."""

    kind: Kind
    item: Item
    where: str = ""
    absent: bool = False
    update_password: str = "on_create"
    verify: bool = False
    random_password: bool = False

    @property
    def name(self) -> Name:
        return (self.kind.name, self.kind.identity(self.item))

    def option(self, name: str = "") -> str:
        """How the task calls a field of it: config.email_account[0].password, or the option of a module."""
        return ".".join(filter(None, (self.where, name)))


@dataclasses.dataclass
class Change:
    """One step of a plan: ``before`` is None for a new resource, ``after`` for one that goes. Without secrets.

    ``fields`` are the names of what an update changes; ``secrets`` what is sent for those among them that are secret.
    """

    kind: Kind
    before: Item | None
    after: Item | None
    fields: tuple[str, ...] = ()
    secrets: dict[str, str] = dataclasses.field(default_factory=dict, repr=False)
    wanted: Wanted | None = None

    @property
    def action(self) -> str:
        return "create" if self.before is None else "remove" if self.after is None else "update"

    @property
    def item(self) -> Item:
        return t.cast(Item, self.after if self.after is not None else self.before)

    @property
    def name(self) -> Name:
        return (self.kind.name, self.kind.identity(self.item))

    @property
    def title(self) -> str:
        return "%s %s" % (self.kind.name, self.kind.title(self.item))

    @property
    def rank(self) -> tuple[int, int]:
        """Domains come first and go last; among the others what goes makes room before what comes."""
        first = self.kind.stage == FIRST
        if self.after is None:
            return (2 if first else 1, -1000 - self.kind.order)
        return (0 if first else 1, self.kind.order)

    @property
    def unreadable(self) -> bool:
        """A new secret of something that was there before: reading does not show it."""
        return self.action == "update" and bool(self.secrets)

    def calls(self, scope: Scope) -> list[Call]:
        """What has to be called for it, in order. Raises ``usage``."""
        given = self.wanted.item if self.wanted is not None else {}
        helpers = {name: given[name] for name, field in self.kind.fields.items() if field.helper and name in given}
        full = {**helpers, **self.item, **self.secrets}
        try:
            if self.after is None:
                return self.kind.remove(full, scope)
            if self.before is None:
                return self.kind.create(full, scope)
            return self.kind.update(self.before, full, self.fields, scope)
        except ValueError as exc:
            raise usage("%s: %s" % (self.title, exc)) from exc

    def reached(self, items: t.Sequence[Item]) -> bool:
        """Whether what was asked for is what is there."""
        found = self.found(items)
        if found is None and self.wanted is not None and self.wanted.absent:
            return True
        if self.after is None or found is None:
            return self.after is None and found is None
        given = self.wanted.item if self.wanted is not None and not self.wanted.absent else self.after
        asked = [name for name in self.kind.state if name in given or name in self.fields]
        return all(self._reached(name, given, found, self.after) for name in asked)

    def _reached(self, name: str, given: Item, found: Item, after: Item) -> bool:
        """One field; of one with many parts only what was given or was to change: the rest may move."""
        parts = self.kind.fields[name].parts
        if parts is None:
            return bool(found.get(name) == after.get(name))
        asked, there, wanted = (parts(item.get(name) or ()) for item in (given, found, after))
        was = parts((self.before or {}).get(name) or ())
        names = {*asked, *(part for part in {**was, **wanted} if was.get(part) != wanted.get(part))}
        return all(there.get(part) == wanted.get(part) for part in names)

    def found(self, items: t.Sequence[Item]) -> Item | None:
        return find(self.kind, self.name, items)

    def shown(self) -> dict[str, t.Any]:
        """The change as it is returned: kind, action, name, and before and after of the fields that change."""
        before, after = self.sides()
        title = self.kind.title(self.item)
        return {"kind": self.kind.name, "action": self.action, "name": title, "before": before, "after": after}

    def sides(self) -> tuple[Item | None, Item | None]:
        """Both sides of the difference; of a secret only whether it changes."""
        names = self.fields if self.action == "update" else [*self.kind.key, *self.kind.state]
        before = None if self.before is None else {name: self.before[name] for name in names if name in self.before}
        after = None if self.after is None else {name: self.after[name] for name in names if name in self.after}
        for name in self.secrets:
            if before is not None:
                before[name] = "unchanged"
            if after is not None:
                after[name] = "changed"
        return before, after


@dataclasses.dataclass
class Outcome:
    """What came of a program: the changes, what was found in the end, and the kinds that could not be read.

    ``unlisted`` is what no document lists (see ``_unlisted``); None where nobody asked.
    """

    changes: list[Change] = dataclasses.field(default_factory=list)
    items: dict[str, list[Item]] = dataclasses.field(default_factory=dict)
    unreadable: dict[str, CpanelError] = dataclasses.field(default_factory=dict)
    unlisted: list[dict[str, t.Any]] | None = None

    def sides(self, wanted: Wanted) -> tuple[Item | None, Item | None]:
        """What was there of one resource, and what is there now or, in check mode, would be."""
        change = next((change for change in self.changes if change.name == wanted.name), None)
        if change is not None:
            return plain(wanted.kind, change.before), plain(wanted.kind, change.after)
        found = plain(wanted.kind, find(wanted.kind, wanted.name, self.items[wanted.kind.name]))
        return found, found


def plain(kind: Kind, item: Item | None) -> Item | None:
    """The fields that can be asked for, without what is only told, such as the space that is used."""
    return None if item is None else {name: item[name] for name in [*kind.key, *kind.state] if name in item}


def find(kind: Kind, name: Name, items: t.Sequence[Item]) -> Item | None:
    return next((item for item in items if (kind.name, kind.identity(item)) == name), None)
