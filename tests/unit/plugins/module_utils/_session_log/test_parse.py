# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The session log: both formats, every key and reason, lines that are none, and sessions from begin to end."""

from __future__ import annotations

import datetime
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.hostops.cpanel.plugins.module_utils._session_log import parse as room
from ansible_collections.hostops.cpanel.plugins.module_utils._session_log.parse import (
    DOCUMENTED_REASONS,
    KEYS,
    REASONS,
    Pairing,
    lifetimes,
    parse,
    parse_line,
)

LONG = "BADVVmryioLExTGvKITEbSuDFHztNAyEeetBPpUmA8sA8Iu_y4eofHZmbbzIG2UU"
# The shape of cPanel's published sample: long ids, the offset -0000, and the reason that is spelt wrongly.
PUBLISHED = [
    "127.0.0.1 [12/05/2013:06:36:09 -0000] PURGE one:%s logout" % LONG[::-1],
    "127.0.0.1 [12/05/2013:06:36:12 -0000] NEW two:%s address=127.0.0.1,app=cpaneld,creator=two,"
    "method=handle_form_login,path=form,possessed=0" % LONG,
    "127.0.0.1 [12/05/2013:06:36:13 -0000] PURGE two:%s loginsucess" % LONG,
    "127.0.0.1 [12/05/2013:06:36:13 -0000] NEW two:%s address=127.0.0.1,app=cpaneld,creator=two,"
    "method=handle_form_login,path=form,possessed=0" % LONG.swapcase(),
]
ORIGIN = "address=192.0.2.9,app=cpaneld,creator=root,method=create_user_session,path=-,possessed=1"
MINTED = "[2026-07-01 12:00:00 +0200] info [xml-api] 192.0.2.9 NEW ex:Ab12Cd34Ef56Gh78 " + ORIGIN


def purge(rest, name="ex:Ab12Cd34Ef56Gh78"):
    return "[2026-07-01 12:00:05 +0200] info [cpaneld] 192.0.2.9 PURGE %s %s" % (name, rest)


def new(rest, name="ex:Ab12Cd34Ef56Gh78", client="192.0.2.9"):
    return "[2026-07-01 12:00:05 +0200] info [cpaneld] %s NEW %s %s" % (client, name, rest)


def test_an_entry_of_the_current_format():
    assert parse_line(MINTED, 7).as_dict() == {
        "file": None,
        "line": 7,
        "time": "2026-07-01T12:00:00+02:00",
        "time_utc": "2026-07-01T10:00:00Z",
        "daemon": "xml-api",
        "client": "192.0.2.9",
        "event": "NEW",
        "user": "ex",
        "session": "ex:Ab12...",
        "address": "192.0.2.9",
        "app": "cpaneld",
        "creator": "root",
        "method": "create_user_session",
        "path": "-",
        "possessed": True,
        "extra": {},
        "reason": None,
        "reason_written": None,
        "reason_detail": None,
        "meaning": None,
    }


def test_the_published_sample():
    entries = [entry.as_dict() for entry in parse(PUBLISHED)]
    assert [entry["event"] for entry in entries] == ["PURGE", "NEW", "PURGE", "NEW"]
    assert entries[0]["time"] == "2013-12-05T06:36:09+00:00"
    assert entries[0]["daemon"] is None
    assert {name: entries[1][name] for name in KEYS} == {
        "address": "127.0.0.1",
        "app": "cpaneld",
        "creator": "two",
        "method": "handle_form_login",
        "path": "form",
        "possessed": False,
    }
    assert entries[1]["session"] == "two:BADV..."
    assert entries[2]["reason"] == "loginsuccess"
    assert entries[2]["reason_written"] == "loginsucess"
    assert entries[2]["meaning"] == REASONS["loginsuccess"]


def test_all_entries_have_all_keys():
    assert len({tuple(entry.as_dict()) for entry in parse([*PUBLISHED, MINTED, purge("logout")])}) == 1


