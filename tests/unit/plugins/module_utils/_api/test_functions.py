# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The function table: what is known of a function, what is wrong with its parameters, what in them is secret."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._api import functions as _functions
from ansible_collections.hostops.cpanel.plugins.module_utils._api.functions import check_params, closest, uapi, whm
from ansible_collections.hostops.cpanel.plugins.module_utils._api.holders import secret_values
from ansible_collections.hostops.cpanel.plugins.module_utils._api.secret_names import secrets_in

GENERATOR = Path(__file__).resolve().parents[5] / "tools" / "make_function_table.py"
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----"


@pytest.fixture(scope="module")
def generator():
    sys.path.insert(0, str(GENERATOR.parent))  # as for a script: its neighbours are found
    spec = importlib.util.spec_from_file_location("make_function_table", GENERATOR)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def contract():
    """Return the contract's functions; skip where there is no contract (a user's clone)."""
    given = os.environ.get("HOSTOPS_CONTRACT")
    if not given:
        pytest.skip("HOSTOPS_CONTRACT is not set: the UAPI contract is not part of this repository")
    path = Path(given)
    path = path / "uapi.json" if path.is_dir() else path
    return json.loads(path.read_text(encoding="utf-8"))["functions"]


# --- what is known ---------------------------------------------------------------------------------------------


def test_a_known_function_tells_its_parameters():
    function = uapi("Email::add_pop")
    assert function is uapi("Email", "add_pop")
    assert function.known
    assert function.writes
    assert function.name == "Email::add_pop"
    params = {param.name: param for param in function.params}
    assert params["email"].required
    assert not params["quota"].required
    assert params["password"].secret
    assert params["password_hash"].secret
    assert not params["email"].secret


@pytest.mark.parametrize(
    ("name", "writes"),
    [
        ("Email::list_pops", False),
        ("Email::verify_password", False),
        ("LangPHP::php_get_vhost_versions", False),
        ("LangPHP::php_set_vhost_versions", True),
        ("DNS::mass_edit_zone", True),
        ("DNS::parse_zone", False),
        ("DNS::ensure_domains_reside_only_locally", False),
        ("Email::trace_delivery", False),
        ("EA4::get_recommendations", False),
        # newer servers and plug-in modules: by verb
        ("DNS::fetch_cpanel_generated_domains", False),
        ("AddonDomain::list_everything", False),
        ("LangPHP::php_get_new_thing", False),
        ("LangPHP::php_ini_set_new_thing", True),
        ("AddonDomain::add", True),
        ("Plugin::issue_refund", True),
        ("Plugin::verify_code", True),
        ("Plugin::counter_reset", True),
        ("Email::Add_Pop", True),
        ("", True),
        ("nonsense", True),
    ],
)
def test_writes(name, writes):
    assert uapi(name).writes is writes


@pytest.mark.parametrize("name", ["email::add_pop", "Email::ADD_POP", "Cron::add_line", "Email", ""])
def test_unknown_functions_are_said_to_be_unknown(name):
    assert not uapi(name).known


@pytest.mark.parametrize("name", ["Fileman::upload_files", "Session::create_temp_user"])
def test_session_only(name):
    assert uapi(name).session_only
    assert not uapi("Email::list_pops").session_only


@pytest.mark.parametrize(
    "name",
    [
        "Tokens::create_full_access",
        "Session::create_webmail_session_for_self",
        "Mysql::setup_db_and_user",
        "SSL::generate_key",
        "SSL::show_key",
        "SSL::fetch_best_for_domain",
        "SSL::fetch_key_and_cabundle_for_certificate",
        "EmailAuth::fetch_dkim_private_keys",
        "TwoFactorAuth::generate_user_configuration",
        "GPG::export_secret_key",
        "DNSSEC::export_zone_key",
        "DNSSEC::fetch_ds_records",
        "Plugin::create_api_token",
        "Plugin::get_sso_link",
    ],
)
def test_returns_secret(name):
    assert uapi(name).returns_secret


