# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""cpanel_php_version: what protocol.md 6.9 says of PHP versions, met by a user."""

from __future__ import annotations

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.php_version import PHP_VERSION
from ansible_collections.hostops.cpanel.plugins.module_utils._state.scope import Scope
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.envelope import Result


@pytest.fixture
def php(life, runner):
    runner.alice.contents.php[runner.alice.main_domain] = "inherit"
    return life("php_version")


@pytest.fixture
def key(runner):
    return {"vhost": runner.alice.main_domain}


def test_its_whole_life(php, key):
    make = {**key, "version": "ea-php81"}
    php.whole(make, {"version": "ea-php82"}, key=key, gone={**key, "version": "inherit"})


def test_requests_are_counted(php, key):
    php.ok(**key, version="ea-php81")
    reads = ["LangPHP::php_get_vhost_versions", "LangPHP::php_get_installed_versions"]
    assert php.sent == [*reads, "LangPHP::php_set_vhost_versions", *reads]
    assert len(php.runner.lines) == 3
    php.ok(**key, version="ea-php81")
    assert php.sent == reads and len(php.runner.lines) == 1
    php.ok(True, **key, version="inherit")
    assert php.sent == reads[:1]


def test_a_lost_answer_is_settled_by_reading(php, key):
    php.survives_lost_answer("LangPHP::php_set_vhost_versions", **key, version="ea-php81")
    php.survives_lost_answer("LangPHP::php_set_vhost_versions", **key, state="absent")


def test_an_inherited_version_is_not_a_chosen_one(php, key, runner):
    """Both read as ea-php83: choosing the version that is inherited is a change, and so is the reverse."""
    assert php.ok(**key, version="ea-php83")["changed"] is True
    assert runner.alice.contents.php[key["vhost"]] == "ea-php83"
    assert php.ok(**key, version="ea-php83")["changed"] is False
    assert php.ok(**key, version="Inherit")["changed"] is True
    assert php.ok(**key, version="inherit")["changed"] is False
    found = next(item for item in php.listed() if item["vhost"] == key["vhost"])
    assert found == {**key, "version": "inherit", "in_use": "ea-php83"}


@pytest.mark.parametrize(
    ("source", "version"),
    [
        ([{"system_default": 1}], "inherit"),
        ({"system_default": "1"}, "inherit"),
        ([{"domain": "blog.example.com"}], "ea-php82"),
        ({"domain": "blog.example.com"}, "ea-php82"),
        ([{"domain": "example.com"}], "inherit"),
        (None, "ea-php82"),
    ],
)
def test_the_source_of_a_version_has_several_forms(source, version):
    row = {"vhost": "blog.example.com", "version": "ea-php82", "phpversion_source": source}
    reading = PHP_VERSION.read(Scope("alice", []))
    assert [call.function.name for call in next(reading)] == ["LangPHP::php_get_vhost_versions"]
    with pytest.raises(StopIteration) as stop:
        reading.send([Result("LangPHP::php_get_vhost_versions", data=[row])])
    assert stop.value.value == [{"vhost": "blog.example.com", "version": version, "in_use": "ea-php82"}]


def test_a_version_that_is_not_installed_is_told_beforehand(php, key):
    result = php.fails(**key, version="ea-php99")
    assert result["msg"].startswith("version: ea-php99 is not installed; the server has ea-php81, ea-php82, ea-php83")
    assert result["error"]["category"] == "usage" and php.written == []


def test_a_version_that_is_set_may_stay(php, key, runner):
    runner.alice.contents.php[key["vhost"]] = "ea-php56"
    assert php.ok(**key, version="ea-php56")["changed"] is False


def test_an_unknown_website_is_told_with_those_there_are(php, key):
    result = php.fails(vhost="www.elsewhere.example", version="ea-php82")
    assert (
        "vhost: the account has no domain www.elsewhere.example; it has" in result["msg"]
        and key["vhost"] in result["msg"]
    )
    assert result["error"]["category"] == "usage" and php.written == []
    gone = php.ok(vhost="www.elsewhere.example", state="absent")
    assert gone["changed"] is False and gone["php_version"] is None and php.written == []


def test_an_addon_domain_has_the_version_of_its_subdomain(php, runner):
    """The server lists and sets it under the name of the subdomain only."""
    addon, subdomain = next(iter(runner.alice.addon_domains.items()))
    runner.alice.contents.php[subdomain] = "ea-php81"
    changed = php.ok(vhost=addon, version="ea-php82")
    assert changed["php_version"] == {"vhost": addon, "version": "ea-php82"}
    assert runner.alice.contents.php[subdomain] == "ea-php82"
    assert php.ok(vhost=addon, version="ea-php82")["changed"] is False and len(php.runner.lines) == 2
    assert php.ok(vhost=subdomain, version="ea-php82")["changed"] is False
    assert addon not in [item["vhost"] for item in php.listed()]


def test_a_domain_that_is_about_to_be_made_gets_its_version_with_the_same_call(php):
    item = {"vhost": "new.example.org", "version": "ea-php82"}
    scope = Scope("alice", [item], new_domains=frozenset(["new.example.org"]))
    reading = PHP_VERSION.read(scope)
    next(reading)
    installed = Result("LangPHP::php_get_installed_versions", data={"versions": ["ea-php82"]})
    reading.send([Result("LangPHP::php_get_vhost_versions", data=[]), installed])
    with pytest.raises(StopIteration) as stop:
        reading.send([Result("DomainInfo::domains_data", data={"addon_domains": []})])
    assert stop.value.value == []
    (call,) = PHP_VERSION.create(item, scope)
    assert call.params == {"vhost": "new.example.org", "version": "ea-php82"}


@pytest.mark.parametrize("vhost", ["example", "a b.example.com", "http://example.com"])
def test_bad_input_is_told_before_anything_is_sent(php, vhost):
    result = php.fails(vhost=vhost, version="ea-php82")
    assert result["msg"].startswith("vhost: ") and result["error"]["category"] == "usage"
    assert php.sent == []


def test_without_a_version_it_is_only_told(php, key):
    told = php.ok(domain=key["vhost"].upper())
    assert told["changed"] is False and told["php_version"] == {**key, "version": "inherit"}