def test_the_documented_reasons_are_nine():
    assert set(DOCUMENTED_REASONS) == set(
        "badpass expired kill loadsession loginsuccess logout xfercpanel xferwebmail xferwhm".split()
    )
    assert len(set(REASONS.values())) == len(REASONS)


@pytest.mark.parametrize("code", sorted(REASONS))
def test_every_reason_has_a_meaning(code):
    entry = parse_line(purge(code)).as_dict()
    assert (entry["reason"], entry["reason_detail"]) == (code, None)
    assert entry["meaning"] == REASONS[code]


@pytest.mark.parametrize(
    ("rest", "code", "detail"),
    [
        ("tokendenied [Too many token failures (3/3)]", "tokendenied", "Too many token failures (3/3)"),
        ("badpass [cookie ip check: IP address has changed]", "badpass", "cookie ip check: IP address has changed"),
        ("kill by hand", "kill", "by hand"),
        ("LOGOUT", "logout", None),
        ("weather", "weather", None),
        ("", None, None),
    ],
)
def test_details_of_reasons(rest, code, detail):
    entry = parse_line(purge(rest)).as_dict()
    assert (entry["reason"], entry["reason_detail"]) == (code, detail)
    assert entry["meaning"] == REASONS.get(code)


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("address=2001:db8::1,app=whostmgrd,creator=r,method=m,path=p,possessed=0", {"address": "2001:db8::1"}),
        ("address=a,app=x,creator=r,method=m,path=/a,b=c,possessed=0,possessed=1", {"path": "/a,b=c,possessed=0"}),
        ("address=a,app=x,creator=r,method=m,path=/a?app=y,creator=z,possessed=1", {"path": "/a?app=y,creator=z"}),
        ("address=a=b,app=x=y,creator=r,method=m,path=p,possessed=1", {"address": "a=b", "app": "x=y"}),
        ("app=x,possessed=1", {"app": "x", "possessed": True, "address": None}),
        ("possessed=0,app=x", {"app": "x", "possessed": False}),
        ("address=,app=,creator=,method=,path=,possessed=", {"address": "", "path": "", "possessed": None}),
        ("address=a,app=x,creator=r,method=m,path=p,possessed=1,shape=round", {"extra": {"shape": "round"}}),
        ("", {"app": None, "possessed": None}),
    ],
)
def test_values_are_free(origin, expected):
    entry = parse_line(new(origin)).as_dict()
    assert {name: entry[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("ex:Ab12Cd34Ef56Gh78", "ex:Ab12..."),
        ("box@example.com:Ab12Cd34Ef56Gh78", "box@example.com:Ab12..."),
        ("ex:Ab12Cd34Ef56Gh78:create_user_session,0123456789abcdef", "ex:Ab12..."),
        (":Ab12Cd34Ef56Gh78", ":Ab12..."),
        ("ex:short", "ex:..."),
    ],
)
def test_ids_are_cut(name, shown):
    entry = parse_line(new(ORIGIN, name))
    assert entry.as_dict()["session"] == shown
    assert entry.as_dict(True)["session"] == name
    assert entry.user == name.split(":")[0]


def test_an_id_is_shown_nowhere_else():
    secret = "Ab12Cd34Ef56Gh78"
    origin = "address=a,app=x,creator=c,method=m,path=/cpsess0123456789/login/?session=ex%%3a%s,possessed=0" % secret
    for line in (new(origin), purge("kill [id %s of /cpsess0123456789]" % secret)):
        assert secret not in str(parse_line(line).as_dict())
        assert "0123456789" not in str(parse_line(line).as_dict())
        assert secret in str(parse_line(line).as_dict(True))


@pytest.mark.parametrize("client", ["internal", "2001:db8::7", "::ffff:192.0.2.1"])
def test_clients(client):
    assert parse_line(new(ORIGIN, client=client)).client == client


