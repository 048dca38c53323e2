# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of a connection, whatever is written into them: told by name, nothing sent, no secret shown, never a bug."""

from __future__ import annotations

import contextlib
import json
import socket
from typing import Any

import pytest
from ansible.errors import AnsibleLookupError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ansible_collections.hostops.cpanel.plugins.lookup import whm
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._wire import checks as _checks
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.options import CONNECTION_SPEC, SESSION_SPEC
from ansible_collections.hostops.cpanel.plugins.plugin_utils import options

CANARY = "CANARY4711CANARY0815CANARY"
BUNDLE = {"host": "127.0.0.1", "port": 1, "service": "cpaneld", "security_token": "/cpsess1234567890"}
WHOLE = {**BUNDLE, "cookies": {"cpsession": "x%3a" + "y" * 20}}

REFUSED = [
    *({"session": value} for value in (True, 5, [None], [], "session", 1.5, {1: 2}, {"host": [1]})),
    *({"session": {**WHOLE, "host": value}} for value in ("evil.example#", "a..b", "a@b", "\ud800", 5, ["x"], True)),
    *({"session": {**WHOLE, "port": value}} for value in (10**9, True, "many", 0, [1], 10**400)),
    *(
        {"session": {**WHOLE, "cookies": value}}
        for value in (True, [1], {"a": ["b"]}, {"a": "b\nc"}, {"a;b": "c"}, {1: 2})
    ),
    *({"session": {**WHOLE, "security_token": value}} for value in ("\ud800", "/cpsess1\r\nX: y", ["x"], {"a": 1})),
    *({"timeout": value} for value in (10**12, True, 0, -1, 1.5, "1.5", "soon", [1], {}, float("inf"), "\u0661")),
    *({"retries": value} for value in (-1, 21, 10**12, False, "often", float("nan"), {1: 2})),
    *({"port": value} for value in (0, 65536, True, "whm", [2087], "2087x")),
    *(
        {"host": value}
        for value in ("a..b", ".a", "a" * 64 + ".example", "x." * 127 + "x", "\ud800", "-a", "a-", ".", "*")
    ),
    *(
        {"host": value}
        for value in ("evil.example#", "a?b", "a\\b", "a b", "a\n", "a\x1b[1m", "a\x00b", "a/b", "a;b", "a'b")
    ),
    *(
        {"host": value}
        for value in ("999.1.1.1", "127.1", "0x7f.1", "2130706433", "fe80::1%eth0", "[::1", "::1]", "[a]")
    ),
    *(
        {"host": value}
        for value in ("1::2::3", "\uff0f", "\u2488.example", "a\u200bb", "xn--", "b\u00fc..example", "%61")
    ),
    *({"host": value} for value in (True, 5, 1.5, ["a"], {"a": 1}, b"a")),
    *({"session_host": value} for value in ("evil.example#", "a..b", "\ud800", "u@h", "a:1", True)),
    *(
        {"proxy": value}
        for value in ("ftp://a", "http://", "//a", "http://a:99999", "http://a:0", "http://a b", "\ud800")
    ),
    *(
        {"proxy": value}
        for value in ("http://[::1", "http://a..b", "http://a:b@c@d", "socks9://a", True, ["a"], "http://a\n")
    ),
    *({"ca_path": value} for value in ("\ud800", "a\x00b", "a\nb", ["x"], True, "/nowhere/at/all")),
    *(
        {"username": value}
        for value in ("a b", "\ud800", "\u017c\u00f3\u0142w", "a\x1bb", "x" * 300, ["x"], True, {"a": 1})
    ),
    *({"otp": value} for value in ("1\n2", "\ud800", "1 2", [1], True)),
    *({"api_token": value} for value in ("A B", "A\n", "\ud800", ["x"], {"a": 1}, True, "\u017c")),
    *({"api_token": None, "login_password": value} for value in ("\ud800", ["x"], {"a": 1}, True)),
    *({"account": value} for value in ("a b", "\ud800", "a\x1b[1m", "a\nb", ["x"], True, {"x": 1}, "x" * 300)),
    *({"validate_certs": value} for value in ("perhaps", [1], 7, {"a": 1})),
    *({"use_ssl": value} for value in ("perhaps", [True])),
    *({"via": value} for value in (True, [1], "pigeon", {"a": 1})),
    *({"credential": value} for value in ("root", [1], True)),
    *({"params": value} for value in ({1: 2}, {None: 1}, {"a": {"params": {2: 3}}}, {"\ud800": 1}, {"a": ["\ud800"]})),
]


