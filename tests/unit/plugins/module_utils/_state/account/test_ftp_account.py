# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_ftp_account: what protocol.md 6.4 says of FTP accounts, met by a user."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.ftp_account import FTP_ACCOUNT
from ansible_collections.hostops.cpanel.plugins.module_utils._state.scope import Scope
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result

PASSWORD = "Correct-horse-7-battery"


@pytest.fixture
def ftp(life):
    return life("ftp_account")


@pytest.fixture
def key(runner):
    return {"login": "web.shop@" + runner.alice.main_domain}


@pytest.fixture
def stored(runner, key):
    return lambda: runner.alice.contents.ftp[key["login"]]


def test_its_whole_life(ftp, key):
    make = {**key, "password": PASSWORD, "quota_mb": 500, "directory": "public_html/shop"}
    ftp.whole(make, {"quota_mb": "unlimited", "directory": "public_html"}, key=key)


def test_requests_are_counted(ftp, key):
    ftp.ok(**key, password=PASSWORD)
    asked = "PasswdStrength::get_required_strength"
    lists = ["Ftp::list_ftp_with_disk", "DomainInfo::list_domains"]
    assert ftp.sent == [*lists, asked, "Ftp::add_ftp", *lists]
    ftp.ok(**key, password=PASSWORD)
    assert ftp.sent == lists
    result = ftp.fails(login="web@elsewhere.example", password=PASSWORD)
    assert result["msg"].startswith("login: the account has no domain elsewhere.example") and ftp.written == []


def test_a_lost_answer_is_settled_by_reading(ftp, key):
    ftp.survives_lost_answer("Ftp::add_ftp", **key, password=PASSWORD, quota_mb=5)
    ftp.survives_lost_answer("Ftp::set_quota", **key, quota_mb=6, directory="a")
    ftp.survives_lost_answer("Ftp::set_homedir", **key, directory="b")
    ftp.survives_lost_answer("Ftp::delete_ftp", **key, state="absent")


def test_a_lost_answer_to_a_password_alone_stays_in_doubt(ftp, key):
    ftp.ok(**key, password=PASSWORD)
    ftp.runner.srv.faults.add("drop_after", function="Ftp::passwd", times=1)
    result = ftp.fails(**key, password=PASSWORD + "2", update_password="always")
    assert result["error"]["category"] == "ambiguous" and ftp.written == ["Ftp::passwd"]


def test_the_password_is_set_as_asked_and_never_shown(ftp, key, stored):
    ftp.ok(**key, password=PASSWORD)
    assert ftp.ok(**key, password="Another-1-secret")["changed"] is False
    changed = ftp.ok(**key, password="Another-1-secret", update_password="always")
    assert changed["changed"] is True and ftp.written == ["Ftp::passwd"]
    assert stored().password == "Another-1-secret" and "Another-1-secret" not in str(changed)


def test_a_weak_password_is_caught_beforehand(ftp, key):
    result = ftp.fails(**key, password="12345")
    assert result["error"]["code"] == "weak_password" and ftp.written == []
    assert "password: required" in ftp.fails(**key)["msg"]


def test_dots_in_the_name_stay(ftp, key, runner):
    """The server drops them unless it is told not to."""
    ftp.ok(**key, password=PASSWORD)
    assert key["login"] in runner.alice.contents.ftp


def test_the_server_chooses_a_directory_and_it_is_read_back(ftp, key):
    planned = ftp.ok(True, **key, password=PASSWORD)
    assert planned["ftp_account"] == {**key, "quota_mb": 0}
    made = ftp.ok(**key, password=PASSWORD)
    assert made["ftp_account"]["directory"] == key["login"]
    assert ftp.ok(**key, directory=key["login"])["changed"] is False


@pytest.mark.parametrize(
    "spelling", ["public_html/x", "{home}/public_html/x/", "$home/public_html/x", "./public_html//x"]
)
def test_a_directory_has_several_spellings(ftp, key, stored, runner, spelling):
    given = spelling.format(home=runner.alice.home)
    made = ftp.ok(**key, password=PASSWORD, directory=given)
    assert made["ftp_account"]["directory"] == stored().homedir == "public_html/x"
    assert ftp.ok(**key, directory=given)["changed"] is False


