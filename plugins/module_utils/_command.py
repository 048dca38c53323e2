# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: nothing here is a public interface. Python 3.9+.

from __future__ import annotations

import dataclasses
import traceback
import typing as t

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.common.parameters import remove_values

from ansible_collections.hostops.cpanel.plugins.module_utils._auth import Options, other_credentials, refused
from ansible_collections.hostops.cpanel.plugins.module_utils._client import Client
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._interrupts import Interrupted, interruptible
from ansible_collections.hostops.cpanel.plugins.module_utils._redact import Redactor
from ansible_collections.hostops.cpanel.plugins.module_utils._secret_names import secrets_in

HIDDEN = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
# Return values that are secrets by intent: they stay whole, and the action hides the result that holds them.
SECRET_RETURNS = ("session", "login_url")
_OUR_WORDS = ("category", "code", "http_status", "service", "retryable")

Params = t.Mapping[str, t.Any]


@dataclasses.dataclass(frozen=True)
class Invocation:
    """One task: its validated parameters and what the runner offers.

    ``warn`` shows a text to the user, ``progress`` a line while the task runs; it is None where nobody would see it.
    ``diff_mode`` says that differences are wanted, for commands whose differences are too long to return unasked.
    """

    params: Params
    check_mode: bool
    warn: t.Callable[[str], None]
    progress: t.Callable[[str], None] | None = None
    diff_mode: bool = False

    def client(self) -> Client:
        """A client for the task's connection options; use it in a ``with`` statement."""
        return Client(Options.from_params(self.params), check_mode=self.check_mode, warn=self.warn)


@dataclasses.dataclass(frozen=True)
class Command:
    """What a module does, for both runners: the module itself and the action in the controller.

    ``run`` returns the result or raises CpanelError. ``secrets`` gives the values among the parameters that no_log in
    the spec does not cover; ``returns_secret`` says whether a good result has to be hidden, as it holds a new secret.
    """

    name: str
    spec: Params
    run: t.Callable[[Invocation], dict[str, t.Any]]
    constraints: Params = dataclasses.field(default_factory=dict)
    secrets: t.Callable[[Params], set[str]] = lambda _params: set()
    returns_secret: t.Callable[[Params], bool] = lambda _params: False
    supports_async: bool = True

    def execute(
        self,
        params: Params,
        check_mode: bool,
        warn: t.Callable[[str], None],
        progress: t.Callable[[str], None] | None = None,
        diff_mode: bool = False,
    ) -> dict[str, t.Any]:
        """Runs the command and returns its result, ``failed`` among it if it failed; never raises but for a signal."""
        redactor = Redactor(self.secret_values(params))
        invocation = Invocation(params, check_mode, lambda text: warn(redactor.text(text)), progress, diff_mode)
        try:
            return {"changed": False, **self.run(invocation)}
        except CpanelError as exc:
            redactor.add(*(secrets_in(exc.partial) if self.returns_secret(params) else ()))
            return {**redactor.data(exc.partial), "failed": True, "changed": exc.changed, **_shown(exc, redactor)}
        except Exception as exc:  # noqa: BLE001 - a bug of ours is reported like any failure, without secrets
            internal = CpanelError("protocol", "%s: %s" % (type(exc).__name__, exc), code="internal")
            internal.hint = "This is a bug of the collection: please report it with the traceback."
            trace = redactor.text(traceback.format_exc())
            return {"failed": True, "changed": False, "exception": trace, **_shown(internal, redactor)}

    def secret_values(self, params: Params) -> set[str]:
        """All secrets among the parameters, but for trivial cookie values: masking "no" would mangle every text."""
        values = set(Options.from_params(params).secrets()) | self.secrets(params)
        return {value for value in values if len(value) >= 4}

    def trim(self, no_log_values: set[str], params: Params) -> None:
        """Makes the no_log values of a runner ours: secrets of free-form parameters in, harmless cookie values out."""
        cookies = (params.get("session") or {}).get("cookies") or {}
        no_log_values -= {str(value) for value in cookies.values()}
        no_log_values |= self.secret_values(params)

    def finish(self, result: dict[str, t.Any], params: Params, no_log_values: set[str]) -> dict[str, t.Any]:
        """The result as it leaves the runner: secrets masked, save those it is there to return; with the invocation."""
        kept = {name: result[name] for name in SECRET_RETURNS if result.get(name) is not None}
        clean: dict[str, t.Any] = remove_values(result, no_log_values)
        clean.update(kept)
        if isinstance(result.get("error"), dict):
            clean["error"].update({name: result["error"][name] for name in _OUR_WORDS})
        echo = _masked(self.spec, params, self.secrets(params))
        clean["invocation"] = {"module_args": remove_values(echo, no_log_values)}
        return clean


def run_module(command: Command) -> None:
    """The runner inside a module's own process: on a remote host, in async tasks, or where the user wants it."""

    class Module(AnsibleModule):  # type: ignore[misc]
        params: dict[str, t.Any]
        trimmed = False
        refused: CpanelError | None = None

        def _load_params(self) -> None:
            """What is wrong with the connection is found first: Ansible's check would show values, or break on them.

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
            self.params = _masked(command.spec, given, command.secrets(given))
            super()._log_invocation()
            self.params = given

    module = Module(argument_spec=dict(command.spec), supports_check_mode=True, **command.constraints)
    if module.refused is not None:
        module.fail_json(module.refused.msg)
    command.trim(module.no_log_values, module.params)
    module.trimmed = True
    try:
        with interruptible():
            result = command.execute(module.params, module.check_mode, module.warn, diff_mode=module._diff)
    except Interrupted as exc:
        result = {"failed": True, "changed": False, "msg": "interrupted by %s; sessions were closed" % exc}
    result = command.finish(result, module.params, module.no_log_values)
    module.no_log_values = set()
    for text in result.pop("warnings", None) or ():
        module.warn(text)
    if result.pop("failed", False):
        module.fail_json(**result)
    module.exit_json(**result)


def _shown(error: CpanelError, redactor: Redactor) -> dict[str, t.Any]:
    """An error without secrets; its fixed words stay as they are, also if a password happens to be one of them."""
    fixed = error.as_dict()
    shown = redactor.data({"msg": error.msg, "error": fixed})
    shown["error"].update({name: fixed[name] for name in _OUR_WORDS})
    return t.cast("dict[str, t.Any]", shown)


def _masked(spec: Params, params: Params, secrets: set[str]) -> dict[str, t.Any]:
    """A copy of the parameters for ``invocation``: masked by option, and by value where an option is free-form."""
    shown: dict[str, t.Any] = {}
    for name, value in params.items():
        rule = spec.get(name, {})
        if value is not None and rule.get("no_log"):
            shown[name] = HIDDEN
        elif isinstance(value, dict) and rule.get("options"):
            shown[name] = _masked(rule["options"], value, secrets)
        else:
            shown[name] = _without(value, secrets)
    return shown


def _without(value: t.Any, secrets: set[str]) -> t.Any:
    if isinstance(value, dict):
        return {key: _without(item, secrets) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without(item, secrets) for item in value]
    return HIDDEN if value is not None and str(value) in secrets else value
