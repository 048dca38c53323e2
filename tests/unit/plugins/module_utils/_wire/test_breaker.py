# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A refused credential is tried once: by a task, by the next one, and by the workers of a play together."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ansible_collections.hostops.cpanel.plugins.module_utils._wire import breaker as _breaker
from ansible_collections.hostops.cpanel.plugins.module_utils._wire.breaker import RUN_VARIABLE

COLLECTIONS = str(Path(_breaker.__file__).parents[6])
WRONG = "W" * 32


@pytest.fixture(autouse=True)
def forgetful(monkeypatch):
    """Each test starts as a fresh process does."""
    monkeypatch.setattr(_breaker, "_memory", {})
    monkeypatch.setattr(_breaker, "_warned", set())
    monkeypatch.setenv("HOME", os.environ["XDG_RUNTIME_DIR"] + "-home")


def directory():
    return Path(os.environ["XDG_RUNTIME_DIR"]) / ("hostops-cpanel-%d" % os.getuid())


def test_after_a_refusal_nothing_more_is_sent(runner):
    first = runner.whm("version", api_token=WRONG)
    runner.srv.journal.clear()
    second = runner.whm("listaccts", api_token=WRONG)
    third = runner.run("cpanel_session", **{**runner.root, "api_token": WRONG}, account=runner.alice.name)
    assert runner.lines == []
    for later in (second, third):
        assert (later["error"]["category"], later["error"]["code"]) == ("auth_invalid", "breaker_open")
        assert later["error"]["http_status"] == first["error"]["http_status"]
        assert first["msg"] in later["msg"]
        assert "not tried again in this run" in later["msg"]
        assert "Correct the credential and start again" in later["error"]["hint"]
    assert len(runner.srv.failed_logins) == 1


def test_a_fresh_process_of_the_same_run_knows_it(runner, monkeypatch):
    runner.whm("version", api_token=WRONG)
    monkeypatch.setattr(_breaker, "_memory", {})
    assert runner.whm("version", api_token=WRONG)["error"]["code"] == "breaker_open"
    assert len(runner.srv.failed_logins) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda runner: {"api_token": "V" * 32},
        lambda runner: {"api_token": WRONG, "username": "reseller1"},
        lambda runner: {"api_token": None, "login_password": WRONG},
        lambda runner: {"api_token": WRONG, "host": "localhost"},
    ],
)
def test_another_credential_is_another_matter(runner, change):
    runner.whm("version", api_token=WRONG)
    result = runner.whm("version", **change(runner))
    assert result["error"]["code"] == "auth_invalid"
    assert len(runner.srv.failed_logins) == 2


def test_the_right_token_is_not_held_up(runner):
    runner.whm("version", api_token=WRONG)
    assert runner.whm("version")["status"] == 1


def test_another_run_tries_again(runner, monkeypatch):
    runner.whm("version", api_token=WRONG)
    monkeypatch.setenv(RUN_VARIABLE, "another")
    assert runner.whm("version", api_token=WRONG)["error"]["code"] == "auth_invalid"
    assert len(runner.srv.failed_logins) == 2


def test_it_ends_after_fifteen_minutes(runner, monkeypatch):
    real = _breaker.time
    runner.whm("version", api_token=WRONG)
    for minutes, code in ((14, "breaker_open"), (16, "auth_invalid")):
        later = SimpleNamespace(
            time=lambda minutes=minutes: real.time() + 60 * minutes, monotonic=real.monotonic, sleep=real.sleep
        )
        monkeypatch.setattr(_breaker, "time", later)
        assert runner.whm("version", api_token=WRONG)["error"]["code"] == code


def test_a_credential_that_stops_working_trips_it_too(runner):
    owner = runner.owner
    assert runner.run("cpanel_uapi", **owner, function="Email::list_pops")["status"] == 1
    runner.alice.tokens["simulator"].value = "N" * 32
    codes = [runner.run("cpanel_uapi", **owner, function="Email::list_pops")["error"]["code"] for _turn in range(3)]
    assert codes == ["auth_invalid", "breaker_open", "breaker_open"]
    assert len(runner.srv.failed_logins) == 1


def test_passing_trouble_does_not_trip_it(runner):
    for kind in ("drop_before", "garbage", "empty", "redirect"):
        runner.srv.faults.clear()
        runner.srv.faults.add(kind)
        assert runner.whm("version")["failed"]
    runner.srv.faults.clear()
    assert runner.whm("version")["status"] == 1


def test_a_failing_function_proves_the_credential(runner):
    assert runner.whm("accountsummary", params={"user": "nobody"})["error"]["category"] == "not_found"
    (path,) = directory().glob("*.json")
    assert json.loads(path.read_text())["state"] == "ok"