@pytest.mark.parametrize("name", ["Tokens::list", "Email::add_pop", "SSL::list_keys", "Plugin::list_tokens"])
def test_returns_no_secret(name):
    assert not uapi(name).returns_secret


def test_functions_with_a_json_body_and_post_only():
    assert uapi("Personalization::set").json_body
    assert [param.name for param in uapi("Personalization::set").params] == ["personalization"]
    assert uapi("SSL::upload_key").post_only
    assert not uapi("Email::add_pop").post_only


@pytest.mark.parametrize(
    ("name", "known", "writes"),
    [
        ("listaccts", True, False),
        ("createacct", True, True),
        ("modifyacct", True, True),
        ("create_user_session", True, True),
        ("api_token_create", True, True),
        ("api_token_list", True, False),
        ("api_token_get_details", True, False),
        ("parse_dns_zone", True, False),
        ("mass_edit_dns_zone", True, True),
        ("version", True, False),
        ("fetchsslinfo", True, False),
        ("listcrts", True, False),
        ("get_tweaksetting", True, False),
        ("set_tweaksetting", True, True),
        ("installssl", True, True),
        ("issue_something", False, True),
        ("addzonerecord", True, True),
    ],
)
def test_whm(name, known, writes):
    assert (whm(name).known, whm(name).writes) == (known, writes)


@pytest.mark.parametrize("name", ["create_user_session", "api_token_create", "wp_dashboard_create_login_link"])
def test_whm_returns_secret(name):
    assert whm(name).returns_secret


# --- parameters ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("Email::list_pops", {}),
        ("Email::list_pops", {"api.paginate": 1, "api.filter_column_0": "email"}),
        ("Email::add_pop", {"email": "a", "password": "p"}),
        ("Email::add_pop", {"email": "a", "password_hash": "$6$p"}),
        ("Ftp::add_ftp", {"user": "a", "pass": "p"}),
        ("Ftp::add_ftp", {"user": "a", "pass_hash": "p"}),
        ("Mysql::create_database", {"name": "u_a", "prefix-size": 16}),
        ("DNS::mass_edit_zone", {"zone": "e.com", "serial": 1, "add-0": "{}", "add-1": "{}", "remove-12": 4}),
        ("DNS::mass_edit_zone", {"zone": "e.com", "serial": 1, "add": [{}], "remove": []}),
        ("LangPHP::php_set_vhost_versions", {"version": "ea-php81", "vhost-0": "a", "vhost-1": "b"}),
        ("Variables::get_user_information", {"name": ["ip", "home"]}),
        ("Batch::strict", {"command-0": ["Email", "list_pops"], "command-1": ["Email", "list_mxs"]}),
        (
            "Email::store_filter",
            {"filtername": "f", "part1": "a", "match1": "is", "val1": "x", "action1": "save", "dest1": "/x"}
            | {"part23": "a", "match23": "is", "val23": "x", "action23": "deliver", "dest23": "/x", "match_type": "is"},
        ),
        (
            "Email::add_auto_responder",
            {"email": "a", "domain": "e.com", "from": "A", "subject": "s", "body": "b", "is_html": 0, "interval": 0},
        ),
        ("Email::list_default_address", {"domain": "e.com"}),
        ("Email::get_filter", {"filtername": "f"}),
        ("SSL::fetch_cert_info", {"id": "x"}),
        ("SSL::delete_key", {"friendly_name": "x"}),
        ("Fileman::upload_files", {"dir": "public_html", "file-1": "x", "file-2": "y", "overwrite": 1}),
        ("SiteTemplates::publish", {"docroot": "/home/a", "the_templates_own": "field"}),
        ("Team::add_team_user", {"user": "a", "email1": "a@e.com", "services.email.enabled": 1}),
        ("Personalization::get", {"names": ["a"]}),
        ("Plugin::anything", {"whatever": 1}),
    ],
)
def test_right_parameters_are_accepted(name, params):
    assert check_params(uapi(name), params) == []


