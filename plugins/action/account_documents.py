# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action account_documents: what cpanel_fleet exported, as files.

Owns the options and the result; the files are written by plugin_utils/documents. Called by Ansible, on the controller
only: the module of this name is documentation.
"""

from __future__ import annotations

import os
import typing as t

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.plugin_utils import files
from ansible_collections.hostops.cpanel.plugins.plugin_utils.controller_action import ControllerAction
from ansible_collections.hostops.cpanel.plugins.plugin_utils.documents import Documents

SHOWN = 20


class ActionModule(ControllerAction):
    spec = {
        "directory": {"type": "path", "required": True},
        "results": {"type": "list", "elements": "dict", "required": True},
        "mode": {"type": "raw"},
    }

    def write(
        self, params: t.Mapping[str, t.Any], check_mode: bool, _task_vars: t.Mapping[str, t.Any]
    ) -> dict[str, t.Any]:
        mode = files.mode_of("mode", params["mode"]) if params["mode"] not in (None, "") else None
        outcome = Documents(os.path.abspath(params["directory"]), mode, check_mode).write(params["results"])
        result: dict[str, t.Any] = {
            "changed": bool(outcome.written),
            "written": outcome.written,
            "unchanged": len(outcome.unchanged),
            "failed_accounts": outcome.failed,
        }
        if self._task.diff:
            result["diff"] = outcome.diffs
        if outcome.failed:
            raise _error(outcome.failed, len(params["results"]), result)
        return result


def _error(failed: list[dict[str, t.Any]], number: int, result: dict[str, t.Any]) -> CpanelError:
    lines = ["%(host)s/%(account)s: %(msg)s" % {**item, "account": item["account"] or "?"} for item in failed[:SHOWN]]
    if len(failed) > SHOWN:
        lines.append("and %d more" % (len(failed) - SHOWN))
    text = "%d of %d accounts were not written:\n%s" % (len(failed), number, "\n".join(lines))
    error = CpanelError("partial", text, sent=False, hint="See failed_accounts; all others are up to date.")
    error.changed, error.partial = result["changed"], result
    return error
