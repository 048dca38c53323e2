# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

"""Desired state: read, plan, apply, read back. Pure: whoever runs a program makes its calls (``_drive``).

A program is a generator. It yields a list of calls, to be made in order up to the first failure, and is sent what came
of them: the results as far as it got, and the error if there was one. So one account or many take the same way.
"""

from __future__ import annotations

import contextlib
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._api.call import Call
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result

from .kind import Item, Kind, Scope
from .passwords import check_strength, is_set, random_password, unknown_passwords
from .plan import Change, Name, Outcome, Program, Wanted, find
from .reader import Reader

Step = tuple[Change, list[Call]]
_IN_DOUBT = ("ambiguous", "partial")
CALLS_AT_ONCE = 50


class Engine:
    """Converges one account to what is wanted of it. ``purge`` names kinds of which nothing else may stay.

    ``check_mode`` plans without applying; ``max_changes`` is a brake: a longer plan is refused. ``everything`` reads
    all there is; ``known`` are domains of the account that need not be looked for first; ``spared`` are names of kinds
    that may be left out if the server does not let the account read them.
    """

    def __init__(
        self,
        kinds: t.Sequence[Kind],
        wanted: t.Sequence[Wanted] = (),
        *,
        account: str,
        known: t.Collection[str] = (),
        purge: t.Collection[str] = (),
        everything: bool = False,
        max_changes: int | None = None,
        check_mode: bool = False,
        spared: t.Collection[str] = (),
    ) -> None:
        self._kinds = list(kinds)
        self._wanted = list(wanted)
        self._purged = {kind.name for kind in kinds if kind.name in purge and kind.inside is None}
        self._max_changes = max_changes
        self._check_mode = check_mode
        self._reader = Reader(
            self._kinds, account=account, known=known, purged=self._purged, everything=everything, spared=spared
        )
        self._changes: dict[Name, Change] = {}
        self._applied: dict[Name, Change] = {}
        self._doubt = False
        self._begun: set[Name] = set()  # those of which a call may have been made

    @property
    def scopes(self) -> dict[str, Scope]:
        return self._reader.scopes

    @property
    def _items(self) -> dict[str, list[Item]]:
        return self._reader.items

    def _read(self) -> Program[None]:
        yield from self._reader.read(self._wanted)

    def inspect(self) -> Program[Outcome]:
        """Reads what there is."""
        yield from self._read()
        return Outcome([], self._items, self._reader.unreadable)

    def converge(self) -> Program[Outcome]:
        """Reads, plans, applies and reads back. Raises CpanelError with ``applied`` and ``pending`` in ``partial``."""
        try:
            yield from self._converge()
        except CpanelError as exc:
            pending = [change for name, change in self._changes.items() if name not in self._applied]
            exc.changed = bool(self._begun) or self._doubt
            exc.partial = {
                "applied": [change.shown() for change in self._applied.values()],
                "pending": [change.shown() for change in pending],
                "passwords_to_set": unknown_passwords(c for name, c in self._changes.items() if name in self._begun),
            }
            raise
        return Outcome(list(self._changes.values()), self._items, self._reader.unreadable)

    def _converge(self) -> Program[None]:
        yield from self._read()
        plan = yield from self._plan()
        self._brake(plan)
        yield from check_strength(plan)
        moved: CpanelError | None = None
        while plan:
            # What domains bring along, such as zones, is there only when they are: the rest is planned after them.
            step = [change for change in plan if change.rank[0] == 0] or plan
            portions = self._portions(step)
            if self._check_mode:
                return
            again = None
            for part in portions:
                again = again or (yield from self._apply(part))
            if again is None and step == plan:
                break
            if again is not None and moved is not None:
                raise again
            moved = again or moved
            yield from self._read()
            plan = yield from self._plan()
        if self._changes:
            yield from self._read()
            self._confirm()

    # Plan

    def _plan(self) -> Program[list[Change]]:
        """What is left to do, in the order in which it has to be done."""
        named: dict[Name, Wanted] = {}
        for wanted in self._wanted:
            with _told_as_usage(wanted):
                wanted.kind.identify(wanted.item, self.scopes[wanted.kind.name])
                twin = named.setdefault(wanted.name, wanted)
                if twin is not wanted:
                    text = "%s: %s is there twice, also as %s"
                    raise usage(text % (wanted.where, wanted.kind.title(wanted.item), twin.where))
        plan = [
            Change(kind, item, None)
            for kind in self._kinds
            for item in (self._items[kind.name] if kind.name in self._purged else ())
            if (kind.name, kind.identity(item)) not in named and not kind.keep(item)
        ]
        going = {change.name for change in plan} | {wanted.name for wanted in self._wanted if wanted.absent}
        making = {wanted.name for wanted in self._wanted if not wanted.absent}
        for wanted in self._wanted:
            self.scopes[wanted.kind.name].going, self.scopes[wanted.kind.name].making = going, making
            with _told_as_usage(wanted):
                change = yield from self._change(wanted)
            plan += [change] if change is not None else []
        plan = sorted((change for change in plan if change.name not in self._applied), key=lambda change: change.rank)
        self._changes = {**self._applied, **{change.name: change for change in plan}}
        return plan

    def _change(self, wanted: Wanted) -> Program[Change | None]:
        kind, scope, given = wanted.kind, self.scopes[wanted.kind.name], dict(wanted.item)
        before = find(kind, wanted.name, self._items[kind.name])
        if wanted.absent:
            if before is None:
                return None
            if kind.reset is None:
                left = kind.without(before, given)
                names = () if left is None else tuple(name for name in kind.state if left.get(name) != before.get(name))
                return Change(kind, before, left, names, wanted=wanted) if left != before else None
            given.update(kind.reset(given))
        else:
            kind.check_domain(given, scope, before is None)
        kind.settle(given, before, scope)
        secret = {name: given.pop(name) for name in kind.secrets if given.get(name) is not None}
        state = {name: value for name, value in given.items() if name in kind.state or name in kind.key}
        if before is None:
            for name in [name for name, field in kind.fields.items() if field.needed]:
                if name in secret or name in state:
                    continue
                if not (name in kind.secrets and wanted.random_password):
                    raise usage("%s: needed to make %s %s" % (wanted.option(name), kind.name, kind.title(given)))
                secret[name] = random_password()
            return Change(kind, None, {**kind.initial(state, scope), **state}, (), secret, wanted)
        changed = [name for name in state if before.get(name) != state[name]]
        for name in changed:
            if kind.fields[name].fixed:
                text = "%s: %s %s has %r, which no function can change"
                raise usage(
                    text % (wanted.option(name), kind.name, kind.title(given), before.get(name)), "Remove it first."
                )
        if secret and (wanted.update_password == "on_create" or (yield from is_set(wanted))):
            secret = {}
        if not changed and not secret:
            return None
        return Change(kind, before, {**before, **state}, (*changed, *secret), secret, wanted)

    def _brake(self, plan: list[Change]) -> None:
        if self._max_changes is not None and len(plan) > self._max_changes and not self._check_mode:
            text = "the plan has %d changes, more than max_changes: %d" % (len(plan), self._max_changes)
            hint = "Nothing was changed. Look at pending, and raise max_changes if that is what you want."
            raise CpanelError("limit", text, code="too_many_changes", hint=hint, sent=False)

    # Apply

    def _portions(self, changes: list[Change]) -> list[list[Step]]:
        """Changes and their calls, as they are sent at once: a lost answer leaves only these in doubt."""
        portions: list[list[Step]] = []
        size = CALLS_AT_ONCE
        for change in changes:
            calls = change.calls(self.scopes[change.kind.name])
            alone = any(call.function.alone for call in calls)
            size += len(calls)
            if size > CALLS_AT_ONCE or alone or not portions:
                portions.append([])
                size = CALLS_AT_ONCE if alone else len(calls)
            portions[-1].append((change, calls))
        return portions

    def _apply(self, steps: list[Step]) -> Program[CpanelError | None]:
        """Makes the changes in one go. Returns the error if one was turned away as what it relied on had moved on."""
        everything = [call for _change, calls in steps for call in calls]
        results, error = (yield everything) if everything else ([], None)
        done, needed = sum(result.ok for result in results), 0
        for change, calls in steps:
            if needed < done:
                self._begun.add(change.name)
            needed += len(calls)
            if needed <= done:
                self._applied[change.name] = change
        left = [change for change, _calls in steps if change.name not in self._applied]
        error = error or next(filter(None, map(_failures, results)), None)
        if not left and error is None:
            return None
        left = left or [change for change, _calls in steps]
        error = error or CpanelError("ambiguous", "not all changes were answered", code="unanswered")
        if error.category in _IN_DOUBT:
            yield from self._look(left, error)
            return None
        if (yield from self._moved(left[0])):
            return error
        error.msg = "%s: %s" % (left[0].title, error.msg)
        raise error

    def _look(self, left: list[Change], error: CpanelError) -> Program[None]:
        """A lost answer is settled by reading again: what is there now was done, anything else is left and told."""
        self._doubt = True
        self._begun.update(change.name for change in left)
        yield from self._read()
        self._begun -= {change.name for change in left if change.found(self._items[change.kind.name]) is None}
        for change in left:
            if change.reached(self._items[change.kind.name]) and not change.unreadable:
                self._applied[change.name] = change
        missing = next((change for change in left if change.name not in self._applied), None)
        if missing is not None:
            what = "is not as wanted" if not missing.unreadable else "may have got its new password or not"
            error.hint = "It was not sent again: %s %s. Run the task once more." % (missing.title, what)
            raise error

    def _moved(self, change: Change) -> Program[bool]:
        """Whether what a change relied on, such as the serial number of a zone, is not what it was."""
        if change.kind.version is None:
            return False
        before = change.kind.version(change.item, self.scopes[change.kind.name])
        yield from self._read()
        return bool(change.kind.version(change.item, self.scopes[change.kind.name]) != before)

    def _confirm(self) -> None:
        """What was read back has to be what was asked for; then it is what is returned."""
        for change in self._changes.values():
            items = self._items[change.kind.name]
            found = change.found(items)
            if not change.reached(items):
                now = {name: (found or {}).get(name) for name in change.fields or change.kind.state}
                text = "the server took it, but %s is not as wanted: it is %s" % (
                    change.title,
                    now if found else "gone",
                )
                change.after = found or change.after
                raise CpanelError("api", text, code="not_converged", hint="The server may have limits of its own.")
            change.after = found or change.after


def _failures(result: Result) -> CpanelError | None:
    """Some functions succeed and list the hosts where they did not, such as Mysql::set_password (protocol.md 6.5)."""
    failures = result.data.get("failures") if isinstance(result.data, dict) else None
    if not failures:
        return None
    return CpanelError("api", "%s: failed in part: %s" % (result.function, failures), code="failed_in_part")


@contextlib.contextmanager
def _told_as_usage(wanted: Wanted) -> t.Iterator[None]:
    """What a declaration finds wrong is told with the place where it stands in the task."""
    try:
        yield
    except ValueError as exc:
        raise usage("%s.%s" % (wanted.where, exc) if wanted.where else str(exc)) from exc
