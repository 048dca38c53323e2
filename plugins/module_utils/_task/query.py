# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

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

Query = t.Callable[[t.Any], t.Any]


def compile_query(expression: str, option: str = "query") -> Query:
    """A JMESPath expression, ready to be applied to data. Raises ``usage`` with the position of what is wrong."""
    if JMESPATH_IMPORT_ERROR is not None:
        raise usage(
            "The Python library jmespath is missing: %s" % JMESPATH_IMPORT_ERROR,
            "Install jmespath for the Python that runs this task, or leave %s out." % option,
            code="missing_library",
        )
    try:
        compiled = jmespath.compile(expression)
    except jmespath.exceptions.JMESPathError as exc:
        position = getattr(exc, "lex_position", getattr(exc, "lexer_position", 0))
        pointer = "%s: JMESPath error at position %d of %r" % (option, position, expression)
        raise usage(
            "%s: %s" % (pointer, str(exc).splitlines()[0].rstrip(":")), "See the JMESPath specification."
        ) from exc
    unknown = _functions(compiled.parsed) - set(jmespath.functions.Functions.FUNCTION_TABLE)
    if unknown:
        name = sorted(unknown)[0]
        where = "%s: JMESPath error at position %d of %r" % (option, max(0, expression.find(name + "(")), expression)
        raise usage("%s: there is no function %s()" % (where, name), "See the functions of the JMESPath specification.")

    def apply(data: t.Any) -> t.Any:
        try:
            return compiled.search(data)
        except jmespath.exceptions.JMESPathError as exc:
            raise usage("%s: %r does not fit the data: %s" % (option, expression, exc)) from exc

    return apply


def _functions(node: t.Any) -> set[str]:
    """The names of all functions in a parsed expression."""
    if not isinstance(node, dict):
        return set()
    found = {node["value"]} if node.get("type") == "function_expression" else set()
    for child in node.get("children", ()):
        found |= _functions(child)
    return found
