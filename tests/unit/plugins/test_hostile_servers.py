# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every hostile scenario of the simulator against every sort of plugin.

Whatever a server does, a task ends in time, with a result or with a failure that has a category; nothing of it is a bug
of ours, and nothing that could reach a terminal controls it.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import math
import re
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from ansible.errors import AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible.utils.display import Display

from ansible_collections.hostops.cpanel.plugins.lookup import uapi
from ansible_collections.hostops.cpanel.plugins.module_utils._api import paging as _paging
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CATEGORIES
from ansible_collections.hostops.cpanel.tests.simulator.hostile import SCENARIOS

TIMEOUT = 1
MOST = 400 * 1024 * 1024
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# In data, C0 is left as it is: JSON and YAML, which is what prints it, escape it.
RAW_IN_DATA = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
BIG = [name for name in SCENARIOS if name.startswith(("big-", "compressed-"))]
SLOW = [name for name in SCENARIOS if name.startswith("slow-")]
QUICK = [name for name in SCENARIOS if name not in BIG and name not in SLOW]
LOGINS = [name for name in SCENARIOS if name.startswith("login-")]


def session(runner, **options):
    return runner.run("cpanel_session", **runner.root, account=runner.alice.name, **options)


def whm(runner, **options):
    return runner.whm("listaccts", page_size=2, **options)


def api(runner, **options):
    return runner.uapi("Email::list_pops", page_size=2, **options)


def over_session(runner, **options):
    return runner.uapi("Email::list_pops", via="session", **options)


def batch(runner, **options):
    return runner.uapi(calls=[{"function": "Email::list_pops"}, {"function": "DomainInfo::list_domains"}], **options)


def write(runner, **options):
    params = {"email": "hostile", "domain": runner.alice.main_domain, "password": "Quite-9-Strong-Words!"}
    return runner.uapi("Email::add_pop", params=params, **options)


def fleet(runner, **options):
    return runner.run("cpanel_fleet", **runner.root, select={}, calls=[{"function": "Email::list_pops"}], **options)


def info(runner, **options):
    return runner.run("cpanel_email_account_info", **runner.root, account=runner.alice.name, **options)


def config(runner, **options):
    document = {
        "email_account": [{"email": "hostile@" + runner.alice.main_domain, "password": "Quite-9-Strong-Words!"}]
    }
    return runner.run(
        "cpanel_account_config", check_mode=True, **runner.root, account=runner.alice.name, config=document, **options
    )


def lookup(runner, **options):
    loader = DataLoader()
    module = uapi.LookupModule(loader=loader, templar=Templar(loader=loader, variables={}))
    try:
        found = module.run(["Email::list_pops"], {}, account=runner.alice.name, **runner.root, **options)
    except AnsibleError as exc:
        return {"failed": True, "msg": str(exc)}
    return {"data": found}


COMMANDS = [session, whm, api, over_session, batch, write, fleet, info, config, lookup]


