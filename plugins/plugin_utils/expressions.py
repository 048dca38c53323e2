# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jinja expressions of an inventory, evaluated once for all hosts with the same values.

Must not know hosts or servers. Called by the inventory plugin. Ansible compiles an expression each time it evaluates
it, which takes a millisecond or two, and most look at few variables with few values.
"""

from __future__ import annotations

import typing as t

import jinja2
from ansible.module_utils.parsing.convert_bool import boolean
from jinja2 import nodes

# An expression that uses one of these may give another value each time, or one that is not up to the variables.
_FICKLE_NAMES = frozenset(["lookup", "query", "q", "now", "vars", "hostvars", "groups"])
_FICKLE_FILTERS = frozenset(["random", "shuffle", "ansible.builtin.random", "ansible.builtin.shuffle"])

Variables = t.Mapping[str, t.Any]


class Expressions:
    """Evaluates the same Jinja expressions for thousands of hosts.

    Ansible compiles an expression each time it is evaluated, which costs a millisecond or two. Most expressions of
    an inventory look at a few variables with few values, so what came of them is kept for the next host.
    """

    def __init__(self, templar: t.Any) -> None:
        self._templar = templar
        self._names: dict[str, frozenset[str] | None] = {}
        self._kept: dict[tuple[str, str, str], t.Any] = {}

    def condition(self, expression: t.Any, variables: Variables) -> bool:
        """Whether it holds. Raises what Ansible raises for an expression that cannot be evaluated."""
        if isinstance(expression, bool):
            return expression
        return bool(self.keep("condition", str(expression), variables, lambda: self._condition(expression, variables)))

    def keep(self, kind: str, text: str, variables: Variables, compute: t.Callable[[], t.Any]) -> t.Any:
        """What ``compute`` gives, once for all hosts with the same values of the variables that the text names."""
        names = self._names_in(text, kind)
        if names is None:
            return compute()
        key = (kind, text, repr([(name, variables[name]) for name in sorted(names) if name in variables]))
        if key not in self._kept:
            self._kept[key] = compute()
        return self._kept[key]

    def _condition(self, expression: t.Any, variables: Variables) -> bool:
        self._templar.available_variables = variables
        if hasattr(self._templar, "evaluate_conditional"):
            return bool(self._templar.evaluate_conditional(expression))
        text = "{%% if %s %%} True {%% else %%} False {%% endif %%}" % expression
        return bool(boolean(self._templar.template(text)))

    def _names_in(self, text: str, kind: str) -> frozenset[str] | None:
        """The variables that the text names; None if its value may change for other reasons."""
        if text not in self._names:
            self._names[text] = _names(text if kind == "template" else "{{ %s }}" % text)
        return self._names[text]


def _names(source: str) -> frozenset[str] | None:
    try:
        tree = jinja2.Environment(autoescape=True).parse(source)
    except jinja2.TemplateError:
        return None
    names = {node.name for node in tree.find_all(nodes.Name)}
    filters = {node.name for node in tree.find_all(nodes.Filter)}
    return None if names & _FICKLE_NAMES or filters & _FICKLE_FILTERS else frozenset(names)
