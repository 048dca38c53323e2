# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One call, as a user means it: a function, its parameters, and how its list is to come.

Owns ``Call`` and the last check of its parameters' names. Must not know identities or the wire: ``requests`` writes it.
Called by whatever wants something of a server.
"""

from __future__ import annotations

import dataclasses
import functools
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import usage

from .controls import NO_CONTROLS, Controls
from .functions import Function
from .holders import forbidden_names, writes_with


@dataclasses.dataclass(frozen=True)
class Call:
    """One function to call: parameters as users write them; ``writes`` overrides what the function table says."""

    function: Function
    params: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict)
    controls: Controls = NO_CONTROLS
    writes: bool | None = None

    def __post_init__(self) -> None:
        """Nobody but us says as whom and what is called: the last of several checks, for whoever makes a call."""
        if not self.function.holder:  # what holders hold were calls, or was checked when it was read from a task
            problems = forbidden_names(self.function, self.params)
            if problems:
                raise usage("params: %s" % problems[0], "Leave it out.", function=self.function.name)

    @functools.cached_property
    def changes(self) -> bool:
        """Whether it may change something on the server."""
        return writes_with(self.function, self.params) if self.writes is None else self.writes

    @property
    def is_uapi(self) -> bool:
        """Whether it is one of UAPI (or API 2), which act inside an account; else it is one of WHM API 1."""
        return "::" in self.function.name
