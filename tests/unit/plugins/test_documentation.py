# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation of lookups and the inventory is that of the options they have."""

from __future__ import annotations

import pytest
import yaml

from ansible_collections.hostops.cpanel.plugins.doc_fragments import calls, connection, servers
from ansible_collections.hostops.cpanel.plugins.inventory import accounts
from ansible_collections.hostops.cpanel.plugins.lookup import uapi, whm
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.accounts import SELECT_SPEC
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.servers import SERVER_SPEC
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import CONNECTION_SPEC
from ansible_collections.hostops.cpanel.plugins.plugin_utils.account_hosts import GROUPS
from ansible_collections.hostops.cpanel.plugins.plugin_utils.options import VARIABLES


def options_of(text):
    return yaml.safe_load(text)["options"]


def check(rule, described, where):
    assert rule.get("type", "str") == described["type"], where
    assert rule.get("default") == described.get("default"), where
    assert list(rule.get("choices") or []) == list(described.get("choices") or []), where
    assert list(rule.get("aliases") or []) == list(described.get("aliases") or []), where
    assert rule.get("elements") == described.get("elements"), where
    options, suboptions = rule.get("options") or {}, described.get("suboptions") or {}
    assert set(options) == set(suboptions), where
    for name in options:
        check(options[name], suboptions[name], "%s.%s" % (where, name))


def sources(rule, name, described):
    """Where a value comes from: the environment as the spec says, and the variable of that name."""
    variables = [rule["fallback"][1][0]] if "fallback" in rule else []
    assert [entry["name"] for entry in described.get("env", [])] == variables, name
    assert [entry["name"] for entry in described["vars"]] == ["hostops_cpanel_" + name], name
    assert VARIABLES["hostops_cpanel_" + name] == name


def test_connection_options_of_plugins():
    described = options_of(connection.ModuleDocFragment.PLUGINS)
    assert set(described) == set(CONNECTION_SPEC)
    for name, rule in CONNECTION_SPEC.items():
        sources(rule, name, described[name])


@pytest.mark.parametrize("module", [uapi, whm])
def test_options_of_lookups(module):
    described = {
        **options_of(connection.ModuleDocFragment.DOCUMENTATION),
        **options_of(calls.ModuleDocFragment.DOCUMENTATION),
        **options_of(calls.ModuleDocFragment.READING),
        **options_of(module.DOCUMENTATION),
    }
    assert set(described) - {"_terms"} == set(module.LookupModule.spec)
    for name, rule in module.LookupModule.spec.items():
        check(rule, described[name], name)


def test_options_of_the_inventory():
    described = options_of(servers.ModuleDocFragment.DOCUMENTATION)
    assert set(described) == {"servers", "fleet_file", "select", *SERVER_SPEC} - {"name"}
    assert [entry["name"] for entry in described["fleet_file"]["env"]] == ["CPANEL_FLEET_FILE"]
    for name in set(SERVER_SPEC) - {"name"}:
        rule = {key: value for key, value in CONNECTION_SPEC[name].items() if key != "aliases"}
        check(rule, described[name], name)
        sources(rule, name, described[name])
    for name, rule in SERVER_SPEC.items():
        check(rule, described["servers"]["suboptions"][name], "servers." + name)
    for name, rule in SELECT_SPEC.items():
        check(rule, described["select"]["suboptions"][name], "select." + name)
    own = options_of(accounts.DOCUMENTATION)
    assert tuple(own["automatic_groups"]["choices"]) == tuple(own["automatic_groups"]["default"]) == GROUPS
