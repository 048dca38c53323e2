# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions as filters: what they raise becomes Ansible's own error, with the name of the filter.

Must not know what a filter does. Called by the files of plugins/filter.
"""

from __future__ import annotations

import functools
import typing as t

from ansible.errors import AnsibleFilterError

Function = t.Callable[..., t.Any]


def as_filter(name: str, function: Function) -> Function:
    """The function as the filter of that name: a ValueError is the user's mistake."""

    @functools.wraps(function)
    def filter_(*args: t.Any, **options: t.Any) -> t.Any:
        try:
            return function(*args, **options)
        except ValueError as exc:
            raise AnsibleFilterError("hostops.cpanel.%s: %s" % (name, exc)) from None

    return filter_
