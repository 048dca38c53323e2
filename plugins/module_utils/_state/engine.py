# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Desired state: read, plan, apply, read back. Pure: whoever runs a program makes its calls (``drive``).

A program is a generator. It yields a list of calls, to be made in order up to the first failure, and is sent what came
of them: the results as far as it got, and the error if there was one. So one account or many take the same way. Must
not know any kind: what there is to know of one stands in its declaration. Called by ``commands`` and ``document``.
"""

from __future__ import annotations

import contextlib
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result

from .kind import Kind
from .passwords import check_strength, is_set, random_password, unknown_passwords
from .plan import Change, Converged, Desired, Program, name_of
from .reader import Reader
from .scope import Calls, Item, Name, Scope

Step = tuple[Change, Calls]
_IN_DOUBT = ("ambiguous", "partial")
CALLS_AT_ONCE = 50


class Engine:
    """Converges one account to what is desired of it. ``purge`` names kinds of which nothing else may stay.

    ``check_mode`` plans without applying; ``max_changes`` is a brake: a longer plan is refused. ``everything`` reads
    all there is; ``known_domains`` are the account's and need not be looked for first; ``spared`` are names of kinds
    that may be left out if the server does not let the account read them.
    """

    def __init__(
        self,
        kinds: t.Sequence[Kind],
        desired: t.Sequence[Desired] = (),
        *,
        account: str,
        known_domains: t.Collection[str] = (),
        purge: t.Collection[str] = (),
        everything: bool = False,
        max_changes: int | None = None,
        check_mode: bool = False,
        spared: t.Collection[str] = (),
    ) -> None:
        self._kinds = list(kinds)
        self._desired = list(desired)
        self._purged = {kind.name for kind in kinds if kind.name in purge and kind.purge_option is None}
        self._max_changes = max_changes
        self._check_mode = check_mode
        self._reader = Reader(
            self._kinds,
            account=account,
            known_domains=known_domains,
            purged=self._purged,
            everything=everything,
            spared=spared,
        )
        self._changes: dict[Name, Change] = {}
        self._applied: dict[Name, Change] = {}
        self._in_doubt = False
        self._begun: set[Name] = set()  # those of which a call may have been made

    @property
    def scopes(self) -> dict[str, Scope]:
        return self._reader.scopes

    def inspect(self) -> Program[Converged]:
        """Reads what there is."""
        yield from self._reader.read(self._desired)
        return Converged([], self._reader.items, self._reader.unreadable)

    def converge(self) -> Program[Converged]:
        """Reads, plans, applies and reads back. Raises CpanelError with ``applied`` and ``pending`` in ``partial``."""
        try:
            yield from self._converge()
        except CpanelError as exc:
            pending = [change for name, change in self._changes.items() if name not in self._applied]
            exc.changed = bool(self._begun) or self._in_doubt
            exc.partial = {
                "applied": [change.shown() for change in self._applied.values()],
                "pending": [change.shown() for change in pending],
                "passwords_to_set": unknown_passwords(c for name, c in self._changes.items() if name in self._begun),
            }
            raise
        return Converged(list(self._changes.values()), self._reader.items, self._reader.unreadable)

    def _converge(self) -> Program[None]:
        yield from self._reader.read(self._desired)
        plan = yield from self._plan()
        self._brake(plan)
        yield from check_strength(plan)
        refused: CpanelError | None = None  # once, as what a change relied on had moved on
        while plan:
            # What domains bring along, such as zones, is there only when they are: the rest is planned after them.
            step = [change for change in plan if change.rank[0] == 0] or plan
            portions = self._portions(step)
            if self._check_mode:
                return
            error = None
            for portion in portions:
                error = error or (yield from self._apply(portion))
            if error is None and step == plan:
                break
            if error is not None and refused is not None:
                raise error
            refused = error or refused
            yield from self._reader.read(self._desired)
            plan = yield from self._plan()
        if self._changes:
            yield from self._reader.read(self._desired)
            self._confirm()

    # Plan

    def _plan(self) -> Program[list[Change]]:
        """What is left to do, in the order in which it has to be done."""
        scopes = self._reader.scopes
        desired_by_name: dict[Name, Desired] = {}
        for desired in self._desired:
            with _located(desired):
                desired.identify(scopes[desired.kind.name])
                twin = desired_by_name.setdefault(desired.name, desired)
                if twin is not desired:
                    text = "%s: %s is listed twice, also as %s; remove one"
                    raise usage(text % (desired.where, desired.kind.title(desired.item), twin.where))
        plan = [
            Change(kind, item, None)
            for kind in self._kinds
            for item in (self._reader.items[kind.name] if kind.name in self._purged else ())
            if name_of(kind, item) not in desired_by_name and not kind.protected(item)
        ]
        absent = {change.name for change in plan} | {name for name, one in desired_by_name.items() if one.absent}
        present = {name for name, one in desired_by_name.items() if not one.absent}
        for desired in self._desired:
            scope = scopes[desired.kind.name]
            scope.present, scope.absent = present, absent
            with _located(desired):
                change = yield from self._change(desired, scope)
            plan += [change] if change is not None else []
        plan = sorted((change for change in plan if change.name not in self._applied), key=lambda change: change.rank)
        self._changes = {**self._applied, **{change.name: change for change in plan}}
        return plan

    def _change(self, desired: Desired, scope: Scope) -> Program[Change | None]:
        kind, given = desired.kind, dict(desired.item)
        current = self._reader.current.get(desired.name)
        if desired.absent:
            if current is None:
                return None
            if kind.reset_to is None:
                staying = kind.subtract(current, given)
                if staying == current:
                    return None
                names = () if staying is None else tuple(n for n in kind.state if staying.get(n) != current.get(n))
                return Change(kind, current, staying, names, desired=desired)
            given.update(kind.reset_to(given))
        elif kind.domain is not None:
            scope.check_domain(kind.domain, str(given[kind.domain]).rpartition("@")[2], current is None)
        kind.merge(given, current, scope)
        secrets = {name: given.pop(name) for name in kind.secrets if given.get(name) is not None}
        state = {name: value for name, value in given.items() if name in kind.state or name in kind.key}
        if current is None:
            self._check_required(desired, state, secrets)
            return Change(kind, None, {**kind.defaults(state, scope), **state}, (), secrets, desired)
        changed = [name for name in state if current.get(name) != state[name]]
        for name in changed:
            if kind.fields[name].immutable:
                text = "%s: %s %s has %r, which cannot be changed"
                values = (desired.option(name), kind.name, kind.title(given), current.get(name))
                raise usage(text % values, "Remove it first.")
        if secrets and (desired.update_password == "on_create" or (yield from is_set(desired))):
            secrets = {}
        if not changed and not secrets:
            return None
        return Change(kind, current, {**current, **state}, (*changed, *secrets), secrets, desired)

    def _check_required(self, desired: Desired, state: Item, secrets: dict[str, str]) -> None:
        """Raises ``usage`` for a new one that lacks something, but for a password that may be a random one."""
        kind = desired.kind
        for name in [name for name, field in kind.fields.items() if field.required]:
            if name in secrets or name in state:
                continue
            if not (name in kind.secrets and desired.random_password):
                text = "%s: required to create %s %s"
                raise usage(text % (desired.option(name), kind.name, kind.title(state)))
            secrets[name] = random_password()

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
            calls = change.calls(self._reader.scopes[change.kind.name])
            alone = any(call.function.alone for call in calls)
            size += len(calls)
            if size > CALLS_AT_ONCE or alone or not portions:
                portions.append([])
                size = CALLS_AT_ONCE if alone else len(calls)
            portions[-1].append((change, calls))
        return portions

    def _apply(self, steps: list[Step]) -> Program[CpanelError | None]:
        """Makes the changes in one go. Returns the error if one was turned away as what it relied on had moved on."""
        all_calls = [call for _change, calls in steps for call in calls]
        results, error = (yield all_calls) if all_calls else ([], None)
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
            yield from self._settle_doubt(left, error)
            return None
        if (yield from self._version_changed(left[0])):
            return error
        error.msg = "%s: %s" % (left[0].title, error.msg)
        raise error

    def _settle_doubt(self, left: list[Change], error: CpanelError) -> Program[None]:
        """A lost answer is settled by reading again: what is there now was done, anything else is left and reported."""
        self._in_doubt = True
        self._begun.update(change.name for change in left)
        yield from self._reader.read(self._desired)
        current = self._reader.current
        self._begun -= {change.name for change in left if change.name not in current}
        for change in left:
            if change.reached(current.get(change.name)) and not change.unreadable:
                self._applied[change.name] = change
        missing = next((change for change in left if change.name not in self._applied), None)
        if missing is not None:
            what = "is not as desired" if not missing.unreadable else "may or may not have its new password"
            error.hint = "It was not sent again: %s %s. Run the task once more." % (missing.title, what)
            raise error

    def _version_changed(self, change: Change) -> Program[bool]:
        """Whether what a change relied on, such as the serial number of a zone, is not what it was."""
        version = change.kind.version
        if version is None:
            return False
        before = version(change.item, self._reader.scopes[change.kind.name])
        yield from self._reader.read(self._desired)
        return bool(version(change.item, self._reader.scopes[change.kind.name]) != before)

    def _confirm(self) -> None:
        """What was read back has to be what was asked for; then it is what is returned."""
        for change in self._changes.values():
            current = self._reader.current.get(change.name)
            reached = change.reached(current)
            change.after = current or change.after
            if not reached:
                now = {name: (current or {}).get(name) for name in change.fields or change.kind.state}
                text = "the server accepted it, but %s is not as desired: it is %s"
                text %= (change.title, now if current else "gone")
                raise CpanelError("api", text, code="not_converged", hint="The server may have limits of its own.")


def _failures(result: Result) -> CpanelError | None:
    """Some functions succeed and list the hosts where they did not, such as Mysql::set_password (protocol.md 6.5)."""
    failures = result.data.get("failures") if isinstance(result.data, dict) else None
    if not failures:
        return None
    return CpanelError("api", "%s: failed in part: %s" % (result.function, failures), code="failed_in_part")


@contextlib.contextmanager
def _located(desired: Desired) -> t.Iterator[None]:
    """What a declaration finds wrong is reported with the place where it stands in the task."""
    try:
        yield
    except ValueError as exc:
        raise usage("%s.%s" % (desired.where, exc) if desired.where else str(exc)) from exc
