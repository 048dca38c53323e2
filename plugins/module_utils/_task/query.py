# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Queries over the data of a call, in JMESPath.

Owns how a query is checked before anything is sent, and its errors. Must not know calls. Called by ``calls``.
"""

from __future__ import annotations

import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import usage

JMESPATH_IMPORT_ERROR: str | None = None
try:
    import jmespath
    import jmespath.exceptions
    import jmespath.functions
except ImportError as _exc:  # pragma: no cover - reported when a query is given
    JMESPATH_IMPORT_ERROR = str(_exc)


class Query:
    """A JMESPath expression, checked. Raises ``usage`` with its option and the position of what is wrong."""

    def __init__(self, expression: str, option: str = "query") -> None:
        if JMESPATH_IMPORT_ERROR is not None:
            raise usage(
                "The Python library jmespath is missing: %s" % JMESPATH_IMPORT_ERROR,
                "Install jmespath for the Python that runs this task, or leave %s out." % option,
                code="missing_library",
            )
        self._expression = expression
        self._option = option
        try:
            self._compiled = jmespath.compile(expression)
        except jmespath.exceptions.JMESPathError as exc:
            position = getattr(exc, "lex_position", getattr(exc, "lexer_position", 0))
            reason = str(exc).splitlines()[0].rstrip(":")
            raise usage("%s: %s" % (self._at(position), reason), "See the JMESPath specification.") from exc
        unknown = sorted(_functions(self._compiled.parsed) - set(jmespath.functions.Functions.FUNCTION_TABLE))
        if unknown:
            at = self._at(max(0, expression.find(unknown[0] + "(")))
            hint = "See the functions of the JMESPath specification."
            raise usage("%s: there is no function %s()" % (at, unknown[0]), hint)

    def apply(self, data: t.Any) -> t.Any:
        """What the query picks from data. Raises ``usage`` if it does not fit them."""
        try:
            return self._compiled.search(data)
        except jmespath.exceptions.JMESPathError as exc:
            raise usage("%s: %r does not fit the data: %s" % (self._option, self._expression, exc)) from exc

    def _at(self, position: int) -> str:
        return "%s: JMESPath error at position %d of %r" % (self._option, position, self._expression)


def _functions(node: t.Any) -> set[str]:
    """The names of all functions in a parsed expression."""
    if not isinstance(node, dict):
        return set()
    names = {node["value"]} if node.get("type") == "function_expression" else set()
    return names.union(*map(_functions, node.get("children", ())))
