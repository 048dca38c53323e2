# Copyright (c) 2026 hostops developers (@hostops)
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps a refused credential from being tried again: by this process, and by parallel workers of the same play.

Owns what is remembered of a credential, in files of the run, and who may try it first. Must not know what is asked, or
what an answer looks like: it sees CpanelError. ``_api``'s Link makes each request within ``attempt``.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import stat
import tempfile
import time
import typing as t
import uuid

from ansible_collections.hostops.cpanel.plugins.module_utils._errors import CATEGORIES, CpanelError
from ansible_collections.hostops.cpanel.plugins.module_utils._names import printable

from .identity import Identity

LIFETIME = 15 * 60
RUN_VARIABLE = "HOSTOPS_CPANEL_RUN"
_WAIT = 10.0
_LARGEST = 65536
_STATES = ("ok", "open", "failed")
_AGAIN = "Correct the credential and start again: the next run tries it anew."
_memory: dict[str, dict[str, t.Any]] = {}
_warned: set[str] = set()
# Of a module that was started by something else than our action. No process id: containers have the same ones again.
_OWN_RUN = "process-" + uuid.uuid4().hex


class Breaker:
    """What is known about one credential in this run."""

    """

    A file per run, host, port and credential (named by a hash, 0600, in a directory of our own) holds its state:
    ``ok``, ``open`` (not known, as the server was not reached) or ``failed``. Until there is one, the first attempt is
    made alone and the others wait for it, so that fifty hosts with a wrong token make one failed attempt.

    RUN_VARIABLE names the run. It is random and inherited, by workers, modules and what they start, so that a run
    after the credential was corrected is not held up. ``warn`` is called if the files cannot be in their usual place.
    """

    def __init__(self, identity: Identity, warn: t.Callable[[str], None] = lambda _text: None) -> None:
        self._identity = identity
        run = os.environ.get(RUN_VARIABLE) or _OWN_RUN
        self._name = (
            hashlib.sha256(("%s\n%s" % (run, identity.key)).encode()).hexdigest()[:40] if identity.key else None
        )
        self._directory = _private_directory(warn) if self._name else None
        self.proven = False

    @contextlib.contextmanager
    def attempt(self) -> t.Iterator[None]:
        """Around one request with the credential. Raises the first refusal instead, if there has been one."""
        if self._name is None or self.proven:
            with self._recorded():
                yield
            return
        with contextlib.ExitStack() as stack:
            if self._state() is None:
                self._wait_turn(stack)
            state = self._state()
            if state is not None and state["state"] == "failed":
                raise self._first_refusal(state)
            self.proven = state is not None and state["state"] == "ok"
            with self._recorded():
                yield

    @contextlib.contextmanager
    def _recorded(self) -> t.Iterator[None]:
        """Remembers how the request went."""
        try:
            yield
        except CpanelError as exc:
            if exc.refuses_credential or (not self.proven and _looks_refused(exc)):
                self.refuse(exc)
            elif exc.category in ("connection", "tls") and not exc.sent:
                self._remember("open")
            elif exc.category not in ("connection", "tls", "protocol", "wrong_port"):
                self._prove()
            raise
        self._prove()

    def refuse(self, error: CpanelError) -> CpanelError:
        """Remembers a refusal that someone else found out; returns it."""
        self.proven = False
        self._remember("failed", error)
        return error

    @contextlib.contextmanager
    def alone(self) -> t.Iterator[CpanelError | None]:
        """One worker at a time, for a question about the credential; gives the refusal if there is one by now."""
        with contextlib.ExitStack() as stack:
            if self._name is not None:
                self._wait_turn(stack, until_known=False)
            state = self._state() if self._name is not None else None
            yield self._first_refusal(state) if state is not None and state["state"] == "failed" else None

    def _prove(self) -> None:
        if self._name and not self.proven:
            self.proven = True
            self._remember("ok")

    def _first_refusal(self, state: t.Mapping[str, t.Any]) -> CpanelError:
        return CpanelError(
            state["category"],
            "%s was refused %d s ago and is not tried again in this run, to keep cPHulk from locking %s out. "
            "The first refusal: %s"
            % (self._identity.title, time.time() - state["time"], self._identity.username, state["msg"]),
            code="breaker_open",
            http_status=state["http_status"],
            service=self._identity.service,
            hint=" ".join(filter(None, (state["hint"], _AGAIN))),
            sent=False,
        )

    def _wait_turn(self, stack: contextlib.ExitStack, *, until_known: bool = True) -> None:
        """Waits until no one else makes the first attempt, at most ten seconds; the lock goes with ``stack``."""
        if self._directory is None:
            return
        try:
            descriptor = os.open(os.path.join(self._directory, "%s.lock" % self._name), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return
        stack.callback(os.close, descriptor)
        deadline = time.monotonic() + _WAIT
        while time.monotonic() < deadline:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if until_known and self._state() is not None:
                    return
                time.sleep(0.01)

    def _state(self) -> dict[str, t.Any] | None:
        """The state that holds, if there is one: the file's, else what this process knows."""
        if self._directory is not None:
            try:
                with open(os.path.join(self._directory, "%s.json" % self._name), encoding="utf-8") as stream:
                    state = json.loads(stream.read(_LARGEST))
            except (OSError, ValueError, RecursionError):
                state = None
            if _holds(state):
                return t.cast("dict[str, t.Any]", state)
        state = _memory.get(str(self._name))
        return state if _holds(state) else None

    def _remember(self, name: str, error: CpanelError | None = None) -> None:
        if self._name is None:
            return
        state: dict[str, t.Any] = {"state": name, "time": time.time()}
        if error is not None:
            state.update(category=error.category, msg=error.msg, http_status=error.http_status, hint=error.hint)
        _memory[self._name] = state
        if self._directory is None:
            return
        path = os.path.join(self._directory, "%s.json" % self._name)
        try:
            own = "%s.%s" % (path, uuid.uuid4().hex)  # threads of one process write, too
            descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(descriptor, "w", encoding="utf-8") as stream:
                json.dump(state, stream)
            os.replace(own, path)
            _remove_old(self._directory)
        except OSError:
            self._directory = None


def _holds(state: t.Any) -> bool:
    """Whether it is a complete state and not too old. A file may be damaged in any way: then there is none."""
    if not isinstance(state, dict) or state.get("state") not in _STATES or not isinstance(state.get("time"), float):
        return False
    if state["state"] == "failed":
        texts = isinstance(state.get("msg"), str) and isinstance(state.get("hint", 0), (str, type(None)))
        status = state.get("http_status", "")
        is_status = status is None or (isinstance(status, int) and not isinstance(status, bool))
        if not texts or state.get("category") not in CATEGORIES or not is_status:
            return False
    return bool(0 <= time.time() - state["time"] < LIFETIME)


def _looks_refused(error: CpanelError) -> bool:
    """An answer that may be a refusal by another service than the one that was meant: it is not asked for again.

    A page without a login form is not a refusal: a server under maintenance shows one to good credentials.
    """
    return error.http_status in (200, 401, 403) and error.category == "wrong_port"


def _private_directory(warn: t.Callable[[str], None]) -> str | None:
    """A directory of our own, 0700: in the runtime directory, or else in Ansible's; None where there is no safe one."""
    usual, *others = [os.path.join(base, "hostops-cpanel-%d" % os.getuid()) for base in _bases()]
    if _is_private(usual):
        return usual
    path = next(filter(_is_private, others), None)
    text = "%s cannot be used as a private directory: " % printable(usual)
    if path is not None:
        text += "which credentials were refused is remembered in %s." % printable(path)
    else:
        text += "which credentials were refused is known to this process only, and each worker may try one again."
    if text not in _warned:
        _warned.add(text)
        warn(text)
    return path


def _bases() -> list[str]:
    """Where our directory may lie, the usual place first."""
    usual = os.environ.get("XDG_RUNTIME_DIR") or ""
    if not usual:
        with contextlib.suppress(OSError):  # there may be no directory for temporary files at all
            usual = tempfile.gettempdir()
    return [usual, os.path.expanduser(os.environ.get("ANSIBLE_LOCAL_TEMP") or "~/.ansible/tmp")]


def _is_private(path: str) -> bool:
    """Whether it is a directory of ours that nobody else can look into or has put in place; made if it is not there."""
    if not os.path.isabs(path):
        return False
    try:
        os.makedirs(path, mode=0o700, exist_ok=True)
        status = os.lstat(path)
    except (OSError, ValueError):
        return False
    private = stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid() and not status.st_mode & 0o077
    return private and os.access(path, os.W_OK | os.X_OK)


def _remove_old(directory: str) -> None:
    for entry in os.scandir(directory):
        with contextlib.suppress(OSError):
            if time.time() - entry.stat().st_mtime > LIFETIME:
                os.unlink(entry.path)
