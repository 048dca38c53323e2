# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator answers as the published UAPI contract says, except where servers are known to differ."""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ansible_collections.hostops.cpanel.tests.simulator import Simulator
from ansible_collections.hostops.cpanel.tests.simulator.api.execute import run_uapi
from ansible_collections.hostops.cpanel.tests.simulator.api.identity import Identity
from ansible_collections.hostops.cpanel.tests.simulator.api.registry import UAPI, Call, Params, Upload

CONTRACT = os.environ.get("HOSTOPS_CONTRACT", "")
needs_contract = pytest.mark.skipif(
    not CONTRACT or not Path(CONTRACT).is_file(),
    reason="HOSTOPS_CONTRACT does not name the contract file (it is not part of the collection)",
)
PASSWORD = "Kq7-wePtorD3"
TEXT = {"type": "string"}
NUMBER_TEXT = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}
FLAG_OR_NULL = {"enum": [0, 1, None]}
ROW = ("data", "[]")

# Where the wire differs from the published schema: function, path, what the wire has, source.
DEVIATIONS: list[tuple[str, tuple[str, ...], dict[str, Any], str]] = [
    ("DomainInfo::list_domains", ("data", "main_domain"), TEXT, "protocol.md 6.7"),
    ("DNS::mass_edit_zone", ("data", "new_serial"), NUMBER_TEXT, "protocol.md 5.6 and 8.2"),
    ("Email::list_mxs", ("data",), {"type": "array"}, "protocol.md 6.2: a row per domain"),
    ("Batch::strict", (*ROW, "data"), {}, "protocol.md 4.5: each result has the data of its function"),
    ("DNS::has_local_authority", ("warnings",), {"type": ["array", "null"]}, "protocol.md 4.2"),
    ("Email::list_filters", (*ROW, "unescaped"), {"enum": [0, 1]}, "protocol.md 8.3: booleans are 1 and 0"),
    ("Fileman::list_files", ("data",), {"type": "array"}, "protocol.md 8.18: published shapes of Fileman are wrong"),
    ("Email::get_auto_responder", ("data", "start"), {"type": ["integer", "null"]}, "protocol.md 6.3"),
    ("Email::get_auto_responder", ("data", "stop"), {"type": ["integer", "null"]}, "protocol.md 6.3"),
    *(
        ("Email::list_pops_with_disk", (*ROW, name), {"type": ["integer", "number", "string"]}, "protocol.md 6.1")
        for name in ("diskused", "_diskused", "_diskquota")
    ),
    *(
        ("Email::list_pops_with_disk", (*ROW, name), FLAG_OR_NULL, "servers answer null for what is not suspended")
        for name in ("suspended_login", "suspended_incoming", "suspended_outgoing", "hold_outgoing")
    ),
    ("Ftp::list_ftp_with_disk", (*ROW, "diskused"), {"type": ["number", "string"]}, "protocol.md 6.4"),
    *(
        ("Quota::get_quota_info", ("data", name), NUMBER_TEXT, "protocol.md 6.9: numbers as texts")
        for name in ("megabytes_used", "megabyte_limit", "megabytes_remain", "inodes_used")
    ),
]

FILTER = {
    "filtername": "spam",
    "part1": "$header_subject:",
    "match1": "contains",
    "val1": "win",
    "action1": "save",
    "dest1": "/mail/spam",
}
RESPONDER = {
    "email": "info",
    "domain": "{domain}",
    "from": "Info",
    "subject": "Away",
    "body": "Back soon",
    "is_html": "0",
    "interval": "8",
    "start": "0",
    "stop": "0",
}
BOX = "info@{domain}"
DB = "{prefix}app"
RECORD = json.dumps({"dname": "x", "ttl": 300, "record_type": "TXT", "data": ["v"]})
MX = {"domain": "{domain}", "exchanger": "mx2.example.net", "priority": "10"}

