# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One call, as a user means it: a function, its parameters, and how its list is to come.

Owns ``Call`` and the last check of its parameters' names. Must not know identities or the wire: ``requests`` writes it.
Called by whatever wants something of a server.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import usage

from .controls import Controls
from .functions import Function
from .holders import forbidden_names, writes_with


@dataclasses.dataclass(frozen=True)
class Call:
    """One function to call: parameters as users write them; ``writes`` overrides what the function table says.

    ``changes`` is whether it may change something on the server; ``is_uapi`` whether it is one of UAPI (or API 2) and
    acts inside an account, and not one of WHM API 1.
    """

    function: Function
    params: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict)
    controls: Controls | None = None
    writes: bool | None = None
    changes: bool = dataclasses.field(init=False, repr=False, compare=False)
    is_uapi: bool = dataclasses.field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Nobody but us says as whom and what is called: the last of several checks, for whoever makes a call."""
        changes = self.writes
        if not self.function.holder:
            check_names(self.function, self.params)
            changes = self.function.writes if changes is None else changes
        elif changes is None:  # what holders hold were calls, or was checked when it was read from a task
            changes = writes_with(self.function, self.params)
        object.__setattr__(self, "changes", changes)
        object.__setattr__(self, "is_uapi", "::" in self.function.name)


def check_names(function: Function, params: t.Mapping[str, t.Any]) -> None:
    """Raises ``usage`` for a parameter whose name says as whom or what is called."""
    problems = forbidden_names(function, params)
    if problems:
        hint = "Leave it out: other options say which account and which function are meant."
        raise usage("params: %s" % problems[0], hint, function=function.name)