@pytest.mark.parametrize(
    ("name", "params", "problems"),
    [
        (
            "Email::add_pop",
            {"emial": "a", "password": "p"},
            [
                'unknown parameter "emial" for Email::add_pop (did you mean "email"?)',
                'missing parameter "email" of Email::add_pop',
            ],
        ),
        ("Email::add_pop", {"email": "a"}, ['missing parameter "password" or "password_hash" of Email::add_pop']),
        ("Ftp::add_ftp", {"user": "a"}, ['missing parameter "pass" or "pass_hash" of Ftp::add_ftp']),
        ("Email::passwd_pop", {"email": "a", "password": None}, ['missing parameter "password" of Email::passwd_pop']),
        (
            "BoxTrapper::set_forwarders",
            {"email": "a@e.com", "forwarder": []},
            ['missing parameter "forwarder" of BoxTr'],
        ),
        (
            "Mysql::create_database",
            {"name": "a", "prefix_size": 8},
            ['unknown parameter "prefix_size" for Mysql::create_'],
        ),
        ("Email::delete_pop", {"Email": "a"}, ['(did you mean "email"?)', 'missing parameter "email"']),
        ("Email::count_pops", {"domain": "a"}, ['unknown parameter "domain" for Email::count_pops (it takes no param']),
        ("Mysql::list_databases", {"apipaginate": 1}, ['unknown parameter "apipaginate"']),
        (
            "Email::store_filter",
            {"filtername": "f", "part1": "a", "match1": "is", "val1": "x", "action": "save"},
            ['unknown parameter "action" for Email::store_filter (did you mean "action1"?)', 'parameter "action1" of'],
        ),
        ("SSL::fetch_cert_info", {}, ['missing parameter "id" or "friendly_name" of SSL::fetch_cert_info']),
    ],
)
def test_wrong_parameters_are_named(name, params, problems):
    found = check_params(uapi(name), params)
    assert len(found) == len(problems)
    for sentence, part in zip(found, problems):
        assert part in sentence


def test_whm_parameters_only_miss():
    assert check_params(whm("passwd"), {"user": "a"}) == ['missing parameter "password" of passwd']
    assert check_params(whm("modifyacct"), {"user": "a", "MXCHECK-example.com": "local"}) == []
    assert check_params(whm("removeacct"), {"user": "a"}) == []
    assert check_params(whm("no_such_function"), {"x": 1}) == []


# --- hints -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "api", "best"),
    [
        ("Email::add_pops", "uapi", "Email::add_pop"),
        ("Email::addpop", "uapi", "Email::add_pop"),
        ("email::list_pops", "uapi", "Email::list_pops"),
        ("EMAIL::LIST_POPS", "uapi", "Email::list_pops"),
        ("Mail::add_forwarder", "uapi", "Email::add_forwarder"),
        ("Mysql::list_forwarders", "uapi", "Email::list_forwarders"),
        ("MySQL::create_databse", "uapi", "Mysql::create_database"),
        ("Email/list_pops", "uapi", "Email::list_pops"),
        ("list_accts", "whm", "listaccts"),
        ("ListAccts", "whm", "listaccts"),
        ("create_session", "whm", "create_user_session"),
        ("fetchssl_info", "whm", "fetchsslinfo"),
        ("installsll", "whm", "installssl"),
        ("ecosystemfeatures/is_ready", "whm", "EcosystemFeatures/is_ready"),
        ("Backup::fulbackup_to_homedir", "uapi", "Backup::fullbackup_to_homedir"),
    ],
)
def test_closest(name, api, best):
    found = closest(name, api)
    assert found[0] == best
    assert len(found) <= 4


def test_nothing_is_close_to_nonsense():
    assert closest("Zzz::qqqqqqqq") == closest("") == []