def name_of(case: dict[str, Any]) -> str:
    return next(name for name, value in case.items() if value is not None)


def test_numbers_that_python_does_not_write_down_are_told():
    for name, value in (("validate_certs", 10**5000), ("cookies", {"a": 10**5000}), ("host", 10**5000)):
        with pytest.raises(CpanelError, match=name) as caught:
            _checks.check(name, value)
        assert caught.value.category == "usage"


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: ascii(case)[:60])
@pytest.mark.parametrize("command", ["whm_api", "cpanel_session"])
def test_what_cannot_be_is_told(runner, command, case):
    more = {"function": "version"} if command == "whm_api" else {"account": runner.alice.name}
    if "params" in case and command == "cpanel_session":
        return
    given = {name: value for name, value in {**runner.root, **more, **case}.items() if value is not None}
    result = runner.run(command, **given)
    assert result["error"]["category"] == "usage", result
    assert result["msg"].startswith(name_of(case) + ": "), result["msg"]
    assert runner.lines == []
    shown(result)


def shown(result: dict[str, Any]) -> str:
    """The result as it is printed: it can be, and the text has no control characters."""
    text = json.dumps(result, ensure_ascii=False)
    text.encode()
    assert str(result.get("msg") or "").replace("\n", " ").isprintable()
    return text


SECRET = [
    {"host": "root:%s@server" % CANARY},
    {"host": "https://%s@server/" % CANARY},
    {"host": "server?token=" + CANARY},
    {"host": "server#" + CANARY},
    {"host": "server/" + CANARY},
    {"host": "server:" + CANARY},
    {"host": "server\\" + CANARY},
    {"host": {"name": CANARY}},
    {"session_host": "root:%s@server" % CANARY},
    {"proxy": "http://127.0.0.1:9?token=" + CANARY},
    {"proxy": "http://127.0.0.1:9/" + CANARY},
    {"proxy": "http://127.0.0.1:9#" + CANARY},
    {"proxy": "ftp://user:%s@127.0.0.1" % CANARY},
    {"proxy": "http://user:%s@127.0.0.1:99999" % CANARY},
    {"proxy": "http://us er:%s@127.0.0.1" % CANARY},
    {"username": "root:" + CANARY},
    {"username": {"root": CANARY}},
    {"account": "alice " + CANARY},
    {"api_token": CANARY + " "},
    {"port": CANARY},
    {"timeout": CANARY},
    {"via": CANARY},
    {"credential": CANARY},
    {"validate_certs": CANARY},
    {"session": [CANARY]},
    {"session": {**WHOLE, "host": "u:%s@server" % CANARY}},
    {"session": {**WHOLE, "port": CANARY}},
    {"session": {**WHOLE, "cookies": {"cpsession": [CANARY]}}},
]


@pytest.mark.parametrize("case", SECRET, ids=lambda case: ascii(case)[:60])
def test_what_is_in_the_wrong_place_is_not_shown(runner, case):
    result = runner.whm("version", **case)
    assert result["error"]["category"] == "usage", result
    assert CANARY not in shown(result)
    assert runner.lines == []


@pytest.mark.parametrize("case", SECRET, ids=lambda case: ascii(case)[:60])
def test_nor_in_an_entry_which_is_named(runner, case):
    (name,) = case
    if name not in ("host", "session_host", "proxy", "username", "api_token", "port", "timeout", "validate_certs"):
        return
    servers = [{"host": "a"}, {"host": "b"}, {"host": "c", **case}]
    result = runner.run(
        "cpanel_fleet", **runner.root, servers=servers, select={}, calls=[{"function": "Email::list_pops"}]
    )
    assert result["error"]["category"] == "usage", result
    assert result["msg"].startswith("servers[2]: %s: " % name)
    assert CANARY not in shown(result)
    assert runner.lines == []


