# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ends a task from outside. Signals are sent to processes of their own, which say what became of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest

from ansible_collections.hostops.cpanel.plugins.module_utils import _interrupts
from ansible_collections.hostops.cpanel.tests.unit.plugins.controller import COLLECTIONS

START = """
import multiprocessing, os, signal, sys, time
from ansible_collections.hostops.cpanel.plugins.module_utils import _interrupts
from ansible_collections.hostops.cpanel.plugins.module_utils._interrupts import Interrupted, held, interruptible
NUMBER = signal.SIGTERM
def send(number=None):
    os.kill(os.getpid(), number or NUMBER)
def say(*words):
    print(*words, flush=True)
"""


def told(program, **environment):
    """What a process says, line by line, and how it ended."""
    done = subprocess.run(
        [sys.executable, "-c", START + program],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": COLLECTIONS, **environment},
    )
    assert done.stderr == ""
    return done.stdout.split("\n")[:-1], done.returncode


@pytest.mark.parametrize("number", _interrupts.SIGNALS, ids=lambda number: number.name)
def test_the_first_signal_unwinds_and_further_ones_do_not_disturb(number):
    program = (
        """
NUMBER = signal.Signals(%d)
before = signal.getsignal(NUMBER)
try:
    with interruptible():
        try:
            send()
            say("went on")
        finally:
            send()
            send(signal.SIGINT)
            say("cleaned up")
except Interrupted as exc:
    say(exc, exc.number == NUMBER, isinstance(exc, Exception))
say(signal.getsignal(NUMBER) is before)
"""
        % number
    )
    assert told(program) == (["cleaned up", number.name + " True False", "True"], 0)


def test_a_signal_is_passed_on_to_whoever_handled_it_before():
    program = """
signal.signal(NUMBER, lambda number, _frame: say("before us:", number))
try:
    with interruptible():
        send()
except Interrupted as exc:
    _interrupts.pass_on(exc)
_interrupts.pass_on(Interrupted("the end of the run"))
say("no signal, nobody gets one")
"""
    assert told(program) == (["before us: %d" % signal.SIGTERM, "no signal, nobody gets one"], 0)
    program = (
        "try:\n    with interruptible(): send()\nexcept Interrupted as exc: _interrupts.pass_on(exc)\nsay('alive')"
    )
    assert told(program) == ([], -signal.SIGTERM)


def test_a_signal_waits_while_it_is_held():
    program = """
say(_interrupts.waiting())
try:
    with interruptible():
        with held():
            with held():
                send()
            say("held", _interrupts.waiting())
        say("went on")
except Interrupted:
    say("interrupted", _interrupts.waiting())
"""
    assert told(program) == (["False", "held True", "interrupted False"], 0)


def test_other_threads_get_no_signals_and_change_no_handlers():
    before = [signal.getsignal(number) for number in _interrupts.SIGNALS]
    seen = []

    def run():
        with _interrupts.interruptible(), _interrupts.held():
            seen.append([signal.getsignal(number) for number in _interrupts.SIGNALS])
            seen.append(signal.pthread_sigmask(signal.SIG_BLOCK, ()))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(10)
    assert seen == [before, set()]


def ended():
    """The number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.mark.parametrize(
    "value", ["", "x", "-1", "1.5", "\u0661", pytest.param(str(os.getpid()), id="this process"), "1"]
)
def test_no_process_that_is_gone_is_no_orphan(monkeypatch, value):
    monkeypatch.setenv(_interrupts.PARENT_VARIABLE, value)
    assert not _interrupts.orphaned()
    _interrupts.check_run()


def test_without_the_process_of_the_play_we_are_orphans(monkeypatch):
    monkeypatch.setenv(_interrupts.PARENT_VARIABLE, str(ended()))
    assert _interrupts.orphaned()
    assert _interrupts.waiting()
    with pytest.raises(_interrupts.Interrupted, match="the end of the process that ran the play") as caught:
        _interrupts.check_run()
    assert caught.value.number is None


def test_a_process_that_nobody_waited_for_is_gone_too(monkeypatch):
    """A run that was killed may stay in the table of processes: a container's first process waits for none."""
    process = subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE)
    assert process.stdout is not None
    monkeypatch.setenv(_interrupts.PARENT_VARIABLE, str(process.pid))
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    try:
        assert _interrupts.orphaned() is os.path.exists("/proc/self/stat")
    finally:
        process.communicate()


def test_the_process_of_the_play_is_ours_or_our_parent():
    program = """
say(_interrupts.main_process() == os.getpid())
with multiprocessing.get_context("fork").Pool(1) as pool:
    say(pool.apply(_interrupts.main_process) == os.getpid(), pool.apply(_interrupts.orphaned))
"""
    assert told(program) == (["True", "True False"], 0)


WORKER = """
def wait_for(condition):
    end = time.monotonic() + 30
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)

def work(pipe):
    %s
    try:
        with interruptible():
            os.write(pipe, b"ready")
            os.write(beginning, b"x")
            wait_for(_interrupts.orphaned)
        os.write(pipe, b" orphan")
    except Interrupted as exc:
        os.write(pipe, b" " + str(exc).encode())

reader, writer = os.pipe()
begun, beginning = os.pipe()
if os.fork():
    os.close(writer)
    said = b""
    while part := os.read(reader, 100):
        said += part
    os.wait()
    say(said.decode())
else:
    os.setpgid(0, 0)
    os.close(reader)
    worker = multiprocessing.get_context("fork").Process(target=work, args=(writer,))
    worker.start()
    os.read(begun, 1)
    %s
"""


def test_a_worker_outlives_the_group_of_its_run_and_sees_that_it_is_an_orphan():
    """As ansible-runner ends a job: with a signal that no process of the group survives."""
    kill = "os.killpg(0, signal.SIGKILL)"
    assert told(WORKER % ("_interrupts.outlive_group()", kill)) == (["ready orphan"], 0)
    assert told(WORKER % ("pass", kill)) == (["ready"], 0), "it would not otherwise"


def test_a_worker_still_gets_the_signals_of_its_group():
    """However soon: whoever stands in for it may not listen yet."""
    interrupt = "while worker.is_alive(): os.killpg(0, NUMBER); worker.join(0.1)"
    program = "signal.signal(NUMBER, signal.SIG_IGN)\n" + WORKER % ("_interrupts.outlive_group()", interrupt)
    assert told(program) == (["ready SIGTERM"], 0)


def test_what_is_no_worker_stays_where_it_is():
    assert told("before = os.getpgrp()\n_interrupts.outlive_group()\nsay(os.getpgrp() == before)") == (["True"], 0)
