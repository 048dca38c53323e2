# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of make_function_table.py that concerns WHM API 1: plugins/module_utils/_api/whm_table.py.

From the contract (whm.json, a digest of cPanel's OpenAPI text) come the names of all functions and whether they write;
judged here is what it cannot know, each judgement with its reason: WRITES, RETURNS_SECRET, NO_SECRET. A function whose
documented answer looks like it holds a secret has to be judged, or there is no table.
"""

from __future__ import annotations

import importlib.util
import json
import re
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "plugins" / "module_utils" / "_api" / "whm_table.py"
WIDTH = 112

# Parameters, in the notation of the table, of the functions that protocol.md 2.5, 3.1, 4.7 and 5.2-5.6 describe.
# Further ones are accepted for every function: this is no full account of WHM API 1.
PARAMETERS = """
    accountsummary user/domain; addpkg name* MAX_DEFER_FAIL_PERCENTAGE MAX_EMAILACCT_QUOTA MAX_EMAIL_PER_HOUR
    MAX_TEAM_USERS _PACKAGE_EXTENSIONS bwlimit cgi cpmod digestauth featurelist hasshell ip language maxaddon maxftp
    maxlst maxpark maxpop maxsql maxsub quota;
    api_token_create token_name* acl+ expires_at whitelist_ip+; api_token_get_details token*~; api_token_list;
    api_token_revoke token_name+*; api_token_update token_name* acl+ expires_at new_name whitelist_ip+;
    applist; batch command+* abort_on_error; changepackage pkg* user*;
    cpanel cpanel_jsonapi_func* cpanel_jsonapi_module* cpanel_jsonapi_user* cpanel_jsonapi_apiversion;
    create_user_session service* user* app cp_security_token~ locale preferred_domain promptToken~;
    createacct username* bwlimit cgi contactemail cpmod customip dkim dmarc domain featurelist forcedns gid hasshell
    hasuseregns homedir ip language mailbox_format max_defer_fail_percentage max_email_per_hour max_emailacct_quota
    max_team_users maxaddon maxftp maxlst maxpark maxpop maxsql maxsub mxcheck owner pass~ password~ pkgname plan quota
    reseller reseller_without_domain savepkg showpass spamassassin spambox spf uid useregns;
    domainuserdata domain*; dumpzone domain/zone; editpkg name* MAX_DEFER_FAIL_PERCENTAGE MAX_EMAILACCT_QUOTA
    MAX_EMAIL_PER_HOUR MAX_TEAM_USERS _PACKAGE_EXTENSIONS bwlimit cgi cpmod digestauth featurelist hasshell ip language
    maxaddon maxftp maxlst maxpark maxpop maxsql maxsub quota;
    editquota quota* user*; get_cphulk_failed_logins; get_domain_info; gethostname; getpkginfo pkg*; killpkg pkgname*;
    limitbw bwlimit user; list_users; listaccts search searchmethod searchtype want; listpkgs want; listsuspended;
    load_cphulk_config; mass_edit_dns_zone serial* zone* add+ edit+ remove+;
    modifyacct user* BACKUP BWLIMIT DBOWNER DNS HASCGI HASDKIM HASDMARC HASSHELL HASSPF LEGACY_BACKUP LOCALE
    MAILBOX_FORMAT MAXADDON MAXFTP MAXLST MAXPARK MAXPOP MAXSQL MAXSUB MAX_DEFER_FAIL_PERCENTAGE MAX_EMAIL_PER_HOUR
    OUTGOING_EMAIL_SUSPENDED QUOTA STARTDATE contactemail domain newuser owner rename_database_objects shell;
    myprivs; parse_dns_zone zone*; passwd password*~ user* db_pass_update enabledigest;
    removeacct username/user keepdns; suspendacct user* disallowun leave-ftp-accts-enabled reason;
    unsuspendacct user* retain-service-proxies; uapi_cpanel cpanel.function* cpanel.module* cpanel.user*; version;
    wp_dashboard_create_login_link
"""

# Where the contract says that a function reads, and a careful caller does not rely on it.
WRITES = {
    "ticket_ssh_test": "it writes an entry into the ticket's log, says its own note",
    "validate_login_token": "it redeems the token, as UAPI's Market::validate_login_token does, which writes",
    "analyze_transfer_session_remote": "it starts the analysis, which another function retrieves",
    "purchase_a_license": "it prepares an order with the store",
    "rebuildinstalledssldb": "does nothing any more; older servers rebuild the data base",
    "enable_mail_sni": "does nothing any more; older servers do",
    "disable_mail_sni": "does nothing any more; older servers do",
}
# Functions whose answer holds a secret that the caller did not send, by what it is.
RETURNS_SECRET = {
    "a session or a login link": "create_user_session wp_dashboard_create_login_link",
    "a token or an access hash": """
        api_token_create get_remote_access_hash validate_login_token verify_pushbullet_access
        wp_dashboard_create_api_token fetch_connected_application list_connected_applications
        get_provider_client_configurations ticket_create_stub_ticket""",
    "a password": """
        backup_destination_get backup_destination_list createacct remote_mysql_create_profile
        remote_mysql_create_profile_via_ssh remote_mysql_delete_profile remote_mysql_read_profile
        remote_mysql_read_profiles remote_mysql_update_profile""",
    "the secret of one-time codes": "twofactorauth_generate_tfa_config twofactorauth_get_tfa_config_for_user",
    "a private key": """
        export_zone_key fetch_dkim_private_keys fetch_ds_records_for_domains fetch_service_ssl_components
        fetch_ssl_certificates_for_fqdns fetch_vhost_ssl_components fetchcrtinfo fetchsslinfo generatessl""",
    "whatever another server's function returns": "execute_remote_whmapi1_with_password",
}
# Functions whose answer only looks as if it held one, and why it does not.
NO_SECRET = {
    "getminimumpasswordstrengths": "numbers, under names such as passwd and sshkey",
    "get_tweaksetting": "key is the name of a setting",
    "get_available_applications": "key is the name of an application",
    "fetch_security_advice": "key is the name of an advice",
    "listacls": "flags, under names of privileges",
    "myprivs": "flags, under names of privileges",
    "php_ini_get_directives": "key is the name of a directive",
    "start_background_pkgacct": "session_id is the number of a job",
    "validate_exim_configuration_syntax": "flags of Exim",
    "validate_current_ptrs": "PRIVATE is a kind of address",
}
# Hold other calls, which decide what the whole does.
HOLDERS = frozenset({"batch", "cpanel", "uapi_cpanel"})

HEADER = '''\
# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The functions of WHM API 1 that cPanel documents. GENERATED by tools/make_function_table.py: do not edit.

In the notation of function_table.py; read by functions.py, when the first of them is asked for. WHM has those whose
parameters are known, WHM_OTHERS all others.
"""

from __future__ import annotations

'''


def secrets() -> set[str]:
    """Return the names of all functions that return a secret."""
    return set(" ".join(RETURNS_SECRET.values()).split())


@cache
def _names() -> ModuleType:
    """Load the collection's own idea of secret names; it imports nothing else of the collection."""
    path = ROOT / "plugins" / "module_utils" / "_api" / "secret_names.py"
    spec = importlib.util.spec_from_file_location("secret_names_of_the_collection", path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def suspicious(result: Any) -> Iterator[str]:
    """Yield what in the documented answer of a function looks like a secret: by name, or by the sample."""
    if isinstance(result, list):
        for item in result:
            yield from suspicious(item)
    if not isinstance(result, dict):
        return
    properties = result.get("properties")
    for name, facts in properties.items() if isinstance(properties, dict) else ():
        kind = facts.get("type") if isinstance(facts, dict) else None
        flag = kind in ("integer", "boolean", "object", "array")
        if not flag and (name == "key" or _names().is_secret_name(name)):
            yield name
    for value in result.values():
        if isinstance(value, str) and "PRIVATE" in value:
            yield value[:30]
        else:
            yield from suspicious(value)


def unjudged(functions: dict[str, Any], judged: set[str]) -> dict[str, list[str]]:
    """Return the functions whose answer looks as if it held a secret, and that are not among the judged ones."""
    found = {name: sorted(set(suspicious(spec["result"]))) for name, spec in functions.items() if name not in judged}
    return {name: reasons for name, reasons in found.items() if reasons}


def problems(functions: dict[str, Any]) -> list[str]:
    """Return what does not fit between the judgements and the contract, as sentences."""
    described = {entry.split()[0] for entry in PARAMETERS.split(";")}
    named = described | set(WRITES) | secrets() | set(NO_SECRET) | HOLDERS
    found = [f"judged functions that the contract does not have: {name}" for name in sorted(named - set(functions))]
    both = secrets() & set(NO_SECRET)
    found += [f"{name} cannot both return a secret and return none" for name in sorted(both)]
    for name, reasons in unjudged(functions, secrets() | set(NO_SECRET)).items():
        found.append(f"{name} may return a secret ({', '.join(reasons)}): judge it in RETURNS_SECRET or NO_SECRET")
    return found


def _marked(name: str, spec: dict[str, Any]) -> str:
    flags = (
        ("!", spec["writes"] or name in WRITES or name in HOLDERS),
        ("$", name in secrets()),
        ("@", name in HOLDERS),
        ("%", spec["deprecated"]),
    )
    return name + "".join(mark for mark, on in flags if on)


def _wrapped(entries: list[str]) -> list[str]:
    return textwrap.wrap("; ".join(entries), WIDTH, break_long_words=False, break_on_hyphens=False)


def render(version: str, functions: dict[str, Any]) -> str:
    """Return the text of whm_table.py."""
    described = {entry.split()[0]: entry.split()[1:] for entry in PARAMETERS.split(";")}
    known = [" ".join([_marked(name, functions[name]), *described[name]]) for name in sorted(described)]
    others = [_marked(name, spec) for name, spec in sorted(functions.items()) if name not in described]
    lines = [f"WHM_CONTRACT_VERSION = {json.dumps(version)}", ""]
    for name, entries in (("WHM", known), ("WHM_OTHERS", others)):
        lines += [f'{name} = """', *(f"    {line}" for line in _wrapped(entries)), '"""', ""]
    return re.sub(r"\n+\Z", "\n", HEADER + "\n".join(lines))
