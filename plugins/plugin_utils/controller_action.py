# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The base of actions that write files where Ansible runs, whatever the host of the task is.

Owns checking their options and the form of their results. Must not know what is written. Called through the actions
``report`` and ``account_documents``, whose modules are documentation only.
"""

from __future__ import annotations

import abc
import typing as t

from ansible.plugins.action import ActionBase

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, internal
from ansible_collections.hostops.cpanel.plugins.module_utils._redact import Redactor
from ansible_collections.hostops.cpanel.plugins.plugin_utils import options
from ansible_collections.hostops.cpanel.plugins.plugin_utils.hiding import hide, secret_loop
from ansible_collections.hostops.cpanel.plugins.plugin_utils.native import native


class ControllerAction(ActionBase, abc.ABC):
    """``spec`` are the options; ``write`` does the work and may raise CpanelError, with ``changed`` and ``partial``."""

    _requires_connection = False
    _supports_async = False
    _supports_check_mode = True
    spec: t.ClassVar[t.Mapping[str, t.Any]]
    _task: t.Any

    def run(self, tmp: t.Any = None, task_vars: t.Any = None) -> dict[str, t.Any]:
        result = super().run(tmp, task_vars)
        if secret_loop(self._task, task_vars or {}, Redactor()):
            hide(self._task, result)
        try:
            params = options.validated(self.spec, native(self._task.args))
            written = self.write(params, bool(self._task.check_mode), task_vars or {})
        except Exception as caught:  # noqa: BLE001 - a bug of ours is reported like any failure, without a traceback
            exc = caught if isinstance(caught, CpanelError) else internal(caught)
            if result.get("_ansible_no_log"):
                self._display.warning(exc.msg)
            failed = {"failed": True, "changed": exc.changed, "msg": exc.msg, "error": exc.as_dict()}
            return {**result, **exc.partial, **failed}
        return {**result, **written}

    @abc.abstractmethod
    def write(
        self, params: t.Mapping[str, t.Any], check_mode: bool, task_vars: t.Mapping[str, t.Any]
    ) -> dict[str, t.Any]:
        """Does it, and returns the result of the task."""