def test_a_directory_named_like_the_account_is_a_directory(ftp, key, stored, runner):
    path = "public_html/%s/in" % runner.alice.name
    ftp.ok(**key, password=PASSWORD, directory=path)
    assert stored().homedir == path
    assert ftp.ok(**key, directory="%s/%s" % (runner.alice.home, path))["changed"] is False


@pytest.mark.parametrize("whole", [".", "{home}", "{home}/"])
def test_the_home_directory_itself(ftp, key, stored, runner, whole):
    given = whole.format(home=runner.alice.home)
    assert ftp.ok(**key, password=PASSWORD, directory=given)["ftp_account"]["directory"] == ""
    assert stored().homedir == "" and ftp.ok(**key, directory=given)["changed"] is False
    ftp.ok(**key, directory="a")
    assert ftp.ok(**key, directory=given)["changed"] is True and stored().homedir == ""


@pytest.mark.parametrize("path", ["/etc", "/", "/home/bob/public_html", "{home}2/x"])
def test_a_directory_outside_is_refused(ftp, key, runner, path):
    result = ftp.fails(**key, password=PASSWORD, directory=path.format(home=runner.alice.home))
    assert "directory:" in result["msg"] and "is outside of" in result["msg"]
    assert result["error"]["category"] == "usage" and ftp.written == []


@pytest.mark.parametrize(("there", "told"), [("unlimited", 0), ("80000.00", 80000), (0, 0), ("0.00", 0), (None, 0)])
def test_a_quota_is_read_in_all_its_spellings(there, told):
    row = {"login": "a@example.com", "accttype": "sub", "dir": "/home/alice/a", "diskquota": there, "diskused": 1.5}
    reading = FTP_ACCOUNT.read(Scope("alice", []))
    next(reading)
    with pytest.raises(StopIteration) as stop:
        reading.send([Result("Ftp::list_ftp_with_disk", data=[row])])
    assert stop.value.value == [{"login": "a@example.com", "quota_mb": told, "directory": "a", "used_mb": 1.5}]


def test_only_accounts_of_their_own_are_listed(ftp, runner):
    """The account's own login is in the list too, and called deleteable."""
    assert [item["login"] for item in ftp.listed()] == ["deploy@" + runner.alice.main_domain]
    result = ftp.ok(login=runner.alice.name, domain=runner.alice.main_domain, state="absent")
    assert result["changed"] is False


@pytest.mark.parametrize(("asked", "left"), [(False, True), (True, False)])
def test_the_directory_goes_only_if_asked(ftp, runner, asked, left):
    files = runner.alice.contents.files
    files["public_html/deploy/a.txt"] = b"x"
    ftp.ok(login="deploy@" + runner.alice.main_domain, state="absent", delete_home=asked)
    assert ("public_html/deploy/a.txt" in files) is left and "public_html/index.html" in files


def test_the_home_directory_itself_never_goes(ftp, key):
    ftp.ok(**key, password=PASSWORD, directory=".")
    result = ftp.fails(**key, state="absent", delete_home=True)
    assert "delete_home: its directory is the account's home itself" in result["msg"] and ftp.written == []
    assert ftp.ok(**key, state="absent")["changed"] is True


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"login": "web"}, "login: 'web' has no domain"),
        ({"login": "web@example.com", "domain": "example.org"}, "domain: example.org does not match"),
        ({"login": "web@example.com", "quota_mb": "1.5"}, "quota_mb:"),
        ({"login": "web@example.com", "quota_mb": "much"}, "quota_mb: 'much' is not a size in MB"),
        ({"login": "web@example.com", "directory": "../bob"}, "directory: '../bob' leaves"),
    ],
)
def test_bad_input_is_told_before_anything_is_sent(ftp, options, text):
    result = ftp.fails(**options)
    assert text in result["msg"] and result["error"]["category"] == "usage"
    assert ftp.sent == []


def test_a_separate_domain_is_the_same(ftp, key):
    ftp.ok(**key, password=PASSWORD)
    local, _at, domain = key["login"].partition("@")
    assert ftp.ok(login=local, domain=domain, quota_mb="0")["changed"] is False
