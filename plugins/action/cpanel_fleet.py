# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action cpanel_fleet: its servers may be those of the fleet file or of inventories that this run has read.

Must not know what the command does. Called by Ansible.
"""

from __future__ import annotations

import typing as t

from ansible_collections.hostops.cpanel.plugins.modules.cpanel_fleet import COMMAND
from ansible_collections.hostops.cpanel.plugins.plugin_utils import fleet_file, options
from ansible_collections.hostops.cpanel.plugins.plugin_utils.in_process import InProcessAction


class ActionModule(InProcessAction):
    command = COMMAND

    def defaults(self, task_vars: t.Mapping[str, t.Any], environ: t.Mapping[str, str]) -> t.Mapping[str, t.Any]:
        """Without servers and host, the servers are those of CPANEL_FLEET_FILE; for listed accounts, of inventories."""
        added = super().defaults(task_vars, environ)
        path = environ.get(fleet_file.VARIABLE)
        named = {**self._task.args, **added}
        if named.get("servers") or named.get("host") or environ.get("CPANEL_HOST"):
            asked = self._task.args.get("host")
            if asked and added.get("host", asked) != asked:  # the name of a server, by which accounts may call it, too
                return {**added, "servers": [{"name": str(asked), "host": added["host"]}]}
            return added
        if path:
            return {**added, "servers": fleet_file.read(self._loader, path)}
        known = options.remembered() if self._task.args.get("accounts") else []
        return {**added, "servers": known} if known else added
