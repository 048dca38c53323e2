# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The base of the lookups: functions that only read, called in one account or on one server.

Owns that a lookup changes nothing and shows no secret. Must not know single functions. Called by Ansible, through the
files of plugins/lookup.
"""

from __future__ import annotations

import os
import typing as t

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.hostops.cpanel.plugins.module_utils._api import holders as _holders
from ansible_collections.hostops.cpanel.plugins.module_utils._api.client import Client
from ansible_collections.hostops.cpanel.plugins.module_utils._api.secret_names import shows_secret
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError, usage
from ansible_collections.hostops.cpanel.plugins.module_utils._interrupts import Interrupted, interruptible, pass_on
from ansible_collections.hostops.cpanel.plugins.module_utils._redact import Redactor
from ansible_collections.hostops.cpanel.plugins.module_utils._task import calls as _calls
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import CONNECTION_SPEC, Options
from ansible_collections.hostops.cpanel.plugins.plugin_utils import options
from ansible_collections.hostops.cpanel.plugins.plugin_utils.native import native

READING_SPEC: dict[str, t.Any] = {
    **CONNECTION_SPEC,
    **{name: rule for name, rule in _calls.CALLS_SPEC.items() if name not in ("function", "writes")},
    **_calls.STRICT_SPEC,
    "on_missing": {"type": "str", "choices": ["error", "warn", "skip"], "default": "error"},
}
Params = t.Mapping[str, t.Any]


class ReadingLookup(LookupBase):
    """Calls functions that only read, all with one client; returns, after ``query``, one element for each term.

    Options are those of the modules: given, else from the variables hostops_cpanel_*, else from the environment. They
    are put together as for a task, and not by Ansible, which would mix a server's variables into another one's options.
    """

    api: str
    spec: t.Mapping[str, t.Any]

    def run(self, terms: t.Any, variables: t.Any = None, **kwargs: t.Any) -> list[t.Any]:
        redactor = Redactor()
        try:
            with interruptible():
                params = self._params(variables or {}, kwargs)
                redactor.add(*Options.from_params(params).secrets())
                steps = [self._step(term, params) for term in self._flatten(terms)]
                for step in steps:
                    redactor.add(*_holders.secret_values(step.call.function, step.call.params))
                return t.cast("list[t.Any]", wrap_var(self._ask(steps, params, redactor)))
        except CpanelError as exc:
            raise AnsibleLookupError(redactor.text(exc.with_hint)) from None
        except Interrupted as exc:
            pass_on(exc)
            raise AnsibleLookupError("interrupted by %s; sessions were closed" % exc) from None

    def _params(self, variables: Params, kwargs: Params) -> Params:
        names = [*self.spec, *(alias for rule in self.spec.values() for alias in rule.get("aliases", ()))]
        options.check_names(kwargs, names)
        given = {name: native(value) for name, value in kwargs.items()}
        added = options.for_host(given, variables, self._templar.template, os.environ, self._loader)
        return options.validated(self.spec, {**given, **added})

    def _step(self, term: t.Any, params: Params) -> _calls.Step:
        (step,) = _calls.steps({**params, "function": str(term), "calls": None}, self.api)
        call = step.call
        if call.changes or _holders.returns_secret_with(call.function, call.params):
            raise self._refused(call.function.name, "changes something" if call.changes else "returns a secret")
        return step

    def _refused(self, function: str, why: str) -> CpanelError:
        """What a lookup returns is part of an expression, which Ansible shows wherever it shows that expression."""
        module = "whm_api" if self.api == "whm" else "cpanel_uapi"
        return usage(
            "%s %s; a lookup may only read, and only what may be shown" % (function, why),
            "Call it in a task with hostops.cpanel.%s." % module,
        )

    def _ask(self, steps: t.Sequence[_calls.Step], params: Params, redactor: Redactor) -> list[t.Any]:
        def warn(text: str) -> None:
            self._display.warning(redactor.text(text))

        results: list[t.Any] = []
        with Client(Options.from_params(params), check_mode=True, warn=warn) as client:
            for step in steps:
                try:
                    outcome = step.outcome(client.call(step.call))
                except CpanelError as exc:
                    if exc.category not in ("not_found", "unsupported") or params["on_missing"] == "error":
                        raise
                    if params["on_missing"] == "warn":
                        warn(exc.with_hint)
                    results.append(None)
                    continue
                if shows_secret(outcome["data"], outcome["result"]):
                    raise self._refused(step.call.function.name, "returned a secret")
                results.append(outcome["result"])
        return results
