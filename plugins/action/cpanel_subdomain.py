# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.hostops.cpanel.plugins.modules.cpanel_subdomain import COMMAND
from ansible_collections.hostops.cpanel.plugins.plugin_utils.in_process import InProcessAction


class ActionModule(InProcessAction):
    command = COMMAND
