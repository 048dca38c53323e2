# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lookups: what they return, what they refuse, what they send, and that nothing secret is in their errors."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleError, AnsibleLookupError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible.utils.display import Display

from ansible_collections.hostops.cpanel.plugins.lookup import uapi, whm
from ansible_collections.hostops.cpanel.plugins.plugin_utils import options


@pytest.fixture
def warned(monkeypatch):
    found = []
    monkeypatch.setattr(Display, "warning", lambda _self, text, **_more: found.append(text))
    return found


def test_one_element_for_each_term_over_one_connection(ask, runner):
    found = ask(uapi, "Email::list_pops", "DomainInfo::list_domains", account=runner.alice.name, **runner.root)
    assert found[0][0]["email"] == runner.alice.name
    assert found[1]["main_domain"] == runner.alice.main_domain
    assert len(runner.lines) == 2


def test_query_filters_sort_and_params(ask, runner):
    found = ask(
        uapi,
        "Email::list_pops_with_disk",
        account=runner.alice.name,
        params={"domain": runner.alice.main_domain},
        filters=[{"column": "domain", "type": "eq", "term": runner.alice.main_domain}],
        sort=[{"column": "email", "reverse": True}],
        query="[].email",
        **runner.root,
    )
    assert found[0] == sorted(found[0], reverse=True)
    assert found[0]


def test_whm(ask, runner):
    found = ask(whm, "listaccts", "version", columns=["user"], query="acct[].user || version", **runner.root)
    assert set(found[0]) == set(runner.srv.accounts)
    assert found[1] == runner.srv.version


def test_a_session_is_opened_once_and_closed(ask, runner):
    ask(uapi, "Email::list_pops", "Quota::get_quota_info", account=runner.alice.name, via="session", **runner.root)
    assert runner.srv.open_sessions() == []
    assert sum("create_user_session" in line for line in runner.lines) == 1


def test_a_given_session_is_used_and_stays(ask, runner):
    session = runner.open()
    ask(uapi, "Email::list_pops", session=session)
    assert len(runner.srv.open_sessions()) == 1
    runner.close(session)


def test_options_from_variables_which_may_be_templates(ask, runner):
    variables = {"hostops_cpanel_%s" % name: value for name, value in runner.root.items()}
    variables["hostops_cpanel_user"] = "no option is called so"
    variables["hostops_cpanel_account"] = runner.alice.name
    assert ask(uapi, "Quota::get_quota_info", variables=variables)[0]
    with pytest.raises(AnsibleLookupError, match="account nobody"):
        ask(uapi, "Quota::get_quota_info", variables=variables, account="nobody")


def test_options_from_the_environment(ask, runner, monkeypatch):
    for name in ("host", "port", "api_token", "ca_path"):
        monkeypatch.setenv("CPANEL_" + name.upper(), str(runner.root[name]))
    monkeypatch.setenv("CPANEL_VALIDATE_CERTS", "True")
    monkeypatch.setenv("CPANEL_USE_SSL", "")
    monkeypatch.setenv("CPANEL_TIMEOUT", "")
    assert ask(whm, "gethostname", query="hostname") == [runner.srv.hostname]


def test_a_server_that_the_inventory_of_this_run_knows(ask, runner, monkeypatch):
    from ansible_collections.hostops.cpanel.plugins.module_utils._fleet.servers import servers_of

    monkeypatch.setattr(options, "_known", {})
    options.remember(servers_of({"servers": [{**runner.root, "name": "one"}]}))
    variables = {"hostops_cpanel_%s" % name: runner.root[name] for name in ("host", "port", "ca_path")}
    assert ask(whm, "version", variables={**variables, "hostops_cpanel_server": "one"})


