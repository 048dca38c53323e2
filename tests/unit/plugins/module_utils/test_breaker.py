# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A refused credential is tried once: by a task, by the next one, and by the workers of a play together."""

from __future__ import annotations

import json
import multiprocessing
import os
import stat
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils import _breaker
from ansible_collections.hostops.cpanel.plugins.module_utils._breaker import RUN_VARIABLE

WRONG = "W" * 32


@pytest.fixture(autouse=True)
def forgetful(monkeypatch):
    """Each test starts as a fresh process does."""
    monkeypatch.setattr(_breaker, "_memory", {})


def directory():
    return Path(os.environ["XDG_RUNTIME_DIR"]) / ("hostops-cpanel-%d" % os.getuid())


def test_after_a_refusal_nothing_more_is_sent(hands):
    first = hands.whm("version", api_token=WRONG)
    hands.srv.journal.clear()
    second = hands.whm("listaccts", api_token=WRONG)
    third = hands.run("cpanel_session", **{**hands.root, "api_token": WRONG}, account=hands.alice.name)
    assert hands.lines == []
    for later in (second, third):
        assert (later["error"]["category"], later["error"]["code"]) == ("auth_invalid", "breaker_open")
        assert later["error"]["http_status"] == first["error"]["http_status"]
        assert first["msg"] in later["msg"]
    assert len(hands.srv.failed_logins) == 1


def test_a_fresh_process_of_the_same_run_knows_it(hands, monkeypatch):
    hands.whm("version", api_token=WRONG)
    monkeypatch.setattr(_breaker, "_memory", {})
    assert hands.whm("version", api_token=WRONG)["error"]["code"] == "breaker_open"
    assert len(hands.srv.failed_logins) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda hands: {"api_token": "V" * 32},
        lambda hands: {"api_token": WRONG, "username": "reseller1"},
        lambda hands: {"api_token": None, "login_password": WRONG},
        lambda hands: {"api_token": WRONG, "host": "localhost"},
    ],
)
def test_another_credential_is_another_matter(hands, change):
    hands.whm("version", api_token=WRONG)
    result = hands.whm("version", **change(hands))
    assert result["error"]["code"] == "auth_invalid"
    assert len(hands.srv.failed_logins) == 2


def test_the_right_token_is_not_held_up(hands):
    hands.whm("version", api_token=WRONG)
    assert hands.whm("version")["status"] == 1


def test_another_run_tries_again(hands, monkeypatch):
    hands.whm("version", api_token=WRONG)
    monkeypatch.setenv(RUN_VARIABLE, "another")
    assert hands.whm("version", api_token=WRONG)["error"]["code"] == "auth_invalid"
    assert len(hands.srv.failed_logins) == 2


def test_it_ends_after_fifteen_minutes(hands, monkeypatch):
    real = _breaker.time
    hands.whm("version", api_token=WRONG)
    for minutes, code in ((14, "breaker_open"), (16, "auth_invalid")):
        later = SimpleNamespace(
            time=lambda minutes=minutes: real.time() + 60 * minutes, monotonic=real.monotonic, sleep=real.sleep
        )
        monkeypatch.setattr(_breaker, "time", later)
        assert hands.whm("version", api_token=WRONG)["error"]["code"] == code


def test_a_credential_that_stops_working_trips_it_too(hands):
    owner = hands.owner
    assert hands.run("cpanel_uapi", **owner, function="Email::list_pops")["status"] == 1
    hands.alice.tokens["simulator"].value = "N" * 32
    codes = [hands.run("cpanel_uapi", **owner, function="Email::list_pops")["error"]["code"] for _turn in range(3)]
    assert codes == ["auth_invalid", "breaker_open", "breaker_open"]
    assert len(hands.srv.failed_logins) == 1


def test_passing_trouble_does_not_trip_it(hands):
    for kind in ("drop_before", "garbage", "empty", "redirect"):
        hands.srv.faults.clear()
        hands.srv.faults.add(kind)
        assert hands.whm("version")["failed"]
    hands.srv.faults.clear()
    assert hands.whm("version")["status"] == 1


