# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""whm_session_log_info: what is selected, which files are read and how, and that memory stays flat."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import types
from pathlib import Path

import pytest
from ansible.plugins.action.normal import ActionModule as NormalAction
from ansible.utils.display import Display

from ansible_collections.hostops.cpanel.plugins.action.whm_session_log_info import ActionModule
from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._session_log.search import bound, search
from ansible_collections.hostops.cpanel.plugins.modules import whm_session_log_info
from ansible_collections.hostops.cpanel.plugins.plugin_utils.options import VARIABLES

NAME = "whm_session_log_info"
COLLECTIONS = str(Path(whm_session_log_info.__file__).parents[5])
COMMAND = whm_session_log_info.COMMAND
DEFAULTS = {"limit": 10, "max_open": 10, "reveal_ids": False, "lifetimes": False}


def stamp(seconds):
    return "2026-07-01 %02d:%02d:%02d +0200" % (10 + seconds // 3600, seconds // 60 % 60, seconds % 60)


def new(seconds, name, app="cpaneld", creator="root", method="create_user_session", possessed=1):
    origin = "address=192.0.2.9,app=%s,creator=%s,method=%s,path=-,possessed=%d" % (app, creator, method, possessed)
    return "[%s] info [cpaneld] 192.0.2.9 NEW %s:%s %s" % (stamp(seconds), name, name[0].upper() * 16, origin)


def purge(seconds, name, reason="logout"):
    return "[%s] info [cpaneld] 192.0.2.9 PURGE %s:%s %s" % (stamp(seconds), name, name[0].upper() * 16, reason)


LOG = [
    new(0, "ann"),
    new(60, "bea", creator="bea", method="handle_form_login", possessed=0),
    "what is this",
    purge(120, "ann", "loginsucess"),
    new(180, "cat@ann.example.com", app="webmaild", creator="ann", method="CREATE_WEBMAIL_SESSION_FOR_MAIL_USER"),
    purge(3600, "bea", "tokendenied [Too many token failures (3/3)]"),
    purge(3660, "dan", "kill"),
]


def action_for(options, transport="local", check_mode=False):
    """The action, as far as a task that never touches a host needs it."""
    action = ActionModule.__new__(ActionModule)
    action._task = types.SimpleNamespace(
        diff=False, args=options, async_val=0, become=False, check_mode=check_mode, environment=None
    )
    shell = types.SimpleNamespace(env_prefix=lambda **_variables: "")
    action._connection = types.SimpleNamespace(transport=transport, _shell=shell)
    action._templar = types.SimpleNamespace(template=lambda value: value)
    action._display, action._loader = Display(), None
    return action


def run(**options):
    return action_for({"content": "\n".join(LOG), **options})._execute()


def found(**options):
    return [(entry["event"], entry["user"]) for entry in run(**options)["entries"]]


def test_everything():
    result = run()
    assert not result.get("failed") and result["changed"] is False
    assert [entry["line"] for entry in result["entries"]] == [1, 2, 4, 5, 6, 7]
    assert result["counts"] == {
        "lines": 7,
        "parsed": 6,
        "unparsed": 1,
        "matched": 6,
        "possessed": 2,
        "event": {"NEW": 3, "PURGE": 3},
        "reason": {"loginsuccess": 1, "tokendenied": 1, "kill": 1},
        "method": {
            "create_user_session": 1,
            "handle_form_login": 1,
            "CREATE_WEBMAIL_SESSION_FOR_MAIL_USER": 1,
        },
        "app": {"cpaneld": 2, "webmaild": 1},
        "open": 1,
        "forgotten": 0,
        "unpaired": 1,
    }
    assert [item["user"] for item in result["sessions_open"]] == ["cat@ann.example.com"]
    assert (result["files"], result["truncated"]) == ([], False)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"users": ["ann"]}, [("NEW", "ann"), ("PURGE", "ann")]),
        ({"users": ["*@ann.example.com", "dan"]}, [("NEW", "cat@ann.example.com"), ("PURGE", "dan")]),
        ({"creators": ["root"]}, [("NEW", "ann"), ("PURGE", "ann")]),
        ({"creators": ["b*"]}, [("NEW", "bea"), ("PURGE", "bea")]),
        ({"apps": ["webmaild"]}, [("NEW", "cat@ann.example.com")]),
        ({"methods": ["handle_form_login"], "events": ["PURGE"]}, [("PURGE", "bea")]),
        ({"possessed": True, "events": ["NEW"]}, [("NEW", "ann"), ("NEW", "cat@ann.example.com")]),
        ({"possessed": False}, [("NEW", "bea"), ("PURGE", "bea")]),
        ({"reasons": ["loginsucess"]}, [("PURGE", "ann")]),
        ({"reasons": ["k*", "tokendenied"]}, [("PURGE", "bea"), ("PURGE", "dan")]),
        ({"reasons": ["kill"], "creators": ["root"]}, []),
        ({"since": "2026-07-01T11:00:00"}, [("PURGE", "bea"), ("PURGE", "dan")]),
        ({"since": "2026-07-01T09:00:00Z"}, [("PURGE", "bea"), ("PURGE", "dan")]),
        ({"since": "2026-07-01T11:00:01+0200"}, [("PURGE", "dan")]),
        ({"since": "1782896460"}, [("PURGE", "dan")]),
        ({"since": "2026-07-02"}, []),
        ({"until": "2026-07-01 10:00:59"}, [("NEW", "ann")]),
        ({"until": "2026-06-30"}, []),
        ({"since": "2026-07-01", "until": "20260701", "events": ["NEW"], "users": ["ann"]}, [("NEW", "ann")]),
        ({"limit": 1}, [("PURGE", "dan")]),
        ({"limit": 0}, []),
    ],
)
def test_selections(options, expected):
    assert found(**options) == expected


