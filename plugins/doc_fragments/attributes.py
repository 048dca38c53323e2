# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    description: Can run in check_mode and return changed status prediction without modifying target.
  diff_mode:
    description: Will return details on what has changed (or possibly needs changing in check_mode), when in diff mode.
  idempotent:
    description: When run twice in a row outside check mode with the same arguments, the second run changes nothing.
  async:
    description: Supports being used with the C(async) keyword.
"""

    # Of what is an action only, as it works on files where Ansible runs.
    CONTROLLER = r"""
options: {}
attributes:
  action:
    description: Indicates this has a corresponding action plugin so some parts of the options can be executed on the
      controller.
    support: full
    details:
      - There is only an action, and no module.
"""

    # Of every module: there is an action beside it, and it is in the action group.
    RUNNERS = r"""
options: {}
attributes:
  action:
    description: Indicates this has a corresponding action plugin, so that local tasks run inside the controller.
    support: full
    details:
      - Local tasks run in the controller's own process. Tasks on other hosts, with C(async) or with C(become) run as a
        module. Set the variable C(hostops_cpanel_in_process) to V(false) to always run the module.
  action_group:
    description: Use C(group/hostops.cpanel.cpanel) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - hostops.cpanel.cpanel
"""
