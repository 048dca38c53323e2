# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server answers instead of an honest list: for every kind, every question it asks and every odd answer.

Over a real socket: the simulated server answers the one question so. Nothing is ever taken for "there is nothing".
"""

from __future__ import annotations

import copy
import dataclasses
import functools

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._state.answers import ANSWERS
from ansible_collections.hostops.cpanel.plugins.module_utils._state.document import DOCUMENTED
from ansible_collections.hostops.cpanel.plugins.module_utils._state.registry import KINDS
from ansible_collections.hostops.cpanel.tests.simulator.api.registry import UAPI

PASSWORD = "Correct-horse-7-battery"
# What is never an answer, whatever was asked; and what is none where there is always something.
NEVER = {
    "a text": "no such list",
    "a number": 7,
    "a fraction": float("nan"),
    "yes": True,
    "empty text": "",
    "empty object": {},
    "another object": {"result": "none"},
    "rows of texts": ["one", "two"],
    "rows of lists": [[1], [2]],
    "rows of nothing": [None],
    "empty rows": [{}],
    "strange rows": [{"a": 1, "b": {"c": None}}],
}
BLANK = {"null": None, "no rows": []}
# Lists that are honestly empty in an account without such things. Everything else has something in every account.
MAY_BE_NONE = {
    *("Email::list_auto_responders", "Email::list_domain_forwarders", "Email::list_filters", "Email::list_forwarders"),
    *("Email::list_pops_with_disk", "Mime::list_redirects", "Mysql::list_databases", "Mysql::list_users"),
    "Mysql::get_privileges_on_database",
}
# What only says what a new one gets: the server decides, if it does not tell.
NO_LIST = {"Email::get_default_email_quota", "Email::get_max_email_quota"}


@pytest.fixture
def items(runner):
    """One resource of each kind that is there, as its module is told to make it."""
    domain = runner.alice.main_domain
    runner.alice.overrides.update(
        dict.fromkeys(("maxaddon", "maxpark", "maxsub", "maxpop", "maxsql", "maxftp"), "unlimited")
    )
    return {
        "addon_domain": {"domain": "one.example.org"},
        "dns_record": {"zone": domain, "name": "host", "type": "A", "value": ["192.0.2.9"]},
        "dns_zone": {"zone": domain, "records": [{"name": "host", "type": "A", "value": ["192.0.2.9"]}]},
        "domain_alias": {"domain": "two.example.org"},
        "email_account": {"email": "there@" + domain, "password": PASSWORD, "quota_mb": 100},
        "email_autoresponder": {"email": "away@" + domain, "from": "Info", "subject": "Away", "body": "Later."},
        "email_default_address": {"domain": domain, "action": "fail", "destination": "Nobody"},
        "email_domain_forwarder": {"domain": domain, "destination": "example.org"},
        "email_filter": {
            "name": "lists",
            "email": "info@" + domain,
            "rules": [{"part": "$header_subject", "match": "contains", "value": "[list]"}],
            "actions": [{"action": "save", "destination": "mail/lists"}],
        },
        "email_forwarder": {"address": "old@" + domain, "destination": "new@example.org"},
        "email_routing": {"domain": domain, "routing": "remote"},
        "ftp_account": {"login": "there@" + domain, "password": PASSWORD},
        "mysql_database": {"name": "there"},
        "mysql_user": {"name": "there", "password": PASSWORD, "privileges": {"app": ["SELECT"]}},
        "php_version": {"vhost": domain, "version": "ea-php82"},
        "redirect": {"domain": domain, "source": "/old", "destination": "https://example.org/new"},
        "subdomain": {"domain": "there." + domain},
    }


def striking(struck, answer):
    """A function of the server that answers so, and notes that it was asked."""

    def say(call):
        struck.append(True)
        return answer(call)

    return say


def asked(life, name, item):
    """The questions that a kind asks to read, found by letting it ask them."""
    one, found = life(name), []
    one.runner.srv.journal.clear()
    for run in (one.listed, lambda: one.ok(True, **item), lambda: one.ok(True, **gone(name, item))):
        run()
        found += [function for function in one.sent if function not in found]
    return [function for function in found if not function.startswith(("PasswdStrength::", "Batch::"))]


def gone(name, item):
    if not KINDS[name].removable:
        return {"zone": item["zone"], "records": [], "purge": True}
    return {**{key: item[key] for key in KINDS[name].key if key in item}, "state": "absent"}


def answers(function, runner):
    """What the server may say: odd and blank answers, and its own with a part that is missing or of another type."""
    found = dict(NEVER)
    if function not in MAY_BE_NONE:
        found.update(BLANK)
    if function == "Mysql::get_privileges_on_database":
        del found["rows of texts"]  # is what it answers
    if function in NO_LIST:
        return {name: found[name] for name in ("a text", "yes", "another object", "rows of texts", "a fraction")}
    return found


def attempts(life, runner, name, item):
    """What is done with a kind, each as its name and a call that returns the result."""
    one, kind = life(name), KINDS[name]
    yield "absent", functools.partial(one.run, **gone(name, item))
    yield "present", functools.partial(one.run, **item)
    yield "info", lambda: runner.run("cpanel_%s_info" % name, **runner.owner)
    if name in DOCUMENTED:
        yield "export", lambda: runner.run("cpanel_account_export", kinds=[name], **runner.owner)
        if kind.reset_to is None and kind.purge_option is None:
            purge = {"config": {}, "purge": [name], "check_mode": True}
            yield "purge", lambda: runner.run("cpanel_account_config", **purge, **runner.owner)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(KINDS))
def test_no_odd_answer_is_taken_for_nothing(life, runner, items, monkeypatch, name):
    item = items[name]
    assert not life(name).run(**copy.deepcopy(item)).get("failed")
    tried = 0
    for function in asked(life, name, item):
        own = UAPI[function]
        for what, answer in answers(function, runner).items():
            struck = []

            say = striking(struck, lambda _call, answer=answer: answer)

            for doing, run in attempts(life, runner, name, copy.deepcopy(item)):
                struck.clear()
                monkeypatch.setitem(UAPI, function, dataclasses.replace(own, run=say))
                result = run()
                monkeypatch.setitem(UAPI, function, own)
                if not struck:
                    continue  # not asked for this
                tried += 1
                story = (function, what, doing, result)
                if function in NO_LIST and doing in ("absent", "present") and not result.get("failed"):
                    continue
                assert result.get("failed"), story
                assert result["error"]["category"] in ("permission", "protocol"), story
                assert result["error"]["code"] != "internal" and result["changed"] is False, story
                if what in ("null", "no rows", "empty text", "empty object"):
                    assert result["error"]["code"] in ("blank_answer", "malformed_answer"), story
    assert tried > 20


@pytest.mark.parametrize("name", sorted(KINDS))
def test_blank_domains_are_never_an_account_without_any(life, runner, items, monkeypatch, name):
    """The finding: every list that depends on the domains was empty, and what should be gone was said to be gone."""
    item = items[name]
    assert not life(name).run(**copy.deepcopy(item)).get("failed")
    blanks = [
        {"main_domain": "", "addon_domains": [], "parked_domains": [], "sub_domains": []},
        {"main_domain": None, "addon_domains": None, "parked_domains": None, "sub_domains": None},
        {"main_domain": [], "addon_domains": "", "parked_domains": "", "sub_domains": ""},
        {"addon_domains": [], "parked_domains": [], "sub_domains": []},
    ]
    one = life(name)
    one.ok(True, **gone(name, item))
    for function in {"DomainInfo::list_domains", "DomainInfo::domains_data"} & set(one.sent):
        own = UAPI[function]
        for blank in blanks:
            monkeypatch.setitem(UAPI, function, dataclasses.replace(UAPI[function], run=lambda _call, b=blank: b))
            result = life(name).fails(**gone(name, item))
            assert (result["error"]["category"], result["error"]["code"]) == ("permission", "blank_answer")
        monkeypatch.setitem(UAPI, function, own)


@pytest.mark.slow
@pytest.mark.parametrize("function", sorted(ANSWERS))
def test_what_is_missing_or_of_another_type_in_a_row_is_told(life, runner, items, monkeypatch, function):
    """Every part that the shape names, taken out of the server's own answer and replaced by others."""
    kinds = [name for name in sorted(KINDS) if function in asked(life, name, items[name])]
    assert kinds, "nothing asks this"
    name = kinds[0]
    assert not life(name).run(**copy.deepcopy(items[name])).get("failed")
    own = UAPI[function]
    for spoil in ("missing", {"x": 1}, [], 1e999):
        struck = []

        say = striking(struck, lambda call, spoil=spoil: spoiled(own.run(call), spoil))

        for doing, run in attempts(life, runner, name, copy.deepcopy(items[name])):
            struck.clear()
            monkeypatch.setitem(UAPI, function, dataclasses.replace(own, run=say))
            result = run()
            monkeypatch.setitem(UAPI, function, own)
            if result.get("failed"):
                assert result["error"]["category"] in ("permission", "protocol"), (function, spoil, doing, result)
            elif doing in ("absent", "purge"):
                assert result["changed"] is True or not struck, (function, spoil, doing, result)


def spoiled(answer, spoil):
    """The answer with every value of every row missing, or another one."""
    if isinstance(answer, list):
        return [spoiled(row, spoil) for row in answer]
    if isinstance(answer, dict):
        if spoil == "missing":
            return {}
        return dict.fromkeys(answer, spoil)
    return None if spoil == "missing" else spoil


@pytest.mark.parametrize("name", ["email_account", "email_domain_forwarder", "mysql_database"])
def test_a_null_is_no_list_where_the_domains_are_blank(life, runner, monkeypatch, items, name):
    """Some servers say null for an empty list. Whether it is one is told by what no account is without."""
    function = asked(life, name, items[name])[0]
    monkeypatch.setitem(UAPI, function, dataclasses.replace(UAPI[function], run=lambda _call: None))
    assert life(name).listed() == []
    domains = "DomainInfo::list_domains"
    monkeypatch.setitem(UAPI, domains, dataclasses.replace(UAPI[domains], run=lambda _call: None))
    result = runner.run("cpanel_%s_info" % name, **runner.owner)
    assert result["failed"] and result["error"]["code"] == "blank_answer"
