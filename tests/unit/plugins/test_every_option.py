# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every option of every plugin, given what does not fit: the error names it, and nothing is sent.

The options come from the argument specs, the values from their types. All runs are in check mode, so that whatever is
accepted by mistake shows as a write in the journal of the server.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.errors import AnsibleLookupError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar

from ansible_collections.hostops.cpanel.plugins.inventory import accounts
from ansible_collections.hostops.cpanel.plugins.lookup import uapi, whm
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.servers import SERVER_SPEC
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import CONNECTION_SPEC
from ansible_collections.hostops.cpanel.plugins.modules import cpanel_uapi
from ansible_collections.hostops.cpanel.plugins.plugin_utils import options

PACKAGE = "ansible_collections.hostops.cpanel.plugins.modules."
NAMES = sorted(path.stem for path in Path(cpanel_uapi.__file__).parent.glob("[!_]*.py"))
COMMANDS = {
    name: module.COMMAND
    for name in NAMES
    if hasattr(module := importlib.import_module(PACKAGE + name), "COMMAND") and "host" in module.COMMAND.spec
}
SECRET = "Kept-to-Itself-4711"
COLLECTIONS = str(Path(cpanel_uapi.__file__).parents[5])

#: What makes a task of each module that works, beside the connection.
VALID: dict[str, dict[str, Any]] = {
    "cpanel_account_config": {"config": {"email_account": [{"email": "x@DOMAIN", "password": SECRET}]}},
    "cpanel_account_export": {},
    "cpanel_addon_domain": {"domain": "new.example"},
    "cpanel_dns_record": {"zone": "DOMAIN", "name": "x", "type": "A", "value": ["192.0.2.1"]},
    "cpanel_dns_zone": {"zone": "DOMAIN", "records": [{"name": "x", "type": "A", "value": ["192.0.2.1"]}]},
    "cpanel_domain_alias": {"domain": "new.example"},
    "cpanel_email_account": {"email": "x@DOMAIN", "password": SECRET},
    "cpanel_email_autoresponder": {"email": "x@DOMAIN", "from": "X", "subject": "s", "body": "b"},
    "cpanel_email_default_address": {"domain": "DOMAIN", "action": "fail"},
    "cpanel_email_domain_forwarder": {"domain": "DOMAIN", "destination": "example.org"},
    "cpanel_email_filter": {
        "name": "f",
        "rules": [{"part": "$header_from", "match": "contains", "value": "x"}],
        "actions": [{"action": "finish"}],
    },
    "cpanel_email_forwarder": {"address": "x@DOMAIN", "destination": "y@example.org"},
    "cpanel_email_routing": {"domain": "DOMAIN", "routing": "local"},
    "cpanel_fleet": {"accounts": ["ACCOUNT"], "calls": [{"function": "Email::list_pops"}]},
    "cpanel_ftp_account": {"login": "x@DOMAIN", "password": SECRET},
    "cpanel_mysql_database": {"name": "x"},
    "cpanel_mysql_user": {"name": "x", "password": SECRET},
    "cpanel_php_version": {"domain": "DOMAIN", "version": "ea-php83"},
    "cpanel_redirect": {"domain": "DOMAIN", "destination": "https://example.org"},
    "cpanel_session": {},
    "cpanel_subdomain": {"domain": "x.DOMAIN"},
    "cpanel_uapi": {"function": "Email::list_pops"},
    "whm_api": {"function": "listaccts"},
}

TEXTS = [
    "", " ", "\x00", "a\nb", "\x1b[31m", "\udcff", "\u202e", "é", "x" * 5000, "../../etc/passwd", "{{ 7 * 7 }}",
    "{domain}", "{vars.x}", "%s%n", "'\"`;|&$()", "-x", "@", "a@@b", "*", "1e999", "NaN", "²", "0", "true",
]  # fmt: skip
ODD: dict[str, list[Any]] = {
    "str": [*TEXTS, 0, -1, 1.5, True, [], [None], {}, {"a": 1}, 10**400],
    "int": [*TEXTS, -1, 0, 10**12, 10**400, 1.5, float("inf"), float("nan"), True, False, [], {}, [1]],
    "bool": ["", "maybe", "ja", "2", 2, -1, 1.5, [], {}, [True], "\x00"],
    "list": ["", "\x00", [None], [[]], [{}], [[["x"]]], {}, {"a": 1}, 5, True, [float("nan")], ["x"] * 3, [10**400]],
    "dict": ["", "x", "a=b", [], [1], 5, True, {"\x00": 1}, {1: 2}, {None: None}, {"a": {"b": [float("nan")]}}],
    "path": [*TEXTS, 5, True, [], {}],
    "raw": [*TEXTS, 5, True, [], {}, [None], {1: 2}],
}


