# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The base of all actions of modules: runs a Command in the controller, or ships its module.

Owns the choice between the two, what the host's variables and the environment add to a task's options, and hiding
results with secrets. Must not know what a command does. Called by Ansible, through the short files of plugins/action.
"""

from __future__ import annotations

import contextlib
import os
import typing as t

from ansible import constants
from ansible.errors import AnsibleActionFail, AnsibleError
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action import ActionBase
from ansible.plugins.action.normal import ActionModule as NormalAction

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._interrupts import (
    PARENT_VARIABLE,
    Interrupted,
    check_run,
    interruptible,
    main_process,
    outlive_group,
    pass_on,
)
from ansible_collections.hostops.cpanel.plugins.module_utils._redact import Redactor
from ansible_collections.hostops.cpanel.plugins.module_utils._task.command import Command
from ansible_collections.hostops.cpanel.plugins.module_utils._task.module_runner import ASYNC_VARIABLE
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.breaker import RUN_VARIABLE
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import CONNECTION_SPEC
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.tls import ssl_context
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.transport import REQUESTS_IMPORT_ERROR
from ansible_collections.hostops.cpanel.plugins.plugin_utils import options
from ansible_collections.hostops.cpanel.plugins.plugin_utils.hiding import hide, secret_loop
from ansible_collections.hostops.cpanel.plugins.plugin_utils.native import native

SWITCH = "hostops_cpanel_in_process"
_SECRET_VARIABLES = {"api_token": "CPANEL_API_TOKEN", "login_password": "CPANEL_PASSWORD", "proxy": "CPANEL_PROXY"}

if REQUESTS_IMPORT_ERROR is None:
    # Ansible imports this before it forks its workers, one per host and task: none has to load the CA bundle again.
    with contextlib.suppress(OSError):
        ssl_context(True, None)


class InProcessAction(NormalAction):
    """Runs a Command inside the controller when the task is local, and ships its module when it is not.

    Either way the same parameters are validated against the same spec, and what holds a secret is hidden from every
    output (ansible-core 2.16.13, 2.17.6, 2.18 and newer), while the reason of a failure stays readable.
    """

    command: Command
    _task: t.Any

    def run(self, tmp: t.Any = None, task_vars: t.Any = None) -> dict[str, t.Any]:
        check_run()
        outlive_group()
        task_vars = task_vars or {}
        task = self._task  # the executor's own, which stays as it is but for its no_log
        try:
            result = self._result(tmp, task_vars)
        except Exception as exc:
            if secret_loop(task, task_vars, self._redactor()):
                task.no_log = True
                self._display.warning(self._redactor().text(str(exc)))
            raise
        if (
            secret_loop(task, task_vars, self._redactor())
            or self.command.holds_secret(result)
            or (not result.get("failed") and self._asks_for_secret())
        ):
            hide(task, result)
            if result.get("failed"):
                self._display.warning(self._redactor().text(str(result.get("msg"))))
        return result

    def _result(self, tmp: t.Any, task_vars: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
        environment: dict[str, str] = {}
        self._compute_environment_string(environment)
        try:
            self._complete(self.defaults(task_vars, {**os.environ, **environment}))
        except CpanelError as exc:
            return self._refused(exc)
        self._supports_async = self.command.supports_async
        if self._task.async_val and self._asks_for_secret():
            raise AnsibleActionFail("async is not supported here: its result would show a secret, and stay on disk.")
        if not self._runs_here(task_vars):
            self._complete(self._secrets_of(environment))
            self._give_environment(environment)
            result = super().run(tmp, task_vars)
            if result.get("failed"):
                # Of a module that crashed, or that Ansible did not let begin, nobody has masked what it says.
                crashed = "module_stderr" in result or "module_stdout" in result
                result = self._redactor().data(result) if crashed else self._redactor().values(result)
            return t.cast("dict[str, t.Any]", result)
        result = ActionBase.run(self, tmp, task_vars)
        with _environment(environment):
            result.update(self._execute())
        if not result["warnings"]:
            del result["warnings"]
        if not _shows_invocation(task_vars):
            result.pop("invocation", None)
        return t.cast("dict[str, t.Any]", result)

    def defaults(self, task_vars: t.Mapping[str, t.Any], environ: t.Mapping[str, str]) -> t.Mapping[str, t.Any]:
        """Options that the task does not give and the variables of its host do. Raises CpanelError."""
        if "host" not in self.command.spec:
            return {}
        return options.for_host(self._task.args, task_vars, self._templar.template, environ, self._loader)

    def _complete(self, added: t.Mapping[str, t.Any]) -> None:
        """In a task of our own: callbacks are shown the options of the other one, which no_log does not mask.

        A connection option that is given as an empty text is not given.
        """
        empty = [name for name, value in self._task.args.items() if value == "" and name in CONNECTION_SPEC]
        if added or empty:
            parent, self._task = self._task._parent, self._task.copy(exclude_parent=True)
            self._task._parent = parent
            given = {name: value for name, value in self._task.args.items() if name not in empty}
            self._task.args = {**given, **added}

    def _redactor(self) -> Redactor:
        return self.command.redactor(native(self._task.args))

    def _refused(self, error: CpanelError) -> dict[str, t.Any]:
        """A failure before anything was sent."""
        return t.cast("dict[str, t.Any]", self._redactor().data(_failure(error)))

    def _asks_for_secret(self) -> bool:
        return self.command.returns_secret(self._task.args)

    def _runs_here(self, task_vars: t.Mapping[str, t.Any]) -> bool:
        allowed = boolean(self._templar.template(task_vars.get(SWITCH, True)), strict=False)
        local = getattr(self._connection, "transport", None) == "local"
        own_process = self._task.async_val or self._task.become
        return allowed and local and not own_process and REQUESTS_IMPORT_ERROR is None

    def _secrets_of(self, environment: t.Mapping[str, str]) -> dict[str, str]:
        """The options that the task's environment gives and that must not stand on the command line of a module."""
        return {
            option: environment[variable]
            for option, variable in _SECRET_VARIABLES.items()
            if option in self.command.spec and environment.get(variable) and not self._task.args.get(option)
        }

    def _give_environment(self, environment: t.Mapping[str, str]) -> None:
        """The rest goes with the module, and which run this is: the breaker is shared by the workers of one run.

        A module on this machine is told whose end is its own; an async one may outlive the run.
        """
        given = {name: value for name, value in environment.items() if name not in _SECRET_VARIABLES.values()}
        if getattr(self._connection, "transport", None) == "local" and not self._task.async_val:
            given[PARENT_VARIABLE] = str(main_process())
        if self._task.async_val:
            given[ASYNC_VARIABLE] = "1"
        self._task = self._task.copy()
        self._task.environment = [{**given, RUN_VARIABLE: os.environ[RUN_VARIABLE]}]

    def _execute(self) -> dict[str, t.Any]:
        """Checks the options as the module does, and runs the command."""
        try:
            params = options.validated(self.command.spec, self._task.args, self.command.constraints)
        except CpanelError as exc:
            return self._refused(exc)
        try:
            with interruptible():
                return self.command.execute(
                    params, bool(self._task.check_mode), self._display.display, bool(self._task.diff)
                )
        except Interrupted as exc:
            pass_on(exc)
            return _failure(CpanelError("partial", "interrupted by %s; sessions were closed" % exc, code="interrupted"))


@contextlib.contextmanager
def _environment(given: t.Mapping[str, t.Any]) -> t.Iterator[None]:
    """The variables of the task's ``environment``, for as long as it runs here."""
    before = dict(os.environ)
    os.environ.update({name: str(value) for name, value in given.items()})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _failure(error: CpanelError) -> dict[str, t.Any]:
    return {"failed": True, "changed": False, "msg": error.msg, "error": error.as_dict(), "warnings": []}


def _shows_invocation(task_vars: t.Mapping[str, t.Any]) -> bool:
    """Whether results carry the invocation: a setting since ansible-core 2.21, a matter of course before."""
    try:
        return bool(constants.config.get_config_value("INJECT_INVOCATION", variables=task_vars))
    except AnsibleError:
        return True
