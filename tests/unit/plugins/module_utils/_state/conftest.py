# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The life of a resource, the same for every kind: made, made again, changed, changed again, gone, gone again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._api.functions import api2, uapi
from ansible_collections.hostops.cpanel.plugins.module_utils._state.registry import KINDS

PASSWORD = "Correct-horse-7-battery"


class Life:
    """Runs the module of one kind inside the account of ``alice`` and looks at the wire."""

    def __init__(self, runner: Any, name: str) -> None:
        self.runner = runner
        self.kind = KINDS[name]
        self.alice = runner.alice

    def run(self, check_mode: bool = False, **options: Any) -> dict[str, Any]:
        """The module; the journal holds its conversation only. Over the account's own token: one call, one entry."""
        self.runner.srv.journal.clear()
        given = {**self.runner.owner, **options}
        return self.runner.run("cpanel_" + self.kind.name, check_mode=check_mode, **given)

    def ok(self, check_mode: bool = False, **options: Any) -> dict[str, Any]:
        result = self.run(check_mode, **options)
        assert not result.get("failed"), result
        return result

    def fails(self, **options: Any) -> dict[str, Any]:
        result = self.run(**options)
        assert result.get("failed"), result
        return result

    def listed(self) -> list[dict[str, Any]]:
        result = self.runner.run("cpanel_%s_info" % self.kind.name, **self.runner.owner)
        assert not result.get("failed"), result
        assert result["changed"] is False
        return result[self.kind.plural]

    @property
    def sent(self) -> list[str]:
        """The functions called since the last run, in order, those inside of batches named one by one."""
        found = []
        for entry in self.runner.srv.journal:
            form = dict(entry.form)
            commands = [json.loads(value) for name, value in entry.form if name.startswith("command")]
            if commands:
                found += ["%s::%s" % (command[0], command[1]) for command in commands]
            elif "cpanel_jsonapi_func" in form:
                found.append("%s::%s" % (form["cpanel_jsonapi_module"], form["cpanel_jsonapi_func"]))
            elif "/execute/" in entry.path:
                found.append("::".join(entry.path.split("/execute/")[1].split("/")))
        return found

    @property
    def written(self) -> list[str]:
        """Those of them that write."""
        return [name for name in self.sent if _writes(name)]

    def whole(self, make: dict[str, Any], change: dict[str, Any], *, key: dict[str, Any], gone: Any = None) -> None:
        """Everything that holds for every kind. ``gone``: what is there when it is absent."""
        name = self.kind.name
        planned = self.ok(True, **make)
        assert planned["changed"] is True and self.written == [], planned
        made = self.ok(**make)
        assert made["changed"] is True
        first = self.written
        assert first and len(set(first)) == len(first)
        assert made[name] == planned[name] and made["diff"] == planned["diff"]
        again = self.ok(**make)
        assert again["changed"] is False and self.written == [], again
        assert again[name] == made[name] and again["diff"]["before"] == again["diff"]["after"]
        assert any(item.items() >= made[name].items() for item in self.listed())
        if change:
            planned = self.ok(True, **key, **change)
            assert planned["changed"] is True and self.written == []
            changed = self.ok(**key, **change)
            assert changed["changed"] is True and self.written
            assert changed[name] == planned[name] and changed["diff"] == planned["diff"]
            assert changed["diff"]["before"] != changed["diff"]["after"]
            again = self.ok(**key, **change)
            assert again["changed"] is False and self.written == []
        planned = self.ok(True, state="absent", **key)
        assert planned["changed"] is True and self.written == [] and planned[name] == gone
        away = self.ok(state="absent", **key)
        assert away["changed"] is True and away[name] == gone and self.written
        again = self.ok(state="absent", **key)
        assert again["changed"] is False and self.written == [] and again[name] == gone

    def survives_lost_answer(self, function: str, **options: Any) -> None:
        """The answer to what writes is lost after the server did it: it is settled by reading, never sent again."""
        fault = self.runner.srv.faults.add("drop_after", function=function, times=1)
        result = self.ok(**options)
        assert fault.struck == 1, "nothing was lost"
        assert result["changed"] is True
        assert len(set(self.written)) == len(self.written)
        self.runner.srv.faults.clear()
        assert self.ok(**options)["changed"] is False


def _writes(name: str) -> bool:
    function = uapi(name)
    return function.writes if function.known else api2(name).writes


@pytest.fixture
def life(runner):
    return lambda name: Life(runner, name)


@pytest.fixture
def config(runner):
    """Run cpanel_account_config inside the account of ``alice``, over its own token: one call, one entry."""

    def run(document, check_mode=False, **options):
        runner.srv.journal.clear()
        return runner.run("cpanel_account_config", check_mode, config=document, **runner.owner, **options)

    return run


@pytest.fixture
def export(runner):
    """Run cpanel_account_export inside the account of ``alice``."""

    def run(**options):
        result = runner.run("cpanel_account_export", **runner.owner, **options)
        assert not result.get("failed"), result
        return result

    return run


@pytest.fixture
def document(runner):
    """Resources of several kinds that need each other."""
    domain = runner.alice.main_domain
    return {
        "mysql_user": [{"name": "wiki", "password": PASSWORD, "privileges": {"wiki": ["SELECT", "INSERT"]}}],
        "mysql_database": [{"name": "wiki"}],
        "email_forwarder": [{"address": "front@news." + domain, "destination": "front@" + domain}],
        "email_account": [{"email": "front@news." + domain, "password": PASSWORD, "quota_mb": 100}],
        "subdomain": [{"domain": "news." + domain}],
        "dns_zone": [{"zone": domain, "records": [{"name": "store", "type": "A", "value": ["192.0.2.9"]}]}],
    }
