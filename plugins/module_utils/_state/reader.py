# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is there: the questions of all kinds asked together, each once, and their answers handed to the declarations.

Owns rounds of reading, and which kinds could not be read. Must not know plans. Called by the engine, which says when.
"""

from __future__ import annotations

import itertools
import json
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._api.call import Call
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result

from .answers import checked, malformed
from .kind import Kind
from .plan import Desired, Program, name_of
from .reading import LIST_DOMAINS, Reading
from .scope import Calls, Item, Name, Scope

Memory = dict[str, t.Union[Result, CpanelError]]
# What a server says of one call; anything else is trouble with the server and ends the program.
_ABOUT_A_CALL = ("api", "permission", "unsupported", "not_found", "conflict", "limit")
# What becomes of a declaration that gets a value which nobody could expect.
_ODD_VALUES = (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, RecursionError)


class Reader:
    """Reads all that an account has of some kinds, or what is about the desired ones among them.

    ``purged`` are names of kinds of which all is read; the other words are those of the engine. What was read is in
    ``items`` by kind and in ``current`` by name, ``scopes`` have what the declarations noted on the way, and
    ``unreadable`` what was refused.
    """

    def __init__(
        self,
        kinds: t.Sequence[Kind],
        *,
        account: str,
        known_domains: t.Collection[str],
        purged: t.Collection[str],
        everything: bool,
        spared: t.Collection[str],
    ) -> None:
        self._kinds = kinds
        self._account = account
        self._known_domains = frozenset(known_domains)
        self._purged = purged
        self._everything = everything
        self._spared = frozenset(spared)
        self.scopes: dict[str, Scope] = {}
        self.items: dict[str, list[Item]] = {}
        self.current: dict[Name, Item] = {}
        self.unreadable: dict[str, CpanelError] = {}

    def read(self, desired: t.Sequence[Desired]) -> Program[None]:
        """Reads all kinds. If a domain turns out not to be the account's, the server is asked for them first."""
        try:
            yield from self._rounds(desired)
        except CpanelError as exc:
            if not self._known_domains or exc.category not in _ABOUT_A_CALL:
                raise
            self._known_domains = frozenset()
            yield from self._rounds(desired)

    def _rounds(self, desired: t.Sequence[Desired]) -> Program[None]:
        """All kinds at once, in rounds: one request for what all of them ask, each question asked once."""
        providers = [(one.kind.provides, one.item) for one in desired if not one.absent]
        new_domains = frozenset(name for provides, item in providers if provides for name in provides(item))
        memory: Memory = {}
        waiting: dict[str, tuple[Reading, Calls]] = {}
        for kind in self._kinds:
            scope = self.scopes[kind.name] = Scope(
                self._account,
                [dict(one.item) for one in desired if one.kind is kind],
                self._everything or kind.name in self._purged,
                new_domains,
                self._known_domains,
            )
            self._advance(kind, kind.read(scope), None, waiting)
        while waiting:
            asked = {_name(call): call for _reading, calls in waiting.values() for call in calls}
            fresh = {name: call for name, call in asked.items() if name not in memory}
            yield from self._ask(list(fresh.values()), memory)
            yield from self._confirm_nulls(fresh, memory)
            for kind in [kind for kind in self._kinds if kind.name in waiting]:
                reading, calls = waiting.pop(kind.name)
                answers: list[Result] = []
                for answer in (memory[_name(call)] for call in calls):
                    if isinstance(answer, CpanelError):
                        self._leave_out(kind, answer)
                        break
                    answers.append(answer)
                else:
                    self._advance(kind, reading, answers, waiting)
        self.current = {
            name_of(kind, item): item
            for kind in self._kinds
            for item in reversed(self.items[kind.name])  # of several with one name the first counts
        }

    def _advance(self, kind: Kind, reading: Reading, answers: t.Any, waiting: dict[str, t.Any]) -> None:
        try:
            waiting[kind.name] = (reading, reading.send(answers))
        except StopIteration as stop:
            self.items[kind.name] = stop.value
        except _ODD_VALUES as exc:
            self._leave_out(kind, malformed(kind.name, str(exc) or type(exc).__name__))
        except CpanelError as exc:
            self._leave_out(kind, exc)

    def _leave_out(self, kind: Kind, error: CpanelError) -> None:
        if kind.name not in self._spared:
            raise error
        self.unreadable[kind.name], self.items[kind.name] = error, []

    def _ask(self, calls: Calls, memory: Memory) -> Program[None]:
        while calls:
            results, error = yield calls
            results = list(itertools.takewhile(lambda result: result.ok, results))  # what failed is not an answer
            memory.update(zip(map(_name, calls), checked(calls, results)))
            if error is None and len(results) == len(calls):
                return
            if error is None or error.category not in _ABOUT_A_CALL or not self._spared:
                raise error or CpanelError("protocol", "not all questions were answered", code="unanswered")
            memory[_name(calls[len(results)])] = error
            calls = calls[len(results) + 1 :]

    def _confirm_nulls(self, fresh: t.Iterable[str], memory: Memory) -> Program[None]:
        """A list that is null is an empty one for some servers; others say so what an account may not read.

        The domains tell which: no account is without any.
        """
        nulls = [name for name in fresh if getattr(memory.get(name), "data", "") is None]
        domains = _name(LIST_DOMAINS)
        if nulls and domains not in memory:
            yield from self._ask([LIST_DOMAINS], memory)
            if isinstance(memory[domains], CpanelError):
                memory.update(dict.fromkeys(nulls, memory[domains]))


def _name(call: Call) -> str:
    return "%s %s" % (call.function.name, json.dumps(call.params, sort_keys=True, default=str))