@pytest.mark.parametrize("end", ["\n", "\r\n", "  \r\n", ""])
def test_ends_of_lines(end):
    assert parse_line(MINTED + end) == parse_line(MINTED)
    assert parse_line(PUBLISHED[2] + end) == parse_line(PUBLISHED[2])


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[2026-07-01 12:00:00 +0200] info [xml-api] 192.0.2.9 NEW without_a_colon " + ORIGIN,
        MINTED.replace("07-01", "02-30"),
        MINTED.replace("12:00:00", "24:00:00"),
        MINTED.replace("2026", "0000"),
        MINTED.replace("+0200", "+9900"),
        MINTED.replace("2026", "\u0662\u0660\u0662\u0666"),
        MINTED.replace("NEW", "RENEW"),
        MINTED[: len(MINTED) // 3],
        "[" * 5000,
        "x" * 200000,
    ],
)
def test_what_is_no_entry(line):
    numbers = []
    assert list(parse(["", "  \n", line], numbers.append)) == []
    assert numbers == [3]


def test_hostile_lines_take_no_time():
    origin = "address=" + ",app=,creator=,method=,path=,address=" * 2000
    assert parse_line(new(origin)).app == ""
    assert parse_line(new(",app=x" * 5000)).app == "x"


NAMES = st.text(string.ascii_letters + string.digits + "_.@-", min_size=1, max_size=12)
SECRETS = st.text(string.ascii_letters + string.digits + "_", min_size=9, max_size=64)
VALUES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Z")), max_size=12)
TIMES = st.datetimes(datetime.datetime(1971, 1, 1), datetime.datetime(2100, 1, 1))
MOMENTS = TIMES.map(lambda moment: moment.replace(microsecond=0))
OFFSETS = st.integers(-14 * 60, 14 * 60)


def stamp(moment, offset, old):
    sign, minutes = ("-" if offset < 0 else "+"), abs(offset)
    zone = "%s%02d%02d" % (sign, minutes // 60, minutes % 60)
    return moment.strftime("%m/%d/%Y:%H:%M:%S " if old else "%Y-%m-%d %H:%M:%S ") + zone


@settings(max_examples=200, deadline=None)
@given(st.booleans(), MOMENTS, OFFSETS, NAMES, SECRETS, st.lists(VALUES, min_size=5, max_size=5), st.booleans())
def test_generated_entries_come_back(old, moment, offset, user, secret, values, possessed):
    # No value but the path may hold what looks like the key that follows it.
    values = [*(value.replace(",", ";") for value in values[:4]), values[4]]
    fields = dict(zip(KEYS, [*values, str(int(possessed))]))
    rest = "NEW %s:%s %s" % (user, secret, ",".join("%s=%s" % item for item in fields.items()))
    when = stamp(moment, offset, old)
    line = "192.0.2.1 [%s] %s" % (when, rest) if old else "[%s] info [webmaild] 192.0.2.1 %s" % (when, rest)
    entry = room.parse_line(line)
    assert entry.key == "%s:%s" % (user, secret)
    assert {name: getattr(entry, name) for name in KEYS} == {**fields, "possessed": possessed}
    assert entry.daemon == (None if old else "webmaild")
    zone = datetime.timezone(datetime.timedelta(minutes=offset))
    assert datetime.datetime.fromisoformat(entry.time()) == moment.replace(tzinfo=zone)
    assert datetime.datetime.fromisoformat(entry.time()).utcoffset() == datetime.timedelta(minutes=offset)
    assert entry.as_dict(True)["path"] == fields["path"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=60) | st.sampled_from([*PUBLISHED, MINTED]), max_size=12))
def test_no_text_breaks_it(lines):
    numbers = []
    entries = list(parse(lines, numbers.append))
    for lifetime in lifetimes(entries):
        lifetime.as_dict()
    assert len(entries) + len(numbers) == sum(bool(line.strip()) for line in lines)


# --- sessions ----------------------------------------------------------------------------------------------------