def texts_in(value, path=""):
    """Every text in a result, and where it is."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield path, str(key)
            yield from texts_in(item, "%s.%s" % (path, key))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from texts_in(item, path)
    elif isinstance(value, str):
        yield path, value


def numbers_in(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from numbers_in(item)
    elif isinstance(value, float):
        yield value


@pytest.fixture
def shown(monkeypatch):
    """What plugins show beside their results."""
    found = []
    for method in ("warning", "display", "error"):
        monkeypatch.setattr(Display, method, lambda _self, text, *_rest, **_more: found.append(text))
    return found


def check(runner, command, shown):
    start = time.monotonic()
    result = command(runner, timeout=TIMEOUT)
    seconds = time.monotonic() - start
    requests = max(1, runner.srv.journal.total)
    assert seconds < 3 * TIMEOUT * min(requests, 6) + 5
    assert all(math.isfinite(number) for number in numbers_in(result))
    json.dumps(result).encode()
    for path, text in texts_in(result):
        ours = path.startswith((".msg", ".error", ".warnings", ".messages", ".errors", ".reason", ".exception"))
        assert not (RAW if ours else RAW_IN_DATA).search(text), path
        assert not ours or len(text) < 20_000, path
    for text in [*shown, *runner.warnings]:
        assert not RAW.search(text)
    assert "Traceback" not in json.dumps(result)
    if result.get("failed") and "error" in result:
        assert result["error"]["category"] in set(CATEGORIES) - {"usage"}, result["msg"]
    return result


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", QUICK)
def test_a_task_ends_well(runner, shown, monkeypatch, command, name):
    monkeypatch.setattr(_paging, "MOST_REQUESTS", 20)
    runner.srv.switches.hostile = name
    if command is session and not SCENARIOS[name].functions:
        runner.srv.switches.hostile_on = "create_user_session"
    result = check(runner, command, shown)
    if command is not lookup:
        assert result.get("failed") or "error" not in result or result["error"] is None


@pytest.mark.slow
@pytest.mark.parametrize("command", [session, whm, over_session, config, lookup])
@pytest.mark.parametrize("name", SLOW)
def test_a_slow_server_is_given_up(runner, shown, command, name):
    runner.srv.switches.hostile = name
    if command is session:
        runner.srv.switches.hostile_on = "login"
    result = check(runner, command, shown)
    assert result["failed"]
    if command is not lookup:
        assert result["error"]["category"] in ("connection", "protocol")
        assert result["error"]["code"] in ("timeout", "too_large", "malformed"), result


ASK = """
import json, re, sys
from ansible_collections.hostops.cpanel.plugins.modules import whm_api
given = json.loads(sys.argv[1])
result = whm_api.COMMAND.execute(given, False)
peak = int(re.search(r"VmHWM:\\s*(\\d+) kB", open("/proc/self/status").read())[1]) * 1024
print(json.dumps({"error": result.get("error"), "msg": result.get("msg"), "peak": peak}))
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is told by Linux")
@pytest.mark.parametrize("name", [*BIG, "malformed-body-deep-list", "endless-300000-accounts"])
def test_memory_is_bounded(runner, name):
    runner.srv.switches.hostile = name
    given = {**runner.root, "function": "listaccts", "timeout": 20, "retries": 0}
    spec = importlib.import_module("ansible_collections.hostops.cpanel.plugins.modules.whm_api").COMMAND.spec
    full = {option: rule.get("default") for option, rule in spec.items()}
    done = subprocess.run(
        [sys.executable, "-c", ASK, json.dumps({**full, **given})],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=Path(uapi.__file__).parents[5],
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["peak"] < MOST
    assert found["error"]["category"] in ("protocol", "connection"), found
    assert found["error"]["code"] in ("too_large", "encoding", "malformed", "html", "not_json", "truncated"), found


@pytest.mark.parametrize("name", LOGINS)
@pytest.mark.parametrize("login", [True, False])
def test_a_login_leads_to_our_host(runner, name, login):
    """A URL or a token that is none is refused; any other becomes one of our host, whatever host the server names."""
    runner.srv.switches.hostile = name
    result = session(runner, login=login)
    if result.get("failed"):
        assert result["error"]["category"] in ("protocol", "connection", "session_expired"), result["msg"]
        return
    if login:
        assert result["session"]["host"] == runner.srv.host
        assert re.fullmatch(r"/cpsess[0-9]+", result["session"]["security_token"])
        return
    url = result["login_url"]
    assert url.isascii()
    assert url.isprintable()
    assert not set(url) & set(" \\@")
    parts = urlsplit(url)
    assert (parts.scheme, parts.netloc.split(":")[0]) == ("https", runner.srv.host)
    assert re.match(r"/cpsess[0-9]+/", parts.path)


BUNDLES = {
    "security_token": ["/cpsess\u00b2", "/cpsess1/@evil", "/cpsess", "cpsess1\r\n", "/cpsess1\x1b", "//evil/cpsess1"],
    "host": ["evil.example/x", "a@b", "a b", "a\\b", "a\r\nb", "\u202e", "x" * 300, "http://x"],
    "port": ["0", "99999", "-1", "\u00b2"],
    "scheme": ["ftp", "javascript", "HTTPS:"],
    "account": ["a\r\nb", "a\x1b[31m"],
    "expires_at": ["\x1b[31m", "tomorrow", "1e999"],
    "cookies": [{"cpsession": "a\r\nX: 1"}, {"a;b": "c"}, {"cpsession": "\x1b"}, {"\u00fc": "x"}],
}


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in BUNDLES.items() for value in values])
def test_a_bundle_that_was_tampered_with_is_not_used(runner, key, value):
    bundle = {**runner.open(), key: value}
    result = runner.run("cpanel_uapi", session=bundle, function="Email::list_pops", ca_path=runner.sim.ca_path)
    assert result["failed"]
    assert not RAW.search(result["msg"])
    if not result.get("refused_by_spec"):
        assert result["error"]["category"] == "usage"
    assert runner.lines == []


def test_a_text_that_is_long_is_read_in_no_time(runner):
    """A quadratic search of 240 kB of names took 25 seconds."""
    said = "Email " * 40_000
    runner.srv.faults.clear()
    from ansible_collections.hostops.cpanel.plugins.module_utils._api import reasons
    from ansible_collections.hostops.cpanel.plugins.module_utils._api.call import Call
    from ansible_collections.hostops.cpanel.plugins.module_utils._api.functions import uapi
    from ansible_collections.hostops.cpanel.plugins.module_utils._wire import envelope as _envelope

    result = _envelope.parse_uapi({"status": 0, "errors": [said] * 100}, "Email::nothing")
    start = time.monotonic()
    error = reasons.uapi_failure(result, Call(uapi("Email::nothing")), reasons.Questions(None, None, None, "root"))
    assert time.monotonic() - start < 10
    assert len(error.msg) < 20_000


def test_a_refusal_on_a_port_of_ones_own_names_the_services(runner):
    """Behind a tunnel or NAT, the port may lead to another service than was meant."""
    result = runner.run("whm_api", **{**runner.root, "api_token": "A" * 32}, function="listaccts")
    assert result["error"]["category"] == "auth_invalid"
    assert "2087" in result["error"]["hint"]
    assert str(runner.srv.ports[2087]) in result["error"]["hint"]


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("email_autoresponder", "_sender", " " * 200_000 + "x"),
        ("email_autoresponder", "_sender", "<" * 200_000),
        ("redirect", "_url", "http://" + "a" * 200_000 + " x"),
    ],
)
def test_a_value_of_a_server_is_read_in_linear_time(kind, field, value):
    """Minutes, where a regular expression tries every way to divide the text."""
    module = importlib.import_module("ansible_collections.hostops.cpanel.plugins.module_utils._state.account." + kind)
    start = time.monotonic()
    with contextlib.suppress(ValueError):
        getattr(module, field)(value)
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    ("given", "read"),
    [("A B  <a@b> c", "A B c"), ("A <x> B <y>", "A B"), ("A < B", "A < B"), ("A <<x>> B", "A> B"), ("plain", "plain")],
)
def test_an_address_in_brackets_is_left_out(given, read):
    from ansible_collections.hostops.cpanel.plugins.module_utils._state.account import email_autoresponder

    assert email_autoresponder._sender(given) == read