def test_a_failing_function_proves_the_credential(hands):
    assert hands.whm("accountsummary", params={"user": "nobody"})["error"]["category"] == "api"
    (path,) = directory().glob("*.json")
    assert json.loads(path.read_text())["state"] == "ok"


def test_the_files_are_private_and_hold_no_secret(hands):
    hands.whm("version", api_token=WRONG)
    hands.whm("version", username="reseller1", api_token=None, login_password="falsch-77-Xy")
    hands.whm("version")
    assert stat.S_IMODE(directory().stat().st_mode) == 0o700
    files = list(directory().iterdir())
    assert len([path for path in files if path.suffix == ".json"]) == 3
    for path in files:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        for secret in (WRONG, "falsch-77-Xy", hands.srv.root_token):
            assert secret not in path.read_text()
            assert secret not in path.name


def test_sessions_leave_no_trace(hands):
    session = hands.open()
    for path in directory().iterdir():
        path.unlink()
    hands.run("cpanel_uapi", session=session, function="Email::list_pops")
    assert list(directory().iterdir()) == []


@pytest.mark.parametrize("spoil", ["mode", "link", "file"])
def test_an_unsafe_directory_is_not_used(hands, tmp_path, monkeypatch, spoil):
    """Then this process still remembers, and others do not."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    if spoil == "mode":
        directory().mkdir(mode=0o700)
        directory().chmod(0o770)
    elif spoil == "link":
        directory().symlink_to(elsewhere)
    else:
        directory().write_text("")
    hands.whm("version", api_token=WRONG)
    assert hands.whm("version", api_token=WRONG)["error"]["code"] == "breaker_open"
    assert list(elsewhere.iterdir()) == []
    assert spoil == "file" or list(directory().iterdir()) == []


def test_a_damaged_file_is_no_obstacle(hands):
    hands.whm("version", api_token=WRONG)
    for text in ("", "{", "[]", "null", '{"state": "failed"}', '{"time": "x"}', '{"time": %d}' % time.time()):
        for path in directory().glob("*.json"):
            path.write_text(text)
        assert hands.whm("version")["status"] == 1


def test_old_files_are_swept(hands):
    hands.whm("version")
    old = directory() / "old.json"
    old.write_text("{}")
    os.utime(old, (1, 1))
    hands.whm("version", api_token=WRONG)
    assert not old.exists()


def _worker(options, start, results):
    from ansible_collections.hostops.cpanel.plugins.modules.whm_api import COMMAND

    _breaker._memory.clear()
    params = {**options, "function": "version", "params": {}, "writes": "auto"}
    start.wait(20)
    result = COMMAND.execute(params, False, lambda _text: None)
    results.put((result.get("failed", False), result.get("error", {}).get("code")))


def in_parallel(options, number):
    context = multiprocessing.get_context("fork")
    start, results = context.Event(), context.Queue()
    workers = [context.Process(target=_worker, args=(options, start, results)) for _number in range(number)]
    for worker in workers:
        worker.start()
    start.set()
    found = [results.get(timeout=30) for _worker_ in workers]
    for worker in workers:
        worker.join(10)
    return found


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_twenty_five_workers_with_a_wrong_token_fail_once(hands):
    hands.srv.latency = 0.05
    found = in_parallel({**hands.root, "api_token": WRONG}, 25)
    hands.srv.latency = 0.0
    assert len(hands.srv.failed_logins) == 1
    assert len(hands.lines) == 1
    assert sorted(code for _failed, code in found) == ["auth_invalid"] + ["breaker_open"] * 24


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_workers_with_a_good_token_do_not_wait_for_each_other_for_long(hands):
    found = in_parallel(hands.root, 8)
    assert found == [(False, None)] * 8
    assert hands.lines == ["POST 2087 version 200"] * 8
