# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Ansible must not show of a task: a result that holds a secret, an item of a loop that does.

Ansible hides what carries a mark, keeps it in the registered variable, and shows warnings all the same. Where the mark
has to stand depends on the release, and is decided here only: callbacks such as ``minimal``, ``oneline``, ``junit``
and ``tree`` show the result of the complete loop, too. Must not know what a command does. Called by both action bases.
"""

from __future__ import annotations

import typing as t

from ansible.release import __version__

from ansible_collections.hostops.cpanel.plugins.module_utils._api.secret_names import holds_secret
from ansible_collections.hostops.cpanel.plugins.module_utils._redact import Redactor
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import SECRET_MARK, holds_session
from ansible_collections.hostops.cpanel.plugins.plugin_utils.native import native

Given = t.Mapping[str, t.Any]

_MARK = "_ansible_no_log"
_TAKES_LISTS_FOR_LOOPS = (2, 19) <= tuple(int(part) for part in __version__.split(".")[:2]) < (2, 21)


def hide(task: t.Any, result: dict[str, t.Any]) -> None:
    """Marks a result as secret, and ``task``, the executor's own, for what is made of it.

    Releases before 2.19 hide the result of a whole loop if the task of an item says so: they do not look at the marks
    of items. 2.19 and 2.20 take a list called ``results``, as a fleet returns it, for that of a loop, and look at the
    mark of each; they remove all these marks from registered variables.
    """
    task.no_log = True
    result[_MARK] = True
    results = result.get("results")
    if _TAKES_LISTS_FOR_LOOPS and isinstance(results, list):
        result["results"] = [{**item, _MARK: True} if isinstance(item, dict) else item for item in results]


def secret_loop(task: t.Any, task_vars: Given, redactor: Redactor) -> bool:
    """Whether Ansible would show a secret with the result of this turn of a loop: one of the redactor's, or any other.

    It shows the item, and all items where ``loop_control`` is extended. Of other items nobody knows what the task
    makes of them: those of an extended loop are shown only if all are scalars and none of them is a secret.
    """
    if "ansible_loop_var" not in task_vars:
        return False
    if _secret(native(task_vars.get(task_vars["ansible_loop_var"])), redactor):
        return True
    around = task_vars.get("ansible_loop") if getattr(task.loop_control, "extended", False) else None
    if not isinstance(around, t.Mapping):
        return False
    others = [*(around.get("allitems") or ()), around.get("nextitem"), around.get("previtem")]
    if any(isinstance(item, (t.Mapping, list, tuple)) for item in others):
        return True
    return _secret(native(others), redactor)


def _secret(value: t.Any, redactor: Redactor) -> bool:
    known = holds_session(value) or _is_marked(value) or holds_secret(value)
    return known or redactor.holds(value) or redactor.looks(value)


def _is_marked(value: t.Any) -> bool:
    """Whether there is what a call has returned in it that says so itself, however deep."""
    if isinstance(value, dict):
        return bool(value.get(SECRET_MARK)) or any(_is_marked(item) for item in value.values())
    return isinstance(value, (list, tuple)) and any(_is_marked(item) for item in value)