# --- secrets ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "params", "secrets"),
    [
        (uapi("Email::add_pop"), {"email": "joe", "password": "hunter2!", "quota": 500}, {"hunter2!"}),
        (uapi("SSL::install_ssl"), {"domain": "e.com", "cert": "CERT", "key": PEM, "cabundle": "CAB"}, {PEM}),
        (uapi("Branding::get_application_information"), {"app_key": "boxtrapper"}, set()),
        (uapi("Backup::fullbackup_to_scp_with_key"), {"key_name": "id", "key_passphrase": "pp-1"}, {"pp-1"}),
        (
            uapi("TwoFactorAuth::set_user_configuration"),
            {"secret": "JBSWY3", "tfa_token": 528112},
            {"JBSWY3", "528112"},
        ),
        (uapi("UserManager::change_password"), {"oldpass": "o-1", "newpass": "n-1", "enablemysql": 1}, {"o-1", "n-1"}),
        (uapi("Tokens::rename"), {"name": "ci", "new_name": "ci2"}, set()),
        (uapi("DNS::mass_edit_zone"), {"zone": "e.com", "add": [{"dname": "a", "data": ["v=spf1"]}]}, set()),
        (whm("passwd"), {"user": "joe", "password": "p-1", "db_pass_update": 1}, {"p-1"}),
        (whm("api_token_create"), {"token_name": "ci", "acl": ["list-accts"]}, set()),
        (whm("api_token_get_details"), {"token": "ABCDEF"}, {"ABCDEF"}),
        (whm("create_user_session"), {"user": "joe", "cp_security_token": "/cpsess1234567890"}, {"/cpsess1234567890"}),
        # unknown functions: by name, at any depth, repeated names too
        (uapi("Plugin::do"), {"password": "a-1", "api_key": "a-2", "private-key": "a-3", "authToken": "a-4"}, 4),
        (uapi("Plugin::do"), {"key": "a-1", "otp": 123456, "pass_hash": "a-3", "secret-2": "a-4"}, 4),
        (uapi("Plugin::do"), {"list": [{"user": "joe", "db_password": "a-1"}], "map": {"token": ["a-2", "a-3"]}}, 3),
        (uapi("Plugin::do"), {"token_name": "ci", "key_id": 1, "password_strength": 80, "compass": "north"}, set()),
        (uapi("Plugin::do"), {"use_password": True, "reset_password": 1, "ask_password": "yes", "password": ""}, set()),
        (uapi("Plugin::do"), {"text": PEM}, {PEM}),
        # calls within calls
        (uapi("Batch::strict"), {"command": [["Ftp", "passwd", {"user": "a", "pass": "s-1"}]]}, {"s-1"}),
        (uapi("Batch::strict"), {"command-0": '["SSL","upload_key",{"key":"s-2"}]'}, {"s-2"}),
        (whm("batch"), {"command": ["passwd?user=joe&password=s3", "version"]}, {"s3"}),
        # a text that spells it in another way is secret as a whole
        (
            whm("batch"),
            {"command": ["passwd?user=joe&password=s%2B3", "version"]},
            {"s+3", "passwd?user=joe&password=s%2B3"},
        ),
        (
            whm("uapi_cpanel"),
            {"cpanel.user": "joe", "cpanel.module": "DNSSEC", "cpanel.function": "import_zone_key", "key_data": "s-4"},
            {"s-4"},
        ),
    ],
)
def test_secret_values(function, params, secrets):
    found = secret_values(function, params)
    if isinstance(secrets, int):
        assert len(found) == secrets
        assert "joe" not in found
    else:
        assert found == secrets


