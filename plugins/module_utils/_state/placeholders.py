# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts with placeholders for what differs between accounts: {account}, {domain}, {ip}, {host} and {vars.x}.

A backslash in front, as in ``\\{account}``, says that the text itself is meant; it goes when the others are filled.
Pure, over any value. Must not know what they stand for: ``portable`` and the targets of a fleet do. Called by them, by
documents, and by the controller's filters.
"""

from __future__ import annotations

import re
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import usage

_PLACEHOLDER = re.compile(r"(\\*)\{(account|domain|ip|host|vars(?:\.[A-Za-z_]\w*)+)\}")

ACCOUNT = "{account}"
Meaning = t.Callable[[str], t.Any]


def fill(value: t.Any, meaning: Meaning | None, escapes: bool = True) -> t.Any:
    """The value, all texts in it filled, names too; a placeholder that is the whole text keeps the type of its meaning.

    Without ``meaning`` placeholders are texts like others. ``escapes`` is False if it will be filled once more.
    """
    if isinstance(value, dict):
        filled = {fill(key, meaning, escapes): fill(item, meaning, escapes) for key, item in value.items()}
        if len(filled) < len(value):
            raise usage(
                "%s: two of these names are the same once placeholders are replaced; list one"
                % ", ".join(map(str, value))
            )
        return filled
    if isinstance(value, (list, tuple)):
        return [fill(item, meaning, escapes) for item in value]
    if not isinstance(value, str) or "{" not in value:
        return value

    def one(match: re.Match[str]) -> str:
        if match.group(1):
            return match.group(0)[1:] if escapes else match.group(0)
        return match.group(0) if meaning is None else str(meaning(match.group(2)))

    alone = _PLACEHOLDER.fullmatch(value)
    if alone and not alone.group(1) and meaning is not None:
        return meaning(alone.group(2))
    return _PLACEHOLDER.sub(one, value)


def escape(value: t.Any, between: t.Callable[[str], str] = str) -> t.Any:
    """The value with a backslash before all that looks like a placeholder: ``fill`` gives it back as it was.

    ``between`` is applied to the texts between those, and may put placeholders there.
    """
    if isinstance(value, dict):
        return {escape(key, between): escape(item, between) for key, item in value.items()}
    if isinstance(value, list):
        return [escape(item, between) for item in value]
    if not isinstance(value, str):
        return value
    escaped, end = "", 0
    for match in _PLACEHOLDER.finditer(value):
        escaped += between(value[end : match.start()]) + "\\" + match.group()
        end = match.end()
    return escaped + between(value[end:])


def names(value: t.Any) -> set[str]:
    """The placeholders in it, such as domain and vars.x, those with a backslash not among them."""
    return {match.group(2) for text in _texts(value) for match in _PLACEHOLDER.finditer(text) if not match.group(1)}


def head(value: str, of: t.Container[str]) -> str:
    """The text before the first of these placeholders, not filled; all of it if there is none."""
    for match in _PLACEHOLDER.finditer(value):
        if not match.group(1) and match.group(2) in of:
            return value[: match.start()]
    return value


def is_template(value: t.Any) -> bool:
    """Whether ``fill`` would change anything in it."""
    return any(_PLACEHOLDER.search(text) for text in _texts(value))


def may_change_type(value: t.Any) -> bool:
    """Whether a text in it may become something else, as the whole of it is a variable."""
    matches = (_PLACEHOLDER.fullmatch(text) for text in _texts(value))
    return any(match and not match.group(1) and match.group(2).startswith("vars.") for match in matches)


def _texts(value: t.Any) -> t.Iterator[str]:
    """All texts in it that may hold a placeholder."""
    if isinstance(value, dict):
        value = [*value, *value.values()]
    elif isinstance(value, str):
        if "{" in value:
            yield value
        return
    elif not isinstance(value, (list, tuple)):
        return
    for item in value:
        yield from _texts(item)