def test_lifetimes_and_the_login_between_them():
    first, minted, cookie = (item.as_dict() for item in lifetimes(parse(PUBLISHED)))
    assert (first["opened"], first["seconds"], first["reason"], first["open"]) == (None, None, "logout", False)
    assert (minted["seconds"], minted["reason"], minted["open"]) == (1, "loginsuccess", False)
    assert minted["login_to"] == {
        "session": cookie["session"],
        "opened": cookie["opened"],
        "app": "cpaneld",
        "creator": "two",
        "method": "handle_form_login",
        "possessed": False,
        "guessed": True,
    }
    assert cookie["login_of"]["session"] == minted["session"] == "two:BADV..."
    assert (cookie["open"], cookie["closed"], cookie["login_to"], minted["login_of"]) == (True, None, None, None)
    assert (minted["line"], minted["line_closed"], cookie["line_closed"]) == (2, 3, None)


@pytest.mark.parametrize(
    ("client", "name", "seconds", "linked"),
    [
        ("192.0.2.9", "ex", 0, True),
        ("192.0.2.9", "ex", 5, True),
        ("192.0.2.9", "ex", 6, False),
        ("192.0.2.9", "ex", -1, False),
        ("192.0.2.10", "ex", 0, False),
        ("192.0.2.9", "other", 0, False),
    ],
)
def test_what_counts_as_a_login(client, name, seconds, linked):
    later = new(ORIGIN, name + ":Zz98Yy76Xx54Ww32", client).replace("12:00:05", "12:00:%02d" % (5 + seconds))
    sessions = lifetimes(parse([MINTED, purge("loginsuccess"), later]))
    assert (sessions[1].login_of is not None) is linked
    assert (sessions[0].login_to is not None) is linked


def test_a_login_leads_to_one_session_only():
    lines = [MINTED, purge("loginsuccess"), new(ORIGIN, "ex:Zz98Yy76Xx54Ww32"), new(ORIGIN, "ex:Qq98Yy76Xx54Ww32")]
    assert [bool(item.login_of) for item in lifetimes(parse(lines))] == [False, True, False]


def test_a_second_beginning_changes_nothing():
    sessions = lifetimes(parse([MINTED, MINTED.replace("12:00:00", "12:00:03"), purge("logout")]))
    assert [item.as_dict()["seconds"] for item in sessions] == [5]


def test_sessions_that_never_end_are_forgotten_and_counted():
    pairing = Pairing(max_open=10)
    for entry in parse(new(ORIGIN, "ex:%020d" % number) for number in range(1000)):
        pairing.feed(entry)
    assert pairing.forgotten == 990
    assert [item.first.secret for item in pairing.still_open()] == ["%020d" % number for number in range(990, 1000)]
    pairing.feed(parse_line(purge("logout", "ex:%020d" % 3)))
    assert pairing.unpaired == 1
    none = Pairing(max_open=0)
    none.feed(parse_line(MINTED))
    assert (none.forgotten, list(none.still_open())) == (1, [])


def test_logins_that_nothing_follows_are_forgotten():
    pairing = Pairing()
    for number in range(5000):
        pairing.feed(parse_line(purge("loginsuccess", "ex:%020d" % number)))
    assert len(pairing._logins) == room._LOGINS_KEPT


def test_what_could_control_a_terminal_is_escaped():
    """Clients choose what stands there: who they say they are, and the path that they ask for."""
    line = (
        "[2026-07-01 12:00:00 +0200] info [cpaneld] 1.2.3.4 NEW alice\x9b:abcdefghij "
        "address=1.2.3.4,app=a\x9b31m,creator=root,method=m\u202e,path=/x\u2066,possessed=0"
    )
    entry = room.parse_line(line)
    assert entry is not None
    shown = repr(entry.as_dict())
    assert not any(char in shown for char in "\x9b\u202e\u2066") and "alice\\\\x9b" in shown
