# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel-cli: the command line for account owners, with an account's token."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


class Shell:
    """Types commands as one account. The client has no option for the port: the slash keeps its own one off."""

    def __init__(self, witness: Any, server: Any, user: str, token: str) -> None:
        self._witness = witness
        self._variables = {
            "CPANEL_HOSTNAME": f"{server.host}:{server.ports[2083]}/",
            "CPANEL_USERNAME": user,
            "CPANEL_UTOKEN": token,
        }

    def enter(self, *words: str) -> Any:
        done = self._witness.run("cpanel", *words, **self._variables)
        assert done.status == 0, done.stderr
        text = done.stdout.rstrip("\n")
        return text if text == "OK" or words[0] == "cat" else json.loads(text)

    def fail(self, *words: str) -> str:
        done = self._witness.run("cpanel", *words, **self._variables)
        assert (done.status, done.stdout) == (1, "")
        return str(done.stderr.strip().splitlines()[-1])


@pytest.fixture
def shell(client: Any, server: Any, account: Any) -> Shell:
    return Shell(client("cpanel-cli"), server, account.name, account.api_token)


def asked(server: Any) -> list[str]:
    """The functions asked for, all of them by POST at the cPanel port and with the token."""
    assert {(entry.method, entry.port, entry.how) for entry in server.journal} == {("POST", 2083, "token")}
    return server.journal.functions()


def test_mailboxes(shell: Shell, server: Any, account: Any) -> None:
    listed = shell.enter("list", "mail", "accounts")
    assert {row["email"] for row in listed} == {account.name, *account.contents.mailboxes}
    assert int(shell.enter("count", "mail", "accounts")) == len(account.contents.mailboxes)

    address, box = next(iter(account.contents.mailboxes.items()))
    assert shell.enter("set", "mail", "quota", address, "77") == "OK"
    assert box.quota_mb == 77
    assert int(shell.enter("get", "mail", "quota", address)) == 77
    assert asked(server) == ["Email::list_pops", "Email::count_pops", "Email::edit_pop_quota", "Email::get_pop_quota"]


def test_forwarders(shell: Shell, server: Any, account: Any) -> None:
    domain = account.main_domain
    assert shell.enter("add", "mail", "forwarder", f"team@{domain}", "one@example.net") == "OK"
    assert (f"team@{domain}", "one@example.net") in account.contents.forwarders
    rows = shell.enter("list", "mail", "forwarders", domain)
    assert {(row["dest"], row["forward"]) for row in rows} == set(account.contents.forwarders)
    assert shell.enter("delete", "mail", "forwarder", f"team@{domain}") == "OK"
    assert (f"team@{domain}", "one@example.net") not in account.contents.forwarders

    assert shell.enter("add", "mail", "forwarder", domain, "example.net") == "OK"
    assert account.contents.domain_forwarders == {domain: "example.net"}
    assert shell.enter("list", "mail", "forwarders")[0]["dest"] == domain
    assert shell.enter("delete", "mail", "forwarder", domain) == "OK"
    assert account.contents.domain_forwarders == {}
    assert asked(server)[0] == "Email::add_forwarder"


def test_autoresponders(shell: Shell, account: Any) -> None:
    address = f"info@{account.main_domain}"
    assert shell.enter("set", "mail", "autoresponder", address, "Info", "Away", "Back on <b>Monday</b> & later") == "OK"
    (row,) = shell.enter("list", "mail", "autoresponders", account.main_domain)
    assert (row["email"], row["subject"]) == (address, "Away")
    held = shell.enter("get", "mail", "autoresponder", address)
    assert (held["from"], held["subject"]) == ("Info", "Away")
    assert held["body"].strip() == "Back on <b>Monday</b> & later"
    assert (int(held["interval"]), int(held["is_html"])) == (24, 1)
    assert shell.enter("rm", "mail", "autoresponder", address) == "OK"
    assert account.contents.autoresponders == {}


def test_filters(shell: Shell, account: Any, tmp_path: Path) -> None:
    """The client stores a filter from a file; the file is what its ``get`` prints."""
    address = f"info@{account.main_domain}"
    mail_filter = {
        "filtername": "spam",
        "rules": [{"part": "$header_subject:", "match": "contains", "val": "win!", "number": 1, "opt": "or"}],
        "actions": [{"action": "fail", "dest": "no, thanks", "number": 1}],
    }
    (tmp_path / "filter.json").write_text(json.dumps(mail_filter), encoding="utf-8")
    assert shell.enter("set", "mail", "filter", address, "filter.json") == "OK"
    assert shell.enter("list", "mail", "filters", address) == [{"filtername": "spam"}]
    held = shell.enter("get", "mail", "filter", address, "spam")
    assert held["filtername"] == "spam"
    assert (held["rules"][0]["part"], held["rules"][0]["val"]) == ("$header_subject:", "win!")
    assert shell.enter("delete", "mail", "filter", address, "spam") == "OK"
    assert shell.enter("list", "mail", "filters", address) == []