# Parameters of one successful call of every function; {domain}, {prefix}, {serial} are filled in.
CASES: dict[str, dict[str, str]] = {
    "Batch::strict": {"command": '["Email","list_pops"]'},
    "DNS::has_local_authority": {"domain": "{domain}"},
    "DNS::lookup": {"domain": "{domain}"},
    "DNS::mass_edit_zone": {"zone": "{domain}", "serial": "{serial}", "add": RECORD},
    "DNS::parse_zone": {"zone": "{domain}"},
    "DomainInfo::single_domain_data": {"domain": "{domain}"},
    "Email::add_auto_responder": RESPONDER,
    "Email::add_domain_forwarder": {"domain": "{domain}", "destdomain": "example.org"},
    "Email::add_forwarder": {"domain": "{domain}", "email": "x", "fwdopt": "fwd", "fwdemail": "y@example.org"},
    "Email::add_mx": MX,
    "Email::add_pop": {"email": "fresh", "password": PASSWORD},
    "Email::change_mx": {**MX, "oldexchanger": "{domain}"},
    "Email::delete_auto_responder": {"email": BOX},
    "Email::delete_domain_forwarder": {"domain": "{domain}"},
    "Email::delete_filter": {"filtername": "spam", "account": BOX},
    "Email::delete_forwarder": {"address": "contact@{domain}", "forwarder": BOX},
    "Email::delete_mx": {"domain": "{domain}", "exchanger": "{domain}", "priority": "0"},
    "Email::delete_pop": {"email": BOX},
    "Email::edit_pop_quota": {"email": "info", "domain": "{domain}", "quota": "512"},
    "Email::get_auto_responder": {"email": BOX},
    "Email::get_filter": {"filtername": "spam", "account": BOX},
    "Email::get_pop_quota": {"email": "limited", "domain": "{domain}"},
    "Email::list_auto_responders": {"domain": "{domain}"},
    "Email::list_filters": {"account": BOX},
    "Email::list_forwarders": {"domain": "{domain}"},
    "Email::passwd_pop": {"email": BOX, "password": PASSWORD},
    "Email::set_always_accept": {"domain": "{domain}", "mxcheck": "remote"},
    "Email::set_default_address": {"domain": "{domain}", "fwdopt": "fail"},
    "Email::store_filter": {**FILTER, "account": BOX},
    "Email::verify_password": {"email": BOX, "password": "wrong"},
    **{
        f"Email::{name}": {"email": BOX}
        for name in (
            "suspend_login",
            "unsuspend_login",
            "suspend_incoming",
            "unsuspend_incoming",
            "suspend_outgoing",
            "unsuspend_outgoing",
            "hold_outgoing",
            "release_outgoing",
        )
    },
    "Features::has_feature": {"name": "popaccts"},
    "Fileman::get_file_content": {"dir": "public_html", "file": "index.html"},
    "Fileman::list_files": {"dir": "/"},
    "Fileman::save_file_content": {"dir": "public_html", "file": "a.txt", "content": "a"},
    "Fileman::upload_files": {"dir": "public_html"},
    "Ftp::add_ftp": {"user": "fresh", "pass": PASSWORD},
    "Ftp::delete_ftp": {"user": "deploy"},
    "Ftp::ftp_exists": {"user": "deploy"},
    "Ftp::get_quota": {"account": "deploy"},
    "Ftp::passwd": {"user": "deploy", "pass": PASSWORD},
    "Ftp::set_homedir": {"user": "deploy", "homedir": "public_html"},
    "Ftp::set_quota": {"user": "deploy", "quota": "50"},
    "LangPHP::php_set_vhost_versions": {"version": "ea-php82", "vhost": "{domain}"},
    "Mime::add_redirect": {"domain": "{domain}", "redirect": "https://example.org/", "src": "/more", "type": "temp"},
    "Mime::delete_redirect": {"domain": "{domain}", "src": "/old"},
    **{f"Mysql::{name}": {"name": DB} for name in ("delete_database", "check_database", "repair_database")},
    "Mysql::create_database": {"name": "{prefix}new"},
    "Mysql::create_user": {"name": "{prefix}new", "password": PASSWORD},
    "Mysql::delete_user": {"name": DB},
    "Mysql::get_privileges_on_database": {"user": DB, "database": DB},
    "Mysql::rename_database": {"oldname": DB, "newname": "{prefix}two"},
    "Mysql::rename_user": {"oldname": DB, "newname": "{prefix}two"},
    "Mysql::revoke_access_to_database": {"user": DB, "database": DB},
    "Mysql::set_password": {"user": DB, "password": PASSWORD},
    "Mysql::set_privileges_on_database": {"user": DB, "database": DB, "privileges": "SELECT"},
    "PasswdStrength::get_required_strength": {"app": "pop"},
    "Session::create_webmail_session_for_mail_user": {"login": "limited", "domain": "{domain}"},
    "Session::create_webmail_session_for_mail_user_check_password": {
        "login": "limited",
        "domain": "{domain}",
        "password": PASSWORD,
    },
    "StatsBar::get_stats": {"display": "diskusage|bandwidthusage|emailaccounts"},
    "SubDomain::addsubdomain": {"domain": "fresh", "rootdomain": "{domain}"},
    "Tokens::create_full_access": {"name": "fresh"},
    "Tokens::rename": {"name": "simulator", "new_name": "other"},
    "Tokens::revoke": {"name": "simulator"},
}
# Things that must be there before.
PREPARED: list[tuple[str, dict[str, str]]] = [
    ("Email::add_pop", {"email": "limited", "password": PASSWORD, "quota": "100"}),
    ("Email::store_filter", {**FILTER, "account": BOX}),
    ("Email::add_auto_responder", RESPONDER),
    ("Mime::add_redirect", {"domain": "{domain}", "redirect": "https://example.org/", "src": "/old"}),
    (
        "Mime::add_redirect",
        {
            "domain": "{domain}",
            "redirect": "https://example.org/new",
            "type": "temp",
            "redirect_wildcard": "1",
            "redirect_www": "2",
        },
    ),
]


