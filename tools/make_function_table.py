# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the tables of functions from the contracts (JSON digests of cPanel's OpenAPI texts).

    python tools/make_function_table.py CONTRACT            write the tables
    python tools/make_function_table.py --check CONTRACT    exit 1 when a committed table is not what would be written

Written in plugins/module_utils/_api: UAPI is function_table.py, WHM API 1 (whm_functions.py) is whm_table.py.
CONTRACT is uapi.json or the folder that holds it; whm.json lies beside it. Without CONTRACT, the environment variable
HOSTOPS_CONTRACT is used. Where there is no contract, ``--check`` prints a SKIPPED line and exits 0. Only names and
flags are taken over.

What the contract cannot know is judged here, each judgement with its source: CORRECTIONS (where a real server or
cPanel's documentation says otherwise), SECRET_NAMES and SECRET_PARAMS (values never to be shown), RETURNS_SECRET.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import whm_functions

TARGET = Path(__file__).resolve().parents[1] / "plugins" / "module_utils" / "_api" / "function_table.py"
WIDTH = 116


@dataclass(frozen=True)
class Correction:
    """One deviation from the contract, and who says so."""

    source: str
    rename: str = ""  # the function's real name
    writes: bool | None = None
    optional: tuple[str, ...] = ()  # marked required, but may be omitted
    add: tuple[str, ...] = ()  # parameters that the contract misses ("file+" a list)
    drop: tuple[str, ...] = ()  # names that are no parameters
    lists: tuple[str, ...] = ()  # documented as repeatable although typed as a single value
    one_of: tuple[str, ...] = ()  # at least one of these must be given
    more: bool = False  # takes further names, that nobody can list


def _docs(operation: str) -> str:
    return f"api.docs.cpanel.net, UAPI operation {operation}"


CORRECTIONS: dict[str, Correction] = {
    # The contract lost the module of these two.
    "get_php_recommendations": Correction(_docs("EA4-get_php_recommendations"), rename="EA4::get_php_recommendations"),
    "get_recommendations": Correction(_docs("EA4-get_recommendations"), rename="EA4::get_recommendations"),
    # They only look, and cPanel's own specification marks them x-readonly: true (11.137 and later).
    "DNS::ensure_domains_reside_only_locally": Correction(
        _docs("DNS-ensure_domains_reside_only_locally"), writes=False, lists=("domain",)
    ),
    "DNSSEC::export_zone_dnskey": Correction(_docs("DNSSEC-export_zone_dnskey"), writes=False),
    "Email::trace_delivery": Correction(_docs("Email-trace_delivery"), writes=False),
    # Marked required, but optional on real servers.
    "Email::add_auto_responder": Correction("protocol.md 6.3 (real server)", optional=("start", "stop")),
    "Email::list_default_address": Correction("protocol.md 6.2", optional=("user",)),
    "Email::get_filter": Correction("protocol.md 6.3", optional=("account",)),
    "Email::delete_filter": Correction("protocol.md 6.3", optional=("account",)),
    "Email::store_filter": Correction("protocol.md 6.3", add=("match_type",)),
    # One of several.
    "Email::add_pop": Correction("protocol.md 6.1", one_of=("password", "password_hash")),
    "Ftp::add_ftp": Correction("protocol.md 6.4", one_of=("pass", "pass_hash")),
    "SSL::delete_cert": Correction("protocol.md 6.8", one_of=("id", "friendly_name")),
    "SSL::delete_key": Correction("protocol.md 6.8", one_of=("id", "friendly_name")),
    "SSL::fetch_cert_info": Correction(_docs("SSL-fetch_cert_info"), one_of=("id", "friendly_name")),
    "SSL::set_csr_friendly_name": Correction(_docs("SSL-set_csr_friendly_name"), one_of=("id", "friendly_name")),
    "SSL::set_key_friendly_name": Correction(_docs("SSL-set_key_friendly_name"), one_of=("id", "friendly_name")),
    # "target  or  docroot" is two names; parameter_name stands for whatever the chosen template asks.
    "SiteTemplates::publish": Correction(
        _docs("SiteTemplates-publish"),
        add=("target", "docroot"),
        drop=("target  or  docroot", "parameter_name"),
        one_of=("target", "docroot"),
        more=True,
    ),
    # The contract lists no parameter at all (documented since 11.138).
    "Fileman::upload_files": Correction(
        "protocol.md 4.6; " + _docs("Fileman-upload_files"),
        add=("dir", "file+", "overwrite", "permissions", "get_disk_info"),
    ),
    # The multipart body names "crt", which belongs to upload_cert.
    "SSL::upload_key": Correction("protocol.md 6.8", drop=("crt",)),
    # Repeatable.
    "Variables::get_user_information": Correction("protocol.md 6.9", lists=("name",)),
    "LangPHP::php_get_vhost_versions": Correction("protocol.md 6.9", lists=("vhost",)),
    "LangPHP::php_set_vhost_versions": Correction("protocol.md 6.9", lists=("vhost",)),
    "LangPHP::php_ini_set_user_basic_directives": Correction("protocol.md 6.9", lists=("directive",)),
}

# Secret wherever they occur among the 589 functions (looked through one by one: no harmless use of these names).
SECRET_NAMES = frozenset(
    (
        *("password", "password_hash", "pass", "pass_hash", "newpass", "oldpass", "passphrase", "key_passphrase"),
        *("api_token", "access_token", "login_token", "tfa_token", "secret"),
    )
)
# Secret by meaning: private keys under harmless names, a one-time code.
SECRET_PARAMS = frozenset(
    {
        ("DNSSEC::import_zone_key", "key_data"),
        ("EmailAuth::install_dkim_private_keys", "key"),
        ("GPG::import_key", "key_data"),
        ("SSL::install_ssl", "key"),
        ("SSL::upload_key", "key"),
        ("SiteQuality::verify_code", "code"),
    }
)
# Functions whose answer holds a secret that the caller did not send, by what it is.
RETURNS_SECRET = {
    "a session or a login link": """
        Session::create_temp_user Session::create_webmail_session_for_self
        Session::create_webmail_session_for_mail_user Session::create_webmail_session_for_mail_user_check_password
        Sitejet::get_sso_link Integration::fetch_url""",
    "a token": """
        Tokens::create_full_access Market::validate_login_token SiteQuality::create_site_quality_user
        SiteQuality::get_app_token Sitejet::create_account Sitejet::get_api_token""",
    "a password, its hash or a one-time code": """
        Email::generate_mailman_otp Mysql::setup_db_and_user Team::list_team
        TwoFactorAuth::generate_user_configuration""",
    "a private key": """
        DNSSEC::export_zone_key DNSSEC::fetch_ds_records EmailAuth::fetch_dkim_private_keys GPG::export_secret_key
        SSL::fetch_best_for_domain SSL::fetch_cert_info SSL::fetch_certificates_for_fqdns
        SSL::fetch_key_and_cabundle_for_certificate SSL::generate_key SSL::show_key""",
    "the number that lets anyone change an address": "DynamicDNS::create DynamicDNS::list DynamicDNS::recreate",
}
# Functions whose answer only looks as if it held one, and why it does not.
NO_SECRET = {
    "Branding::get_information_for_applications": "key is the name of an application",
    "KnownHosts::create": "key is a server's public key",
    "KnownHosts::update": "key is a server's public key",
    "KnownHosts::verify": "key is a server's public key",
    "LangPHP::php_ini_get_user_basic_directives": "key is the name of a directive",
    "SpamAssassin::get_symbolic_test_names": "key is the name of a test",
    "Variables::get_user_information": "mostly none: its output is hidden when it holds pushbullet_access_token",
}
# Only over a cPanel session URL, never through WHM's uapi_cpanel (protocol.md 3.6, 4.6).
SESSION_ONLY = frozenset({"Fileman::upload_files", "Session::create_temp_user"})
# Hold other calls, which decide what the whole does.
HOLDERS = frozenset({"Batch::strict"})

HEADER = '''\
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The UAPI functions that cPanel documents. GENERATED by tools/make_function_table.py: do not edit.

Per module: functions separated by ";", each a name followed by its parameters. Read by functions.py.

Marks on a function    !  changes something           $  its answer holds a secret
                       ^  documented for POST only    {  takes one JSON body instead of form fields
                       &  only over a session         @  holds other calls, which decide what it does
                       %  deprecated
Marks on a parameter   *  required                    ~  secret value
                       +  a list: repeat the name     #  numbered: action# stands for action1, action2, ...
a/b                    at least one of a and b        ...  further names are accepted
"""

from __future__ import annotations

'''


class StaleError(Exception):
    """A judgement names something that the contract does not have."""


def load(path: Path) -> tuple[str, dict[str, Any]]:
    """Return the contract's version and its functions by name."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return str(data.get("version", "")), data["functions"]


def _body(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that the documented request body of a function has."""
    fields: dict[str, Any] = {}
    for content in ((spec.get("body") or {}).get("content") or {}).values():
        fields.update(content["schema"].get("properties", {}))
    return fields


def _parameters(name: str, spec: dict[str, Any], fix: Correction) -> dict[str, str]:
    """Return the parameters of one function as name -> marks."""
    found: dict[str, str] = {}
    for raw, facts in spec["params"].items():
        if raw in fix.drop:
            continue
        plain = raw.rstrip("*")
        marks = "#" if raw.endswith("*") else ""
        if facts.get("type") == "array" or plain in fix.lists:
            marks += "+"
        if facts.get("required") and plain not in fix.optional + fix.one_of:
            marks += "*"
        found[plain] = marks
    body = _body(spec)
    for plain, facts in body.items():
        if plain not in fix.drop:
            found.setdefault(plain, "+" if facts.get("type") == "array" else "")
    for extra in fix.add:
        found[extra.rstrip("+")] = "+" if extra.endswith("+") else ""
    for plain in found:
        if plain in SECRET_NAMES or (name, plain) in SECRET_PARAMS:
            found[plain] += "~"
    missing = [p for p in fix.optional + fix.lists + fix.one_of if p not in found]
    missing += [p for p in fix.drop if p not in spec["params"] and p not in body]
    if missing:
        raise StaleError(f"correction of {name} names unknown parameters: {', '.join(missing)}")
    return found


def entry(raw_name: str, spec: dict[str, Any]) -> tuple[str, str]:
    """Return (full name, table entry) of one function."""
    fix = CORRECTIONS.get(raw_name, Correction(""))
    name = fix.rename or raw_name
    writes = spec["writes"] if fix.writes is None else fix.writes
    contents = (spec.get("body") or {}).get("content") or {}
    secret = " ".join(RETURNS_SECRET.values()).split()
    flags = (
        ("!", writes),
        ("$", name in secret),
        ("^", spec["method"] == "POST"),
        ("{", "application/json" in contents),
        ("&", name in SESSION_ONLY),
        ("@", name in HOLDERS),
        ("%", spec["deprecated"]),
    )
    found = _parameters(raw_name, spec, fix)
    words = [p + found[p] for p in sorted(found, key=lambda p: ("*" not in found[p], p)) if p not in fix.one_of]
    if fix.one_of:
        words.insert(0, "/".join(p + found[p] for p in fix.one_of))
    if fix.more:
        words.append("...")
    marks = "".join(mark for mark, on in flags if on)
    return name, " ".join([name.rsplit("::", 1)[-1] + marks, *words])


def render(version: str, functions: dict[str, Any]) -> str:
    """Return the text of function_table.py."""
    modules: dict[str, dict[str, str]] = {}
    for raw_name, spec in functions.items():
        name, text = entry(raw_name, spec)
        module, _sep, function = name.rpartition("::")
        if not module:
            raise StaleError(f"function {name} has no module: add a correction")
        modules.setdefault(module, {})[function] = text
    known = {f"{module}::{function}" for module, found in modules.items() for function in found}
    judged = {*" ".join(RETURNS_SECRET.values()).split(), *(name for name, _param in SECRET_PARAMS)}
    stale = sorted((judged | SESSION_ONLY | HOLDERS) - known) + sorted(set(CORRECTIONS) - set(functions))
    if stale:
        raise StaleError(f"judged functions that the contract does not have: {', '.join(stale)}")
    judged = {*" ".join(RETURNS_SECRET.values()).split(), *NO_SECRET}
    for name, reasons in whm_functions.unjudged(functions, judged).items():
        raise StaleError(f"{name} may return a secret ({', '.join(reasons)}): judge it, RETURNS_SECRET or NO_SECRET")
    lines = [f'CONTRACT_VERSION = "{version}"', "", "UAPI: dict[str, str] = {"]
    for module in sorted(modules):
        entries = [modules[module][function] for function in sorted(modules[module])]
        single = f'    "{module}": "{"; ".join(entries)}",'
        if len(single) <= WIDTH:
            lines.append(single)
            continue
        lines.append(f'    "{module}": """')
        lines.extend(_packed(entries))
        lines.append('        """,')
    return HEADER + "\n".join([*lines, "}", ""])


def _packed(entries: list[str]) -> list[str]:
    """Pack entries into lines, breaking between functions where that is possible."""
    indent, lines, line = " " * 8, [], ""
    for number, text in enumerate(entries):
        piece = text if number == len(entries) - 1 else text + ";"
        if line and len(indent) + len(line) + 1 + len(piece) > WIDTH:
            lines.append(indent + line)
            line = ""
        line = f"{line} {piece}".strip()
        if len(indent) + len(line) > WIDTH:
            wrapped = textwrap.wrap(line, WIDTH - len(indent), break_long_words=False, break_on_hyphens=False)
            lines.extend(indent + part for part in wrapped[:-1])
            line = wrapped[-1]
    return [*lines, indent + line]


def main(argv: list[str] | None = None) -> int:
    """Write or check the table; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only tell whether the committed table is current")
    default = os.environ.get("HOSTOPS_CONTRACT")
    parser.add_argument("contract", nargs="?", default=default, help="uapi.json or its folder")
    options = parser.parse_args(argv)
    path = Path(options.contract) if options.contract else None
    if path is not None and path.is_dir():
        path = path / "uapi.json"
    if path is None or not path.is_file():
        where = f"no contract at {path}" if path else "no contract given (argument or HOSTOPS_CONTRACT)"
        print(f"SKIPPED: function table not checked, {where}" if options.check else f"error: {where}")
        return 0 if options.check else 2
    whm_path = path.with_name("whm.json")
    try:
        texts = [(TARGET, render(*load(path)))]
        if whm_path.is_file():
            version, functions = load(whm_path)
            wrong = whm_functions.problems(functions)
            if wrong:
                raise StaleError("\n".join(wrong))
            texts.append((whm_functions.TARGET, whm_functions.render(version, functions)))
        else:
            print(f"SKIPPED: table of WHM API 1, no contract at {whm_path}")
    except StaleError as exc:
        print(f"error: {exc}")
        return 1
    results = [_checked(target, text) if options.check else _written(target, text) for target, text in texts]
    return max(results)


def _written(target: Path, text: str) -> int:
    target.write_text(text, encoding="utf-8")
    print(f"wrote {target.name}: {len(text.splitlines())} lines")
    return 0


def _checked(target: Path, text: str) -> int:
    committed = target.read_text(encoding="utf-8") if target.exists() else ""
    if committed == text:
        print(f"{target.name} is current")
        return 0
    print(f"{target.name} is not what tools/make_function_table.py would write: run it and commit the result")
    old, new = committed.splitlines(), text.splitlines()
    diff = list(difflib.unified_diff(old, new, "committed", "generated", n=0, lineterm=""))
    print("\n".join(diff[:30] + ([f"... {len(diff) - 30} more lines"] if len(diff) > 30 else [])))
    return 1


if __name__ == "__main__":
    sys.exit(main())