@pytest.mark.parametrize("case", SECRET, ids=lambda case: ascii(case)[:60])
def test_nor_in_lookups_and_variables(runner, case):
    given = {**runner.root, **case}
    loader = DataLoader()
    lookup = whm.LookupModule(loader=loader, templar=Templar(loader=loader, variables={}))
    with pytest.raises(AnsibleLookupError) as caught:
        lookup.run(["version"], {}, **given)
    assert str(caught.value).startswith(name_of(case) + ": ")
    variables = {"hostops_cpanel_" + name: value for name, value in given.items()}
    with pytest.raises(AnsibleLookupError) as caught_too:
        lookup.run(["version"], variables)
    assert str(caught_too.value).startswith(name_of(case) + ": ")
    assert CANARY not in str(caught.value) + str(caught_too.value)
    assert runner.lines == []


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("CPANEL_HOST", "root:%s@server" % CANARY),
        ("CPANEL_PROXY", "http://x?token=" + CANARY),
        ("CPANEL_USERNAME", "root:" + CANARY),
        ("CPANEL_PORT", CANARY),
        ("CPANEL_TIMEOUT", CANARY),
        ("CPANEL_VALIDATE_CERTS", CANARY),
        ("CPANEL_CREDENTIAL", CANARY),
    ],
)
def test_nor_in_the_environment(runner, monkeypatch, variable, value):
    """Also not in the invocation, to which a value from the environment belongs."""
    monkeypatch.setenv(variable, value)
    given = {name: item for name, item in runner.root.items() if name != variable.partition("_")[2].lower()}
    result = runner.run("whm_api", function="version", **given)
    assert result["error"]["category"] == "usage", result
    assert CANARY not in shown(result)
    assert runner.lines == []


@pytest.mark.slow
@pytest.mark.parametrize("case", [*SECRET, *REFUSED[:12]], ids=lambda case: ascii(case)[:60])
def test_the_module_tells_it_too(runner, module, case):
    result = module("whm_api", {**runner.root, "function": "version", **case})
    assert result["error"]["category"] == "usage", result
    assert result["msg"].startswith(name_of(case) + ": ")
    assert CANARY not in result["printed"]
    assert runner.lines == []


@pytest.mark.parametrize(
    ("proxy", "secret"),
    [
        ("http://%s@127.0.0.1:9" % CANARY, CANARY),
        ("http://user:%s@127.0.0.1:9" % CANARY, CANARY),
        ("http://us:CANARY%2F4711@127.0.0.1:9", "CANARY%2F4711"),
        ("%s@127.0.0.1:9" % CANARY, CANARY),
        ("http://:%s@127.0.0.1:9/" % CANARY, CANARY),
    ],
)
def test_a_proxy_keeps_its_secret(runner, proxy, secret):
    result = runner.whm("version", proxy=proxy)
    assert result["error"]["code"] == "proxy", result
    assert "127.0.0.1:9" in result["msg"]
    assert secret not in shown(result)


def test_socks_needs_a_library(runner, monkeypatch):
    monkeypatch.setattr(_checks.importlib.util, "find_spec", lambda name: None)
    result = runner.whm("version", proxy="socks5://127.0.0.1:9")
    assert (result["error"]["category"], result["error"]["code"]) == ("usage", "missing_library")
    assert "PySocks" in result["msg"]