@pytest.mark.parametrize(
    ("module", "function", "why"),
    [
        (uapi, "Email::add_pop", "changes something"),
        (uapi, "Tokens::create_full_access", "changes something"),
        (uapi, "Batch::strict", "changes something"),
        (uapi, "Plugin::do_it", "changes something"),
        (whm, "removeacct", "changes something"),
        (whm, "create_user_session", "changes something"),
        (whm, "fetchsslinfo", "returns a secret"),
        (uapi, "SSL::show_key", "returns a secret"),
        (uapi, "ssl::Show_Key", "returns a secret"),
    ],
)
def test_only_reading_functions(ask, runner, module, function, why):
    with pytest.raises(AnsibleLookupError, match="%s %s; a lookup may only read" % (function, why)) as caught:
        ask(module, function, account=runner.alice.name, strict_params=False, **runner.root)
    assert "hostops.cpanel.%s" % ("whm_api" if module is whm else "cpanel_uapi") in str(caught.value)
    assert runner.lines == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"acount": "alice"}, "unknown option acount. Did you mean account"),
        ({"account": "alice", "port": "many"}, "port"),
        ({"account": "alice", "via": "pigeon"}, "via"),
        ({"account": "alice", "params": {"domian": "x"}}, "unknown parameter"),
        ({"account": "alice", "query": "[["}, "JMESPath error"),
        ({"account": "alice", "on_missing": "ignore"}, "on_missing"),
        ({}, "account is missing"),
    ],
)
def test_wrong_options(ask, runner, given, said):
    with pytest.raises(AnsibleLookupError, match=said):
        ask(uapi, "Email::list_pops", **{**runner.root, **given})
    assert runner.lines == []


@pytest.mark.parametrize(("module", "term"), [(uapi, "Email::list_widgets"), (whm, "list_widgets")])
def test_on_missing_function(ask, runner, warned, module, term):
    known = "Email::list_pops" if module is uapi else "version"
    given = {**runner.root, "account": runner.alice.name}
    with pytest.raises(AnsibleLookupError, match="list_widgets"):
        ask(module, term, **given)
    assert warned == []
    found = ask(module, term, known, on_missing="warn", **given)
    assert found[0] is None
    assert found[1]
    assert len(warned) == 1
    assert "list_widgets" in warned[0]
    assert ask(module, term, on_missing="skip", **given) == [None]
    assert len(warned) == 1


def test_on_missing_account(ask, runner, warned):
    assert ask(uapi, "Email::list_pops", account="nobody", on_missing="skip", **runner.root) == [None]
    with pytest.raises(AnsibleLookupError, match="There is no account nobody"):
        ask(uapi, "Email::list_pops", account="nobody", **runner.root)


def test_other_failures_are_not_missing(ask, runner):
    runner.srv.faults.add("status", status=503)
    with pytest.raises(AnsibleLookupError):
        ask(uapi, "Email::list_pops", account=runner.alice.name, on_missing="skip", **runner.root)


def test_errors_hold_no_secret(ask, runner):
    token = "WRONGTOKENWRONGTOKENWRONGTOKEN12"
    with pytest.raises(AnsibleLookupError) as caught:
        ask(whm, "listaccts", **{**runner.root, "api_token": token})
    assert token not in str(caught.value)
    assert isinstance(caught.value, AnsibleError)
    assert len(runner.lines) == 1


def test_what_the_server_says_is_no_template(ask, runner):
    runner.alice.contact_email = "{{ 1 + 1 }}"
    found = ask(whm, "listaccts", query="acct[?user=='%s'].email" % runner.alice.name, **runner.root)
    assert Templar(loader=DataLoader(), variables={}).template(found[0][0]) == "{{ 1 + 1 }}"


PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("answer", "query", "refused"),
    [
        ({"rows": [{"name": "a", "text": PEM}]}, None, True),
        ({"rows": [{"name": "a", "text": PEM}]}, "rows[].name", False),
        ({"rows": [{"name": "a", "access_token": "T0KEN-1234"}]}, None, True),
        ({"rows": [{"name": "a", "access_token": "T0KEN-1234"}]}, "rows[].access_token", True),
        ({"rows": [{"name": "a", "access_token": "T0KEN-1234"}]}, "rows[].join('-', [name, access_token])", True),
        ({"rows": [{"name": "a", "access_token": "T0KEN-1234"}]}, "rows[].name", False),
        ({"rows": [{"name": "a", "can_set_password": 1, "token": None}]}, None, False),
    ],
)
@pytest.mark.parametrize("on_missing", ["error", "skip"])
def test_answers_that_turn_out_to_hold_a_secret(ask, odd, answer, query, refused, on_missing):
    """A function that no table knows, and whose name says nothing."""
    reply = {"metadata": {"version": 1, "result": 1, "reason": "OK"}, "data": answer}
    given = {**odd(lambda _method, _path, _form: (200, [], reply)).options, "query": query, "on_missing": on_missing}
    if refused:
        with pytest.raises(AnsibleLookupError, match="list_plugins returned a secret") as caught:
            ask(whm, "list_plugins", **given)
        assert "T0KEN" not in str(caught.value)
    else:
        assert ask(whm, "list_plugins", **given)