def test_open_sessions_are_those_at_the_end_of_the_window():
    result = run(until="2026-07-01T10:02:00", limit=1)
    assert [item["user"] for item in result["sessions_open"]] == ["bea"]
    assert (result["counts"]["open"], result["truncated"]) == (1, True)
    assert run(users=["nobody"])["sessions_open"] == []
    assert len(run(since="2026-07-02", events=["PURGE"], reasons=["kill"])["sessions_open"]) == 1


def test_lifetimes():
    result = run(lifetimes=True)
    assert "entries" not in result
    assert [(item["user"], item["seconds"], item["open"]) for item in result["lifetimes"]] == [
        ("ann", 120, False),
        ("bea", 3540, False),
        ("cat@ann.example.com", None, True),
        ("dan", None, False),
    ]
    assert result["lifetimes"][1]["reason_detail"] == "Too many token failures (3/3)"
    assert result["counts"]["lifetimes"] == 4

    def users(**options):
        return [item["user"] for item in run(lifetimes=True, **options)["lifetimes"]]

    assert users(limit=2) == ["cat@ann.example.com", "dan"]
    assert users(since="2026-07-01T10:30:00") == ["bea", "cat@ann.example.com", "dan"]
    assert users(until="2026-07-01T10:00:30") == ["ann"]
    assert users(possessed=True) == ["ann", "cat@ann.example.com"]
    assert users(reasons=["kill"]) == ["dan"]


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"since": "yesterday"}, "since"),
        ({"until": "2026-13-01"}, "until"),
        ({"until": "2026-07-01T25:00"}, "until"),
        ({"since": "2026-07-02", "until": "2026-07-01"}, "later than until"),
        ({"limit": -1}, "limit"),
        ({"max_open": -1}, "max_open"),
        ({"lifetimes": True, "events": ["NEW"]}, "events"),
    ],
)
def test_wrong_options(options, text):
    result = run(**options)
    assert result["failed"] and text in result["msg"]
    assert result["error"]["category"] == "usage"


def test_times_ago():
    assert [bound("since", text, False, lambda: 1e6).seconds for text in ("1m", "2h", "3d", "1w")] == [
        1e6 - 60,
        1e6 - 7200,
        1e6 - 3 * 86400,
        1e6 - 7 * 86400,
    ]
    assert run(since="1m")["counts"]["matched"] in (0, 6)  # by the clock of today


def test_ids_and_the_content_are_masked():
    result = run()
    assert "AAAA..." in str(result) and "A" * 5 not in str(result) and "what is this" not in str(result)
    revealed = run(reveal_ids=True)
    assert revealed["entries"][0]["session"] == "ann:" + "A" * 16
    assert "what is this" not in str(revealed)


@pytest.mark.parametrize(("given", "hidden"), [(True, True), ("yes", True), ("no", False), (False, False), (None, 0)])
def test_whole_ids_hide_the_result(given, hidden):
    assert COMMAND.returns_secret({"reveal_ids": given}) is bool(hidden)
    assert action_for({"reveal_ids": given})._asks_for_secret() is bool(hidden)


# --- files -------------------------------------------------------------------------------------------------------


