# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for every state of an account, tried on generated ones with resources of every kind."""

from __future__ import annotations

import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.hostops.cpanel.plugins.module_utils._state.account.shared.mysql import PRIVILEGES
from ansible_collections.hostops.cpanel.plugins.module_utils._state.document import DOCUMENTED
from ansible_collections.hostops.cpanel.tests.simulator.state.generate import empty_contents

QUICK = settings(
    max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
PASSWORD = "Correct-horse-7-battery"
MAIN = "main.example"
NAMES = st.sampled_from(["post", "info", "shop", "jobs", "team-1", "o.neil", "a+b"])
LABELS = st.sampled_from(["blog", "shop", "dev", "old-site"])
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30)
FOLDERS = st.sampled_from(["public_html/one", "sites/two", "three"])
FLAG = st.booleans()


def some(strategy, key, most=3):
    return st.lists(strategy, max_size=most, unique_by=key)


def the(**fields):
    return st.fixed_dictionaries(fields)


def addresses(domains):
    return st.builds(lambda name, domain: "%s@%s" % (name, domain), NAMES, domains)


def values(kind):
    host = st.sampled_from(["mx1.example.org.", "mail.example.net."])
    return {
        "A": st.lists(st.sampled_from(["192.0.2.1", "192.0.2.2", "198.51.100.9"]), min_size=1, unique=True),
        "AAAA": st.just(["2001:db8::1"]),
        "MX": st.lists(st.builds(lambda n, h: "%d %s" % (n, h), st.integers(0, 50), host), min_size=1, unique=True),
        "CNAME": st.builds(lambda name: [name], host),
        "TXT": st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=300),
            min_size=1,
            max_size=2,
            unique=True,
        ),
        "CAA": st.just(['0 issue "ca.example.org"']),
    }[kind]


def records():
    one = st.sampled_from(["A", "AAAA", "MX", "TXT", "CNAME", "CAA"]).flatmap(
        lambda kind: the(
            name=st.sampled_from({"CNAME": ["alias", "other"]}.get(kind, ["@", "host", "deep.host"])),
            type=st.just(kind),
            ttl=st.sampled_from([300, 14400]),
            value=values(kind).map(sorted),
        )
    )
    return st.lists(one, max_size=4, unique_by=lambda record: (record["name"], record["type"]))


@st.composite
def documents(draw):
    """A document with resources of every kind, in the one form, inside an account whose main domain is MAIN."""
    addon = the(domain=st.sampled_from(["one.example", "two.example"]), document_root=FOLDERS)
    addons = draw(some(addon, lambda item: item["domain"], 2))
    subs = draw(
        some(
            the(domain=LABELS.map(lambda label: "%s.%s" % (label, MAIN)), document_root=FOLDERS),
            lambda item: item["domain"],
        )
    )
    aliases = draw(
        some(the(domain=st.sampled_from(["alias.example", "three.example"])), lambda item: item["domain"], 1)
    )
    zones = [MAIN, *(item["domain"] for item in [*addons, *aliases])]
    domains = st.sampled_from([*zones, *(item["domain"] for item in subs)])
    boxes = draw(
        some(
            the(
                email=addresses(domains),
                password=st.just(PASSWORD),
                quota_mb=st.sampled_from([0, 5, 1024]),
                **dict.fromkeys(("suspended_login", "suspended_incoming", "suspended_outgoing", "hold_outgoing"), FLAG),
            ),
            lambda item: item["email"],
        )
    )
    targets = st.one_of(
        the(action=st.just("fwd"), destination=addresses(st.just("elsewhere.example"))),
        the(action=st.just("fail"), destination=TEXTS.filter(lambda text: '"' not in text and "," not in text)),
        the(action=st.just("blackhole")),
        the(action=st.just("pipe"), destination=st.sampled_from(["bin/mail.sh", "bin/two.sh -x"])),
        the(action=st.just("system")),
    )
    forwarders = some(
        st.builds(lambda address, target: {"address": address, **target}, addresses(domains), targets),
        lambda item: (item["address"], item["action"], item.get("destination")),
    )
    names = st.sampled_from(["app", "wiki", "shop"])
    databases = draw(some(the(name=names), lambda item: item["name"]))
    grants = st.dictionaries(
        st.sampled_from([item["name"] for item in databases] or ["none"]),
        st.one_of(st.just(["ALL"]), st.lists(st.sampled_from(PRIVILEGES), min_size=1, max_size=4, unique=True)),
    )
    rules = st.lists(
        the(part=st.sampled_from(["$header_from", "$header_subject"]), match=st.just("contains"), value=TEXTS),
        min_size=1,
        max_size=2,
    )
    actions = st.lists(
        st.one_of(
            the(action=st.just("deliver"), destination=addresses(st.just("elsewhere.example"))),
            the(action=st.just("save"), destination=st.sampled_from(["mail/.spam", "/dev/null"])),
        ),
        min_size=1,
        max_size=2,
    )
    owners = st.sampled_from(["", *(item["email"] for item in boxes)])
    return {
        "addon_domain": addons,
        "subdomain": subs,
        "domain_alias": aliases,
        "dns_zone": [{"zone": zone, "records": draw(records())} for zone in zones],
        "email_account": boxes,
        "email_forwarder": draw(forwarders),
        "email_domain_forwarder": draw(
            some(
                the(domain=st.sampled_from(zones), destination=st.sampled_from(["x.example", "y.example"])),
                lambda item: item["domain"],
                1,
            )
        ),
        "email_default_address": draw(
            some(
                st.builds(lambda domain, target: {"domain": domain, **target}, domains, targets),
                lambda item: item["domain"],
            )
        ),
        "email_routing": draw(
            some(
                the(domain=st.sampled_from(zones), routing=st.sampled_from(["auto", "local", "secondary", "remote"])),
                lambda item: item["domain"],
            )
        ),
        "email_autoresponder": draw(
            some(
                the(
                    email=addresses(domains),
                    subject=TEXTS,
                    body=TEXTS,
                    is_html=FLAG,
                    interval_hours=st.integers(0, 48),
                    stop=st.sampled_from(["", "2027-12-24T00:00:00Z"]),
                    **{"from": st.sampled_from(["Info", "The Team"])},
                ),
                lambda item: item["email"],
            )
        ),
        "email_filter": draw(
            some(
                the(name=names, email=owners, rules=rules, actions=actions), lambda item: (item["name"], item["email"])
            )
        ),
        "ftp_account": draw(
            some(
                the(
                    login=addresses(domains).filter(lambda login: "+" not in login),
                    password=st.just(PASSWORD),
                    quota_mb=st.sampled_from([0, 80]),
                    directory=FOLDERS,
                ),
                lambda item: item["login"],
            )
        ),
        "mysql_database": databases,
        "mysql_user": draw(
            some(
                the(name=names, password=st.just(PASSWORD), privileges=grants if databases else st.just({})),
                lambda item: item["name"],
            )
        ),
        "php_version": draw(
            some(
                the(
                    vhost=st.sampled_from([MAIN, *(item["domain"] for item in subs)]),
                    version=st.sampled_from(["ea-php81", "ea-php83", "inherit"]),
                ),
                lambda item: item["vhost"],
            )
        ),
        "redirect": draw(
            some(
                the(
                    domain=domains,
                    source=st.sampled_from(["/", "/old", "/a/b"]),
                    destination=st.sampled_from(["https://new.example/", "http://x.example/y?z=1"]),
                    type=st.sampled_from(["permanent", "temporary"]),
                    wildcard=FLAG,
                    www=FLAG,
                ),
                lambda item: (item["domain"], item["source"]),
            )
        ),
    }