def odd_values(rule: dict[str, Any]) -> list[Any]:
    kind = rule.get("type", "str")
    found = list(ODD[kind])
    if kind == "list":
        found += [[value] for value in ODD.get(rule.get("elements", "raw"), [])]
    return found


def mutations(spec: dict[str, Any], valid: dict[str, Any], inside: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """The path of an option, and the parameters in which it has an odd value."""
    for name, rule in spec.items():
        for value in odd_values(rule):
            yield inside + name, {**valid, name: value}
        options = rule.get("options")
        if options:
            several = rule["type"] == "list"
            given = valid.get(name)
            base = (given[0] if given else {}) if several else (given or {})
            if not isinstance(base, dict):
                continue
            for path, inner in mutations(options, base, inside + name + "."):
                yield path, {**valid, name: [inner] if several else inner}


def filled(value: Any, runner: Any) -> Any:
    if isinstance(value, dict):
        return {key: filled(item, runner) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, runner) for item in value]
    if isinstance(value, str):
        return value.replace("DOMAIN", runner.alice.main_domain).replace("ACCOUNT", runner.alice.name)
    return value


def base_of(command: Any, name: str, runner: Any) -> dict[str, Any]:
    valid = filled(VALID.get(name.removesuffix("_info"), {}) if not name.endswith("_info") else {}, runner)
    account = {} if name in ("whm_api", "cpanel_fleet") else {"account": runner.alice.name}
    return {**runner.root, **account, **valid}


def judge(path: str, result: dict[str, Any], runner: Any) -> str | None:
    """What is wrong with this outcome, if anything is."""
    error = result.get("error") or {}
    if "exception" in result or error.get("code") == "internal":
        return "internal: %s" % result.get("msg")
    if any(entry.writes for entry in runner.srv.journal):
        return "a write was sent in check mode"
    if error.get("category") == "usage":
        # Whether a domain is the account's or a password is strong enough, only the server can tell.
        asks = path not in CONNECTION_SPEC and "." not in path and runner.lines and "POST" in runner.lines[0]
        if runner.lines and not asks:
            return "a usage error after %s: %s" % (runner.lines, result["msg"])
        names = ["parameter", "params"] if path == "params" else path.split(".")
        if not any(name in result["msg"] for name in names):
            return "the error names another option: %s" % result["msg"]
    if not all(char.isprintable() or char == "\n" for char in str(result.get("msg"))):
        return "the message has control characters: %r" % result["msg"]
    if SECRET in repr(result):
        return "a secret is shown"
    try:
        json.dumps(result, allow_nan=False)
    except (TypeError, ValueError) as exc:
        return "the result is no JSON: %s" % exc
    return None


def run(runner: Any, name: str, given: dict[str, Any]) -> dict[str, Any]:
    runner.srv.journal.clear()
    runner.srv.switches.cphulk = False
    return runner.run(name, check_mode=True, **given)


def test_every_module_is_tried() -> None:
    assert {name for name in COMMANDS if not name.endswith("_info")} == set(VALID)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_valid(runner: Any, name: str) -> None:
    result = run(runner, name, base_of(COMMANDS[name], name, runner))
    assert not result.get("failed"), result


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_own_options(runner: Any, name: str) -> None:
    command = COMMANDS[name]
    own = {option: rule for option, rule in command.spec.items() if option not in CONNECTION_SPEC}
    check(runner, name, own)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["cpanel_uapi", "whm_api", "cpanel_session", "cpanel_fleet", "cpanel_email_account"])
def test_connection_options(runner: Any, name: str) -> None:
    check(runner, name, CONNECTION_SPEC)


def check(runner: Any, name: str, spec: dict[str, Any]) -> None:
    base = base_of(COMMANDS[name], name, runner)
    problems = []
    for path, given in mutations(spec, base):
        try:
            wrong = judge(path, run(runner, name, given), runner)
        except Exception as exc:  # noqa: BLE001 - a bare exception is what is looked for
            wrong = "%s: %s" % (type(exc).__name__, exc)
        if wrong:
            value = given.get(path.partition(".")[0])
            problems.append(ascii("%s = %s -> %s" % (path, repr(value)[:120], wrong[:300])))
    if problems:
        raise AssertionError("\n".join([str(len(problems)), *problems[:80]]))