@pytest.mark.parametrize(
    ("host", "sent"),
    [
        ("server1.example.net", "server1.example.net"),
        ("server1.example.net.", "server1.example.net."),
        ("LOCALHOST", "LOCALHOST"),
        ("web_1", "web_1"),
        ("192.0.2.1", "192.0.2.1"),
        ("::1", "::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("b\u00fccher.example", "xn--bcher-kva.example"),
        ("B\u00dcCHER.example", "xn--bcher-kva.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
    ],
)
def test_good_hosts(host, sent):
    assert _checks.address("host", host) == sent


@pytest.mark.parametrize(
    "proxy", ["http://a:3128", "https://u:p@a", "a:3128", "http://[::1]:8080/", "HTTP://a", "b%40:c@a"]
)
def test_good_proxies(proxy):
    _checks.check("proxy", proxy)


@pytest.mark.parametrize(
    "case",
    [
        {"timeout": "30"},
        {"timeout": 3600},
        {"retries": 0},
        {"retries": 20.0},
        {"otp": 123456},
        {"validate_certs": "No"},
    ],
)
def test_what_means_the_same_is_taken(case):
    ((name, value),) = case.items()
    _checks.check(name, value)


def test_every_option_of_the_connection_is_looked_at():
    """A new option has to be added here, too."""
    for name, rule in CONNECTION_SPEC.items():
        with pytest.raises(CpanelError, match="^%s: " % name):
            _checks.check(name, {"a": object()} if rule["type"] != "dict" else 5)


# Whatever anybody may write

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=20)
PIECES = [
    *"@:/?#\\[]%. \t\n\x1b\x00-_",
    "::1",
    "127.0.0.1",
    "..",
    "http://",
    "https",
    "socks5://",
    "root:",
    CANARY,
    "\ud800",
]
PIECES += [
    "?token=",
    "\u00fc",
    "\u3002",
    "\uff0f",
    "xn--",
    "a",
    "server",
    "99999",
    "2087",
    "\u0661",
    "\u202e",
    "\u200b",
    "%00",
]
TEXTS = ANYTHING | st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS | st.just(10**400),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS | st.integers(), inner, max_size=3),
    max_leaves=5,
)
SESSIONS = VALUES | st.dictionaries(st.sampled_from(sorted(SESSION_SPEC)), VALUES).map(lambda more: {**WHOLE, **more})
ONE_OF = st.sampled_from([name for name in CONNECTION_SPEC if name != "session"])
PROPERTY = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def nowhere(monkeypatch):
    """No name leads anywhere, and nothing listens: what is good fails to connect, at once."""

    def unknown(*_args: Any, **_more: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)


def holds(runner: Any, case: dict[str, Any]) -> None:
    """``runner`` fails for what is called internal, and for an error of another shape than ours."""
    base = {"host": "127.0.0.1", "port": 1, "api_token": "T" * 32, "retries": 0, "function": "version"}
    result = runner.run("whm_api", **{**base, **case})
    assert result["failed"], "nothing can have answered"
    assert result["error"]["category"] in ("usage", "connection", "wrong_port", "tls"), result
    text = shown(result)
    (name,) = case
    if name == "host" and result["error"]["category"] == "usage":
        assert CANARY not in text
    if name in ("username", "api_token", "login_password", "otp", "account"):
        assert CANARY not in result["msg"]
    if name == "proxy" and isinstance(case[name], str):
        before, at, _host = case[name].rpartition("@")
        assert result["error"]["category"] != "usage" or CANARY not in text
        assert not at or CANARY not in before or CANARY in _host or CANARY not in text


@pytest.mark.slow
@PROPERTY
@given(value=VALUES)
@example(value="root:%s@server" % CANARY)
@example(value="\u2488")
def test_any_host(runner, nowhere, value):
    holds(runner, {"host": value})


@pytest.mark.slow
@PROPERTY
@given(value=VALUES | TEXTS.map("http://{}".format))
def test_any_proxy(runner, nowhere, value):
    holds(runner, {"proxy": value})


@pytest.mark.slow
@PROPERTY
@given(value=VALUES)
def test_any_username(runner, nowhere, value):
    holds(runner, {"username": value})


@pytest.mark.slow
@PROPERTY
@given(value=SESSIONS)
@example(value={**WHOLE, "cookies": {"a": None}})
@example(value={**WHOLE, "expires_at": ["\ud800"]})
def test_any_session(runner, nowhere, value):
    holds(runner, {"session": value})


@pytest.mark.slow
@PROPERTY
@given(name=ONE_OF, value=VALUES)
def test_any_option(runner, nowhere, name, value):
    holds(runner, {name: value})


@pytest.mark.slow
@PROPERTY
@given(given_options=st.dictionaries(ONE_OF | st.just("session"), VALUES), variables=st.dictionaries(ONE_OF, VALUES))
def test_any_options_beside_any_variables(given_options, variables):
    """Putting them together is no reason to fail, or a usage error; they are checked afterwards."""
    own = {"hostops_cpanel_" + name: value for name, value in variables.items()}
    with contextlib.suppress(CpanelError):
        options.for_host(given_options, own, lambda value: value, {}, DataLoader())
