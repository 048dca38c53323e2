# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What names of functions say: what only reads, what writes, and what returns a secret."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._api import functions as _functions
from ansible_collections.hostops.cpanel.plugins.module_utils._api.functions import uapi, whm
from ansible_collections.hostops.cpanel.plugins.module_utils._api.verbs import makes_secret, reads_by_name, words_of


@pytest.mark.parametrize(
    "name",
    """
    fetch_and_reset list_then_remove check_and_repair getandset listandremove getAndSet get_then_delete listThenPurge
    fetch2reset show_and_store check_drop find_create get_add read_update list_restore get_restart lookup_rename
    list_revoke is_install get_enable list_disable query_sync fetch_rebuild get_flush list_clear search_kill
    find_terminate list_suspend get_move read_import GET_RESET Get-Reset getset fetchreset listdelete get_or_create
    fetchorstore LISTANDREMOVE php_get_and_set count_and_flush do_list run_check reset_list import_and_list verify_x
    getResetToken dump_and_clear browse_and_upload has_and_grant listThenUnblock check_fix retrieve_and_forward
    """.split(),
)
def test_names_that_do_not_only_read(name):
    assert not reads_by_name(name)
    assert uapi("Plugin::" + name).writes
    assert whm(name).writes


@pytest.mark.parametrize(
    "name",
    """
    listaccts fetchsslinfo list_everything get_settings list_updates listcron get_address fetch_offsets getcharset
    php_get_new_thing fetch_cpanel_generated_domains list_records get_installed_versions get_restored is_enabled
    get_pop_quota list_queue get_transfer_state lookupnsip has_feature getResellerStats show_ipv6 get_login_url
    """.split(),
)
def test_names_that_only_read(name):
    assert reads_by_name(name)


RETURNING = """
    create_token get_api_token show_private_key export_secret_key fetch_credentials generate_tfa_config get_access_hash
    create_login_link issue_session show_keys generateKey reset_password getClientSecret list_api_credentials make_otp
""".split()


NOT_RETURNING = """
    list_tokens list_pops check_password set_password delete_token is_session get_password_strength list_domains
    get_token_name has_api_token
""".split()


@pytest.mark.parametrize("name", [*RETURNING, *NOT_RETURNING])
def test_names_of_functions_that_return_a_secret(name):
    assert makes_secret(name) is (name in RETURNING)


def test_the_verb_rule_never_takes_a_documented_write_for_a_read():
    table = [uapi(name) for name in _functions._names("uapi")]
    assert len(table) > 500
    wrong = [f.name for f in table if f.writes and reads_by_name(f.name.partition("::")[2])]
    assert wrong == []
    right = sum(f.writes is not reads_by_name(f.name.partition("::")[2]) for f in table)
    assert right / len(table) > 0.95


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("getSSLKey2Now", ["get", "ssl", "key", "now"]),
        ("GET-pop_Quota", ["get", "pop", "quota"]),
        ("größeLesen", ["größe", "lesen"]),
        ("__", []),
        ("", []),
    ],
)
def test_words_of_a_name(name, words):
    assert words_of(name) == words


@pytest.mark.parametrize("name", ["", "_", "42", "lösche", "Übersicht", "php", "php_", "get\nreset", "list remove"])
def test_a_name_that_says_nothing_is_no_read(name):
    assert not reads_by_name(name)
    assert not makes_secret(name)