@pytest.fixture(scope="module")
def contract() -> dict[str, Any]:
    """All functions of the contract."""
    functions: dict[str, Any] = json.loads(Path(CONTRACT).read_text(encoding="utf-8"))["functions"]
    return functions


@pytest.fixture(scope="module")
def simulator() -> Any:
    """A world, without opened ports."""
    running = Simulator(accounts=4, seed=11)
    yield running
    running.stop()


def normal(schema: Any) -> Any:
    """OpenAPI to JSON schema: ``nullable``, and ``oneOf`` whose branches overlap."""
    if isinstance(schema, list):
        return [normal(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {("anyOf" if key == "oneOf" else key): normal(value) for key, value in schema.items()}
    if isinstance(result.get("enum"), list) and "type" in result and not isinstance(result["type"], dict):
        result.pop("type")
    nullable = result.pop("nullable", False)
    return {"anyOf": [result, {"type": "null"}]} if nullable is True else result


def deviate(schema: dict[str, Any], path: tuple[str, ...], value: dict[str, Any]) -> None:
    """Replace what the schema says at a path."""
    for step in path[:-1]:
        schema = schema["items"] if step == "[]" else schema["properties"][step]
    assert path[-1] in schema["properties"], f"the contract knows no {path}"
    schema["properties"][path[-1]] = value


def invoke(simulator: Simulator, function: str, params: dict[str, str]) -> dict[str, Any]:
    """Call a function for the second account, as that account in a session."""
    server = simulator.servers[0]
    account = list(server.accounts.values())[1]
    zone = account.contents.zones[account.main_domain]
    words = {"{domain}": account.main_domain, "{prefix}": account.db_prefix, "{serial}": str(zone.serial)}
    pairs = []
    for name, value in params.items():
        for word, text in words.items():
            value = value.replace(word, text)
        pairs.append((name, value))
    caller = Identity("account", account.name, "session", account=account)
    call = Call(server=server, caller=caller, params=Params(pairs), account=account)
    if function == "Fileman::upload_files":
        call.files = [Upload("file-1", "a.txt", b"hello")]
    module, _colons, name = function.partition("::")
    answer = run_uapi(call, module, name)
    assert not server.internal_errors, server.internal_errors
    return answer


def successful(simulator: Simulator, function: str) -> dict[str, Any]:
    """A successful answer of a function in a fresh world."""
    simulator.reset()
    for name, params in PREPARED:
        assert invoke(simulator, name, params)["status"] == 1
    answer = invoke(simulator, function, CASES.get(function, {}))
    assert answer["status"] == 1, answer
    return answer


@needs_contract
@pytest.mark.parametrize("function", sorted(UAPI))
def test_success_answers_as_the_contract_says(simulator: Simulator, contract: dict[str, Any], function: str) -> None:
    schema = copy.deepcopy(contract[function]["result"])
    for name, path, value, _source in DEVIATIONS:
        if name == function:
            deviate(schema, path, value)
    answer = json.loads(json.dumps(successful(simulator, function)))
    jsonschema.validate(answer, normal(schema))


@needs_contract
def test_deviations_are_needed_and_have_a_source(simulator: Simulator, contract: dict[str, Any]) -> None:
    idle = []
    for index, (function, path, _value, source) in enumerate(DEVIATIONS):
        assert source
        schema = copy.deepcopy(contract[function]["result"])
        for other, (name, other_path, value, _source) in enumerate(DEVIATIONS):
            if name == function and other != index:
                deviate(schema, other_path, value)
        try:
            jsonschema.validate(successful(simulator, function), normal(schema))
        except jsonschema.ValidationError:
            continue
        idle.append((function, path))
    assert idle == []


@needs_contract
def test_writes_agree_with_the_contract(contract: dict[str, Any]) -> None:
    # A batch writes when a command in it does; that is counted per command.
    differing = {name for name, function in UAPI.items() if function.writes != contract[name]["writes"]}
    assert differing <= {"Batch::strict"}


@needs_contract
def test_checked_parameters_exist_in_the_contract(contract: dict[str, Any]) -> None:
    unknown = [
        (name, param)
        for name, function in UAPI.items()
        for param in (*function.required, *function.booleans, *function.enums)
        if param not in contract[name]["params"]
    ]
    assert unknown == []


@needs_contract
def test_required_parameters_are_no_more_than_the_contract_has(contract: dict[str, Any]) -> None:
    stricter = [
        (name, param)
        for name, function in UAPI.items()
        for param in function.required
        if not contract[name]["params"][param].get("required")
    ]
    # The contract calls the address optional where the call makes no sense without it.
    needing = {name for name in UAPI if name.endswith(("_login", "_incoming", "_outgoing"))}
    assert {name for name, _param in stricter} <= needing
