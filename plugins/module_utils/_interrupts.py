# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ends a task from outside: signals, listed once, and the end of the run of Ansible that started us.

Below all other rooms. A job that is cancelled does not always get a signal: AWX and ansible-runner kill the process
group of ansible-playbook, and from ansible-core 2.19 on its workers are in sessions of their own. Such an orphan asks
``orphaned``, and sends nothing any more but logouts.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import typing as t

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Tells a module on this machine which process runs the play, of which it is no child.
PARENT_VARIABLE = "HOSTOPS_CPANEL_PARENT"


class Interrupted(BaseException):
    """A signal, or the end of the run: unwinds the stack, so that ``with`` and ``finally`` close what is open."""

    def __init__(self, reason: str, number: int | None = None) -> None:
        super().__init__(reason)
        self.number = number


@contextlib.contextmanager
def interruptible() -> t.Iterator[None]:
    """Turns the first signal into Interrupted; further ones do not disturb the clean-up."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    seen: list[int] = []

    def handle(number: int, _frame: t.Any) -> None:
        seen.append(number)
        if len(seen) == 1:
            raise Interrupted(signal.Signals(number).name, number)

    before = {number: signal.signal(number, handle) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def held() -> t.Iterator[None]:
    """Signals wait meanwhile: while a session is opened, until it is known to be ours, and while it is closed."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def waiting() -> bool:
    """Whether a signal is held back, or the run is gone: then nothing is tried again."""
    return bool(signal.sigpending() & set(SIGNALS)) or orphaned()


def pass_on(interrupted: Interrupted) -> None:
    """Delivers the signal again to whoever handled it before us."""
    if interrupted.number is not None:
        os.kill(os.getpid(), interrupted.number)


def orphaned() -> bool:
    """Whether the process that runs the play is gone; False where none is known, as in a module on another machine."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        return os.getppid() != parent.pid
    named = os.environ.get(PARENT_VARIABLE, "")
    return named.isdigit() and not _is_alive(int(named))


def outlive_group() -> None:
    """Takes a worker out of the process group of its run, as ansible-core does from 2.19 on.

    Whoever kills that group, as ansible-runner does, would kill it before it could log out; so it sees that it is an
    orphan, and does. A child stays in the group and passes on signals, such as that of Ctrl-C.
    """
    parent = multiprocessing.parent_process()
    with contextlib.suppress(OSError, TypeError):  # gone meanwhile
        if parent is not None and os.getpgrp() == os.getpgid(t.cast(int, parent.pid)):
            worker = os.getpid()
            reader, writer = os.pipe()
            if os.fork() == 0:
                os.close(writer)
                _stand_in(worker, reader)
            os.close(reader)  # the other end is open as long as this process lives
            os.setpgid(0, 0)


def _stand_in(worker: int, reader: int) -> t.NoReturn:
    """The child: passes on signals to the worker's new group until the worker has gone, which closes the pipe."""

    def pass_to_group(number: int, _frame: t.Any) -> None:
        try:
            os.killpg(worker, number)  # its module gets them from a terminal, too
        except ProcessLookupError:  # the group is not there yet, or not any more
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, number)

    try:
        for number in SIGNALS:
            signal.signal(number, pass_to_group)
        os.read(reader, 1)
    finally:
        os._exit(0)


def check_run() -> None:
    """Raises Interrupted if the run is gone."""
    if orphaned():
        raise Interrupted("the end of the process that ran the play")


def main_process() -> int:
    """The process that runs the play: our parent if we are one of its workers."""
    return os.getppid() if multiprocessing.parent_process() is not None else os.getpid()


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
        with open("/proc/%d/stat" % process, encoding="ascii", errors="replace") as stat:
            return stat.read().rpartition(")")[2].split()[:1] != ["Z"]
    except ProcessLookupError:
        return False
    except OSError:  # no such file system here, or another user's process: it was there a moment ago
        return True