def test_rotated_files_come_first_and_in_order(tmp_path):
    log = tmp_path / "session_log"
    (tmp_path / "archive").mkdir()
    log.write_text(purge(500, "ann") + "\n")
    (tmp_path / "archive" / "session_log-07-2026.gz").write_bytes(gzip.compress((new(400, "ann") + "\n").encode()))
    (tmp_path / "archive" / "session_log-12-2025.gz").write_bytes(
        gzip.compress((new(0, "bea").replace("2026-07", "2025-12") + "\n").encode())
    )
    (tmp_path / "session_log.1").write_text(new(300, "eve") + "\n")
    for name in ("session_log.bak", "session_log-old", "xsession_log.1", "session_log.2.xz", "cpdavd_session_log.1"):
        (tmp_path / name).write_text(new(0, "zoe") + "\n")
    (tmp_path / "session_log.7").mkdir()
    result = action_for({"path": str(log), "include_rotated": True}, check_mode=True)._execute()
    assert [os.path.basename(item["path"]) for item in result["files"]] == [
        "session_log-12-2025.gz",
        "session_log.1",
        "session_log-07-2026.gz",
        "session_log",
    ]
    assert [entry["user"] for entry in result["entries"]] == ["bea", "eve", "ann", "ann"]
    assert [item["user"] for item in result["sessions_open"]] == ["bea", "eve"]
    assert result["entries"][3]["file"] == str(log)
    alone = action_for({"path": str(log)})._execute()
    assert [item["path"] for item in alone["files"]] == [str(log)]
    assert alone["counts"]["unpaired"] == 1
    log.unlink()
    gone = action_for({"path": str(log), "include_rotated": True})._execute()
    assert len(gone["files"]) == 3


def test_a_damaged_archive_is_read_as_far_as_it_goes(tmp_path):
    log = tmp_path / "session_log"
    text = "\n".join(new(number, "u%04d" % number) for number in range(3000)) + "\n"
    log.write_bytes(gzip.compress(text.encode())[:-2000])
    result = action_for({"path": str(log)})._execute()
    assert 0 < result["counts"]["matched"] < 3000
    assert result["files"][0]["error"]
    assert "not read to the end" in result["warnings"][0]


def test_bytes_that_are_no_text_and_lines_without_end(tmp_path):
    log = tmp_path / "session_log"
    line = new(0, "ann").replace("path=-", "path=caf").encode()
    log.write_bytes(
        line.replace(b"caf", b"caf\xe9") + b"\r\n" + b"x" * 100000 + b"\n" + b"\x00\xff\n" + purge(9, "ann").encode()
    )
    result = action_for({"path": str(log)})._execute()
    assert [entry["line"] for entry in result["entries"]] == [1, 4]
    assert result["entries"][0]["path"] == "caf\\xe9"
    assert result["counts"]["unparsed"] == 2


def test_no_log(tmp_path, monkeypatch):
    missing = action_for({"path": str(tmp_path / "session_log"), "include_rotated": True})._execute()
    assert missing["failed"] and str(tmp_path) in missing["msg"]
    assert (missing["error"]["category"], missing["error"]["code"]) == ("not_found", "no_log")
    folder = action_for({"path": str(tmp_path)})._execute()
    assert folder["error"]["category"] == "usage"
    os.mkfifo(tmp_path / "pipe")
    assert action_for({"path": str(tmp_path / "pipe")})._execute()["error"]["category"] == "usage"

    def refuse(*_args, **_options):
        raise PermissionError(13, "Permission denied")

    (tmp_path / "session_log").write_text("")
    with monkeypatch.context() as patch:
        patch.setattr("builtins.open", refuse)
        with pytest.raises(CpanelError) as refused:
            search({"path": str(tmp_path / "session_log"), "include_rotated": False, **DEFAULTS}, print)
    assert refused.value.category == "permission" and "become" in refused.value.hint


# --- where it runs -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("transport", "here"), [("local", True), ("ssh", False), ("community.docker.docker", False)])
def test_the_file_is_read_where_the_task_runs(monkeypatch, tmp_path, transport, here):
    log = tmp_path / "session_log"
    log.write_text(new(0, "ann") + "\n")
    shipped = {"changed": False, "entries": ["of the host"]}
    monkeypatch.setattr(NormalAction, "run", lambda _self, _tmp, _vars: dict(shipped))
    monkeypatch.setattr(ActionModule, "_give_environment", lambda *_: None)
    action = action_for({"path": str(log)}, transport)
    assert action._runs_here({}) is here
    if not here:
        assert action.run(None, {}) == shipped