def test_the_files_are_private_and_hold_no_secret(runner):
    runner.whm("version", api_token=WRONG)
    runner.whm("version", username="reseller1", api_token=None, login_password="falsch-77-Xy")
    runner.whm("version")
    assert stat.S_IMODE(directory().stat().st_mode) == 0o700
    files = list(directory().iterdir())
    assert len([path for path in files if path.suffix == ".json"]) == 3
    for path in files:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        for secret in (WRONG, "falsch-77-Xy", runner.srv.root_token):
            assert secret not in path.read_text()
            assert secret not in path.name


def test_sessions_leave_no_trace(runner):
    session = runner.open()
    for path in directory().iterdir():
        path.unlink()
    runner.run("cpanel_uapi", session=session, function="Email::list_pops")
    assert list(directory().iterdir()) == []


@pytest.mark.parametrize("spoil", ["mode", "link", "dangling", "file", "owner", "nowhere", "relative", "null"])
def test_an_unsafe_directory_is_not_used(runner, tmp_path, monkeypatch, spoil):
    """Its place is taken by one in Ansible's own directory, which other processes know as well; and it is told."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    if spoil == "mode":
        directory().mkdir(mode=0o700)
        directory().chmod(0o770)
    elif spoil in ("link", "dangling"):
        directory().symlink_to(elsewhere if spoil == "link" else elsewhere / "gone")
    elif spoil == "file":
        directory().write_text("")
    elif spoil == "owner":
        directory().mkdir(mode=0o700)
        found = os.lstat
        other = [*found(directory())]
        other[stat.ST_UID] = os.getuid() + 1
        stranger = os.stat_result(other)
        monkeypatch.setattr(os, "lstat", lambda path: stranger if str(path) == str(directory()) else found(path))
    else:
        monkeypatch.setenv("XDG_RUNTIME_DIR", {"nowhere": "/proc/nowhere", "relative": "here"}.get(spoil, "/dev/null"))
    runner.whm("version", api_token=WRONG)
    (warning,) = runner.warnings
    assert "cannot be used as a private directory" in warning and str(Path.home() / ".ansible" / "tmp") in warning
    monkeypatch.setattr(_breaker, "_memory", {})
    assert runner.whm("version", api_token=WRONG)["error"]["code"] == "breaker_open"
    assert len(runner.srv.failed_logins) == 1
    assert runner.warnings == [], "told once"
    assert list(elsewhere.iterdir()) == []
    assert spoil not in ("mode", "owner") or list(directory().iterdir()) == []
    assert not Path("here").exists()
    (kept,) = (Path.home() / ".ansible" / "tmp").iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700


@pytest.mark.parametrize("home", ["/proc", "/dev/null"])
def test_without_any_directory_this_process_remembers(runner, monkeypatch, home):
    """Not even one for temporary files: that is no bug of ours, and no reason to fail."""
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setenv("HOME", home)

    def nowhere():
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(_breaker.tempfile, "gettempdir", nowhere)
    assert runner.whm("version")["status"] == 1
    assert "is known to this process only" in runner.warnings[0]
    codes = [runner.whm("version", api_token=WRONG)["error"]["code"] for _turn in range(2)]
    assert codes == ["auth_invalid", "breaker_open"]
    assert len(runner.srv.failed_logins) == 1


def test_a_full_disk_is_no_obstacle(runner, monkeypatch):
    def full(*_args, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(_breaker.os, "replace", full)
    codes = [runner.whm("version", api_token=WRONG)["error"]["code"] for _turn in range(2)]
    assert codes == ["auth_invalid", "breaker_open"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["failed", "ok"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)
DAMAGED = st.dictionaries(st.sampled_from(["state", "time", "category", "msg", "http_status", "hint"]), JSON)


@pytest.mark.slow
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=JSON | DAMAGED | DAMAGED.map(lambda state: {**state, "state": "failed", "time": time.time()}))
@example(document="[" * 5000)
@example(document={"state": "ok", "time": 10**400})
@example(
    document={"state": "failed", "time": 1.0, "msg": "x", "category": "auth_invalid", "http_status": [], "hint": 7}
)
def test_a_damaged_file_is_no_obstacle(runner, document):
    """Whatever is in it; what this process knows by itself stays known."""
    runner.srv.failed_logins.clear()
    _breaker._memory.clear()
    assert runner.whm("version")["status"] == 1
    text = document if isinstance(document, str) else json.dumps(document)
    for path in directory().glob("*.json"):
        path.write_text(text)
    _breaker._memory.clear()
    result = runner.whm("version")
    assert result.get("status") == 1 or result["error"]["code"] == "breaker_open"
    shutil.rmtree(directory())


def test_a_damaged_file_does_not_hide_what_this_process_knows(runner):
    runner.whm("version", api_token=WRONG)
    for path in directory().glob("*.json"):
        path.write_text('{"state": 5}')
    assert runner.whm("version", api_token=WRONG)["error"]["code"] == "breaker_open"
    assert len(runner.srv.failed_logins) == 1


@pytest.mark.parametrize("lost", ["state", "time", "category", "msg", "http_status", "hint"])
def test_a_verdict_that_lacks_something_is_none(runner, lost):
    runner.whm("version", api_token=WRONG)
    (path,) = directory().glob("*.json")
    state = json.loads(path.read_text())
    del state[lost]
    path.write_text(json.dumps(state))
    _breaker._memory.clear()
    assert runner.whm("version", api_token=WRONG)["error"]["code"] == "auth_invalid"


# Which run it is

SAY = "import os; from ansible_collections.hostops.cpanel.plugins.plugin_utils import options; print(os.environ['%s'])"


def python(program, **environment):
    environment = {**os.environ, "PYTHONPATH": COLLECTIONS, **environment}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.slow
def test_runs_are_told_apart_by_chance_and_what_they_start_inherits(monkeypatch):
    monkeypatch.delenv(RUN_VARIABLE)
    names = {python(SAY % RUN_VARIABLE)[0] for _run in range(3)}
    assert len(names) == 3
    assert python(SAY % RUN_VARIABLE, **{RUN_VARIABLE: "mine"}) == ["mine"]
    child = "import os, subprocess, sys; subprocess.run([sys.executable, '-c', os.environ['SAY']], check=True)"
    mine, theirs = python(SAY % RUN_VARIABLE + "\n" + child, SAY=SAY % RUN_VARIABLE, PYTHONUNBUFFERED="1")
    assert mine == theirs
    workers = """
