# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter session_log: the text of a session log as entries or sessions."""

from __future__ import annotations

import io
import typing as t

from ansible.errors import AnsibleFilterError
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.utils.display import Display

from ansible_collections.hostops.cpanel.plugins.module_utils._session_log.parse import lifetimes as sessions_of
from ansible_collections.hostops.cpanel.plugins.module_utils._session_log.parse import parse


def session_log(text: t.Any, reveal_ids: t.Any = False, lifetimes: t.Any = False) -> list[dict[str, t.Any]]:
    """The entries or the sessions of a log: text, or a list of lines. Raises AnsibleFilterError."""
    reveal, as_sessions = _flag("reveal_ids", reveal_ids), _flag("lifetimes", lifetimes)
    unparsed: list[int] = []
    entries = parse(_lines(text), unparsed.append)
    items = [item.as_dict(reveal) for item in (sessions_of(entries) if as_sessions else entries)]
    if unparsed:
        first = ", ".join(str(number) for number in unparsed[:5]) + (", ..." if len(unparsed) > 5 else "")
        Display().warning("hostops.cpanel.session_log: not an entry of a session log: line %s" % first)
    return items


def _flag(name: str, value: t.Any) -> bool:
    try:
        return bool(boolean(value))
    except TypeError:
        raise AnsibleFilterError(
            "hostops.cpanel.session_log: %s: %r is not a boolean; give true or false" % (name, value)
        ) from None


def _lines(text: t.Any) -> t.Iterable[str]:
    if isinstance(text, bytes):
        text = text.decode("utf-8", "backslashreplace")
    if isinstance(text, str):
        return io.StringIO(text, newline="\n")
    if isinstance(text, (list, tuple)) and all(isinstance(line, str) for line in text):
        return t.cast("t.Iterable[str]", text)
    raise AnsibleFilterError(
        "hostops.cpanel.session_log: needs the text of a log or a list of its lines, not %s" % type(text).__name__
    )


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"session_log": session_log}
