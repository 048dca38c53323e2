# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a module does, once: a ``Command``, which the module's runner and the action call alike.

Owns how a task begins and ends (``Invocation``, ``Command.execute``), and which parts of options and results are
secret. Must not know a runner, kinds of resources or fleets. Called by modules, by ``module_runner`` and by actions.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import traceback
import typing as t

from ansible.module_utils.common.validation import check_type_dict

from ansible_collections.hostops.cpanel.plugins.module_utils._api.client import Client
from ansible_collections.hostops.cpanel.plugins.module_utils._api.secret_names import is_secret_key, scalars, secrets_in
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, internal
from ansible_collections.hostops.cpanel.plugins.module_utils._redact import HIDDEN, Redactor
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import SESSION_SPEC, Options

# Return values that are secrets by intent: they are not masked, and the action hides the result that holds them.
SECRET_RETURNS = ("session", "login_url")
# In what a call returns: that it is, or holds, a secret. Its output is hidden, and no report may show it.
SECRET_MARK = "holds_secret"
_LONG = 16  # a text from here on, in an answer that holds a secret, may be it
_OUR_WORDS = ("category", "code", "http_status", "service", "retryable")

# What an option of a wrong type raises where it is looked at; the task fails for it.
_WRONG_TYPES = (AttributeError, TypeError, ValueError)

Params = t.Mapping[str, t.Any]


@dataclasses.dataclass(frozen=True)
class Invocation:
    """One task: its validated parameters and what the runner offers.

    ``warn`` shows a text to the user, ``progress`` a line while the task runs; it is None where nobody would see it.
    ``diff_mode`` says that differences are asked for, for commands whose differences are too long to return unasked.
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
        progress: t.Callable[[str], None] | None = None,
        diff_mode: bool = False,
        warnings: list[str] | None = None,
    ) -> dict[str, t.Any]:
        """Runs the command and returns its result as ``finish`` gives it, with ``failed`` if it failed.

        ``warnings`` are what was said meanwhile; the list that is given has them if this raises, which is Interrupted.
        """
        warnings = [] if warnings is None else warnings
        secrets = self.secret_values(params)
        redactor = Redactor(secrets)
        try:
            result = {
                "changed": False,
                **self.run(Invocation(params, check_mode, warnings.append, progress, diff_mode)),
            }
        except CpanelError as exc:
            new = new_secrets(exc.partial)
            # What was made before the failure is not masked: the action hides a result that holds it.
            partial = redactor.values(exc.partial) if new else redactor.data(exc.partial)
            shown = _shown(exc, Redactor(secrets | new))
            result = {**partial, "failed": True, "changed": exc.changed, **shown}
        except Exception as exc:  # noqa: BLE001 - a bug of ours is reported like any failure, without secrets
            trace = redactor.text(traceback.format_exc())
            result = {"failed": True, "changed": False, "exception": trace, **_shown(internal(exc), redactor)}
        result["warnings"] = [*warnings, *(result.get("warnings") or ())]
        return self.finish(result, params, redactor)

    def redactor(self, params: Params) -> Redactor:
        """What masks the secrets of a task."""
        return Redactor(self.secret_values(params))

    def secret_values(self, params: Params) -> set[str]:
        """All secrets among the parameters, also as a task gives them: not validated, and maybe of wrong types."""
        values: set[str] = set()
        with contextlib.suppress(*_WRONG_TYPES):
            values.update(map(str, Options.from_params(params).secrets()))
        with contextlib.suppress(*_WRONG_TYPES):
            values.update(map(str, self.secrets(params)))
        with contextlib.suppress(*_WRONG_TYPES):
            values.update(_given(self.spec, params))
        return values - {""}

    def holds_secret(self, result: Params) -> bool:
        """Whether a result holds a secret that the task did not send.

        A session of nothing but nulls, as ``state: absent`` returns it, is none.
        """
        returned = any(result.get(name) for name in SECRET_RETURNS if name != "session")
        return bool(returned) or holds_session(result.get("session")) or any(_secret_answers(result))

    def finish(self, result: dict[str, t.Any], params: Params, redactor: Redactor) -> dict[str, t.Any]:
        """The result as it leaves the runner: secrets masked, save those it is there to return; with the invocation."""
        kept = {name: result[name] for name in SECRET_RETURNS if result.get(name) is not None}
        shown = {name: value for name, value in result.items() if name not in kept}
        echo = masked(self.spec, params, self.secrets(params))
        clean: dict[str, t.Any] = redactor.values({**shown, "invocation": {"module_args": echo}})
        if isinstance(result.get("error"), dict):
            clean["error"] = {**clean["error"], **{name: result["error"][name] for name in _OUR_WORDS}}
        if result.get("warnings"):  # they are shown even with a result that is hidden
            redactor.add(*new_secrets(result))
            clean["warnings"] = [redactor.text(str(text)) for text in result["warnings"]]
        return {**clean, **kept}


def _shown(error: CpanelError, redactor: Redactor) -> dict[str, t.Any]:
    """An error without secrets; its fixed words stay as they are, also if a password happens to be one of them."""
    fixed = error.as_dict()
    shown = redactor.data({"msg": error.msg, "error": fixed})
    shown["error"].update({name: fixed[name] for name in _OUR_WORDS})
    return t.cast("dict[str, t.Any]", shown)


def _given(spec: Params, given: t.Any) -> t.Iterator[str]:
    """The values of options with no_log, in suboptions and lists of them, too, and of options that there are not.

    These fail the task, and may be a password whose option is misspelt. The connection's session is left out: what of
    it is a secret, ``Options.secrets`` knows.
    """
    names = {alias: rule for name, rule in spec.items() for alias in (name, *rule.get("aliases", ()))}
    for name, value in given.items():
        rule = names.get(name)
        if rule is None or rule.get("no_log"):
            yield from (str(item) for item in _leaves(value))
        elif rule.get("options") and rule["options"] is not SESSION_SPEC:
            for item in _dictionaries(value):
                yield from _given(rule["options"], item)


def _leaves(value: t.Any) -> t.Iterator[t.Any]:
    if isinstance(value, (dict, list, tuple)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _leaves(item)
    elif value is not None:
        yield value


def _dictionaries(value: t.Any) -> t.Iterator[dict[str, t.Any]]:
    """The dictionaries that an option stands for, one or a list, which may be written as JSON or as name=value."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            value = check_type_dict(value)
    for item in value if isinstance(value, (list, tuple)) else [value]:
        if isinstance(item, dict):
            yield item
        elif isinstance(item, str):
            yield check_type_dict(item)