@pytest.mark.slow
@pytest.mark.parametrize("lookup", [uapi, whm])
def test_options_of_lookups(runner: Any, lookup: Any) -> None:
    account = {"account": runner.alice.name} if lookup is uapi else {}
    term = "Email::list_pops" if lookup is uapi else "listaccts"
    problems = []
    for path, given in mutations(lookup.LookupModule.spec, {**runner.root, **account}):
        runner.srv.journal.clear()
        runner.srv.switches.cphulk = False
        loader = DataLoader()
        plugin = lookup.LookupModule(loader=loader, templar=Templar(loader=loader, variables={}))
        wrong = None
        try:
            plugin.run([term], {}, **given)
        except AnsibleLookupError as exc:
            sent = any("POST" in line for line in runner.lines)
            names = [*path.split("."), "parameter", "was refused"]  # the same wrong token, a second time
            if not sent and not any(name in str(exc) for name in names):
                wrong = "the error names another option: %s" % exc
            elif not all(char.isprintable() or char == "\n" for char in str(exc)):
                wrong = "the message has control characters: %r" % str(exc)
        except Exception as exc:  # noqa: BLE001 - a bare exception is what is looked for
            wrong = "%s: %s" % (type(exc).__name__, exc)
        if any(entry.writes for entry in runner.srv.journal):
            wrong = "a lookup wrote"
        if wrong:
            problems.append(ascii("%s = %s -> %s" % (path, repr(given.get(path))[:120], wrong[:300])))
    if problems:
        raise AssertionError("\n".join([str(len(problems)), *problems[:80]]))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["report", "account_documents"])
def test_options_of_actions(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of what runs in the controller only: errors with a name. Relative directories are below our own."""
    monkeypatch.chdir(tmp_path)
    action = importlib.import_module("ansible_collections.hostops.cpanel.plugins.action." + name).ActionModule
    item = {"host": "s", "account": "a", "ok": True, "changed": False, "skipped": False, "config": {}, "error": None}
    results = {"report": {"result": {"results": [item]}}, "account_documents": {"results": [item]}}
    problems = []
    for number, (path, given) in enumerate(mutations(action.spec, {"directory": "D", **results[name]})):
        place = tmp_path / str(number)
        place.mkdir()
        given = {key: str(place / "x") if value == "D" else value for key, value in given.items()}
        plugin = action.__new__(action)
        plugin._task = types.SimpleNamespace(args=given, check_mode=path == "directory", diff=False, async_val=0)
        plugin._templar = Templar(loader=DataLoader(), variables={})
        try:
            params = options.validated(action.spec, given)
            plugin.write(params, plugin._task.check_mode, {})
        except CpanelError as exc:
            if exc.category == "usage" and not any(part in exc.msg for part in path.split(".")):
                problems.append(ascii("%s = %r -> names another option: %s" % (path, given.get(path), exc.msg)))
        except Exception as exc:  # noqa: BLE001 - a bare exception is what is looked for
            problems.append(ascii("%s = %.100r -> %s: %s" % (path, given.get(path), type(exc).__name__, exc)))
    if problems:
        raise AssertionError("\n".join([str(len(problems)), *problems[:80]]))


@pytest.mark.slow
def test_options_of_the_inventory(runner: Any, tmp_path: Path) -> None:
    """One run of Ansible over an inventory file for each odd value."""
    source = Path(accounts.__file__).read_text(encoding="utf-8")
    documented = yaml.safe_load(re.search(r'DOCUMENTATION = r?"""(.*?)"""', source, re.DOTALL)[1])["options"]
    spec = {name: rule for name, rule in documented.items() if name != "plugin"}
    spec["servers"] = {"type": "list", "elements": "dict", "options": SERVER_SPEC}
    valid = {"plugin": "hostops.cpanel.accounts", "servers": [{**runner.root, "name": "s1"}]}
    folder = tmp_path / "inventory"
    folder.mkdir()
    tried = {}
    for number, (path, given) in enumerate(mutations(spec, valid)):
        try:
            text = yaml.safe_dump(given, allow_unicode=False)
        except (yaml.YAMLError, UnicodeError):
            continue
        tried["%04d.cpanel.yml" % number] = path
        (folder / ("%04d.cpanel.yml" % number)).write_text(text, encoding="utf-8", errors="surrogatepass")
    env = {key: value for key, value in os.environ.items() if not key.startswith(("CPANEL_", "ANSIBLE_"))}
    env.update(ANSIBLE_COLLECTIONS_PATH=COLLECTIONS, HOME=str(tmp_path), ANSIBLE_HOME=str(tmp_path), COLUMNS="100000")
    env.update(ANSIBLE_INVENTORY_ENABLED="hostops.cpanel.accounts")
    runner.srv.switches.cphulk = False
    runner.srv.journal.clear()
    command = [str(Path(sys.executable).parent / "ansible-inventory"), "-i", str(folder), "--list"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, errors="replace", timeout=300, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-3000:]
    assert "Traceback" not in said and "unexpected" not in said.lower(), said[-3000:]
    assert all(char.isprintable() or char in "\n\t" for char in done.stderr)
    assert not any(entry.writes for entry in runner.srv.journal)
    assert len(tried) > 200
