# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The runner in a module's own process: on a remote host, in async tasks, or where the user wants it.

Owns what ``AnsibleModule`` would show of secrets, and does not; the one place that ends a module. Must not know what a
command does. Called by the ``main`` of every module.
"""

from __future__ import annotations

import os
import typing as t

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._interrupts import Interrupted, interruptible
from ansible_collections.hostops.cpanel.plugins.module_utils._redact import SHORTEST, Redactor
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import other_credentials, refused

from .command import Command, masked, new_secrets

# Tells a module that it runs as an async job, whose result no action sees before it is shown.
ASYNC_VARIABLE = "HOSTOPS_CPANEL_ASYNC"


def run_module(command: Command) -> None:
    """The runner inside a module's own process: on a remote host, in async tasks, or where the user wants it."""

    class Module(AnsibleModule):  # type: ignore[misc]
        params: dict[str, t.Any]
        trimmed = False
        refused: CpanelError | None = None

        def _load_params(self) -> None:
            """The connection is checked first: Ansible's check would show values, or break on them.

            A credential that the task gives keeps the environment's from coming on top.
            """
            super()._load_params()
            self.refused = refused(self.params, command.spec)
            if self.refused is not None:
                self.params = {name: value for name, value in self.params.items() if name.startswith("_ansible_")}
            self.params.update(other_credentials(self.params))

        def fail_json(self, msg: str, **kwargs: t.Any) -> t.NoReturn:
            """Options that do not fit end here before secrets among them are known: then none is shown."""
            if not self.trimmed:
                error = self.refused or usage(msg)
                msg = error.msg
                kwargs.update(invocation={"module_args": {}}, error=error.as_dict())
            super().fail_json(msg, **kwargs)
            raise SystemExit(1)

        def _log_invocation(self) -> None:
            """What goes to syslog is masked as the invocation is: by name, so short secrets are, too."""
            given = self.params
            self.params = masked(command.spec, given, command.secrets(given))
            super()._log_invocation()
            self.params = given

    module = Module(argument_spec=dict(command.spec), supports_check_mode=True, **command.constraints)
    if module.refused is not None:
        module.fail_json(module.refused.msg)
    module.no_log_values = {value for value in command.secret_values(module.params) if len(value) >= SHORTEST}
    module.trimmed = True
    warnings: list[str] = []
    try:
        with interruptible():
            result = command.execute(module.params, module.check_mode, diff_mode=module._diff, warnings=warnings)
    except Interrupted as exc:
        text = "interrupted by %s; sessions were closed" % exc
        result = {"failed": True, "changed": False, "msg": text, "warnings": warnings}
        result = command.finish(result, module.params, command.redactor(module.params))
    if os.environ.get(ASYNC_VARIABLE) and command.holds_secret(result):  # nobody hides the result of such a job
        result = Redactor(new_secrets(result)).data(result)
    module.no_log_values = set()
    for text in result.pop("warnings", None) or ():
        module.warn(text)
    if result.pop("failed", False):
        module.fail_json(**result)
    module.exit_json(**result)