def test_options_of_the_connection_are_no_business_of_it():
    """Hosts of the inventory have variables for the modules that talk to WHM."""
    variables = dict.fromkeys(VARIABLES, "server1.example.net")
    assert action_for({"content": LOG[0]}).defaults(variables, {"CPANEL_HOST": "server1.example.net"}) == {}


def test_the_module_returns_the_same(module, tmp_path):
    log = tmp_path / "session_log"
    log.write_text("\n".join(LOG))
    here = action_for({"path": str(log), "users": ["ann"]})._execute()
    there = module(NAME, {"path": str(log), "users": ["ann"]})
    for name in ("entries", "sessions_open", "counts", "files", "truncated", "changed"):
        assert json.loads(json.dumps(here[name])) == there[name]
    masked = module(NAME, {"content": "\n".join(LOG)}, check_mode=True)
    assert "A" * 5 not in masked["printed"] and masked["counts"]["matched"] == 6
    assert module(NAME, {"path": str(tmp_path / "none")})["error"]["category"] == "not_found"


# --- logs that the simulator writes ------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["new", "old"])
def test_what_sessions_leave_in_the_log(runner, form):
    runner.srv.switches.session_log_format = form
    name = runner.alice.name
    closed = runner.open()
    runner.close(closed)
    stolen = runner.open()
    for _attempt in range(3):
        wrong = {**stolen, "security_token": "/cpsess0000000000"}
        runner.run("cpanel_uapi", session=wrong, function="DomainInfo::list_domains", retries=0)
    runner.run("cpanel_session", **runner.root, account=name, login=False)
    runner.sim.clock.advance(4000)
    expired = runner.open()
    runner.sim.clock.advance(4000)
    runner.run("cpanel_uapi", session=expired, function="DomainInfo::list_domains", retries=0)
    living = runner.open()
    runner.srv.pending_sessions()  # whoever looks at them makes the server drop those that nobody used
    result = action_for({"path": str(runner.srv.session_log_path), "users": [name], "lifetimes": True})
    result = result._execute()
    assert result["counts"]["unparsed"] == 0
    # Each was made by a call and opened by a login, which ends the one and begins the other.
    cookies = [item for item in result["lifetimes"] if item["login_of"]]
    assert [item["login_of"]["method"] for item in cookies] == ["create_user_session"] * 4
    assert [item["reason"] for item in cookies] == ["logout", "tokendenied", "expired", None]
    assert cookies[1]["reason_detail"] == "Too many token failures (3/3)"
    minted = [item for item in result["lifetimes"] if not item["login_of"]]
    assert sorted(item["reason"] for item in minted) == ["expired", *["loginsuccess"] * 4]
    assert all(item["possessed"] and item["creator"] == "root" for item in result["lifetimes"])
    assert [item["session"] for item in result["sessions_open"]] == [cookies[3]["session"]]
    runner.close(living)


# --- memory ------------------------------------------------------------------------------------------------------

MEASURE = """
import resource, sys
from ansible_collections.hostops.cpanel.plugins.module_utils._session_log.search import search
params = {"path": sys.argv[1], "include_rotated": False, "limit": 100, "max_open": 1000, "reveal_ids": False}
counts = search({**params, "lifetimes": sys.argv[2] == "lifetimes"}, print)["counts"]
print(counts["parsed"], counts["forgotten"], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def write(path, megabytes):
    """Sessions that never end, logins as well as others; returns how many entries there are."""
    entries = size = 0
    with path.open("w") as stream:
        while size < megabytes * 1_000_000:
            entries += 1
            line = new(entries // 1000 % 36000, "user%d" % (entries % 5000)).replace("UUUU", "%012d" % entries, 1)
            size += stream.write(line + "\n")
    return entries


@pytest.mark.parametrize("what", ["entries", "lifetimes"])
def test_memory_does_not_grow_with_the_log(tmp_path, what):
    peaks = []
    for megabytes in (1, int(os.environ.get("HOSTOPS_SESSION_LOG_MB", "20"))):
        entries = write(tmp_path / "log", megabytes)
        command = [sys.executable, "-c", MEASURE, str(tmp_path / "log"), what]
        env = {**os.environ, "PYTHONPATH": COLLECTIONS}
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
        parsed, forgotten, peak = map(int, done.stdout.split())
        assert (parsed, forgotten) == (entries, entries - 1000)
        peaks.append(peak)
    assert peaks[1] - peaks[0] < 4000, "kB, from 1 MB to 20 MB of log: %s" % peaks