import multiprocessing, os
from ansible import constants
def work():
    import importlib
    importlib.import_module("ansible_collections.hostops.cpanel.plugins.plugin_utils.options")
    print(os.environ["%s"], flush=True)
context = multiprocessing.get_context("fork")
for process in [context.Process(target=work) for number in range(2)]:
    process.start()
    process.join()
work()
"""
    assert len(set(python(workers % RUN_VARIABLE))) == 1, "also where workers load us before their parent does"


PLAY = """
- hosts: all
  gather_facts: false
  connection: local
  vars: {ansible_python_interpreter: "{{ ansible_playbook_python }}"}
  tasks:
    - hostops.cpanel.whm_api:
        host: %(host)s
        port: %(port)s
        ca_path: %(ca_path)s
        api_token: %(api_token)s
        function: version
"""


@pytest.mark.slow
@pytest.mark.parametrize("in_process", ["true", "false"])
@pytest.mark.parametrize("strategy", ["linear", "free"])
def test_a_play_of_many_hosts_fails_once_and_the_next_run_tries_again(
    runner, tmp_path, monkeypatch, in_process, strategy
):
    """As a job in a container: the same process ids, the same directories, minutes after the credential was mended."""
    monkeypatch.delenv(RUN_VARIABLE)
    monkeypatch.setenv("ANSIBLE_COLLECTIONS_PATH", COLLECTIONS)
    monkeypatch.setenv("ANSIBLE_STRATEGY", strategy)
    (tmp_path / "play.yml").write_text(PLAY % {**runner.root, "api_token": WRONG})
    (tmp_path / "hosts").write_text("".join("h%d\n" % number for number in range(12)))
    ansible = str(Path(os.environ.get("HOSTOPS_ANSIBLE_BIN") or Path(sys.executable).parent) / "ansible-playbook")
    command = [ansible, "-i", "hosts", "play.yml", "-f", "12", "-e", "hostops_cpanel_in_process=" + in_process]
    first = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert first.stdout.count("failed=1") == 12, first.stdout + first.stderr
    assert len(runner.srv.failed_logins) == 1
    next(iter(runner.srv.state.root_tokens.values())).value = WRONG
    second = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert second.stdout.count("failed=0") == 12, second.stdout + second.stderr
    assert len(runner.srv.failed_logins) == 1


def test_old_files_are_swept(runner):
    runner.whm("version")
    old = directory() / "old.json"
    old.write_text("{}")
    os.utime(old, (1, 1))
    runner.whm("version", api_token=WRONG)
    assert not old.exists()


def _worker(options, start, results):
    from ansible_collections.hostops.cpanel.plugins.modules.whm_api import COMMAND

    _breaker._memory.clear()
    params = {**options, "function": "version", "params": {}, "writes": "auto"}
    start.wait(20)
    result = COMMAND.execute(params, False)
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
def test_twenty_five_workers_with_a_wrong_token_fail_once(runner):
    runner.srv.latency = 0.05
    found = in_parallel({**runner.root, "api_token": WRONG}, 25)
    runner.srv.latency = 0.0
    assert len(runner.srv.failed_logins) == 1
    assert len(runner.lines) == 1
    assert sorted(code for _failed, code in found) == ["auth_invalid"] + ["breaker_open"] * 24


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_workers_with_a_good_token_do_not_wait_for_each_other_for_long(runner):
    found = in_parallel(runner.root, 8)
    assert found == [(False, None)] * 8
    assert runner.lines == ["POST 2087 version 200"] * 8
