# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a plan is made of: what the user desires of each resource, the changes that lead there, and what came of them.

Owns these three, and how they are shown. Must not know how they are read or applied: ``engine`` does that. Used by all
that deals with plans: the engine, passwords, documents and the fleet.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._api.batches import Answers
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage

from .kind import Kind
from .scope import Calls, Item, Name, Scope

T = t.TypeVar("T")
# A program yields calls, to be made in order up to the first failure, and is sent what came of them.
Program = t.Generator[Calls, Answers, T]


@dataclasses.dataclass
class Desired:
    """What the user says of one resource: the fields that were given, and ``where`` they stand in the task."""

    kind: Kind
    item: Item
    where: str = ""
    absent: bool = False
    update_password: str = "on_create"
    verify: bool = False
    random_password: bool = False
    name: Name = ("", ())  # set when the key is complete

    def identify(self, scope: Scope) -> None:
        """Completes the key from what was read. Raises ValueError."""
        self.kind.identify(self.item, scope)
        self.name = name_of(self.kind, self.item)

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
    desired: Desired | None = None

    def __post_init__(self) -> None:
        self.item = t.cast(Item, self.after if self.after is not None else self.before)
        self.name = name_of(self.kind, self.item)

    @property
    def action(self) -> str:
        return "create" if self.before is None else "remove" if self.after is None else "update"

    @property
    def title(self) -> str:
        return "%s %s" % (self.kind.name, self.kind.title(self.item))

    @property
    def rank(self) -> tuple[int, int]:
        """Domains come first and go last; among the others what goes makes room before what comes."""
        first = self.kind.provides is not None
        if self.after is None:
            return (2 if first else 1, -1000 - self.kind.order)
        return (0 if first else 1, self.kind.order)

    @property
    def unreadable(self) -> bool:
        """A new secret of something that was there before: reading does not show it."""
        return self.action == "update" and bool(self.secrets)

    def calls(self, scope: Scope) -> Calls:
        """What has to be called for it, in order. Raises ``usage``."""
        given = self.desired.item if self.desired is not None else {}
        inputs = {name: given[name] for name in self.kind.input_only if name in given}
        item = {**inputs, **self.item, **self.secrets}
        try:
            if self.after is None:
                return self.kind.remove(item, scope)
            if self.before is None or self.kind.update is None:
                return self.kind.create(item, scope)
            return self.kind.update(self.before, item, self.fields, scope)
        except ValueError as exc:
            raise usage("%s: %s" % (self.title, exc)) from exc

    def reached(self, current: Item | None) -> bool:
        """Whether what is there now is what was asked for."""
        if current is None and self.desired is not None and self.desired.absent:
            return True
        if self.after is None or current is None:
            return self.after is None and current is None
        given = self.desired.item if self.desired is not None and not self.desired.absent else self.after
        asked = [name for name in self.kind.state if name in given or name in self.fields]
        return all(self._field_reached(name, given, current, self.after) for name in asked)

    def _field_reached(self, name: str, given: Item, current: Item, after: Item) -> bool:
        """Of a field with many entries, only those that were given or were to change count: the rest may move."""
        entries = self.kind.fields[name].entries
        if entries is None:
            return bool(current.get(name) == after.get(name))
        old, asked, now, new = (entries(item.get(name) or ()) for item in (self.before or {}, given, current, after))
        names = {*asked, *(entry for entry in {**old, **new} if old.get(entry) != new.get(entry))}
        return all(now.get(entry) == new.get(entry) for entry in names)

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
class Converged:
    """What came of a program: the changes, what is there in the end, and the kinds that could not be read.

    ``unlisted`` is what no document lists (see ``unlisted``); None where nobody asked.
    """

    changes: list[Change] = dataclasses.field(default_factory=list)
    items: dict[str, list[Item]] = dataclasses.field(default_factory=dict)
    unreadable: dict[str, CpanelError] = dataclasses.field(default_factory=dict)
    unlisted: list[dict[str, t.Any]] | None = None

    def sides(self, desired: Desired) -> tuple[Item | None, Item | None]:
        """What was there of one resource, and what is there now or, in check mode, would be."""
        change = next((change for change in self.changes if change.name == desired.name), None)
        if change is not None:
            return state_of(desired.kind, change.before), state_of(desired.kind, change.after)
        items = self.items[desired.kind.name]
        current = next((item for item in items if name_of(desired.kind, item) == desired.name), None)
        return (state_of(desired.kind, current),) * 2


def diff_of(changes: t.Iterable[t.Mapping[str, t.Any]]) -> dict[str, dict[str, t.Any]]:
    """Both sides of changes as they are returned (``Change.shown``), by kind and name."""
    diff: dict[str, dict[str, t.Any]] = {"before": {}, "after": {}}
    for change in changes:
        for name, side in diff.items():
            if change[name] is not None:
                side.setdefault(change["kind"], {})[change["name"]] = change[name]
    return diff


def state_of(kind: Kind, item: Item | None) -> Item | None:
    """The fields that can be asked for, without what is only read, such as the space that is used."""
    return None if item is None else {name: item[name] for name in [*kind.key, *kind.state] if name in item}


def name_of(kind: Kind, item: Item) -> Name:
    """What tells a resource from all others."""
    return (kind.name, tuple(item.get(name) for name in kind.key))