PURGEABLE = [name for name, kind in DOCUMENTED.items() if kind.reset_to is None]


@pytest.fixture
def account(runner):
    """``alice`` as a fresh account with the domain MAIN."""

    def empty():
        alice = runner.alice
        alice.main_domain = MAIN
        alice.addon_domains.clear()
        alice.sub_domains.clear()
        alice.parked_domains.clear()
        alice.overrides.update(
            dict.fromkeys(("maxaddon", "maxpark", "maxsub", "maxpop", "maxsql", "maxftp"), "unlimited")
        )
        alice.__dict__["contents"] = empty_contents(alice, runner.srv.hostname, 0)
        runner.srv.journal.clear()

    return empty


def applied(runner, document, check_mode=False, **options):
    given = {**runner.owner, **options}
    result = runner.run("cpanel_account_config", check_mode, config=copy.deepcopy(document), **given)
    assert not result.get("failed"), (result["msg"], document)
    return result


def exported(runner):
    result = runner.run("cpanel_account_export", **runner.owner)
    assert not result.get("failed"), result
    assert result["unreadable"] == []
    return result["config"]


def writes(runner):
    return [entry for entry in runner.srv.journal if entry.writes]


@settings(max_examples=1, derandomize=True, deadline=None)
@given(documents())
def test_every_kind_is_generated(document):
    assert set(document) == set(DOCUMENTED)


@QUICK
@given(document=documents())
def test_an_export_rebuilds_the_account(runner, account, document):
    """Exported, applied to an empty account: the second export equals the first, and a third run sends no write."""
    account()
    applied(runner, document, purge=PURGEABLE)
    first = exported(runner)
    account()
    applied(runner, first, purge=PURGEABLE)
    assert exported(runner) == first
    runner.srv.journal.clear()
    again = applied(runner, first, purge=PURGEABLE)
    assert again["changed"] is False and writes(runner) == []


@QUICK
@given(before=documents(), document=documents())
def test_check_mode_tells_what_will_be(runner, account, before, document):
    """From any state to any other without new domains: planned, made and read back are the same."""
    for name in ("addon_domain", "subdomain", "domain_alias"):
        document[name] = before[name]
    _within(document, before)
    account()
    applied(runner, before)
    runner.srv.journal.clear()
    planned = applied(runner, document, check_mode=True, purge=PURGEABLE)
    assert writes(runner) == []
    made = applied(runner, document, purge=PURGEABLE)
    assert made["plan"] == planned["plan"]
    assert made["changed"] is planned["changed"]
    runner.srv.journal.clear()
    assert applied(runner, document, purge=PURGEABLE)["plan"] == []
    assert writes(runner) == []


def _within(document, before):
    """Leaves what is inside of the domains that there are."""
    there = {MAIN, *(item["domain"] for name in ("addon_domain", "subdomain", "domain_alias") for item in before[name])}
    boxes = {item["email"] for item in document["email_account"] if item["email"].rpartition("@")[2] in there}

    def fits(item):
        names = [item.get(name) for name in ("domain", "zone", "vhost")]
        names += [str(item[name]).rpartition("@")[2] for name in ("email", "address", "login") if item.get(name)]
        return all(name in there for name in names if name) and ("rules" not in item or item["email"] in {"", *boxes})

    for name, items in document.items():
        document[name] = [item for item in items if fits(item)]