def holds_session(value: t.Any) -> bool:
    """Whether there is a live session in it, however deep."""
    if isinstance(value, dict):
        return bool(value.get("security_token")) or any(holds_session(item) for item in value.values())
    return isinstance(value, (list, tuple)) and any(holds_session(item) for item in value)


def _answers(result: t.Any) -> t.Iterator[Params]:
    """What each call of a task, or of an account of a fleet, has returned."""
    if isinstance(result, dict):
        yield result
        for name in ("calls", "results"):
            for item in result.get(name) or ():
                yield from _answers(item)


def _secret_answers(result: Params) -> t.Iterator[Params]:
    return (answer for answer in _answers(result) if answer.get(SECRET_MARK))


def new_secrets(result: Params) -> set[str]:
    """The values in a result that are secret and that the task did not send, but for those of a session."""
    secrets: set[str] = set()
    for answer in _secret_answers(result):
        secrets |= secrets_in(answer) | {text for text in scalars(answer.get("data")) if len(text) >= _LONG}
    return secrets


def masked(spec: Params, params: Params, secrets: set[str]) -> dict[str, t.Any]:
    """A copy of the parameters for ``invocation``: masked by option, and by name and value where one is free-form."""
    shown: dict[str, t.Any] = {}
    for name, value in params.items():
        rule = spec.get(name, {})
        if value is not None and (rule.get("no_log") or _is_secret_result(value)):
            shown[name] = HIDDEN
        elif isinstance(value, dict) and rule.get("options"):
            shown[name] = masked(rule["options"], value, secrets)
        elif isinstance(value, (list, tuple)) and rule.get("options"):
            shown[name] = [masked(rule["options"], item, secrets) if isinstance(item, dict) else item for item in value]
        else:
            shown[name] = _without(value, secrets)
    return shown


def _is_secret_result(value: t.Any) -> bool:
    """Whether it is the result of an earlier task, handed on, with a secret in it."""
    return isinstance(value, dict) and "results" in value and any(_secret_answers(value))


def _without(value: t.Any, secrets: set[str]) -> t.Any:
    if isinstance(value, dict):
        return {
            key: HIDDEN if item is not None and is_secret_key(str(key), item, False) else _without(item, secrets)
            for key, item in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_without(item, secrets) for item in value]
    return HIDDEN if value is not None and str(value) in secrets else value