def test_secrets_in_an_answer():
    data = {
        "database": "u_x",
        "database_user_password": "p-1",
        "port": 3306,
        "accounts": [{"user": "joe", "can_set_password": 1, "pushbullet_access_token": "t-1"}],
        "directives": [{"key": "allow_url_fopen", "value": 1}],
        "details": {"key": PEM},
        "tokens": {"ci": {"name": "ci"}},
        "session": {"host": "server.example.com", "security_token": "/cpsess1", "cookies": {"cpsession": "c-1"}},
    }
    assert secrets_in(data) == {"p-1", "t-1", PEM, "/cpsess1", "c-1"}
    assert secrets_in({"session": "joe:abc:create_user_session,def"}) == {"joe:abc:create_user_session,def"}
    assert secrets_in(None) == set()


# --- the contract ----------------------------------------------------------------------------------------------


def test_the_table_agrees_with_the_contract(generator, contract):
    assert len(_functions._names("uapi")) == len(contract)
    for raw, spec in contract.items():
        fix = generator.CORRECTIONS.get(raw, generator.Correction(""))
        assert fix.source or raw not in generator.CORRECTIONS
        function = uapi(fix.rename or raw)
        assert function.known, raw
        assert function.writes is (spec["writes"] if fix.writes is None else fix.writes), raw
        given = {name.rstrip("*"): facts for name, facts in spec["params"].items() if name not in fix.drop}
        added = {name.rstrip("+") for name in fix.add} | (set(generator._body(spec)) - set(fix.drop))
        assert {param.name for param in function.params} == set(given) | added, raw
        required = {name for name, facts in given.items() if facts["required"]} - {*fix.optional, *fix.one_of}
        assert {param.name for param in function.params if param.required} == required, raw
        numbered = {name.rstrip("*") for name in spec["params"] if name.endswith("*")}
        assert {param.name for param in function.params if param.numbered} == numbered, raw


def test_documented_parameters_pass_the_check(contract, generator):
    for raw, spec in contract.items():
        fix = generator.CORRECTIONS.get(raw, generator.Correction(""))
        params = {n[:-1] + "1" if n.endswith("*") else n: "x" for n in spec["params"] if n not in fix.drop}
        params.update(dict.fromkeys(fix.one_of[:1], "x"))
        assert check_params(uapi(fix.rename or raw), params) == [], raw


# --- the generator ---------------------------------------------------------------------------------------------


def run_generator(*args):
    env = {name: value for name, value in os.environ.items() if name != "HOSTOPS_CONTRACT"}
    command = [sys.executable, str(GENERATOR), *args]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_the_committed_table_is_current(contract):
    done = run_generator("--check", os.environ["HOSTOPS_CONTRACT"])
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("args", [("--check",), ("--check", "/nonexistent/uapi.json")])
def test_without_a_contract_the_check_says_that_it_was_skipped(args):
    done = run_generator(*args)
    assert done.returncode == 0
    assert done.stdout.startswith("SKIPPED:")
    assert run_generator(*args[1:]).returncode == 2  # but writing a table needs one


def test_a_stale_table_fails_the_check_with_a_diff(generator, contract, tmp_path, monkeypatch, capsys):
    stale = tmp_path / "_function_table.py"
    stale.write_text(generator.TARGET.read_text(encoding="utf-8").replace("has_enhancement id*", "has_enhancement id"))
    monkeypatch.setattr(generator, "TARGET", stale)
    assert generator.main(["--check", os.environ["HOSTOPS_CONTRACT"]]) == 1
    printed = capsys.readouterr().out
    assert "run it and commit" in printed
    assert '+    "AccountEnhancements": "has_enhancement id*; list",' in printed


def test_a_judgement_about_a_function_that_is_gone_is_an_error(generator, contract, tmp_path, capsys):
    less = {name: spec for name, spec in contract.items() if name != "SSL::show_key"}
    path = tmp_path / "uapi.json"
    path.write_text(json.dumps({"version": "1", "functions": less}), encoding="utf-8")
    assert generator.main(["--check", str(path)]) == 1
    assert "SSL::show_key" in capsys.readouterr().out