def test_databases(shell: Shell, server: Any, account: Any) -> None:
    contents = account.contents
    database, renamed, user = (account.db_prefix + name for name in ("blog", "weblog", "writer"))
    assert shell.enter("create", "mysql", "database", database) == "OK"
    assert shell.enter("create", "mysql", "user", user, "aB3+dE6&h=é9!") == "OK"
    assert contents.db_users[user] == "aB3+dE6&h=é9!"
    assert shell.enter("set", "mysql", "privilege", user, database, "select", "create_view") == "OK"
    assert sorted(contents.grants[user, database]) == ["CREATE VIEW", "SELECT"]
    assert sorted(shell.enter("list", "mysql", "privilege", user, database)) == ["CREATE VIEW", "SELECT"]
    assert shell.enter("rename", "mysql", "database", database, renamed) == "OK"
    (row,) = [row for row in shell.enter("list", "mysql", "databases") if row["database"] == renamed]
    assert row["users"] == [user]
    assert shell.enter("delete", "mysql", "privilege", user, renamed) == "OK"
    assert user in [row["user"] for row in shell.enter("list", "mysql", "users")]
    assert shell.enter("delete", "mysql", "user", user) == "OK"
    assert shell.enter("delete", "mysql", "database", renamed) == "OK"
    assert renamed not in contents.databases
    assert database not in contents.databases
    assert user not in contents.db_users
    assert shell.enter("get", "mysql", "restriction")["prefix"] == account.db_prefix
    assert shell.fail("delete", "mysql", "database", renamed).startswith("cpanel: ")
    assert server.journal[-1].status == 200


def test_ftp_accounts(shell: Shell, server: Any, account: Any) -> None:
    login = f"files@{account.main_domain}"
    assert shell.enter("create", "ftp", login, "aB3+dE6&h=é9!", "30", "public_html/files") == "OK"
    held = account.contents.ftp[login]
    assert (held.password, held.quota_mb) == ("aB3+dE6&h=é9!", 30)
    assert login in [row["login"] for row in shell.enter("list", "ftp", "accounts")]
    shown = shell.enter("get", "ftp", login)
    assert (shown["login"], int(float(shown["diskquota"]))) == (login, 30)
    assert shell.enter("set", "ftp", "quota", login, "40") == "OK"
    assert int(float(shell.enter("get", "ftp", "quota", login))) == 40
    assert shell.enter("set", "ftp", "password", login, "xY7-other-4!") == "OK"
    assert held.password == "xY7-other-4!"
    assert shell.enter("check", "ftp", login) == "OK"
    assert shell.enter("remove", "ftp", login) == "OK"
    assert login not in account.contents.ftp
    names = "add_ftp list_ftp_with_disk list_ftp_with_disk set_quota get_quota passwd ftp_exists delete_ftp"
    assert asked(server) == [f"Ftp::{name}" for name in names.split()]


def test_files(shell: Shell, server: Any, account: Any, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes("Grüße\n".encode())
    assert shell.enter("write", "file", "public_html/hello.txt", "one\\ntwo") == "OK"
    assert account.contents.files["public_html/hello.txt"] == b"one\ntwo"
    assert shell.enter("cat", "file", "public_html/hello.txt") == "one\ntwo"
    assert shell.enter("upload", "file", "public_html", "notes.txt") == "OK"
    assert account.contents.files["public_html/notes.txt"] == "Grüße\n".encode()
    entry = server.journal[-1]
    assert (entry.function, entry.how) == ("Fileman::upload_files", "token")
    assert entry.headers["Content-Type"].startswith("multipart/form-data")
    # The client calls the documented parameter `dir` by another name here.
    assert shell.fail("list", "files", "public_html") == "cpanel: Provide the \u201cdir\u201d argument."


def test_what_is_read(shell: Shell, account: Any) -> None:
    domains = shell.enter("list", "domains")
    assert domains["main_domain"] == account.main_domain
    assert sorted(domains["sub_domains"]) == sorted(account.sub_domains)
    assert shell.enter("get", "domain", "data", account.main_domain)["domain"] == account.main_domain
    assert shell.enter("list", "domain", "data")["main_domain"]["user"] == account.name
    assert int(shell.enter("list", "features")["mysql"]) == 1
    assert shell.enter("has", "feature", "mysql") is None  # the answer is the status
    account.features["mysql"] = False
    assert shell.fail("has", "feature", "mysql") == "cpanel: cPanel API request failed"
    assert float(shell.enter("get", "quota")["megabytes_used"]) > 0


def test_an_error_of_the_server_is_its_text(shell: Shell, account: Any) -> None:
    account.features["mysql"] = False
    assert shell.fail("list", "mysql", "databases") == "cpanel: You do not have the feature \u201cmysql\u201d."


def test_wrong_token(client: Any, server: Any, account: Any) -> None:
    shell = Shell(client("cpanel-cli"), server, account.name, "WRONG" * 6)
    assert shell.fail("list", "mail", "accounts") == "cpanel: Unauthorized"
    assert server.journal.lines() == ["POST 2083 Email::list_pops 401"]
    assert [(failed.user, failed.service) for failed in server.failed_logins] == [(account.name, "cpaneld")]
